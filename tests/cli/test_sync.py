"""``exporter sync``: every playlist to every target, within a budget, and told on one screen and one page."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exporter.backend import Kind, Limits
from exporter.errors import ExporterError, LoginError, Rejected, ServiceError, Unreachable, WaitLonger
from exporter.project import Project
from exporter.session import Connection
from exporter.testing import MemoryService
from tests.conftest import Ended, Run, Sandbox, Workplace
from tests.radio import UNITS, Radio, plug, songs
from tests.radio import track as radio_track

SOON = 10.0
BOTH = "targets:\n  radio: {}\n  other: {}\n"
ONE_BY_ONE = Limits(add=1)
PLENTY = replace(UNITS, per_day=10_000)


@dataclass
class Night:
    """A project of playlists for two services in memory."""

    exporter: Run
    workplace: Workplace
    monkeypatch: pytest.MonkeyPatch
    radio: Radio = field(default_factory=Radio)
    other: Radio = field(default_factory=lambda: Radio("other"))

    def __post_init__(self) -> None:
        self.plug()
        for name in ("RADIO", "OTHER"):
            self.monkeypatch.setenv(f"EXPORTER_{name}_TOKEN", "token-of-me")

    def plug(self) -> None:
        other = self.other.info
        login = replace(other.login, environment={"token": ("EXPORTER_OTHER_TOKEN",)}, public=frozenset())
        plug(self.monkeypatch, self.radio.info, replace(other, login=login))

    def file(self, name: str, letters: str, head: str = BOTH) -> None:
        self.workplace.write(name, songs(letters, head=head).replace("name: List", f"name: {name.title()}"))

    def sync(self, words: str = "") -> Ended:
        return self.exporter(f"sync {words}")

    def results(self, words: str = "") -> list[Any]:
        found: list[Any] = self.exporter(f"--json sync {words}").json["results"]
        return found

    def kinds(self, words: str = "") -> dict[str, str]:
        """The kind of every result's error, by playlist and target."""
        return {
            f"{one['playlist']}.{one['target']}": one["error"]["kind"] if one["error"] else ""
            for one in self.results(words)
        }


@pytest.fixture
def night(exporter: Run, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Night:
    monkeypatch.setattr("exporter.session.Connection.sleep", lambda _self, _seconds: None)
    return Night(exporter, workplace, monkeypatch)


def ids(radio: Radio, name: str) -> str:
    """What a service's playlist of this name holds, in letters."""
    (remote,) = (remote for remote in radio.service.remotes.values() if remote.name == name)
    return "".join(track.rpartition("-")[2] for track in remote.ids)


# Which playlists go where.


def test_every_playlist_goes_to_every_target_that_its_file_names(night: Night) -> None:
    night.file("one", "ab")
    night.file("two", "bc", head="targets:\n  other: {}\n")
    assert list(night.kinds().items()) == [("one.radio", ""), ("one.other", ""), ("two.other", "")]
    assert (ids(night.radio, "One"), ids(night.other, "One"), ids(night.other, "Two")) == ("ab", "ab", "bc")
    assert len(night.radio.service.remotes) == 1


def test_what_is_said_of_a_target_holds(night: Night) -> None:
    night.file("one", "ab", head="targets:\n  radio: {keep_extras: true}\n")
    night.sync()
    remote = night.radio.service.remotes["list1"]
    night.radio.service.remotes["list1"] = replace(remote, items=(*remote.items, replace(remote.items[0], id="x")))
    assert night.sync().code == 0
    assert night.radio.service.ids("list1")[-1] == "x"


def test_only_some_playlists_and_targets(night: Night) -> None:
    for name in ("one", "two", "three"):
        night.file(name, "a")
    assert list(night.kinds("--only two --only three --to other")) == ["three.other", "two.other"]


def test_a_playlist_without_targets_is_told_of_and_left_out(night: Night, tmp_path: Path) -> None:
    night.file("one", "a")
    night.file("lonely", "b", head="")
    ended = night.sync(f"--report {tmp_path / 'report.md'}")
    assert ended.code == 0
    assert "Pushed nowhere, since their files name no target: lonely." in ended.err
    assert "- lonely: its file names none" in (tmp_path / "report.md").read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--only nosuch", "There is no playlist called 'nosuch'"),
        ("--to third", "No playlist is for third."),
        ("--budget minute=5", "'minute=5' is no budget"),
        ("--to Radio", "'Radio' is no target"),
        ("--changed-since HEAD", "not a git repository"),
        ("--changed-since ''", "not a git repository"),
    ],
)
def test_what_is_wrong_in_the_command_is_told_before_anything_is_done(
    night: Night, words: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(night.workplace.root.parent))
    night.file("one", "a")
    ended = night.sync(words)
    assert ended.code == 2
    assert told in ended.err
    assert not night.radio.service.requests


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--to radio --to othr", 'Did you mean "other"? The files name other, radio.'),
        ("--to radio@sanbox", 'Did you mean "radio@sandbox"?'),
        ("--to radio --to othr --only one", 'Did you mean "other"?'),
    ],
)
def test_a_misspelt_target_is_told_though_others_are_right(night: Night, words: str, told: str) -> None:
    night.file("one", "a")
    ended = night.sync(words)
    assert ended.code == 2
    assert told in " ".join(ended.err.split())
    assert not night.radio.service.requests


def test_a_target_that_only_other_playlists_name_is_no_mistake(night: Night) -> None:
    night.file("one", "a", head="targets:\n  radio: {}\n")
    night.file("two", "a")
    assert list(night.kinds("--only one --to radio --to other")) == ["one.radio"]


def test_two_files_of_one_name_never_share_a_playlist(night: Night) -> None:
    night.file("one", "ab", head="targets:\n  radio: {}\n")
    assert night.sync().code == 0
    night.workplace.write("two", songs("c", head="targets:\n  radio: {}\n").replace("name: List", "name: One"))
    for command in ("sync", "push two --to radio", "push two --to radio --adopt --yes"):
        ended = night.exporter(command)
        assert ended.code == 6
        assert "One: the playlist of this name on Radio is that of playlists/one.yaml" in " ".join(ended.err.split())
        assert ids(night.radio, "One") == "ab"


def test_a_project_none_of_whose_playlists_names_a_target_is_a_mistake(night: Night) -> None:
    night.file("one", "a", head="")
    ended = night.sync()
    assert ended.code == 2
    assert "No playlist names a target." in ended.err


def test_a_target_that_the_chosen_playlists_lack_is_told_with_the_lines_that_name_it(night: Night) -> None:
    night.file("one", "a", head="targets: {radio: {}}\n")
    night.file("two", "a", head="targets: {other: {}}\n")
    ended = night.sync("--only one --to other")
    assert ended.code == 2
    assert "targets:\n  other:" in ended.err


def test_only_what_changed_since_a_revision(night: Night) -> None:
    def git(*words: str) -> None:
        author = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *author, *words], cwd=night.workplace.root, check=True, capture_output=True)  # noqa: S603, S607

    night.file("one", "a")
    night.file("two", "a")
    night.sync()
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "Playlists")
    assert night.results("--changed-since HEAD") == []
    night.file("two", "ab")
    assert list(night.kinds("--changed-since HEAD")) == ["two.radio", "two.other"]


# One's trouble is nobody else's.


def test_one_playlists_failure_stops_no_other(night: Night) -> None:
    for name in ("one", "two", "three"):
        night.file(name, "a", head="targets:\n  radio: {}\n")
    night.radio.service.fail_before = [Rejected("not this one")]
    assert night.kinds() == {"one.radio": "Rejected", "three.radio": "", "two.radio": ""}


def test_a_file_that_is_wrong_stops_no_other(night: Night) -> None:
    night.file("one", "a")
    night.workplace.write("broken", "name: Broken\nsongs:\n  - titel: x\n")
    ended = night.sync()
    assert ended.code == 2
    assert "broken.yaml:3:5: songs[0].titel" in ended.err
    assert ids(night.other, "One") == "a"
    assert night.kinds() == {"broken.": "FileError", "one.radio": "", "one.other": ""}


def test_a_lock_that_is_wrong_stops_no_other(night: Night) -> None:
    night.file("one", "a")
    night.file("two", "a")
    (night.workplace.root / "playlists" / "one.lock").write_text("{\n<<<<<<< ours\n")
    assert night.kinds() == {"one.radio": "LockError", "one.other": "LockError", "two.radio": "", "two.other": ""}


def test_a_bug_in_a_plugin_stops_no_other_and_can_be_reported(night: Night) -> None:
    night.file("one", "a")
    night.monkeypatch.setattr(night.radio.service, "fail_search", [ZeroDivisionError("oh")])
    ended = night.sync()
    assert ended.code == 1
    assert "ZeroDivisionError: oh" in ended.err
    assert "This is a bug in exporter." in ended.err
    assert ids(night.other, "One") == "a"


@pytest.mark.parametrize("error", [ZeroDivisionError("oh"), PermissionError(13, "no"), ExporterError("what?")])
def test_a_search_that_goes_wrong_in_a_new_way_stops_no_other_playlist_of_its_target(
    night: Night, error: Exception
) -> None:
    for name in ("one", "two"):
        night.file(name, "a", head="targets:\n  radio: {}\n")
    night.monkeypatch.setattr(night.radio.service, "fail_search", [error])
    failed, done = night.kinds().values()
    assert (bool(failed), done) == (True, "")
    assert ids(night.radio, "Two") == "a"


def test_a_plugin_that_breaks_when_it_is_opened_stops_only_its_target_and_is_told_once(night: Night) -> None:
    def broken(_: Connection) -> NoReturn:
        raise ZeroDivisionError("oh")

    night.file("one", "a")
    night.file("two", "a")
    plug(night.monkeypatch, replace(night.radio.info, connect=broken))
    ended = night.sync()
    assert ended.code == 1
    assert ended.err.count("ZeroDivisionError: oh") == 1
    assert (ids(night.other, "One"), ids(night.other, "Two")) == ("a", "a")


def test_a_plugin_that_cannot_tell_when_its_login_ends_takes_no_page_away(night: Night, tmp_path: Path) -> None:
    def broken(_: object) -> NoReturn:
        raise ZeroDivisionError("oh")

    night.file("one", "a")
    login = replace(night.radio.info.login, expires=broken)
    plug(night.monkeypatch, replace(night.radio.info, login=login))
    assert night.sync(f"--report {tmp_path / 'report.md'}").code == 0
    assert "Nothing needed a person" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_no_secret_gets_into_what_is_told_of_a_bug(night: Night, tmp_path: Path) -> None:
    night.file("one", "a")
    night.monkeypatch.setattr(night.radio.service, "fail_search", [ValueError("no header 'Bearer token-of-me'")])
    ended = night.sync(f"--report {tmp_path / 'report.md'}")
    page = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "no header 'Bearer [hidden]'" in ended.err
    assert "Bearer" in page
    assert "token-of-me" not in ended.out + ended.err + page


def test_a_dead_login_stops_only_its_target_and_is_told_once(night: Night) -> None:
    for name in ("one", "two", "three"):
        night.file(name, "a")
    night.radio.service.fail_search = [LoginError("The radio login died.", hint="Log in again.")]
    ended = night.sync()
    assert ended.code == 4
    assert len(night.other.service.remotes) == 3
    assert not night.radio.service.remotes
    assert ended.err.count("The radio login died.") == 1
    assert "3 playlists failed" in ended.out


@pytest.mark.parametrize("name", ["radio", "nosuch"])
def test_a_target_without_a_login_or_a_plugin_stops_only_itself(night: Night, name: str) -> None:
    night.monkeypatch.delenv("EXPORTER_RADIO_TOKEN")
    for number in ("one", "two"):
        night.file(number, "a", head=f"targets:\n  {name}: {{}}\n  other: {{}}\n")
    ended = night.sync()
    assert ended.code == (4 if name == "radio" else 2)
    assert len(night.other.service.remotes) == 2
    assert ended.err.count("Error: ") == 1


def test_two_targets_are_worked_on_side_by_side(night: Night) -> None:
    both = threading.Barrier(2, timeout=SOON)

    class Meeting(MemoryService):
        """A service whose first search waits until the other's first has come."""

    def meet(service: MemoryService) -> None:
        class Once(list[ExporterError | None]):
            def pop(self, _: object = 0) -> None:
                service.fail_search = []
                both.wait()

        service.fail_search = Once([None])

    night.file("one", "a", head="targets:\n  radio: {}\n")
    night.file("two", "b", head="targets:\n  other: {}\n")
    meet(night.radio.service)
    meet(night.other.service)
    assert set(night.kinds().values()) == {""}


def test_both_targets_of_a_playlist_leave_their_mark_in_its_lock(night: Night) -> None:
    for number in range(8):
        night.file(f"list{number}", "abc")
    assert set(night.kinds().values()) == {""}
    for path in (night.workplace.root / "playlists").glob("*.lock"):
        lock = json.loads(path.read_text())
        assert set(lock["targets"]) == set(lock["decisions"]) == {"radio", "other"}
    for radio in (night.radio, night.other):
        radio.service.requests.clear()
    assert not any(result["changed"] for result in night.results())
    assert dict(night.radio.service.requests) == dict(night.other.service.requests) == {"read": 8}


# The budget.


def test_what_is_about_to_be_done_is_told_before_it_begins(night: Night) -> None:
    night.radio.quotas = (UNITS,)
    night.plug()
    night.file("one", "abc")
    ended = night.sync("--budget requests=500 --budget minutes=30,units=90")
    assert ended.err.startswith(
        "1 playlist on radio, other: at least 14 requests (6 searches, 4 reads, 4 writes), 20 units.\n"
        "Budget: 500 requests, 30 minutes, 90 units.\n"
        "Not known yet: how many songs take more than one search"
    )
    assert night.sync().err == (
        "1 playlist on radio, other: at least 2 requests (2 reads).\nBudget: none, so whatever it takes.\n"
    )


def test_units_that_nobody_counts_are_told_of(night: Night) -> None:
    night.file("one", "abc")
    told = "No target of this run counts units"
    assert told in night.sync("--budget units=90").err
    assert told not in night.sync("--budget requests=90").err
    night.radio.quotas = (UNITS,)
    night.plug()
    assert told not in night.sync("--budget units=90").err


def test_a_list_of_deferred_playlists_that_cannot_be_kept_is_told_and_takes_nothing_back(night: Night) -> None:
    night.file("one", "abc")
    (Project.find(night.workplace.root).state / "deferred.json").mkdir(parents=True)
    ended = night.sync("--budget requests=2")
    assert ended.code == 5
    assert "Which playlists go first in the next run could not be kept. The system refused" in ended.err


def test_what_does_not_fit_is_deferred_and_goes_first_the_next_night(night: Night) -> None:
    night.radio.quotas, night.radio.limits = (PLENTY,), ONE_BY_ONE
    night.plug()
    head = "targets:\n  radio: {}\n"
    night.file("anew", "abc", head=head)
    night.file("berlin", "abc", head=head)
    night.file("chess", "a", head=head)
    ended = night.sync("--budget units=65")
    assert ended.code == 5
    assert [remote.name for remote in night.radio.service.remotes.values()] == ["Anew", "Chess"]
    assert "Deferred on radio: berlin; goes first in the next run." in ended.out
    night.file("anew", "abcdef", head=head)
    again = night.sync("--budget units=50")
    assert "1 playlist deferred before goes first." in again.err
    assert [remote.name for remote in night.radio.service.remotes.values()] == ["Anew", "Chess", "Berlin"]
    assert night.kinds("--budget units=50") == {"anew.radio": "", "berlin.radio": "", "chess.radio": ""}
    assert "go first" not in night.sync().err


def test_a_playlist_is_deferred_before_it_is_written_to_rather_than_cut_off(night: Night) -> None:
    night.radio.quotas, night.radio.limits = (UNITS,), ONE_BY_ONE
    night.plug()
    head = "targets:\n  radio: {}\n"
    night.file("anew", "a", head=head)
    night.file("berlin", "abcd", head=head)
    for letter in "ab":
        copy = radio_track(letter)
        night.radio.service.tracks[f"{copy.id}2"] = replace(copy, id=f"{copy.id}2", duration=None)
    assert night.sync("--budget units=40").code == 5
    assert [remote.name for remote in night.radio.service.remotes.values()] == ["Anew"]
    assert night.radio.service.requests["write"] == 2


def test_a_playlist_larger_than_every_budget_gets_there_night_by_night(night: Night) -> None:
    night.radio.quotas, night.radio.limits = (PLENTY,), ONE_BY_ONE
    night.plug()
    night.file("anew", "abcdefghij", head="targets:\n  radio: {}\n")
    codes = [night.sync("--budget units=30").code for _ in range(5)]
    assert codes[0] == 5
    assert codes[-1] == 0
    assert ids(night.radio, "Anew") == "abcdefghij"
    assert night.radio.service.requests["write"] == 11


def test_a_service_that_wants_to_be_left_alone_defers_the_rest_of_its_target(night: Night) -> None:
    for name in ("one", "two", "three"):
        night.file(name, "a")
    night.radio.service.fail_search = [WaitLonger("Radio has had enough.", seconds=50_000)]
    errors = [one["error"] for one in night.results() if one["target"] == "radio"]
    assert [error["kind"] for error in errors] == ["Deferred"] * 3
    deferred = errors[0]
    assert (deferred["kind"], deferred["exit_code"], deferred["retry_after"]) == ("Deferred", 5, 50_000)
    assert deferred["message"] == "Deferred: Radio has had enough."
    assert len(night.other.service.remotes) == 3
    assert "3 playlists deferred before go first." in night.sync().err


@pytest.mark.parametrize("error", [Unreachable("Radio cannot be reached."), ServiceError("Radio answered 503.")])
def test_what_passes_by_itself_defers_and_needs_nobody(night: Night, tmp_path: Path, error: ServiceError) -> None:
    for name in ("one", "two", "three"):
        night.file(name, "a", head="targets:\n  radio: {}\n")
    night.radio.service.fail_search = [error] * 99 if isinstance(error, Unreachable) else []
    night.radio.service.fail_before = [error] * 99
    ended = night.sync(f"--report {tmp_path / 'report.md'}")
    page = (tmp_path / "report.md").read_text()
    assert ended.code == 5
    assert ended.out.splitlines()[-1] == "Nothing needed a person."
    assert f"! One → radio: Deferred: {error.message}" in ended.out
    assert "Deferred on radio: one, three, two; go first in the next run." in ended.out
    assert "**Nothing needed a person.**" in page
    assert f"## Left for the next run\n\n- **One, Three, Two** → `radio`: Deferred: {error.message}" in page
    assert night.kinds() == {"one.radio": "Deferred", "three.radio": "Deferred", "two.radio": "Deferred"}
    assert "3 playlists deferred before go first." in night.sync().err
    assert night.exporter("push one --to radio").code == 1


RADIO_ONLY = "targets:\n  radio: {}\n"


def as_if_days_passed(night: Night, days: int) -> datetime:
    """Let everything that waits have waited for so many days longer; the day that it waits since."""
    waiting = Project.find(night.workplace.root).state / "deferred.json"
    today = datetime.now(UTC)
    ago = today - timedelta(days=days)
    waiting.write_text(waiting.read_text().replace(f"{today:%Y-%m-%d}", f"{ago:%Y-%m-%d}"))
    return ago


def test_an_outage_of_days_needs_a_person(night: Night, tmp_path: Path) -> None:
    for name in ("one", "two"):
        night.file(name, "a", head=RADIO_ONLY)
    night.radio.service.fail_search = [Unreachable("Radio cannot be reached.")] * 99
    assert night.sync().code == 5
    ago = as_if_days_passed(night, 4)
    ended = night.sync(f"--report {tmp_path / 'report.md'}")
    page = (tmp_path / "report.md").read_text()
    told = f"It has waited for 4 days, since {ago:%Y-%m-%d}. Radio cannot be reached."
    assert ended.code == 1
    assert f"✗ One → radio: {told}" in ended.out
    assert ended.out.splitlines()[-1] == "A person is needed: 2 playlists wait for days."
    assert f"## Needs a person\n\n- **One, Two** → `radio`: {told}" in page
    assert night.kinds()["one.radio"] == "Overdue"
    night.radio.service.fail_search = []
    assert night.sync().code == 0


def test_songs_that_could_not_be_asked_about_leave_the_playlist_for_the_next_night(
    night: Night, tmp_path: Path
) -> None:
    night.file("one", "a", head=RADIO_ONLY)
    night.sync()
    night.file("one", "bacd", head=RADIO_ONLY + "description: New\n")
    night.radio.service.weather("500=1,only=search")
    ended = night.sync(f"--report {tmp_path / 'report.md'}")
    why = "Deferred: 3 songs could not be asked about: The service in memory failed (500)."
    assert ended.code == 5
    assert f"! One → radio: described anew. {why}" in ended.out
    assert "Deferred on radio: one; goes first in the next run." in ended.out
    assert ended.out.splitlines()[-1] == "Nothing needed a person."
    assert f"## Left for the next run\n\n- **One** → `radio`: {why}" in (tmp_path / "report.md").read_text()
    night.radio.service.weather("")
    done = night.sync()
    assert (done.code, ids(night.radio, "One")) == (0, "bacd")
    assert "1 playlist deferred before goes first." in done.err


def test_songs_that_could_not_be_asked_about_for_days_need_a_person_whatever_else_is_written(night: Night) -> None:
    night.file("one", "a", head=RADIO_ONLY)
    night.sync()
    night.file("one", "ab", head=RADIO_ONLY)
    night.radio.service.weather("500=1,only=search")
    assert night.sync().code == 5
    ago = as_if_days_passed(night, 3)
    night.file("one", "ab", head=RADIO_ONLY + "description: New\n")
    ended = night.sync()
    assert ended.code == 1
    told = f"It has waited for 3 days, since {ago:%Y-%m-%d}. 1 song could not be asked about"
    assert f"✗ One → radio: described anew. {told}" in ended.out
    assert ended.out.splitlines()[-1] == "A person is needed: 1 playlist waits for days."


def test_a_service_that_answers_no_search_is_not_asked_about_every_song_of_every_playlist(night: Night) -> None:
    for name in ("one", "two", "three", "four", "five"):
        night.file(name, "abcdefghijklmno", head=RADIO_ONLY)
    night.radio.service.weather("500=1,only=search")
    ended = night.sync()
    assert ended.code == 5
    assert night.radio.service.requests[Kind.SEARCH] < 2 * 15
    assert "None of the first 10 questions was answered. The service in memory failed (500)." in ended.out


# The words and numbers.


def test_the_document_is_the_one_that_push_gives(night: Night) -> None:
    night.file("one", "az", head="targets:\n  radio: {}\n")
    document = night.exporter("--json sync").json
    assert set(document) == {"results"}
    (result,) = document["results"]
    wanted = {"playlist", "target", "playlist_id", "url", "created", "changed", "songs", "edits", "requests", "seconds"}
    assert wanted | {"error"} <= set(result)
    assert result["songs"] == {"total": 2, "accept": 1, "review": 0, "missing": 1, "unknown": 0, "skip": 0}
    pushed = night.exporter("--json push one --to radio").json["results"][0]
    assert set(pushed) == set(result)


def test_the_document_stands_alone_on_standard_output(night: Night) -> None:
    night.file("one", "a")
    night.file("lonely", "a", head="")
    ended = night.exporter("--json sync --budget requests=500")
    assert json.loads(ended.out)
    assert ended.err == "Warning: Pushed nowhere, since their files name no target: lonely.\n"


def test_a_quiet_night_is_told_in_a_few_lines_however_many_playlists_there_are(night: Night) -> None:
    for number in range(30):
        night.file(f"list{number}", "abc")
    night.sync()
    ended = night.sync()
    first, last = ended.out.splitlines()
    assert first.startswith("30 playlists on 2 targets: 60 as wanted. ")
    assert last == "Nothing needed a person."


def test_each_playlist_with_news_has_one_line_in_a_stable_order(night: Night) -> None:
    night.file("one", "az")
    night.file("two", "abc")
    lines = [line.partition(" (")[0] for line in night.sync().out.splitlines()]
    assert lines[:4] == [
        "✓ One → radio: created with 1 track; 1 missing",
        "✓ One → other: created with 1 track; 1 missing",
        "✓ Two → radio: created with 3 tracks",
        "✓ Two → other: created with 3 tracks",
    ]
    night.file("two", "cb")
    assert "✓ Two → radio: 1 removed, 1 moved" in night.sync().out
    assert "✓ One → radio: as wanted; 1 missing" in night.exporter("-v sync").out


def test_strict_ends_with_3_when_songs_are_left_open(night: Night) -> None:
    night.file("one", "az")
    assert night.sync("--strict").code == 3
    assert night.sync().code == 0


def test_an_error_that_lasts_counts_more_than_one_that_passes(night: Night) -> None:
    night.file("one", "a")
    night.file("two", "a")
    night.radio.service.fail_search = [WaitLonger("Radio has had enough.", seconds=50_000)]
    night.other.service.fail_search = [None, LoginError("dead")]
    assert night.sync().code == 4


def test_a_guard_ends_with_6_and_yes_goes_on(night: Night) -> None:
    head = "targets:\n  radio: {}\n"
    night.file("one", "abcdefghij", head=head)
    night.sync()
    night.file("one", "abc", head=head)
    assert night.sync().code == 6
    assert ids(night.radio, "One") == "abcdefghij"
    assert night.sync("--yes").code == 0
    assert ids(night.radio, "One") == "abc"


def test_what_to_do_about_a_guard_is_whole_commands(night: Night, tmp_path: Path) -> None:
    head = "targets:\n  radio: {}\n"
    night.file("one", "abcdefghij", head=head)
    night.sync()
    lock = night.workplace.root / "playlists" / "one.lock"
    kept = lock.read_text()
    lock.unlink()
    ended = night.sync(f"--report {tmp_path / 'report.md'}")
    told, page = " ".join(ended.err.split()), (tmp_path / "report.md").read_text()
    assert "Take it over with `exporter push one --to radio --adopt` (`exporter plan one --to radio --adopt`" in told
    assert "✗ One → radio: there is already a playlist of this name" in ended.out
    assert "- **One** → `radio`: there is already a playlist of this name" in page
    lock.write_text(kept)
    night.file("one", "abc", head=head)
    told = " ".join(night.sync().err.split())
    assert (
        "Look at it with `exporter plan one --to radio`; if it is right, `exporter push one --to radio --yes`" in told
    )


# The page.


def test_the_page_goes_to_a_file_and_to_the_jobs_summary(night: Night, tmp_path: Path) -> None:
    summary, report = tmp_path / "summary.md", tmp_path / "new" / "report.md"
    summary.write_text("Before.\n")
    night.monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    night.file("one", "a")
    assert night.sync(f"--report {report}").code == 0
    assert report.read_text().startswith("# Playlists, ")
    assert summary.read_text() == "Before.\n" + report.read_text()
    night.exporter("push one --to radio")
    assert summary.read_text().count("# Playlists, ") == 2
    night.exporter("plan one --to radio")
    assert summary.read_text().count("# Playlists, ") == 2


@pytest.mark.parametrize("command", ["sync", "push one --to radio", "plan one --to radio", "plan"])
@pytest.mark.parametrize("path", ["playlists/one.yaml", "new.YML", "playlists/one.lock", "exporter.toml", "playlists"])
def test_no_page_takes_the_place_of_a_playlist(night: Night, command: str, path: str) -> None:
    night.file("one", "a")
    before = (night.workplace.root / "playlists" / "one.yaml").read_text()
    ended = night.exporter(f"{command} --report {path}")
    assert ended.code == 2
    assert path in ended.err
    assert (night.workplace.root / "playlists" / "one.yaml").read_text() == before
    assert not night.radio.service.requests


def test_push_writes_the_page_too(night: Night, tmp_path: Path) -> None:
    night.file("one", "az")
    assert night.exporter(f"push one --to radio --report {tmp_path / 'report.md'}").code == 0
    assert "| One | `radio` | created with 1 track |" in (tmp_path / "report.md").read_text()


@pytest.mark.parametrize("words", ["", "--json "])
def test_an_output_that_takes_no_more_ends_no_run(night: Night, tmp_path: Path, words: str) -> None:
    for name in ("one", "two", "three"):
        night.file(name, "a")
    gone = OSError(errno.ENOSPC, "No space left on device")

    def full(*_: object, err: bool = False, **__: object) -> None:
        if not err:
            raise gone

    night.monkeypatch.setattr("exporter.cli.context.click.echo", full)
    ended = night.exporter(f"{words}sync --report {tmp_path / 'report.md'}")
    assert ended.code == 1
    assert [len(radio.service.remotes) for radio in (night.radio, night.other)] == [3, 3]
    assert "6 changed" in (tmp_path / "report.md").read_text()


def test_a_page_that_cannot_be_written_is_told_and_takes_nothing_back(night: Night, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    night.file("one", "a")
    ended = night.exporter(f"--json sync --report {tmp_path / 'file' / 'report.md'}")
    assert ended.code == 1
    told = " ".join(ended.err.split())
    assert "The report could not be written to" in told
    assert "All else was done, and is kept." in told
    assert [result["error"] for result in ended.json["results"]] == [None, None]


@pytest.mark.parametrize("path", ["nosuch/summary.md", "."], ids=["no folder", "a folder"])
def test_a_summary_that_cannot_be_written_is_told_and_fails_no_run(night: Night, tmp_path: Path, path: str) -> None:
    night.monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / path))
    night.file("one", "a")
    ended = night.sync(f"--report {tmp_path / 'report.md'}")
    assert ended.code == 0
    assert "Warning: The page is not in the job's summary" in " ".join(ended.err.split())
    assert "$GITHUB_STEP_SUMMARY" in ended.err
    assert (tmp_path / "report.md").exists()


@pytest.mark.parametrize(("room", "ends"), [(800, "`--report FILE` writes all of it.\n"), (20, "x")])
def test_a_summary_stays_within_what_github_takes(night: Night, tmp_path: Path, room: int, ends: str) -> None:
    summary, most = tmp_path / "summary.md", 1024 * 1024
    summary.write_text("x" * (most - room))
    night.monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for number in range(20):
        night.file(f"list{number}", "abz")
    assert night.sync().code == 0
    assert summary.stat().st_size <= most
    assert summary.read_text().endswith(ends)


def test_the_run_tells_what_will_end_soon(night: Night, tmp_path: Path) -> None:
    info = night.radio.info
    day = (datetime.now(UTC) + timedelta(days=5)).date().isoformat()
    plug(night.monkeypatch, replace(info, login=replace(info.login, expires=lambda _: day)))
    night.file("one", "a", head="targets:\n  radio: {}\n")
    ended = night.sync(f"--report {tmp_path / 'report.md'}")
    told = f"he {info.label} login ends in 5 days, on {day}; `exporter login radio` renews it"
    assert told in ended.out
    assert told in (tmp_path / "report.md").read_text()
    assert ended.out.splitlines()[-1] == "Nothing needed a person."
    assert night.exporter("--json sync").json["logins"] == [{"target": "radio", "expires": day}]


def test_songs_that_turned_up_are_told(night: Night, tmp_path: Path) -> None:
    night.file("one", "az", head="targets:\n  radio: {}\n")
    night.sync()
    late = radio_track("z")
    night.radio.service.tracks[late.id] = late
    night.monkeypatch.setattr("exporter.clock.today", lambda: datetime.now(UTC).date() + timedelta(days=8))
    ended = night.sync(f"--report {tmp_path / 'report.md'}")
    assert "Found at last: Title z - Artist z (One → radio)." in ended.out
    assert "## Found at last\n\n- **One** → `radio`: Title z - Artist z\n" in (tmp_path / "report.md").read_text()


def test_a_login_that_died_says_once_which_playlists_it_stopped(night: Night) -> None:
    for name in ("one", "two", "three"):
        night.file(name, "a")
    night.radio.service.fail_search = [LoginError("The radio login died.", hint="Log in again.")]
    out = night.sync().out
    assert "Not done on radio: one, three, two, all for that one reason." in out
    assert "A person is needed: 3 playlists failed." in out


def test_two_targets_on_which_a_playlist_failed_are_one_playlist(night: Night) -> None:
    night.file("one", "a")
    for radio in (night.radio, night.other):
        radio.service.fail_before = [Rejected("not this one")]
    assert "A person is needed: 1 playlist failed." in night.sync().out


def test_a_playlist_none_of_whose_songs_is_there_is_not_said_to_be_as_wanted(night: Night) -> None:
    night.file("one", "yz", head="targets:\n  radio: {}\n")
    assert "✓ One → radio: nothing to push; 2 missing" in night.sync().out


# Ctrl-C.


def test_ctrl_c_tells_what_was_done_and_what_was_not(night: Night) -> None:
    for name in ("one", "two", "three"):
        night.file(name, "a", head="targets:\n  radio: {}\n")

    class Stop(list[ExporterError | None]):
        def pop(self, _: object = 0) -> None:
            night.radio.service.fail_search = []
            signal.raise_signal(signal.SIGINT)
            time.sleep(0.5)

    night.radio.service.fail_search = Stop([None])
    ended = night.exporter("--json sync")
    assert ended.code == 130
    assert [(one["playlist"], one["error"]["kind"]) for one in ended.json["results"]] == [
        ("one", "Interrupted"),
        ("three", "Interrupted"),
        ("two", "Interrupted"),
    ]
    assert "3 playlists deferred before go first" in night.sync().err
    night.file("one", "ab", head="targets:\n  radio: {}\n")
    night.radio.service.fail_search = Stop([None])
    told = night.sync()
    assert told.code == 130
    assert "3 playlists on 1 target: 3 interrupted." in told.out
    assert "Interrupted. What was done is kept" in told.err
    assert "Traceback" not in told.err


# Against the sandbox, over the real client library.

SANDBOXED = "targets:\n  spotify@sandbox: {}\n"
SONGS = [
    {"title": "君の知らない物語", "artist": "supercell", "pin": "434YBNY61Y9sqBSp7OINBa"},
    {"title": "青い栞", "artist": "Galileo Galilei", "pin": "3fCO1n6l7yekcNRDRkoJJ4"},
]


@pytest.fixture
def lists(workplace: Workplace, sandbox: Sandbox) -> Callable[[int], None]:
    """Make so many playlists for the sandbox."""
    assert sandbox.url

    def make(count: int) -> None:
        for number in range(count):
            workplace.songs(f"list{number}", *SONGS, head=SANDBOXED)

    return make


def test_a_night_without_changes_is_one_read_a_playlist_and_one_token(
    exporter: Run, sandbox: Sandbox, lists: Callable[[int], None]
) -> None:
    lists(12)
    assert exporter("sync").code == 0
    before = sandbox.stats()
    ended = exporter("sync")
    now = sandbox.stats()
    assert {kind: now[kind] - before[kind] for kind in ("search", "read", "write", "auth")} == {
        "search": 0,
        "read": 12,
        "write": 0,
        "auth": 1,
    }
    assert "12 playlists on 1 target: 12 as wanted. 12 reads, 1 request for a token," in ended.out


def test_the_sandbox_stands_for_its_service(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    workplace.songs("list", *SONGS, head="targets:\n  spotify: {public: true}\n")
    assert exporter("sync --to spotify@sandbox").code == 0
    assert sandbox.playlists()[0]["public"]


@pytest.mark.parametrize("budget", [1, 5, 9, 17])
def test_requests_never_exceed_the_budget_and_the_nights_get_there(
    exporter: Run, sandbox: Sandbox, lists: Callable[[int], None], budget: int
) -> None:
    lists(4)

    def sent() -> int:
        stats = sandbox.stats()
        return sum(stats[kind] for kind in ("search", "read", "write", "auth"))

    code = -1
    for _ in range(30):
        before = sent()
        code = exporter(f"sync --budget requests={budget}").code
        assert sent() - before <= budget
        assert code in {0, 5}
        if budget == 1 or code == 0:
            break
    assert code == (5 if budget == 1 else 0)
    assert len(sandbox.playlists()) == (0 if budget == 1 else 4)


@pytest.fixture
def process(workplace: Workplace) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Start exporter as a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def start(words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "from exporter.cli.main import main; main()", *words.split()]
        environment = {**os.environ, "EXPORTER_STATE_DIR": str(workplace.state)}
        running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603
        started.append(running)
        return running

    yield start
    for running in started:
        running.kill()
        running.wait()


def test_ctrl_c_in_mid_run_ends_soon_and_the_next_run_goes_on(
    exporter: Run,
    sandbox: Sandbox,
    lists: Callable[[int], None],
    process: Callable[[str], subprocess.Popen[bytes]],
) -> None:
    lists(6)
    sandbox.post("/_sandbox/faults", {"latency_ms": 60})
    running = process("--json sync")
    deadline = time.monotonic() + 60
    while sandbox.stats()["write"] < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert running.returncode == 130, err
    kinds = [one["error"]["kind"] if one["error"] else "" for one in json.loads(out)["results"]]
    assert len(kinds) == 6
    assert kinds[-1] == "Interrupted"
    assert b"Traceback" not in err
    sandbox.post("/_sandbox/faults", {"latency_ms": 0})
    assert exporter("sync").code == 0
    held = [sandbox.ids(one["id"]) for one in sandbox.playlists()]
    assert held == [[song["pin"] for song in SONGS]] * 6
