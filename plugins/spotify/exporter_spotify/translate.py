"""Spotify's JSON as our types, and our words as Spotify's.

Pure and total: what cannot be used is None or left out, never an exception. Both shapes of 2026 are read: ``items``
and ``item`` first, else the older ``tracks`` and ``track`` (Web API changelog, February 2026).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from exporter import Account, Item, Query, Remote, Track
from exporter_spotify import LIMITS

OPEN = "https://open.spotify.com"
QUERY = 100
"""Characters in a search; longer ones were answered with 404 (spotipy issue 845)."""
ARTIST = 30
"""Characters of a search kept for the artist, so that the title always has room."""
LONGEST = 1_000_000_000
"""Milliseconds, twelve days; a longer duration is nonsense."""

Json = Mapping[str, object]


class Page(NamedTuple):
    """Part of a list: the rows as they came (null ones too, they hold positions), and how many there are in all."""

    rows: tuple[object, ...]
    total: int


def is_id(text: str) -> bool:
    """Whether this is a bare Spotify ID: letters and digits, 22 of them today."""
    return re.fullmatch(r"[0-9A-Za-z]{1,64}", text) is not None


def track_id(text: str) -> str | None:
    """The track's ID in what the app's share menu gives: a link (with or without a language), a URI or the ID alone."""
    found = re.fullmatch(
        r"(?:(?:https?://)?open\.spotify\.com/(?:intl-[A-Za-z-]+/)?(?:embed/)?track/|spotify:track:)?"
        r"([0-9A-Za-z]{22})/?(?:[?#].*)?",
        text.strip(),
    )
    return found[1] if found else None


def playlist_id(text: str) -> str | None:
    """The playlist's ID in what the app's share menu gives: a link, old or new, a URI or the ID alone."""
    found = re.fullmatch(
        r"(?:(?:https?://)?open\.spotify\.com/(?:intl-[A-Za-z-]+/)?(?:embed/)?(?:user/[^/?#]+/)?playlist/"
        r"|spotify:(?:user:[^:]+:)?playlist:)?([0-9A-Za-z]{22})/?(?:[?#].*)?",
        text.strip(),
    )
    return found[1] if found else None


def page(data: object) -> Page | None:
    """One page of any list, None when it is none."""
    found = _object(data)
    rows, total = found.get("items"), _count(found.get("total"))
    return Page(tuple(rows), total) if isinstance(rows, list) and total is not None else None


def hits(answer: object) -> Page | None:
    """The page of tracks in the answer to a search."""
    return page(_object(answer).get("tracks"))


def first_page(answer: object) -> Page | None:
    """The page of rows that comes with a playlist; None where Spotify shows no rows."""
    found = _object(answer)
    return page(found.get("items")) or page(found.get("tracks"))


def names_something(answer: object) -> bool:
    """Whether this is an object of Spotify's at all; one that it took away keeps its ID and loses its title."""
    return bool(_text(_object(answer).get("id")))


def track(data: object) -> Track | None:
    """A track; None for an episode, a local file, or one without an ID or a title.

    A track that Spotify put in place of another (relinking) keeps the ID that was asked for, because that is the
    one the playlist holds.
    """
    found = _object(data)
    title, own_id = _text(found.get("name")), _track_id(found)
    if not (title and own_id):
        return None
    album = _object(found.get("album"))
    return Track(
        service="spotify",
        id=own_id,
        title=title,
        artists=_artists(found),
        album=_text(album.get("name")),
        year=_year(album.get("release_date")),
        duration=_seconds(found.get("duration_ms")),
        isrc=_isrc(found),
        playable=_playable(found),
        url=f"{OPEN}/track/{own_id}",
    )


def item(row: object) -> Item:
    """A row of a playlist. Always one, because rows have positions: what Spotify hides or we cannot write has no ID."""
    wrapper = _object(row)
    found = _object(wrapper.get("item") or wrapper.get("track"))
    return Item(
        id="" if wrapper.get("is_local") else _track_id(found),
        title=_text(found.get("name")),
        artists=_artists(found),
        duration=_seconds(found.get("duration_ms")),
        isrc=_isrc(found),
        playable=_playable(found) if found else False,
    )


def remote(answer: object) -> Remote | None:
    """A playlist with the rows that came along; ``complete`` when those are all."""
    found = _object(answer)
    own_id = _text(found.get("id"))
    if not is_id(own_id):
        return None
    first = first_page(found)
    counted = _object(found.get("items")) or _object(found.get("tracks"))
    items = tuple(item(row) for row in first.rows) if first else ()
    total = _count(counted.get("total")) or 0
    return Remote(
        id=own_id,
        name=_text(found.get("name")),
        items=items,
        description=html.unescape(_text(found.get("description"))),
        version=_text(found.get("snapshot_id")),
        url=f"{OPEN}/playlist/{own_id}",
        total=total,
        complete=len(items) == total,
    )


def owner(answer: object) -> str:
    """The ID of the account that a playlist belongs to."""
    return _text(_object(_object(answer).get("owner")).get("id"))


def account(answer: object, expires: str) -> Account | None:
    """Who is logged in; None when the answer does not say."""
    found = _object(answer)
    own_id = _text(found.get("id"))
    return Account(id=own_id, name=_text(found.get("display_name")) or own_id, expires=expires) if own_id else None


def query(asked: Query) -> str:
    """A search in Spotify's words, empty when there is nothing to search for.

    Quotes and punctuation inside a field filter often find nothing (spotify/web-api issues 1041 and 1212), so that
    filters hold words only. A title of nothing but punctuation is searched as plain text.
    """
    if asked.isrc:
        return f"isrc:{re.sub('[^0-9A-Z]', '', asked.isrc.upper())}"
    artist = _cut(_words(asked.artist), ARTIST)
    room = QUERY - len('track:"" artist:""') - len(artist)
    fields = {"track": _cut(_words(asked.title), room), "artist": artist}
    if asked.title and not fields["track"]:
        return _cut(f"{asked.title} {asked.artist}", QUERY)
    return " ".join(f'{name}:"{words}"' for name, words in fields.items() if words) or _cut(asked.text, QUERY)


def description(text: str) -> str:
    """A description that Spotify takes: one line of at most 300 characters."""
    return _cut(text, LIMITS.description)


def _words(text: str) -> str:
    """``text`` without quotes and punctuation: "Don't / Stop!" is "Dont Stop"."""
    joined = re.sub("['’‘ʼ`´]", "", text)
    kept = (" " if unicodedata.category(char)[0] in "PSCZ" and char != "$" else char for char in joined)
    return " ".join("".join(kept).split())


def _cut(text: str, length: int) -> str:
    """``text`` on one line, cut between two words where there is such a place."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[: length + 1].rpartition(" ")[0] or line[:length]


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    # A lone surrogate is valid JSON, but no file and no terminal takes it.
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _track_id(found: Json) -> str:
    """The ID that the playlist or the asker knows this track by; empty when it is no catalogue track."""
    if found.get("is_local") or found.get("type", "track") != "track":
        return ""
    original = _text(_object(found.get("linked_from")).get("id"))
    shown = _text(found.get("id"))
    return original if is_id(original) else shown if is_id(shown) else ""


def _artists(found: Json) -> tuple[str, ...]:
    artists = found.get("artists")
    given = (_text(_object(artist).get("name")) for artist in artists) if isinstance(artists, list) else ()
    return tuple(name for name in given if name)


def _seconds(milliseconds: object) -> float | None:
    number = isinstance(milliseconds, int | float) and not isinstance(milliseconds, bool)
    return milliseconds / 1000 if number and 0 < milliseconds < LONGEST else None  # type: ignore[operator]  # a number


def _isrc(found: Json) -> str:
    return _text(_object(found.get("external_ids")).get("isrc")).replace("-", "").strip().upper()


def _year(release_date: object) -> int | None:
    year = re.match("[1-9][0-9]{3}", _text(release_date))
    return int(year[0]) if year else None


def _playable(found: Json) -> bool:
    """Whether nothing speaks against it: Spotify does not always say (is_playable comes only with a market)."""
    said = found.get("is_playable")
    return said if isinstance(said, bool) else not found.get("restrictions")
