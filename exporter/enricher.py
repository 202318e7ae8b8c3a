"""What a source of facts about songs promises, such as an encyclopedia of music.

An enricher comes from a plugin (the hook ``exporter_enrichers``). It proposes; a person, or a threshold that a person
set, decides what gets into the playlist file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from exporter.backend import ServiceInfo
from exporter.model import Song

if TYPE_CHECKING:
    from exporter.session import Connection


SURE_ENOUGH = 0.9
"""From which confidence on facts are taken unasked: the same title by the same artist, without any other fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known elsewhere of one recording that may be the song.

    Fields as in :class:`exporter.model.Song`; what is empty is not known. ``title`` and ``artists`` are as they are
    spelled by those who made the recording, ``aka`` and ``artist_aka`` other spellings (romaji, translations).
    ``confidence`` in [0, 1] says how likely it is the recording that the song means, ``words`` why, for a person;
    ``url`` is where that person can look.
    """

    title: str = ""
    artists: tuple[str, ...] = ()
    aka: tuple[str, ...] = ()
    artist_aka: tuple[str, ...] = ()
    album: str = ""
    year: int | None = None
    duration: float | None = None
    isrc: str = ""
    mbid: str = ""
    confidence: float = 0.0
    words: str = ""
    url: str = ""


class Enricher(Protocol):
    """One source of facts, ready to be asked."""

    def facts(self, song: Song) -> Sequence[Facts]:
        """Recordings that may be the song, likeliest first.

        Empty means that the source answered and knows none; could not ask is one of :mod:`exporter.errors`.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class EnricherInfo(ServiceInfo):
    """An enricher as its plugin registers it; ``connect`` makes it ready."""

    connect: Callable[[Connection], Enricher]
