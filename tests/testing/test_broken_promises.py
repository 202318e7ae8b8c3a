"""Every promise can be broken, and its contract says which it was, what was seen, and where it is explained."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from exporter.testing import PROMISES
from tests.testing.wrong import backends, enrichers, formats, readings

ROOT = Path(__file__).parents[2]
SEEN = {
    name: wrong.seen
    for wrongs in (backends.WRONG, enrichers.WRONG, formats.WRONG, readings.WRONG)
    for name, wrong in wrongs.items()
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the contracts say of everything that is wrong, by promise."""
    report = tmp_path_factory.mktemp("wrong") / "report.xml"
    contracts = Path(__file__).parent / "wrong" / "contracts.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=legacy"]
    command += [f"--junitxml={report}", str(contracts)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603 - ours
    found: dict[str, list[str]] = defaultdict(list)
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - same
        for about in case.iter("property"):
            found[about.get("value", "")] += [failure.text or "" for failure in case.iter("failure")]
    return found


def test_there_is_a_wrong_one_for_every_promise() -> None:
    assert set(SEEN) == set(PROMISES)


@pytest.mark.parametrize("name", PROMISES)
def test_a_broken_promise_is_told(name: str, failures: dict[str, list[str]]) -> None:
    promise = PROMISES[name]
    told = "\n".join(failures[name])
    assert f"The promise '{name}' is broken: {promise.sentence}" in told
    assert SEEN[name] in told
    assert f"Explained: docs/contract.md#{name} and the docstring of {promise.where}" in told
