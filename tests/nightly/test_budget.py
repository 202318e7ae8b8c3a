"""What a run may spend: how it is said, what it is set aside for, and that it is never exceeded."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import Deferred, UsageError
from exporter.nightly.budget import Budget, Need, Purse


class Clock:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


ONE = {"requests": 1}


# How it is said.


@pytest.mark.parametrize(
    ("texts", "budget"),
    [
        ([], Budget()),
        (["requests=500"], Budget(requests=500)),
        (["requests=500,minutes=1.5"], Budget(500, 1.5)),
        (["units=3000", " minutes = 30 "], Budget(None, 30, 3000)),
    ],
)
def test_a_budget_is_said_by_kinds_and_numbers(texts: list[str], budget: Budget) -> None:
    assert Budget.parse(texts) == budget


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("requests", "'requests' is no budget"),
        ("request=5", "'request=5' is no budget"),
        ("", "'' is no budget"),
        ("requests=-5", "above 0"),
        ("requests=0", "above 0"),
        ("requests=5.5", "above 0"),
        ("minutes=inf", "above 0"),
        ("minutes=nan", "above 0"),
        ("units=1e3", "above 0"),
        ("requests=١", "above 0"),
        ("requests=1,requests=2", "twice"),
    ],
)
def test_what_is_no_budget_is_told(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        Budget.parse([text])


def test_one_of_a_kind_is_said_as_one() -> None:
    assert Budget.parse(["requests=1,minutes=1,units=1"]).words == "1 request, 1 minute, 1 unit"


def test_what_lacks_its_number_is_told_the_form_and_not_its_own_word() -> None:
    with pytest.raises(UsageError) as caught:
        Budget.parse(["requests"])
    assert "requests=N" in caught.value.hint


def test_a_misspelt_kind_gets_a_suggestion() -> None:
    with pytest.raises(UsageError) as raised:
        Budget.parse(["request=5"])
    assert 'did you mean "requests"' in raised.value.hint.lower()


def test_a_budget_can_be_read() -> None:
    assert Budget(5000, 1.5, 300).words == "5,000 requests, 1.5 minutes, 300 units"
    assert Budget().words == ""


# How it is kept.


def test_without_a_budget_everything_goes() -> None:
    purse = Purse(Budget())
    purse.begin("x", Need(10**9, 10**9, 10.0**9))
    purse.take("x", ONE)


def test_what_is_used_up_is_told_and_what_was_found_is_kept() -> None:
    purse = Purse(Budget(requests=2))
    purse.begin("x", Need(1))
    purse.take("x", ONE)
    purse.take("x", ONE)
    with pytest.raises(Deferred, match="half-way: the run's 2 requests are used up") as raised:
        purse.take("x", ONE)
    assert raised.value.exit_code == 5


def test_a_playlist_that_takes_more_than_is_left_is_not_begun() -> None:
    purse = Purse(Budget(requests=10))
    purse.begin("x", Need(4))
    for _ in range(4):
        purse.take("x", ONE)
    purse.end("x")
    with pytest.raises(Deferred, match="it takes 7 requests or more, and 6 of the run's 10 are free"):
        purse.begin("x", Need(7))
    purse.begin("x", Need(6))


def test_what_a_playlist_takes_at_least_is_set_aside_for_it() -> None:
    purse = Purse(Budget(requests=10))
    purse.begin("x", Need(6))
    purse.begin("y", Need(4))
    for _ in range(4):
        purse.take("y", ONE)
    with pytest.raises(Deferred):
        purse.take("y", ONE)
    for _ in range(6):
        purse.take("x", ONE)


def test_what_was_set_aside_and_not_needed_is_free_again() -> None:
    purse = Purse(Budget(requests=10))
    purse.begin("x", Need(8))
    purse.take("x", ONE)
    purse.end("x")
    purse.begin("x", Need(9))


def test_when_more_is_known_of_a_playlist_it_is_deferred_before_anything_is_written() -> None:
    purse = Purse(Budget(requests=10))
    purse.begin("x", Need(1))
    purse.end("x")
    purse.begin("x", Need(2))
    purse.take("x", ONE)
    purse.commit("x", Need(9))
    with pytest.raises(Deferred, match="it takes 10 requests or more, and 9 of the run's 10 are free"):
        purse.commit("x", Need(10))


def test_what_searches_took_need_not_be_taken_again_so_that_the_writing_can_wait() -> None:
    purse = Purse(Budget(requests=10))
    purse.begin("x", Need(8))
    for _ in range(8):
        purse.take("x", ONE)
    with pytest.raises(Deferred, match="it takes 4 requests or more, and 2"):
        purse.commit("x", Need(4), kept=7)


def test_what_would_not_fit_into_a_run_of_its_own_either_does_not_wait() -> None:
    purse = Purse(Budget(requests=10))
    purse.begin("x", Need(8))
    for _ in range(8):
        purse.take("x", ONE)
    purse.commit("x", Need(4))
    purse.take("x", ONE)
    purse.take("x", ONE)
    with pytest.raises(Deferred, match="half-way"):
        purse.take("x", ONE)


def test_a_playlist_larger_than_the_whole_budget_gets_as_far_as_that_goes_when_it_is_the_first() -> None:
    purse = Purse(Budget(requests=10))
    purse.begin("x", Need(500))
    for _ in range(10):
        purse.take("x", ONE)
    with pytest.raises(Deferred):
        purse.take("x", ONE)


def test_a_playlist_larger_than_the_whole_budget_does_not_push_in() -> None:
    purse = Purse(Budget(requests=10))
    purse.begin("x", Need(1))
    purse.end("x")
    with pytest.raises(Deferred):
        purse.begin("x", Need(500))


def test_units_count_beside_requests() -> None:
    purse = Purse(Budget(requests=100, units=100))
    purse.begin("x", Need(2, 100))
    purse.take("x", {"requests": 1, "units": 50, "searches": 1})
    purse.take("x", {"requests": 1, "units": 50})
    purse.take("x", ONE)
    with pytest.raises(Deferred, match="100 units are used up"):
        purse.take("x", {"requests": 1, "units": 50})


def test_minutes_end_a_run() -> None:
    clock = Clock()
    purse = Purse(Budget(minutes=2), clock)
    purse.begin("x", Need(seconds=100))
    clock.now = 60
    with pytest.raises(Deferred, match="it takes 61 seconds or more, and 60 of the run are left"):
        purse.begin("y", Need(seconds=61))
    clock.now = 120
    with pytest.raises(Deferred, match="half-way: the run's 2 minutes are over"):
        purse.take("x", ONE)
    with pytest.raises(Deferred, match="the run's 2 minutes are over"):
        purse.begin("z", Need())


@given(
    limit=st.integers(1, 30),
    steps=st.lists(
        st.tuples(st.sampled_from("xyz"), st.sampled_from(["begin", "commit", "take", "end"]), st.integers(0, 40)),
        max_size=60,
    ),
)
def test_no_order_of_things_spends_more_than_the_budget(limit: int, steps: list[tuple[str, str, int]]) -> None:
    purse, spent = Purse(Budget(requests=limit)), 0
    for holder, what, number in steps:
        try:
            if what == "take":
                purse.take(holder, ONE)
                spent += 1
            elif what == "end":
                purse.end(holder)
            else:
                getattr(purse, what)(holder, Need(number))
        except Deferred:
            continue
    assert spent <= limit


@given(limit=st.integers(1, 40), need=st.integers(1, 40), others=st.integers(0, 60))
def test_what_was_begun_because_it_fits_gets_what_it_needs_whatever_others_take(
    limit: int, need: int, others: int
) -> None:
    purse = Purse(Budget(requests=max(limit, need)))
    purse.begin("x", Need(need))
    for _ in range(others):
        try:
            purse.take("y", ONE)
        except Deferred:
            break
    for _ in range(need):
        purse.take("x", ONE)


def test_threads_together_spend_no_more_either() -> None:
    purse, spent = Purse(Budget(requests=1000)), []

    def spend(holder: str) -> None:
        try:
            while True:
                purse.take(holder, ONE)
                spent.append(holder)
        except Deferred:
            return

    threads = [threading.Thread(target=spend, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(spent) == 1000
