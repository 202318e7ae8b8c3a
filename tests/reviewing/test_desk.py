"""Answers in the file and the lock: in step, and back again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exporter import lock as locks
from exporter.errors import FileError, Unsafe
from exporter.lock import Home
from exporter.model import Decision, Score, Scored, Track, Verdict
from exporter.project import Project, Target
from exporter.reviewing.desk import Desk
from tests.conftest import Workplace

TARGET, SANDBOX = Target("memory"), Target("memory", "sandbox")
TRACK = Track("memory", "a1", "Alpha", ("Ann",), duration=200.0)
LIST = "name: List\nsongs:\n- title: Alpha # one\n  artist: Ann\n- {title: Bravo, artist: Bob}\n"


@pytest.fixture
def desk(workplace: Workplace) -> Desk:
    workplace.write("list", LIST)
    desk = Desk(Project.find(workplace.root), "list")
    question = Decision(Verdict.REVIEW, others=(Scored(TRACK, Score(0.7)),), how="search", on="2026-11-20")
    desk.keep(TARGET, [0], question)
    lock = desk.lock(TARGET).settle("memory", Home("list1", former=("old",)))
    locks.write(desk.lock_path(TARGET), lock)
    return desk


def states(desk: Desk) -> tuple[bytes, bytes]:
    return desk.path.read_bytes(), desk.lock_path(TARGET).read_bytes()


def test_a_pin_is_the_songs_decision_in_file_and_lock(desk: Desk) -> None:
    assert desk.pin(TARGET, [0], TRACK)
    assert desk.playlist.songs[0].ids == {"memory": "a1"}
    entry = desk.lock(TARGET).of("memory")["Alpha - Ann"]
    assert (entry.verdict, entry.how, entry.id, entry.duration) == (Verdict.ACCEPT, "pin", "a1", 200.0)
    assert not desk.pin(TARGET, [0], TRACK), "the same once more is no news"


def test_refused_tracks_leave_the_song_missing_as_of_the_day_the_service_was_asked(desk: Desk) -> None:
    desk.refuse(TARGET, [0], ["a1", "a2"])
    assert desk.playlist.songs[0].not_ == {"memory": ("a1", "a2")}
    entry = desk.lock(TARGET).of("memory")["Alpha - Ann"]
    assert (entry.verdict, entry.on, entry.how) == (Verdict.MISSING, "2026-11-20", "search")


def test_a_skip_stands_in_the_file_alone(desk: Desk) -> None:
    desk.skip(TARGET, [0])
    assert desk.playlist.songs[0].skip == ("memory",)
    assert "Alpha - Ann" not in desk.lock(TARGET).of("memory")


def test_the_sandboxs_answers_never_reach_the_project(desk: Desk) -> None:
    before = states(desk)
    answers: list[Callable[[], bool]] = [
        lambda: desk.pin(SANDBOX, [0], TRACK),
        lambda: desk.refuse(SANDBOX, [0], ["a1"]),
        lambda: desk.skip(SANDBOX, [0]),
    ]
    for answer in answers:
        assert answer()
        entry = desk.lock(SANDBOX).of("memory")["Alpha - Ann"]
        assert (entry.how, entry.only_here) == ("pin", True)
    assert states(desk) == before


def test_answers_are_taken_back_one_by_one(desk: Desk) -> None:
    seen = [states(desk)]
    desk.pin(TARGET, [0], TRACK)
    seen.append(states(desk))
    desk.refuse(TARGET, [1], ["b1"])
    seen.append(states(desk))
    desk.skip(TARGET, [1])
    assert len({states(desk), *seen}) == 4
    while seen:
        desk.undo()
        assert states(desk) == seen.pop()


def test_what_was_decided_for_other_songs_since_stays_when_an_answer_is_taken_back(desk: Desk) -> None:
    desk.pin(TARGET, [0], TRACK)
    desk.keep(TARGET, [1], Decision(Verdict.MISSING, on="2026-11-21"))
    desk.undo()
    entries = desk.lock(TARGET).of("memory")
    assert entries["Alpha - Ann"].verdict is Verdict.REVIEW
    assert entries["Bravo - Bob"].verdict is Verdict.MISSING
    assert desk.lock(TARGET).homes["memory"].former == ("old",)


def test_an_answer_is_not_taken_back_when_somebody_else_wrote_since(desk: Desk) -> None:
    desk.pin(TARGET, [0], TRACK)
    desk.keep(TARGET, [0], Decision(Verdict.MISSING, on="2026-11-21"))
    now = states(desk)
    with pytest.raises(Unsafe, match=r"list\.lock was changed"):
        desk.undo()
    assert states(desk) == now
    desk.path.write_text(LIST)
    with pytest.raises(Unsafe, match=r"list\.yaml was changed"):
        desk.pin(TARGET, [1], TRACK)
    assert desk.path.read_text() == LIST


def test_one_of_two_entries_that_were_the_same_song_gets_an_answer_of_its_own(desk: Desk, workplace: Workplace) -> None:
    workplace.write("list", LIST + "- title: Alpha\n  artist: Ann\n")
    desk = Desk(Project.find(workplace.root), "list")
    before = states(desk)
    desk.pin(TARGET, [2], TRACK)
    entries = desk.lock(TARGET).of("memory")
    assert (entries["Alpha - Ann (2)"].how, "Alpha - Ann" in entries) == ("pin", False), "the other is asked anew"
    desk.undo()
    assert states(desk) == before


@pytest.mark.parametrize("track_id", ["a b", "true"])
def test_an_id_that_no_playlist_may_hold_is_refused_before_anything_is_written(desk: Desk, track_id: str) -> None:
    before = states(desk)
    with pytest.raises(FileError):
        desk.pin(TARGET, [0], Track("memory", track_id, "", ()))
    assert states(desk) == before


def test_a_folder_that_cannot_be_written_to_leaves_everything_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = states(desk)
    monkeypatch.setattr("exporter.files.edit.write_atomic", full)
    with pytest.raises(OSError, match="No space"):
        desk.pin(TARGET, [0], TRACK)
    assert states(desk) == before
    assert not list(Path(desk.path.parent).glob(".*"))
