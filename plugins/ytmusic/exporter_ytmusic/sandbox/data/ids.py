"""IDs and other opaque texts that carry their own meaning."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode


def wrap(text: str) -> str:
    """The text as base64url without padding."""
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unwrap(text: str) -> str:
    """What :func:`wrap` wrapped, padded or not; empty for any other text."""
    bare = text.rstrip("=")
    try:
        return urlsafe_b64decode(bare + "=" * (-len(bare) % 4)).decode()
    except (binascii.Error, UnicodeError, ValueError):
        return ""


def item_id(playlist_id: str, row_id: str) -> str:
    """A playlist item's ID; it names its playlist, and stays when the row moves."""
    return wrap(f"{playlist_id}.{row_id}")


def read_item_id(text: str) -> tuple[str, str]:
    """Playlist and row that an item's ID names; both empty for a text that is none."""
    playlist_id, _, row_id = unwrap(text).partition(".")
    return (playlist_id, row_id) if playlist_id and row_id else ("", "")
