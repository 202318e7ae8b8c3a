"""What both look-alikes share: the account, its playlists, and the IDs of playlists and rows.

A playlist made by either API is the same playlist, under the same ID, with the same rows. A row's ID is 16 hexadecimal
digits; YouTube Music shows it as ``setVideoId``, the Data API as base64url of ``<playlist ID>.<row ID>``.
"""

from __future__ import annotations

import string
from dataclasses import replace
from typing import Literal

from exporter.sandbox import Row, Stored, World, digits

SERVICE = "ytmusic"
"""The service under which playlists are stored and catalogue entries are served."""
MOST_ROWS = 5000
"""Rows in one playlist (met in the field, undocumented)."""
HEX = "0123456789ABCDEF"
URL_SAFE = string.ascii_letters + string.digits + "-_"

Privacy = Literal["public", "unlisted", "private"]


def new_playlist_id(world: World) -> str:
    """``PL`` and 32 characters."""
    return "PL" + world.new_id(SERVICE, length=32, alphabet=URL_SAFE)


def new_row(world: World, video_id: str) -> Row:
    """A row for a video, added now."""
    return Row(video_id, world.clock(), world.new_id(SERVICE, length=16, alphabet=HEX))


def own(world: World, playlist_id: str) -> Stored | None:
    """The playlist, if the sandbox's user owns it."""
    found = world.store.get(SERVICE, playlist_id)
    return found if found is not None and not found.owner else None


def delete(world: World, playlist_id: str) -> None:
    """Delete a playlist with its rows, and remember that it was there (see :func:`was_deleted`)."""
    world.store.remove(SERVICE, playlist_id)
    world.store.write_note(SERVICE, f"deleted {playlist_id}", "yes")


def was_deleted(world: World, playlist_id: str) -> bool:
    """Whether there once was such a playlist."""
    return bool(world.store.note(SERVICE, f"deleted {playlist_id}"))


def privacy(playlist: Stored) -> Privacy:
    """Who may see it; ``extra`` tells unlisted from private."""
    if playlist.public:
        return "public"
    return "unlisted" if playlist.extra.get("privacy") == "unlisted" else "private"


def with_privacy(playlist: Stored, wanted: Privacy) -> Stored:
    """The playlist, to be seen by those."""
    return replace(playlist, public=wanted == "public", extra={**playlist.extra, "privacy": wanted})


def channel_id(name: str) -> str:
    """A channel's ID, ``UC`` and 22 characters, always the same for the same name."""
    return "UC" + digits(f"channel:{name}", length=22, alphabet=URL_SAFE)
