"""Playlists from anywhere and to anywhere: what a playlist format reads and writes.

A format comes from a plugin (the hook ``exporter_formats``). It reads text into a :class:`Listing`, writes a
:class:`Sheet` as text, or both. It touches no file: encodings, files and screens are the core's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from exporter.model import Playlist, Song, Track

TAKEN = 0.5
"""How sure a reader has to be of a song for it to be imported without anybody being asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One song as a source has it.

    ``line`` is where it stands (from 1; 0 where a source has no lines), ``text`` what stands there. ``sure`` in [0, 1]
    says how likely this is a song, read rightly; ``doubts`` say in words for a person what keeps it below 1.

    ``links`` are addresses of the song that the source gives. The core makes pins of those that a backend knows, as it
    does of ``song.ids``, whose services and IDs may be named as the source names them.
    """

    song: Song
    line: int = 0
    text: str = ""
    sure: float = 1.0
    doubts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether it is imported unless somebody says otherwise."""
        return self.sure >= TAKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of a source that could have been a song and was not read as one; ``why`` in words for a person."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A playlist as a source has it: its songs in order, duplicates kept, and what was left out."""

    songs: tuple[Listed, ...]
    name: str = ""
    description: str = ""
    left: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A playlist with what was decided for it.

    ``tracks`` holds for each song, in order, the track that was decided on each backend where one was; ``homes`` the
    address of the pushed playlist by target, where it is known.
    """

    playlist: Playlist
    tracks: tuple[Mapping[str, Track], ...]
    homes: Mapping[str, str] = field(default_factory=dict)


def never(_text: str) -> float:
    """A format that no text gives away: it is read where its name or the ending of a file asks for it."""
    return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A playlist format as its plugin registers it.

    ``name`` is what ``--as`` and ``--from`` take; ``endings`` are those of its files, the usual one first, with their
    dots. ``read`` gets a text and the name of its source, for problems; it raises FileError for a text that is not of
    this format. ``write`` gives the text of a sheet; what it reads of that again is what it can hold. ``sniff`` tells
    how likely a text is of this format, in [0, 1], by a look at its beginning; the likeliest one reads it.
    """

    name: str
    label: str
    endings: tuple[str, ...] = ()
    read: Callable[[str, str], Listing] | None = None
    write: Callable[[Sheet], str] | None = None
    sniff: Callable[[str], float] = never
