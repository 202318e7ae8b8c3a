"""PLS: the playlists of Winamp and of radio stations, ``File1=``, ``Title1=`` and ``Length1=`` below ``[playlist]``.

A written playlist holds title, artists, length in whole seconds, and one address for a song; a song that has no address
has no ``File``, and players pass it over. The name stands where Totem puts it. It cannot hold anything else; several
artists are one credit, and an artist's name cannot have " - " in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from exporter import Listed, Listing, Passage, Sheet
from exporter.formats.facts import NUMBER
from exporter.formats.lines import one_line
from exporter.formats.m3u import Told, entry, length_of, words_of

BEGINNING = re.compile(r"\ufeff?\s*\[playlist\]\s*$", re.IGNORECASE | re.MULTILINE)
KEY = re.compile(r"(file|title|length)([0-9]{1,9})\s*=(.*)", re.IGNORECASE)
NAME = re.compile(r"x-gnome-title\s*=(.*)", re.IGNORECASE)


def sniff(text: str) -> float:
    """How likely this is a PLS playlist."""
    return 1.0 if BEGINNING.match(text) else 0.0


def read(text: str, file: str) -> Listing:  # noqa: ARG001 - what makes no sense is passed over
    """The entries of a playlist as songs, in the order of their numbers."""
    lines = [line.strip() for line in text.splitlines()]
    found = [entry(told, address) for told, address in _entries(lines)]
    return Listing(
        songs=tuple(one for one in found if isinstance(one, Listed)),
        left=tuple(one for one in found if isinstance(one, Passage)),
        name=next((one_line(named[1]) for line in lines if (named := NAME.fullmatch(line))), ""),
    )


def _entries(lines: list[str]) -> Iterator[tuple[Told, str]]:
    """What is told of each address, and the address."""
    told: dict[int, tuple[Told, str]] = {}
    for number, line in enumerate(lines, start=1):
        if found := KEY.fullmatch(line):
            before, address = told.get(place := int(found[2]), (Told(number, line), ""))
            told[place] = _with(before, address, found[1].lower(), found[3].strip())
    return (told[place] for place in sorted(told))


def _with(told: Told, address: str, key: str, value: str) -> tuple[Told, str]:
    if key == "file":
        return told, value
    if key == "title":
        return replace(told, words=one_line(value), text=value), address
    seconds = float(value) if NUMBER.fullmatch(value) else 0.0
    return replace(told, seconds=seconds or None), address


def write(sheet: Sheet) -> str:
    """A sheet as PLS, version 2, in UTF-8."""
    lines = ["[playlist]", f"X-GNOME-Title={one_line(sheet.playlist.name)}"]
    rows = zip(sheet.playlist.songs, sheet.tracks, strict=True)
    for number, (song, tracks) in enumerate(rows, start=1):
        address = next((track.url for track in tracks.values() if track.url), "")
        lines += [f"File{number}={one_line(address)}"] if address else []
        lines += [f"Title{number}={words_of(song)}", f"Length{number}={length_of(song)}"]
    return "\n".join([*lines, f"NumberOfEntries={len(sheet.tracks)}", "Version=2", ""])
