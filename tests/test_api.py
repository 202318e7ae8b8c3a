"""exporter as a library: what the command line does, with Python objects and errors, and without a screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import assert_type

import pytest

import exporter
from exporter.errors import FileError, LoginError, Unsafe, UsageError
from exporter.importing.draft import Draft
from exporter.remotes.looking import Difference
from tests.conftest import Workplace
from tests.radio import Radio, plug, songs

ROOT = Path(__file__).parent.parent


@pytest.fixture
def radio(monkeypatch: pytest.MonkeyPatch) -> Radio:
    made = Radio()
    plug(monkeypatch, made.info)
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
    return made


@pytest.fixture
def project(workplace: Workplace, radio: Radio) -> exporter.OpenProject:  # noqa: ARG001 - where it pushes
    workplace.write("list", songs("abc", head="targets:\n  radio:\n"))
    return exporter.open_project(workplace.root)


def ids(radio: Radio, result: exporter.Result) -> list[str]:
    return radio.service.ids(result.playlist_id)


def test_a_playlist_is_pushed_in_one_line(
    workplace: Workplace, project: exporter.OpenProject, radio: Radio, capfd: pytest.CaptureFixture[str]
) -> None:
    result = exporter.open_project(workplace.root).playlist("list").push(to="radio")
    assert_type(result, exporter.Result)
    assert (result.created, result.changed, result.counts["accept"]) == (True, True, 3)
    assert ids(radio, result) == ["radio-a", "radio-b", "radio-c"]
    assert capfd.readouterr() == ("", "")
    assert project.playlist("list").push(to="radio").changed is False


def test_a_project_knows_its_playlists(workplace: Workplace, project: exporter.OpenProject) -> None:
    workplace.write("another", songs("z"))
    assert [playlist.name for playlist in project.playlists()] == ["another", "list"]
    assert project.root == workplace.root
    assert repr(project) == f"OpenProject({str(workplace.root)!r})"
    read = project.playlist("list").read()
    assert_type(read, exporter.Playlist)
    assert [song.title for song in read.songs] == ["Title a", "Title b", "Title c"]


def test_a_project_is_found_from_a_folder_inside(
    workplace: Workplace, project: exporter.OpenProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workplace.root / "playlists")
    assert exporter.open_project().root == project.root


def test_a_plan_writes_nothing(project: exporter.OpenProject, radio: Radio) -> None:
    plan = project.playlist("list").plan(to="radio").plan
    assert plan is not None
    assert plan.requests == 2
    assert not radio.service.remotes


def test_what_was_decided_is_in_the_lock(project: exporter.OpenProject) -> None:
    playlist = project.playlist("list")
    playlist.resolve(to="radio")
    assert sorted(entry.id for entry in playlist.lock().of("radio").values()) == ["radio-a", "radio-b", "radio-c"]
    assert not playlist.lock("radio@sandbox").of("radio")


def test_an_error_is_raised_or_told(project: exporter.OpenProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXPORTER_RADIO_TOKEN")
    with pytest.raises(LoginError):
        project.playlist("list").push(to="radio")
    result = project.playlist("list").push(to="radio", check=False)
    assert isinstance(result.error, LoginError)


@pytest.mark.parametrize("wrong", ["lisst", "../list", ""])
def test_a_playlist_that_is_not_there_is_said_at_once(project: exporter.OpenProject, wrong: str) -> None:
    with pytest.raises(UsageError):
        project.playlist(wrong)


def test_a_broken_file_is_an_error_with_its_problems(workplace: Workplace, project: exporter.OpenProject) -> None:
    workplace.write("list", "name: [")
    with pytest.raises(FileError) as raised:
        project.playlist("list").read()
    assert raised.value.problems
    assert str(raised.value).startswith(f"{raised.value.problems[0].file}:1:8: ")


def test_a_guard_refuses_until_it_is_told_to_go_on(
    workplace: Workplace, project: exporter.OpenProject, radio: Radio
) -> None:
    workplace.write("list", songs("abcdefghijkl"))
    project.playlist("list").push(to="radio")
    workplace.write("list", songs("abc"))
    with pytest.raises(Unsafe):
        project.playlist("list").push(to="radio")
    result = project.playlist("list").push(to="radio", yes=True)
    assert ids(radio, result) == ["radio-a", "radio-b", "radio-c"]


def test_what_listeners_see_is_compared_and_put_back(
    workplace: Workplace, project: exporter.OpenProject, radio: Radio
) -> None:
    playlist = project.playlist("list")
    with pytest.raises(UsageError):
        playlist.diff(to="radio")
    first = playlist.push(to="radio")
    workplace.write("list", songs("cb"))
    found = playlist.diff(to="radio")
    assert_type(found, Difference)
    assert found.differs
    playlist.push(to="radio")
    restored = playlist.restore(to="radio")
    assert restored.result.before
    assert restored.result.before.ids == ("radio-c", "radio-b")
    assert ids(radio, first) == ["radio-a", "radio-b", "radio-c"]


def test_a_playlist_comes_from_a_file_and_goes_into_one(
    workplace: Workplace, project: exporter.OpenProject, radio: Radio, capfd: pytest.CaptureFixture[str]
) -> None:
    source = workplace.root / "songs.csv"
    source.write_text("Title,Artist\nTitle a,Artist a\nTitle d,Artist d\n", encoding="utf-8")
    planned = project.import_(source, as_="list", dry=True)
    assert_type(planned, Draft)
    assert len(project.playlist("list").read().songs) == 3
    draft = project.import_(source, as_="list")
    assert [row.song.title for row in draft.new] == ["Title d"]
    assert [row.already for row in draft.known] == [0]
    project.playlist("list").push(to="radio")
    exported = project.playlist("list").export(as_="csv", on="radio")
    assert_type(exported, str)
    assert all(f"Title {letter}" in exported for letter in "abcd")
    assert "radio-a" in exported
    assert len(radio.service.remotes) == 1
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_imported_or_exported_is_an_error(project: exporter.OpenProject) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        project.import_("nothing.csv", as_="list")
    with pytest.raises(UsageError, match="no format called 'xlsx'"):
        project.playlist("list").export(as_="xlsx")


def test_a_sync_takes_what_the_files_name(workplace: Workplace, project: exporter.OpenProject) -> None:
    workplace.write("homeless", songs("x"))
    run = project.sync(budget={"requests": 100})
    assert_type(run, exporter.Round)
    assert [(result.playlist, result.target, result.error) for result in run.results] == [("list", "radio", None)]
    assert run.untargeted == ("homeless",)
    assert exporter.report(run).startswith("# Playlists, ")
    assert not project.sync(only="list", to=["radio"]).results[0].changed


@pytest.mark.parametrize("budget", [{"requests": 0}, {"coins": 5}, {"minutes": -1}])
def test_a_budget_that_makes_no_sense_is_refused(project: exporter.OpenProject, budget: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        project.sync(budget=budget)


def test_a_face_hears_what_goes_on(project: exporter.OpenProject) -> None:
    class Listening(exporter.Silent):
        def __init__(self) -> None:
            self.heard: list[str] = []

        def decided(self, song: exporter.Song, decision: exporter.Decision) -> None:
            self.heard.append(f"{decision.verdict}: {song.label}")

    face = Listening()
    project.playlist("list").push(to="radio", face=face)
    assert "accept: Title a - Artist a" in face.heard


STABLE = """
Account Add Backend BackendInfo Connection Create Decision Describe Dialogue Edit Enricher EnricherInfo Facts Feature
Format Item Kind Limits Listed Listing Login Method Move Moves OpenPlaylist OpenProject Passage Playlist Query Quota
Remote Remove Result Round Score ServiceInfo Setting Sheet Silent Song Track Verdict hookimpl open_project report
"""


def test_the_public_names_are_these() -> None:
    """People rely on them: taking one away, or renaming it, needs an issue and a major version."""
    assert exporter.__all__ == STABLE.split()


def test_the_package_is_typed_for_those_who_use_it() -> None:
    assert (ROOT / "exporter" / "py.typed").is_file()


def test_what_the_library_says_of_itself_is_true() -> None:
    from exporter import api  # noqa: PLC0415 - its docstring alone

    said = api.__doc__ or ""
    for call in re.findall(r"exporter\.(\w+)\(|\.(playlist|push)\(", said):
        name = "".join(call)
        assert name in exporter.__all__ or hasattr(exporter.OpenProject, name) or hasattr(exporter.OpenPlaylist, name)
