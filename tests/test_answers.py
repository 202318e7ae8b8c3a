"""What a service answered lasts beyond the run, and what it could not be asked never does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.answers import LASTS, Answers

JSON = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=9,
)


@given(answer=JSON, question=st.text(st.characters(exclude_categories=["Cs"])))
def test_an_answer_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, question: str, answer: object
) -> None:
    folder = tmp_path_factory.mktemp("answers")
    Answers(folder).keep(question, answer)
    assert Answers(folder).recall(question) == answer
    assert Answers(folder).recall(f"{question}?") is None


def test_without_a_folder_answers_last_as_long_as_the_run() -> None:
    answers = Answers()
    answers.keep("a", [])
    assert answers.recall("a") == []
    assert Answers().recall("a") is None


def test_old_answers_do_not_count(tmp_path: Path) -> None:
    Answers(tmp_path).keep("a", 1)
    (file,) = tmp_path.rglob("*.json")
    now = datetime.now(UTC)
    for age, known in ((LASTS - timedelta(days=1), 1), (LASTS + timedelta(days=1), None)):
        file.write_text(f'{{"question":"a","at":"{(now - age).isoformat()}","answer":1}}')
        assert Answers(tmp_path).recall("a") == known


def test_asking_anew_forgets_what_was_before_and_keeps_what_is_said_now(tmp_path: Path) -> None:
    Answers(tmp_path).keep("a", "old")
    time.sleep(0.001)
    answers = Answers(tmp_path, since=datetime.now(UTC))
    assert answers.recall("a") is None
    answers.keep("a", "new")
    assert answers.recall("a") == Answers(tmp_path).recall("a") == "new"


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"question":"other","at":"2999-01-01T00:00:00Z","answer":1}',
        b'{"question":"a","at":"2999-01-01T00:00:00","answer":1}',
    ],
)
def test_a_damaged_file_is_no_answer_and_is_mended_by_the_next(tmp_path: Path, damage: bytes) -> None:
    Answers(tmp_path).keep("a", 1)
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(damage)
    answers = Answers(tmp_path)
    assert answers.recall("a") is None
    answers.keep("a", 2)
    assert Answers(tmp_path).recall("a") == 2


def test_many_runs_may_keep_the_same_answer_at_once(tmp_path: Path) -> None:
    def run(number: int) -> None:
        for question in "abc":
            Answers(tmp_path).keep(question, [question] * 1000 * (1 + number % 2))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(24)))
    for question in "abc":
        assert set(Answers(tmp_path).recall(question) or ()) == {question}
    assert len(list(tmp_path.rglob("*.*"))) == 3, "no half-written file is left"


WRITER = """
import sys
from pathlib import Path
from exporter.answers import Answers
answers = Answers(Path(sys.argv[1]))
for number in range(10**6):
    answers.keep(str(number), ["x" * 10_000] * 9)
    print(number, flush=True)
"""


def test_a_run_that_is_killed_leaves_whole_answers_only(tmp_path: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        told = [int(process.stdout.readline()) for _ in range(5)]
        os.kill(process.pid, signal.SIGKILL)
        told += [int(line) for line in process.stdout if line.strip()]
    answers = Answers(tmp_path)
    for number in told:
        assert answers.recall(str(number)) == ["x" * 10_000] * 9
