"""What both look-alikes share: the account, its playlists, and the IDs of playlists and rows.

A playlist made by either API is the same playlist, under the same ID, with the same rows. A row's ID is 16 hexadecimal
digits; YouTube Music shows it as ``setVideoId``, the Data API as base64url of ``<playlist ID>.<row ID>``.
"""

from __future__ import annotations

import string
from dataclasses import replace

from exporter.sandbox import Row, Stored, World, digits

SERVICE = "ytmusic"
"""The service under which playlists are stored and catalogue entries are served."""
MOST_ROWS = 5000
"""Rows in one playlist (met in the field, undocumented)."""
LONGEST_TITLE = 150
"""Characters in a playlist's title."""
LONGEST_DESCRIPTION = 5000
"""Characters in its description."""
PRIVACIES = ("private", "unlisted", "public")
HEX = "0123456789ABCDEF"
URL_SAFE = string.ascii_letters + string.digits + "-_"


def new_playlist_id(world: World, *, short: bool = False) -> str:
    """``PL`` and 32 characters; ``short`` ones with 11 have been given out since July 2026 as well."""
    return "PL" + world.new_id(SERVICE, length=11 if short else 32, alphabet=URL_SAFE)


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


def channel_id(name: str) -> str:
    """A channel's ID, ``UC`` and 22 characters, always the same for the same name; the user's own has no name."""
    return "UC" + digits(f"channel:{name}", length=22, alphabet=URL_SAFE)


def privacy(playlist: Stored) -> str:
    """One of :data:`PRIVACIES`."""
    return playlist.extra.get("privacy") or ("public" if playlist.public else "private")


def with_privacy(playlist: Stored, privacy: str) -> Stored:
    """The playlist, shown to others as ``privacy`` says (one of :data:`PRIVACIES`)."""
    return replace(playlist, public=privacy == "public", extra={**playlist.extra, "privacy": privacy})


def made_now(world: World, playlist: Stored) -> Stored:
    """The playlist, marked as one that an API made just now and that has still to settle."""
    return replace(playlist, extra={**playlist.extra, "made": repr(world.clock())})


def is_settling(world: World, playlist: Stored, seconds: float) -> bool:
    """Whether an API made the playlist less than ``seconds`` ago: the services refuse to edit such a playlist."""
    return "made" in playlist.extra and world.clock() < float(playlist.extra["made"]) + seconds
