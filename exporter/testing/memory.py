"""A service in memory: the simplest backend that keeps the whole contract, and a double for everybody's tests.

It can be told to fail (before a write, or after it, as when an answer is lost) and to show its writes late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from exporter.backend import Account, BackendInfo, Feature, Limits, Login
from exporter.errors import ExporterError, NotFound, Rejected
from exporter.model import Describe, Edit, Item, Query, Remote, Track, apply_edit
from exporter.session import Connection

EVERYTHING = frozenset(Feature)


@dataclass(slots=True)
class MemoryService:
    """What the service holds, and how it misbehaves.

    ``fail_before`` and ``fail_after`` hold errors for the coming writes (None: none), taken one by one; an error
    after the write is a lost answer. ``fail_search`` and ``fail_read`` are for the coming searches and looked-up
    tracks. ``lag`` is how many reads after a write still show what was before. ``refused`` are tracks that no
    playlist takes; ``deleted`` are playlists that only their ID still leads to.
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

    @classmethod
    def of(cls, tracks: Iterable[Track]) -> MemoryService:
        """A service that has these tracks."""
        return cls(tracks={track.id: track for track in tracks})

    def ids(self, playlist_id: str) -> list[str]:
        """What a playlist holds, without asking the backend."""
        return list(self.remotes[playlist_id].ids)


class MemoryBackend:
    """A backend on a :class:`MemoryService`, with the features and limits of ``info``."""

    def __init__(self, service: MemoryService, info: BackendInfo) -> None:
        """Everything is at hand; nothing is opened."""
        self.service, self.info = service, info

    def account(self) -> Account:
        """Somebody is always logged in."""
        return Account(id="me", name="Me")

    def search(self, query: Query) -> Sequence[Track]:
        """Tracks whose ISRC is asked for, or whose title, artists or album hold one of the words."""
        self.service.requests["search"] += 1
        _raise_next(self.service.fail_search)
        found = self.service.tracks.values()
        if query.isrc:
            return [track for track in found if track.isrc == query.isrc]
        words = f"{query.title} {query.artist} {query.text}".casefold().split()
        return [track for track in found if any(word in f"{track.label} {track.album}".casefold() for word in words)]

    def track(self, track_id: str) -> Track | None:
        """The track, if the service has it."""
        self.service.requests["read"] += 1
        _raise_next(self.service.fail_read)
        return self.service.tracks.get(track_id)

    def playlists(self, name: str) -> Sequence[Remote]:
        """Playlists of exactly this name."""
        self.service.requests["read"] += 1
        return [replace(remote, items=()) for remote in self._library() if remote.name == name]

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        """The playlist; the state before the last write while the service lags behind."""
        self.service.requests["read"] += 1
        if self.service.stale_reads and playlist_id in self.service.shown:
            self.service.stale_reads -= 1
            return self.service.shown[playlist_id]
        remote = self._remote(playlist_id)
        known = bool(known_version) and remote.version == known_version
        return replace(remote, items=(), complete=False) if known else remote

    def in_library(self, playlist_id: str) -> bool:
        """Whether the playlist is there and nobody deleted it."""
        self.service.requests["read"] += 1
        return playlist_id in self.service.remotes and playlist_id not in self.service.deleted

    def create(self, name: str, description: str, *, public: bool) -> Remote:  # noqa: ARG002 - who may see it is no item
        """A new, empty playlist."""
        self._write()
        number = str(len(self.service.remotes) + 1)
        remote = Remote(f"list{number}", name, description=description, version="1", url=f"memory:list{number}")
        self.service.remotes[remote.id] = remote
        _raise_next(self.service.fail_after)
        return remote

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Carry out one edit."""
        self._write()
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
        _raise_next(self.service.fail_after)

    def _library(self) -> list[Remote]:
        return [remote for remote in self.service.remotes.values() if remote.id not in self.service.deleted]

    def _write(self) -> None:
        self.service.requests["write"] += 1
        _raise_next(self.service.fail_before)

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
