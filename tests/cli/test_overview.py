"""A playlist side by side on every service, and where it can be heard. What one service has never decides another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from exporter.backend import Feature
from exporter.model import Track
from tests.conftest import Ended, Run, Workplace
from tests.radio import LETTERS, Radio, plug, songs, track

BOTH = "targets:\n  radio: {}\n  tape: {}\n"
LINKS = 3


def links(tracks: Sequence[str]) -> list[str]:
    """As a service would: three tracks in a link."""
    return [f"https://play.example/?ids={','.join(tracks[at : at + LINKS])}" for at in range(0, len(tracks), LINKS)]


@dataclass
class Bench:
    """Two services: radio, which finds recordings by their code, and tape, which does not and has play links."""

    workplace: Workplace
    exporter: Run
    radio: Radio
    tape: Radio

    def file(self, letters: str, **of: str) -> None:
        self.workplace.write("list", songs(letters, head=BOTH, of=of))

    def resolve(self, *targets: str) -> None:
        for target in targets or ("radio", "tape"):
            assert self.exporter(f"resolve list --to {target}").code == 0

    def states(self, service: str) -> list[dict[str, object]]:
        shown = self.exporter("--json show list").json["songs"]
        return [song["on"][service] for song in shown]

    def open(self, words: str) -> Ended:
        return self.exporter(f"open list {words}")


@pytest.fixture
def bench(workplace: Workplace, exporter: Run, monkeypatch: pytest.MonkeyPatch) -> Bench:
    radio, tape = Radio(), Radio(name="tape", links=links)
    without = replace(tape.info, features=frozenset(Feature) - {Feature.ISRC_SEARCH})
    plug(monkeypatch, radio.info, without)
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
    return Bench(workplace, exporter, radio, tape)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was sent to."""
    seen: list[str] = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", seen.append)
    return seen


# Side by side.


def test_every_service_has_a_column_with_the_track_or_why_there_is_none(bench: Bench) -> None:
    del bench.tape.service.tracks["tape-b"]
    bench.file("abc", c="    skip: tape\n")
    bench.resolve()
    shown = bench.exporter("show list").out
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "song radio tape" in lines
    assert "1 Title a - Artist a ✓ Title a ✓ Title a" in lines
    assert any(line.startswith("2 Title b - Artist b ✓ Title b ✗ missing: nothing of this title") for line in lines)
    assert "3 Title c - Artist c ✓ Title c - left out" in lines
    assert "radio 3 accepted not pushed yet" in lines
    assert "tape 1 accepted, 1 missing, 1 skipped not pushed yet" in lines


def test_a_service_that_was_not_asked_yet_has_its_column_too(bench: Bench) -> None:
    bench.file("a")
    bench.resolve("tape")
    assert "· not asked yet" in bench.exporter("show list").out
    assert (bench.states("radio"), bench.states("tape")[0]["verdict"]) == ([{}], "accept")


def test_where_the_playlist_is_stands_below(bench: Bench) -> None:
    bench.file("a")
    assert bench.exporter("push list --to radio").code == 0
    shown = bench.exporter("show list").out
    assert "1 accepted" in shown
    assert "memory:list1" in shown
    assert bench.exporter("--json show list").json["targets"] == [
        {"target": "radio", "playlist_id": "list1", "url": "memory:list1"},
        {"target": "tape", "playlist_id": "", "url": ""},
    ]


def test_one_service_alone_is_shown_with_the_tracks_ids_and_what_songs_are_from(bench: Bench) -> None:
    bench.file("a", a="    from: A film\n")
    bench.resolve()
    shown = bench.exporter("show list --on tape").out
    assert "tape-a" in shown
    assert "A film" in shown
    assert "radio" not in shown


def test_of_a_backend_only_one_target_is_shown(bench: Bench) -> None:
    bench.file("a")
    assert bench.exporter("show list --on radio --on tape").code == 0
    ended = bench.exporter("show list --on radio --on radio@family")
    assert ended.code == 2
    assert "Several targets of one backend" in ended.err


def test_a_decision_that_the_file_overrules_is_not_shown_any_more(bench: Bench) -> None:
    bench.file("a")
    bench.resolve()
    bench.file("a", a="    not:\n      radio: [radio-a]\n")
    assert bench.states("radio") == [{}]
    assert bench.states("tape")[0]["id"] == "tape-a"
    bench.file("a", a="    ids:\n      radio: radio-c\n")
    assert bench.states("radio") == [{"pin": "radio-c"}]


# What one service has never decides another.


def test_a_pin_of_one_service_is_its_own(bench: Bench) -> None:
    """Here both services have a track of the very ID that is pinned on one of them."""
    bench.tape.service.tracks["radio-c"] = replace(track("c", "tape"), id="radio-c")
    bench.file("a", a="    ids:\n      radio: radio-c\n")
    bench.resolve()
    (on_radio,), (on_tape,) = bench.states("radio"), bench.states("tape")
    assert (on_radio["id"], on_radio["how"], on_radio["pin"]) == ("radio-c", "pin", "radio-c")
    assert (on_tape["id"], on_tape["how"]) == ("tape-a", "search")
    assert "pin" not in on_tape
    line = next(line for line in bench.exporter("show list").out.splitlines() if "Title a" in line)
    assert line.split() == ["1", "Title", "a", "-", "Artist", "a", "✓", "Title", "c", "pin", "✓", "Title", "a"]


def test_pinning_on_one_service_leaves_the_others_decision_alone(bench: Bench) -> None:
    bench.file("a")
    bench.resolve()
    before = bench.states("tape")
    assert bench.exporter("pin list 1 --on radio radio-c").code == 0
    bench.tape.service.requests.clear()
    bench.resolve()
    assert (bench.states("radio")[0]["id"], bench.states("tape")) == ("radio-c", before)
    assert not bench.tape.service.requests, "it is not even asked again"


def test_a_pin_of_one_service_does_not_help_another_out(bench: Bench) -> None:
    del bench.tape.service.tracks["tape-a"]
    bench.file("a", a="    ids:\n      radio: radio-a\n")
    bench.resolve()
    assert bench.states("radio")[0]["verdict"] == "accept"
    assert bench.states("tape")[0]["verdict"] == "missing"


def test_tracks_refused_on_one_service_may_be_right_on_another(bench: Bench) -> None:
    bench.tape.service.tracks = {"radio-a": replace(track("a", "tape"), id="radio-a")}
    bench.file("a", a="    not:\n      radio: [radio-a]\n")
    bench.resolve()
    assert bench.states("radio")[0]["verdict"] != "accept"
    assert bench.states("tape")[0]["id"] == "radio-a"


def coded(service: Radio, *tracks: Track) -> None:
    service.service.tracks = {one.id: one for one in tracks}


def test_a_recordings_code_settles_a_song_only_where_the_service_knows_codes(bench: Bench) -> None:
    """The code finds the recording on radio. On tape nothing is found by it, and nothing decided."""
    coded(bench.radio, track("a", "radio", isrc="JPAB01200001"))
    coded(bench.tape, track("a", "tape", title="Another name", artists=("Somebody",), isrc="JPAB01200001"))
    bench.file("a", a="    isrc: JPAB01200001\n")
    bench.resolve()
    (on_radio,), (on_tape,) = bench.states("radio"), bench.states("tape")
    assert (on_radio["verdict"], on_radio["how"]) == ("accept", "isrc")
    assert on_tape["verdict"] == "missing"


def test_a_code_that_another_service_found_is_no_decision_here(bench: Bench) -> None:
    """What radio answers goes into radio's lines of the lock; tape decides by its own tracks alone."""
    coded(bench.radio, track("a", "radio", isrc="JPAB01200001"))
    live, studio = track("a", "tape", id="live", title="Title a (Live)"), track("a", "tape", id="studio")
    coded(bench.tape, live, studio)
    bench.file("a")
    bench.resolve("radio", "tape")
    (on_tape,) = bench.states("tape")
    assert (on_tape["id"], on_tape["how"]) == ("studio", "search")


def test_a_code_in_the_file_is_evidence_where_a_track_shows_its_own(bench: Bench) -> None:
    """Tape cannot search for codes. One that it shows speaks for a track or against it, and finds none."""
    coded(bench.tape, track("a", "tape", id="right", isrc="JPAB01200001"), track("a", "tape", id="unknown"))
    bench.file("a", a="    isrc: JPAB01200001\n")
    bench.resolve("tape")
    assert bench.states("tape")[0]["id"] == "right"


# Where it can be heard.


def test_a_pushed_playlist_is_opened_where_it_is(bench: Bench, opened: list[str]) -> None:
    bench.file("a")
    bench.exporter("push list --to tape")
    lock = bench.workplace.root / "playlists/list.lock"
    lock.write_text(lock.read_text().replace("memory:list1", "https://tape.example/list1"))
    ended = bench.open("--on tape --pushed")
    assert (ended.code, ended.out, opened) == (0, "https://tape.example/list1\n", ["https://tape.example/list1"])
    bench.open("--on tape --pushed --print")
    bench.open("--on tape --pushed --json")
    assert len(opened) == 1, "printing opens nothing"


def test_what_is_no_web_address_is_never_opened(bench: Bench, opened: list[str]) -> None:
    bench.file("a")
    bench.exporter("push list --to tape")
    assert bench.open("--on tape --pushed").out == "memory:list1\n"
    assert not opened


def test_an_address_that_the_lock_does_not_have_is_asked_for(bench: Bench) -> None:
    bench.file("a")
    bench.exporter("push list --to tape")
    lock = bench.workplace.root / "playlists/list.lock"
    lock.write_text(lock.read_text().replace(',"url":"memory:list1"', ""))
    assert bench.open("--on tape --pushed --print").out == "memory:list1\n"


def test_what_was_not_pushed_has_links_that_need_no_account(
    bench: Bench, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.file("ab")
    bench.resolve("tape")
    monkeypatch.delenv("EXPORTER_RADIO_TOKEN")
    bench.tape.service.requests.clear()
    ended = bench.open("--on tape")
    assert (ended.code, ended.out) == (0, "https://play.example/?ids=tape-a,tape-b\n")
    assert opened == ["https://play.example/?ids=tape-a,tape-b"]
    assert not bench.tape.service.requests, "nothing is asked, nobody logs in"


def test_several_links_are_listed_with_the_numbers_of_their_songs(bench: Bench, opened: list[str]) -> None:
    del bench.tape.service.tracks["tape-b"]
    bench.file("abcdef", f="    skip: tape\n")
    bench.resolve("tape")
    ended = bench.open("--on tape")
    assert ended.out.splitlines() == [
        "songs 1-4       https://play.example/?ids=tape-a,tape-c,tape-d",
        "songs 5-5       https://play.example/?ids=tape-e",
    ]
    assert "Without 2 songs, which have no track there." in ended.err
    assert len(opened) == 1
    assert bench.open("--on tape --json").json == {
        "playlist": "list",
        "target": "tape",
        "anonymous": True,
        "links": [
            {"url": "https://play.example/?ids=tape-a,tape-c,tape-d", "songs": [1, 3, 4]},
            {"url": "https://play.example/?ids=tape-e", "songs": [5]},
        ],
        "left_out": 2,
    }


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 16])
def test_every_song_stands_in_one_link_also_a_double(bench: Bench, count: int) -> None:
    letters = (LETTERS[:3] + LETTERS)[:count]
    bench.file(letters)
    bench.resolve("tape")
    made = bench.open("--on tape --json").json["links"]
    assert [number for link in made for number in link["songs"]] == list(range(1, count + 1))
    assert all(len(link["songs"]) <= LINKS for link in made)


def test_a_pushed_playlist_has_such_links_too(bench: Bench) -> None:
    bench.file("a")
    bench.exporter("push list --to tape")
    assert bench.open("--on tape --print").out == "https://play.example/?ids=tape-a\n"


def test_a_pushed_playlist_plays_the_songs_that_have_a_track(bench: Bench) -> None:
    del bench.tape.service.tracks["tape-b"]
    bench.file("abc")
    bench.exporter("push list --to tape")
    found = bench.open("--on tape --pushed --json").json
    assert ([link["songs"] for link in found["links"]], found["left_out"]) == ([[1, 3]], 1)


def test_without_anything_to_open_it_is_told_what_to_do(bench: Bench) -> None:
    bench.file("a")
    cases = {
        "--on radio": "exporter push list --to radio",
        "--on tape": "exporter resolve list --to tape",
        "--on tape --pushed": "exporter push list --to tape",
    }
    for words, said in cases.items():
        ended = bench.open(words)
        assert ended.code == 2
        assert said in ended.err


def test_in_the_sandbox_the_address_is_told_and_nothing_is_opened(
    exporter: Run, workplace: Workplace, opened: list[str], sandbox: object
) -> None:
    assert sandbox
    workplace.write("one")
    exporter("push one --to spotify@sandbox")
    ended = exporter("open one --on spotify@sandbox")
    assert ended.code == 0
    assert ended.out.startswith("https://open.spotify.com/playlist/")
    assert "It is in the sandbox" in ended.err
    assert not opened


def test_nothing_in_a_title_can_drive_the_terminal(bench: Bench) -> None:
    bench.tape.service.tracks["tape-a"] = track("a", "tape", title="Title a\x1b[2J")
    Path("playlists/list.yaml").write_text(songs("a", head=BOTH))
    bench.resolve("tape")
    assert "\x1b" not in bench.exporter("show list").out
