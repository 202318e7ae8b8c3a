"""Turns songs into decisions. The only module that searches.

Pins and the lock come first, so that nothing is asked twice. The rest is asked in several threads at once, as wide as
the service bears. An answer that does not come is ``unknown``, which is never kept: a throttled search is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256

from exporter.asking import STOPS, ask_all
from exporter.backend import Backend, BackendInfo
from exporter.errors import ExporterError
from exporter.lock import Locked, fingerprint, song_key, song_keys, stands, to_claim, to_decision
from exporter.matching.queries import needless, queries
from exporter.model import Decision, Query, Reason, Song, Track, Verdict

ASK_AGAIN = 7
"""Days after which a song that was missing or in question is searched again: catalogues grow. A target's setting
``ask_again_days`` says otherwise."""

NOTHING_TO_ASK = Reason("nothing to ask", "its title has no word to search for; pin a track", -1.0, veto=True)

Judge = Callable[[Song, Sequence[Track]], Decision]
Decided = Callable[[Song, Decision, bool], None]


@dataclass(frozen=True, slots=True)
class Resolution:
    """A decision for every song, in order, and what stopped the asking, if something did."""

    decisions: tuple[Decision, ...]
    stopped: ExporterError | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask one service: its backend, the judge of its answers, what the lock knows, and the day.

    ``interrupt`` stops requests that are under way or wait for their turn. ``asked`` is when songs were asked about
    last, by key, where that was after the lock's answer; None where nobody remembers. ``ask_again`` is after how many
    days an open song is asked about once more.
    """

    backend: Backend
    info: BackendInfo
    judge: Judge
    remembered: Mapping[str, Locked]
    today: date
    interrupt: Callable[[], None] = lambda: None
    asked: Mapping[str, date] | None = None
    ask_again: int = ASK_AGAIN


def ask_again(settings: Mapping[str, object]) -> int:
    """After how many days a target's settings have open songs asked about once more."""
    days = settings.get("ask_again_days", ASK_AGAIN)
    return days if isinstance(days, int) else ASK_AGAIN


@dataclass(frozen=True, slots=True)
class Searched:
    """What searching for one song gave: the decision, every track found, and what was asked with how many answers."""

    decision: Decision
    tracks: tuple[Track, ...] = ()
    asked: tuple[tuple[Query, int], ...] = ()


def resolve(songs: Sequence[Song], asking: Asking, decided: Decided = lambda *_: None) -> Resolution:
    """Decide every song, each different one once.

    ``decided(song, decision, fresh)`` is called in this thread for every different song as its decision comes;
    ``fresh`` says that the service was asked for it.
    """
    keys = song_keys(songs, asking.info.name)
    different = dict(zip(keys, songs, strict=True))
    known = known_decisions(different, asking)
    for key, decision in known.items():
        decided(different[key], decision, False)  # noqa: FBT003 - a callback's third argument
    open_songs = {key: song for key, song in different.items() if key not in known}
    stopped: ExporterError | None = None
    ask = partial(_ask, asking=asking)
    with closing(ask_all(open_songs, ask, asking.info.limits.workers, asking.interrupt)) as answers:
        for key, outcome in answers:
            if isinstance(outcome, ExporterError):
                stopped = stopped or (outcome if isinstance(outcome, STOPS) else None)
                known[key] = _unknown(outcome)
            else:
                known[key] = outcome
            decided(different[key], known[key], True)  # noqa: FBT003 - as above
    return Resolution(tuple(known[key] for key in keys), stopped)


def known_decisions(songs: Mapping[str, Song], asking: Asking) -> dict[str, Decision]:
    """The decisions that need no question, by the songs' keys.

    What the lock accepted for a song is not enough once another song lays claim to the track: which of them it fits is
    seen from all that the service tells of it, and the lock keeps less.
    """
    known = {key: decision for key, song in songs.items() if (decision := _known(song, key, asking)) is not None}
    claimants: dict[str, set[str]] = {}
    for key, song in songs.items():
        track = known[key].track if key in known else None
        pin = song.ids.get(asking.info.name, "") if key not in known else ""
        claimants.setdefault(track.id if track else pin, set()).add(song_key(song))
    told = {decision.track.id for key, decision in known.items() if decision.track and _is_contested(key, asking)}

    def is_enough(decision: Decision) -> bool:
        track = decision.track
        return not track or decision.how == "pin" or track.id in told or len(claimants[track.id]) == 1

    return {key: decision for key, decision in known.items() if is_enough(decision)}


def _is_contested(key: str, asking: Asking) -> bool:
    return key in asking.remembered and asking.remembered[key].contested


def _known(song: Song, key: str, asking: Asking) -> Decision | None:
    """The decision that needs no question: a skip, a checked pin, or what the lock says."""
    service = asking.info.name
    if service in song.skip:
        return Decision(Verdict.SKIP, reasons=(Reason("skip", "the file leaves it out here"),))
    entry = asking.remembered.get(key)
    if entry is None or not stands(entry, song, service):
        return None
    if entry.only_here or entry.verdict is Verdict.ACCEPT:
        return to_decision(entry, service)
    return _question(entry, key, asking) if entry.asked == fingerprint(song, service) else None


def _question(entry: Locked, key: str, asking: Asking) -> Decision | None:
    """What stands open, while the answer is fresh. A contested song had a clear answer, which does not age."""
    if entry.contested and entry.candidates:
        return to_claim(entry, asking.info.name)
    return None if _is_due(entry.on, key, asking) else to_decision(entry, asking.info.name)


def _is_due(on: str, key: str, asking: Asking) -> bool:
    """Whether an open song is to be asked about again: some days after the last time, a week unless told otherwise.

    The lock only tells since when the answer stands. A machine that remembers no more, as one that is new every night,
    asks on one day of each week (or whatever the number of days is).
    """
    try:
        answered = date.fromisoformat(on)
    except ValueError:
        return True
    days = (asking.today - answered).days
    if asking.asked is None:
        return days < 0 or (days > 0 and _is_its_day(key, asking))
    days = (asking.today - asking.asked.get(key, answered)).days
    return not 0 <= days < asking.ask_again


def _is_its_day(key: str, asking: Asking) -> bool:
    """Whether this is a song's day in its week.

    Each week another, so that a job that leaves nights out, or runs on the same weekdays only, gets to every song. Each
    song's another, so that no night is dearer than the others.
    """
    week, day = divmod(asking.today.toordinal(), asking.ask_again)
    return int.from_bytes(sha256(f"{week} {key}".encode()).digest()[:8]) % asking.ask_again == day


def _ask(song: Song, go_on: Callable[[], None], asking: Asking) -> Decision:
    """Ask the service until there is a clear answer; ``go_on`` raises what stands against one more question."""
    service, today = asking.info.name, asking.today.isoformat()
    pin = song.ids.get(service, "")
    if pin:
        go_on()
        return replace(_check_pin(pin, asking), on=today)
    return replace(search(song, asking, go_on=go_on).decision, on=today)


def search(
    song: Song, asking: Asking, wordings: Sequence[Query] = (), go_on: Callable[[], None] = lambda: None
) -> Searched:
    """Search for a song, whatever the file or the lock says of it, until there is a clear answer.

    ``wordings`` are asked instead of the usual questions; ``go_on`` is called before each and raises to stop.

    Raises:
        ExporterError: the service could not be asked.
    """
    found: dict[str, Track] = {}
    asked: list[tuple[Query, int]] = []
    decision = Decision(Verdict.REVIEW, reasons=(NOTHING_TO_ASK,), how="search")
    for query in wordings or queries(song, asking.info.features):
        if asked and needless(query, decision):
            continue
        go_on()
        answer = asking.backend.search(query)
        asked.append((query, len(answer)))
        for track in answer:
            found.setdefault(track.id, track)
        decision = asking.judge(song, tuple(found.values()))
    return Searched(decision, tuple(found.values()), tuple(asked))


def _check_pin(pin: str, asking: Asking) -> Decision:
    """A pin always wins; one that the service does not know is a question, since adding it would fail."""
    meant = asking.info.track_id(pin)
    if meant and meant != pin:
        return _wrong_pin(f"the pin is a link; write the ID alone in the file: {meant}")
    track = asking.backend.track(pin)
    if track is None:
        return _wrong_pin(f"the pinned track {pin} is not on {asking.info.label}")
    return Decision(Verdict.ACCEPT, replace(track, id=pin), 1.0, (Reason("pin", "chosen by a person", 1.0),), how="pin")


def _wrong_pin(words: str) -> Decision:
    return Decision(Verdict.REVIEW, reasons=(Reason("pin", words, -1.0, veto=True),), how="pin")


def _unknown(error: ExporterError) -> Decision:
    return Decision(Verdict.UNKNOWN, reasons=(Reason("unknown", error.message, 0.0),))
