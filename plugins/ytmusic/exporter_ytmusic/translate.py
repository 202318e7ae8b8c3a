"""YouTube Music's songs and playlists as our types, and our words as YouTube's.

Pure and total: what cannot be used is None or left out, never an exception. What comes in is what ytmusicapi made of
an answer; the answers themselves are looked at in ``answers``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from exporter import Item, Query, Remote, Track
from exporter_ytmusic import MUSIC

SERVICE = "ytmusic"
TOPIC = " - Topic"
"""How the channels end on which YouTube itself puts an artist's songs."""
SONG = "MUSIC_VIDEO_TYPE_ATV"
EPISODE = "MUSIC_VIDEO_TYPE_PODCAST_EPISODE"
OFFICIAL = frozenset({SONG, "MUSIC_VIDEO_TYPE_OMV", "MUSIC_VIDEO_TYPE_OFFICIAL_SOURCE_MUSIC"})
"""What is not a user's own upload (ytmusicapi's documentation, FAQ)."""
BROWSED = "VL"
"""What stands before a playlist's ID in the address of its page."""
HOSTS = frozenset({"music.youtube.com", "www.youtube.com", "m.youtube.com", "youtube.com"})

TAKEN, GIVEN = str.maketrans("<>", "﹤﹥"), str.maketrans("﹤﹥", "<>")
"""YouTube takes no ``<`` and ``>`` in names, and drops what stands between them in descriptions. Their small forms
(U+FE64, U+FE65), which nobody types, look the same and turn back when they are read."""

Json = Mapping[str, object]


def is_id(text: str) -> bool:
    """Whether this is a video's bare ID."""
    return re.fullmatch("[0-9A-Za-z_-]{11}", text) is not None


def is_playlist_id(text: str) -> bool:
    """Whether this can be a playlist's ID. Their length is not promised: there are short ones since July 2026."""
    return re.fullmatch("[0-9A-Za-z_-]{2,100}", text) is not None


def track_id(text: str) -> str | None:
    """The video's ID in a link that a person copies, or the ID alone. Shorts are no songs."""
    given = text.strip()
    if is_id(given):
        return given
    try:
        parts = urlsplit(given if "//" in given else f"//{given}")
        host = parts.hostname
    except ValueError:
        return None
    if host == "youtu.be":
        found = parts.path.strip("/")
    elif host in HOSTS and parts.path.rstrip("/") == "/watch":
        found = parse_qs(parts.query).get("v", [""])[0]
    else:
        return None
    return found if is_id(found) else None


def playlist_id(text: str) -> str | None:
    """The playlist's ID in a link that a person copies, also one that plays a song of it, or the ID alone."""
    given = text.strip()
    if is_playlist_id(given):
        return given.removeprefix(BROWSED)
    try:
        parts = urlsplit(given if "//" in given else f"//{given}")
        host = parts.hostname
    except ValueError:
        return None
    if host not in HOSTS | {"youtu.be"}:
        return None
    browsed = re.fullmatch(f"/browse/{BROWSED}([^/]+)/?", parts.path)
    found = browsed[1] if browsed else parse_qs(parts.query).get("list", [""])[0]
    return found if is_playlist_id(found) else None


def words(query: Query) -> str:
    """A query as a person would type it. There is no search by code or by field.

    Half a surrogate pair, which a file may hold and no address can, is a question mark.
    """
    typed = " ".join((query.text or f"{query.title} {query.artist}").split())
    return typed.encode("utf-8", "replace").decode()


def taken(text: str) -> str:
    """A name or description as YouTube takes it."""
    return text.translate(TAKEN)


def given(text: str) -> str:
    """A name or description as its author gave it."""
    return text.translate(GIVEN)


def hit(row: object, first_names: Mapping[str, str] | None = None) -> Track | None:
    """A search result; None where there is nothing to play (greyed out without an ID), and for podcasts.

    ``first_names`` are those in the answer itself, by video: ytmusicapi drops the only name when it leads nowhere.
    """
    found = _object(row)
    video, title, kind = _text(found.get("videoId")), _text(found.get("title")), _text(found.get("videoType"))
    if not (is_id(video) and title) or kind == EPISODE:
        return None
    return Track(
        service=SERVICE,
        id=video,
        title=title,
        artists=_artists(found) or _credited((first_names or {}).get(video, "")),
        album=_text(_object(found.get("album")).get("name")),
        year=_year(found.get("year")),
        duration=_seconds(found.get("duration_seconds")),
        kind="song" if kind == SONG or (not kind and found.get("resultType") == "song") else "video",
        playable=found.get("isAvailable") is not False,
        url=_link(video),
    )


def is_named(row: object) -> bool:
    """Whether a search result says anything at all."""
    return bool(_text(_object(row).get("title")))


def official_first(rows: Iterable[object]) -> list[object]:
    """Search results with users' own uploads behind all others; the order stays as it is otherwise."""
    return sorted(rows, key=lambda row: not _is_official(_object(row)))


def _is_official(found: Json) -> bool:
    return found.get("videoType") in OFFICIAL or any(name.endswith(TOPIC) for name in _names(found))


def song(answer: object, video: str) -> Track | None:
    """What the player says about a video, under the ID that was asked for; None when it says nothing."""
    found = _object(_object(answer).get("videoDetails"))
    title = _text(found.get("title"))
    if not title:
        return None
    return Track(
        service=SERVICE,
        id=video,
        title=title,
        artists=_credited(_text(found.get("author"))),
        duration=_seconds(found.get("lengthSeconds")),
        kind="song" if found.get("musicVideoType") == SONG else "video",
        playable=playability(answer) == "OK",
        url=_link(video),
    )


def playability(answer: object) -> str:
    """Whether a video can be played, in the player's words (``OK``, ``UNPLAYABLE``, ``ERROR`` ...)."""
    return _text(_object(_object(answer).get("playabilityStatus")).get("status"))


def item(row: object) -> Item:
    """A row of a playlist. Always one, because rows have positions: what YouTube hides has no ID."""
    found = _object(row)
    video = _text(found.get("videoId"))
    return Item(
        id=video if is_id(video) else "",
        row=_text(found.get("setVideoId")),
        title=_text(found.get("title")),
        artists=_artists(found),
        duration=_seconds(found.get("duration_seconds")),
        playable=found.get("isAvailable") is not False,
    )


def items(answer: object) -> tuple[Item, ...]:
    """The rows of a playlist in order."""
    rows = _object(answer).get("tracks")
    return tuple(map(item, rows)) if isinstance(rows, list) else ()


def remote(answer: object, playlist_id: str) -> Remote:
    """A playlist with the rows that came along.

    A row of ours without an ID of its own cannot be moved or removed, so that it is nobody's: it has no track either.
    """
    found = _object(answer)
    rows = items(found)
    if is_owned(found):
        rows = tuple(row if row.row else replace(row, id="") for row in rows)
    return Remote(
        id=playlist_id,
        name=given(_text(found.get("title"))),
        items=rows,
        description=given(_text(found.get("description"))),
        url=f"{MUSIC}/playlist?list={playlist_id}",
        total=len(rows),
    )


def is_owned(answer: object) -> bool:
    """Whether a playlist is ours, as it or the library tells."""
    return _object(answer).get("owned") is True


def listed(tile: object) -> Remote | None:
    """An own playlist as the library lists it; None for others' and for what is no playlist."""
    playlist_id = identity(tile)
    return remote(tile, playlist_id) if is_owned(tile) and is_playlist_id(playlist_id) else None


def identity(tile: object) -> str:
    """The ID of a playlist that the library lists."""
    return _text(_object(tile).get("playlistId"))


def _link(video: str) -> str:
    return f"{MUSIC}/watch?v={video}"


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    # A lone surrogate is valid JSON, but no file and no terminal takes it.
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""


def _names(found: Json) -> tuple[str, ...]:
    artists = found.get("artists")
    given_names = (_text(_object(artist).get("name")) for artist in artists) if isinstance(artists, list) else ()
    return tuple(name for name in given_names if name)


def _artists(found: Json) -> tuple[str, ...]:
    return tuple(name.removesuffix(TOPIC) for name in _names(found))


def _credited(channel: str) -> tuple[str, ...]:
    """The artist that a channel's name tells."""
    name = channel.removesuffix(TOPIC)
    return (name,) if name else ()


def _seconds(value: object) -> float | None:
    """Seconds as a number or in digits; None for a live stream's nothing, and for anything else."""
    number = int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,7}", value) else value
    usable = isinstance(number, int | float) and not isinstance(number, bool) and number > 0
    return float(number) if usable else None  # type: ignore[arg-type]  # a number


def _year(value: object) -> int | None:
    return int(value) if isinstance(value, str) and re.fullmatch("[1-9][0-9]{3}", value) else None
