"""``exporter init``: what it makes, what it leaves alone, and what it says."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from exporter.files import parse
from exporter.matching.resolve import ASK_AGAIN
from exporter.project import SETTINGS, Project
from exporter.session import PATIENCE
from exporter.starting.kit import FILES, lacking
from tests.conftest import Run, Sandbox, Workplace
from tests.starting.machine import git


@pytest.fixture
def folder(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is in no repository."""
    empty = workplace.root.parent / "new"
    empty.mkdir()
    monkeypatch.chdir(empty)
    return empty


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


# What it makes.


def test_an_empty_folder_becomes_a_project(exporter: Run, folder: Path) -> None:
    assert exporter("init").code == 0
    assert set(files(folder)) == set(FILES)
    assert exporter("check").out == "1 playlist checked, nothing wrong.\n"


def test_a_folder_that_is_not_there_is_made(exporter: Run, folder: Path) -> None:
    assert exporter("init deep/er").code == 0
    assert set(files(folder / "deep" / "er")) == set(FILES)


def test_the_folder_may_be_the_one_that_project_names(exporter: Run, folder: Path) -> None:
    (folder / "there").mkdir()
    assert exporter("--project there init").code == 0
    assert set(files(folder / "there")) == set(FILES)


def test_what_it_made_can_be_pushed_to_the_sandbox_at_once(exporter: Run, folder: Path, sandbox: Sandbox) -> None:
    exporter("init")
    ended = exporter("sync --to spotify@sandbox")
    assert ended.code == 0
    assert "created with 4 tracks" in ended.out
    assert "Nothing needed a person." in ended.out
    assert folder.is_dir()
    (pushed,) = sandbox.playlists()
    assert (pushed["name"], pushed["public"]) == ("First Playlist", False)


def test_every_service_that_is_installed_has_its_place(exporter: Run, folder: Path) -> None:
    exporter("init")
    text = files(folder)["playlists/first-playlist.yaml"]
    assert list(parse(text, "first", "first").targets) == ["spotify"]
    assert list(parse(text.replace("  # ytmusic", "  ytmusic"), "first", "first").targets) == ["spotify", "ytmusic"]
    assert list(tomllib.loads(files(folder)["exporter.toml"])["targets"]) == ["spotify", "ytmusic"]


def test_every_setting_that_is_shown_is_one_and_the_defaults_are_true(exporter: Run, folder: Path) -> None:
    exporter("init")
    path = folder / "exporter.toml"
    text = path.read_text(encoding="utf-8")
    assert Project.find(folder).settings == {"spotify": {}, "ytmusic": {}}
    path.write_text(re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    shown = Project.find(folder).settings["spotify"]
    assert set(shown) == set(SETTINGS) - {"contact", "redirect_port", "writer", "search"}
    assert (shown["patience"], shown["ask_again_days"]) == (PATIENCE, ASK_AGAIN)


def test_everybody_and_every_job_gets_the_versions_that_made_the_project(exporter: Run, folder: Path) -> None:
    exporter("init")
    pinned = [line for line in files(folder)["requirements.txt"].splitlines() if not line.startswith("#")]
    names = ["playlist-exporter", "exporter-chinese", "exporter-japanese", "exporter-m3u", "exporter-musicbrainz"]
    names += ["exporter-spotify", "exporter-ytmusic"]
    assert pinned == [f"{name}=={version(name)}" for name in names]


def test_git_merges_locks_by_itself_and_leaves_out_what_is_no_ones_business(exporter: Run, folder: Path) -> None:
    exporter("init")
    git(folder, "init", "--quiet")
    assert git(folder, "check-attr", "merge", "playlists/any.lock") == "playlists/any.lock: merge: union"
    for path in (".state/logins/spotify.json", ".env", "plan.md", "playlists/.any.lock.x1"):
        assert git(folder, "check-ignore", path) == path
    assert git(folder, "ls-files", "--others", "--exclude-standard").splitlines() == sorted(FILES)


def test_no_mark_of_a_template_is_left(exporter: Run, folder: Path) -> None:
    exporter("init")
    assert not [path for path, text in files(folder).items() if re.search("@[A-Z]+@", text)]


# What it leaves alone.


def test_no_file_that_is_there_is_changed(exporter: Run, folder: Path) -> None:
    (folder / ".github" / "workflows").mkdir(parents=True)
    mine = {".gitignore": "*.pyc\n", ".github/workflows/playlists-sync.yml": "name: Mine\n"}
    for path, text in mine.items():
        (folder / path).write_text(text, encoding="utf-8")
    ended = exporter("init")
    assert ended.code == 0
    assert {path: files(folder)[path] for path in mine} == mine
    assert len(re.findall(r"^kept ", ended.out, re.MULTILINE)) == 2


def test_a_second_call_changes_nothing(exporter: Run, folder: Path) -> None:
    exporter("init")
    before = files(folder)
    ended = exporter("--json init")
    assert (ended.json["made"], ended.json["kept"], ended.json["lacking"]) == ([], list(FILES), {})
    assert files(folder) == before


def test_the_lines_that_a_kept_file_lacks_are_told(exporter: Run, folder: Path) -> None:
    (folder / ".gitattributes").write_text("*.png binary\n", encoding="utf-8")
    (folder / "requirements.txt").write_text("exporter-spotify==0.0.1\nplaylist-exporter\n", encoding="utf-8")
    lacks = exporter("--json init").json["lacking"]
    assert lacks[".gitattributes"] == ["*.lock merge=union"]
    assert [line.partition("==")[0] for line in lacks["requirements.txt"]] == [
        "exporter-chinese",
        "exporter-japanese",
        "exporter-m3u",
        "exporter-musicbrainz",
        "exporter-ytmusic",
    ]


def test_a_version_of_ones_own_is_no_missing_line() -> None:
    assert not lacking("a==1\n*.lock merge=union\n", "# words\na[extra] >=2\n*.lock merge=union\n")
    assert lacking("*.lock merge=union\n", "*.lock merge=ours\n") == ("*.lock merge=union",)


def test_playlists_that_are_there_need_no_first_one(exporter: Run, workplace: Workplace) -> None:
    workplace.write("mine")
    ended = exporter("init")
    assert sorted(path.name for path in (workplace.root / "playlists").iterdir()) == ["mine.yaml"]
    assert re.search("kept +playlists/ +with 1 playlist", ended.out)


def test_in_a_folder_of_a_repository_jobs_would_have_no_effect(exporter: Run, folder: Path) -> None:
    git(folder, "init", "--quiet")
    ended = exporter("init music")
    assert not (folder / "music" / ".github").exists()
    assert f"The git repository begins in {folder}, and GitHub looks for jobs only there." in " ".join(
        ended.out.split()
    )


def test_a_file_in_the_way_is_told(exporter: Run, folder: Path) -> None:
    (folder / "taken").touch()
    ended = exporter("init taken")
    assert (ended.code, ended.err) == (2, "Error: taken is a file, and a project is a folder.\n")


def test_a_link_that_leads_nowhere_is_kept(exporter: Run, folder: Path) -> None:
    (folder / "exporter.toml").symlink_to(folder / "nowhere")
    assert "exporter.toml" in exporter("--json init").json["kept"]
    assert not (folder / "nowhere").exists()


def test_what_the_system_refuses_is_told(exporter: Run, folder: Path) -> None:
    (folder / "taken").touch()
    ended = exporter("init taken/deep")
    assert ended.code == 1
    assert "The system refused" in ended.err


# What it says.


def test_it_says_what_comes_next_and_what_it_says_is_true(exporter: Run, folder: Path) -> None:
    ended = exporter("init here")
    commands = re.findall(r"^     (.+)$", ended.out, re.MULTILINE)
    assert re.findall(r"^(\d)\. ", ended.out, re.MULTILINE) == ["1", "2", "3"]
    assert commands == [
        f"cd {folder / 'here'}",
        "exporter sync --to spotify@sandbox",
        "exporter login spotify",
        "exporter sync",
        "git init",
        'git add --all && git commit -m "Playlists"',
        "exporter login spotify --print-env | gh secret set -f -",
    ]
    assert ended.err == ""


def test_where_the_sandbox_is_not_installed_it_says_how(
    exporter: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    told = exporter("init").out
    assert told.index('pip install "playlist-exporter[sandbox]"') < told.index("exporter sync --to spotify@sandbox")


def test_in_a_repository_nothing_is_said_of_starting_one(exporter: Run, folder: Path) -> None:
    git(folder, "init", "--quiet")
    out = exporter("init").out
    assert "git init" not in out
    assert "cd " not in out


def test_without_a_service_there_is_nowhere_to_push(
    exporter: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exporter.plugins.entry_points", tuple)
    ended = exporter("init")
    assert ended.code == 2
    assert 'pip install "playlist-exporter[spotify]"' in ended.err
    assert not files(folder)


def test_somebody_without_a_project_is_told_how_to_start_one(exporter: Run, folder: Path) -> None:
    ended = exporter("list")
    assert ended.code == 2
    assert "exporter init" in ended.err
    assert folder.is_dir()


def test_nothing_of_it_is_read_from_outside_the_package() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "exporter/starting/files"],  # noqa: S607 - the git that is there
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout.split()
    assert len(listed) == len(FILES)
    assert not [path for path in listed if Path(path).name.startswith(".")]  # a build leaves those out that git ignores
