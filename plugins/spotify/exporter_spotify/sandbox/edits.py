"""What a write does to a playlist: pure functions from one stored playlist to the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from exporter.sandbox import Row, Stored
from exporter_spotify.sandbox.refused import Refused


def add(playlist: Stored, tracks: Sequence[str], position: int | None, *, now: float, most: int) -> Stored:
    """Insert tracks so that the first stands at ``position``; None appends them."""
    at = len(playlist.rows) if position is None else position
    if not 0 <= at <= len(playlist.rows):
        raise Refused(400, "Index out of bounds.")
    new = tuple(Row(track, now) for track in tracks)
    rows = playlist.rows[:at] + new + playlist.rows[at:]
    if len(rows) > most:
        raise Refused(403, "Playlist size limit reached.")
    return replace(playlist, rows=rows)


def swap_all(playlist: Stored, tracks: Sequence[str], *, now: float) -> Stored:
    """Put these tracks in the place of all there are."""
    return replace(playlist, rows=tuple(Row(track, now) for track in tracks))


def reorder(playlist: Stored, start: int, before: int, length: int) -> Stored:
    """Move a range of rows; both indices count in the list as it was."""
    total = len(playlist.rows)
    if not (0 <= start < total and length >= 0 and start + length <= total and 0 <= before <= total):
        raise Refused(400, "Index out of bounds.")
    moved = playlist.rows[start : start + length]
    ahead = [row for at, row in enumerate(playlist.rows) if at < before and not start <= at < start + length]
    behind = [row for at, row in enumerate(playlist.rows) if at >= before and not start <= at < start + length]
    return replace(playlist, rows=(*ahead, *moved, *behind))


def remove(playlist: Stored, tracks: Collection[str]) -> Stored:
    """Remove every row of these tracks, wherever they stand."""
    return replace(playlist, rows=tuple(row for row in playlist.rows if row.track not in tracks))
