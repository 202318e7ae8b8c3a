"""Puts a playlist back as it was before a push: a plan like any other, with its guards, its backup and its read-back.

Only the remote changes. File and lock say what they said, so that the next push goes by them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from exporter.adoption import track_of
from exporter.errors import ExporterError, NotFound, Unsafe
from exporter.model import Edit, Item, Plan, Remote
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.remotes.known import Known, known
from exporter.remotes.looking import Difference, difference
from exporter.remotes.when import pick
from exporter.store import alone
from exporter.sync import backup, guards
from exporter.sync.backup import Backup
from exporter.sync.plan import Details
from exporter.sync.push import NO_TRACK, Pushed, Want, Watch, plan_for, push
from exporter.targets import Opened, Targets

logger = logging.getLogger("exporter")

Ask = Callable[[str], bool]
STRANGERS_WAY_ON = (
    "The backup does not have them either: --yes removes them, `keep_extras: true` under the target in the playlist "
    "file keeps them."
)
LOSS_WAY_ON = "Look at it with --dry-run; if it is right, restore with --yes."


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup as a list shows it; without a ``remote`` its file is damaged."""

    backup: Backup
    remote: Remote | None


@dataclass(frozen=True, slots=True)
class Restored:
    """How a playlist was put back, or (``dry``) what that would change.

    ``refused`` are tracks that the service does not take any more, ``rowless`` rows of the backup that hold no track
    and so cannot be added again. ``then`` compares the playlist with its file, and ``stops`` says that a push would
    stop at tracks which the file does not know, rather than take them away again.
    """

    known: Known
    chosen: Backup
    saved: Remote
    before: Remote
    plan: Plan
    then: Difference
    stops: bool
    dry: bool
    edits: tuple[Edit, ...] = ()
    refused: tuple[Item, ...] = ()
    rowless: tuple[Item, ...] = ()
    requests: dict[str, int] = field(default_factory=dict)


def history(project: Project, name: str, target: Target) -> tuple[Kept, ...]:
    """The backups of a playlist on a target, the newest first. Raises as :func:`known`."""
    return tuple(Kept(one, _opened(one)) for one in backup.kept(known(project, name, target).backups))


def _opened(one: Backup) -> Remote | None:
    try:
        return backup.load(one.path)
    except ExporterError:
        return None


def restore(
    project: Project,
    plugins: Plugins,
    name: str,
    target: Target,
    when: str = "",
    *,
    dry: bool = False,
    yes: bool = False,
    ask: Ask = lambda _: False,
) -> Restored:
    """Give a playlist on a target the tracks, the order and the words of a backup; ``when`` as for :func:`pick`.

    Raises:
        UsageError: there is no such playlist, number or time, or it was never pushed there.
        NotFound: there is no such backup, or the playlist is not on the service any more.
        Unsafe: a guard refused, and neither ``yes`` nor a person said to go on.
        ExporterError: the service failed. What was written stays; the same command again completes it.
    """
    found = known(project, name, target)
    kept = [(one.moment, one) for one in backup.kept(found.backups)]
    chosen = pick(kept, when, datetime.now(UTC))
    saved = backup.load(chosen.path)
    with Targets(project, plugins) as targets, alone(found.playlist.name, *project.marks(found.playlist, target)):
        opened = targets.open(target)
        targets.prove(target)
        return _Restoring(found, opened, chosen, saved, yes=yes, ask=ask).carry_out(dry=dry)


class _Restoring:
    """One playlist on its way back."""

    def __init__(self, found: Known, opened: Opened, chosen: Backup, saved: Remote, *, yes: bool, ask: Ask) -> None:
        self.found, self.opened, self.chosen, self.saved, self.yes, self.ask = found, opened, chosen, saved, yes, ask
        self.edits: list[Edit] = []
        self.remote = self._read()
        self.want = self._want()

    def carry_out(self, *, dry: bool) -> Restored:
        """Plan, and unless it is ``dry`` push and read back."""
        plan = plan_for(self.want, self.remote, self.opened.info)
        if dry:
            self._say_what_would_stop()
        pushed = Pushed(self._as_planned(plan)) if dry else self._push()
        return Restored(
            self.found,
            self.chosen,
            self.saved,
            self.remote,
            plan,
            difference(self.found, self.opened, pushed.remote),
            stops=bool(self._strangers_to_the_file(pushed.remote)),
            dry=dry,
            edits=tuple(self.edits),
            refused=tuple(item for item in self.saved.items if item.id in pushed.refused),
            rowless=self._rowless(),
            requests={str(kind): count for kind, count in self.opened.connection.counts.items()},
        )

    def _read(self) -> Remote:
        """The playlist that the backup was made of; when it is gone, the one that took its place."""
        ids = dict.fromkeys((self.saved.id, self.found.home.id))
        for playlist_id in ids:
            try:
                remote = self.found.read(self.opened, playlist_id)
            except NotFound:
                continue
            if not remote.items and self.found.memory.items:
                return self.found.read(self.opened, playlist_id)  # it was not empty at the last look: look twice
            return remote
        name = self.found.playlist.slug
        raise NotFound(
            f"The playlist {self.found.playlist.name} is not on {self.opened.info.label} any more.",
            hint=f"`exporter push {name} --to {self.found.target}` makes it anew; restore it after that.",
        )

    def _want(self) -> Want:
        tracks = tuple(track_of(item, self.opened.info.name) for item in self.saved.items if item.id != NO_TRACK)
        themselves = self.found.ours.union(track.id for track in tracks)
        details = Details(self.saved.name or self.remote.name, self.saved.description)
        if self.found.settings.keep_extras:
            return Want(tracks, details, themselves, keep_extras=True, no_twins=themselves)
        ours = themselves.union(self.remote.ids if self.yes else _ever(self.found.backups))
        return Want(tracks, details, ours, no_twins=themselves)

    def _push(self) -> Pushed:
        self._guard()
        return push(
            self.opened.backend,
            self.opened.info,
            self.want,
            self.remote,
            watch=Watch(before=self._before, applied=self.edits.append),
            patience=self.opened.connection.patience,
            sleep=self.opened.connection.sleep,
        )

    def _before(self, plan: Plan, _remote: Remote | None) -> None:
        """A backup before the first edit, whatever it is: a restoring can be undone by another one."""
        if plan.edits and not self.edits:
            backup.save(self.found.backups, self.remote, datetime.now(UTC))

    def _guard(self) -> None:
        """Refuse what a push would refuse, unless a person says to go on."""
        if [self._asked(check) for check in self._checks()].count(True):
            self.want = replace(self.want, ours=self.want.ours.union(self.remote.ids))
            now = self.found.read(self.opened, self.remote.id)
            guards.check_unmoved(self.remote, now, name=self.found.playlist.name)

    def _checks(self) -> tuple[Callable[[], None], ...]:
        if self.yes:
            return ()
        name, known_rows = self.found.playlist.name, self.found.recognised(self.remote, self.want)
        strangers = partial(guards.check_foreign, known_rows, self.want.ours, name=name, way_on=STRANGERS_WAY_ON)
        plan = plan_for(self.want, self.remote, self.opened.info)
        loss = partial(guards.check_loss, plan, name=name, way_on=LOSS_WAY_ON)
        return (loss,) if self.want.keep_extras else (strangers, loss)

    def _asked(self, check: Callable[[], None]) -> bool:
        """Whether a guard refused and a person told us to go on all the same."""
        try:
            check()
        except Unsafe as refusal:
            if not self.ask(f"{refusal.message} Go on?"):
                raise
            return True
        return False

    def _say_what_would_stop(self) -> None:
        for check in self._checks():
            try:
                check()
            except Unsafe as refusal:
                logger.warning("Restoring would stop here. %s %s", refusal.message, refusal.hint)

    def _as_planned(self, plan: Plan) -> Remote:
        """The playlist as it would be."""
        items = {item.id: item for item in (*self.saved.items, *self.remote.items)}
        return replace(
            self.remote,
            name=self.want.details.name,
            description=self.want.details.description or self.remote.description,
            items=tuple(items[track] for track in plan.wanted),
        )

    def _strangers_to_the_file(self, remote: Remote) -> Sequence[str]:
        if self.found.settings.keep_extras:
            return ()
        return self.found.strangers(self.found.recognised(remote, self.found.want(self.opened)))

    def _rowless(self) -> tuple[Item, ...]:
        """The rows without a track that the backup has more of than the playlist has now."""
        rows = [item for item in self.saved.items if item.id == NO_TRACK]
        there = sum(item.id == NO_TRACK for item in self.remote.items)
        return tuple(rows[there:])


def _ever(backups: Path) -> frozenset[str]:
    """Every track in a backup. What we once took away or put back is no stranger's, and can be put back again."""
    remotes = filter(None, map(_opened, backup.kept(backups)))
    return frozenset(track for remote in remotes for track in remote.ids)
