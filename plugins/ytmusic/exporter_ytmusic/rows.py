"""The rows of playlists by position, because a row is changed by its own ID and an edit names its place.

They are known from the last time a playlist was read, and carried along with every edit of ours, so that not every
edit has to read. Nothing here asks anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from exporter import Add, Edit, Item, Move, Moves, Remove


def moved(rows: Sequence[Item], move: Move) -> list[Item]:
    """The rows after a move."""
    start, end = move.start, move.start + move.length
    left = [*rows[:start], *rows[end:]]
    at = move.before if move.before <= start else max(start, move.before - move.length)
    left[at:at] = rows[start:end]
    return left


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of each playlist's rows. Forget them when it is not certain what a write did."""

    _known: dict[str, list[Item]] = field(default_factory=dict)

    def of(self, playlist_id: str) -> Sequence[Item] | None:
        """The rows in order, None when nobody knows."""
        return self._known.get(playlist_id)

    def keep(self, playlist_id: str, rows: Sequence[Item]) -> None:
        """These are the rows: they were read just now, or the playlist is new."""
        self._known[playlist_id] = list(rows)

    def forget(self, playlist_id: str) -> None:
        """Nobody knows any more what the rows are."""
        self._known.pop(playlist_id, None)

    def edited(self, playlist_id: str, edit: Edit, new: Sequence[Item] = ()) -> None:
        """An edit went through; ``new`` are the rows that an :class:`exporter.Add` made."""
        rows = self._known.get(playlist_id)
        if rows is None:
            return
        match edit:
            case Add(position, _):
                rows[position:position] = new
            case Move():
                rows[:] = moved(rows, edit)
            case Moves(moves):
                for move in moves:
                    rows[:] = moved(rows, move)
            case Remove(positions, _):
                for position in sorted(positions, reverse=True):
                    del rows[position]
            case _:
                pass
