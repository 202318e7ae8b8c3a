"""One case of the storm: a playlist, an edit of its file, a night's weather, and what must be true in the end.

A night is a push in bad weather. Whatever it ended with, at most one more push in clean weather gives exactly the wanted
list: nothing doubled, nothing lost, nobody else's songs removed, one playlist, a lock that is valid. A push that says
that all went well has done it already, and a push after that writes nothing.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import NoReturn
from unittest import mock

import pytest

from exporter import lock as locks
from exporter.app import Depth, Options, Result, run
from exporter.errors import Unsafe, WaitLonger
from exporter.model import Decision, Edit, Playlist, Song, Verdict
from exporter.project import Project, Target
from tests.storm import songs
from tests.storm.edits import EDITS, Change
from tests.storm.services import DAY, WAYS, Moment, Services, Way
from tests.storm.weather import HOURS, WEATHERS, Weather

USUAL = 7
"""Songs in a playlist, about."""


class Quiet:
    """A face that says nothing and agrees to nothing."""

    def searching(self, playlist: Playlist, target: Target, total: int) -> None: ...
    def decided(self, song: Song, decision: Decision) -> None: ...
    def planned(self, result: Result) -> None: ...
    def written(self, edit: Edit) -> None: ...
    def finished(self, result: Result) -> None: ...

    def ask(self, question: str) -> bool:  # noqa: ARG002 - a Face
        return False


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
        return EDITS[self.edit](self.dice("edit"), self.size)

    @property
    def trouble(self) -> Weather:
        """What goes wrong."""
        return WEATHERS[self.weather](self.dice("weather"))


class Wrong(AssertionError):
    """Something that must be true is not."""


class Log(logging.Handler):
    """What was asked and said, line by line."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class Stage:
    """A project with one playlist, on services that a storm may come over."""

    def __init__(self, services: Services, way: Way, root: Path, log: Log) -> None:
        self.services, self.way, self.root, self.log = services, way, root, log
        self.target = Target.parse(way.target)

    def begin(self) -> None:
        """As before the first push."""
        for folder in (self.root, Path(os.environ["EXPORTER_STATE_DIR"])):
            shutil.rmtree(folder, ignore_errors=True)
        (self.root / "playlists").mkdir(parents=True)
        (self.root / "exporter.toml").write_text(self.way.settings, encoding="utf-8")
        self.services.begin()
        self.log.lines.clear()

    def write(self, word: str, description: str = "Words", *, keep_extras: bool = False) -> None:
        """Let the file say this."""
        text = songs.playlist_file(word, description, keep_extras=keep_extras)
        (self.root / "playlists" / "list.yaml").write_text(text, encoding="utf-8")

    def push(self, *, adopt: bool = False) -> Result:
        """One run."""
        self.log.lines.append(f"-- push --adopt, holding {self.rows}" if adopt else f"-- push, holding {self.rows}")
        project, options = Project.find(self.root), Options(adopt=adopt)
        (result,) = run(
            project, self.services.plugins, ["list"], [self.target], Depth.PUSH, Quiet(), options
        )
        self.log.lines.append(f"-- {result.error!r}" if result.error else "-- done")
        return result

    @property
    def rows(self) -> str:
        """What the playlists of our name hold: one word, or several where there should be none but one."""
        return "|".join(songs.spelled(row.track for row in one.rows) for one in self.services.playlists(self.way))

    def check_lock(self, word: str) -> None:
        """The lock can be read, knows the playlist, and has a track for every song of the file and no other."""
        lock = locks.read(Project.find(self.root).lock_path("list", self.target))
        (playlist,) = self.services.playlists(self.way)
        tracks = songs.spelled(sorted(entry.id for entry in lock.of(self.way.backend).values()))
        must(lock.homes[str(self.target)].id == playlist.id, "the lock names another playlist")
        must(tracks == "".join(sorted(set(word))), f"the lock knows the tracks {tracks}")


def must(true: bool, otherwise: str) -> None:  # noqa: FBT001 - it reads as a sentence
    """Say what is wrong, if something is."""
    if not true:
        raise Wrong(otherwise)


def survive(case: Case, stage: Stage) -> None:
    """Let one night pass, and look at what is there in the end.

    Raises:
        Wrong: it is not what was wanted.
    """
    change, weather = case.change, case.trouble
    stage.begin()
    if change.before is not None:
        stage.write(change.before, keep_extras=weather.keep_extras)
        must(stage.push().error is None, "the push before the storm failed")
        stage.services.clock.sleep(DAY)
    stage.write(change.after, change.description, keep_extras=weather.keep_extras)
    with bad_weather(case, stage):
        night = stage.push()
    check_what_is_said(night, weather)
    done = night.error is None and not night.counts["unknown"]
    if done:
        must(ours(stage) == change.after, "the push says that it is done, and the list is another")
    stage.services.calm()
    came = set(stage.rows) & set(songs.THEIRS)
    theirs = sorted(letter for letter in stage.rows if letter in songs.THEIRS)
    if not done:
        morning = stage.push()
        if came and not weather.keep_extras:
            must(isinstance(morning.error, Unsafe), "somebody else's song is there, and no guard says so")
            must(came <= set(stage.rows), "somebody else's song was removed")
            morning, theirs = stage.push(adopt=True), []
        must(morning.error is None, f"one more push fails: {morning.error!r}")
    check_end(stage, change, theirs)
    again = stage.push()
    must(not again.changed and not again.requests["write"], "a push of what is there already writes")


def ours(stage: Stage) -> str:
    """What the playlist holds but for somebody else's songs."""
    return stage.rows.translate({ord(letter): None for letter in songs.THEIRS})


def check_what_is_said(night: Result, weather: Weather) -> None:
    """A night that was told to wait for hours says so; no night ends in an error that is none of ours."""
    code = night.error.exit_code if night.error else 0
    allowed = {0, 1, 5, 6} if weather.stranger else {0, 1, 5}
    must(code in allowed, f"the push ended with {code}: {night.error!r}")
    if isinstance(night.error, WaitLonger) and night.error.seconds is not None and str(HOURS) in weather.faults:
        must(night.error.seconds == HOURS, f"the push says to wait {night.error.seconds} seconds")


def check_end(stage: Stage, change: Change, theirs: list[str]) -> None:
    """Exactly the wanted list, in the one playlist, under the wanted name, and a lock that knows it."""
    playlists = stage.services.playlists(stage.way)
    must(len(playlists) == 1, f"there are {len(playlists)} playlists")
    must(ours(stage) == change.after, f"the list is {stage.rows}")
    still = sorted(letter for letter in stage.rows if letter in songs.THEIRS)
    must(still == theirs, f"of somebody else's songs {theirs} there are {still}")
    must(playlists[0].name == songs.NAME, f"the playlist is called {playlists[0].name}")
    must(playlists[0].description == change.description, f"the description is {playlists[0].description!r}")
    stage.check_lock(change.after)


@contextmanager
def bad_weather(case: Case, stage: Stage) -> Iterator[None]:
    """The night's trouble for the length of a ``with``."""
    weather = case.trouble
    stage.services.trouble(weather.faults, seed=case.seed, lag=weather.lag)
    if weather.stranger:

        def meddle(moment: Moment, number: int) -> None:
            if (moment, number) == ("before", weather.at):
                stage.log.lines.append(f"-- somebody else {weather.stranger}, it held {stage.rows}")
                stage.services.meddle(case.way, weather.stranger, case.dice("stranger"))

        stage.services.witness.rest()
        stage.services.witness.act = meddle
    with impatience(weather.answer), full_disk(weather.disk) if weather.disk else nullcontext():
        yield


def impatience(seconds: float) -> mock._patch[tuple[float, float]]:
    """Wait no longer for an answer."""
    return mock.patch("exporter.session.TIMEOUT", (5.0, seconds))


@contextmanager
def full_disk(number: int) -> Iterator[None]:
    """The disk is full when the file of this number is written, and all night after that; negative: only then."""
    written = 0

    def fsync(_handle: int) -> None:
        nonlocal written
        written += 1
        if written == -number or written >= number > 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with mock.patch("exporter.store.os.fsync", fsync):
        yield


def tell(case: Case, stage: Stage, wrong: Exception) -> NoReturn:
    """Everything about a night that ended wrong, of the smallest playlist that shows it.

    Raises:
        Failed: always.
    """
    smallest, found, lines = case, wrong, list(stage.log.lines)
    for size in range(1, case.size):
        smaller = replace(case, size=size)
        try:
            survive(smaller, stage)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            smallest, found, lines = smaller, error, list(stage.log.lines)
            break
    change = smallest.change
    told = [
        f"{found} ({type(found).__name__})",
        f"again: EXPORTER_STORM_CASE='{smallest}' pytest tests/storm",
        f"  before  {change.before}",
        f"  wanted  {change.after}  ({change.description})",
        f"  weather {smallest.trouble}",
        "  asked and said:",
        *(f"    {line}" for line in lines),
    ]
    pytest.fail("\n".join(told), pytrace=False)


def weathered(case: Case, stage: Stage, count: Callable[[], None]) -> None:
    """Survive a case, or tell why not."""
    count()
    try:
        survive(case, stage)
    except Exception as error:  # noqa: BLE001 - same
        tell(case, stage, error)
