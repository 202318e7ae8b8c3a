"""Weighs a track against a song, and judges the candidates of a search. Pure.

A wrong song in a playlist is worse than a missing one: nothing is accepted that is not clearly right, and two
equally good recordings are a question. :mod:`exporter.matching.rules` holds every number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from exporter.matching.evidence import clock, findings, isrc
from exporter.matching.rules import (
    ACCEPT,
    COPIES,
    COPIES_SHARE,
    MARGIN,
    OFF_LENGTH,
    OTHER_TITLE,
    OTHERS,
    REVIEW,
    RULES,
    SAME_LENGTH,
    Finding,
)
from exporter.matching.text import fold, is_work, people, persons
from exporter.matching.titles import Readings, named
from exporter.model import Decision, Reason, Score, Scored, Song, Track, Verdict

NOTHING = Reason("nothing like it", "nothing of this title was found", -1.0, veto=True)


def no_readings(text: str) -> tuple[str, ...]:  # noqa: ARG001 - the signature of Readings
    """What is read without language plugins."""
    return ()


def compare(song: Song, track: Track, readings: Readings = no_readings) -> Score:
    """How well ``track`` fits ``song``: a value in [0, 1] and the reasons, worst first."""
    found = findings(song, track, readings)
    rules = [RULES[finding.rule] for finding in found]
    value = min(sum(rule.effect for rule in rules), *(rule.ceiling for rule in rules))
    reasons = sorted(map(_reason, found), key=lambda reason: (not reason.veto, reason.effect))
    return Score(round(max(0.0, value), 3), tuple(reasons))


def judge(song: Song, tracks: Iterable[Track], readings: Readings = no_readings) -> Decision:
    """Accept the one clear answer among the candidates of a search, ask when in doubt, refuse the rest.

    Candidates that are equally good and one recording (album and single copies) are one answer; of those the one
    is taken that can be played, is a song and not a video, is from the original release, and came first.
    """
    refused = song.not_
    candidates = {track.id: track for track in tracks if track.id not in refused.get(track.service, ())}
    scored = sorted((Scored(track, compare(song, track, readings)) for track in candidates.values()), key=_rank)
    plausible = [one for one in scored if not one.score.vetoed and one.score.value >= REVIEW]
    if not plausible:
        return _missing(scored)
    best = plausible[0].score.value
    equal = _of_most_copies([one for one in plausible if one.score.value >= best - MARGIN], plausible)
    if best < ACCEPT or (apart := _apart(equal) or _namesakes(plausible) or _performances(song, equal, plausible)):
        return _question(plausible, apart if best >= ACCEPT else ())
    return _accepted(min(equal, key=_originality), plausible)


def _namesakes(plausible: Sequence[Scored]) -> tuple[Reason, ...]:
    """Why an artist of whom only the family name, or nearly the sound, fits is a question: another one fits too."""
    ours = plausible[0]
    for one in (one for one in plausible if one.score.value >= ACCEPT):
        if _names(ours) & _ARTIST_GUESSED & _names(one) and _billed(ours.track).isdisjoint(_billed(one.track)):
            told = f"two artists fit equally well: {_told(ours.track)} and {_told(one.track)}"
            return (_reason(Finding("equally good", told)),)
    return ()


_ARTIST_GUESSED = {"artist's family name", "artist reads almost the same"}


def _billed(track: Track) -> set[str]:
    """The names in a track's credits, whichever stands first of family and given name."""
    return {" ".join(sorted(fold(name).split())) for credit in track.artists for name in people(credit)}


def _performances(song: Song, equal: Sequence[Scored], plausible: Sequence[Scored]) -> tuple[Reason, ...]:
    """Why a work of which only the composer is given is a question: others play it too.

    Catalogues spell one work in many ways, so every candidate counts that may be it.
    """
    if not is_work(song.title) or _names(equal[0]) & _PERFORMANCE_TOLD or sum(map(len, map(persons, song.artists))) > 1:
        return ()
    ours = equal[0].track
    for one in plausible:
        if _OTHER_PIECE.isdisjoint(_names(one)) and not _one_performance(ours, one.track):
            told = f"who plays it is not given: {_told(ours)} or {_told(one.track)}"
            return (_reason(Finding("equally good", told)),)
    return ()


_OTHER_PIECE = OTHER_TITLE | {"title with another subtitle"}
_PERFORMANCE_TOLD = {"length same", "length close", "code same", "album same"}


def _names(one: Scored) -> set[str]:
    return {reason.name for reason in one.score.reasons}


def _one_performance(ours: Track, theirs: Track) -> bool:
    return set(map(fold, ours.artists)) == set(map(fold, theirs.artists)) and _one_recording(ours, theirs)


def _of_most_copies(equal: list[Scored], plausible: Sequence[Scored]) -> list[Scored]:
    """Of candidates that fit equally well: the recording that nearly all candidates are copies of, if there is one.

    A song that is on a dozen records, and once as a shortened edit that does not say so, is no question.
    """
    clear = [one for one in plausible if one.score.value >= ACCEPT]
    for one in equal:
        copies = sum(_one_recording(one.track, other.track) for other in clear)
        if copies >= COPIES and copies >= COPIES_SHARE * len(clear):
            return [other for other in equal if _one_recording(one.track, other.track)]
    return equal


def _missing(scored: Sequence[Scored]) -> Decision:
    """Nothing fits; what at least has the title is shown, with what speaks against it."""
    namesakes = [one for one in scored if OTHER_TITLE.isdisjoint(reason.name for reason in one.score.reasons)]
    if not namesakes:
        return Decision(Verdict.MISSING, reasons=(NOTHING,), how="search")
    nearest = namesakes[0].score
    return Decision(Verdict.MISSING, None, nearest.value, nearest.reasons, tuple(namesakes[:OTHERS]), "search")


def _question(plausible: Sequence[Scored], tie: tuple[Reason, ...]) -> Decision:
    best = plausible[0].score
    return Decision(Verdict.REVIEW, None, best.value, (*tie, *best.reasons), tuple(plausible[:OTHERS]), "search")


def _accepted(chosen: Scored, plausible: Sequence[Scored]) -> Decision:
    others = tuple(one for one in plausible if one is not chosen)[:OTHERS]
    how = "isrc" if any(reason.name == "code same" for reason in chosen.score.reasons) else "search"
    return Decision(Verdict.ACCEPT, chosen.track, chosen.score.value, chosen.score.reasons, others, how)


def _reason(finding: Finding) -> Reason:
    """The finding for a person. What caps the value speaks against the track, whatever it adds to the total."""
    rule = RULES[finding.rule]
    capped = rule.ceiling - 1 if rule.ceiling < ACCEPT else 1.0
    return Reason(finding.rule, finding.words, min(rule.effect, capped), rule.veto)


def _rank(one: Scored) -> tuple[object, ...]:
    return (one.score.vetoed, -one.score.value, *_originality(one))


_COMPILATION = re.compile(
    r"(?<![a-z])(?:best|hits|greatest|collection|compilation|anthology|essentials?|various|playlist|complete)(?![a-z])"
    r"|ベスト|全集|大全|コレクション|精选|精選"
)


def _originality(one: Scored) -> tuple[object, ...]:
    """Playable first, a song before a video, no compilation, the earlier year; what is equal keeps search order."""
    track = one.track
    return (not track.playable, track.kind == "video", bool(_COMPILATION.search(fold(track.album))), track.year or 9999)


def _apart(equal: Sequence[Scored]) -> tuple[Reason, ...]:
    """Why equally good candidates are a question: two of them that are not one recording."""
    for ours, theirs in combinations((one.track for one in equal), 2):
        if not _one_recording(ours, theirs):
            told = f"two recordings fit equally well: {_told(ours)} and {_told(theirs)}"
            return (_reason(Finding("equally good", told)),)
    return ()


def _one_recording(ours: Track, theirs: Track) -> bool:
    """Whether two tracks that fit a song equally well are copies of one recording."""
    if ours.isrc and isrc(ours.isrc) == isrc(theirs.isrc):
        return True
    mine, other = named(ours.title), named(theirs.title)
    if (mine.versions, mine.details) != (other.versions, other.details):
        return False
    if ours.duration is None or theirs.duration is None:
        return mine.weak == other.weak
    apart = abs(ours.duration - theirs.duration)
    return apart <= (OFF_LENGTH if mine.weak == other.weak else SAME_LENGTH)


def _told(track: Track) -> str:
    return f"{track.label} ({clock(track.duration)})" if track.duration is not None else track.label
