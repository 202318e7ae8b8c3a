"""What a playlist on a target will take, as far as its file, its lock and this machine's memory tell. Asks nobody.

At least so much: how many searches a song takes is seen only when its answers are there, and what others did to the
playlist only when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from exporter import clock
from exporter import lock as locks
from exporter.backend import BackendInfo, ServiceInfo
from exporter.errors import LockError
from exporter.lock import Home, Lock, song_keys
from exporter.matching import judge
from exporter.matching.resolve import Asking, ask_again, known_decisions
from exporter.model import Decision, Playlist, Verdict
from exporter.nightly.budget import UNITS, Need
from exporter.project import Project
from exporter.session import Connection
from exporter.sync.asked import recall as recall_asked
from exporter.sync.memory import Memory, recall
from exporter.sync.plan import item_edits, with_extras
from exporter.targets import Opened

ROWS = 50
"""Rows that one request reads: the least of the services we know."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is known beforehand: searches, reads and writes, and units of the quota that counts in ``units``.

    ``unread`` says that this machine does not remember what the playlist holds, so that only reading it tells.
    """

    searches: int = 0
    reads: int = 0
    writes: int = 0
    units: int = 0
    seconds: float = 0.0
    unread: bool = False

    @property
    def need(self) -> Need:
        """The same as what a budget counts."""
        return Need(self.searches + self.reads + self.writes, self.units, self.seconds)


def estimate(project: Project, playlist: Playlist, opened: Opened) -> Estimate:
    """What a push of ``playlist`` takes at least."""
    try:
        lock = locks.read(project.lock_path(playlist.slug, opened.target))
    except LockError:
        return Estimate()  # the run tells
    keys = song_keys(playlist.songs, opened.info.name)
    songs = dict(zip(keys, playlist.songs, strict=True))
    asked = recall_asked(project.asked_path(playlist.slug, opened.target))
    today = clock.today()
    service = opened.info.name
    asking = Asking(
        opened.backend,
        opened.info,
        judge,
        lock.of(service),
        today,
        asked=asked,
        ask_again=ask_again(opened.connection.settings),
    )
    known = known_decisions(songs, asking)
    open_songs = [song for key, song in songs.items() if key not in known]
    pins = sum(service in song.ids for song in open_songs)
    memory = recall(project.memory_path(playlist.slug, opened.target))
    writes = _writes(_wanted(keys, known), len(open_songs), memory, lock, opened)
    home = lock.homes.get(str(opened.target))
    reads = pins + 1 + (read_back(len(playlist.songs)) if writes else 0)
    unread = home is not None and not _remembers(memory, home, opened.info)
    return _priced(Estimate(len(open_songs) - pins, reads, writes, unread=unread), opened)


def need_of_writing(edits: int, rows: int, connection: Connection) -> Need:
    """What so many edits of a playlist of so many rows need, the reading back included."""
    requests = edits + read_back(rows)
    return Need(requests, _units(edits, connection.info), _seconds(requests, connection))


def read_back(rows: int) -> int:
    """Requests that read a playlist whole."""
    return max(1, ceil(rows / ROWS))


def total(estimates: Iterable[Estimate]) -> Estimate:
    """What several playlists take together; side by side or not, so that ``seconds`` are the longest."""
    every = list(estimates)
    return Estimate(
        sum(one.searches for one in every),
        sum(one.reads for one in every),
        sum(one.writes for one in every),
        sum(one.units for one in every),
        max((one.seconds for one in every), default=0.0),
        any(one.unread for one in every),
    )


def _wanted(keys: Sequence[str], known: Mapping[str, Decision]) -> tuple[str, ...]:
    decisions = (known[key] for key in keys if key in known)
    return tuple(one.track.id for one in decisions if one.verdict is Verdict.ACCEPT and one.track)


def _remembers(memory: Memory, home: Home, info: BackendInfo) -> bool:
    """Whether this machine knows what the remote holds; a full one may be one of several that hold a long playlist."""
    return memory.id == home.id and not memory.writing and len(memory.written) < info.limits.playlist


def _writes(wanted: tuple[str, ...], asked: int, memory: Memory, lock: Lock, opened: Opened) -> int:
    """The edits, if every song that is to be asked about is found and nobody else touched the playlist."""
    info, target = opened.info, str(opened.target)
    home = lock.homes.get(target)
    adds = ceil(asked / info.limits.add)
    if home is None:
        return 1 + ceil((len(wanted) + asked) / info.limits.add) if wanted or asked else 0
    if not _remembers(memory, home, info):
        return adds
    extras = frozenset(memory.written) - set(wanted) - lock.tracks(info.name, target)
    edits, _ = item_edits(memory.written, with_extras(memory.written, wanted, extras), info.features, info.limits)
    return len(edits) + adds


def _priced(plain: Estimate, opened: Opened) -> Estimate:
    requests = plain.need.requests
    return Estimate(
        plain.searches,
        plain.reads,
        plain.writes,
        _units(plain.writes, opened.info),
        _seconds(requests, opened.connection),
        plain.unread,
    )


def _units(edits: int, info: ServiceInfo) -> int:
    return sum(quota.edit * edits for quota in info.quotas if quota.name == UNITS)


def _seconds(requests: int, connection: Connection) -> float:
    """The time that the pace alone makes of it."""
    return requests / connection.per_second if connection.per_second else 0.0
