"""Words the questions for a service's search: few, cheapest first, none of them empty. Pure.

One question in plain words finds most songs and, as services rank what fits title and artist first, also tells that
a song is not there: when it finds the title by others only, asking again in other words finds nothing better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice

from exporter.backend import Feature
from exporter.matching.rules import OTHER_TITLE
from exporter.matching.text import fold, script, split
from exporter.model import Decision, Query, Song, Verdict

MOST = 2
"""Questions in words for one song at most, besides the one for its code: each is a request, and services count them."""


def queries(song: Song, features: Collection[Feature]) -> tuple[Query, ...]:
    """What to ask, in the order to ask it; what is :func:`needless` after the answers so far is left out.

    The recording's code where the service finds one; then title and artist in plain words, in the original script if
    it is known; then the same in another script, or by the service's own fields; last the first words again for
    videos, where they are searched apart. A song without an artist is asked for together with the show it is from.
    """
    codes = [Query(isrc=song.isrc)] if song.isrc and Feature.ISRC_SEARCH in features else []
    worded = dict.fromkeys(query for query in _wordings(song) if fold(query.title) or fold(query.text))
    videos = [replace(query, kind="video") for query in islice(worded, 1) if Feature.VIDEO_SEARCH in features]
    return *codes, *islice(worded, MOST), *videos


def needless(query: Query, decision: Decision) -> bool:
    """Whether what was answered so far spares this question. Videos are asked for only when no song fits."""
    if query.kind == "video":
        return decision.verdict is not Verdict.MISSING
    return is_clear(decision)


def is_clear(decision: Decision) -> bool:
    """Whether an answer settles a song: something of its title was found, be it right, in question or by others."""
    return decision.track is not None or any(
        OTHER_TITLE.isdisjoint(reason.name for reason in other.score.reasons) for other in decision.others
    )


def _wordings(song: Song) -> Iterator[Query]:
    titles = sorted((song.title, *song.aka), key=_is_latin)
    artist = next(iter(song.artists), "") or split(song.from_).core
    yield _plain(titles[0], song.version, artist)
    for other in titles:
        if _is_latin(other) != _is_latin(titles[0]):
            names = (*song.artists[:1], *song.artist_aka)
            yield _plain(
                other, song.version, next((name for name in names if _is_latin(name) == _is_latin(other)), artist)
            )
    if song.artists and not song.version:
        yield Query(title=song.title, artist=song.artists[0])
    yield from (_plain(title, song.version, artist) for title in titles)


def _plain(*words: str) -> Query:
    return Query(text=" ".join(word.strip() for word in words if word.strip()))


def _is_latin(text: str) -> bool:
    return script(text) in {"latin", ""}
