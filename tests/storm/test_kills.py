"""A push that is killed at any write, or that is not alone: the next one ends in exactly the wanted list."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from exporter.project import Project
from tests.storm.edits import EDITS, Change
from tests.storm.night import begin, story
from tests.storm.nursery import Nursery
from tests.storm.services import WAYS, Moment, Way
from tests.storm.stage import Stage, must

Tell = Callable[[str, object], None]

THOROUGH = int(os.environ.get("EXPORTER_STORM", "0"))
SEEDS = 1 + THOROUGH // 1000
USUAL = ("create", "mixed")
KILLED = -signal.SIGKILL
MOST_WRITES = 40

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork"),
    pytest.mark.skipif("EXPORTER_STORM_CASE" in os.environ, reason="another case is asked for"),
]


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as forks:
        yield forks


@pytest.fixture(scope="module")
def second_nursery() -> Iterator[Nursery]:
    with Nursery() as forks:
        yield forks


class Killer:
    """Kills a push just before or just after one of its writes is carried out."""

    def __init__(self, stage: Stage, moment: Moment, number: int) -> None:
        self.stage, self.at, self.pid = stage, (moment, number), 0
        self._born = threading.Event()

    def meet(self, pid: int) -> None:
        """Whom to kill."""
        self.pid = pid
        self._born.set()

    def __call__(self, moment: Moment, number: int) -> None:
        if (moment, number) == self.at:
            self._born.wait()
            self.stage.log.note(f"killed {moment} write {number}")
            os.kill(self.pid, signal.SIGKILL)


@pytest.mark.parametrize("edit", EDITS if THOROUGH else USUAL)
@pytest.mark.parametrize("way", WAYS)
def test_a_push_that_is_killed_at_any_write_is_completed_by_the_next(
    way: str, edit: str, stage: Stage, nursery: Nursery, record_property: Tell
) -> None:
    for seed in range(SEEDS):
        change = EDITS[edit](Random(f"{seed}:{way}:{edit}:kill"), 6)  # noqa: S311 - to be repeatable
        begin(stage, WAYS[way], change)
        bring_back = stage.kept()
        deaths = 0
        while killed_and_completed(stage, nursery, change, deaths):
            deaths += 1
            bring_back()
        assert deaths >= 2 or change.before == change.after
        record_property("storm", ("killed at a write", "done by one more push", deaths))


def killed_and_completed(stage: Stage, nursery: Nursery, change: Change, number: int) -> bool:
    """Let a push be killed before (even numbers) or after (odd ones) a write, and the next one end it right.

    False when the push had ended before that write.
    """
    killer = Killer(stage, "after" if number % 2 else "before", 1 + number // 2)
    stage.services.calm()
    stage.services.witness.act = killer
    killer.meet(nursery.start(stage.root, stage.way.target, {}))
    code = nursery.wait()
    stage.services.calm()
    try:
        must(code in {0, KILLED}, f"the push ended with {code}")
        if code == KILLED:
            stage.log.note(f"it holds {stage.rows}")
            must(stage.push().error is None, "one more push fails")
        stage.check(change, [])
        must(not stage.push().requests["write"], "a push of what is there already writes")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        pytest.fail(story(f"{number}", change, error, [], stage.log.lines), pytrace=False)
    return code == KILLED


@pytest.mark.parametrize("edit", EDITS if THOROUGH else USUAL)
@pytest.mark.parametrize("way", WAYS)
def test_two_pushes_at_once_on_one_machine_take_turns(
    way: str, edit: str, stage: Stage, nursery: Nursery, second_nursery: Nursery, record_property: Tell
) -> None:
    for seed in range(SEEDS):
        change = EDITS[edit](Random(f"{seed}:{way}:{edit}:turns"), 6)  # noqa: S311 - same
        begin(stage, WAYS[way], change)
        for forks in (nursery, second_nursery):
            forks.start(stage.root, WAYS[way].target, {})
        assert [nursery.wait(), second_nursery.wait()] == [0, 0]
        stage.check(change, [])
        assert not stage.push().requests["write"]
        record_property("storm", ("two pushes on one machine", "done the same night", 1))


@pytest.mark.parametrize("edit", [edit for edit in (EDITS if THOROUGH else USUAL) if edit != "create"])
@pytest.mark.parametrize("way", WAYS)
def test_pushes_of_one_playlist_on_two_machines_end_in_the_wanted_list_after_one_more(
    way: str, edit: str, stage: Stage, nursery: Nursery, second_nursery: Nursery, record_property: Tell
) -> None:
    for seed in range(SEEDS):
        change = EDITS[edit](Random(f"{seed}:{way}:{edit}:machines"), 6)  # noqa: S311 - same
        begin(stage, WAYS[way], change)
        bring_back = stage.kept()
        cases = 0
        while second_runs_at(stage, (nursery, second_nursery), change, cases):
            cases += 1
            bring_back()
        record_property("storm", ("two machines", "done by one more push", cases))


def second_runs_at(stage: Stage, forks: tuple[Nursery, Nursery], change: Change, number: int) -> bool:
    """Let a second machine push the whole list just before or after one of the first one's writes."""
    other = other_machine(stage)
    at: tuple[Moment, int] = ("after" if number % 2 else "before", 1 + number // 2)
    codes: list[int] = []

    def intrude(moment: Moment, write: int) -> None:
        if not codes and (moment, write) == at:
            codes.append(1)
            stage.log.note(f"another machine pushes {moment} write {write}, it holds {stage.rows}")
            forks[1].start(other / "project", stage.way.target, {"EXPORTER_STATE_DIR": str(other / "state")})
            codes[0] = forks[1].wait()

    stage.services.calm()
    stage.services.witness.act = intrude
    forks[0].start(stage.root, stage.way.target, {})
    codes.append(forks[0].wait())
    stage.services.calm()
    try:
        must(set(codes) <= {0, 1, 6}, f"the pushes ended with {codes}")
        stage.log.note(f"they ended with {codes}, it holds {stage.rows}")
        must(stage.push().error is None, "one more push fails")
        stage.check(change, [])
        must(not stage.push().requests["write"], "a push of what is there already writes")
    except Exception as error:  # noqa: BLE001 - same
        pytest.fail(story(f"{number}", change, error, [], stage.log.lines), pytrace=False)
    return len(codes) == 2


def other_machine(stage: Stage) -> Path:
    """A copy of the project and of the state folder: the same commit on another machine."""
    other = stage.root.parent / "other"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(stage.root, other / "project")
    shutil.copytree(stage.state, other / "state")
    for named in [path for path in (other / "state").rglob(f"{stage.root.name}-*") if path.is_dir()]:
        named.rename(named.with_name(Project.find(other / "project").state.name))
    return other

