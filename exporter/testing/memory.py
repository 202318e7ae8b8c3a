"""A service in memory: the simplest backend that keeps the whole contract, and a double for everybody's tests.

It can be told to fail (by a SPEC of the sandbox's faults, or one request at a time with an error of your choice) and to
show its writes late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exporter.backend import Account, BackendInfo, Feature, Kind, Limits, Login
from exporter.errors import (
    ExporterError,
    LoginError,
    NotAllowed,
    NotFound,
    Rejected,
    ServiceError,
    Unreachable,
    WaitLonger,
)
from exporter.model import Describe, Edit, Item, Query, Remote, Track, apply_edit
from exporter.sandbox.faults import Dice, parse

if TYPE_CHECKING:
    from exporter.session import Connection

EVERYTHING = frozenset(Feature)
REFUSALS: dict[str, type[ExporterError]] = {
    "400": Rejected,
    "401": LoginError,
    "403": NotAllowed,
    "404": NotFound,
    "409": Rejected,
    "timeout": Unreachable,
    "lost": Unreachable,
}
"""What a fault of the sandbox is called among our errors; any other is a ServiceError."""
APPLIED = frozenset({"lost", "late", "cut", "empty"})
"""Faults of a request that was carried out."""


@dataclass(slots=True)
class MemoryService:
    """What the service holds, and how it misbehaves.

    ``fail_before`` and ``fail_after`` hold errors for the coming writes (None: none), taken one by one; an error
    after the write is a lost answer. ``fail_search`` and ``fail_read`` are for the coming searches and looked-up
    tracks. ``lag`` is how many reads after a write still show what was before. ``refused`` are tracks that no
    playlist takes; ``deleted`` are playlists that only their ID still leads to. :meth:`weather` lets any request fail.
    """

    tracks: dict[str, Track] = field(default_factory=dict)
    remotes: dict[str, Remote] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    fail_before: list[ExporterError | None] = field(default_factory=list)
    fail_after: list[ExporterError | None] = field(default_factory=list)
    fail_search: list[ExporterError | None] = field(default_factory=list)
    fail_read: list[ExporterError | None] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    lag: int = 0
    stale_reads: int = 0
    shown: dict[str, Remote] = field(default_factory=dict)
    dice: Dice | None = None
    wait: float | None = None

    @classmethod
    def of(cls, tracks: Iterable[Track]) -> MemoryService:
        """A service that has these tracks."""
        return cls(tracks={track.id: track for track in tracks})

    def ids(self, playlist_id: str) -> list[str]:
        """What a playlist holds, without asking the backend."""
        return list(self.remotes[playlist_id].ids)

    def weather(self, spec: str) -> None:
        """Let requests fail from now on, by a SPEC of :mod:`exporter.sandbox.faults`; an empty one ends it."""
        faults = parse(spec)
        self.dice, self.wait = Dice(faults, 0, "memory"), faults.retry_after

    def meet(self, kind: Kind) -> ExporterError | None:
        """Count a request. The error that its answer is lost to; raises one that keeps it from being carried out."""
        self.requests[kind] += 1
        fault = self.dice.throw(kind) if self.dice else ""
        if not fault:
            return None
        message = f"The service in memory failed ({fault})."
        if fault == "429":
            raise WaitLonger(message, seconds=self.wait)
        error = REFUSALS.get(fault, ServiceError)(message)
        if kind is Kind.WRITE and fault in APPLIED:
            return error
        raise error


class MemoryBackend:
    """A backend on a :class:`MemoryService`, with the features and limits of ``info``."""

    def __init__(self, service: MemoryService, info: BackendInfo) -> None:
        """Everything is at hand; nothing is opened."""
        self.service, self.info = service, info

    def account(self) -> Account:
        """Somebody is always logged in."""
        self.service.meet(Kind.READ)
        return Account(id="me", name="Me")

    def search(self, query: Query) -> Sequence[Track]:
        """Tracks whose ISRC is asked for, or whose title, artists or album hold one of the words; videos if asked."""
        self.service.meet(Kind.SEARCH)
        _raise_next(self.service.fail_search)
        found = [track for track in self.service.tracks.values() if track.kind == "video" or query.kind != "video"]
        if query.isrc:
            return [track for track in found if track.isrc == query.isrc]
        words = f"{query.title} {query.artist} {query.text}".casefold().split()
        return [track for track in found if any(word in f"{track.label} {track.album}".casefold() for word in words)]

    def track(self, track_id: str) -> Track | None:
        """The track, if the service has it."""
        self.service.meet(Kind.READ)
        _raise_next(self.service.fail_read)
        return self.service.tracks.get(track_id)

    def playlists(self, name: str) -> Sequence[Remote]:
        """Playlists of exactly this name."""
        self.service.meet(Kind.READ)
        return [replace(remote, items=()) for remote in self._library() if remote.name == name]

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        """The playlist; the state before the last write while the service lags behind."""
        self.service.meet(Kind.READ)
        if self.service.stale_reads and playlist_id in self.service.shown:
            self.service.stale_reads -= 1
            return self.service.shown[playlist_id]
        remote = self._remote(playlist_id)
        known = bool(known_version) and remote.version == known_version
        return replace(remote, items=(), complete=False) if known else remote

    def in_library(self, playlist_id: str) -> bool:
        """Whether the playlist is there and nobody deleted it."""
        self.service.meet(Kind.READ)
        return playlist_id in self.service.remotes and playlist_id not in self.service.deleted

    def create(self, name: str, description: str, *, public: bool) -> Remote:  # noqa: ARG002 - who may see it is no item
        """A new, empty playlist."""
        lost = self._write()
        number = str(len(self.service.remotes) + 1)
        remote = Remote(f"list{number}", name, description=description, version="1", url=f"memory:list{number}")
        self.service.remotes[remote.id] = remote
        _raise_next([lost])
        _raise_next(self.service.fail_after)
        return remote

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Carry out one edit."""
        lost = self._write()
        remote = self._remote(playlist_id)
        self.service.shown[playlist_id], self.service.stale_reads = remote, self.service.lag
        changed = replace(remote, version=str(int(remote.version or "0") + 1))
        if isinstance(edit, Describe):
            changed = replace(changed, name=edit.name, description=edit.description)
        else:
            ids = apply_edit(remote.ids, edit)
            if self.service.refused.intersection(ids) or len(ids) > self.info.limits.playlist:
                raise Rejected("The service will not take this.")
            changed = replace(changed, items=tuple(map(self._item, ids)), total=len(ids))
        self.service.remotes[playlist_id] = changed
        _raise_next([lost])
        _raise_next(self.service.fail_after)

    def _library(self) -> list[Remote]:
        return [remote for remote in self.service.remotes.values() if remote.id not in self.service.deleted]

    def _write(self) -> ExporterError | None:
        lost = self.service.meet(Kind.WRITE)
        _raise_next(self.service.fail_before)
        return lost

    def _remote(self, playlist_id: str) -> Remote:
        if playlist_id not in self.service.remotes:
            raise NotFound(f"There is no playlist {playlist_id}.")
        return self.service.remotes[playlist_id]

    def _item(self, track_id: str) -> Item:
        track = self.service.tracks.get(track_id)
        if track is None:
            return Item(track_id)
        return Item(track_id, "", track.title, track.artists, track.duration, track.isrc, track.playable)


def memory_info(
    service: MemoryService,
    *,
    name: str = "memory",
    features: frozenset[Feature] = EVERYTHING,
    limits: Limits | None = None,
) -> BackendInfo:
    """The registration of a backend on ``service``, as a plugin would give it."""

    def connect(_connection: Connection) -> MemoryBackend:
        return MemoryBackend(service, info)

    info = BackendInfo(
        name=name,
        label=name.capitalize(),
        connect=connect,
        hosts={},
        features=features,
        limits=limits or Limits(),
        login=Login(environment={"token": (f"EXPORTER_{name.upper()}_TOKEN",)}, sandbox={"token": "sandbox"}),
    )
    return info


def _raise_next(errors: list[ExporterError | None]) -> None:
    error = errors.pop(0) if errors else None
    if error is not None:
        raise error
