"""Two runs at one playlist: on one machine they take turns, and none writes over what the other decided."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock
import pytest

from exporter import lock as locks
from exporter import store
from exporter.errors import ExporterError
from exporter.lock import Home, Lock, Locked, carried_over
from exporter.model import Verdict
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.sandbox import running
from exporter.store import alone
from tests.conftest import Ended, Run, Sandbox, Workplace
from tests.radio import Radio, plug, songs

PUSH = "push list --to spotify@sandbox"
CALL = [sys.executable, "-c", "from exporter.cli.main import main; main()"]
HOLD = """
import sys, time
from pathlib import Path
from exporter.store import alone
with alone("x", *map(Path, sys.argv[1:])):
    print("holding", flush=True)
    time.sleep(60)
"""


def begin(words: str, root: Path, **environment: str) -> subprocess.Popen[str]:
    """The command line in a process of its own."""
    command = [*CALL, "--project", str(root), *words.split()]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=os.environ | environment, stdout=pipe, stderr=pipe, text=True)  # noqa: S603


def end(*runs: subprocess.Popen[str]) -> list[int]:
    """How they ended."""
    for run in runs:
        run.communicate(timeout=60)
    return [run.returncode for run in runs]


def told(ended: Ended) -> str:
    """What it said beside its results, on one line."""
    return " ".join(ended.err.split())


@contextmanager
def holding(*marks: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is at something."""
    with subprocess.Popen([sys.executable, "-c", HOLD, *map(str, marks)], stdout=subprocess.PIPE, text=True) as other:  # noqa: S603
        assert other.stdout
        assert other.stdout.readline() == "holding\n"
        try:
            yield other
        finally:
            other.kill()


@pytest.fixture
def slow(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox that takes its time, so that two runs at once surely meet."""
    with running([Plugins().backend("spotify")], state=workplace.state / "served", latency_ms=80) as url:
        monkeypatch.setenv("EXPORTER_SANDBOX_URL", url)
        yield Sandbox(url)


# Two processes.


def test_two_pushes_at_once_make_one_playlist(workplace: Workplace, slow: Sandbox) -> None:
    workplace.write("list")
    assert end(begin(PUSH, workplace.root), begin(PUSH, workplace.root)) == [0, 0]
    (made,) = slow.playlists()
    assert len(slow.ids(made["id"])) == 2


def test_two_copies_of_a_project_never_make_a_playlist_twice(workplace: Workplace, slow: Sandbox) -> None:
    """The second one finds what the first has made, and asks."""
    text = workplace.write("list").read_text()
    other = workplace.root.parent / "other"
    (other / "playlists").mkdir(parents=True)
    (other / "playlists" / "another-name.yaml").write_text(text)
    codes = end(begin(PUSH, workplace.root), begin(PUSH.replace("list", "another-name"), other))
    assert sorted(codes) == [0, 6]
    (made,) = slow.playlists()
    assert len(slow.ids(made["id"])) == 2


def test_who_waits_is_told_what_for(workplace: Workplace, sandbox: Sandbox) -> None:  # noqa: ARG001 - to push to
    workplace.write("list")
    playlist, target = Project.find(workplace.root).load("list"), Target.parse("spotify@sandbox")
    with holding(*Project.find(workplace.root).marks(playlist, target)) as other:
        run = begin(PUSH, workplace.root)
        assert run.stderr
        assert run.stderr.readline() == "Warning: Another exporter is at Two Songs; waiting for it to end.\n"
        other.kill()
        assert end(run) == [0]


def test_a_run_that_was_killed_stands_in_nobodys_way(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    mark = tmp_path / "running" / "list"
    with holding(mark) as other:
        other.kill()
        other.wait()
    assert mark.exists(), "there is nothing to stand in the way"
    with alone("the list", mark):
        assert not caplog.messages, "nobody was waited for"


def test_who_waits_for_another_run_can_be_told_to_stop(tmp_path: Path) -> None:
    class Stopped(Exception):  # noqa: N818 - of this test alone
        pass

    def stop() -> None:
        raise Stopped

    began = time.monotonic()
    with holding(tmp_path / "mark"), pytest.raises(Stopped), alone("x", tmp_path / "mark", go_on=stop):
        pytest.fail("two at once")
    assert time.monotonic() - began < store.TURN / 2


def test_who_waited_in_vain_is_told_to_come_again(
    workplace: Workplace, exporter: Run, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "TURN", 0.2)
    workplace.write("list")
    playlist, target = Project.find(workplace.root).load("list"), Target.parse("spotify@sandbox")
    for mark in Project.find(workplace.root).marks(playlist, target):
        with holding(mark):
            ended = exporter(PUSH)
        assert ended.code == 5
        assert "Another exporter is still at Two Songs after 0 seconds." in ended.err
        assert "Nothing is lost" in ended.err
    assert not sandbox.playlists()


def test_a_night_that_meets_another_leaves_the_playlist_for_the_next_run(
    workplace: Workplace, exporter: Run, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "TURN", 0.2)
    workplace.songs("busy", {"title": "青い栞", "artist": "Galileo Galilei"}, head="targets:\n  spotify@sandbox: {}\n")
    workplace.songs("free", {"title": "青い栞", "artist": "Galileo Galilei"}, head="targets:\n  spotify@sandbox: {}\n")
    with holding(Project.find(workplace.root).lock_mark("busy")):
        ended = exporter(f"sync --report {workplace.root / 'page.md'}")
    assert ended.code == 5
    assert "Deferred on spotify@sandbox: busy; goes first in the next run." in ended.out
    assert "Nothing needed a person." in ended.out
    assert "Another exporter is still at Busy" in (workplace.root / "page.md").read_text()
    assert [made["name"] for made in sandbox.playlists()] == ["Free"]
    assert "1 playlist deferred before goes first" in exporter("sync").err


# Marks that cannot be made.


def test_a_state_folder_that_cannot_be_written_to_is_told(
    workplace: Workplace, exporter: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    radio = Radio()
    plug(monkeypatch, radio.info)
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
    workplace.write("list", songs("ab"))
    workplace.state.mkdir()
    (workplace.state / "running").write_text("no folder")
    ended = exporter("push list --to radio")
    assert ended.code == 1
    assert "The state folder cannot be written to" in ended.err
    assert "EXPORTER_STATE_DIR" in ended.err
    assert not radio.service.remotes


def test_a_read_only_state_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ExporterError, match=r"cannot be written to: Read-only file system"), alone("x", tmp_path / "m"):
        raise AssertionError


def test_where_no_marks_can_be_made_the_run_goes_on_and_says_so(
    workplace: Workplace, exporter: Run, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some file systems of a network."""

    def unknown(*_: object, **__: object) -> None:
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr(filelock.FileLock, "acquire", unknown)
    workplace.write("list")
    ended = exporter(PUSH)
    assert ended.code == 0
    assert told(ended).count("cannot keep two runs apart") == 1
    assert len(sandbox.playlists()) == 1


def test_an_error_of_the_work_is_no_error_of_the_mark(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), alone("x", tmp_path / "mark"):
        (tmp_path / "nosuch").read_text()
    with alone("x", tmp_path / "mark"):
        pass


# What somebody writes into the lock meanwhile.


@pytest.fixture
def radio(monkeypatch: pytest.MonkeyPatch) -> Radio:
    """A service that is logged in to."""
    radio = Radio()
    plug(monkeypatch, radio.info)
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
    return radio


def meanwhile(radio: Radio, what: Callable[[], object]) -> list[ExporterError | None]:
    """Errors that a service shall raise: none, but something happens when it is asked."""

    class Once(list[ExporterError | None]):
        def pop(self, _: object = 0) -> None:
            radio.service.fail_search = radio.service.fail_before = []
            what()

    return Once([None])


def accepted(song: str, track: str, how: str = "search") -> Locked:
    return Locked(song, Verdict.ACCEPT, id=track, title=song, how=how)


def test_what_another_run_wrote_meanwhile_stays(workplace: Workplace, exporter: Run, radio: Radio) -> None:
    """A run with a state folder of its own, or a `git pull`, knows nothing of our mark."""
    workplace.write("list", songs("abc"))
    path = workplace.root / "playlists" / "list.lock"
    theirs = Lock().decide("other", [accepted("Title a - Artist a", "x")]).settle("other", Home("their-list"))
    radio.service.fail_search = meanwhile(radio, lambda: locks.write(path, theirs))
    assert exporter("push list --to radio").code == 0
    lock = locks.read(path)
    assert (lock.of("other"), lock.homes["other"]) == (theirs.of("other"), Home("their-list"))
    assert {entry.id for entry in lock.of("radio").values()} == {"radio-a", "radio-b", "radio-c"}
    assert lock.homes["radio"].id == "list1"


def test_a_conflict_that_git_left_meanwhile_is_told(workplace: Workplace, exporter: Run, radio: Radio) -> None:
    workplace.write("list", songs("abc"))
    path = workplace.root / "playlists" / "list.lock"
    radio.service.fail_search = meanwhile(radio, lambda: path.write_text("{\n<<<<<<< HEAD\n"))
    ended = exporter("push list --to radio")
    assert ended.code == 2
    assert "list.lock:2:1: a merge conflict is left in the lock." in told(ended)
    assert path.read_text() == "{\n<<<<<<< HEAD\n"


BASE = Lock().decide("radio", [accepted("a", "1"), accepted("b", "2")]).settle("radio", Home("list"))


@pytest.mark.parametrize(
    ("theirs", "ours", "wanted"),
    [
        ([accepted("c", "3")], [accepted("d", "4")], {"a": "1", "b": "2", "c": "3", "d": "4"}),
        ([accepted("a", "9")], [accepted("b", "8")], {"a": "9", "b": "8"}),
        ([accepted("a", "9")], [accepted("a", "8")], {"a": "8", "b": "2"}),
        ([accepted("a", "9", "pin")], [accepted("a", "8")], {"a": "9", "b": "2"}),
    ],
    ids=["other songs", "a song each", "the same song", "a pin"],
)
def test_both_runs_decisions_are_kept(theirs: list[Locked], ours: list[Locked], wanted: dict[str, str]) -> None:
    both = carried_over(BASE.decide("radio", theirs), BASE, BASE.decide("radio", ours))
    assert {song: entry.id for song, entry in both.of("radio").items()} == wanted


def test_what_either_forgot_is_forgotten_and_still_known_as_ours() -> None:
    both = carried_over(BASE.forget("radio", "a"), BASE, BASE.forget("radio", "b"))
    assert not both.of("radio")
    assert both.tracks("radio", "radio") == {"1", "2"}


def test_two_playlists_made_at_once_are_told(workplace: Workplace, exporter: Run, radio: Radio) -> None:
    workplace.write("list", songs("abc"))
    path = workplace.root / "playlists" / "list.lock"

    def intrude() -> None:
        locks.write(path, locks.read(path).settle("radio", Home("their-list")))

    radio.service.fail_before = meanwhile(radio, intrude)
    ended = exporter("push list --to radio")
    assert ended.code == 0
    assert "Two runs made the playlist on radio" in ended.err
    assert "delete the other one there: their-list" in told(ended)
    assert locks.read(path).homes["radio"].id == "list1"
