"""A new plugin works from the first minute. .ci/run installs one from built wheels as well."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from exporter.authoring.distribution import KINDS, LONGEST, Names, distribution
from exporter.errors import UsageError
from tests.conftest import Run

LONG = "a-name-of-the-longest-24"
SHORT = "ab"


def inside(folder: Path, *command: str) -> str:
    """What a command says that runs in a plugin's folder, and succeeds."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def as_if_installed(folder: Path, name: str, package: str) -> None:
    """Where Python looks for what is installed: beside the package, since the folder is on its path."""
    told = folder / f"{package}-0.1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: exporter-{name}\nVersion: 0.1.0\n")
    (told / "entry_points.txt").write_text(f"[exporter]\n{name} = {package}\n")


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_plugin_passes_its_own_tests(exporter: Run, tmp_path: Path, kind: str) -> None:
    """Those of a backend hold the whole contract, and push a playlist by its entry point."""
    folder = tmp_path / "plugin"
    assert exporter(f"new-plugin {LONG} --kind {kind} --into {folder}").code == 0
    as_if_installed(folder, LONG, f"exporter_{LONG.replace('-', '_')}")
    assert " passed" in inside(folder, "pytest", "-q", "-p", "no:cacheprovider", "--basetemp", str(tmp_path / "base"))


@pytest.mark.parametrize("name", [LONG, SHORT])
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_plugin_keeps_its_own_rules_of_style(exporter: Run, tmp_path: Path, kind: str, name: str) -> None:
    folder = tmp_path / "plugin"
    assert exporter(f"new-plugin {name} --kind {kind} --into {folder}").code == 0
    inside(folder, "ruff", "check", "--no-cache")
    inside(folder, "ruff", "format", "--check", "--no-cache")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_a_new_plugin_is_called_after_the_template(kind: str) -> None:
    for path, text in distribution(kind, Names.of("night-radio")).items():
        assert "mine" not in f"{path}\n{text}".lower().replace("determine", ""), path


def test_every_name_is_made_of_one() -> None:
    names = Names.of("night-radio")
    assert (names.distribution, names.label) == ("exporter-night-radio", "Night Radio")
    files = distribution("backend", names)
    assert "class NightRadioBackend:" in files["exporter_night_radio/backend.py"]
    assert '"EXPORTER_NIGHT_RADIO_TOKEN"' in files["exporter_night_radio/__init__.py"]
    assert 'night-radio = "exporter_night_radio"' in files["pyproject.toml"]
    assert {".gitignore", ".github/workflows/ci.yml", "exporter_night_radio/py.typed"} <= set(files)


@pytest.mark.parametrize("name", ["", "Tidal", "2tidal", "a b", "a_b", "-a", "a-", "a--b", "../a", "é", "a" * 25])
def test_a_name_that_no_plugin_can_have_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be called") as refused:
        Names.of(name)
    assert str(LONGEST) in refused.value.hint


def test_the_template_s_own_name_is_not_free(exporter: Run) -> None:
    assert exporter("new-plugin mine").code == 2


@pytest.mark.parametrize("taken", ["spotify --kind backend", "csv --kind format", "musicbrainz --kind enricher"])
def test_a_name_that_is_taken_is_told_before_anybody_works_on_it(exporter: Run, tmp_path: Path, taken: str) -> None:
    ended = exporter(f"new-plugin {taken} --into {tmp_path / 'plugin'}")
    assert (ended.code, "is installed already" in ended.err) == (2, True)
    assert not (tmp_path / "plugin").exists()


def test_what_is_there_stays_as_it_is(exporter: Run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "README.md").write_text("mine", encoding="utf-8")
    ended = exporter(f"new-plugin tidal --into {tmp_path / 'full'}")
    assert (ended.code, "is there already" in ended.err) == (2, True)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["README.md"]
    (tmp_path / "file").touch()
    assert exporter(f"new-plugin tidal --into {tmp_path / 'file'}").code == 2


def test_without_a_place_it_is_made_here(exporter: Run, tmp_path: Path) -> None:
    ended = exporter("--json new-plugin tidal --kind format")
    assert Path(ended.json["folder"]) == tmp_path / "project" / "exporter-tidal"
    assert all((Path(ended.json["folder"]) / path).is_file() for path in ended.json["made"])
