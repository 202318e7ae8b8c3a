"""JSON: everything that a playlist file says, with what was decided; and reading such, and other people's JSON.

Other documents are read by the names of their keys, which may be any that a table's columns may have: a list of
objects, or one under ``songs``, ``tracks`` or ``items``, each perhaps inside a ``track``, as services answer.
Nothing is lost on the way through this format but targets and their settings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from exporter import Listed, Listing, Passage, Sheet, Song, Track
from exporter.errors import FileError, Problem
from exporter.formats.columns import Column, column
from exporter.formats.facts import listed
from exporter.formats.loading import objects, parsed, strings, text_of

LISTS = ("songs", "tracks", "items", "track", "data", "videos", "entries")
"""Where a document keeps its songs, the likeliest first."""
INNER = ("track", "song", "item", "attributes")
"""Where a row keeps the song itself."""
DEPTH = 4
BEGINNING = re.compile(r'\{\s*"|\[\s*\{')
"""How JSON begins that holds songs, and nothing else does."""


def sniff(text: str) -> float:
    """How likely this is JSON at all."""
    start = text[:1_000].lstrip("\ufeff \t\r\n")
    return 0.9 if BEGINNING.match(start) else 0.5 if start.startswith(("{", "[]")) else 0.0


def read(text: str, file: str) -> Listing:
    """The songs in a document.

    Raises:
        FileError: it is no JSON, or no songs are found in it.
    """
    document = parsed(text, file)
    rows = _rows(document)
    if rows is None:
        example = 'write {"songs": [{"title": …, "artist": …}]}'
        raise FileError([Problem(file, 1, 1, "", "no list of songs is in it", example)])
    found = [_read(row) for row in objects(rows)]
    about = document if isinstance(document, dict) else {}
    return Listing(
        songs=tuple(one for one in found if isinstance(one, Listed)),
        left=tuple(one for one in found if isinstance(one, Passage)),
        name=text_of(about.get("name")) or text_of(about.get("title")),
        description=text_of(about.get("description")),
    )


def _rows(value: object, depth: int = DEPTH) -> list[Any] | None:
    """The list of songs in a document."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and depth:
        for key in LISTS:
            if (found := _rows(value.get(key), depth - 1)) is not None:
                return found
    return None


def _read(row: Mapping[str, Any]) -> Listed | Passage | None:
    inner = next((row[key] for key in INNER if isinstance(row.get(key), dict)), row)
    shown = json.dumps(inner, ensure_ascii=False)
    found = listed(_cells(inner), 0, shown)
    if not isinstance(found, Listed):
        return found
    return _whole(found, inner)


def _whole(found: Listed, row: Mapping[str, Any]) -> Listed:
    """A listed song with what only objects and lists of a document can say, names whole."""
    song = found.song
    artists = _named(row.get("artists")) or _named(row.get("artist")) or song.artists
    whole = replace(
        song,
        artists=artists,
        aka=_named(row.get("aka")) or song.aka,
        artist_aka=_named(row.get("artist_aka")) or song.artist_aka,
        album=next(iter(_named(row.get("album"))), song.album),
        isrc=song.isrc or _isrc(row),
        ids=_ids(row) or song.ids,
        skip=strings(row.get("skip")),
        not_=_refused(row.get("not")),
    )
    doubts, sure = (found.doubts, found.sure) if not artists or song.artists else ((), 1.0)
    return Listed(song=whole, text=whole.label, sure=sure, doubts=doubts, links=(*found.links, *_urls(row)))


def _cells(row: Mapping[str, Any]) -> Iterator[tuple[Column, str]]:
    for key, value in row.items():
        known = column(key)
        if known and not isinstance(value, dict | list):
            yield known, text_of(value)


def _named(value: object) -> tuple[str, ...]:
    """Names that stand there as texts, or as objects with a name."""
    many = value if isinstance(value, list) else [value]
    found = (one.get("name", one.get("title")) if isinstance(one, dict) else one for one in many)
    return tuple(filter(None, map(text_of, found)))


def _isrc(row: Mapping[str, Any]) -> str:
    outside = row.get("external_ids")
    return text_of(outside.get("isrc")) if isinstance(outside, dict) else ""


def _ids(row: Mapping[str, Any]) -> dict[str, str]:
    """Pins, and over them the IDs of the tracks that were decided."""
    pins, tracks = row.get("ids"), row.get("tracks")
    found = {str(name): text_of(one) for name, one in pins.items()} if isinstance(pins, dict) else {}
    if isinstance(tracks, dict):
        found |= {str(name): text_of(one.get("id")) for name, one in tracks.items() if isinstance(one, dict)}
    return {name: one for name, one in found.items() if one}


def _refused(value: object) -> dict[str, tuple[str, ...]]:
    return {str(name): strings(many) for name, many in value.items()} if isinstance(value, dict) else {}


def _urls(row: Mapping[str, Any]) -> Iterator[str]:
    tracks = row.get("tracks")
    for one in tracks.values() if isinstance(tracks, dict) else ():
        if isinstance(one, dict) and one.get("url"):
            yield text_of(one["url"])


# Writing.


def write(sheet: Sheet) -> str:
    """A sheet as JSON."""
    playlist = sheet.playlist
    document = {
        "name": playlist.name,
        "description": playlist.description,
        "homes": dict(sheet.homes),
        "songs": [_song(song, tracks) for song, tracks in zip(playlist.songs, sheet.tracks, strict=True)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _song(song: Song, tracks: Mapping[str, Track]) -> dict[str, object]:
    fields: dict[str, object] = {
        "title": song.title,
        "artists": list(song.artists),
        "aka": list(song.aka),
        "artist_aka": list(song.artist_aka),
        "from": song.from_,
        "album": song.album,
        "year": song.year,
        "duration": song.duration,
        "isrc": song.isrc,
        "mbid": song.mbid,
        "version": song.version,
        "ids": dict(song.ids),
        "not": {name: list(many) for name, many in song.not_.items()},
        "skip": list(song.skip),
        "note": song.note,
        "tracks": {name: _track(track) for name, track in tracks.items()},
    }
    return {key: value for key, value in fields.items() if value or key in {"title", "artists"}}


def _track(track: Track) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": track.id,
        "url": track.url,
        "title": track.title,
        "artists": list(track.artists),
        "duration": track.duration,
        "isrc": track.isrc,
    }
    return {key: value for key, value in fields.items() if value}
