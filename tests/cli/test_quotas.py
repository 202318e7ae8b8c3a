"""Plans have prices where a service counts, and a login is proved first where the service would answer a guest."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exporter.backend import Limits
from exporter.errors import LoginError
from tests.conftest import Run, Workplace
from tests.radio import UNITS, Radio, plug, songs

ONE_BY_ONE = Limits(add=1)


@pytest.fixture
def radio(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Radio:
    """Ten edits a day, and one track by each."""
    radio = Radio(limits=ONE_BY_ONE, quotas=(UNITS,))
    plug(monkeypatch, radio.info)
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
    workplace.write("list", songs("abcd"))
    return radio


# Prices.


def test_a_plan_says_what_it_costs_and_what_is_left(exporter: Run, radio: Radio) -> None:
    ended = exporter("plan list --to radio")
    assert "Costs 50 units; 100 of 100 are left today.\n" in ended.out
    (quota,) = exporter("--json plan list --to radio").result["quota"]
    resets = datetime.fromisoformat(quota.pop("resets"))
    assert quota == {"quota": "units", "cost": 50, "left": 100, "per_day": 100, "fit": 5}
    assert resets > datetime.now(UTC)
    assert not radio.service.remotes


def test_what_a_push_spent_is_left_out_of_the_next_plan(exporter: Run, radio: Radio, workplace: Workplace) -> None:
    assert "Cost 50 units; 100 of 100 were left before." in exporter("push list --to radio").out
    workplace.write("list", songs("abcdef"))
    assert "Costs 20 units; 50 of 100 are left today." in exporter("plan list --to radio").out
    assert len(radio.service.remotes) == 1


def test_where_nothing_is_to_do_or_nothing_is_counted_there_is_no_price(
    exporter: Run, radio: Radio, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporter("push list --to radio")
    assert "quota" not in exporter("--json plan list --to radio").result
    assert "units" not in exporter("plan list --to radio").out
    plug(monkeypatch, replace(radio.info, quotas=()))
    workplace.write("list", songs("abcdef"))
    assert "quota" not in exporter("--json plan list --to radio").result


def test_a_plan_that_does_not_fit_says_how_far_it_gets_today(exporter: Run, radio: Radio, workplace: Workplace) -> None:
    workplace.write("list", songs("abcdefghijklmnop"))
    ended = exporter("plan list --to radio")
    assert ended.code == 0
    words = " ".join(ended.out.split())
    assert "Costs 170 units; 100 of 100 are left today." in words
    assert "Of 17 edits the first 10 fit today; run the same command again after " in words
    assert not radio.service.remotes


def test_a_push_that_does_not_fit_does_what_fits_and_the_next_day_does_the_rest(
    exporter: Run, radio: Radio, workplace: Workplace
) -> None:
    workplace.write("list", songs("abcdefghijklmnop"))
    ended = exporter("push list --to radio")
    assert ended.code == 5
    assert "10 edits went through; 7 edits of the plan are left, which the next push does.\n" in ended.out
    assert "Radio has no units left for today." in ended.err
    assert "Run the same command again after " in ended.err
    assert radio.service.ids("list1") == [f"radio-{letter}" for letter in "abcdefghi"]
    again = exporter("--json push list --to radio").result
    assert (again["error"]["exit_code"], again["quota"][0]["fit"]) == (5, 0)
    shutil.rmtree(workplace.state / "quotas")  # the night passes
    assert exporter("push list --to radio").code == 0
    assert radio.service.ids("list1") == [f"radio-{letter}" for letter in "abcdefghijklmnop"]
    assert len(radio.service.remotes) == 1


def test_the_sandbox_keeps_its_books_for_one_run_only(exporter: Run, radio: Radio, workplace: Workplace) -> None:
    assert radio.quotas
    exporter("push list --to radio@sandbox")
    assert not list(workplace.state.rglob("quotas"))


# Proof.


@pytest.fixture
def guests(radio: Radio, monkeypatch: pytest.MonkeyPatch) -> Radio:
    """A radio that answers guests as if nothing were wrong."""
    radio.guests = True
    plug(monkeypatch, radio.info)
    return radio


@pytest.mark.parametrize("command", ["push", "plan"])
def test_where_guests_are_answered_a_dead_login_is_found_before_anything_else(
    exporter: Run, guests: Radio, command: str
) -> None:
    guests.accounts.clear()
    ended = exporter(f"{command} list --to radio")
    assert ended.code == 4
    assert "The radio does not know you any more." in ended.err
    assert not guests.service.requests, "nothing is searched, read or made as a guest"


def test_a_login_is_proved_once_for_all_playlists(exporter: Run, guests: Radio, workplace: Workplace) -> None:
    workplace.write("other", songs("ef").replace("List", "Other"))
    assert exporter("push list other --to radio").code == 0
    assert guests.proved == 1


def test_where_guests_are_refused_the_first_request_proves_it(exporter: Run, radio: Radio) -> None:
    assert exporter("push list --to radio").code == 0
    assert radio.proved == 0


def test_songs_can_be_found_without_a_login_where_guests_are_answered(
    exporter: Run, guests: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXPORTER_RADIO_TOKEN")
    assert exporter("resolve list --to radio").code == 0
    assert guests.proved == 0
    assert exporter("push list --to radio").code == 4
    guests.guests = False
    plug(monkeypatch, guests.info)
    assert exporter("resolve list --to radio").code == 4


def test_a_track_is_pinned_and_a_song_explained_without_a_login_where_guests_are_answered(
    exporter: Run, guests: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXPORTER_RADIO_TOKEN")
    assert exporter("explain list 1 --on radio").code == 0
    assert exporter("pin list 1 --on radio radio-b").code == 0
    assert guests.proved == 0


def test_a_push_that_is_refused_at_once_says_that_nothing_was_written_and_claims_no_price(
    exporter: Run, radio: Radio
) -> None:
    radio.service.fail_before = [LoginError("The radio does not know you any more.")]
    ended = exporter("push list --to radio")
    assert "Nothing was written." in ended.out
    assert "The whole of it costs 50 units; 100 of 100 were left before." in ended.out


def test_a_login_that_dies_halfway_says_how_far_it_came_and_the_next_one_goes_on(exporter: Run, radio: Radio) -> None:
    radio.service.fail_before = [None, None, None, LoginError("The radio does not know you any more.")]
    ended = exporter("push list --to radio")
    assert ended.code == 4
    assert "3 edits went through; 2 edits of the plan are left, which the next push does." in ended.out
    assert exporter("push list --to radio").code == 0
    assert radio.service.ids("list1") == [f"radio-{letter}" for letter in "abcd"]
    assert len(radio.service.remotes) == 1
