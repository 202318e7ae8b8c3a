"""What plugins hear of a run: before and after each push, and when all is over."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import exporter
from exporter import hookimpl
from exporter.errors import NotAllowed
from exporter.plugins import Plugins
from exporter.project import Project
from tests.conftest import Workplace
from tests.radio import Radio, plug, songs


class Listener:
    """A plugin that writes down what it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.refuse: Exception | None = None
        self.fail: Exception | None = None

    def plugin(self) -> object:
        @hookimpl
        def exporter_before_push(result: exporter.Result) -> None:
            assert result.plan is not None
            self.heard.append(f"before {result.playlist} on {result.target}: {result.plan.requests}")
            if self.refuse:
                raise self.refuse

        @hookimpl
        def exporter_after_push(result: exporter.Result) -> None:
            error = type(result.error).__name__ if result.error else "well"
            self.heard.append(f"after {result.playlist}: {result.counts['accept']} songs, {error}")
            if self.fail:
                raise self.fail

        @hookimpl
        def exporter_after_run(run: exporter.Round) -> None:
            self.heard.append(f"run of {len(run.results)}")
            if self.fail:
                raise self.fail

        return SimpleNamespace(
            exporter_before_push=exporter_before_push,
            exporter_after_push=exporter_after_push,
            exporter_after_run=exporter_after_run,
        )


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def project(workplace: Workplace, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> exporter.OpenProject:
    radio = Radio()
    plug(monkeypatch, radio.info)
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
    workplace.write("list", songs("abc", head="targets:\n  radio:\n"))
    workplace.write("more", songs("de", head="targets:\n  radio:\n").replace("name: List", "name: More"))
    plugins = Plugins()
    plugins._register(listener.plugin(), None)
    return exporter.OpenProject(Project.find(workplace.root), plugins)


def test_a_push_is_told_before_and_after(project: exporter.OpenProject, listener: Listener) -> None:
    project.playlist("list").push(to="radio")
    assert listener.heard == ["before list on radio: 2", "after list: 3 songs, well", "run of 1"]


def test_where_nothing_is_to_be_written_nothing_is_announced(project: exporter.OpenProject, listener: Listener) -> None:
    project.playlist("list").push(to="radio")
    listener.heard.clear()
    project.playlist("list").push(to="radio")
    assert listener.heard == ["after list: 3 songs, well", "run of 1"]


def test_a_plan_is_no_push(project: exporter.OpenProject, listener: Listener) -> None:
    project.playlist("list").plan(to="radio")
    project.playlist("list").resolve(to="radio")
    assert listener.heard == []


def test_a_plugin_can_keep_a_playlist_from_being_pushed(project: exporter.OpenProject, listener: Listener) -> None:
    listener.refuse = NotAllowed("Not on a Sunday.")
    run = project.sync()
    assert [str(result.error) for result in run.results] == ["Not on a Sunday."] * 2
    assert [result.edits for result in run.results] == [(), ()]
    assert "after list: 3 songs, NotAllowed" in listener.heard


def test_a_plugin_that_breaks_before_a_push_is_named_and_the_playlist_left_alone(
    project: exporter.OpenProject, listener: Listener
) -> None:
    listener.refuse = ValueError("oops")
    result = project.playlist("list").push(to="radio", check=False)
    assert "failed at exporter_before_push: ValueError: oops" in str(result.error)
    assert not result.changed


def test_a_plugin_that_breaks_afterwards_changes_nothing(
    project: exporter.OpenProject, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    listener.fail = ValueError("no network for messages")
    result = project.playlist("list").push(to="radio")
    assert (result.changed, result.error) == (True, None)
    told = [record.getMessage() for record in caplog.records]
    assert [hook for one in told for hook in ("exporter_after_push", "exporter_after_run") if hook in one] == [
        "exporter_after_push",
        "exporter_after_run",
    ]


def test_a_whole_night_is_told_once(project: exporter.OpenProject, listener: Listener) -> None:
    project.sync()
    assert listener.heard.count("run of 2") == 1
    assert [one for one in listener.heard if one.startswith("after")] == [
        "after list: 3 songs, well",
        "after more: 2 songs, well",
    ]
