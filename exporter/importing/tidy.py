"""What a source says of a song, made fit for a playlist file: no word that could not stand there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from exporter.backend import BackendInfo
from exporter.exchange import Listed, Listing, Passage
from exporter.files.playlist import DURATION, ID, ISRC, MBID, SERVICE, YEAR
from exporter.files.shapes import Formal
from exporter.files.writing import clock
from exporter.files.yaml_text import FORBIDDEN
from exporter.importing.encodings import BROKEN
from exporter.model import Song

DAY = 86_400
GARBLED = 0.4
"""How sure a song is at most whose letters may be others: it is not taken unasked."""
PLAIN_ID = re.compile("[A-Za-z0-9._~=+@-]+")
"""What may be an ID, of a service that nobody here knows, too; an address is none."""


def tidied(listing: Listing, infos: Sequence[BackendInfo]) -> Listing:
    """A listing whose songs a playlist file can hold, with pins for the backends that know a song's links and IDs."""
    found = [_tidied(one, infos) for one in listing.songs]
    return Listing(
        songs=tuple(one for one in found if isinstance(one, Listed)),
        name=line(listing.name),
        description=_paragraph(listing.description),
        left=(*listing.left, *(one for one in found if isinstance(one, Passage))),
    )


def _tidied(one: Listed, infos: Sequence[BackendInfo]) -> Listed | Passage:
    title = line(one.song.title)
    if not any(letter.isprintable() and letter != " " for letter in title):
        return Passage(line=one.line, text=one.text, why="no title")
    song, doubts = _facts(one.song)
    whole = replace(
        song,
        title=title,
        artists=lines(song.artists),
        aka=tuple(name for name in lines(song.aka) if name != title),
        artist_aka=lines(song.artist_aka),
        from_=line(song.from_),
        album=line(song.album),
        version=line(song.version),
        note=_paragraph(song.note),
        ids=pins(song.ids.items(), one.links, infos),
        not_=_refused(song),
        skip=tuple(name for name in song.skip if _follows(SERVICE, name)),
    )
    return replace(one, song=whole, text=line(one.text), doubts=(*one.doubts, *doubts))


def garbled(listing: Listing, encoding: str, *, doubtful: bool) -> Listing:
    """A listing that is unsure of what may be garbled: broken letters, and in a doubtful encoding all outside of ASCII.

    ASCII is the same in every encoding that is guessed.
    """
    return replace(listing, songs=tuple(_garbled(one, encoding, doubtful=doubtful) for one in listing.songs))


def _garbled(one: Listed, encoding: str, *, doubtful: bool) -> Listed:
    words = f"{one.song.label} {one.text}"
    if not BROKEN.search(words) and (words.isascii() or not doubtful):
        return one
    return replace(one, sure=min(one.sure, GARBLED), doubts=(*one.doubts, f"may be garbled, read as {encoding}"))


def _refused(song: Song) -> dict[str, tuple[str, ...]]:
    given = {name: tuple(filter(_is_id, tracks)) for name, tracks in song.not_.items() if _follows(SERVICE, name)}
    return {name: tracks for name, tracks in given.items() if tracks}


def line(text: str) -> str:
    """A text on one line, without what cannot stand in a file."""
    return " ".join(FORBIDDEN.sub(" ", text).split())


def lines(texts: Iterable[str]) -> tuple[str, ...]:
    """Names, each on one line and once."""
    return tuple(dict.fromkeys(filter(None, map(line, texts))))


def _paragraph(text: str) -> str:
    return "\n".join(map(line, text.splitlines())).strip()


def _facts(song: Song) -> tuple[Song, tuple[str, ...]]:
    """A song without the codes and numbers that are wrong, and words about those."""
    isrc, mbid = _code(ISRC, song.isrc), _code(MBID, song.mbid)
    year = song.year if song.year and _follows(YEAR, str(song.year)) else None
    whole = float(round(song.duration)) if song.duration and 0 < song.duration < DAY else 0.0
    duration = whole if whole and _follows(DURATION, clock(whole)) else None
    kept = replace(song, isrc=isrc, mbid=mbid, year=year, duration=duration)
    return kept, tuple(_doubts(song, kept))


def _doubts(given: Song, kept: Song) -> Iterator[str]:
    if given.isrc and not kept.isrc:
        yield f"without its ISRC, which is none: {line(given.isrc)[:30]}"
    if given.mbid and not kept.mbid:
        yield f"without its MusicBrainz ID, which is none: {line(given.mbid)[:40]}"


def _code(shape: Formal, text: str) -> str:
    code = text.strip()
    return str(shape.convert(code)) if _follows(shape, code) else ""


def _follows(shape: Formal, text: str) -> bool:
    return re.fullmatch(shape.pattern, text) is not None


def _is_id(text: str) -> bool:
    return _follows(ID, text) and PLAIN_ID.fullmatch(text) is not None


def pins(ids: Iterable[tuple[str, str]], links: Iterable[str], infos: Sequence[BackendInfo]) -> dict[str, str]:
    """The tracks that a source names, by backend: its IDs first, then its links.

    A service may be named as its backend, or as people call it. What the backend does not take for a track is left
    out; of services that no backend is installed for only what looks like an ID is kept.
    """
    found: dict[str, str] = {}
    for service, given in ids:
        info = _backend(service, infos)
        track = info.track_id(given) if info else given
        name = info.name if info else service
        if track and _is_id(track) and _follows(SERVICE, name):
            found.setdefault(name, track)
    for link in links:
        for info in infos:
            track = info.track_id(link)
            if track and track != link.strip() and _is_id(track):
                found.setdefault(info.name, track)
    return found


def _backend(service: str, infos: Sequence[BackendInfo]) -> BackendInfo | None:
    """The backend of a service that is called so: ``youtube`` is how people call YouTube Music."""
    key = _key(service)
    by_name = (info for info in infos if _key(info.name) == key)
    by_label = (info for info in infos if f"{_key(info.label)} ".startswith(f"{key} "))
    return next(by_name, None) or next(by_label, None)


def _key(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())
