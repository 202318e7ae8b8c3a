"""Where a person's answers are written: the playlist's file and its lock, in step, and back again.

What is decided for the sandbox stays in the sandbox's own lock: its track IDs are made up, and in the file they would
be wrong on the service itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from exporter import lock as locks
from exporter.clock import today
from exporter.errors import Unsafe
from exporter.files.edit import Source
from exporter.lock import Lock, Locked, fingerprint, song_keys, to_locked
from exporter.model import Decision, Reason, Song, Track, Verdict
from exporter.project import Project, Target
from exporter.store import alone

NOBODY = Reason("refused", "a person refused every candidate", -1.0, veto=True)
LEFT_OUT = Reason("skip", "a person leaves it out here")


@dataclass(frozen=True, slots=True)
class _Change:
    """What one answer changed: the file's text before it, and the lock before and after, where ``keys`` are the song.

    They are two when the file says something else now of one of several entries that were the same song.
    """

    text: str
    lock_path: Path
    service: str
    keys: frozenset[str]
    before: Lock
    after: Lock


class Desk:
    """One playlist with its file and locks. ``numbers`` are places of one song in it, from 0."""

    def __init__(self, project: Project, name: str) -> None:
        """Read the playlist.

        Raises:
            UsageError, FileError: there is no such playlist, or its file is wrong.
        """
        self._project = project
        self._source = Source.read(project.path(name))
        self._changes: list[_Change] = []
        self.playlist = self._source.playlist()

    @property
    def path(self) -> Path:
        """The playlist's file, as short as it can be named."""
        return self._source.path

    def lock_path(self, target: Target) -> Path:
        """The lock that holds a target's decisions."""
        return self._project.lock_path(self.playlist.slug, target)

    def lock(self, target: Target) -> Lock:
        """What is decided for a target so far."""
        return locks.read(self.lock_path(target))

    def key(self, target: Target, numbers: Sequence[int]) -> str:
        """How the lock names a song."""
        return song_keys(self.playlist.songs, target.backend)[numbers[0]]

    def pin(self, target: Target, numbers: Sequence[int], track: Track, *, known: bool = True) -> bool:
        """``track`` is the song; whether that is news. One that nobody looked up (not ``known``) is no decision yet.

        Raises:
            Unsafe, FileError: the file changed meanwhile, or cannot be edited; nothing is written then.
        """
        decision = Decision(Verdict.ACCEPT, track, 1.0, how="pin")
        keep = decision if known or target.sandboxed else None
        return self._answer(target, numbers, lambda source, n: source.pin(n, target.backend, track.id), keep)

    def refuse(self, target: Target, numbers: Sequence[int], tracks: Sequence[str]) -> bool:
        """None of these tracks is the song. Raises as :meth:`pin`."""
        before = self.lock(target).of(target.backend).get(self.key(target, numbers))
        on = before.on if before and before.on else today().isoformat()
        decision = Decision(Verdict.MISSING, reasons=(NOBODY,), how="search", on=on)

        def edit(source: Source, number: int) -> str:
            for track in tracks:
                source = replace(source, text=source.refuse(number, target.backend, track))
            return source.text

        return self._answer(target, numbers, edit, decision)

    def skip(self, target: Target, numbers: Sequence[int]) -> bool:
        """The song is left out on this service. Raises as :meth:`pin`."""
        decision = Decision(Verdict.SKIP, reasons=(LEFT_OUT,), on=today().isoformat())
        return self._answer(target, numbers, lambda source, n: source.leave_out(n, target.backend), decision)

    def keep(self, target: Target, numbers: Sequence[int], decision: Decision) -> None:
        """Keep what the service answered in the lock."""
        song, key = self.playlist.songs[numbers[0]], self.key(target, numbers)
        entry = to_locked(song, target.backend, decision, key)
        with self._alone():
            locks.write(self.lock_path(target), self.lock(target).decide(target.backend, [entry]))

    def undo(self) -> None:
        """Take the last answer back: file and lock are again as they were before it.

        Raises:
            Unsafe: one of them was changed by somebody else since.
        """
        change = self._changes[-1]
        with self._alone():
            restored = _restored(locks.read(change.lock_path), change)
            self._write(change.text)
            locks.write(change.lock_path, restored)
        self._changes.pop()

    def _answer(
        self,
        target: Target,
        numbers: Sequence[int],
        edit: Callable[[Source, int], str],
        decision: Decision | None,
    ) -> bool:
        """Write one answer: into the file first, so that the lock never knows more than the file."""
        path, text, old = self.lock_path(target), self._source.text, self.key(target, numbers)
        with self._alone():
            before = self.lock(target)
            if not target.sandboxed:
                self._write(self._edited(numbers, edit))
            key, song = self.key(target, numbers), self.playlist.songs[numbers[0]]
            after = _decided(before, old, target, _entry(song, key, target, decision))
            news = locks.write(path, after) or self._source.text != text
        self._changes.append(_Change(text, path, target.backend, frozenset({old, key}), before, after))
        return news

    def _alone(self) -> AbstractContextManager[None]:
        """No push on this machine writes the lock meanwhile."""
        return alone(self.playlist.name, self._project.lock_mark(self.playlist.slug))

    def _edited(self, numbers: Sequence[int], edit: Callable[[Source, int], str]) -> str:
        source = self._source
        for number in numbers:
            source = replace(source, text=edit(source, number))
        source.playlist()  # refuses what would be no playlist any more, before anything is written
        return source.text

    def _write(self, text: str) -> None:
        self._source = self._source.write(text)
        self.playlist = self._source.playlist()


def _entry(song: Song, key: str, target: Target, decision: Decision | None) -> Locked | None:
    """The lock's line for a person's decision; None when the file alone says it."""
    if decision is None:
        return None
    if target.sandboxed:
        entry = to_locked(song, target.backend, replace(decision, how="pin"), key)
        return msgspec.structs.replace(entry, only_here=True, asked=fingerprint(song, target.backend))
    return None if decision.verdict is Verdict.SKIP else to_locked(song, target.backend, decision, key)


def _decided(lock: Lock, old: str, target: Target, entry: Locked | None) -> Lock:
    """The lock with the entry in place of what stood under the ``old`` key."""
    forgotten = lock if entry and entry.song == old else lock.forget(target.backend, [old])
    return forgotten.decide(target.backend, [entry]) if entry else forgotten


def _restored(now: Lock, change: _Change) -> Lock:
    """The lock with the song as it was before the change; everything else as it is now."""
    entries = dict(now.of(change.service))
    before, after = change.before.of(change.service), change.after.of(change.service)
    for key in change.keys:
        if entries.pop(key, None) != after.get(key):
            raise Unsafe(f"{change.lock_path} was changed by somebody else since; it is left as it is.")
        entries |= {key: before[key]} if key in before else {}
    homes = change.before.homes if now.homes == change.after.homes else now.homes
    return Lock({**now.decisions, change.service: entries}, homes)
