"""One case of the storm: a playlist, an edit of its file, a night's weather, and what must be true in the end.

A night is a push in bad weather. Whatever it ended with, at most one more push in clean weather gives exactly the
wanted list: nothing doubled, nothing lost, nobody else's songs removed, one playlist, a lock that is valid. A push that
says that all went well has done it already, and a push after that writes nothing.
"""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from random import Random
from unittest import mock

import pytest

from exporter.app import Result
from exporter.errors import Unsafe, WaitLonger
from exporter.store import write_atomic
from tests.storm.edits import EDITS, Change
from tests.storm.services import DAY, WAYS, Moment, Way
from tests.storm.stage import Stage, must
from tests.storm.weather import HOURS, WEATHERS, WRITES, Weather

USUAL = 7
"""Songs in a playlist, about."""


@dataclass(frozen=True)
class Case:
    """Everything that decides how a night goes."""

    way: Way
    edit: str
    weather: str
    seed: int
    size: int = USUAL

    def __str__(self) -> str:
        return f"{self.way.name}/{self.edit}/{self.weather}/{self.seed}/{self.size}"

    @classmethod
    def of(cls, text: str) -> Case:
        """The case that a report names."""
        way, edit, weather, seed, size = text.split("/")
        return cls(WAYS[way], edit, weather, int(seed), int(size))

    def dice(self, what: str) -> Random:
        """The dice for one thing that chance decides."""
        return Random(f"{self.seed}:{self.way.name}:{self.edit}:{self.weather}:{what}")  # noqa: S311 - to be repeatable

    @property
    def change(self) -> Change:
        """What happens to the playlist file."""
        return EDITS[self.edit](self.dice("edit"), self.size).respelled()

    @property
    def trouble(self) -> Weather:
        """What goes wrong."""
        return WEATHERS[self.weather](self.dice("weather"))

    @property
    def files(self) -> int:
        """Files that are written at least: state and lock before and after a playlist is made; state and backup."""
        return 6 if self.edit == "create" else 3

    @property
    def locks(self) -> int:
        """Locks among them at least, where any are."""
        return 2 if self.edit == "create" else 1


class Ending(StrEnum):
    """How a night was survived."""

    UNHARMED = "met no trouble"
    THE_SAME_NIGHT = "done the same night"
    IN_THE_MORNING = "done by one more push"


def survive(case: Case, stage: Stage) -> Ending:
    """Let one night pass, and look at what is there in the end.

    Raises:
        Wrong: it is not what was wanted.
    """
    change, weather = case.change, case.trouble
    begin(stage, case.way, change, keep_extras=weather.keep_extras)
    calm, evening = stage.log.troubles, stage.services.clock()
    with bad_weather(case, stage) as aim:
        night = stage.push(aim=aim)
    harmed = stage.log.troubles > calm or stage.services.clock() > evening
    check_what_is_said(night, weather, harmed=harmed)
    done = night.error is None and not night.counts["unknown"]
    theirs = stage.theirs
    if weather.stranger and case.way.in_parts:
        # What was done to a part that the push had no reason to look at again, or made one too long, is for the next.
        done = done and stage.ours == change.after and stage.fits
    must(not done or stage.ours == change.after, "the push says that it is done, and the list is another")
    if not done:
        theirs = push_in_the_morning(stage, change, keep_extras=weather.keep_extras)
    stage.check(change, theirs)
    must(not stage.push().requests["write"], "a push of what is there already writes")
    return (Ending.THE_SAME_NIGHT if done else Ending.IN_THE_MORNING) if harmed else Ending.UNHARMED


def begin(stage: Stage, way: Way, change: Change, *, keep_extras: bool = False) -> None:
    """The playlist as it was pushed the day before, and the file as it is now."""
    stage.begin(way)
    if change.before is not None:
        stage.as_pushed_before(change.before, "Words", keep_extras=keep_extras)
        stage.services.clock.sleep(DAY)
    stage.write(change.after, change.description, keep_extras=keep_extras)


def check_what_is_said(night: Result, weather: Weather, *, harmed: bool) -> None:
    """No night ends in an error that is none of ours, and one that was told to wait for hours says for how long.

    Of making playlists YouTube Music has too much for an hour at least, whatever it says.
    """
    code = night.error.exit_code if night.error else 0
    allowed = {0, 1, 5, 6} if weather.stranger else {0, 1, 5}
    must(code in allowed, f"the push ended with {code}: {night.error!r}")
    if isinstance(night.error, WaitLonger) and str(HOURS) in weather.faults:
        must(night.error.seconds in {HOURS, 3600.0}, f"the push says to wait {night.error.seconds} seconds")
    throttled = harmed and weather.faults.startswith("429=") and str(HOURS) in weather.faults
    must(not throttled or code == WaitLonger.exit_code, f"the push was told to wait for hours and ended with {code}")


def push_in_the_morning(stage: Stage, change: Change, *, keep_extras: bool) -> list[str]:
    """The one more push that a night may need; what must still be there of somebody else's songs.

    Where such songs are there that the file does not let stay, it must refuse, and a person says what happens. So it
    may where somebody cleared a part, or made so many rows that too many of them would go.
    """
    came, before = stage.theirs, stage.rows
    morning = stage.push()
    if isinstance(morning.error, Unsafe) and may_refuse(stage, change, morning.error):
        must(stage.rows == before, "the push refuses to believe what is there, and changes it")
        morning = stage.push(adopt=True)
    if came and not keep_extras:
        must(isinstance(morning.error, Unsafe), "somebody else's song is there, and no guard says so")
        must(stage.theirs == came, "somebody else's song was removed")
        morning, came = stage.push(adopt=True), []
    must(morning.error is None, f"one more push fails: {morning.error!r}")
    return came


def may_refuse(stage: Stage, change: Change, refusal: Unsafe) -> bool:
    """Whether a guard is right about what is there, though nobody else's song is."""
    rows = Counter(stage.ours)
    if "more than 30%" in refusal.message:
        return rows.total() >= 10 and (rows - Counter(change.after)).total() > 0.3 * rows.total()
    return "reads empty" in refusal.message and stage.some_part_is_empty


@contextmanager
def bad_weather(case: Case, stage: Stage) -> Iterator[Callable[[int], None]]:
    """The night's trouble for the length of a ``with``; call what it gives with the writes that there will be."""
    weather, services = case.trouble, stage.services

    def aim(writes: int) -> None:
        if weather.only == WRITES and weather.passed:
            services.trouble(weather.spec(writes), seed=case.seed, lag=weather.lag)
        if weather.stranger:
            services.witness.act = Stranger(case, stage, weather.after(writes))

    services.calm()
    services.trouble(weather.spec(), seed=case.seed, lag=weather.lag)
    try:
        with impatience(weather.answer), full_disk(weather, case, stage):
            yield aim
    finally:
        services.calm()


class Stranger:
    """Somebody else, who comes after so many writes of ours, as soon as there is something to do."""

    def __init__(self, case: Case, stage: Stage, after: int) -> None:
        self._case, self._stage, self._after = case, stage, after
        self._came = False

    def __call__(self, moment: Moment, number: int) -> None:
        if self._came or moment == "after" or number <= self._after:
            return
        does, held = self._case.trouble.stranger, self._stage.rows
        self._came = self._stage.services.meddle(self._case.way, does, self._case.dice("stranger"))
        if self._came:
            self._stage.log.trouble(f"somebody else {does}, it held {held or 'nothing'}")


def impatience(seconds: float) -> mock._patch[tuple[float, float]]:
    """Wait no longer for an answer."""
    return mock.patch("exporter.session.TIMEOUT", (5.0, seconds))


@contextmanager
def full_disk(weather: Weather, case: Case, stage: Stage) -> Iterator[None]:
    """The disk is full from the weather's file on, or only then. Where it is so for locks, only they are counted."""
    lock, written = weather.full == "lock", 0
    passed = weather.after(case.locks if lock else case.files)

    def write(*_file: object) -> None:
        nonlocal written
        written += 1
        if weather.full and (written == 1 + passed if weather.once else written > passed):
            stage.log.trouble(f"the disk is full, holding {stage.rows or 'nothing'}")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write_lock(path: Path, text: str) -> None:
        write()
        write_atomic(path, text)

    with mock.patch("exporter.lock.write_atomic", write_lock) if lock else mock.patch("exporter.store.os.fsync", write):
        yield


def weathered(case: Case, stage: Stage) -> Ending:
    """Survive a case, or tell why not, by the smallest playlist that shows it.

    Raises:
        Failed: with everything about the night.
    """
    try:
        return survive(case, stage)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        found = case, error, list(stage.log.lines)
    for size in range(1, case.size):
        smaller = replace(case, size=size)
        try:
            survive(smaller, stage)
        except Exception as error:  # noqa: BLE001 - same
            found = smaller, error, list(stage.log.lines)
            break
    case, wrong, lines = found
    again = f"EXPORTER_STORM_CASE='{case}' pytest tests/storm"
    raise tell(wrong, case.change, lines, again=again, weather=str(case.trouble))


def tell(wrong: Exception, change: Change, lines: Sequence[str], **more: str) -> BaseException:
    """The failure of a test with what a person needs to see it again and to understand it."""
    facts = {"before": str(change.before), "wanted": f"{change.after} ({change.description})", **more}
    told = [
        f"{wrong} ({type(wrong).__name__})",
        *(f"  {name:<8} {fact}" for name, fact in facts.items()),
        "  asked and said:",
        *(f"    {line}" for line in lines),
    ]
    return pytest.fail.Exception("\n".join(told), pytrace=False)
