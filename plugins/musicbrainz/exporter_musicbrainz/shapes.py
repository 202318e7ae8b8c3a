"""What MusicBrainz answers, as far as it is used here. Its keys have hyphens; much of it may be null or missing.

From answers of the web service (version 2, JSON) as they are in the server's own tests and in recorded searches.
"""

from __future__ import annotations

from msgspec import Struct


class Shape(Struct, frozen=True, rename="kebab"):
    """A piece of an answer."""


class Alias(Shape, frozen=True):
    """Another name; ``primary`` is the usual one in the language ``locale``."""

    name: str
    locale: str | None = None
    primary: bool | None = None


class Artist(Shape, frozen=True):
    """An artist; ``sort_name`` is in Latin letters, family name first: ``Nakanishi, Yasushi``."""

    id: str
    name: str
    sort_name: str = ""
    aliases: tuple[Alias, ...] = ()


class Credit(Shape, frozen=True):
    """One artist as credited: ``name`` is what stands on the record."""

    name: str
    artist: Artist


class ReleaseGroup(Shape, frozen=True):
    """An album or single over all its editions; ``secondary_types`` are Live, Compilation, Soundtrack ..."""

    secondary_types: tuple[str, ...] = ()


class Text(Shape, frozen=True):
    """What a release is written in: ``jpn`` in ``Latn`` is romaji."""

    language: str | None = None
    script: str | None = None


class Track(Shape, frozen=True):
    """A recording's place on a record, under the title that it has there."""

    title: str
    recording: Recording | None = None


class Medium(Shape, frozen=True):
    """A disc. Searches say ``track`` where lookups say ``tracks``."""

    track: tuple[Track, ...] = ()
    tracks: tuple[Track, ...] = ()


class Release(Shape, frozen=True):
    """An edition. A ``Pseudo-Release`` is one whose titles somebody translated or transliterated."""

    title: str
    status: str | None = None
    date: str | None = None
    text_representation: Text | None = None
    release_group: ReleaseGroup | None = None
    media: tuple[Medium, ...] = ()


class Recording(Shape, frozen=True):
    """A recording. ``length`` is in milliseconds; ``disambiguation`` tells it from its namesakes: live, 2005-12-31."""

    id: str
    title: str
    length: int | None = None
    video: bool | None = None
    disambiguation: str | None = None
    first_release_date: str | None = None
    artist_credit: tuple[Credit, ...] = ()
    isrcs: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    releases: tuple[Release, ...] = ()


class Recordings(Shape, frozen=True):
    """Recordings that were searched for, or that have an ISRC."""

    recordings: tuple[Recording, ...]


class Browsed(Recordings, frozen=True):
    """A page of an artist's recordings, and how many there are in all."""

    recording_count: int = 0


class Artists(Shape, frozen=True):
    """Artists that were searched for."""

    artists: tuple[Artist, ...]


class Releases(Shape, frozen=True):
    """An artist's releases."""

    releases: tuple[Release, ...]
