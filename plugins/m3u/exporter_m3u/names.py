"""What the name of a music file says, and the name of a file for a text. Pure.

Names that people and programs give: ``Artist - Title``, ``01 Title``, ``01 - Artist - Title``, ``1-02. Title``, in
folders like ``Artist/Album``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from unicodedata import normalize

NUMBER = re.compile(r"(?:\d{1,2}-)?\d{1,3}(?:\s*[.\-_–]\s*|\s+)(?=\S)")
"""A track's number, perhaps behind that of its disc, and what parts it from the rest."""
CERTAIN = re.compile(r"0\d|\d{1,3}(?:\.|\s+[-–]\s)|\d{1,2}-\d{2}")
"""A number that belongs to no title: "01 Title", "7. Title", "12 - Title", "1-02 Title"; not "99 Luftballons"."""
DASH = re.compile(r"\s+[-–—]\s+")

FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
"""What no file's name may hold on one of the usual systems."""
EDGES = re.compile(r"^[\s.]+|[\s.]+$")
"""Blanks and dots, which some systems drop or hide at either end."""
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
LONGEST = 150
"""Bytes of a file's name at most, without its ending; 255 is what systems take."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's path says of its song; empty where it says nothing."""

    title: str
    artist: str = ""
    album: str = ""


def named(path: PurePosixPath, *, numbered: bool = False) -> Named:
    """What the path says, seen from the music folder; ``numbered`` says that the names beside it begin with numbers."""
    stem = path.stem if " " in path.stem else path.stem.replace("_", " ")
    if CERTAIN.match(stem) or numbered:
        stem = NUMBER.sub("", stem, count=1)
    artist, title = _parted(stem.strip())
    folders = path.parts[:-1]
    album = folders[-1] if len(folders) > 1 else ""
    return Named(title, artist or (folders[-2] if album else "".join(folders[-1:])), album)


def is_numbered(names: list[str]) -> bool:
    """Whether the files of a folder are the tracks of an album: most of several names begin with a number."""
    return len(names) > 1 and sum(bool(NUMBER.match(name)) for name in names) * 2 > len(names)


def file_name(text: str) -> str:
    """The name of a file for something that is called so, without an ending: one that every usual system takes."""
    encodable = normalize("NFC", text).encode("utf-8", "replace").decode()
    stem = EDGES.sub("", FORBIDDEN.sub("_", encodable)) or "_"
    stem = f"_{stem}" if RESERVED.fullmatch(stem) else stem
    return EDGES.sub("", stem.encode()[:LONGEST].decode("utf-8", "ignore"))


def _parted(stem: str) -> tuple[str, str]:
    artist, *rest = DASH.split(stem, maxsplit=1)
    return (artist, rest[0]) if rest else ("", stem)
