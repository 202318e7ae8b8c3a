"""The library as MusicBrainz writes it. Pure.

A search shows an artist's aliases but not a recording's, and says ``track`` where a lookup says ``tracks``.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from exporter_musicbrainz.sandbox.library import Artist, Recording, Release

JSON = dict[str, Any]
EVERYTHING = frozenset({"artist-credits", "isrcs", "releases", "release-groups", "media", "artist-aliases"})
"""What a search shows of every recording."""


def recording(one: Recording, inc: Container[str]) -> JSON:
    """A recording as a lookup or a page of an artist's recordings shows it."""
    shown = _plain(one)
    if "artist-credits" in inc:
        shown["artist-credit"] = [_credit(artist, aliases="aliases" in inc) for artist in one.artists]
    if "aliases" in inc:
        shown["aliases"] = [_alias(text, language) for language, text in one.aliases.items()]
    if "isrcs" in inc:
        shown["isrcs"] = [one.isrc] if one.isrc else []
    if "releases" in inc:
        shown["releases"] = [_release(release, one, inc, "tracks") for release in one.releases]
    return shown


def hit(one: Recording, score: int) -> JSON:
    """A recording as a search shows it."""
    shown = {"id": one.id, "score": score, **_plain(one), "video": None}
    shown["artist-credit"] = [_credit(artist, aliases=True) for artist in one.artists]
    shown["releases"] = [_release(release, one, EVERYTHING, "track") for release in one.releases]
    if one.isrc:
        shown["isrcs"] = [one.isrc]
    return shown


def artist(one: Artist, score: int) -> JSON:
    """An artist as a search shows it."""
    return {"score": score, **_artist(one, aliases=True)}


def pseudo_release(release: Release, one: Recording) -> JSON:
    """A pseudo-release of an artist with what is on it."""
    track = {"id": release.id, "title": release.track, "length": one.length, "recording": recording(one, INNER)}
    shown = _release(release, one, frozenset(), "tracks")
    shown["media"] = [{"position": 1, "format": "CD", "track-count": 1, "tracks": [track]}]
    return shown


INNER = frozenset({"artist-credits"})


def _plain(one: Recording) -> JSON:
    shown: JSON = {"id": one.id, "title": one.title, "disambiguation": "", "video": False}
    if one.length:
        shown["length"] = one.length
    if one.year:
        shown["first-release-date"] = str(one.year)
    return shown


def _credit(one: Artist, *, aliases: bool) -> JSON:
    return {"name": one.name, "joinphrase": "", "artist": _artist(one, aliases=aliases)}


def _artist(one: Artist, *, aliases: bool) -> JSON:
    shown: JSON = {"id": one.id, "name": one.name, "sort-name": one.sort_name, "disambiguation": ""}
    if aliases and one.aliases:
        shown["aliases"] = [_alias(text, language) for language, text in one.aliases.items()]
    return shown


def _alias(text: str, language: str) -> JSON:
    return {"name": text, "sort-name": text, "locale": language, "primary": True, "type": None}


def _release(release: Release, one: Recording, inc: Container[str], tracks: str) -> JSON:
    script = "Latn" if release.pseudo else "Jpan"
    shown: JSON = {
        "id": release.id,
        "title": release.title,
        "status": "Pseudo-Release" if release.pseudo else "Official",
        "date": str(release.year or ""),
        "country": "JP",
        "text-representation": {"language": "jpn", "script": script},
    }
    if "release-groups" in inc:
        shown["release-group"] = {"id": release.id, "title": release.title, "secondary-types": []}
    if "media" in inc:
        track = {"id": release.id, "number": "1", "title": release.track, "length": one.length}
        shown["media"] = [{"position": 1, "format": "CD", "track-count": 1, "track-offset": 0, tracks: [track]}]
    return shown
