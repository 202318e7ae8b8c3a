"""JSON of the YouTube Data API as our types. Pure; whatever a piece of it may be, nothing here raises."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exporter import Item, Query, Remote, Track

SERVICE = "ytmusic"
TOPIC = " - Topic"
"""How the channels end on which YouTube itself puts an artist's songs."""
DEAD = frozenset({"Deleted video", "Private video"})
"""What rows are called whose video is gone. Only together with the missing owner does that prove it."""
PROVIDED = "Provided to YouTube by "
"""How the descriptions of those songs begin; title, artists and album follow."""

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. ``total`` is how many the whole list has, None where that is not told."""

    rows: tuple[Json, ...]
    next: str = ""
    total: int | None = None


def page(answer: object) -> Page | None:
    """A page of any list; None when the answer is none."""
    found = _object(answer)
    rows = found.get("items", [] if str(found.get("kind", "")).endswith("ListResponse") else None)
    if not isinstance(rows, list):
        return None
    total = _object(found.get("pageInfo")).get("totalResults")
    return Page(
        tuple(map(_object, rows)), _text(found.get("nextPageToken")), total if isinstance(total, int) else None
    )


def identity(found: Json) -> str:
    """The ID of a thing, empty when it has none."""
    return _text(found.get("id"))


def title(found: Json) -> str:
    """The title of a thing."""
    return _text(_object(found.get("snippet")).get("title"))


def owner(found: Json) -> str:
    """The ID of the channel that a playlist belongs to."""
    return _text(_object(found.get("snippet")).get("channelId"))


def language(found: Json) -> str:
    """The language that a playlist's words are marked as, empty when they are not."""
    return _text(_object(found.get("snippet")).get("defaultLanguage"))


def remote(found: object) -> Remote | None:
    """A playlist without its items; None when that is none."""
    playlist = _object(found)
    if not (playlist_id := identity(playlist)):
        return None
    snippet = _object(playlist.get("snippet"))
    count = _object(playlist.get("contentDetails")).get("itemCount")
    return Remote(
        id=playlist_id,
        name=_text(snippet.get("title")),
        description=_text(snippet.get("description")),
        url=f"https://music.youtube.com/playlist?list={playlist_id}",
        total=count if isinstance(count, int) and count >= 0 else 0,
    )


def item(found: Json) -> Item:
    """One row. A dead one keeps its video's ID, by which we know it as ours, and cannot be played."""
    snippet = _object(found.get("snippet"))
    shown, channel = _text(snippet.get("title")), _text(snippet.get("videoOwnerChannelTitle"))
    dead = shown in DEAD and not snippet.get("videoOwnerChannelId")
    return Item(
        id=_text(_object(found.get("contentDetails")).get("videoId"))
        or _text(_object(snippet.get("resourceId")).get("videoId")),
        row=row_of(identity(found)),
        title="" if dead else shown,
        artists=_names(channel),
        playable=not dead,
    )


def row_of(item_id: str) -> str:
    """The row's own ID: the 16 hexadecimal digits that YouTube Music shows too, or the API's ID if it holds none.

    The API's ID is base64url of ``PLAYLIST.ROW`` (decoded from public answers; nowhere documented).
    """
    try:
        text = urlsafe_b64decode(item_id + "=" * (-len(item_id) % 4)).decode("ascii")
    except (NotBase64, ValueError):
        return item_id
    playlist_id, _, row = text.rpartition(".")
    return row if item_id.rstrip("=") == item_id_of(playlist_id, row) else item_id


def item_id_of(playlist_id: str, row: str) -> str:
    """The API's ID of a row, which :func:`row_of` made short."""
    if not re.fullmatch("[0-9A-Fa-f]{16}", row):
        return row
    return urlsafe_b64encode(f"{playlist_id}.{row}".encode()).decode().rstrip("=")


def track(found: Json) -> Track | None:
    """A video as a track; None when that is none.

    Songs that YouTube itself put up say in their description what they are. Of other videos, only their title and
    their channel's name are known, and whose songs they hold is for the matching to see.
    """
    snippet, status = _object(found.get("snippet")), _object(found.get("status"))
    video_id, shown, channel = identity(found), _text(snippet.get("title")), _text(snippet.get("channelTitle"))
    if not (video_id and shown):
        return None
    art = _art(_text(snippet.get("description"))) if channel.endswith(TOPIC) else None
    return Track(
        service=SERVICE,
        id=video_id,
        title=art.title if art else shown,
        artists=art.artists if art else _names(channel),
        album=art.album if art else "",
        year=art.year if art else None,
        duration=seconds(_text(_object(found.get("contentDetails")).get("duration"))),
        kind="song" if channel.endswith(TOPIC) else "video",
        playable=status.get("privacyStatus") != "private" and status.get("uploadStatus", "processed") == "processed",
        url=f"https://music.youtube.com/watch?v={video_id}",
    )


def found_ids(rows: Sequence[Json]) -> list[str]:
    """The IDs of the videos that a search found."""
    ids = (_text(_object(row.get("id")).get("videoId")) for row in rows)
    return [video_id for video_id in dict.fromkeys(ids) if is_id(video_id)]


def words(query: Query) -> str:
    """A query as a person would type it. There is no search for ISRCs."""
    return " ".join((query.text or f"{query.title} {query.artist}").split())


def is_id(text: str) -> bool:
    """Whether this can be the ID of a video or playlist. How long one is, nobody promises."""
    return re.fullmatch("[A-Za-z0-9_-]{2,100}", text) is not None


def seconds(duration: str) -> float | None:
    """Seconds of an ISO 8601 duration (``PT1H2M3S``); None for a live stream's, which is 0, and for anything else."""
    parts = re.fullmatch(
        r"P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?", duration, flags=re.ASCII
    )
    if not parts:
        return None
    days, hours, minutes, rest = (int(part or 0) for part in parts.groups())
    return float(((days * 24 + hours) * 60 + minutes) * 60 + rest) or None


@dataclass(frozen=True, slots=True)
class _Art:
    title: str
    artists: tuple[str, ...]
    album: str
    year: int | None


def _art(description: str) -> _Art | None:
    """What the description of a song that YouTube put up says; None when it is worded otherwise.

    Paragraphs: who provided it; ``Title · Artist · Artist``; the album; the rights; ``Released on: 2010-02-24``.
    """
    paragraphs = [paragraph.strip() for paragraph in re.split(r"\n\s*\n", description)]
    if len(paragraphs) < 3 or not paragraphs[0].startswith(PROVIDED):  # noqa: PLR2004 - the first three of them
        return None
    shown, *artists = (part.strip() for part in paragraphs[1].split(" · "))
    if not (shown and artists):
        return None
    year = re.search(r"^Released on: (\d{4})-", description, flags=re.MULTILINE | re.ASCII)
    return _Art(shown, tuple(filter(None, artists)), paragraphs[2], int(year[1]) if year else None)


def official_first(tracks: Sequence[Track]) -> Iterator[Track]:
    """Songs that YouTube itself put up before videos, each in the order of the search."""
    yield from (track for track in tracks if track.kind == "song")
    yield from (track for track in tracks if track.kind != "song")


def _names(channel: str) -> tuple[str, ...]:
    name = channel.removesuffix(TOPIC).strip()
    return (name,) if name else ()


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    # A lone surrogate is valid JSON, but no file and no terminal takes it.
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""
