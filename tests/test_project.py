"""The folder a user works in: found from anywhere inside, with its settings checked before anything runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exporter.backend import Setting
from exporter.errors import FileError, Problem, UsageError
from exporter.project import SETTINGS, Project, Target, state_folder


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "state"
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my music"
    (folder / "playlists").mkdir(parents=True)
    for name in ("sad-anime", "want-to-cry"):
        (folder / "playlists" / f"{name}.yaml").write_text("name: X\nsongs: []\n")
    monkeypatch.chdir(folder)
    return folder


def settings(root: Path, text: str) -> Project:
    (root / "exporter.toml").write_text(text, encoding="utf-8")
    return Project.find(root, lambda _: {})


def problems(root: Path, text: str) -> list[Problem]:
    with pytest.raises(FileError) as caught:
        settings(root, text)
    assert {problem.file for problem in caught.value.problems} == {str(root / "exporter.toml")}
    return list(caught.value.problems)


# Where it is.


def test_a_project_is_found_from_any_folder_inside(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = root / "notes" / "2026"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert Project.find().root == root


def test_a_settings_file_alone_makes_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "exporter.toml").touch()
    monkeypatch.chdir(tmp_path)
    assert Project.find().root == tmp_path
    assert Project.find().playlists() == ()


def test_the_nearest_project_counts(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = root / "inner"
    (inner / "playlists").mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert Project.find().root == inner


def test_a_named_folder_is_taken_at_its_word(root: Path) -> None:
    assert Project.find(root).root == root
    with pytest.raises(UsageError, match="There is no project in"):
        Project.find(root / "playlists")


def test_no_project_anywhere_is_told_with_ways_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"neither exporter\.toml nor a folder playlists/") as caught:
        Project.find()
    assert "--project DIR" in caught.value.hint


# Playlists.


def test_playlists_are_named_by_their_files(root: Path) -> None:
    folder = root / "playlists"
    for name in (".hidden.yaml", ".#sad-anime.yaml", "notes.txt", "sad-anime.lock", "old.yml"):
        (folder / name).touch()
    (folder / "folder.yaml").mkdir()
    (folder / ".#open.yaml").symlink_to("nowhere")
    assert Project.find().playlists() == ("sad-anime", "want-to-cry")


def test_a_playlist_may_be_named_by_its_file_too(root: Path) -> None:
    project, path = Project.find(), root / "playlists" / "sad-anime.yaml"
    for name in ("sad-anime", "sad-anime.yaml", "playlists/sad-anime.yaml", "./playlists/sad-anime.yaml", str(path)):
        assert project.path(name).resolve() == path


def test_a_misspelt_playlist_gets_a_suggestion(root: Path) -> None:
    with pytest.raises(UsageError, match=r"^There is no playlist called 'sad-anme'\.$") as caught:
        Project.find(root).path("sad-anme")
    assert caught.value.hint == 'Did you mean "sad-anime"?'


def test_an_unknown_playlist_gets_the_list(root: Path) -> None:
    with pytest.raises(UsageError) as caught:
        Project.find(root).path("jazz")
    assert caught.value.hint == "There are: sad-anime, want-to-cry."


def test_a_playlist_of_another_ending_is_told_how_to_be_called(root: Path) -> None:
    (root / "playlists" / "jazz.yml").write_text("name: Jazz\nsongs: []\n")
    for name in ("jazz", "jazz.yml", "playlists/jazz.yml"):
        with pytest.raises(UsageError) as caught:
            Project.find(root).path(name)
        assert "Rename playlists/jazz.yml to jazz.yaml" in caught.value.hint


def test_an_empty_project_says_so(tmp_path: Path) -> None:
    (tmp_path / "playlists").mkdir()
    with pytest.raises(UsageError) as caught:
        Project.find(tmp_path).path("jazz")
    assert caught.value.hint == "playlists/ is empty."


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "../secret.yaml",
        "../sad-anime.yaml",
        "/etc/sad-anime.yaml",
        "/etc/passwd",
        "sub/sad-anime",
        "sad-anime/",
        "",
        ".",
        "..",
        ".yaml",
        "sad-anime\0",
        "\0.yaml",
        "*",
        "SAD-ANIME",
    ],
)
def test_a_name_is_not_a_way_out_of_the_project(root: Path, name: str) -> None:
    (root / "secret.yaml").touch()
    (root / "sad-anime.yaml").touch()
    with pytest.raises(UsageError, match="There is no playlist called"):
        Project.find(root).path(name)


# Targets.


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("spotify", Target("spotify")),
        ("spotify@work", Target("spotify", "work")),
        ("my-service@a_1", Target("my-service", "a_1")),
    ],
)
def test_a_target_is_a_backend_and_perhaps_a_profile(text: str, target: Target) -> None:
    assert Target.parse(text) == target
    assert str(target) == text


@pytest.mark.parametrize("text", ["", "@", "spotify@", "@work", "a@b@c", "Spotify", "a b", "../a", "a/b", "a\n", "-a"])
def test_anything_else_is_no_target(text: str) -> None:
    with pytest.raises(UsageError, match="is no target") as caught:
        Target.parse(text)
    assert "BACKEND@PROFILE" in caught.value.hint


def test_only_the_sandbox_profile_is_the_sandbox() -> None:
    assert [Target.parse(text).sandboxed for text in ("a@sandbox", "a", "a@work", "sandbox")] == [True, *[False] * 3]


# Places.


def test_locks_lie_beside_the_playlists_and_the_sandboxs_in_the_state_folder(root: Path, state: Path) -> None:
    project = Project.find(root)
    assert (
        project.lock_path("a", Target("x")) == project.lock_path("a", Target("x", "work")) == root / "playlists/a.lock"
    )
    assert project.lock_path("a", Target("x", "sandbox")).is_relative_to(state)


def test_each_target_has_its_own_memory_and_backups(root: Path, state: Path) -> None:
    project = Project.find(root)
    places = [
        place(playlist, Target.parse(target))
        for place in (project.memory_path, project.backup_folder)
        for playlist in ("a", "b")
        for target in ("x", "x@work", "x@sandbox", "y")
    ]
    assert len(set(places)) == len(places)
    assert all(place.is_relative_to(state) for place in places)


def test_two_projects_of_one_name_do_not_share_their_state(tmp_path: Path) -> None:
    found = []
    for parent in ("a", "b"):
        (tmp_path / parent / "music" / "playlists").mkdir(parents=True)
        found.append(Project.find(tmp_path / parent / "music").state)
    assert found[0] != found[1]
    assert all(state.name.startswith("music-") for state in found)


def test_the_state_folder_may_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert state_folder() == tmp_path / "state"
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("EXPORTER_STATE_DIR", "~/state")
    assert state_folder() == Path("/home/me/state")
    monkeypatch.setenv("EXPORTER_STATE_DIR", "~nobody-of-this-name/state")
    with pytest.raises(UsageError, match="nobody here is called so"):
        state_folder()


@pytest.mark.skipif(os.name != "posix", reason="the place is the system's own")
def test_without_a_name_it_is_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTER_STATE_DIR", "")
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert state_folder().is_relative_to("/home/me")
    assert state_folder().name == "exporter"


# Settings.


def test_without_a_settings_file_nothing_is_set(root: Path) -> None:
    assert Project.find(root).target_settings(Target("spotify")) == {}


def test_a_profile_inherits_what_its_backend_says(root: Path) -> None:
    project = settings(
        root,
        """
        [targets.spotify]
        market = "JP"
        patience = 0
        [targets."spotify@work"]
        patience = 120.5
        requests_per_second = 2
        [targets.ytmusic]
        language = "ja"
        """,
    )
    assert project.target_settings(Target("spotify")) == {"market": "JP", "patience": 0}
    assert project.target_settings(Target("spotify", "work")) == {
        "market": "JP",
        "patience": 120.5,
        "requests_per_second": 2,
    }
    assert project.target_settings(Target("spotify", "sandbox")) == {"market": "JP", "patience": 0}
    assert project.target_settings(Target("tidal")) == {}


def test_a_backend_may_have_settings_of_its_own(root: Path) -> None:
    own = {"folder": Setting(lambda value: value == "here", "the word here")}
    asked: list[str] = []

    def settings_of(backend: str) -> dict[str, Setting] | None:
        asked.append(backend)
        return {"mine": own, "plain": {}}.get(backend)

    (root / "exporter.toml").write_text(
        "[targets.mine]\nfolder = 'here'\n[targets.\"mine@work\"]\nfolder = 1\nfoldr = 1\n[targets.plain]\nfolder = 1\n"
        "[targets.not-installed]\nfolder = 1\n[targets.usual]\npatience = 1\n",
        encoding="utf-8",
    )
    with pytest.raises(FileError) as wrong:
        Project.find(root, settings_of)
    assert [(one.line, one.message, one.suggestion) for one in wrong.value.problems] == [
        (4, "1 is not the word here", ""),
        (5, "unknown setting", "Known: folder."),
        (7, "unknown setting", "Known: " + ", ".join(SETTINGS) + "."),
    ]
    assert asked == ["mine", "mine", "plain", "not-installed"]


def test_every_problem_is_told_at_once_where_it_is(root: Path) -> None:
    found = problems(
        root,
        "# market and mood are settings\n"
        'colour = "red"\n'
        "[targets.spotify]\n"
        'market = "JP"\n'
        "mood = 1\n"
        "patience = '60'\n"
        "[targets.ytmusic]\n"
        "market = 5\n"
        "markt = 'JP'\n"
        "requests_per_second = true\n"
        "[targets.Spotify]\n"
        "[target]\n",
    )
    assert [(one.line, one.path, one.message) for one in found] == [
        (2, "colour", "unknown key"),
        (5, "targets.spotify.mood", "unknown setting"),
        (6, "targets.spotify.patience", "'60' is not a number of seconds"),
        (8, "targets.ytmusic.market", "5 is not text"),
        (9, "targets.ytmusic.markt", "unknown setting"),
        (10, "targets.ytmusic.requests_per_second", "True is not a number above 0"),
        (11, "targets.Spotify", "'Spotify' is no target"),
        (12, "target", "unknown key"),
    ]
    suggestions = {one.path: one.suggestion for one in found}
    assert suggestions["targets.ytmusic.markt"] == "Known: market."
    assert suggestions["target"] == 'Did you mean "targets"?'
    assert suggestions["colour"] == "Settings go under [targets.NAME]."


@pytest.mark.parametrize(
    "text",
    [
        "targets = {spotify = {patience = -1}}",
        "targets.spotify.patience = nan",
        "[targets]\nspotify.patience = inf",
        '["targets" . spotify]\npatience = """\n60"""',
        "\n\n[targets.spotify] # patience\nmarket = 'JP'\npatience = [\n1,\n]",
    ],
)
def test_a_problem_is_found_however_the_table_is_written(root: Path, text: str) -> None:
    (problem,) = problems(root, text)
    assert problem.path == "targets.spotify.patience"
    assert problem.line == len(text.splitlines())


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "'2'", "false"])
def test_a_pace_is_a_number_above_zero(root: Path, value: str) -> None:
    (problem,) = problems(root, f"[targets.spotify]\nrequests_per_second = {value}\n")
    assert problem.message.endswith("is not a number above 0")


@pytest.mark.parametrize(("text", "path"), [("targets = 1", "targets"), ("[targets]\nspotify = 1", "targets.spotify")])
def test_what_is_no_table_is_told(root: Path, text: str, path: str) -> None:
    (problem,) = problems(root, text)
    assert (problem.path, problem.message, problem.line) == (path, "not a table", len(text.splitlines()))
    assert "Write [targets." in problem.suggestion


@pytest.mark.parametrize(
    ("text", "line"),
    [("[targets.spotify]\nmarket = JP\n", 2), ("[targets.spotify\n", 1), ("a = 1\na = 2\n", 2), ('x = "', 1)],
)
def test_what_is_no_toml_is_told_with_its_line(root: Path, text: str, line: int) -> None:
    (problem,) = problems(root, text)
    assert problem.message.startswith("not valid TOML: ")
    assert problem.line == line
    assert "at line" not in problem.message


def test_what_is_no_text_is_told(root: Path) -> None:
    (root / "exporter.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FileError) as caught:
        Project.find(root)
    assert caught.value.problems[0].message == "not UTF-8 text"


def test_a_byte_order_mark_is_no_part_of_the_settings(root: Path) -> None:
    text = '\ufeff[targets.spotify]\nmarket = "JP"\n'
    assert settings(root, text).target_settings(Target("spotify")) == {"market": "JP"}
    (problem,) = problems(root, text + "mood = 1\n")
    assert (problem.line, problem.path) == (3, "targets.spotify.mood")
