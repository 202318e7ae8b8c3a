"""The text of the format: a head line, then one song a line, title and artists parted by tabs. Pure."""

from __future__ import annotations

from exporter import Listed, Listing, Passage, Sheet, Song
from exporter.errors import FileError, Problem

HEAD = "#mine"


def sniff(text: str) -> float:
    """How likely a text is of this format: its head line gives it away."""
    return 1.0 if text.removeprefix("\ufeff").startswith(f"{HEAD}\t") else 0.0


def read(text: str, source: str) -> Listing:
    """The playlist in a text.

    Raises:
        FileError: it is not of this format.
    """
    if not sniff(text):
        raise FileError([Problem(source, 1, 1, "", f"the first line does not begin with {HEAD}", "")])
    head, *lines = text.removeprefix("\ufeff").split("\n")
    songs, left = [], []
    for number, line in enumerate(lines, start=2):
        title, *artists = (part.strip() for part in line.split("\t"))
        if title:
            songs.append(Listed(song=Song(title, tuple(filter(None, artists))), line=number, text=line))
        elif line.strip():
            left.append(Passage(line=number, text=line, why="there is no title"))
    return Listing(songs=tuple(songs), name=head.partition("\t")[2].strip(), left=tuple(left))


def write(sheet: Sheet) -> str:
    """The text of a playlist."""
    head = f"{HEAD}\t{_one_line(sheet.playlist.name)}"
    songs = ("\t".join(map(_one_line, (song.title, *song.artists))) for song in sheet.playlist.songs)
    return "".join(f"{line}\n" for line in (head, *songs))


def _one_line(text: str) -> str:
    """A text without what parts fields and lines."""
    return " ".join(text.split())
