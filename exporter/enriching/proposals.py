"""What a source's facts add to a song of a playlist file. Pure.

The title stays as the curator wrote it, what is there is never changed, and only what all recordings agree about that
fit equally well is proposed: refusing beats guessing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from exporter.enricher import Facts
from exporter.files.writing import clock
from exporter.matching.rules import CLOSE_LENGTH, MARGIN, SAME_LENGTH
from exporter.matching.text import loose
from exporter.model import Song

Gives = Mapping[str, "str | tuple[str, ...]"]
"""What is written, by the keys of the file: a word, or names that join those that stand there."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a song.

    ``facts`` are those of the likeliest recording, ``gives`` what they add to the file. ``rivals`` are recordings that
    fit as well; ``clashes`` say, for a person, where the file says something else.
    """

    facts: Facts
    gives: Gives = field(default_factory=dict, hash=False)
    clashes: tuple[str, ...] = ()
    rivals: tuple[Facts, ...] = ()

    def only(self, keys: Iterable[str]) -> Proposal:
        """The part of it that stands under these keys."""
        return replace(self, gives={key: words for key, words in self.gives.items() if key in set(keys)})


def propose(song: Song, found: Sequence[Facts], *, original: bool = False) -> Proposal | None:
    """What the recordings that were found, likeliest first, add to a song; None when there are none.

    With ``original`` the title as those spell it who made the recording becomes the title, and the curator's stays
    beside it.
    """
    if not found:
        return None
    best, *rest = found
    rivals = tuple(one for one in rest if one.confidence >= best.confidence - MARGIN)
    clashes = tuple(_clashes(song, best))
    gives = {
        **(_titles(song, best, original=original) if _agree(loose(one.title) for one in (best, *rivals)) else {}),
        **_artists(song, best, rivals),
        **({} if clashes else _recording(song, best, rivals)),
    }
    return Proposal(best, gives, clashes, rivals)


def _titles(song: Song, facts: Facts, *, original: bool) -> Gives:
    """Other titles of the song, the original one first."""
    if original and facts.title and loose(facts.title) != loose(song.title):
        kept = () if _is_known(song.title, song.aka) else (song.title,)
        others = _new((*kept, *facts.aka), (facts.title, *song.aka))
        return {"title": facts.title, **_unless_empty("aka", others)}
    return _unless_empty("aka", _new((facts.title, *facts.aka), (song.title, *song.aka)))


def _artists(song: Song, best: Facts, rivals: Sequence[Facts]) -> Gives:
    if not song.artists or not _agree(one.artists for one in (best, *rivals)):
        return {}
    known = (*song.artists, *song.artist_aka)
    return _unless_empty("artist_aka", _new((*best.artists, *best.artist_aka), known))


def _recording(song: Song, best: Facts, rivals: Sequence[Facts]) -> Gives:
    """Length, code and ID, as far as the song has none and all recordings agree."""
    every = (best, *rivals)
    lengths = [one.duration for one in every if one.duration is not None]
    known = {
        "duration": clock(round(best.duration)) if best.duration and max(lengths) - min(lengths) <= SAME_LENGTH else "",
        "isrc": best.isrc if _agree(one.isrc for one in every) else "",
        "mbid": best.mbid if _agree(one.mbid for one in every) else "",
    }
    return {key: word for key, word in known.items() if word and not getattr(song, key)}


def _clashes(song: Song, facts: Facts) -> Iterator[str]:
    """Where the file says something else of the recording."""
    if song.mbid and facts.mbid and song.mbid != facts.mbid:
        yield f"the file has the recording {song.mbid}, this is {facts.mbid}"
    if song.isrc and facts.isrc and song.isrc != facts.isrc:
        yield f"the file has the ISRC {song.isrc}, this recording has {facts.isrc}"
    if song.duration and facts.duration and abs(song.duration - facts.duration) > CLOSE_LENGTH:
        yield f"the file says {clock(round(song.duration))}, this recording takes {clock(round(facts.duration))}"


def _new(names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """The names that are not known yet, each once, whatever their case and punctuation."""
    seen = {*map(loose, known)}
    fresh = []
    for name in names:
        if name.strip() and loose(name) not in seen:
            seen.add(loose(name))
            fresh.append(name)
    return tuple(fresh)


def _is_known(name: str, known: Iterable[str]) -> bool:
    return not _new([name], known)


def _agree(values: Iterable[object]) -> bool:
    return len(set(values)) == 1


def _unless_empty(key: str, names: tuple[str, ...]) -> Gives:
    return {key: names} if names else {}
