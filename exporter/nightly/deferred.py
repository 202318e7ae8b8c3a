"""The playlists that were left for the next run, kept in the state folder: there they go first, the oldest in front.

One is left whole or in part; songs that could not be asked about leave it, too.

Losing the list costs some playlists their turn, never a song.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import msgspec

from exporter.crew import Errand
from exporter.errors import Interrupted, ServiceError, WaitLonger
from exporter.face import Result
from exporter.model import Verdict
from exporter.render import plural
from exporter.store import PRIVATE, alone, write_atomic

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


@dataclass(frozen=True, slots=True)
class Wait:
    """Since when nothing of a playlist was done, and when it had its last ``turn`` (or began to wait)."""

    since: Moment
    turn: Moment


Waiting = Mapping[str, Mapping[str, Wait]]
"""The waits, by target and playlist."""
LONG = 3
"""Days after which a playlist that still waits needs a person: a service may be gone for a night or two."""


def recall(path: Path) -> Waiting:
    """Who waits; nobody when the file is missing or damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Wait]])
    except (OSError, msgspec.DecodeError):
        return {}


def first(errands: Sequence[Errand], waiting: Waiting) -> tuple[int, ...]:
    """The numbers of the errands that wait already, the longest wait first."""
    turns = {
        number: waiting[str(errand.target)][errand.playlist.slug].turn
        for number, errand in enumerate(errands)
        if errand.playlist.slug in waiting.get(str(errand.target), {})
    }
    return tuple(sorted(turns, key=turns.__getitem__))


def overdue(waiting: Waiting, result: Result, now: datetime) -> datetime | None:
    """Since when a playlist waits that is left for the next run once more; None while that is not for long."""
    wait = waiting.get(result.target, {}).get(result.playlist)
    if wait is None or _got_on(result) or days(wait.since, now) < LONG:
        return None
    return wait.since


def days(since: datetime, now: datetime) -> int:
    """Days of the calendar, for a night's run begins a little sooner or later than the last one."""
    return (now.astimezone(UTC).date() - since.astimezone(UTC).date()).days


def unasked(result: Result) -> ServiceError | None:
    """Why songs of a playlist wait that is done otherwise: they could not be asked about. None: all of them were."""
    reasons = [decision.reasons for _, decision in result.songs if decision.verdict is Verdict.UNKNOWN]
    if not reasons:
        return None
    why = "".join(reason.words for reason in reasons[0])
    return ServiceError(f"{plural(len(reasons), 'song')} could not be asked about: {why}")


def _got_on(result: Result) -> bool:
    """Whether something of the playlist was done that need not be done again.

    Songs that wait to be asked about are got on with by answers alone, whatever is written meanwhile.
    """
    return result.answered or (bool(result.edits) and unasked(result) is None)


def update(path: Path, results: Iterable[Result], now: datetime, playlists: Sequence[str]) -> None:
    """Note who waits after a run. A playlist that had its turn, and was cut off, stands behind those that had none."""
    with alone("the list of deferred playlists", path.with_suffix(".busy")):
        before = recall(path)
        after = _after(before, results, now, frozenset(playlists))
        if after != before:
            write_atomic(path, msgspec.json.encode(after, order="sorted").decode(), mode=PRIVATE)


def _after(before: Waiting, results: Iterable[Result], now: datetime, playlists: frozenset[str]) -> Waiting:
    after = {target: {slug: on for slug, on in kept.items() if slug in playlists} for target, kept in before.items()}
    for result in results:
        kept = after.setdefault(result.target, {})
        before_this = kept.pop(result.playlist, Wait(now, now))
        if isinstance(result.error, WaitLonger | Interrupted):
            since = now if _got_on(result) else before_this.since
            turn = now + timedelta(seconds=result.seconds) if any(result.requests.values()) else before_this.turn
            kept[result.playlist] = Wait(since, turn)
    return {target: kept for target, kept in after.items() if kept}
