"""A push that is killed at any write, or that is not alone: at most one more ends in exactly the wanted list.

With ``EXPORTER_STORM`` every edit has its turn in every way, a seed for every thousand; without it in one way.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import cycle, product
from pathlib import Path
from random import Random
from threading import Event

import pytest

from exporter.project import Project
from tests.storm.edits import EDITS, Change
from tests.storm.night import begin, tell
from tests.storm.nursery import Nursery
from tests.storm.report import PROPERTY
from tests.storm.services import WAYS, Moment
from tests.storm.stage import Stage, must

Tell = Callable[[str, object], None]
At = tuple[Moment, int]
"""Just before or just after a write of ours, by its number from 1, is carried out."""

THOROUGH = int(os.environ.get("EXPORTER_STORM", "0"))
SEEDS = range(1 + THOROUGH // 1000)
SIZE = 6 if THOROUGH else 4
TWO_PARTS = 7
"""Songs that take two parts, where playlists are split."""
PAIRS = list(product(WAYS, EDITS) if THOROUGH else zip(cycle(WAYS), EDITS, strict=False))
KILLED = -signal.SIGKILL
REFUSED_OR_GAVE_UP = {1, 6}


def makes_playlists(way: str, edit: str) -> bool:
    """Whether a playlist or a part may be made: of two machines each makes one, and no service minds."""
    return edit == "create" or (WAYS[way].in_parts and edit not in {"describe", "move one", "move a range"})


pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork"),
    pytest.mark.skipif("EXPORTER_STORM_CASE" in os.environ, reason="another case is asked for"),
]


@pytest.fixture(scope="module")
def nurseries() -> Iterator[tuple[Nursery, Nursery]]:
    """Processes of our own to push in: one that is watched, and another."""
    with ExitStack() as stack:
        yield stack.enter_context(Nursery()), stack.enter_context(Nursery())


def changes(way: str, edit: str, what: str) -> Iterator[Change]:
    """The edits to try, by chance."""
    size = TWO_PARTS if WAYS[way].in_parts else SIZE
    return (EDITS[edit](Random(f"{seed}:{way}:{edit}:{what}"), size) for seed in SEEDS)  # noqa: S311 - to be repeatable


def at(number: int) -> At:
    """The moments in turn: before the first write, after it, before the second ..."""
    return ("after" if number % 2 else "before"), 1 + number // 2


@pytest.mark.parametrize(("way", "edit"), PAIRS)
def test_a_push_that_is_killed_at_any_write_is_completed_by_the_next(
    way: str, edit: str, stage: Stage, nurseries: tuple[Nursery, Nursery], record_property: Tell
) -> None:
    for change in changes(way, edit, "kill"):
        begin(stage, WAYS[way], change)
        bring_back, deaths = stage.kept(), 0
        while killed(stage, nurseries[0], at(deaths)):
            completed(stage, change, again=f"killed {at(deaths)}")
            bring_back()
            deaths += 1
        completed(stage, change, again="not killed", already=True)
        record_property(PROPERTY, ("killed at a write", "done by one more push", deaths))


@pytest.mark.parametrize(("way", "edit"), PAIRS if THOROUGH else PAIRS[: len(WAYS)])
def test_a_push_that_is_killed_while_it_writes_any_file_is_completed_by_the_next(
    way: str, edit: str, stage: Stage, nurseries: tuple[Nursery, Nursery], record_property: Tell
) -> None:
    for change in changes(way, edit, "file"):
        begin(stage, WAYS[way], change)
        bring_back, deaths = stage.kept(), 0
        while dead_at_file(stage, nurseries[0], 1 + deaths):
            completed(stage, change, again=f"killed at file {1 + deaths}")
            bring_back()
            deaths += 1
        assert deaths
        record_property(PROPERTY, ("killed while a file is written", "done by one more push", deaths))


def dead_at_file(stage: Stage, nursery: Nursery, number: int) -> bool:
    """Push, and be killed while the file of that number is written; False when the push had ended before."""
    stage.services.calm()
    nursery.start(stage.root, stage.way, dies_at=number)
    code = nursery.wait()
    stage.log.note(f"killed at file {number}, holding {stage.rows}")
    assert code in {0, KILLED}
    return code == KILLED


def killed(stage: Stage, nursery: Nursery, moment: At) -> bool:
    """Push, and be killed at a moment; False when the push had ended well before it."""
    born, child = Event(), 0

    def kill(*now: object) -> None:
        if now == moment:
            born.wait()
            stage.log.note(f"killed {moment[0]} write {moment[1]}, holding {stage.rows}")
            os.kill(child, signal.SIGKILL)

    stage.services.calm()
    stage.services.witness.act = kill
    child = nursery.start(stage.root, stage.way)
    born.set()
    code = nursery.wait()
    stage.services.calm()
    assert code in {0, KILLED}
    return code == KILLED


def completed(stage: Stage, change: Change, *, again: str, already: bool = False) -> None:
    """See one more push end it right, where it is not ``already``; and that there is nothing left to write then."""
    try:
        must(already or stage.push().error is None, "one more push fails")
        stage.check(change, [])
        must(not stage.push().requests["write"], "a push of what is there already writes")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        raise tell(error, change, stage.log.lines, again=again) from None


@pytest.mark.parametrize(("way", "edit"), PAIRS)
def test_two_pushes_at_once_on_one_machine_take_turns(
    way: str, edit: str, stage: Stage, nurseries: tuple[Nursery, Nursery], record_property: Tell
) -> None:
    for change in changes(way, edit, "turns"):
        begin(stage, WAYS[way], change)
        for nursery in nurseries:
            nursery.start(stage.root, stage.way)
        assert [nursery.wait() for nursery in nurseries] == [0, 0]
        completed(stage, change, again="two at once", already=True)
        record_property(PROPERTY, ("two pushes on one machine", "done the same night", 1))


@pytest.mark.parametrize(("way", "edit"), [pair for pair in PAIRS if not makes_playlists(*pair)])
def test_pushes_of_one_playlist_on_two_machines_end_in_the_wanted_list_after_one_more(
    way: str, edit: str, stage: Stage, nurseries: tuple[Nursery, Nursery], record_property: Tell
) -> None:
    for change in changes(way, edit, "machines"):
        begin(stage, WAYS[way], change)
        bring_back, cases = stage.kept(), 0
        while met_another(stage, nurseries, at(cases)):
            completed(stage, change, again=f"another machine at {at(cases)}")
            bring_back()
            cases += 1
        record_property(PROPERTY, ("two machines at once", "done by one more push", cases))


def met_another(stage: Stage, nurseries: tuple[Nursery, Nursery], moment: At) -> bool:
    """Push, while another machine pushes the same at a moment; False when this push had ended before it."""
    first, second = nurseries
    other, codes = other_machine(stage), list[int]()

    def intrude(*now: object) -> None:
        if now == moment and not codes:
            codes.append(0)  # from now on the writes are the other's as well
            stage.log.note(f"another machine pushes {moment[0]} write {moment[1]}, holding {stage.rows}")
            second.start(other / "project", stage.way, EXPORTER_STATE_DIR=str(other / "state"))
            codes[0] = second.wait()

    stage.services.calm()
    stage.services.witness.act = intrude
    first.start(stage.root, stage.way)
    codes.append(first.wait())
    stage.services.calm()
    stage.log.note(f"they ended with {codes}, holding {stage.rows}")
    assert set(codes) <= {0, *REFUSED_OR_GAVE_UP}
    return len(codes) == 2


def other_machine(stage: Stage) -> Path:
    """A copy of the project and of the state folder: the same commit on another machine."""
    other = stage.root.parent / "other"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(stage.root, other / "project")
    shutil.copytree(stage.state, other / "state")
    ours, theirs = (Project.find(root).state.relative_to(stage.state) for root in (stage.root, other / "project"))
    (other / "state" / ours).rename(other / "state" / theirs)
    return other
