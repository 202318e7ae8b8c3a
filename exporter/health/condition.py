"""How a locked track fares: still there, still playable, still the same recording. Asks nothing."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from exporter.lock import Locked
from exporter.matching import compare, judge
from exporter.matching.rules import CLOSE_LENGTH
from exporter.matching.text import fold
from exporter.model import Decision, Reason, Score, Scored, Song, Track, Verdict


class Condition(StrEnum):
    """What became of a track. ``unknown`` (we could not ask) is never taken for ``gone`` (it answered: no).

    ``doubted`` is a no for the first time, by a service whose no may pass.
    """

    FINE = "fine"
    GONE = "gone"
    UNPLAYABLE = "unplayable"
    CHANGED = "changed"
    DOUBTED = "doubted"
    UNKNOWN = "unknown"


UNSURE = frozenset({Condition.DOUBTED, Condition.UNKNOWN})
"""What only another time tells."""

NOT_SURELY = Reason("replacement", "not clearly the recording that was there before", -1.0, veto=True)
OTHER_RECORDING = Reason("replacement", "the track of this ID reads like another recording now", -1.0, veto=True)


def condition(entry: Locked, now: Track | None) -> Condition:
    """What became of the track that ``entry`` holds, by what the service says of it ``now``."""
    if now is None:
        return Condition.GONE
    if not now.playable:
        return Condition.UNPLAYABLE
    return Condition.FINE if is_same(entry, now) else Condition.CHANGED


def is_same(entry: Locked, track: Track) -> bool:
    """Whether a track is the recording that the lock knows, by its code, or by title, artists and length.

    A name in other letters is no other name: what is not equal as text is judged as a search's answer would be. Of a
    track that nobody ever looked up the lock knows nothing to compare.
    """
    if not entry.title or (entry.isrc and entry.isrc == track.isrc):
        return True
    near = entry.duration is None or track.duration is None or abs(entry.duration - track.duration) <= CLOSE_LENGTH
    if near and _words(entry) == _words(track):
        return True
    known = Song(entry.title, entry.artists, duration=entry.duration, isrc=entry.isrc)
    return judge(known, [track]).verdict is Verdict.ACCEPT


def _words(thing: Locked | Track) -> tuple[object, ...]:
    return (fold(thing.title), tuple(map(fold, thing.artists)))


def replacement(song: Song, entry: Locked, found: Decision, now: Track | None) -> Decision:
    """What a search ``found`` in place of a track, as far as it may be written down without a person.

    It is accepted only when it also is the recording that the lock knew: a wrong song is worse than a missing one.
    Else it is a question. ``now`` is what stands under the old ID, where that is another recording.
    """
    if found.track is not None and found.track.playable and is_same(entry, found.track):
        return found
    others = [Scored(found.track, Score(found.score, found.reasons))] if found.track is not None else []
    others += [one for one in found.others if found.track is None or one.track.id != found.track.id]
    if now is not None:
        others = [one for one in others if one.track.id != now.id]
        others.insert(0, Scored(now, compare(song, now)))
    if found.verdict is Verdict.MISSING and now is None:
        return found
    reasons = (OTHER_RECORDING,) if now is not None else (NOT_SURELY,) if found.track is not None else found.reasons
    return replace(found, verdict=Verdict.REVIEW, track=None, reasons=reasons, others=tuple(others))
