"""Two songs of one playlist that were given the same track: one of them at most can be right. Pure.

Each song is judged alone, so nobody else sees it. The song that clearly fits the track better keeps it; the others, or
all of them where none does, are questions. What a person pinned is never questioned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from exporter.lock import CONTESTED, song_key
from exporter.matching.rules import MARGIN, OTHERS
from exporter.model import Decision, Reason, Score, Scored, Song, Track, Verdict

Compare = Callable[[Song, Track], Score]

FACTS = ("code", "title", "artist")
"""What tells two songs apart, by how the names of its rules begin. The rest is only counted where these are equal."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """One entry of a playlist that was given a track, and how well that fits."""

    place: int
    key: str
    pinned: bool
    score: Score


def settle_contests(
    songs: Sequence[Song], decisions: Sequence[Decision], compare: Compare, today: str
) -> tuple[Decision, ...]:
    """The decisions, each track left to one song; entries that are the same song (by their keys) share it.

    The same decisions give the same answer whichever of them are fresh. ``today`` (ISO) dates a question whose answer
    has no day of its own.
    """
    settled = list(decisions)
    for places in _given_twice(songs, decisions):
        track = max((track for place in places if (track := decisions[place].track)), key=_knows_more)
        claims = [
            _Claim(place, song_key(songs[place]), decisions[place].how == "pin", compare(songs[place], track))
            for place in places
        ]
        keepers = _keepers(claims)
        for claim in claims:
            if claim.key not in keepers:
                words = _words(claim, claims)
                settled[claim.place] = _question(decisions[claim.place], Scored(track, claim.score), words, today)
    return tuple(settled)


def _given_twice(songs: Sequence[Song], decisions: Sequence[Decision]) -> Iterator[list[int]]:
    """The places of entries that were given one track though they are different songs."""
    places: dict[str, list[int]] = {}
    for place, decision in enumerate(decisions):
        if decision.verdict is Verdict.ACCEPT and decision.track is not None:
            places.setdefault(decision.track.id, []).append(place)
    return (found for found in places.values() if len({song_key(songs[place]) for place in found}) > 1)


def _knows_more(track: Track) -> int:
    """How much is known of a track: the lock keeps less of it than a search tells."""
    return sum(bool(fact) for fact in (track.album, track.year, track.duration, track.isrc))


def _keepers(claims: Sequence[_Claim]) -> frozenset[str]:
    """The song that keeps the track, all that are pinned to it, or none."""
    pinned = frozenset(claim.key for claim in claims if claim.pinned)
    if pinned:
        return pinned
    best = {
        claim.key
        for claim in claims
        if all(_fits_better(claim.score, other.score) for other in claims if other.key != claim.key)
    }
    return frozenset(best)


def _fits_better(ours: Score, theirs: Score) -> bool:
    """Better in one of the facts and worse in none of them; by the whole value where these are equal."""
    mine, other = _facts(ours), _facts(theirs)
    if mine == other:
        return ours.value > theirs.value + MARGIN
    return all(own >= others for own, others in zip(mine, other, strict=True))


def _facts(score: Score) -> tuple[float, ...]:
    return tuple(sum(reason.effect for reason in score.reasons if reason.name.startswith(fact)) for fact in FACTS)


def _words(claim: _Claim, claims: Sequence[_Claim]) -> str:
    pins = dict.fromkeys(other.key for other in claims if other.pinned)
    others = pins or dict.fromkeys(other.key for other in claims if other.key != claim.key)
    one, many = ("is pinned to", "are pinned to") if pins else ("was given", "were given")
    named = " and ".join(f"'{key}'" for key in others)
    return f"{named} {one if len(others) == 1 else many} the same track"


def _question(decision: Decision, contested: Scored, words: str, today: str) -> Decision:
    """The track stands first among the candidates: that it is the song is still the best guess."""
    rest = (one for one in decision.others if one.track.id != contested.track.id)
    return replace(
        decision,
        verdict=Verdict.REVIEW,
        track=None,
        score=contested.score.value,
        reasons=(Reason(CONTESTED, words, -1.0, veto=True), *contested.score.reasons),
        others=(contested, *rest)[:OTHERS],
        on=decision.on or today,
    )
