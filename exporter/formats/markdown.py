"""Markdown: a page for people, with links to what was decided. Written only; pages are read as articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from exporter import Sheet, Song, Track

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
WEB = re.compile(r"https?://[^\s<>()]+")


def write(sheet: Sheet) -> str:
    """A sheet as a page: a heading, the description, and a numbered line for each song."""
    playlist = sheet.playlist
    rows = zip(playlist.songs, sheet.tracks, strict=True)
    songs = [f"{number}. {_song(song, tracks)}" for number, (song, tracks) in enumerate(rows, start=1)]
    homes = " · ".join(f"[{_plain(name)}]({url})" for name, url in sheet.homes.items() if WEB.fullmatch(url))
    parts = [f"# {_plain(playlist.name)}", _plain(playlist.description), homes, "\n".join(songs)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _song(song: Song, tracks: Mapping[str, Track]) -> str:
    credit = f" – {_plain(', '.join(song.artists))}" if song.artists else ""
    version = f" ({_plain(song.version)})" if song.version and song.version not in song.title else ""
    source = f" · *{_plain(song.from_)}*" if song.from_ else ""
    return f"**{_plain(song.title)}**{version}{credit}{source}{''.join(_links(tracks))}"


def _links(tracks: Mapping[str, Track]) -> Iterator[str]:
    for service, track in tracks.items():
        if WEB.fullmatch(track.url):
            yield f" · [{_plain(service)}]({track.url})"


def _plain(text: str) -> str:
    """Text on one line that means nothing to Markdown."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
