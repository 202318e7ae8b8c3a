"""A small format that keeps its promises, and what breaks each of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from exporter.errors import FileError, Problem
from exporter.exchange import Format, Listed, Listing, Sheet
from exporter.model import Song


def read(text: str, source: str) -> Listing:
    """One song a line, as a JSON list of title and artists; the first line is the name."""
    head, *lines = text.split("\n")
    try:
        return Listing(songs=tuple(_song(line, number) for number, line in enumerate(lines, 2)), name=json.loads(head))
    except (ValueError, TypeError) as error:
        raise FileError([Problem(source, 1, 1, "", f"is not ours: {error}")]) from error


def _song(line: str, number: int) -> Listed:
    title, *artists = json.loads(line)
    if not (isinstance(title, str) and title.strip() and all(isinstance(artist, str) for artist in artists)):
        raise ValueError(line)
    return Listed(song=Song(title, tuple(artists)), line=number, text=line)


def write(sheet: Sheet) -> str:
    songs = (json.dumps([song.title, *song.artists]) for song in sheet.playlist.songs)
    return "\n".join([json.dumps(sheet.playlist.name), *songs])


def sniff(text: str) -> float:
    return 0.9 if text.startswith('"') else 0.0


RIGHT = Format(name="lines", label="Lines of JSON", endings=(".lines",), read=read, write=write, sniff=sniff)


@dataclass(frozen=True)
class Wrong:
    format: Format
    seen: str


def _reading(change: Callable[[Listing], Listing]) -> Format:
    return replace(RIGHT, read=lambda text, source: change(read(text, source)))


def _forward(listing: Listing) -> Listing:
    return replace(listing, songs=tuple(dict.fromkeys(listing.songs[::-1])))


def _worn(listing: Listing) -> Listing:
    """A title loses its last letter each time it is read."""
    return replace(listing, songs=tuple(replace(one, song=_shorter(one.song)) for one in listing.songs))


def _shorter(song: Song) -> Song:
    return replace(song, title=song.title[:-1] or "-")


def _halved(sheet: Sheet) -> str:
    """A title is written up to its first line break, and what is behind it as another song."""
    songs = []
    for song in sheet.playlist.songs:
        songs += [replace(song, title=part) for part in song.title.splitlines() if part.strip()]
    return write(replace(sheet, playlist=replace(sheet.playlist, songs=tuple(songs))))


def _trusting(text: str, _source: str) -> Listing:
    return Listing(songs=tuple(_song(line, number) for number, line in enumerate(text.split("\n")[1:], 2)))


def _slow(text: str, source: str) -> Listing:
    until = time.thread_time() + (2.1 if len(text) > 100_000 else 0)
    while time.thread_time() < until:
        pass
    return read(text, source)


def _doubtful(listing: Listing) -> Listing:
    return replace(listing, songs=tuple(replace(one, sure=0.5) for one in listing.songs))


WRONG = {
    "format-registered": Wrong(replace(RIGHT, endings=("lines",)), "the endings are ('lines',)"),
    "format-written-is-read": Wrong(_reading(_forward), "what was read (title, artists) was ["),
    "format-settles": Wrong(_reading(_worn), "a song, read for the second time, was Song(title='君の知らない', "),
    "format-hostile": Wrong(replace(RIGHT, write=_halved), "was 6, and should have been 3"),
    "format-reads-anything": Wrong(replace(RIGHT, read=_trusting), " was raised"),
    "format-listing": Wrong(_reading(_doubtful), "a song was read with 0.50 and no word why"),
    "format-quick": Wrong(replace(RIGHT, read=_slow), "200,000 characters 'aaaaaaaaaaaa'... took 2."),
    "format-sniff": Wrong(replace(RIGHT, sniff=len), "sniff() gave "),
}
