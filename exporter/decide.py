"""The decisions of one playlist on one target, kept in the lock as they come: a run that is cut off loses few."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

from exporter import clock
from exporter import lock as locks
from exporter.errors import ExporterError
from exporter.job import Job
from exporter.lock import Home, Lock, Locked, song_keys, to_decision, to_locked
from exporter.matching import compare, judge
from exporter.matching.contest import settle_contests
from exporter.matching.resolve import Asking, ask_again, resolve
from exporter.model import Decision, Reason, Song, Track, Verdict
from exporter.sync.asked import recall, remember

LOCK_EVERY = 1.0
"""Seconds between two writings of the lock while searching: what a killed run can lose at most."""


class Decisions:
    """What is decided for every song of a playlist: ``songs`` pairs each with its decision, once all are decided.

    ``asked_service`` tells whether the service was asked about some; ``found`` are those that were missing until now.
    """

    def __init__(self, job: Job) -> None:
        self.job, self.playlist, self.service = job, job.playlist, job.info.name
        self.songs: tuple[tuple[Song, Decision], ...] = ()
        self.asked_service = False
        self.found: tuple[Song, ...] = ()
        self.lock = self._on_disk = locks.read(self._lock_path)
        self._asked = recall(self._asked_path)
        self._keys = dict(zip(self.playlist.songs, song_keys(self.playlist.songs, self.service), strict=True))
        self._fresh: list[Locked] = []
        self._asked_now: dict[str, date] = {}
        self._saved = time.monotonic()

    # What was decided.

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The accepted tracks, in the file's order."""
        return tuple(
            decision.track
            for _, decision in self.songs
            if decision.verdict is Verdict.ACCEPT and decision.track is not None
        )

    @property
    def unsure(self) -> bool:
        """Whether a song could not be asked about."""
        return any(decision.verdict is Verdict.UNKNOWN for _, decision in self.songs)

    @property
    def home(self) -> Home | None:
        """Where the target keeps the playlist."""
        return self.lock.homes.get(str(self.job.target))

    @property
    def put(self) -> frozenset[str]:
        """Every track that we may have put on the target, as the lock tells."""
        return self.lock.tracks(self.service, str(self.job.target))

    @property
    def written(self) -> frozenset[str]:
        """Those that we did put there."""
        return self.put

    @property
    def no_twins(self) -> frozenset[str]:
        """Tracks that stand for themselves on the target: those of our decisions, and those that the file refuses."""
        return self.put.union(track for song in self.playlist.songs for track in song.not_.get(self.service, ()))

    @property
    def answered(self) -> bool:
        """Whether the service told, in this run, what it has for a song."""
        return bool(self._asked_now)

    # Decide.

    def decide(self) -> None:
        """A decision for every song, from the file, the lock or the service; new ones go to the lock as they come.

        Raises:
            ExporterError: the service stopped answering. What it answered is decided all the same.
        """
        stopped = self._resolve()
        if stopped:
            raise stopped

    def _resolve(self) -> ExporterError | None:
        connection = self.job.opened.connection
        self.job.face.searching(self.playlist, self.job.target, len(set(self._keys.values())))
        asking = Asking(
            self.job.backend,
            self.job.info,
            judge,
            self.lock.of(self.service),
            clock.today(),
            connection.interrupt,
            self._asked,
            ask_again(connection.settings),
        )
        before = self.lock.of(self.service)
        try:
            resolution = resolve(self.playlist.songs, asking, self._decided)
            decisions = self._settled(resolution.decisions)
        except KeyboardInterrupt:
            connection.interrupt()  # whichever line it hit: no thread may go on waiting for its turn
            raise
        finally:
            self._save()
        self.songs = tuple(zip(self.playlist.songs, decisions, strict=True))
        self.found = self._found(before)
        return resolution.stopped

    def _found(self, before: Mapping[str, Locked]) -> tuple[Song, ...]:
        """The songs that the service did not have until now, and has."""
        found = {
            self._keys[song]: song
            for song, decision in self.songs
            if decision.verdict is Verdict.ACCEPT and decision.how != "pin"
        }
        return tuple(song for key, song in found.items() if key in before and before[key].verdict is Verdict.MISSING)

    def _decided(self, song: Song, decision: Decision, fresh: bool) -> None:  # noqa: FBT001 - a callback
        self.job.face.decided(song, decision)
        self.asked_service = self.asked_service or fresh
        if fresh and decision.verdict not in {Verdict.UNKNOWN, Verdict.SKIP}:
            self._keep(song, decision)
            self._asked_now[self._keys[song]] = clock.today()
        if time.monotonic() - self._saved > LOCK_EVERY:
            self._save()

    def _settled(self, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
        """The decisions with each track left to one song, for the lock too where that changes what it holds."""
        kept = self.lock.decide(self.service, self._fresh).of(self.service)
        settled = list(settle_contests(self.playlist.songs, decisions, compare, clock.today().isoformat()))
        unsure = any(decision.verdict is Verdict.UNKNOWN for decision in decisions)
        for place, song in enumerate(self.playlist.songs):
            entry = kept.get(self._keys[song])
            freed = entry is not None and entry.contested and settled[place].verdict is Verdict.ACCEPT
            if entry is not None and freed and unsure:
                settled[place] = to_decision(entry, self.service)  # the other song may be the one not asked about
            elif freed or settled[place] is not decisions[place]:
                self._keep(song, settled[place])
        return tuple(settled)

    def refuse(self, tracks: Sequence[str]) -> None:
        """Put the songs whose track the service refuses in question."""
        if not tracks:
            return
        why = (Reason("refused", f"{self.job.info.label} refuses to add this track", -1.0, veto=True),)

        def judged(song: Song, decision: Decision) -> Decision:
            if decision.track is None or decision.track.id not in tracks:
                return decision
            today = clock.today().isoformat()
            question = replace(decision, verdict=Verdict.REVIEW, reasons=why, others=(), on=today)
            self._fresh.append(to_locked(song, self.service, question, self._keys[song]))
            return question

        self.songs = tuple((song, judged(song, decision)) for song, decision in self.songs)
        self._save()

    # Keep.

    def settle(self, home: Home) -> None:
        """Keep where the target has the playlist now."""
        self.lock = self.lock.settle(str(self.job.target), home)
        self._write()

    def forget_gone(self) -> None:
        """Forget the decisions for songs that left the file."""
        present = set(self._keys.values())
        self.lock = self.lock.forget(self.service, [song for song in self.lock.of(self.service) if song not in present])

    def _keep(self, song: Song, decision: Decision) -> None:
        """A decision for the lock. The same answer once more keeps the day that it was first given."""
        entry = to_locked(song, self.service, decision, self._keys[song])
        before = self.lock.of(self.service).get(entry.song)
        same = before is not None and msgspec.structs.replace(entry, on=before.on) == before
        self._fresh.append(before if before is not None and same else entry)

    def _save(self) -> None:
        self.lock, self._fresh = self.lock.decide(self.service, self._fresh), []
        if self.job.keeps:
            self._write()
            self._remember_asked()
        self._saved = time.monotonic()

    def _write(self) -> None:
        """Write the lock, with what somebody else wrote into it meanwhile: another run, an editor, or git."""
        there = locks.read(self._lock_path)
        if there not in (self._on_disk, Lock()):
            self.lock = locks.carried_over(there, self._on_disk, self.lock)
        locks.write(self._lock_path, self.lock)
        self._on_disk = self.lock

    def _remember_asked(self) -> None:
        """When the songs that are still open were asked about; at first, that they are remembered from now on."""
        known = {**(self._asked or {}), **self._asked_now}
        kept = self.lock.of(self.service)
        days = {key: day for key, day in known.items() if key in kept and kept[key].verdict is not Verdict.ACCEPT}
        if days != self._asked and kept:
            self._asked = days
            remember(self._asked_path, days)

    @property
    def _lock_path(self) -> Path:
        return self.job.project.lock_path(self.playlist.slug, self.job.target)

    @property
    def _asked_path(self) -> Path:
        return self.job.project.asked_path(self.playlist.slug, self.job.target)
