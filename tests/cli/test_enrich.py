"""``exporter enrich``, end to end: the command line, the plugin and the look-alike over HTTP."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from exporter.plugins import Plugins
from exporter.sandbox import running
from tests.conftest import Ended, Run, Workplace

LIST = """\
# mine
name: List
songs:
  - title: Orange   # as the article has it
    artist: 7!!
    duration: 350
    note: which one?

  - title: 絶対彼女
    artist: Seiko Oomori
  - title: No Such Song
    artist: Nobody
"""
CATALOGUE = (
    {"id": "o", "title": "オレンジ", "artists": ["7!!"], "duration_ms": 350000, "isrc": "JPU901402557"}
    | {"titles": {"en": "Orange"}},
    {"id": "z", "title": "絶対彼女", "artists": ["Seiko Oomori"], "duration_ms": 267000, "isrc": "JPB171762976"}
    | {"artist_names": {"ja": ["大森靖子"]}},
)
FROM = "enrich list --from musicbrainz@sandbox"


class Served:
    """The sandbox with the look-alike, seen from outside."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, body: object) -> None:
        requests.post(f"{self.url}{path}", json=body, timeout=10).raise_for_status()

    @property
    def asked(self) -> int:
        stats = requests.get(f"{self.url}/_sandbox/stats", timeout=10).json()["musicbrainz"]
        return int(stats["search"] + stats["read"])


@pytest.fixture
def served(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    (info,) = Plugins().enrichers()
    catalogue = workplace.state / "catalogue.jsonl"
    catalogue.parent.mkdir()
    catalogue.write_text("\n".join(map(json.dumps, CATALOGUE)), encoding="utf-8")
    with running([info], state=workplace.state / "served", catalogue=catalogue) as url:
        monkeypatch.setenv("EXPORTER_SANDBOX_URL", url)
        workplace.write("list", LIST)
        yield Served(url)


Answer = Callable[..., Ended]


@pytest.fixture
def answer(exporter: Run, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Run the command with these lines on standard input."""

    def call(words: str, *lines: str) -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return exporter(words)

    return call


def text_of(workplace: Workplace) -> str:
    return (workplace.root / "playlists" / "list.yaml").read_text(encoding="utf-8")


# What is shown, and what is written.


@pytest.mark.usefixtures("served")
def test_what_is_no_answer_is_said(answer: Answer) -> None:
    ended = answer(FROM, "colour isrc", "q")
    assert "colour isrc is no answer here." in ended.out


def test_yes_writes_what_is_sure_and_leaves_every_other_character(
    exporter: Run, workplace: Workplace, served: Served
) -> None:
    ended = exporter(f"{FROM} --yes")
    assert ended.code == 0
    added = [line for line in text_of(workplace).splitlines() if line not in LIST.splitlines()]
    kept = [line for line in text_of(workplace).splitlines() if line not in added]
    assert kept == LIST.splitlines()
    assert {"    aka: [オレンジ]", "    isrc: JPU901402557", '    duration: "4:27"'} < set(added)
    assert "artist_aka: [大森靖子]" in text_of(workplace)
    assert "3 songs: 2 written, 1 not found." in ended.out
    assert "made up" in ended.err, "a sandbox's codes do not belong into a curated file"
    assert served.asked > 0


def test_the_file_is_a_playlist_still_and_finds_its_songs(exporter: Run, workplace: Workplace, served: Served) -> None:
    exporter(f"{FROM} --yes")
    assert served.asked
    assert exporter("check list").code == 0
    assert exporter("--json show list").code == 0
    assert text_of(workplace) != LIST


def test_a_proposal_shows_confidence_reasons_link_and_the_diff(
    exporter: Run, workplace: Workplace, served: Served
) -> None:
    shown = exporter(f"{FROM} --dry-run").out
    for words in (
        "  1 Orange - 7!!",
        "https://musicbrainz.org/recording/",
        "the artist is the same",
        "Orange is another title of it",
        "+     aka: [オレンジ]",
        "      artist: 7!!",
        "? open",
        "✗ No Such Song - Nobody  not found",
    ):
        assert words in shown
    assert text_of(workplace) == LIST
    assert served.asked


def test_below_the_threshold_nothing_is_written(exporter: Run, workplace: Workplace, served: Served) -> None:
    assert "2 open" in exporter(f"{FROM} --yes --threshold 1").out
    assert text_of(workplace) == LIST
    assert served.asked


def test_a_curator_answers_song_by_song(answer: Answer, workplace: Workplace, served: Served) -> None:
    ended = answer(FROM, "what?", "t", "n")
    assert ended.code == 0
    assert "3 songs: 1 written, 1 declined, 1 not found." in ended.out
    assert "  - title: オレンジ   # as the article has it\n    artist: 7!!\n    aka: [Orange]\n" in text_of(workplace)
    assert "大森靖子" not in text_of(workplace)
    again = answer(FROM)
    assert "1 declined, 1 with nothing to add, 1 not found" in again.out
    assert "Write this?" not in again.out
    named = answer(f"{FROM} --song 2", "y")
    assert "1 song: 1 written." in named.out, "who names a song is asked again"
    assert served.asked


def test_quit_ends_it_and_keeps_what_was_written(answer: Answer, workplace: Workplace, served: Served) -> None:
    ended = answer(FROM, "aka", "q")
    assert ended.code == 0
    assert "1 song: 1 written." in ended.out
    assert "    aka: [オレンジ]\n    duration: 350\n    note: which one?\n" in text_of(workplace)
    assert "isrc" not in text_of(workplace)
    assert served.asked


def test_where_nobody_answers_everything_is_shown_and_stays_open(
    answer: Answer, workplace: Workplace, served: Served
) -> None:
    ended = answer(FROM)
    assert ended.code == 0
    assert "2 open, 1 not found" in ended.out
    assert text_of(workplace) == LIST
    assert served.asked


def test_json_is_one_document_and_writes_only_with_yes(exporter: Run, workplace: Workplace, served: Served) -> None:
    document = exporter(f"--json {FROM}").json
    assert document["counts"] == {
        "written": 0, "open": 2, "declined": 0, "complete": 0, "not found": 1, "unknown": 0,
    }  # fmt: skip
    first, _, missing = document["songs"]
    assert (first["song"], first["title"], first["state"]) == (1, "Orange", "open")
    assert first["adds"]["aka"] == ["オレンジ"]
    assert 0.8 < first["confidence"] <= 1
    assert missing == {"song": 3, "title": "No Such Song", "artists": ["Nobody"], "state": "not found"}
    assert document["error"] is None
    assert text_of(workplace) == LIST
    assert exporter(f"--json {FROM} --yes").json["counts"]["written"] == 2
    assert served.asked == document["requests"]["search"] + document["requests"]["read"]


# What was answered is kept.


def test_running_again_asks_nothing_and_adds_nothing(exporter: Run, workplace: Workplace, served: Served) -> None:
    exporter(f"{FROM} --dry-run")
    asked = served.asked
    exporter(f"{FROM} --dry-run")
    assert served.asked == asked
    exporter(f"{FROM} --yes")
    text = text_of(workplace)
    exporter(f"{FROM} --yes")
    assert text_of(workplace) == text


def test_refresh_asks_anew(exporter: Run, served: Served) -> None:
    exporter(f"{FROM} --dry-run")
    asked = served.asked
    exporter(f"{FROM} --dry-run --refresh")
    assert served.asked == 2 * asked


# What goes wrong.


def test_throttled_beyond_patience_ends_with_5_and_goes_on_later(
    exporter: Run, workplace: Workplace, served: Served
) -> None:
    (workplace.root / "exporter.toml").write_text("[targets.musicbrainz]\npatience = 0\n")
    served.post("/_sandbox/faults", {"faults": "503=1,skip=3"})
    ended = exporter(f"{FROM} --yes")
    assert ended.code == 5
    assert "could not be asked about" in ended.out
    assert "MusicBrainz has had enough requests for now" in ended.err
    kept = served.asked
    served.post("/_sandbox/faults", {"faults": ""})
    ended = exporter(f"{FROM} --yes")
    assert ended.code == 0
    assert "1 not found" in ended.out
    assert "could not be asked" not in ended.out
    assert served.asked > kept


def test_a_source_that_is_down_is_said_and_not_taken_for_an_answer(
    exporter: Run, workplace: Workplace, served: Served
) -> None:
    served.post("/_sandbox/faults", {"faults": "html=1"})
    ended = exporter(f"--json {FROM} --yes --song 1")
    assert ended.code == 1
    assert ended.json["counts"]["unknown"] == 1
    assert ended.json["error"]["kind"] == "ServiceError"
    assert text_of(workplace) == LIST


def test_a_file_that_changed_meanwhile_is_left_alone(
    answer: Answer, workplace: Workplace, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exporter.enriching.desk import Desk  # noqa: PLC0415 - what is about to be patched

    plain = Desk.with_facts

    def meanwhile(desk: Desk, *args: object) -> str:
        workplace.write("list", LIST + "# theirs\n")
        return plain(desk, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "with_facts", meanwhile)
    ended = answer(FROM, "y")
    assert ended.code == 6
    assert text_of(workplace) == LIST + "# theirs\n"
    assert served.asked


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("enrich list --from nothing", "no source of facts called 'nothing'"),
        ("enrich list --from musicbrainz@work", "no source of facts called 'musicbrainz@work'"),
        ("enrich nolist", "no playlist called 'nolist'"),
        ("enrich list --song 9", "has no song '9'"),
        ("enrich list", "wants to know who is asking"),
    ],
)
def test_what_cannot_be_meant_is_told(exporter: Run, workplace: Workplace, words: str, told: str) -> None:
    workplace.write("list", LIST)
    ended = exporter(words)
    assert ended.code == 2
    assert told in ended.err


def test_nothing_from_outside_can_steer_the_terminal(exporter: Run, workplace: Workplace, tmp_path: Path) -> None:
    line = {"id": "x", "title": "Orange \x1b[31m", "artists": ["7!!"], "services": ["a"], "duration_ms": 350000}
    catalogue = tmp_path / "catalogue.jsonl"
    catalogue.write_text(json.dumps(line))
    (info,) = Plugins().enrichers()
    workplace.write("list", LIST)
    with running([info], state=workplace.state / "served", catalogue=catalogue) as url:
        os.environ["EXPORTER_SANDBOX_URL"] = url
        try:
            ended = exporter(f"{FROM} --dry-run")
        finally:
            del os.environ["EXPORTER_SANDBOX_URL"]
    assert "\x1b" not in ended.out
    assert "Orange" in ended.out


def test_a_run_that_is_killed_leaves_a_whole_file_and_the_next_completes_it(
    exporter: Run, workplace: Workplace, served: Served
) -> None:
    served.post("/_sandbox/faults", {"latency_ms": 60})
    for moment in range(5):
        process = subprocess.Popen(  # noqa: S603 - ours
            [sys.executable, "-c", "from exporter.cli.main import main; main()", *FROM.split(), "--yes"],
            cwd=workplace.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.5 + moment / 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert exporter("check list").code == 0
    assert exporter(f"{FROM} --yes").code == 0
    assert text_of(workplace).count("mbid:") == 2
