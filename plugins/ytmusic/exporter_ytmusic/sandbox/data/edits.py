"""What a write does to the rows of a playlist: pure functions from one stored playlist to the next."""

from __future__ import annotations

from dataclasses import replace

from exporter.sandbox import Row, Stored
from exporter_ytmusic.sandbox.data.refused import Refused


def find(playlist: Stored, row_id: str) -> int | None:
    """Where the row stands; None if it does not."""
    return next((at for at, row in enumerate(playlist.rows) if row.id == row_id), None)


def insert(playlist: Stored, row: Row, position: int | None, *, most: int) -> Stored:
    """Put a row at the position, and behind all others without one."""
    at = len(playlist.rows) if position is None else position
    if len(playlist.rows) >= most:
        message = "Playlist contains maximum number of videos."
        raise Refused(403, "playlistContainsMaximumNumberOfVideos", message, domain="youtube.playlistItem")
    if at > len(playlist.rows):
        raise Refused(400, "badRequest", "Bad Request", where=("snippet.position", "other"))
    return replace(playlist, rows=(*playlist.rows[:at], row, *playlist.rows[at:]))


def move(playlist: Stored, at: int, position: int) -> Stored:
    """Take a row out and put it in again, so that it stands at the position in the end."""
    if position >= len(playlist.rows):
        message = "The request attempts to set the playlist item's position to an invalid or unsupported value."
        raise Refused(400, "invalidPlaylistItemPosition", message, domain="youtube.playlistItem")
    others = [*playlist.rows[:at], *playlist.rows[at + 1 :]]
    return replace(playlist, rows=(*others[:position], playlist.rows[at], *others[position:]))


def remove(playlist: Stored, at: int) -> Stored:
    """Take a row out."""
    return replace(playlist, rows=(*playlist.rows[:at], *playlist.rows[at + 1 :]))
