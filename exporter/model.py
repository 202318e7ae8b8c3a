"""What exporter talks about: songs, tracks, decisions, remotes, edits and plans.

Frozen data that imports nothing of ours. Text in it is as its author wrote it; whoever prints it escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

Row = TypeVar("Row")

NAME = "[a-z][a-z0-9_-]*"
"""A pattern of what services, and whatever else plugins bring, are called: files and command lines can name it."""


def names(value: str | Iterable[str]) -> tuple[str, ...]:
    """A tuple of names; a bare string is one name, not its letters."""
    return (value,) if isinstance(value, str) else tuple(value)


@dataclass(frozen=True, slots=True)
class Song:
    """What the curator means. Knows no service.

    ``aka`` and ``artist_aka`` hold other spellings (romaji, translations, short forms); ``from_`` is the show,
    film or game; ``duration`` is in seconds; ``version`` is named only when it is not the original studio
    recording; ``ids`` are pins and ``not_`` refused track IDs, both by backend; ``skip`` names backends.
    """

    title: str
    artists: tuple[str, ...]
    aka: tuple[str, ...] = ()
    artist_aka: tuple[str, ...] = ()
    from_: str = ""
    album: str = ""
    year: int | None = None
    duration: float | None = None
    isrc: str = ""
    mbid: str = ""
    version: str = ""
    ids: Mapping[str, str] = field(default_factory=dict, hash=False)
    skip: tuple[str, ...] = ()
    note: str = ""
    not_: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for attribute in ("artists", "aka", "artist_aka", "skip"):
            value = getattr(self, attribute)
            if type(value) is not tuple:
                object.__setattr__(self, attribute, names(value))

    @property
    def label(self) -> str:
        """``title - artist, artist``: how a person recognises the song."""
        return f"{self.title} - {', '.join(self.artists)}" if self.artists else self.title


@dataclass(frozen=True, slots=True)
class TargetSettings:
    """What a playlist file says about one backend under ``targets``."""

    public: bool = False
    keep_extras: bool = False


@dataclass(frozen=True, slots=True)
class Playlist:
    """A curated playlist as its file has it. ``slug`` is the file's name without its ending."""

    slug: str
    name: str
    songs: tuple[Song, ...]
    description: str = ""
    targets: Mapping[str, TargetSettings] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Track:
    """One item in a service's catalogue, with the service's own ID.

    ``duration`` in seconds; ``kind`` is ``"song"`` or ``"video"``; ``playable`` is False when the service says
    that this account cannot hear it.
    """

    service: str
    id: str
    title: str
    artists: tuple[str, ...]
    album: str = ""
    year: int | None = None
    duration: float | None = None
    isrc: str = ""
    kind: str = "song"
    playable: bool = True
    url: str = ""

    def __post_init__(self) -> None:
        if type(self.artists) is not tuple:
            object.__setattr__(self, "artists", names(self.artists))

    @property
    def label(self) -> str:
        """``title - artist, artist``: how a person recognises the track."""
        return f"{self.title} - {', '.join(self.artists)}" if self.artists else self.title


class Verdict(StrEnum):
    """The five decisions. ``unknown`` (we could not ask) is never stored as ``missing`` (it answered: no)."""

    ACCEPT = "accept"
    REVIEW = "review"
    MISSING = "missing"
    UNKNOWN = "unknown"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Reason:
    """One named piece of evidence: ``effect`` in [-1, 1] (below 0 speaks against), ``words`` for a person.

    A ``veto`` stands above any total: with it no score is high enough.
    """

    name: str
    words: str
    effect: float = 0.0
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """How well a track fits a song: ``value`` in [0, 1] and the reasons, worst first."""

    value: float
    reasons: tuple[Reason, ...] = ()

    @property
    def vetoed(self) -> bool:
        """Whether one of the reasons rules the track out."""
        return any(reason.veto for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate: a track that a search returned, with how well it fits."""

    track: Track
    score: Score


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one song on one service.

    ``track`` is set only for ``accept``; ``others`` are the candidates a person may choose from, best first;
    ``how`` is ``pin``, ``isrc``, ``search`` or empty; ``on`` is the day (ISO) the service gave its answer.
    """

    verdict: Verdict
    track: Track | None = None
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    others: tuple[Scored, ...] = ()
    how: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """One question to a service's search: an ISRC, or a title with an artist, or plain text.

    A backend words it in its service's own language; ``text`` is searched as it stands. ``kind`` is ``"song"`` or
    ``"video"``; only backends with ``Feature.VIDEO_SEARCH`` are asked for videos.
    """

    title: str = ""
    artist: str = ""
    text: str = ""
    isrc: str = ""
    kind: str = "song"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a remote playlist.

    ``id`` is the track's ID, empty where the service keeps none (a local file, a removed track). ``row`` is the
    row's own ID on services that have one. What else the service shows helps to recognise a track that it
    renamed or replaced by another ID.
    """

    id: str
    row: str = ""
    title: str = ""
    artists: tuple[str, ...] = ()
    duration: float | None = None
    isrc: str = ""
    playable: bool = True

    @property
    def label(self) -> str:
        """``title - artist, artist``, as far as the service tells; else the ID."""
        return f"{self.title} - {', '.join(self.artists)}" if self.title and self.artists else self.title or self.id


@dataclass(frozen=True, slots=True)
class Remote:
    """A playlist as the service has it now. ``version`` changes with every edit where the service has one.

    ``complete`` is False when a backend was allowed to stop after the first page because ``version`` was known.
    """

    id: str
    name: str
    items: tuple[Item, ...] = ()
    description: str = ""
    version: str = ""
    url: str = ""
    total: int = 0
    complete: bool = True

    @property
    def ids(self) -> tuple[str, ...]:
        """The track IDs in order, duplicates kept."""
        return tuple(item.id for item in self.items)


@dataclass(frozen=True, slots=True)
class Create:
    """Make the playlist, empty."""

    name: str
    description: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True)
class Describe:
    """Set name and description."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Add:
    """Insert tracks, in this order, so that the first of them stands at ``position`` (from 0)."""

    position: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Take ``length`` rows from ``start`` on and put them before the row that stands at ``before`` now."""

    start: int
    before: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Moves:
    """Several moves, one after another, by one request: where ``Limits.move`` has room for their rows."""

    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove rows by their positions; ``ids`` are the track IDs there, in the same order.

    On a service that cannot remove single rows (no ``Feature.REMOVE_ROWS``) a plan only holds removals of every
    row of a track.
    """

    positions: tuple[int, ...]
    ids: tuple[str, ...]


Edit = Create | Describe | Add | Move | Moves | Remove


@dataclass(frozen=True, slots=True)
class Plan:
    """The edits that turn a remote into the wanted list. One edit is one request.

    ``remote_id`` is None when the playlist is to be created. ``based_on`` is the version the plan was made for.
    ``kept`` counts the rows that stay where they are; ``lost`` are the IDs that will not be there any more.
    """

    remote_id: str | None
    based_on: str
    edits: tuple[Edit, ...]
    wanted: tuple[str, ...]
    before: int = 0
    kept: int = 0
    lost: tuple[str, ...] = ()

    @property
    def requests(self) -> int:
        """What the plan costs, in writing requests."""
        return len(self.edits)


def apply_move(rows: Sequence[Row], move: Move) -> list[Row]:
    """The rows after ``move``, whatever a row is.

    Raises:
        IndexError: when the move names a row that is not there.
    """
    start, before, length = move.start, move.before, move.length
    if not (start >= 0 and length > 0 and start + length <= len(rows) and 0 <= before <= len(rows)):
        raise IndexError(start)
    left = [*rows[:start], *rows[start + length :]]
    at = before if before <= start else max(start, before - length)
    left[at:at] = rows[start : start + length]
    return left


def apply_edit(ids: Sequence[str], edit: Edit) -> list[str]:
    """The list of track IDs after ``edit``: what every backend has to do, said once.

    Raises:
        IndexError: when the edit names a row that is not there.
    """
    rows = list(ids)
    match edit:
        case Add(position, new):
            if not 0 <= position <= len(rows):
                raise IndexError(position)
            rows[position:position] = new
        case Move():
            return apply_move(rows, edit)
        case Moves(moves):
            for move in moves:
                rows = apply_move(rows, move)
        case Remove(positions, _):
            for position in sorted(positions, reverse=True):
                del rows[position]
        case Create() | Describe():
            pass
    return rows
