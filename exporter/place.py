"""One remote of a playlist, step by step: find it, guard it, push to it.

A playlist has one place on a target, a long one several. What this machine remembers of the remote and its backups are
kept up to date along the way, so that a run which is cut off anywhere loses nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import msgspec

from exporter import clock, lock
from exporter.backend import BackendInfo
from exporter.errors import LockError, LoginError, NotAllowed, NotFound, Rejected, Unsafe, WaitLonger
from exporter.job import Job
from exporter.model import Edit, Plan, Playlist, Remote, TargetSettings
from exporter.sync import guards
from exporter.sync.memory import Memory, as_ours, recall, remember
from exporter.sync.plan import Details
from exporter.sync.push import Want, Watch, made_lately, push, recognise

logger = logging.getLogger("exporter")

LOOK_AGAIN = timedelta(days=7)
"""After this long an unchanged playlist is looked for in the library again: a deleted one may stay readable."""
EMPTY = " (empty)"
"""What the name of a part that is not needed any more ends in."""


@dataclass(frozen=True, slots=True)
class Ours:
    """The tracks that we ``put`` on the target as far as the lock tells, and those that the file has ``chosen`` now."""

    put: frozenset[str]
    chosen: frozenset[str]


class Place:
    """Where a playlist, or the part of that ``number``, lies on a target. ``remote`` is what is there as far as known.

    ``found`` is the remote as it was before we wrote to it, ``edits`` are those that went through since.
    """

    def __init__(self, job: Job, number: int) -> None:
        self.job, self.backend, self.info = job, job.backend, job.info
        self.number, self.spare = number, False
        self._memory_path = self._path_of(number)
        self.memory = recall(self._memory_path)
        self.found: Remote | None = None
        self.remote: Remote | None = None
        self.edits: tuple[Edit, ...] = ()
        self.created = False

    @property
    def written(self) -> tuple[str, ...]:
        """The IDs that we wrote to the remote's rows last, as far as this machine remembers."""
        return self.memory.written if self.remote and self.memory.id == self.remote.id else ()

    @property
    def changed(self) -> bool:
        """Whether the remote is another than the one that was found."""
        return bool(self.edits) or (
            self.found is not None and self.remote is not None and self.found.ids != self.remote.ids
        )

    @property
    def label(self) -> str:
        """What the place is called in messages."""
        return self.job.playlist.name + part_suffix(self.number)

    @property
    def details(self) -> Details:
        """How the playlist, or this part of it, shall be called."""
        suffix = part_suffix(self.number) + (EMPTY if self.spare else "")
        details = details_for(self.job.playlist, self.info, self.job.settings, suffix)
        return replace(details, description=self.job.playlist.description) if self.job.verbatim else details

    def become(self, number: int) -> None:
        """Be the part of that number from now on, with its name."""
        self.number, self.spare = number, False

    def retire(self) -> None:
        """Be a part that is not needed any more from now on, and be called so."""
        self.spare = True

    # Find.

    def locate(self, playlist_id: str, ours: Ours) -> None:
        """Find the remote: the one of that ID, or one of exactly this name that may be adopted, or none yet.

        Raises:
            Unsafe: there is one of this name, and nobody said that it may be adopted, or another file's lock has it.
        """
        self.found = self.remote = (self._of_id(playlist_id, ours) if playlist_id else None) or self._of_this_name(ours)

    def forsake(self, ours: Ours) -> None:
        """Leave a remote that was deleted, though the service still shows it."""
        self._tell_it_is_gone()
        self.found = self.remote = self._of_this_name(ours)

    def is_gone(self, plan: Plan) -> bool:
        """Whether the playlist was deleted, though the service still shows it. Asked before writing and once a week."""
        looked_lately = not self.memory.looked or self.memory.looked > (clock.today() - LOOK_AGAIN).isoformat()
        if self.remote is None or (not plan.edits and looked_lately):
            return False
        return not self.backend.in_library(self.remote.id)

    def _of_id(self, playlist_id: str, ours: Ours) -> Remote | None:
        try:
            return self._read(playlist_id, ours)
        except NotFound:
            if self.memory.writing and self.memory.id == playlist_id:
                raise  # made a moment ago, perhaps: to make it once more would double it
            self._tell_it_is_gone()
            return None

    def _tell_it_is_gone(self) -> None:
        logger.warning("%s: the playlist is not on %s any more; it is made anew.", self.label, self.info.label)

    def _of_this_name(self, ours: Ours) -> Remote | None:
        name = self.details.name
        cut_off = self.memory.creating == name
        if cut_off:
            found = made_lately(self.backend, self.info, name, self.job.opened.connection.sleep)
        else:
            found = self.backend.playlists(name)
        if not found:
            return None
        found = _left_by_other_files(self.job, found)
        if len(found) == 1:
            if self.job.options.adopt:
                return self._read(found[0].id, ours)
            if cut_off:
                remote = self._read(found[0].id, ours)
                if ours.put.union(ours.chosen).issuperset(remote.ids):
                    return remote  # ours: the answer to its making was lost
        raise _same_name(name, found, self.job)

    def _read(self, playlist_id: str, ours: Ours) -> Remote:
        known = self._seen(playlist_id)
        remote = self.backend.read(playlist_id, known_version=known.version)
        if remote.complete and not remote.items and not known.id and ours.put:
            remote = self.backend.read(playlist_id)  # nobody remembers it empty: look twice
        return as_ours(remote if remote.complete else replace(remote, items=known.items, complete=True), self.memory)

    def _seen(self, playlist_id: str) -> Memory:
        """What this machine saw of a playlist last; nothing where a push was cut off since."""
        return self.memory if self.memory.id == playlist_id and not self.memory.writing else Memory()

    # Guard.

    def check_read(self) -> None:
        """Refuse to believe that the remote is empty, when it was not at the last look.

        Raises:
            Unsafe: it reads empty.
        """
        if self.remote:
            remembered = len(self._seen(self.remote.id).items)
            way_on = self.job.way_on(guards.EMPTY_WAY_ON)
            guards.check_empty(self.remote, remembered, name=self.label, way_on=way_on)

    def check_unmoved(self) -> None:
        """Refuse to carry out a plan for a remote that has changed since.

        Raises:
            Unsafe: it has.
        """
        if self.remote:
            guards.check_unmoved(self.remote, as_ours(self.backend.read(self.remote.id), self.memory), name=self.label)

    # Push.

    def push(
        self,
        want: Want,
        *,
        before: Callable[[Sequence[Edit]], None],
        created: Callable[[], None],
        applied: Callable[[Edit], None],
    ) -> tuple[str, ...]:
        """Make the remote what is wanted, and remember it; the tracks that the service refused.

        ``before`` is called with the edits that are to be sent, ``created`` when the playlist was made, ``applied``
        after each edit.
        """

        def starting(plan: Plan, remote: Remote | None) -> None:
            before(plan.edits)
            self._mark(remote)

        def made(remote: Remote) -> None:
            self.remote, self.created = remote, True
            created()
            self._remember(Memory(id=remote.id, writing=True))

        def done(edit: Edit) -> None:
            self.edits = (*self.edits, edit)
            applied(edit)

        try:
            pushed = push(
                self.backend,
                self.info,
                want,
                self.remote,
                watch=Watch(before=starting, created=made, applied=done),
                written=self.written,
                patience=self.job.opened.connection.patience,
                sleep=self.job.opened.connection.sleep,
            )
        except (Rejected, NotAllowed, LoginError, WaitLonger):
            if self.memory.creating:
                self._remember(Memory())  # a clear refusal: nothing was made that could be ours
            raise
        self.remote = pushed.remote
        return pushed.refused

    def _mark(self, remote: Remote | None) -> None:
        """Remember that we are about to write, so that a run which is cut off is noticed by the next."""
        if remote is None:
            self._remember(Memory(creating=self.details.name))
            return
        seen = self.memory.items if self.memory.id == remote.id else ()
        changes = {"id": remote.id, "version": "", "items": seen, "creating": "", "writing": True}
        self._remember(msgspec.structs.replace(self.memory, **changes))

    def keep(self, want: Want) -> None:
        """Remember the remote, which holds what is wanted now."""
        if self.remote is None:
            return
        known = recognise(self.remote, want, want.ids)
        twins = self.memory.twins | {
            shown.id: ours.id
            for shown, ours in zip(self.remote.items, known.items, strict=True)
            if shown.id and shown.id != ours.id
        }
        looked = clock.today().isoformat() if self.edits or not self.memory.looked else self.memory.looked
        self._remember(
            Memory(
                id=self.remote.id,
                version=self.remote.version,
                items=self.remote.items,
                twins=twins,
                written=known.ids,
                looked=looked,
            )
        )

    @property
    def moved(self) -> bool:
        """Whether another part of the playlist, or none, has the number by which this one was found."""
        return self.spare or self._memory_path != self._path_of(self.number)

    def forget(self) -> None:
        """Forget the remote under the number by which it was found."""
        self._memory_path.unlink(missing_ok=True)

    def settle(self) -> None:
        """Remember the remote under the number that it has now, if any."""
        if not self.spare:
            self._memory_path = self._path_of(self.number)
            remember(self._memory_path, self.memory)

    def _remember(self, memory: Memory) -> None:
        if memory != self.memory:
            self.memory = memory
            remember(self._memory_path, memory)

    def _path_of(self, number: int) -> Path:
        return self.job.project.memory_path(self.job.playlist.slug, self.job.target, number)


def details_for(playlist: Playlist, info: BackendInfo, settings: TargetSettings, suffix: str = "") -> Details:
    """Name and description as the service can take them: one line, within its limits. The name ends in ``suffix``."""
    name = _fit(playlist.name, info.limits.name, suffix)
    return Details(name, _fit(playlist.description, info.limits.description), settings.public)


def part_suffix(number: int) -> str:
    """What the later parts' names end in."""
    return f" ({number})" if number > 1 else ""


def _fit(text: str, most: int, suffix: str = "") -> str:
    line, most = _line(text), most - len(suffix)
    return (line if len(line) <= most else line[: most - 1].rstrip() + "…") + suffix


def _line(text: str) -> str:
    return " ".join(text.split())


def tell_what_is_cut(job: Job) -> None:
    """Warn of a name or a description that is longer than the service takes."""
    playlist, limits = job.playlist, job.info.limits
    for what, text, most in (
        ("name", playlist.name, limits.name),
        ("description", playlist.description, limits.description),
    ):
        if _fit(text, most) != _line(text):
            logger.warning(
                "%s: the %s is cut to the %d characters that %s takes.", playlist.name, what, most, job.info.label
            )


def _left_by_other_files(job: Job, found: Sequence[Remote]) -> list[Remote]:
    """Those of ``found`` that no other file of the project has: two files that share one would undo each other.

    Raises:
        Unsafe: each belongs to another file.
    """
    owners = {playlist_id: slug for slug in job.project.playlists() for playlist_id in _playlist_ids(job, slug)}
    left = [remote for remote in found if remote.id not in owners]
    if not left:
        taken = found[0]
        raise Unsafe(
            f"{job.playlist.name}: the playlist of this name on {job.info.label} is that of "
            f"playlists/{owners[taken.id]}.yaml: {taken.url or taken.id}.",
            hint="Give one of the two another `name:` in its file.",
        )
    return left


def _playlist_ids(job: Job, slug: str) -> Iterator[str]:
    """What another file's lock has on the target; nothing where that lock is damaged, which its own push tells."""
    if slug == job.playlist.slug:
        return
    with suppress(LockError):
        home = lock.read(job.project.lock_path(slug, job.target)).homes.get(str(job.target))
        if home:
            yield home.id
            yield from (part.id for part in (*home.parts, *home.spare))


def _same_name(name: str, found: Sequence[Remote], job: Job) -> Unsafe:
    """The refusal to make a second playlist of a name, or to take over one unasked."""
    where, label = ", ".join(remote.url or remote.id for remote in found), job.info.label
    if len(found) > 1:
        return Unsafe(
            f"{name}: there are {len(found)} playlists of this name on {label}, none of them in the lock: {where}.",
            hint=job.way_on("Rename or delete all but one on the service, then take it over with `{push} --adopt`."),
        )
    return Unsafe(
        f"{name}: there is already a playlist of this name on {label}, which the lock does not know: {where}.",
        hint=job.way_on(
            "Take it over with `{push} --adopt` (`{plan} --adopt` shows what changes), or rename one of the two."
        ),
    )
