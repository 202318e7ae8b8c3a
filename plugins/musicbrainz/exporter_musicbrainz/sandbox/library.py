"""What MusicBrainz knows, from the entries of a catalogue. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import NAMESPACE_URL, uuid5

from exporter.sandbox import Entry

ORIGINAL = "ja"
"""The language whose titles and names are those of the ones who made the recording."""
ROMAJI = "ja-Latn"
"""The key of a title in Latin letters, which somebody put on a pseudo-release."""
CJK = "\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3"
WORD = re.compile(f"[{CJK}]|[^\\W{CJK}]+")
"""A word of the index: each Japanese, Chinese or Korean character is one."""


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist under his own name, and other names by their language."""

    id: str
    name: str
    aliases: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def sort_name(self) -> str:
        """In Latin letters, family name first, where there is a Latin name of two words."""
        given, blank, family = self.aliases.get("en", "").partition(" ")
        return f"{family}, {given}" if blank and " " not in family else self.aliases.get("en", self.name)


@dataclass(frozen=True, slots=True)
class Release:
    """An edition. On a pseudo-release the recording is called ``track`` and not by its own title."""

    id: str
    title: str
    year: int
    track: str
    pseudo: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording; ``length`` in milliseconds, ``aliases`` are titles by language."""

    id: str
    title: str
    artists: tuple[Artist, ...]
    length: int
    isrc: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict, hash=False)
    releases: tuple[Release, ...] = ()

    @property
    def year(self) -> int:
        """The year of the first release, 0 when none is known."""
        return min((release.year for release in self.releases if release.year), default=0)


class Library:
    """All recordings and artists."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Bring together what is one recording."""
        self.recordings: dict[str, Recording] = {}
        for entry in entries:
            if entry.kind == "song":
                self._add(_recording(entry))
        self.artists = {artist.id: artist for one in self.recordings.values() for artist in one.artists}

    def _add(self, new: Recording) -> None:
        known = self.recordings.get(new.id)
        if known is None:
            self.recordings[new.id] = new
            return
        releases = {release.id: release for release in (*known.releases, *new.releases)}
        aliases = {**new.aliases, **known.aliases}
        self.recordings[new.id] = replace(known, aliases=aliases, releases=tuple(releases.values()))


def _recording(entry: Entry) -> Recording:
    title = entry.titles.get(ORIGINAL, entry.title)
    key = entry.isrc or "\0".join((title, *entry.artists, str(entry.duration_ms)))
    titles = {"en": entry.title, **entry.titles}
    return Recording(
        id=mbid("recording", key),
        title=title,
        artists=_artists(entry),
        length=entry.duration_ms,
        isrc=entry.isrc,
        aliases={language: text for language, text in titles.items() if text != title and language != ROMAJI},
        releases=tuple(_releases(entry, title, key)),
    )


def _releases(entry: Entry, title: str, key: str) -> Iterable[Release]:
    album = entry.album or title
    yield Release(mbid("release", album, *entry.artists), album, entry.year, title)
    if ROMAJI in entry.titles:
        romaji = entry.titles[ROMAJI]
        yield Release(mbid("pseudo-release", key), romaji, entry.year, romaji, pseudo=True)


def _artists(entry: Entry) -> tuple[Artist, ...]:
    own = entry.artist_names.get(ORIGINAL, entry.artists)
    latin = entry.artist_names.get("en", entry.artists)
    own, latin = (names if len(names) == len(entry.artists) else entry.artists for names in (own, latin))
    return tuple(
        Artist(mbid("artist", name), name, {"en": other} if other != name else {})
        for name, other in zip(own, latin, strict=True)
    )


def mbid(kind: str, *key: str) -> str:
    """An ID that is always the same for the same thing."""
    return str(uuid5(NAMESPACE_URL, "\0".join((kind, *key))))


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text as the index has them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple(WORD.findall(folded))
