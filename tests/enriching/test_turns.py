"""All runs on a machine share the pace of a source."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from exporter.enriching.turns import SharedTurns
from exporter.session import SLACK


def test_two_runs_take_turns(tmp_path: Path) -> None:
    one, other = (SharedTurns(tmp_path / "turn", lambda: 1000.0) for _ in range(2))
    waits = [run.take(1.0) for run in (one, other, one, other)]
    assert waits == pytest.approx([0, SLACK, 2 * SLACK, 3 * SLACK])


def test_threads_and_runs_never_get_the_same_turn(tmp_path: Path) -> None:
    runs = [SharedTurns(tmp_path / "turn", lambda: 1000.0) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        waits = sorted(pool.map(lambda number: runs[number % 4].take(1.0), range(20)))
    assert waits == pytest.approx([number * SLACK for number in range(20)])


@pytest.mark.parametrize("written", ["", "soon", "nan", "1e300", "0"])
def test_a_file_that_makes_no_sense_holds_nobody_up(tmp_path: Path, written: str) -> None:
    (tmp_path / "turn").write_text(written)
    assert SharedTurns(tmp_path / "turn", lambda: 1000.0).take(1.0) == 0
