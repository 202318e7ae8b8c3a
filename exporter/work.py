"""One playlist on one target, step by step: decide, plan, push.

Keeps the lock, the memory of the remote and the backups up to date along the way, so that a run which is cut off
anywhere loses nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import msgspec

from exporter import lock as locks
from exporter.backend import BackendInfo
from exporter.errors import NotFound, Rejected, Unsafe
from exporter.face import Face, Options, Result
from exporter.lock import Home, Locked, song_key, to_locked
from exporter.matching import judge
from exporter.matching.resolve import Asking, distinct, resolve
from exporter.model import Decision, Edit, Plan, Playlist, Reason, Remote, Song, TargetSettings, Verdict
from exporter.project import Project, Target
from exporter.sync import backup, guards
from exporter.sync.memory import Memory, recall, remember
from exporter.sync.plan import Details
from exporter.sync.push import Want, Watch, plan_for, push, recognise
from exporter.targets import Opened

logger = logging.getLogger("exporter")

LOCK_EVERY = 1.0
"""Seconds between two writings of the lock while searching: what a killed run can lose at most."""


class Work:
    """One playlist on one target, step by step. ``result`` tells how far it came, also after an error.

    ``keeps`` is False for a plan, which writes nothing, not even what it found out.
    """

    def __init__(
        self, project: Project, opened: Opened, playlist: Playlist, face: Face, options: Options, *, keeps: bool
    ) -> None:
        self.playlist, self.face, self.options, self.keeps = playlist, face, options, keeps
        self.target, self.info, self.backend = opened.target, opened.info, opened.backend
        self.patience = opened.connection.patience
        self.lock_path = project.lock_path(playlist.slug, opened.target)
        self.memory_path = project.memory_path(playlist.slug, opened.target)
        self.backups = project.backup_folder(playlist.slug, opened.target)
        self.settings = _settings_for(playlist, opened.target)
        self.lock = locks.read(self.lock_path)
        self.memory = recall(self.memory_path)
        self.details = _details(playlist, self.info, self.settings)
        self.remote: Remote | None = None
        self.result = Result(playlist.slug, str(opened.target), playlist.name, dry=not keeps)
        self._fresh: list[Locked] = []
        self._saved = time.monotonic()

    # Decide.

    def decide(self) -> None:
        """A decision for every song, from the file, the lock or the service; new ones go to the lock as they come."""
        self.face.searching(self.playlist, self.target, len(distinct(self.playlist.songs, self.info.name)))
        today = datetime.now(UTC).date()
        remembered = self.lock.of(self.info.name)
        asking = Asking(self.backend, self.info, judge, remembered, today)
        try:
            resolution = resolve(self.playlist.songs, asking, self._decided)
        finally:
            self._save_lock()
        songs = tuple(zip(self.playlist.songs, resolution.decisions, strict=True))
        self.result = replace(self.result, songs=songs)
        if resolution.stopped:
            raise resolution.stopped

    def _decided(self, song: Song, decision: Decision, fresh: bool) -> None:  # noqa: FBT001 - a callback
        self.face.decided(song, decision)
        if fresh:
            self.result = replace(self.result, asked=True)
        if fresh and decision.verdict not in {Verdict.UNKNOWN, Verdict.SKIP}:
            self._fresh.append(to_locked(song, self.info.name, decision))
        if time.monotonic() - self._saved > LOCK_EVERY:
            self._save_lock()

    def _save_lock(self) -> None:
        self.lock, self._fresh = self.lock.decide(self.info.name, self._fresh), []
        if self.keeps:
            locks.write(self.lock_path, self.lock)
        self._saved = time.monotonic()

    # Plan.

    def plan(self) -> None:
        """The edits that the remote needs, without writing anything."""
        want = self._want()
        if len(want.tracks) > self.info.limits.playlist:
            raise Rejected(
                f"{self.playlist.name} has {len(want.tracks)} songs, a playlist on {self.info.label} takes "
                f"{self.info.limits.playlist}.",
                hint="Split the file in two.",
            )
        self.remote = self._locate()
        self.result = replace(
            self.result,
            plan=plan_for(self._want(), self.remote, self.info),
            before=self.remote,
            playlist_id=self.remote.id if self.remote else "",
            url=self.remote.url if self.remote else "",
        )
        self.face.planned(self.result)

    def _want(self) -> Want:
        tracks = tuple(
            decision.track
            for _, decision in self.result.songs
            if decision.verdict is Verdict.ACCEPT and decision.track is not None
        )
        ours = self.lock.tracks(self.info.name, str(self.target)) | {track.id for track in tracks}
        adopted = frozenset(self.remote.ids) if self.remote and self.options.adopt else frozenset[str]()
        return Want(tracks, self.details, ours | adopted, self.settings.keep_extras)

    def _locate(self) -> Remote | None:
        """The remote: the one that the lock names, or one of exactly this name that may be adopted, or none yet."""
        home = self.lock.homes.get(str(self.target))
        if home:
            try:
                return self._read(home.id)
            except NotFound:
                logger.warning(
                    "%s: the playlist is not on %s any more; it is made anew.", self.playlist.name, self.info.label
                )
        found = self.backend.playlists(self.details.name)
        if not found:
            return None
        cut_off_while_creating = self.memory.creating == self.details.name
        if len(found) == 1 and (self.options.adopt or cut_off_while_creating):
            return self._read(found[0].id)
        raise _same_name(self.details.name, found, self.info.label)

    def _read(self, playlist_id: str) -> Remote:
        known = self.memory if self.memory.id == playlist_id and not self.memory.writing else Memory()
        remote = self.backend.read(playlist_id, known_version=known.version)
        items = remote.items if remote.complete else known.items
        shown = tuple(replace(item, id=self.memory.twins.get(item.id, item.id)) for item in items)
        return replace(remote, items=shown, complete=True)

    # Push.

    def push(self) -> None:
        """Carry out the plan, read back, and keep where everything is."""
        want = self._want()
        if self.remote is None and not want.tracks:
            return  # an empty playlist is of no use to anybody
        watch = Watch(before=self._before, created=self._created, applied=self._applied)
        pushed = push(self.backend, self.info, want, self.remote, watch=watch, patience=self.patience)
        self._refused(pushed.refused)
        self._settle(pushed.remote)
        self.result = replace(
            self.result,
            playlist_id=pushed.remote.id,
            url=pushed.remote.url,
            created=pushed.created,
            changed=bool(pushed.edits),
        )

    def _before(self, plan: Plan, remote: Remote | None) -> None:
        """Guards before the first edit of a push, backup before every plan that takes away or moves."""
        if not self.result.edits:
            self._guard(plan, remote)
        if remote is None:
            self._remember(Memory(creating=self.details.name))
            return
        if backup.endangers(plan.edits):
            backup.save(self.backups, remote, datetime.now(UTC))
        self._remember(msgspec.structs.replace(self.memory, id=remote.id, version="", creating="", writing=True))

    def _guard(self, plan: Plan, remote: Remote | None) -> None:
        if remote is None:
            return
        name, want = self.playlist.name, self._want()
        if not want.keep_extras:
            guards.check_foreign(recognise(remote, want.tracks), want.ours, name=name)
        if self.options.yes:
            return
        remembered = len(self.memory.items) if self.memory.id == remote.id and not self.memory.writing else 0
        checks = (
            partial(guards.check_empty, remote, remembered, name=name),
            partial(guards.check_loss, plan, name=name),
        )
        if [self._asked(check) for check in checks].count(True):
            now = self.backend.read(remote.id, known_version=remote.version)
            guards.check_unmoved(plan, now, name=name)

    def _asked(self, check: Callable[[], None]) -> bool:
        """Whether a guard refused and a person told us to go on all the same."""
        try:
            check()
        except Unsafe as refusal:
            if not self.face.ask(f"{refusal.message} Go on?"):
                raise
            return True
        return False

    def _created(self, remote: Remote) -> None:
        self._at_home(remote)
        self._remember(Memory(id=remote.id, writing=True))

    def _applied(self, edit: Edit) -> None:
        self.result = replace(self.result, edits=(*self.result.edits, edit))
        self.face.written(edit)

    def _refused(self, tracks: Sequence[str]) -> None:
        """Songs whose track the service refuses are in question from now on."""
        if not tracks:
            return
        words = f"{self.info.label} refuses to add this track"
        why = (Reason("refused", words, -1.0, veto=True),)
        today = datetime.now(UTC).date().isoformat()

        def judged(decision: Decision) -> Decision:
            if decision.track is None or decision.track.id not in tracks:
                return decision
            return Decision(Verdict.REVIEW, reasons=why, how=decision.how, on=today)

        songs = tuple((song, judged(decision)) for song, decision in self.result.songs)
        self._fresh = [
            to_locked(song, self.info.name, new)
            for (song, new), (_, old) in zip(songs, self.result.songs, strict=True)
            if new is not old
        ]
        self._save_lock()
        self.result = replace(self.result, songs=songs)

    def _settle(self, remote: Remote) -> None:
        """Keep what is true now: no decisions for songs that left the file, nothing of ours left to remove."""
        present = set(map(song_key, self.playlist.songs))
        stale = [song for song in self.lock.of(self.info.name) if song not in present]
        self.lock = self.lock.forget(self.info.name, stale)
        self._at_home(remote)
        known = recognise(remote, self._want().tracks)
        twins = self.memory.twins | {
            shown.id: ours.id
            for shown, ours in zip(remote.items, known.items, strict=True)
            if shown.id and shown.id != ours.id
        }
        self._remember(Memory(id=remote.id, version=remote.version, items=remote.items, twins=twins))

    def _at_home(self, remote: Remote) -> None:
        self.lock = self.lock.settle(str(self.target), Home(remote.id, remote.url))
        locks.write(self.lock_path, self.lock)

    def _remember(self, memory: Memory) -> None:
        if memory != self.memory:
            self.memory = memory
            remember(self.memory_path, memory)


def _settings_for(playlist: Playlist, target: Target) -> TargetSettings:
    """What the file says about a target; a profile without words of its own has its backend's."""
    return playlist.targets.get(str(target)) or playlist.targets.get(target.backend) or TargetSettings()


def _details(playlist: Playlist, info: BackendInfo, settings: TargetSettings) -> Details:
    """Name and description as the service can take them: one line, within its limits."""

    def fit(text: str, most: int, what: str) -> str:
        line = " ".join(text.split())
        if len(line) > most:
            logger.warning(
                "%s: the %s is cut to the %d characters that %s takes.", playlist.name, what, most, info.label
            )
            return line[: most - 1].rstrip() + "…"
        return line

    name = fit(playlist.name, info.limits.name, "name")
    return Details(name, fit(playlist.description, info.limits.description, "description"), settings.public)


def _same_name(name: str, found: Sequence[Remote], label: str) -> Unsafe:
    """The refusal to make a second playlist of a name, or to take over one unasked."""
    where = ", ".join(remote.url or remote.id for remote in found)
    if len(found) > 1:
        return Unsafe(
            f"{name}: there are {len(found)} playlists of this name on {label}, none of them in the lock: {where}.",
            hint="Rename or delete all but one on the service, then push with --adopt.",
        )
    return Unsafe(
        f"{name}: there is already a playlist of this name on {label}, which the lock does not know: {where}.",
        hint="Push with --adopt to take it over, or rename one of the two.",
    )
