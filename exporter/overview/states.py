"""What is known of every song on each target, from the file and the lock alone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exporter.lock import Home, Lock, Locked, PartHome, song_keys, stands, to_decision
from exporter.model import Decision, Playlist, Song, Verdict
from exporter.project import Target


@dataclass(frozen=True, slots=True)
class State:
    """One song on one target; without a ``decision`` the service was not asked yet. ``pin`` is the file's."""

    decision: Decision | None = None
    pin: str = ""

    @property
    def pinned(self) -> bool:
        """Whether a person chose."""
        return bool(self.pin) or (self.decision is not None and self.decision.how == "pin")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a playlist is, or one part of it, with the numbers of its songs (from 1; empty where nobody knows them)."""

    id: str
    url: str
    songs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A target with the state of every song, in order, and where the playlist is there (None: not pushed yet)."""

    target: Target
    states: tuple[State, ...]
    home: Home | None = None

    @property
    def counts(self) -> Mapping[Verdict | None, int]:
        """How many songs got each decision; None counts those that were not asked about."""
        return Counter(state.decision.verdict if state.decision else None for state in self.states)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the playlist is: one place, one for each part of a long one, or none yet."""
        if self.home is None:
            return ()
        starts = [1, *self._starts(self.home.parts), len(self.states) + 1]
        known = all(start < end for start, end in pairwise(starts))
        ranges = [tuple(range(start, end)) if known else () for start, end in pairwise(starts)]
        parts = [(self.home.id, self.home.url), *((part.id, part.url) for part in self.home.parts)]
        return tuple(Place(*part, songs) for part, songs in zip(parts, ranges, strict=True))

    def _starts(self, parts: Sequence[PartHome]) -> Iterator[int]:
        """The number of each part's first song; 0 where the file has it no more."""
        tracks = [state.decision.track.id if state.decision and state.decision.track else "" for state in self.states]
        start = 0
        for part in parts:
            start = tracks.index(part.first, start) + 1 if part.first in tracks[start:] else 0
            yield start


def column(playlist: Playlist, kept: Lock, target: Target) -> Column:
    """What file and lock say of a playlist on one target. Only this backend's own pins and decisions count."""
    service = target.backend
    entries, keys = kept.of(service), song_keys(playlist.songs, service)
    states = tuple(_state(song, service, entries.get(key)) for song, key in zip(playlist.songs, keys, strict=True))
    return Column(target, states, kept.homes.get(str(target)))


def _state(song: Song, service: str, entry: Locked | None) -> State:
    pin = song.ids.get(service, "")
    if service in song.skip:
        return State(Decision(Verdict.SKIP), pin)
    if entry is None or not stands(entry, song, service):
        return State(pin=pin)
    return State(to_decision(entry, service), pin)


def backends(playlist: Playlist, kept: Lock) -> tuple[Target, ...]:
    """Every backend that the file names as a target or the lock knows; of several profiles the first target."""
    found: dict[str, Target] = {}
    for text in (*playlist.targets, *sorted(kept.homes), *sorted(kept.decisions)):
        target = Target.parse(text)
        found.setdefault(target.backend, target)
    return tuple(found.values())
