"""Locked tracks that die, hide or change on a service in memory, and what takes their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from exporter import clock
from exporter.app import Depth
from exporter.backend import Limits
from exporter.errors import ExporterError, LoginError, ServiceError, Unreachable, Unsafe, WaitLonger
from exporter.health.condition import Condition
from exporter.health.links import Checked, Link, check_links
from exporter.lock import Locked
from exporter.model import Track, Verdict
from exporter.project import Project, Target
from tests.remotes.test_restore import plugins
from tests.test_work import LETTERS, Nights, track

KEY = "Title b - Artist b"


def check(nights: Nights, *, write: bool = False, yes: bool = False, names: tuple[str, ...] = ("list",)) -> Checked:
    project = Project.find(nights.workplace.root)
    (checked,) = check_links(project, plugins(nights), names, Target("memory"), write=write, yes=yes)
    return checked


def of(checked: Checked, letter: str) -> Link:
    return next(link for link in checked.links if link.song.title.endswith(letter))


def locked(nights: Nights, letter: str) -> Locked:
    return nights.lock().of("memory")[f"Title {letter} - Artist {letter}"]


def copy(of_letter: str, track_id: str, **more: object) -> Track:
    return replace(track(of_letter), id=track_id, **more)  # type: ignore[arg-type]


@pytest.fixture
def pushed(nights: Nights) -> Nights:
    nights.file("abc")
    nights.push()
    nights.memory.requests.clear()
    return nights


def test_tracks_that_are_as_they_were_cost_one_request_each(pushed: Nights) -> None:
    checked = check(pushed, write=True)
    assert {link.condition for link in checked.links} == {Condition.FINE}
    assert pushed.memory.requests == {"read": 3}
    assert not any(link.needs_a_person for link in checked.links)


def test_a_track_that_several_playlists_hold_is_asked_for_once(pushed: Nights) -> None:
    pushed.workplace.write("other", "name: Other\nsongs:\n  - title: Title b\n    artist: Artist b\n")
    path = pushed.workplace.root / "playlists"
    (path / "other.lock").write_text((path / "list.lock").read_text(encoding="utf-8"), encoding="utf-8")
    checked = check(pushed, names=("list", "other"))
    assert len(checked.links) == 4
    assert pushed.memory.requests == {"read": 3}


def test_a_track_that_is_gone_gets_another_copy_of_the_same_recording(pushed: Nights) -> None:
    del pushed.memory.tracks["b"]
    pushed.memory.tracks["b2"] = copy("b", "b2")
    shown = of(check(pushed), "b")
    assert shown.condition is Condition.GONE
    assert shown.proposal
    assert shown.proposal.track
    assert shown.proposal.track.id == "b2"
    assert locked(pushed, "b").id == "b", "nothing is written unasked"
    written = of(check(pushed, write=True), "b")
    assert written.written
    assert not written.needs_a_person
    assert (locked(pushed, "b").verdict, locked(pushed, "b").id) == (Verdict.ACCEPT, "b2")
    pushed.memory.requests.clear()
    pushed.push()
    assert pushed.memory.requests["search"] == 0
    assert pushed.memory.ids("list1") == ["a", "b2", "c"]


def test_what_fits_the_file_but_is_another_recording_becomes_a_question(pushed: Nights) -> None:
    del pushed.memory.tracks["b"]
    pushed.memory.tracks["b2"] = copy("b", "b2", duration=track("b").duration + 40)  # type: ignore[operator]
    link = of(check(pushed, write=True), "b")
    entry = locked(pushed, "b")
    assert entry.verdict is Verdict.REVIEW
    assert [one.id for one in entry.candidates] == ["b2"]
    assert "not clearly the recording" in entry.why
    assert link.needs_a_person


def test_a_track_that_is_gone_without_another_is_missing(pushed: Nights) -> None:
    del pushed.memory.tracks["b"]
    check(pushed, write=True)
    assert locked(pushed, "b").verdict is Verdict.MISSING
    pushed.push()
    assert pushed.rows() == "ac"


def test_a_track_that_cannot_be_played_is_replaced_by_one_that_can(pushed: Nights) -> None:
    pushed.memory.tracks["b"] = copy("b", "b", playable=False)
    pushed.memory.tracks["b2"] = copy("b", "b2")
    assert of(check(pushed, write=True), "b").condition is Condition.UNPLAYABLE
    assert locked(pushed, "b").id == "b2"


def test_a_track_that_cannot_be_played_stays_where_nothing_else_is_sure(pushed: Nights) -> None:
    pushed.memory.tracks["b"] = copy("b", "b", playable=False)
    pushed.memory.tracks["b2"] = copy("b", "b2", playable=False)
    link = of(check(pushed, write=True), "b")
    assert not link.written
    assert link.needs_a_person
    assert locked(pushed, "b").id == "b"


def test_a_track_that_reads_like_another_recording_is_a_question(pushed: Nights) -> None:
    pushed.memory.tracks["b"] = Track("memory", "b", "Something Else", ("Somebody",), duration=90.0)
    link = of(check(pushed, write=True), "b")
    assert link.condition is Condition.CHANGED
    entry = locked(pushed, "b")
    assert entry.verdict is Verdict.REVIEW
    assert [one.id for one in entry.candidates] == ["b"]


def test_a_track_that_was_renamed_and_still_fits_the_file_keeps_its_place(pushed: Nights) -> None:
    pushed.file("abc", of={"b": "    aka: Quite Another Name\n"})
    pushed.memory.tracks["b"] = Track("memory", "b", "Quite Another Name", ("Artist b",), duration=400.0)
    link = of(check(pushed, write=True), "b")
    assert link.condition is Condition.CHANGED
    assert link.written
    assert (locked(pushed, "b").id, locked(pushed, "b").title) == ("b", "Quite Another Name")
    assert of(check(pushed), "b").condition is Condition.FINE


def test_the_same_code_is_the_same_recording_however_it_is_called(pushed: Nights) -> None:
    pushed.memory.tracks["b"] = copy("b", "b", isrc="JPAA11000001")
    pushed.lose_lock()
    pushed.run(Depth.RESOLVE)
    pushed.memory.tracks["b"] = Track("memory", "b", "Other", ("Else",), duration=9.0, isrc="JPAA11000001")
    assert of(check(pushed), "b").condition is Condition.FINE


# What is never touched.


def test_a_pin_is_told_and_never_replaced(pushed: Nights) -> None:
    pushed.file("abc", of={"b": "    ids: {memory: m}\n"})
    pushed.push()
    pushed.memory.tracks |= {"m2": copy("m", "m2")}
    del pushed.memory.tracks["m"]
    pushed.memory.requests.clear()
    link = of(check(pushed, write=True), "b")
    assert link.condition is Condition.GONE
    assert link.pinned
    assert link.proposal is None
    assert link.needs_a_person
    assert locked(pushed, "b").id == "m"
    assert pushed.memory.requests["search"] == 0


def test_what_the_file_refuses_is_never_proposed(pushed: Nights) -> None:
    del pushed.memory.tracks["b"]
    pushed.memory.tracks["b2"] = copy("b", "b2")
    pushed.file("abc", of={"b": "    not: {memory: b2}\n"})
    check(pushed, write=True)
    assert locked(pushed, "b").verdict is Verdict.MISSING
    pushed.push()
    assert pushed.rows() == "ac"


def test_the_dead_track_itself_is_never_proposed(pushed: Nights) -> None:
    class Haunted(type(pushed.memory.tracks)):  # type: ignore[misc]  # a catalogue whose search still finds the dead
        def get(self, key: str, default: Track | None = None) -> Track | None:
            return None if key == "b" else super().get(key, default)

    pushed.memory.tracks = Haunted(pushed.memory.tracks)
    link = of(check(pushed, write=True), "b")
    assert link.condition is Condition.GONE
    assert locked(pushed, "b").verdict is Verdict.MISSING


def test_an_error_is_no_death(pushed: Nights) -> None:
    pushed.memory.fail_read = [ServiceError("503")] * 3
    before = pushed.lock()
    checked = check(pushed, write=True)
    assert {link.condition for link in checked.links} == {Condition.UNKNOWN}
    assert checked.error is None
    assert pushed.lock() == before
    assert pushed.memory.requests["search"] == 0


@pytest.mark.parametrize("error", [WaitLonger("tomorrow", seconds=50_000), LoginError("dead")])
def test_an_error_that_concerns_all_stops_the_asking_and_is_told_once(nights: Nights, error: ExporterError) -> None:
    nights.file(LETTERS)
    nights.push()
    nights.memory.requests.clear()
    nights.memory.fail_read = [None, error]
    checked = check(nights, write=True)
    assert checked.error is error
    assert nights.memory.requests["read"] < len(LETTERS)
    assert checked.counts[Condition.UNKNOWN] > 0
    assert checked.counts[Condition.GONE] == 0


def test_a_service_that_answers_nothing_is_not_asked_for_every_track(nights: Nights) -> None:
    nights.file(LETTERS)
    nights.push()
    nights.limits = Limits(workers=1)
    nights.memory.requests.clear()
    nights.memory.fail_read = [ServiceError("a login is wanted")] * len(LETTERS)
    checked = check(nights)
    assert isinstance(checked.error, Unreachable)
    assert "None of the first 10 questions was answered. a login is wanted" in checked.error.message
    assert nights.memory.requests == {"read": 10}
    assert checked.counts == {Condition.UNKNOWN: len(LETTERS)}


def test_a_search_that_fails_leaves_the_lock_as_it_is(pushed: Nights) -> None:
    del pushed.memory.tracks["b"]
    pushed.memory.fail_search = [ServiceError("503")]
    link = of(check(pushed, write=True), "b")
    assert link.proposal is None
    assert link.why == "503"
    assert locked(pushed, "b").id == "b"


@pytest.fixture
def forgotten(pushed: Nights) -> Nights:
    """A service that now and then says of a track that it is gone, and says so of one."""
    pushed.forgetful = True
    del pushed.memory.tracks["b"]
    return pushed


def tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    day = clock.today() + timedelta(days=1)
    monkeypatch.setattr("exporter.clock.today", lambda: day)


def test_what_a_forgetful_service_does_not_have_today_is_not_yet_believed_to_be_gone(forgotten: Nights) -> None:
    before = forgotten.text()
    for _ in range(2):  # twice on one day may be one trouble
        link = of(check(forgotten, write=True), "b")
        assert (link.condition, link.proposal, link.needs_a_person) == (Condition.DOUBTED, None, False)
    assert forgotten.text() == before
    assert forgotten.memory.requests["search"] == 0


def test_it_is_believed_when_another_day_says_the_same(forgotten: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    check(forgotten)
    tomorrow(monkeypatch)
    assert of(check(forgotten, write=True), "b").condition is Condition.GONE
    assert locked(forgotten, "b").verdict is Verdict.MISSING


def test_a_track_that_is_back_meanwhile_is_doubted_anew(forgotten: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    check(forgotten)
    forgotten.memory.tracks["b"] = track("b")
    assert of(check(forgotten), "b").condition is Condition.FINE
    tomorrow(monkeypatch)
    del forgotten.memory.tracks["b"]
    assert of(check(forgotten), "b").condition is Condition.DOUBTED


def test_a_day_on_which_it_could_not_be_asked_is_no_day(forgotten: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    check(forgotten)
    tomorrow(monkeypatch)
    forgotten.memory.fail_read = [ServiceError("503")] * 3
    assert of(check(forgotten), "b").condition is Condition.UNKNOWN
    assert of(check(forgotten), "b").condition is Condition.GONE


def test_yes_believes_it_at_once(forgotten: Nights) -> None:
    assert of(check(forgotten, yes=True), "b").condition is Condition.GONE


def test_many_deaths_at_once_are_not_believed(nights: Nights) -> None:
    nights.file(LETTERS)
    nights.push()
    for letter in LETTERS[:6]:
        del nights.memory.tracks[letter]
    before = nights.lock()
    checked = check(nights, write=True)
    assert isinstance(checked.error, Unsafe)
    assert "6 of 16 tracks" in checked.error.message
    assert nights.lock() == before
    assert check(nights, write=True, yes=True).error is None
    assert nights.lock() != before


def test_a_song_that_is_left_out_or_open_is_not_asked_for(nights: Nights) -> None:
    nights.file("abz", of={"b": "    skip: memory\n"})
    nights.push()
    nights.memory.requests.clear()
    assert [link.song.title for link in check(nights).links] == ["Title a"]
    assert nights.memory.requests == {"read": 1}


def test_a_line_that_somebody_changed_while_we_asked_is_left_alone(
    pushed: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    del pushed.memory.tracks["b"]
    seen = check_links.__globals__["search"]

    def meanwhile(*args: object, **more: object) -> object:
        found = seen(*args, **more)
        pushed.file("abc", of={"b": "    ids: {memory: m}\n"})
        pushed.run(Depth.RESOLVE)
        return found

    monkeypatch.setattr("exporter.health.links.search", meanwhile)
    assert not of(check(pushed, write=True), "b").written
    assert locked(pushed, "b").id == "m"


def test_without_a_target_every_backend_is_asked_that_has_decisions(pushed: Nights) -> None:
    (checked,) = check_links(Project.find(pushed.workplace.root), plugins(pushed), ["list"])
    assert str(checked.target) == "memory"
    assert checked.counts[Condition.FINE] == 3


def test_a_playlist_without_decisions_has_nothing_to_check(nights: Nights) -> None:
    nights.file("abc")
    assert check_links(Project.find(nights.workplace.root), plugins(nights), ["list"]) == ()
