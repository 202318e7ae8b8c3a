"""Who goes first in the next run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exporter.crew import Errand
from exporter.errors import Deferred, ExporterError, Interrupted, LoginError, Unreachable, WaitLonger
from exporter.face import Result
from exporter.model import Playlist
from exporter.nightly.deferred import Wait, first, overdue, recall, update
from exporter.project import Target

NIGHT = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = timedelta(days=1)
LATER = Deferred("Deferred.")


def result(playlist: str, error: ExporterError | None = None, *, target: str = "x", requests: int = 0) -> Result:
    return Result(playlist, target, error=error, requests={"read": requests})


def errands(names: str) -> list[Errand]:
    return [Errand(Playlist(name, name, ()), Target("x")) for name in names]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deferred.json"


def order(path: Path, names: str = "abcd") -> str:
    return "".join(names[number] for number in first(errands(names), recall(path)))


@pytest.mark.parametrize("error", [LATER, WaitLonger("busy"), Interrupted("stop")])
def test_what_was_left_for_later_goes_first(path: Path, error: ExporterError) -> None:
    update(path, [result("a"), result("c", error)], NIGHT, "abcd")
    assert order(path) == "c"


@pytest.mark.parametrize("error", [None, LoginError("dead"), Unreachable("off"), ExporterError("no")])
def test_what_was_done_or_failed_does_not(path: Path, error: ExporterError | None) -> None:
    update(path, [result("c", LATER)], NIGHT, "abcd")
    update(path, [result("c", error)], NIGHT + DAY, "abcd")
    assert order(path) == ""


def test_the_longest_wait_goes_first(path: Path) -> None:
    update(path, [result("c", LATER)], NIGHT, "abcd")
    update(path, [result("a", LATER), result("c", LATER)], NIGHT + DAY, "abcd")
    assert order(path) == "ca"


def test_a_playlist_that_had_its_turn_stands_behind_those_that_had_none(path: Path) -> None:
    update(path, [result("a", LATER, requests=9), result("b", LATER)], NIGHT, "abcd")
    update(path, [result("a", LATER, requests=9), result("b", LATER)], NIGHT + DAY, "abcd")
    assert order(path) == "ba"


def test_a_playlist_that_had_its_turn_on_the_first_night_stands_behind_those_that_had_none(path: Path) -> None:
    update(path, [replace(result("a", LATER, requests=9), seconds=2.0), result("b", LATER)], NIGHT, "abcd")
    assert order(path) == "ba"


def test_a_playlist_that_is_tried_in_vain_every_night_is_overdue_after_three_days(path: Path) -> None:
    for nights in range(3):
        tried = result("a", LATER, requests=9)
        assert overdue(recall(path), tried, NIGHT + nights * DAY) is None
        update(path, [tried], NIGHT + nights * DAY, "abcd")
    assert overdue(recall(path), result("a", LATER), NIGHT + 3 * DAY - timedelta(hours=1)) == NIGHT


def test_a_playlist_that_gets_on_is_not_overdue(path: Path) -> None:
    update(path, [result("a", LATER)], NIGHT, "abcd")
    answered = replace(result("a", LATER, requests=9), answered=True)
    assert overdue(recall(path), answered, NIGHT + 3 * DAY) is None
    update(path, [answered], NIGHT + 3 * DAY, "abcd")
    assert overdue(recall(path), result("a", LATER), NIGHT + 4 * DAY) is None


def test_each_target_has_a_list_of_its_own_and_what_was_not_run_keeps_its_place(path: Path) -> None:
    update(path, [result("a", LATER), result("a", LATER, target="y")], NIGHT, "abcd")
    update(path, [result("a")], NIGHT + DAY, "abcd")
    assert recall(path) == {"y": {"a": Wait(NIGHT, NIGHT)}}


def test_a_playlist_that_is_gone_waits_no_longer(path: Path) -> None:
    update(path, [result("a", LATER)], NIGHT, "abcd")
    update(path, [], NIGHT, "bcd")
    assert recall(path) == {}


def test_a_night_without_any_leaves_no_file(path: Path) -> None:
    update(path, [result("a")], NIGHT, "abcd")
    assert not path.exists()


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        "[]",
        '{"x": 1}',
        '{"x": {"a": "yesterday"}}',
        '{"x": {"a": {"since": "2026-01-01T00:00:00", "turn": "2026-01-01T00:00:00Z"}}}',
    ],
)
def test_a_damaged_list_costs_the_turn_only(path: Path, damaged: str) -> None:
    path.write_text(damaged)
    assert order(path) == ""
    update(path, [result("b", LATER)], NIGHT, "abcd")
    assert order(path) == "b"
