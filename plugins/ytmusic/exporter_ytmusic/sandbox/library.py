"""What both look-alikes share: the account, its playlists, and the IDs of playlists and rows.

A playlist made by either API is the same playlist, under the same ID, with the same rows. A row's ID is 16 hexadecimal
digits; YouTube Music shows it as ``setVideoId``, the Data API as base64url of ``<playlist ID>.<row ID>``.
"""

from __future__ import annotations

import string

from exporter.sandbox import Row, Stored, World

SERVICE = "ytmusic"
"""The service under which playlists are stored and catalogue entries are served."""
MOST_ROWS = 5000
"""Rows in one playlist (met in the field, undocumented)."""
HEX = "0123456789ABCDEF"
URL_SAFE = string.ascii_letters + string.digits + "-_"


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
