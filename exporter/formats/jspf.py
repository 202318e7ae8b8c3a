"""JSPF: XSPF's model as JSON, with MusicBrainz' extension both ways (xspf.org/jspf; wiki.musicbrainz.org/jspf).

Reads what ListenBrainz and others write, old forms too: identifiers and locations as a text or a list, extensions as an
object or a list. A written playlist holds everything of a song but refused tracks, left-out services and the note; what
JSPF has no field for stands in the extension's ``additional_metadata``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exporter import Listed, Listing, Passage, Sheet, Song, Track
from exporter.formats.facts import as_sure, seconds
from exporter.formats.loading import load, objects, strings, text_of

PLAYLIST = "https://musicbrainz.org/doc/jspf#playlist"
TRACK = "https://musicbrainz.org/doc/jspf#track"
MILLISECOND = 0.001
"""The unit of a duration, here and in XSPF."""
RECORDING = "https://musicbrainz.org/recording/"
MBID = re.compile(r"musicbrainz\.org/recording/([0-9a-f-]{36})", re.IGNORECASE)
ISRC = re.compile(r"(?:urn:isrc:|isrc:|musicbrainz\.org/isrc/)([A-Z0-9-]{12,15})", re.IGNORECASE)


def sniff(text: str) -> float:
    """How likely this is a JSPF playlist."""
    start = text[:4_000].lstrip("\ufeff \t\r\n")
    if not start.startswith("{"):
        return 0.0
    return 0.95 if re.match(r'\{\s*"playlist"\s*:\s*\{', start) else 0.0


def read(text: str, file: str) -> Listing:
    """The tracks of a playlist as songs.

    Raises:
        FileError: it is no JSON, or there is no ``playlist`` in it.
    """
    playlist = load(text, file, "playlist", 'a JSPF is like {"playlist": {"title": …, "track": […]}}')
    found = [_read(track, number) for number, track in enumerate(objects(playlist.get("track")), start=1)]
    return Listing(
        songs=tuple(one for one in found if isinstance(one, Listed)),
        left=tuple(one for one in found if isinstance(one, Passage)),
        name=text_of(playlist.get("title")),
        description=text_of(playlist.get("annotation")),
    )


def _read(track: Mapping[str, Any], number: int) -> Listed | Passage:
    title, creator = text_of(track.get("title")), text_of(track.get("creator"))
    shown = " - ".join(filter(None, [creator, title])) or f"track {number}"
    if not title:
        return Passage(line=0, text=shown, why="no title")
    addresses = (*strings(track.get("identifier")), *strings(track.get("location")))
    more = _more(track)
    artists = strings(more.get("artists")) or ((creator,) if creator else ())
    song = Song(
        title,
        artists,
        aka=strings(more.get("aka")),
        artist_aka=strings(more.get("artist_aka")),
        from_=text_of(more.get("from")),
        album=text_of(track.get("album")),
        year=year if isinstance(year := more.get("year"), int) else None,
        duration=seconds(text_of(track.get("duration")), MILLISECOND),
        isrc=text_of(more.get("isrc")) or first(ISRC, (*addresses, *_meta(track))),
        mbid=first(MBID, addresses).lower(),
        version=text_of(more.get("version")),
        ids=_ids(more.get("ids")),
    )
    links = tuple(one for one in addresses if not (MBID.search(one) or ISRC.search(one)))
    return as_sure(song, 0, shown, links)


def _more(track: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the extension adds to a track."""
    extension = track.get("extension")
    for part in objects(extension.get(TRACK)) if isinstance(extension, dict) else ():
        more = part.get("additional_metadata")
        if isinstance(more, dict):
            return more
    return {}


def _meta(track: Mapping[str, Any]) -> Iterator[str]:
    """What stands in meta elements, each behind its name, as an address would."""
    for pair in objects(track.get("meta")):
        for name, value in pair.items():
            yield f"{'isrc:' if name.casefold().endswith('isrc') else ''}{value}"


def first(pattern: re.Pattern[str], texts: Sequence[str]) -> str:
    """What a pattern finds in the first text that has it."""
    return next((found[1] for text in texts if (found := pattern.search(text))), "")


def _ids(given: object) -> dict[str, str]:
    return {str(name): text_of(one) for name, one in given.items() if one} if isinstance(given, dict) else {}


# Writing.


def write(sheet: Sheet) -> str:
    """A sheet as JSPF. It is public where one of the playlist's targets is."""
    playlist = sheet.playlist
    public = any(settings.public for settings in playlist.targets.values())
    document = {
        "title": playlist.name,
        "annotation": playlist.description,
        "info": next(iter(sheet.homes.values()), ""),
        "extension": {PLAYLIST: {"public": public}},
        "track": [_track(song, tracks) for song, tracks in zip(playlist.songs, sheet.tracks, strict=True)],
    }
    whole = {key: value for key, value in document.items() if value or key in {"title", "track"}}
    return json.dumps({"playlist": whole}, ensure_ascii=False, indent=2) + "\n"


def _track(song: Song, tracks: Mapping[str, Track]) -> dict[str, object]:
    more = {
        "artists": list(song.artists) if len(song.artists) > 1 else [],
        "aka": list(song.aka),
        "artist_aka": list(song.artist_aka),
        "from": song.from_,
        "year": song.year,
        "isrc": song.isrc,
        "version": song.version,
        "ids": {name: track.id for name, track in tracks.items()},
    }
    known = {key: value for key, value in more.items() if value}
    fields: dict[str, object] = {
        "title": song.title,
        "creator": ", ".join(song.artists),
        "album": song.album,
        "duration": round(song.duration * 1000) if song.duration else None,
        "identifier": [f"{RECORDING}{song.mbid}"] if song.mbid else [],
        "location": [track.url for track in tracks.values() if track.url],
        "extension": {TRACK: {"additional_metadata": known}} if known else {},
    }
    return {key: value for key, value in fields.items() if value or key == "title"}
