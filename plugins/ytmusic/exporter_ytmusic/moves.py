"""Which rows go before which others, so that a stretch of rows moves. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from exporter import Item, Move
from exporter_ytmusic.rows import moved

Step = tuple[Item, Item]
"""A row, and the row that it goes before."""


def every_step(rows: Sequence[Item], moves: Sequence[Move]) -> list[Step] | None:
    """The steps that carry out moves, one after another; None when rows without an ID of their own are in the way."""
    every: list[Step] = []
    for move in moves:
        found = steps(rows, move)
        if found is None:
            return None
        every += found
        rows = moved(rows, move)
    return every


def steps(rows: Sequence[Item], move: Move) -> list[Step] | None:
    """The fewest steps that carry out a move, in order; None when rows without an ID of their own are in the way.

    A move makes two neighbouring stretches change places, so that either of them may be the one that moves. A row
    always goes before another one: what YouTube does when none is named is nowhere documented.
    """
    end = move.start + move.length
    low, middle, high = (move.before, move.start, end) if move.before < move.start else (move.start, end, move.before)
    first, second = rows[low:middle], rows[middle:high]
    if not second:
        return []
    ways = [[(row, first[0]) for row in second]]
    if high < len(rows):
        ways.append([(row, rows[high]) for row in first])
    ways.append([*((row, second[-1]) for row in first), (second[-1], first[0])])  # to the end, where nothing is behind
    possible = [way for way in ways if all(row.row and before.row for row, before in way)]
    return min(possible, key=len, default=None)
