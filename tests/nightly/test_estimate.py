"""What a run takes, as far as files, locks and memory tell: exactly what it then takes, where nothing surprises it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter.app import Depth, run
from exporter.backend import Limits
from exporter.nightly.estimate import Estimate, estimate, need_of_writing, read_back, total
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.targets import Targets
from tests.conftest import Workplace
from tests.radio import UNITS, Radio, plug, songs
from tests.test_work import Quiet

RADIO = Target("radio")


class Bench:
    """A playlist for the radio, with what is known of it beforehand and what it then takes."""

    def __init__(self, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
        self.workplace, self.monkeypatch = workplace, monkeypatch
        self.radio = Radio(limits=Limits(add=2, per_second=5.0), quotas=(replace(UNITS, per_day=10_000),))
        plug(monkeypatch, self.radio.info)
        monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
        monkeypatch.setattr("exporter.session.Connection.sleep", lambda _self, _seconds: None)

    def file(self, letters: str, **more: str) -> None:
        self.workplace.write("list", songs(letters, of=more))

    def estimate(self) -> Estimate:
        project = Project.find(self.workplace.root)
        with Targets(project, Plugins()) as targets:
            return estimate(project, project.load("list"), targets.open(RADIO))

    def push(self) -> dict[str, int]:
        """The requests that a push takes."""
        self.radio.service.requests.clear()
        (result,) = run(Project.find(self.workplace.root), Plugins(), ["list"], [RADIO], Depth.PUSH, Quiet())
        assert not result.error
        return dict(self.radio.service.requests)


@pytest.fixture
def bench(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(workplace, monkeypatch)


def test_a_first_push_searches_every_song_makes_the_playlist_and_adds_them(bench: Bench) -> None:
    bench.file("abcde")
    found = bench.estimate()
    assert (found.searches, found.writes, found.units) == (5, 4, 40)
    assert found.seconds == pytest.approx(found.need.requests / 5)
    assert bench.push()["write"] == 4


def test_estimating_asks_nobody_and_keeps_nothing(bench: Bench) -> None:
    bench.file("abcde")
    bench.estimate()
    assert not bench.radio.service.requests
    assert not list(bench.workplace.state.rglob("*.json"))
    assert not list(bench.workplace.root.rglob("*.lock"))


def test_a_pin_is_looked_up_instead_of_searched(bench: Bench) -> None:
    bench.file("ab", a="    ids:\n      radio: radio-a\n")
    found = bench.estimate()
    assert (found.searches, found.reads) == (1, 1 + 1 + 1)


def test_an_unchanged_playlist_is_one_read(bench: Bench) -> None:
    bench.file("abcde")
    bench.push()
    assert bench.estimate().need.requests == 1
    assert bench.push() == {"read": 1}


@pytest.mark.parametrize("letters", ["abcdefg", "gabcde", "edcba", "ac", "acegi", "a"])
def test_what_changed_in_the_file_is_priced_as_it_will_be_written(bench: Bench, letters: str) -> None:
    bench.file("abcdefghi")
    bench.push()
    bench.file("abcde")
    bench.push()
    bench.file(letters)
    found = bench.estimate()
    assert not found.unread
    assert bench.push().get("write", 0) == found.writes


def test_a_machine_that_knows_nothing_of_the_playlist_says_so(bench: Bench) -> None:
    bench.file("abc")
    bench.push()
    for path in bench.workplace.state.rglob("remotes/*/*.json"):
        path.unlink()
    found = bench.estimate()
    assert found.unread
    assert (found.searches, found.writes) == (0, 0)


def test_songs_that_are_skipped_or_missing_are_not_asked_about(bench: Bench) -> None:
    bench.file("abz", b="    skip: radio\n")
    bench.push()
    assert bench.estimate().need.requests == 1


def test_a_lock_that_cannot_be_read_takes_nothing_and_is_left_to_the_run(bench: Bench) -> None:
    bench.file("abc")
    (bench.workplace.root / "playlists" / "list.lock").write_text("{")
    assert bench.estimate() == Estimate()


def test_several_playlists_add_up() -> None:
    both = total([Estimate(1, 2, 3, 30, 1.0), Estimate(10, 20, 30, 300, 4.0, unread=True)])
    assert both == Estimate(11, 22, 33, 330, 4.0, unread=True)
    assert total([]) == Estimate()


def test_writing_needs_its_edits_and_the_reading_back(bench: Bench) -> None:
    project = Project.find(bench.workplace.root)
    with Targets(project, Plugins()) as targets:
        need = need_of_writing(4, 120, targets.open(RADIO).connection)
    assert (need.requests, need.units) == (4 + 3, 40)
    assert need.seconds == pytest.approx(7 / 5)
    assert [read_back(rows) for rows in (0, 1, 50, 51)] == [1, 1, 1, 2]
