"""The service's JSON as our types. Pure and total: what cannot be used is left out, and nothing raises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from exporter import Item, Remote, Track

SERVICE = "mine"
ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""What IDs look like, the service's and those of the sandbox's catalogue; nothing else is sent."""
LINK = re.compile(r"https://mine\.example/(track|playlist)/([0-9A-Za-z_-]{1,64})(?:[?#].*)?")


def track_id(text: str) -> str | None:
    """The track's ID in what a person copies: a link, or the ID itself."""
    return _id_in(text, "track")


def playlist_id(text: str) -> str | None:
    """The same for playlists."""
    return _id_in(text, "playlist")


def words(text: str) -> str:
    """A question that can be sent: of one line, and of letters that exist."""
    return " ".join(text.encode("utf-8", "ignore").decode().split())[:200]


def track(data: object) -> Track | None:
    """A track; None for what is none."""
    if not (isinstance(data, Mapping) and _text(data, "id") and _text(data, "title")):
        return None
    artists = data.get("artists")
    milliseconds, year = data.get("duration_ms"), data.get("year")
    return Track(
        SERVICE,
        _text(data, "id"),
        _text(data, "title"),
        tuple(name for name in artists if isinstance(name, str)) if isinstance(artists, list) else (),
        album=_text(data, "album"),
        year=year if isinstance(year, int) else None,
        duration=milliseconds / 1000 if isinstance(milliseconds, int | float) and milliseconds > 0 else None,
        isrc=_text(data, "isrc"),
        url=f"https://mine.example/track/{_text(data, 'id')}",
    )


def tracks(data: object) -> list[Track]:
    """The tracks of an answer, in its order."""
    return [found for one in entries(data, "tracks") if (found := track(one))]


def item(data: object) -> Item:
    """A row of a playlist. A row that cannot be read is a row all the same: those behind it keep their positions."""
    found = track(data)
    if found is None:
        return Item("", playable=False)
    return Item(found.id, title=found.title, artists=found.artists, duration=found.duration, isrc=found.isrc)


def remote(data: object) -> Remote | None:
    """A playlist without its rows; None for what is none."""
    if not (isinstance(data, Mapping) and _text(data, "id")):
        return None
    return Remote(
        _text(data, "id"),
        _text(data, "name"),
        description=_text(data, "description"),
        version=_text(data, "version"),
        url=f"https://mine.example/playlist/{_text(data, 'id')}",
    )


def entries(data: object, key: str) -> Iterator[object]:
    """What a list in an answer holds."""
    found = data.get(key) if isinstance(data, Mapping) else None
    yield from found if isinstance(found, list) else ()


def _id_in(text: str, what: str) -> str | None:
    link = LINK.fullmatch(text.strip())
    if link and link[1] == what:
        return link[2]
    return text.strip() if ID.fullmatch(text.strip()) else None


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
