"""The pytest plugin that comes with exporter: useful to plugin authors, and nothing to everybody else."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from exporter.testing import Sandboxed
from tests.test_imports import HEAVY, modules_after

AUTHOR = """
import pytest
from exporter_spotify import exporter_backends
from exporter.testing import BackendContract, Sandboxed, Service


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, sandboxed: Sandboxed) -> Service:
        return sandboxed(exporter_backends()[0])
"""
BARE = """
import pytest
from exporter import Song, Track
from exporter.testing import BackendContract, MemoryService, Service, memory_info

SONGS = [Track("memory", f"t{number:02}x", f"Word{number}", (f"Artist{number}",)) for number in range(10)]


class TestContract(BackendContract):
    @pytest.fixture
    def service(self) -> Service:
        memory = MemoryService.of(SONGS)
        info = memory_info(memory)
        return Service(
            info=info,
            connect=lambda: info.connect(None),
            song=Song("Word1", ("Artist1",)),
            track_ids=[song.id for song in SONGS],
            writes=lambda: memory.requests["write"],
        )
"""
STRANGER = """
import sys


def test_nothing_of_ours_is_loaded():
    loaded = {name for name in sys.modules if name.startswith("exporter.")}
    assert loaded <= {"exporter.testing", "exporter.testing.plugin"}
"""


def pytest_run(folder: Path, test: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a test in a project of its own, with no settings but pytest's."""
    (folder / "test_it.py").write_text(test, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--rootdir={folder}", *options, str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - ours


def test_pytest_finds_it() -> None:
    assert [found.value for found in entry_points(group="pytest11", name="exporter")] == ["exporter.testing.plugin"]


def test_it_costs_next_to_nothing() -> None:
    loaded = modules_after("import exporter.testing.plugin")
    assert not loaded & (HEAVY - {"pluggy"})
    assert {name for name in loaded if name.startswith("exporter.")} == {"exporter.testing", "exporter.testing.plugin"}


def test_somebody_elses_tests_do_not_notice_it(tmp_path: Path) -> None:
    done = pytest_run(tmp_path, STRANGER, "-W", "error")
    assert done.returncode == 0, done.stdout


def test_ten_lines_are_a_contract(tmp_path: Path) -> None:
    done = pytest_run(tmp_path, AUTHOR, "-W", "error", "-k", "account or order or lost or secret")
    assert done.returncode == 0, done.stdout
    assert "test_it.py::TestContract::test_order_is_kept" in pytest_run(tmp_path, AUTHOR, "--co", "-q").stdout


def test_what_cannot_be_tried_says_what_to_give(tmp_path: Path) -> None:
    done = pytest_run(tmp_path, BARE, "-rs", "-q")
    assert done.returncode == 0, done.stdout
    for wish in ("Service.weather", "Service.hostile", "Service.secrets", "Service.song its ISRC"):
        assert wish in done.stdout


def test_a_look_alike_begins_empty_and_in_good_weather_every_time(sandboxed: Sandboxed) -> None:
    from exporter_spotify import exporter_backends  # noqa: PLC0415 - a plugin, of which the core knows nothing

    (info,) = exporter_backends()
    first = sandboxed(info)
    first.connect().create("Contract", "", public=False)
    assert first.weather is not None
    first.weather("500=1")
    again = sandboxed(info)
    assert again.writes() == 0
    assert list(again.connect().playlists("Contract")) == []


def test_what_a_login_is_proved_by_is_a_secret_whoever_gave_it(sandboxed: Sandboxed) -> None:
    from exporter_spotify import exporter_backends  # noqa: PLC0415 - same

    (info,) = exporter_backends()
    service = sandboxed(info)
    assert service.secrets is not None
    service.connect().account()
    given = {value for key, value in info.login.sandbox.items() if key not in info.login.public}
    (token,) = set(service.secrets()) - given
    assert len(token) > 20, "the access token that the look-alike gave"


@pytest.mark.parametrize("name", ["BackendContract", "FormatContract", "ReadingsContract", "EnricherContract"])
def test_a_contract_without_its_fixture_says_what_to_override(tmp_path: Path, name: str) -> None:
    test = f"from exporter.testing import {name}\n\n\nclass TestContract({name}):\n    pass\n"
    done = pytest_run(tmp_path, test, "-q", "-x")
    assert done.returncode == 1
    assert "Override the fixture" in done.stdout
