"""M3U and M3U8: the playlists of players.

Reads ``#EXTINF:SECONDS,Artist - Title`` with attributes or without, ``#PLAYLIST``, ``#EXTART`` and ``#EXTALB``, and
what the path of a file tells where nothing else does. A written playlist holds title, artists, length in whole seconds
and album, and one address for a song. One that has no address stands in a comment, which players pass over and we read.
It cannot hold anything else; several artists are one credit, and an artist's name cannot have " - " in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath
from urllib.parse import unquote, urlsplit

from exporter import Listed, Listing, Passage, Sheet, Song
from exporter.errors import FileError, Problem
from exporter.formats.facts import as_sure
from exporter.formats.lines import one_line, split

BOM = "\ufeff"
EXTINF = re.compile(r'#EXTINF:\s*(-?[0-9]*(?:\.[0-9]+)?)((?:[^",]|"[^"]*")*)(?:,(.*))?', re.IGNORECASE)
UNLINKED = "#EXPORTER-UNLINKED:"
"""Like EXTINF, for a song that has no address. A comment to everybody else."""
STREAM = "#EXT-X-TARGETDURATION"
"""Every list of a stream's pieces has it (RFC 8216, section 4.3.3.1), and no playlist of songs."""
FROM_PATH = 0.6
NUMBERED = re.compile(r"^(?:\d{1,2}-)?\d{1,3}(?:\.| -|_| )\s*(?=\D)")
"""The number of a track before its name in a file's name."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a playlist says of an address."""

    line: int = 0
    text: str = ""
    seconds: float | None = None
    words: str = ""
    artist: str = ""
    album: str = ""


def sniff(text: str) -> float:
    """How likely this is an M3U playlist."""
    start = text[:2_000].removeprefix(BOM).lstrip()
    if start.upper().startswith("#EXTM3U"):
        return 1.0
    return 0.9 if re.search("^#EXTINF:", start, re.MULTILINE | re.IGNORECASE) else 0.0


def read(text: str, file: str) -> Listing:
    """The entries of a playlist as songs.

    Raises:
        FileError: it is the list of a stream's pieces, which names no songs.
    """
    lines = [line.strip() for line in text.removeprefix(BOM).splitlines()]
    for number, line in enumerate(lines, start=1):
        if line.upper().startswith(STREAM):
            message = "this is a list of a stream's pieces, and names no songs"
            raise FileError([Problem(file, number, 1, "", message)])
    found = tuple(_entries(lines))
    return Listing(
        songs=tuple(one for one in found if isinstance(one, Listed)),
        left=tuple(one for one in found if isinstance(one, Passage)),
        name=next((line.partition(":")[2].strip() for line in lines if line.upper().startswith("#PLAYLIST:")), ""),
    )


def _entries(lines: list[str]) -> Iterator[Listed | Passage]:
    told = Told()
    for number, line in enumerate(lines, start=1):
        if line.startswith(UNLINKED):
            yield entry(_extinf(line.replace(UNLINKED, "#EXTINF:", 1), number, Told()), "")
        elif line.startswith("#"):
            told = _comment(line, number, told)
        elif line:
            yield entry(replace(told, line=told.line or number, text=told.text or line), line)
            told = Told()


def _comment(line: str, number: int, told: Told) -> Told:
    key, _, words = line.partition(":")
    match key.upper():
        case "#EXTINF":
            return _extinf(line, number, told)
        case "#EXTART":
            return replace(told, artist=words.strip())
        case "#EXTALB":
            return replace(told, album=words.strip())
    return told


def _extinf(line: str, number: int, told: Told) -> Told:
    found = EXTINF.match(line)
    if found is None:
        return told
    length, _, words = found.groups()
    seconds = float(length) if length.strip("-.") else 0.0
    return replace(told, line=number, text=line, seconds=seconds if seconds > 0 else None, words=one_line(words or ""))


def entry(told: Told, address: str) -> Listed | Passage:
    """An address, or nothing, and what is told of it as a song; or why it is none."""
    links = (address,) if re.match("[a-z][a-z0-9+.-]+:", address, re.IGNORECASE) else ()
    if told.words:
        return as_sure(_song(told, *_credited(told)), told.line, told.text, links)
    artist, title = _from_path(address)
    if not title:
        return Passage(line=told.line, text=told.text, why="an address without a title")
    song = _song(told, told.artist or artist, title)
    return as_sure(song, told.line, told.text, links, FROM_PATH, "read from the name of the file")


def _song(told: Told, artist: str, title: str) -> Song:
    return Song(title, (artist,) if artist else (), album=told.album, duration=told.seconds)


def _credited(told: Told) -> tuple[str, str]:
    """Artist and title in the words behind a length."""
    if told.artist:
        return told.artist, told.words.removeprefix(f"{told.artist} - ")
    artist, _, title = told.words.partition(" - ")
    return (artist.strip(), title.strip()) if artist.strip() and title.strip() else split(told.words)


def _from_path(address: str) -> tuple[str, str]:
    """Artist and title in the name of a file; nothing in the address of a page."""
    parts = urlsplit(address) if "://" in address else None
    if parts and parts.scheme != "file":
        return "", ""
    path = PureWindowsPath(unquote(parts.path) if parts else address)  # which knows both kinds of slashes
    return split(one_line(NUMBERED.sub("", path.stem, count=1)))


# Writing.


def write(sheet: Sheet) -> str:
    """A sheet as an extended M3U, which is UTF-8 and wants a name that ends in .m3u8."""
    lines = ["#EXTM3U", f"#PLAYLIST:{one_line(sheet.playlist.name)}"]
    for song, tracks in zip(sheet.playlist.songs, sheet.tracks, strict=True):
        address = next((track.url for track in tracks.values() if track.url), "")
        lines += [f"#EXTALB:{one_line(song.album)}"] if song.album and address else []
        length, words = length_of(song), words_of(song)
        lines += [f"#EXTINF:{length},{words}", one_line(address)] if address else [f"{UNLINKED}{length},{words}"]
    return "\n".join([*lines, ""])


def length_of(song: Song) -> int:
    """Its length in whole seconds, -1 where nobody knows it."""
    return round(song.duration) if song.duration else -1


def words_of(song: Song) -> str:
    """Its artists as one credit, and its title."""
    return " - ".join(filter(None, [one_line(", ".join(song.artists)), one_line(song.title)]))
