"""Words searches in Lucene's language, as MusicBrainz reads it. Pure.

Fields: ``metabrainz/sir``, sir/schema. ``recording`` holds titles and ``alias`` other titles of recordings; the names
of artists are in ``artist`` (the whole credit), ``artistname`` and ``creditname``, never their aliases: those are
found in the index of artists alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from exporter import Song

SPECIAL = re.compile(r'[+\-&|!(){}\[\]^"~*?:\\/]')
"""Signs that mean something to Lucene's classic query parser; its operators are words in capitals."""
LONGEST = 200
"""Letters of a title or name that are searched for: addresses have an end."""
TITLES = 6
"""Titles and names that one question is about."""


def phrase(text: str) -> str:
    """Text to be found as it stands. In quotes even ``AND`` is a word; half a surrogate pair is none in an address."""
    plain = " ".join(text.encode("utf-8", "replace").decode().split())[:LONGEST]
    return '"' + SPECIAL.sub(r"\\\g<0>", plain) + '"'


def either(fields: Iterable[str], texts: Iterable[str]) -> str:
    """One of the texts in one of the fields."""
    wanted = list(dict.fromkeys(filter(None, (text.strip() for text in texts))))[:TITLES]
    fields = tuple(fields)
    return "(" + " OR ".join(f"{field}:{phrase(text)}" for text in wanted for field in fields) + ")"


def by_names(song: Song) -> str:
    """The song by its titles and its artists, as they are written in the file."""
    titles = either(("recording", "alias"), (song.title, *song.aka))
    people = (*song.artists, *song.artist_aka)
    return f"{titles} AND {either(('artist', 'artistname', 'creditname'), people)}" if people else titles


def artist(name: str) -> str:
    """An artist by any name."""
    return either(("artist", "alias", "sortname"), [name])


def by_artists(song: Song, artists: Iterable[str]) -> str:
    """The song by its titles among the recordings of artists, given by their IDs."""
    titles = either(("recording", "alias"), (song.title, *song.aka))
    return f"{titles} AND ({' OR '.join(f'arid:{arid}' for arid in artists)})"
