"""The text of an .m3u8 file: read, edited and written without losing a line that somebody else put there. Pure.

A line is a path, or it begins with ``#`` and is a comment or a directive. ``#EXTINF:SECONDS,ARTIST - TITLE`` and other
lines that begin with ``#EXT`` say something of the path below them. The name stands in ``#PLAYLIST:``, as several
players write it; for the description there is no directive, and ``#DESCRIPTION:`` is one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import reduce

from exporter import Add, Move, Moves, Remove

MAGIC, NAME, DESCRIPTION, FACTS = "#EXTM3U", "#PLAYLIST:", "#DESCRIPTION:", "#EXTINF:"
INF = re.compile(r"#EXTINF:\s*(-?\d+(?:\.\d+)?)?[^,]*,(.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its ``path`` as it is written, with the lines ``above`` it."""

    path: str
    above: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, float | None]:
        """What ``#EXTINF`` says: the label, and the seconds where they are known."""
        found = next((found for line in self.above if (found := INF.match(line))), None)
        if found is None:
            return "", None
        seconds = float(found[1] or -1)
        return found[2].strip(), seconds if seconds > 0 else None


@dataclass(frozen=True, slots=True)
class Listing:
    """A file: the lines at its ``head``, its rows, and what stands below the last of them (``foot``)."""

    name: str = ""
    description: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[Line, ...] = ()
    foot: tuple[str, ...] = ()


def parse(text: str) -> Listing:
    """The listing in a text; every text is one."""
    listing, above = Listing(), list[str]()
    for line in (line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")):
        if line.startswith(NAME):
            listing = replace(listing, name=line.removeprefix(NAME))
        elif line.startswith(DESCRIPTION):
            listing = replace(listing, description=line.removeprefix(DESCRIPTION))
        elif line.startswith("#") and line != MAGIC:
            above.append(line)
        elif line.strip() and line != MAGIC:
            head, above = ([], above) if listing.rows else _parted(above)
            rows = (*listing.rows, Line(line, tuple(above)))
            listing, above = replace(listing, head=(*listing.head, *head), rows=rows), []
    return replace(listing, foot=tuple(above)) if listing.rows else replace(listing, head=tuple(above))


def write(listing: Listing) -> str:
    """The text of a listing."""
    return "".join(f"{line}\n" for line in _lines(listing))


def edited(listing: Listing, edit: Add | Remove | Move | Moves, new: Callable[[str], Line]) -> Listing:
    """The listing after an edit; ``new`` makes the row of a track. Comments go with their row, and outlive it.

    Raises:
        IndexError: the edit names a row that is not there.
    """
    match edit:
        case Add(position, ids):
            _check(0 <= position <= len(listing.rows))
            rows = listing.rows
            return replace(listing, rows=(*rows[:position], *map(new, ids), *rows[position:]))
        case Remove(positions):
            for position in sorted(positions, reverse=True):
                listing = _without(listing, position)
            return listing
        case Move():
            return replace(listing, rows=_moved(listing.rows, edit))
        case Moves(moves):
            return reduce(lambda done, move: edited(done, move, new), moves, listing)


def facts(seconds: float | None, label: str) -> str:
    """The ``#EXTINF`` line of a track."""
    return f"{FACTS}{-1 if seconds is None else round(seconds)},{' '.join(label.split())}"


def _parted(above: list[str]) -> tuple[list[str], list[str]]:
    """The lines above the first row: those of the file, and from the first directive on those of the row."""
    first = next((at for at, line in enumerate(above) if _is_directive(line)), len(above))
    return above[:first], above[first:]


def _lines(listing: Listing) -> Iterator[str]:
    yield MAGIC
    if listing.name:
        yield NAME + listing.name
    if listing.description:
        yield DESCRIPTION + listing.description
    yield from listing.head
    for row in listing.rows:
        yield from row.above
        yield row.path
    yield from listing.foot


def _without(listing: Listing, position: int) -> Listing:
    """Without a row and what the directives above it say of it; other lines are somebody's, and stay where they are."""
    _check(0 <= position < len(listing.rows))
    before, (gone, *after) = listing.rows[:position], listing.rows[position:]
    kept = tuple(line for line in gone.above if not _is_directive(line))
    if not after:
        return replace(listing, rows=before, foot=(*kept, *listing.foot))
    after[0] = replace(after[0], above=(*kept, *after[0].above))
    return replace(listing, rows=(*before, *after))


def _moved(rows: tuple[Line, ...], move: Move) -> tuple[Line, ...]:
    start, before, end = move.start, move.before, move.start + move.length
    _check(0 <= start < end <= len(rows) and 0 <= before <= len(rows))
    if before <= start:
        return (*rows[:before], *rows[start:end], *rows[before:start], *rows[end:])
    before = max(before, end)
    return (*rows[:start], *rows[end:before], *rows[start:end], *rows[before:])


def _is_directive(line: str) -> bool:
    return line.startswith("#EXT") and not line.startswith(MAGIC)


def _check(there: bool) -> None:  # noqa: FBT001 - a condition
    if not there:
        raise IndexError
