"""The rows of a playlist by their own IDs, which edits name instead of positions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from exporter import Item, Move


class Row(NamedTuple):
    """A row: its own ID, the same wherever it stands, and its video's; either is empty where YouTube keeps none."""

    id: str
    video: str


Rows = tuple[Row, ...]
Step = tuple[Row, Row]
"""A row, and the row that it goes before."""


def rows_of(items: Sequence[Item]) -> Rows:
    """The rows that these items stand for."""
    return tuple(Row(item.row, item.id) for item in items)


def without(rows: Rows, positions: Sequence[int]) -> Rows:
    """The rows that are left when those at ``positions`` go."""
    gone = set(positions)
    return tuple(row for position, row in enumerate(rows) if position not in gone)


def after_move(rows: Rows, move: Move) -> Rows:
    """The rows after a move."""
    low, middle, high = _turned(move)
    return rows[:low] + rows[middle:high] + rows[low:middle] + rows[high:]


def steps(rows: Rows, move: Move) -> list[Step] | None:
    """The fewest steps that carry out a move; None when rows without an ID are in the way.

    A move makes two neighbouring stretches change places, so that either of them may be the one that moves. A row
    always goes before another one: what YouTube does when none is named is nowhere documented.
    """
    low, middle, high = _turned(move)
    first, second = rows[low:middle], rows[middle:high]
    if not (first and second):
        return []
    ways = [[(row, first[0]) for row in second]]
    if high < len(rows):
        ways.append([(row, rows[high]) for row in first])
    possible = [way for way in ways if all(row.id and before.id for row, before in way)]
    return min(possible, key=len, default=None)


def _turned(move: Move) -> tuple[int, int, int]:
    """Where the two stretches that change places begin, meet and end."""
    end = move.start + move.length
    return (move.before, move.start, end) if move.before < move.start else (move.start, end, max(end, move.before))
