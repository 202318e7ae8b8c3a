"""What a music file says of itself: its tags, as far as it has any."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tinytag import TinyTag, TinyTagException

ENDINGS = frozenset(TinyTag.SUPPORTED_FILE_EXTENSIONS) - {".wmv", ".m4v", ".mp4", ".ogv"}
SEVERAL = re.compile(r"\s*(?:;|\x00|\s/\s)\s*")
"""What parts several artists in one tag: ``A; B``, ``A / B``; AC/DC are one."""
YEAR = re.compile(r"\d{4}")
ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one file; empty where it has none. ``duration`` in seconds."""

    title: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""
    year: int | None = None
    duration: float | None = None
    isrc: str = ""


def tags_of(path: Path) -> Tags:
    """What is written in a file; nothing for one that cannot be read."""
    try:
        found = TinyTag.get(path)
    except (TinyTagException, OSError):
        return Tags()
    artists = [found.artist or found.albumartist or "", *found.other.get("artist", [])]
    names = (name for artist in artists for name in SEVERAL.split(artist))
    year = YEAR.match(found.year or "")
    codes = (code.replace("-", "").strip().upper() for code in found.other.get("isrc", []))
    return Tags(
        title=_clean(found.title or ""),
        artists=tuple(dict.fromkeys(filter(None, map(_clean, names)))),
        album=_clean(found.album or ""),
        year=int(year[0]) if year else None,
        duration=found.duration,
        isrc=next(filter(ISRC.fullmatch, codes), ""),
    )


def _clean(text: str) -> str:
    """Without what some programs fill fields up with."""
    return text.replace("\x00", " ").strip()
