"""Words the questions for a service's search: few, cheapest first, none of them empty. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from exporter.backend import Feature
from exporter.matching.text import fold
from exporter.model import Query, Song

MOST = 4
"""Questions for one song at most: each is a request, and services count them."""


def queries(song: Song, features: Collection[Feature]) -> tuple[Query, ...]:
    """What to ask, in the order to ask it; whoever asks stops at the first clear answer.

    The recording's code where the service finds one, then the title as its author wrote it, then other spellings
    as plain text. A song without an artist is asked for together with the show it is from.
    """
    asked = dict.fromkeys(query for query in _wordings(song, features) if _says_something(query))
    return tuple(islice(asked, MOST))


def _wordings(song: Song, features: Collection[Feature]) -> Iterator[Query]:
    if Feature.ISRC_SEARCH in features:
        yield Query(isrc=song.isrc)
    artist = next(iter(song.artists), "")
    if song.version:
        yield _text(song.title, song.version, artist or song.from_)
    elif artist:
        yield Query(title=song.title, artist=artist)
    yield _text(song.title, next(iter(song.artist_aka), "") or artist or song.from_)
    for other in song.aka:
        yield _text(other, artist or song.from_, song.version)


def _text(*words: str) -> Query:
    return Query(text=" ".join(word.strip() for word in words if word.strip()))


def _says_something(query: Query) -> bool:
    return bool(query.isrc or fold(query.title) or fold(query.text))
