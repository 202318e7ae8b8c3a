"""Puts a playlist back as it was before a push: a plan like any other, with its guards, its backup and its read-back.

Only the remote changes. The file says what it said, so that the next push goes by it, and so does the lock but for
where the playlist is, if that changes: a part more, or one that is not needed any more.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from exporter import lock as locks
from exporter.adoption import track_of
from exporter.errors import ExporterError
from exporter.face import Options, Result, Silent, command
from exporter.job import Job
from exporter.lock import Home
from exporter.model import Decision, Item, Remote, Song, Track
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.remotes.known import Known, known, whole
from exporter.remotes.looking import Difference, difference
from exporter.remotes.when import pick
from exporter.store import alone
from exporter.sync import backup
from exporter.sync.backup import Backup
from exporter.sync.push import NO_TRACK
from exporter.targets import Opened, Targets
from exporter.work import Manner, Work

Ask = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup as a list shows it, the rows of all parts as one; without a ``remote`` its file is damaged."""

    backup: Backup
    remote: Remote | None
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Restored:
    """How a playlist was put back, or, where ``result`` is dry, what that would change.

    ``saved`` is the backup with the rows of all parts. ``refused`` are tracks that the service does not take any more,
    ``rowless`` rows of the backup that hold no track and so cannot be added again. ``then`` compares the playlist with
    its file, and ``stops`` says that a push would stop at tracks which the file does not know, rather than take them
    away again.
    """

    known: Known
    chosen: Backup
    saved: Remote
    result: Result
    then: Difference
    stops: bool
    refused: tuple[Item, ...] = ()
    rowless: tuple[Item, ...] = ()


def history(project: Project, name: str, target: Target) -> tuple[Kept, ...]:
    """The backups of a playlist on a target, the newest first. Raises as :func:`known`."""
    return tuple(map(_kept, backup.kept(known(project, name, target).backups)))


def _kept(one: Backup) -> Kept:
    parts = _opened(one)
    return Kept(one, whole(parts) if parts else None, len(parts))


def _opened(one: Backup) -> tuple[Remote, ...]:
    """All parts in a backup; none if its file is damaged."""
    try:
        return backup.load(one.path)
    except ExporterError:
        return ()


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

    A playlist that is not on the service any more is made anew.

    Raises:
        UsageError: there is no such playlist, number or time, or it was never pushed there.
        NotFound: there is no such backup.
        Unsafe: a guard refused, and neither ``yes`` nor a person said to go on.
        ExporterError: the service failed. What was written stays; the same command again completes it.
    """
    playlist = project.load(name)
    with Targets(project, plugins) as targets, alone(playlist.name, *project.marks(playlist, target)):
        plugins.backend(target.backend)  # a misspelt one is told as such
        found = known(project, name, target)
        kept = [(one.moment, one) for one in backup.kept(found.backups)]
        chosen = pick(kept, when, datetime.now(UTC))
        saved = whole(backup.load(chosen.path))
        opened = targets.open(target)
        targets.prove(target)
        words = replace(found.playlist, name=saved.name or found.playlist.name, description=saved.description)
        job = Job(project, opened, words, _Asking(ask), Options(yes=yes), keeps=not dry, verbatim=True)
        again = command("restore", playlist.slug, str(target)) + (f" --at {shlex.quote(when)}" if when else "")
        return _restored(job, found, chosen, saved, _manner(again))


def _manner(again: str) -> Manner:
    """How a restore behaves that the command ``again`` repeats."""
    again = again.replace("{", "{{").replace("}", "}}")
    return Manner(
        "Restoring",
        f"The backup does not have them either: `{again} --yes` removes them, `keep_extras: true` under the target in "
        "the playlist file keeps them.",
        f"Look at it with `{again} --dry-run`; if it is right, `{again} --yes` does it.",
        asks_about_strangers=True,
        doubts_empty=False,  # to fill it again is what a restore is for
        endangers=bool,  # a backup before any edit, so that another restore undoes this one
    )


def _restored(job: Job, found: Known, chosen: Backup, saved: Remote, manner: Manner) -> Restored:
    """Plan, and unless that is all push and read back."""
    wanted = _Saved(job, found, saved)
    work = Work(job, wanted, manner)
    work.plan()
    if job.keeps:
        work.push()
    parts = work.parts if job.keeps else _named(work.parts, saved, work.result.before)
    result = replace(work.result, requests={str(kind): count for kind, count in job.opened.connection.counts.items()})
    return Restored(
        found,
        chosen,
        saved,
        result,
        difference(found, job.opened, parts),
        stops=_stops(found, job.opened, parts),
        refused=tuple(item for item in saved.items if item.id in wanted.refused),
        rowless=_rowless(saved, result.before),
    )


def _named(parts: Sequence[Remote], saved: Remote, before: Remote | None) -> tuple[Remote, ...]:
    """The parts with all that is known of their rows."""
    items = {item.id: item for item in (*saved.items, *(before.items if before else ()))}
    return tuple(replace(part, items=tuple(items[item.id] for item in part.items)) for part in parts)


def _stops(found: Known, opened: Opened, parts: Sequence[Remote]) -> bool:
    """Whether the next push would stop at tracks that the file does not know."""
    if found.settings.keep_extras:
        return False
    return bool(found.strangers(found.recognised(parts, found.want(opened))))


def _rowless(saved: Remote, before: Remote | None) -> tuple[Item, ...]:
    """The rows without a track that the backup has more of than the playlist had."""
    rows = [item for item in saved.items if item.id == NO_TRACK]
    there = sum(item.id == NO_TRACK for item in before.items) if before else 0
    return tuple(rows[there:])


class _Saved:
    """What a backup held, as what a playlist shall hold; see :class:`~exporter.work.Wanted`."""

    unsure = asked_service = answered = False
    songs: tuple[tuple[Song, Decision], ...] = ()
    found: tuple[Song, ...] = ()

    def __init__(self, job: Job, found: Known, saved: Remote) -> None:
        self.job, self.known = job, found
        self.home: Home | None = found.home
        self.refused: frozenset[str] = frozenset()
        self._tracks = tuple(track_of(item, job.info.name) for item in saved.items if item.id != NO_TRACK)
        self.no_twins = found.ours.union(track.id for track in self._tracks)
        self.written = found.ours | _ever(found.backups)
        self.put = self.no_twins if found.settings.keep_extras else self.no_twins | self.written

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks of the backup that the service takes."""
        return tuple(track for track in self._tracks if track.id not in self.refused)

    def decide(self) -> None:
        """Nothing is left to decide."""

    def refuse(self, tracks: Sequence[str]) -> None:
        """Leave tracks out that the service refuses."""
        self.refused |= frozenset(tracks)

    def settle(self, home: Home) -> None:
        """Keep where the playlist is, if that is elsewhere now. What was to be removed stays ours."""
        if self.home and _ids(home) == _ids(self.home):
            return
        self.home = msgspec.structs.replace(home, former=self.known.home.former)
        path = self.job.project.lock_path(self.job.playlist.slug, self.job.target)
        locks.write(path, locks.read(path).settle(str(self.job.target), self.home))

    def forget_gone(self) -> None:
        """All decisions stay."""


def _ids(home: Home) -> tuple[object, ...]:
    return home.id, [part.id for part in home.parts], [part.id for part in home.spare]


def _ever(backups: Path) -> frozenset[str]:
    """Every track of a backup that was ours then. What we once took away is no stranger's, and can go again."""
    return frozenset(track for one in backup.kept(backups) for track in backup.ours(one.path))


class _Asking(Silent):
    """The face of a restore: it asks, and says nothing on the way."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def ask(self, question: str) -> bool:
        return self._ask(question)
