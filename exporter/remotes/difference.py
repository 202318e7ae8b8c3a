"""Where a playlist's songs stand in its file and where on the service, row by row. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import LCSseq


class Sort(StrEnum):
    """How a row fares: in its place, elsewhere, only in the file, or only on the service."""

    SAME = "same"
    MOVED = "moved"
    MISSING = "missing"
    EXTRA = "extra"


class Row(NamedTuple):
    """One song of the file, one row of the remote, or both: their places, from 0."""

    sort: Sort
    song: int | None
    row: int | None


def rows(songs: Sequence[tuple[int, str]], remote: Sequence[str]) -> tuple[Row, ...]:
    """Every song and every row once, in the file's order, each extra behind the song it stands behind.

    ``songs`` are the places of songs in the file with the IDs of their tracks, empty where none is decided; ``remote``
    are the IDs of its rows. As many songs as can be are in their place: a longest common subsequence.
    """
    same = _common([track for _, track in songs], remote)
    serving = set(same.values())
    free: dict[str, deque[int]] = defaultdict(deque)
    for row, track in enumerate(remote):
        if track and row not in serving:
            free[track].append(row)
    placed: list[Row] = []
    for place, (song, track) in enumerate(songs):
        if place in same:
            placed.append(Row(Sort.SAME, song, same[place]))
        elif free[track]:
            placed.append(Row(Sort.MOVED, song, free[track].popleft()))
        else:
            placed.append(Row(Sort.MISSING, song, None))
    return tuple(_with_extras(placed, len(remote)))


def _common(songs: Sequence[str], remote: Sequence[str]) -> dict[int, int]:
    """Places of songs and the rows that serve them, in one order. A song without a track is served by none."""
    numbers = {track: number for number, track in enumerate(dict.fromkeys((*songs, *remote)), start=1) if track}
    ours = [numbers.get(track, 0) for track in songs]
    theirs = [numbers.get(track, -1) for track in remote]
    blocks = LCSseq.editops(ours, theirs).as_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _with_extras(placed: Sequence[Row], count: int) -> list[Row]:
    taken = {row.row for row in placed}
    behind: dict[int, list[Row]] = defaultdict(list)
    anchor = -1
    serving = {row.row: place for place, row in enumerate(placed) if row.sort is Sort.SAME}
    for row in range(count):
        if row not in taken:
            behind[anchor].append(Row(Sort.EXTRA, None, row))
        anchor = serving.get(row, anchor)
    merged = behind[-1]
    for place, one in enumerate(placed):
        merged += [one, *behind[place]]
    return merged
