"""``exporter review``, ``pin`` and ``explain``: what a person decides, from the command line to the next push."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.cells import cell_len

from exporter.errors import LoginError, Unreachable, WaitLonger
from exporter.model import Track
from exporter.plugins import Plugins
from exporter.testing import MemoryService, memory_info
from tests.conftest import Ended, Run, Sandbox, Workplace

LIST = """\
# mine
name: List
targets:
  memory: {}
songs:
  - title: Alpha   # the first
    artist: Ann
    note: which one?

  - title: Bravo
    artist: Bob
"""
TRACKS = (
    Track("memory", "a1", "Alpha", ("Ann",), "One", 2001, 200.0, url="https://example.test/a1"),
    Track("memory", "a2", "Alpha", ("Ann",), "Two", 2002, 260.0, url="https://example.test/a2"),
    Track("memory", "b1", "Bravo", ("Bob",), duration=180.0),
    Track("memory", "x1", "Another Thing", ("Xenia",), duration=180.0),
)
CRY = "want-to-cry"
KUJIRA = "Even if it's one of a kind"

Type = Callable[..., Ended]


@pytest.fixture
def memory(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> MemoryService:
    """A service that is no sandbox: somebody is logged in, and answers go into the file ``list``."""
    from exporter import hookimpl  # noqa: PLC0415 - a marker for one function

    service = MemoryService.of(TRACKS)

    @hookimpl
    def exporter_backends() -> list[object]:
        return [memory_info(service)]

    def plugins(_context: object) -> Plugins:
        return Plugins(points=[], modules=[SimpleNamespace(exporter_backends=exporter_backends)])

    monkeypatch.setattr("exporter.cli.context.Context.plugins", plugins)
    monkeypatch.setenv("EXPORTER_MEMORY_TOKEN", "a-secret-token")
    workplace.write("list", LIST)
    return service


@pytest.fixture
def answer(exporter: Run, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Run ``review`` with these lines on standard input."""

    def call(words: str, *lines: str) -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return exporter(words)

    return call


def file_of(workplace: Workplace, name: str = "list") -> Path:
    return workplace.root / "playlists" / f"{name}.yaml"


def lock_of(workplace: Workplace, name: str = "list") -> Path:
    return workplace.root / "playlists" / f"{name}.lock"


@pytest.fixture
def asked(exporter: Run, memory: MemoryService) -> MemoryService:
    """After a push that left one song in question."""
    ended = exporter("--json push list --to memory")
    assert ended.result["songs"]["review"] == 1
    memory.requests.clear()
    return memory


# The walk.


def test_a_choice_becomes_a_pin_and_the_next_push_uses_it_without_a_search(
    answer: Type, exporter: Run, workplace: Workplace, asked: MemoryService
) -> None:
    ended = answer("review", "2")
    assert ended.code == 0
    assert "✓ Alpha - Ann → Alpha - Ann, pinned in playlists/list.yaml." in ended.out
    assert "exporter push list --to memory" in ended.out
    assert not asked.requests, "the candidates were in the lock"
    expected = LIST.replace("    artist: Ann\n", "    artist: Ann\n    ids:\n      memory: a2\n")
    assert file_of(workplace).read_text() == expected
    pushed = exporter("--json push list --to memory")
    assert pushed.result["songs"]["accept"] == 2
    assert asked.ids("list1") == ["a2", "b1"]
    assert (asked.requests["search"], asked.requests["write"]) == (0, 1)


def test_a_question_shows_what_is_known_and_what_speaks_for_and_against_each(
    answer: Type, asked: MemoryService
) -> None:
    shown = answer("review").out
    assert asked.tracks
    for words in ("1 of 1", "List → memory", "which one?", "3:20", "4:20", "Two · 2002", "https://example.test/a2"):
        assert words in shown
    assert "? two recordings fit equally well" in shown
    assert "+ the artist is the same" in shown
    assert "1-2 this one" in shown


def test_none_of_these_is_never_proposed_again(
    answer: Type, exporter: Run, workplace: Workplace, asked: MemoryService
) -> None:
    assert answer("review list", "n").code == 0
    assert "    not:\n      memory: [a1, a2]\n    note: which one?\n" in file_of(workplace).read_text()
    pushed = exporter("--json push list --to memory")
    assert pushed.result["songs"]["missing"] == 1
    assert pushed.result["requests"]["search"] == 0
    assert exporter("--json review list").json["questions"] == []
    assert asked.ids("list1") == ["b1"]


def test_a_song_can_be_left_out_on_one_service(
    answer: Type, exporter: Run, workplace: Workplace, asked: MemoryService
) -> None:
    assert answer("review list", "k").code == 0
    assert "    skip: [memory]\n" in file_of(workplace).read_text()
    assert exporter("--json push list --to memory").result["songs"]["skip"] == 1
    assert asked.ids("list1") == ["b1"]


def test_other_words_find_other_candidates(answer: Type, workplace: Workplace, asked: MemoryService) -> None:
    ended = answer("review", "s nothing at all", "s", "another thing", "1")
    assert ended.code == 0
    assert "Nothing was found for nothing at all." in ended.out
    assert "Another Thing - Xenia" in ended.out
    assert "- by another artist: Xenia" in ended.out
    assert asked.requests == {"search": 2}
    assert "memory: x1" in file_of(workplace).read_text()


@pytest.mark.parametrize("given", ["1", "n", "k"])
def test_undo_restores_file_and_lock_byte_for_byte(
    answer: Type, workplace: Workplace, asked: MemoryService, given: str
) -> None:
    before = file_of(workplace).read_bytes(), lock_of(workplace).read_bytes()
    ended = answer("review list", given, "u", "q")
    assert "Taken back: Alpha - Ann is open again." in ended.out
    assert "1 open question left" in ended.out
    assert (file_of(workplace).read_bytes(), lock_of(workplace).read_bytes()) == before
    assert not asked.requests


def test_undo_goes_back_answer_by_answer_and_says_when_there_is_none(
    answer: Type, exporter: Run, workplace: Workplace, memory: MemoryService
) -> None:
    memory.tracks["b2"] = Track("memory", "b2", "Bravo", ("Bob",), duration=300.0)
    exporter("resolve list --to memory")
    before = file_of(workplace).read_text()
    ended = answer("review", "u", "1", "l", "u", "u", "q")
    assert "There is nothing to undo." in ended.out
    assert ended.out.count("Taken back") == 2
    assert file_of(workplace).read_text() == before
    ended = answer("review", "1", "2")
    assert "2 chosen; 0 open questions left" in ended.out


def test_later_quit_and_the_end_of_input_keep_what_was_answered(
    answer: Type, exporter: Run, workplace: Workplace, memory: MemoryService
) -> None:
    memory.tracks["b2"] = Track("memory", "b2", "Bravo", ("Bob",), duration=300.0)
    exporter("resolve list --to memory")
    for lines in (["l", "l"], ["q"], []):
        ended = answer("review", *lines)
        assert ended.code == 0
        assert "2 open questions left" in ended.out
        assert file_of(workplace).read_text() == LIST
    assert "1 open question left" in answer("review", "l", "1").out
    assert "memory: b1" in file_of(workplace).read_text()


def test_an_answer_that_makes_no_sense_is_asked_for_again(answer: Type, asked: MemoryService) -> None:
    ended = answer("review", "7", "what?", "", "0", "l")
    assert ended.out.count("is no answer here") == 3
    assert ended.code == 0
    assert asked.tracks


def test_a_link_is_opened_in_the_browser_and_only_if_it_is_one(
    answer: Type, exporter: Run, monkeypatch: pytest.MonkeyPatch, memory: MemoryService
) -> None:
    opened: list[str] = []

    def open_in_browser(url: str) -> bool:
        opened.append(url)
        return len(opened) == 1

    monkeypatch.setattr("webbrowser.open", open_in_browser)
    exporter("resolve list --to memory")
    shown = answer("review", "o", "o 2", "o 3", "q").out
    assert opened == ["https://example.test/a1", "https://example.test/a2"]
    assert "No browser could be started. The link: https://example.test/a2" in shown
    assert "There is no link to open." in shown
    for name, url in (("a1", "file:///etc/passwd"), ("a2", "--new-window")):
        memory.tracks[name] = Track("memory", name, "Alpha", ("Ann",), url=url)
    assert answer("review", "s alpha", "o", "o 2", "q").out.count("There is no link to open.") == 2
    assert len(opened) == 2


def test_a_file_that_changes_meanwhile_is_left_alone(
    exporter: Run, workplace: Workplace, asked: MemoryService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_meanwhile(*_: object) -> str:
        file_of(workplace).write_text(LIST + "# more\n")
        return "1\n"

    monkeypatch.setattr("sys.stdin", SimpleNamespace(readline=save_meanwhile, isatty=lambda: False))
    before = lock_of(workplace).read_text()
    ended = exporter("review list")
    assert ended.code == 6
    assert "was changed by somebody else" in ended.err
    assert file_of(workplace).read_text() == LIST + "# more\n"
    assert lock_of(workplace).read_text() == before
    assert not asked.requests


def test_a_song_of_which_the_curator_told_more_is_asked_for_again_and_may_settle_itself(
    answer: Type, workplace: Workplace, asked: MemoryService
) -> None:
    workplace.write("list", LIST.replace("    note", '    duration: "4:20"\n    note'))
    ended = answer("review", "1")
    assert "Alpha - Ann is accepted: Alpha - Ann, since the file tells more." in ended.out
    assert "0 open questions left" in ended.out
    assert asked.requests["search"] == 1
    assert "ids:" not in file_of(workplace).read_text()
    assert '"id":"a2"' in lock_of(workplace).read_text()


def test_without_candidates_in_the_lock_there_is_one_search(
    answer: Type, exporter: Run, workplace: Workplace, memory: MemoryService
) -> None:
    memory.refused = {"b1"}
    exporter("push list --to memory")
    memory.requests.clear()
    ended = answer("review list --on memory", "l", "1")
    assert memory.requests == {"search": 1}
    assert "Memory refuses to add this track" in ended.out
    assert "memory: b1" in file_of(workplace).read_text()


def test_a_pin_that_is_not_there_is_an_open_question(
    answer: Type, exporter: Run, workplace: Workplace, memory: MemoryService
) -> None:
    workplace.write("list", LIST.replace("    note", "    ids: {memory: gone} # mine\n    note"))
    exporter("push list --to memory")
    ended = answer("review list", "1")
    assert "the pinned track gone is not on Memory" in ended.out
    assert "    ids: {memory: a1} # mine\n" in file_of(workplace).read_text()
    assert memory.ids("list1") == ["b1"]


def test_one_song_listed_twice_is_one_question_and_both_get_the_pin(
    answer: Type, exporter: Run, workplace: Workplace, memory: MemoryService
) -> None:
    workplace.write("list", LIST + "  - title: Alpha\n    artist: Ann\n")
    exporter("resolve list --to memory")
    assert "1 of 1" in answer("review", "1").out
    assert file_of(workplace).read_text().count("memory: a1") == 2
    exporter("push list --to memory")
    assert memory.ids("list1") == ["a1", "b1", "a1"]


@pytest.mark.parametrize(
    ("error", "code"), [(Unreachable("No answer."), 1), (LoginError("Dead."), 4), (WaitLonger("Later.", seconds=9), 5)]
)
def test_a_search_that_fails_is_told_and_the_walk_goes_on(
    answer: Type, workplace: Workplace, asked: MemoryService, error: Exception, code: int
) -> None:
    asked.fail_search = [error]  # type: ignore[list-item]
    ended = answer("review", "s other words", "2")
    assert ended.code == code
    assert error.message in ended.err  # type: ignore[attr-defined]
    assert "memory: a2" in file_of(workplace).read_text()


# Which questions.


def test_every_playlist_and_every_target_that_is_logged_in_is_walked_through(
    answer: Type, exporter: Run, workplace: Workplace, asked: MemoryService
) -> None:
    workplace.write(
        "more", LIST.replace("name: List", "name: More").replace("{}", "{}\n  memory@work: {}\n  other: {}")
    )
    exporter("resolve more --to memory")
    ended = answer("review", "1", "2")
    assert "List → memory" in ended.out
    assert "More → memory" in ended.out
    assert "2 chosen; 0 open questions left" in ended.out
    assert asked.tracks


def test_nobody_logged_in_anywhere_is_4_and_names_the_way(
    answer: Type, memory: MemoryService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXPORTER_MEMORY_TOKEN")
    ended = answer("review")
    assert ended.code == 4
    assert "memory" in ended.err
    assert "--on TARGET" in ended.err
    assert not memory.requests


def test_candidates_in_the_lock_are_answered_without_a_login(
    answer: Type, workplace: Workplace, asked: MemoryService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXPORTER_MEMORY_TOKEN")
    assert answer("review list --on memory", "1").code == 0
    assert "memory: a1" in file_of(workplace).read_text()
    assert not asked.requests


def test_a_playlist_that_was_never_resolved_says_so(answer: Type, memory: MemoryService) -> None:
    ended = answer("review list")
    assert ended.code == 0
    assert "exporter resolve list --to memory" in ended.out
    assert not memory.requests


# Answers for scripts.


def test_open_questions_are_listed_as_json_with_numbered_candidates(exporter: Run, asked: MemoryService) -> None:
    (question,) = exporter("--json review list").json["questions"]
    assert (question["playlist"], question["target"], question["number"]) == ("list", "memory", 1)
    assert [(one["number"], one["id"], one["duration"]) for one in question["candidates"]] == [
        (1, "a1", 200.0),
        (2, "a2", 260.0),
    ]
    assert question["candidates"][0]["for"]
    assert not asked.requests


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("1: 2", "memory: a2"),
        ("alpha: a2", "memory: a2"),
        ('{"Alpha - Ann": "x1"}', "memory: x1"),
        ("1: none", "memory: [a1, a2]"),
        ("Alpha: Skip", "skip: [memory]"),
        ("Alpha: later", "note: which one?"),
    ],
)
def test_answers_come_from_a_file(
    exporter: Run, workplace: Workplace, asked: MemoryService, written: str, line: str
) -> None:
    answers = workplace.root / "answers.yaml"
    answers.write_text(written)
    ended = exporter(f"--json review list --on memory --answers {answers}")
    assert ended.code == 0
    assert line in file_of(workplace).read_text()
    assert len(ended.json["answers"]) == 1
    assert exporter(f"review list --answers {answers}").code == 0, "a script may run twice"
    assert asked.tracks


def test_all_wrong_answers_are_told_at_once_with_their_places_and_nothing_is_written(
    exporter: Run, workplace: Workplace, asked: MemoryService
) -> None:
    answers = workplace.root / "answers.yaml"
    answers.write_text("Alpha: gone\nAlfa: 1\nBravo: b1\n1: a1\n")
    ended = exporter("review list --answers answers.yaml")
    assert ended.code == 2
    for words in (
        "answers.yaml:1:8: Alpha: there is no track gone on Memory",
        "answers.yaml:2:1: Alfa: list has no song 'Alfa'",
        'Did you mean "Alpha"?',
        "answers.yaml:3:1: Bravo: Bravo - Bob is not in question on memory",
        "answers.yaml:4:1: 1: the song is already answered as 'Alpha'",
    ):
        assert words in " ".join(ended.err.split())
    assert file_of(workplace).read_text() == LIST
    answers.write_text("Alpha: [a1]\nBravo:\n")
    assert exporter("review list --answers answers.yaml").err.count("no answer:") == 2
    answers.write_text("- Alpha")
    assert "expected answers, found a list" in exporter("review list --answers answers.yaml").err
    answers.write_text("Alpha: 'open")
    assert "is never closed" in exporter("review list --answers answers.yaml").err
    assert asked.requests == {"read": 1}


def test_a_file_of_answers_is_about_one_playlist_on_one_target(
    exporter: Run, workplace: Workplace, asked: MemoryService
) -> None:
    workplace.write("more", LIST)
    answers = workplace.root / "answers.yaml"
    answers.write_text("1: 1")
    ended = exporter("review --answers answers.yaml")
    assert ended.code == 2
    assert "review NAME --on TARGET" in ended.err
    assert not asked.requests


# Pins.


def test_a_pin_is_looked_up_shown_and_written(exporter: Run, workplace: Workplace, memory: MemoryService) -> None:
    ended = exporter("pin list alpha --on memory a2")
    assert ended.code == 0
    for words in ("Alpha - Ann", "4:20", "https://example.test/a2", "Pinned in playlists/list.yaml."):
        assert words in ended.out
    assert "      memory: a2\n" in file_of(workplace).read_text()
    assert memory.requests == {"read": 1}
    exporter("push list --to memory")
    assert memory.ids("list1") == ["a2", "b1"]
    assert exporter("--json pin list 1 --on memory a2").json["changed"] is False
    assert exporter("--json pin list 1 --on memory a1").json["track"]["id"] == "a1"
    assert file_of(workplace).read_text().count("memory: a") == 1


def test_a_pin_of_another_song_is_written_and_what_speaks_against_it_is_told(
    exporter: Run, memory: MemoryService
) -> None:
    ended = exporter("pin list 1 --on memory x1")
    assert ended.code == 0
    assert "- by another artist: Xenia" in ended.out
    assert memory.tracks


def test_a_pin_that_is_not_there_is_refused_unless_unchecked(
    exporter: Run, workplace: Workplace, memory: MemoryService
) -> None:
    refused = exporter("pin list 1 --on memory gone")
    assert refused.code == 1
    assert "There is no track gone on Memory" in refused.err
    assert file_of(workplace).read_text() == LIST
    memory.requests.clear()
    assert exporter("pin list 1 --on memory gone --unchecked").code == 0
    assert "      memory: gone\n" in file_of(workplace).read_text()
    assert not memory.requests
    assert not lock_of(workplace).exists()


def test_a_pin_that_the_file_refuses_or_leaves_out_is_told(
    exporter: Run, workplace: Workplace, memory: MemoryService
) -> None:
    workplace.write("list", LIST.replace("    note", "    not: {memory: a1}\n    skip: memory\n    note"))
    refused = exporter("pin list 1 --on memory a1")
    assert refused.code == 2
    assert "Take it out of `not`" in refused.err
    assert "the pin waits" in exporter("pin list 1 --on memory a2").out
    assert memory.tracks


@pytest.mark.parametrize(
    ("song", "said"),
    [
        ("3", "has no song '3'"),
        ("0", "has no song '0'"),
        ("Alfa", 'Did you mean "Alpha"?'),
        ("a", "fits 2 songs of list: 1 Alpha - Ann; 2 Bravo - Bob."),
        ("★", "exporter show list"),
    ],
)
def test_a_song_that_is_not_clear_is_2_and_says_what_could_be_meant(
    exporter: Run, memory: MemoryService, song: str, said: str
) -> None:
    for words in (["pin", "list", song, "--on", "memory", "a1"], ["explain", "list", song, "--on", "memory"]):
        ended = exporter("", *words)
        assert ended.code == 2
        assert said in ended.err
    assert not memory.requests


def test_words_for_entries_that_the_file_tells_apart_pin_none_of_them(
    exporter: Run, workplace: Workplace, memory: MemoryService
) -> None:
    workplace.write("list", LIST + "  - title: Alpha\n    artist: Ann\n    ids: {memory: a2}\n")
    ended = exporter("pin list alpha --on memory a1")
    assert ended.code == 2
    assert "stands more than once in list (1, 3)" in ended.err
    assert exporter("pin list 1 --on memory a1").code == 0
    exporter("push list --to memory")
    assert memory.ids("list1") == ["a1", "b1", "a2"]


@pytest.mark.parametrize("given", ["https://open.spotify.com/album/434YBNY61Y9sqBSp7OINBa", "x", "", "a b"])
def test_what_names_no_track_of_the_service_is_2(exporter: Run, workplace: Workplace, given: str) -> None:
    workplace.write("one")
    ended = exporter("pin one 1 --on spotify@sandbox", given)
    assert ended.code == 2
    assert "names no track on Spotify" in ended.err


# The sandbox.


@pytest.fixture
def cry(workplace: Workplace, exporter: Run, sandbox: Sandbox, request: pytest.FixtureRequest) -> str:
    """The playlist that comes with exporter, pushed to the sandbox; its text."""
    text = (Path(request.config.rootpath) / "playlists" / f"{CRY}.yaml").read_text(encoding="utf-8")
    workplace.write(CRY, text)
    assert exporter(f"--json push {CRY} --to spotify@sandbox").result["songs"]["review"] == 1
    assert sandbox.playlists()
    return text


def test_a_curator_clears_the_open_questions_and_the_next_push_uses_the_answers(
    answer: Type, exporter: Run, workplace: Workplace, sandbox: Sandbox, cry: str
) -> None:
    ended = answer(f"review {CRY} --on spotify@sandbox", "2")
    assert ended.code == 0
    assert "answers stay in its own lock" in " ".join(ended.out.split())
    assert file_of(workplace, CRY).read_text(encoding="utf-8") == cry, "made-up IDs never reach the file"
    assert not lock_of(workplace, CRY).exists()
    pushed = exporter(f"--json push {CRY} --to spotify@sandbox").result
    assert pushed["songs"]["accept"] == 7
    assert pushed["requests"]["search"] == 0
    chosen = pushed["decisions"][6]
    assert (chosen["how"], sandbox.ids(pushed["playlist_id"])[6]) == ("pin", chosen["id"])
    assert not exporter(f"--json push {CRY} --to spotify@sandbox").result["changed"]


@pytest.mark.parametrize(("given", "verdict"), [("n", "missing"), ("k", "skip")])
def test_in_the_sandbox_none_of_these_and_skip_stay_in_its_lock_too(
    answer: Type, exporter: Run, workplace: Workplace, cry: str, given: str, verdict: str
) -> None:
    answer(f"review {CRY} --on spotify@sandbox", given)
    assert file_of(workplace, CRY).read_text(encoding="utf-8") == cry
    result = exporter(f"--json push {CRY} --to spotify@sandbox").result
    assert result["songs"][verdict] == 1
    assert result["requests"]["search"] == 0
    assert exporter(f"show {CRY} --on spotify@sandbox").code == 0


def test_a_pin_for_the_sandbox_is_checked_there_and_kept_there(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    path = workplace.songs("list", {"title": "君の知らない物語", "artist": "supercell"})
    before = path.read_bytes()
    assert exporter("pin list 1 --on spotify@sandbox", "0" * 22).code == 1
    link = "https://open.spotify.com/intl-ja/track/3fCO1n6l7yekcNRDRkoJJ4?si=abc"
    ended = exporter("pin list 君の知らない --on spotify@sandbox", link)
    assert ended.code == 0
    assert "Pinned in the sandbox's lock." in ended.out
    assert path.read_bytes() == before
    result = exporter("--json push list --to spotify@sandbox").result
    assert sandbox.ids(result["playlist_id"]) == ["3fCO1n6l7yekcNRDRkoJJ4"]
    workplace.songs("list", {"title": "君の知らない物語", "artist": "supercell", "pin": "434YBNY61Y9sqBSp7OINBa"})
    result = exporter("--json push list --to spotify@sandbox --yes").result
    assert sandbox.ids(result["playlist_id"]) == ["434YBNY61Y9sqBSp7OINBa"], "a later pin in the file counts more"


def test_explain_shows_every_candidate_with_its_reasons_and_what_was_asked(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("list", {"title": "君の知らない物語", "artist": "supercell", "pin": "434YBNY61Y9sqBSp7OINBa"})
    before = sandbox.stats()["search"]
    ended = exporter("explain list 1 --on spotify@sandbox")
    assert ended.code == 0
    assert sandbox.stats()["search"] - before == 1
    assert "This costs at most 2 searches." in ended.err
    for words in (
        "1 search on spotify@sandbox:",
        "君の知らない物語 supercell",
        "✓ accepted",
        "The file pins",
    ):
        assert words in ended.out
    document = exporter("--json explain list 1 --on spotify@sandbox").json
    scores = [one["score"] for one in document["candidates"] if one["verdict"] == "missing"]
    assert document["verdict"] == "accept"
    assert document["candidates"][0]["id"] == document["id"]
    assert all(one["against"] or one["for"] for one in document["candidates"])
    assert scores
    assert not lock_of(workplace).exists()


def test_hostile_text_does_not_reach_the_terminal_as_it_is(
    answer: Type, exporter: Run, workplace: Workplace, memory: MemoryService
) -> None:
    evil = "\x1b[31m\u202e[bold]\a"
    for one in ("a1", "a2"):
        track = memory.tracks[one]
        memory.tracks[one] = Track("memory", one, "Alpha", ("Ann",), evil, None, track.duration, url=f"https://{evil}")
    memory.tracks["b2"] = Track("memory", "b2", f"Bravo {evil}", (evil,), evil, url=evil)
    workplace.write("list", LIST.replace("which one?", '"\\u202e"').replace("name: List", 'name: "L\\u202e"'))
    exporter("resolve list --to memory")
    shown = [answer("review list", f"s Bravo {evil}", "1"), exporter("explain list 2 --on memory")]
    shown += [exporter("pin list 2 --on memory b2"), exporter("pin list", f"{evil}", "--on", "memory", "x")]
    for ended in shown:
        for char in "\x1b\u202e\a":
            assert char not in ended.out + ended.err
    assert "[bold]" in shown[0].out


# Songs that are missing.


@pytest.fixture
def nowhere(exporter: Run, workplace: Workplace, memory: MemoryService) -> MemoryService:
    """After a push that found one song by somebody else only, and of another one nothing."""
    memory.tracks["c1"] = Track("memory", "c1", "Charlie", ("Xenia",), duration=180.0)
    more = "  - title: Charlie\n    artist: Cid\n  - title: Delta\n    artist: Dan\n"
    workplace.write("list", LIST.replace("  - title: Alpha", more + "  - title: Alpha"))
    assert exporter("--json push list --to memory").result["songs"]["missing"] == 2
    memory.requests.clear()
    return memory


def test_missing_songs_are_told_of_and_gone_through_when_asked_for(answer: Type, nowhere: MemoryService) -> None:
    assert "2 songs are missing: exporter review list --missing goes through them, too." in answer("review", "q").out
    shown = answer("review list --missing", "l", "l", "l").out
    for words in ("1 of 3", "✗ missing; the nearest is ruled out: by another artist: Xenia", "n leave it missing"):
        assert words in shown
    for words in ("No candidates. Search by other words, paste a link", "3 of 3", "two recordings fit equally well"):
        assert words in shown
    assert "3 open questions left" in shown
    assert not nowhere.requests, "the lock has all that a search would find"


def test_a_missing_song_is_found_by_other_words_or_by_its_link(
    answer: Type, workplace: Workplace, nowhere: MemoryService
) -> None:
    ended = answer("review list --missing", "1", "s another thing", "1", "q")
    assert "2 chosen; 1 open question left." in ended.out
    written = file_of(workplace).read_text()
    assert "memory: c1" in written
    assert "memory: x1" in written
    assert nowhere.requests == {"search": 1}


def test_a_missing_song_that_is_left_missing_is_not_shown_again_and_nothing_is_refused(
    answer: Type, exporter: Run, workplace: Workplace, nowhere: MemoryService
) -> None:
    before = file_of(workplace).read_text(), lock_of(workplace).read_text()
    answer("review list --missing", "n", "u", "q")
    assert (file_of(workplace).read_text(), lock_of(workplace).read_text()) == before
    answer("review list --missing", "n", "q")
    assert file_of(workplace).read_text() == before[0]
    questions = exporter("--json review list --missing").json["questions"]
    assert [(one["title"], one["verdict"]) for one in questions] == [("Delta", "missing"), ("Alpha", "review")]
    assert exporter("--json push list --to memory").result["songs"]["missing"] == 2
    assert not nowhere.requests["search"]


def test_a_missing_song_of_which_the_curator_told_more_is_asked_for_anew(
    answer: Type, workplace: Workplace, nowhere: MemoryService
) -> None:
    text = file_of(workplace).read_text()
    workplace.write("list", text.replace("artist: Dan\n", "artist: Dan\n    year: 2001\n"))
    shown = answer("review list --missing", "l", "l", "l").out
    assert nowhere.requests["search"] > 0
    assert "3 open questions left" in shown
    nowhere.tracks["d1"] = Track("memory", "d1", "Delta", ("Dan",), duration=180.0)
    workplace.write("list", text.replace("artist: Dan\n", "artist: Dan\n    year: 2002\n"))
    assert "Delta - Dan is accepted" in answer("review list --missing", "l", "l").out


def test_answers_for_missing_songs_come_from_a_file_too(
    exporter: Run, workplace: Workplace, nowhere: MemoryService
) -> None:
    (workplace.root / "answers.yaml").write_text("Charlie: 1\nDelta: x1\nAlpha: 2\n")
    assert exporter("review list --answers answers.yaml").code == 2, "they are not in question"
    ended = exporter("review list --missing --answers answers.yaml")
    assert ended.code == 0
    assert "3 chosen; 0 open questions left." in ended.out
    assert nowhere.requests == {"read": 1}


# A track by its link.


@pytest.mark.parametrize("lines", [["p x1"], ["p", "x1"], ["pin  x1 "]])
def test_a_track_that_no_search_proposes_is_taken_by_its_link(
    answer: Type, workplace: Workplace, asked: MemoryService, lines: list[str]
) -> None:
    assert answer("review list", *lines).code == 0
    assert "memory: x1" in file_of(workplace).read_text()
    assert asked.requests == {"read": 1}


def test_a_link_alone_is_an_answer_and_a_wrong_one_is_told_and_asked_for_again(
    answer: Type, exporter: Run, sandbox: Sandbox, cry: str
) -> None:
    wrong = ["https://open.spotify.com/album/434YBNY61Y9sqBSp7OINBa", "p " + "0" * 22, "p", ""]
    ended = answer(f"review {CRY} --on spotify@sandbox", *wrong, "spotify:track:3fCO1n6l7yekcNRDRkoJJ4")
    assert ended.code == 0, "a slip of the keyboard is no failure"
    assert "names no track on Spotify" in ended.err
    assert "There is no track 0000000000000000000000" in ended.err
    assert "--unchecked" not in ended.err
    assert "1 chosen; 0 open questions left." in ended.out
    assert cry
    assert sandbox.playlists()
    assert exporter(f"--json push {CRY} --to spotify@sandbox").result["songs"]["accept"] == 7


def test_a_track_that_the_file_refuses_is_not_taken_by_its_link(
    answer: Type, workplace: Workplace, asked: MemoryService
) -> None:
    workplace.write("list", LIST.replace("    note", "    not: {memory: x1}\n    note"))
    ended = answer("review list", "p x1", "q")
    assert "Take it out of `not`" in ended.err
    assert "ids:" not in file_of(workplace).read_text()
    assert asked.tracks


# One track for two songs.


@pytest.fixture
def contested(exporter: Run, workplace: Workplace, memory: MemoryService) -> MemoryService:
    """After a push that gave one track to two songs, of which one fits it better."""
    memory.tracks["e1"] = Track("memory", "e1", "Butterfly", ("Eve",), duration=180.0)
    workplace.write("list", "name: List\ntargets: {memory: {}}\nsongs:\n" + BUTTERFLIES)
    result = exporter("--json push list --to memory").result
    assert [one["verdict"] for one in result["decisions"]] == ["accept", "review"]
    memory.requests.clear()
    return memory


BUTTERFLIES = "  - title: Butterfly\n    artist: Eve\n  - title: Buterfly\n    artist: Eve\n"


def test_that_another_song_has_the_track_is_said_wherever_the_question_is_shown(
    answer: Type, exporter: Run, contested: MemoryService
) -> None:
    words = "'Butterfly - Eve' was given the same track"
    (question,) = exporter("--json review list").json["questions"]
    assert question["why"].startswith(words)
    assert [one["id"] for one in question["candidates"]] == ["e1"]
    assert words in answer("review list", "q").out
    assert words in exporter("plan list --to memory").out
    assert exporter("--json plan list --to memory").result["decisions"][1]["reasons"][0] == words
    assert not contested.requests["search"]
    assert f"in question all the same: {words}." in exporter("explain list 2 --on memory").out
    assert exporter("--json explain list 2 --on memory").json["contest"] == words
    assert exporter("--json explain list 1 --on memory").json["contest"] == ""
    assert "in review" in exporter("show list").out


def test_the_answer_to_a_contest_stands_against_the_song_that_had_the_track(
    answer: Type, exporter: Run, contested: MemoryService
) -> None:
    answer("review list", "1")
    decisions = exporter("--json push list --to memory").result["decisions"]
    assert [one["verdict"] for one in decisions] == ["review", "accept"]
    assert decisions[0]["reasons"][0] == "'Buterfly - Eve' is pinned to the same track"
    assert contested.ids("list1") == ["e1"]


@pytest.mark.parametrize(("given", "verdict"), [("n", "missing"), ("k", "skip")])
def test_the_song_that_was_asked_about_may_be_no_such_track_at_all(
    answer: Type, exporter: Run, contested: MemoryService, given: str, verdict: str
) -> None:
    answer("review list", given)
    decisions = exporter("--json push list --to memory").result["decisions"]
    assert [one["verdict"] for one in decisions] == ["accept", verdict]
    assert contested.ids("list1") == ["e1"]


def test_telling_more_of_a_contested_song_does_not_settle_it_over_the_others_head(
    answer: Type, workplace: Workplace, contested: MemoryService
) -> None:
    workplace.write("list", "name: List\ntargets: {memory: {}}\nsongs:\n" + BUTTERFLIES + "    year: 2001\n")
    shown = answer("review list", "q").out
    assert "'Butterfly - Eve' was given the same track" in shown
    assert "1 open question left" in shown
    assert contested.requests["search"] == 1


# In a terminal.


class Terminal:
    """``exporter`` in a pseudo-terminal of 80 columns."""

    def __init__(self, words: str) -> None:
        self._ours, theirs = pty.openpty()
        code = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)"  # so that Ctrl-C reaches it
        command = [sys.executable, "-c", f"{code}; from exporter.cli.main import main; main()", *words.split()]
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
        self.process = subprocess.Popen(  # noqa: S603 - ourselves
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        self.shown = ""

    def wait_for(self, words: str) -> None:
        """Read until ``words`` are on the screen anew."""
        start, deadline = len(self.shown), time.monotonic() + 60
        while words not in self.shown[start:]:
            self.shown += self._read(deadline).decode(errors="ignore")

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def end(self) -> int:
        """The exit code, once the process has ended."""
        deadline = time.monotonic() + 60
        with suppress(OSError):  # the terminal is gone when the process has ended
            while piece := self._read(deadline):
                self.shown += piece.decode(errors="ignore")
        return self.process.wait(20)

    def interrupt(self) -> int:
        """The exit code after Ctrl-C, once more where nobody heard it.

        Between showing a prompt and waiting for keys, Python notes an interruption and waits for keys all the same.
        """
        for _ in range(5):
            self.type("\x03")
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
                break
        return self.end()

    def _read(self, deadline: float) -> bytes:
        assert select.select([self._ours], [], [], max(0, deadline - time.monotonic()))[0], self.shown
        return os.read(self._ours, 4096)


@pytest.fixture
def terminal(cry: str) -> Iterator[Terminal]:
    assert cry
    made = Terminal(f"review {CRY} --on spotify@sandbox")
    yield made
    made.process.kill()
    made.process.wait()
    os.close(made._ours)


def sandbox_lock(workplace: Workplace) -> str:
    (path,) = workplace.state.glob(f"projects/*/sandbox/{CRY}.lock")
    return path.read_text(encoding="utf-8")


def test_in_a_terminal_one_answers_takes_back_and_ends(terminal: Terminal, workplace: Workplace) -> None:
    before = sandbox_lock(workplace)
    terminal.wait_for("Your answer:")
    terminal.type("1\n")
    terminal.wait_for("u takes the last answer back")
    assert '"only_here":true' in sandbox_lock(workplace), "an answer is kept at once"
    terminal.type("u\n")
    terminal.wait_for("Your answer:")
    assert sandbox_lock(workplace) == before
    terminal.type("2\n")
    terminal.wait_for("u takes the last answer back")
    terminal.type("\n")
    assert terminal.end() == 0
    assert "1 chosen; 0 open questions left." in terminal.shown
    lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", terminal.shown).splitlines()]
    assert "    ? the title is written in another script: いのちのパレヱド" in lines
    assert max(map(cell_len, lines)) <= 80


@pytest.mark.parametrize("typed", ["q\n", "\x04"])
def test_in_a_terminal_one_may_leave_at_any_prompt(terminal: Terminal, typed: str) -> None:
    terminal.wait_for("Your answer:")
    terminal.type(typed)
    assert terminal.end() == 0
    assert "Traceback" not in terminal.shown


def test_in_a_terminal_ctrl_c_interrupts(terminal: Terminal) -> None:
    terminal.wait_for("Your answer:")
    assert terminal.interrupt() == 130
    assert "Traceback" not in terminal.shown


def test_interrupted_at_the_last_prompt_the_answers_are_kept(terminal: Terminal, workplace: Workplace) -> None:
    terminal.wait_for("Your answer:")
    terminal.type("1\n")
    terminal.wait_for("u takes the last answer back")
    assert terminal.interrupt() == 130
    assert json.loads(sandbox_lock(workplace))["decisions"]["spotify"][0]["how"] == "pin"
