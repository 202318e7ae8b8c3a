from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter import Kind
from exporter.errors import UsageError
from exporter.sandbox.faults import Dice, parse
from exporter.sandbox.gate import Window


def test_a_spec_is_read() -> None:
    faults = parse("429=0.05, 500=0.02,timeout=0.01,lost=0.02,retry_after=none,reason=QUOTA,hang=2,only=write|search")
    assert faults.chances == {"429": 0.05, "500": 0.02, "timeout": 0.01, "lost": 0.02}
    assert faults.retry_after is None
    assert faults.reason == "QUOTA"
    assert faults.hang == 2
    assert faults.only == {Kind.WRITE, Kind.SEARCH}
    assert parse("") == parse(" , ")


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("lots=0.1", 'Did you mean "lost"?'),
        ("200=0.1", "400 to 599"),
        ("429", "429"),
        ("429=2", "between 0 and 1"),
        ("429=nan", "between 0 and 1"),
        ("429=0.6,500=0.6", "more than 1"),
        ("429=1,times=-1", "whole number"),
        ("429=1,only=play", "play"),
        ("429=1,hang=inf", "0 or more"),
    ],
)
def test_a_spec_that_makes_no_sense_is_explained(spec: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(spec)
    assert said in caught.value.message
    assert "--faults" in caught.value.hint


@given(seed=st.integers(), chances=st.lists(st.floats(0, 0.25), min_size=1, max_size=4))
def test_the_nth_throw_is_the_same_under_the_same_seed(seed: int, chances: list[float]) -> None:
    spec = ",".join(f"{500 + number}={chance}" for number, chance in enumerate(chances))

    def throws() -> list[str]:
        dice = Dice(parse(spec), seed, "service")
        return [dice.throw(Kind.READ) for _ in range(20)]

    assert throws() == throws()


def test_faults_come_about_as_often_as_asked() -> None:
    dice = Dice(parse("429=0.1,lost=0.2"), 1, "service")
    throws = [dice.throw(Kind.WRITE) for _ in range(5000)]
    assert throws.count("429") == pytest.approx(500, rel=0.15)
    assert throws.count("lost") == pytest.approx(1000, rel=0.15)


def test_writes_alone_are_lost() -> None:
    dice = Dice(parse("lost=1"), 1, "service")
    assert [dice.throw(kind) for kind in (Kind.READ, Kind.SEARCH, Kind.AUTH, Kind.WRITE)] == ["", "", "", "lost"]


def test_a_window_lets_as_many_through_in_any_second_as_its_rate() -> None:
    moment = 0.0
    window = Window(lambda: moment)
    assert [window.enter(2) for _ in range(3)] == [0, 0, 1]
    moment = 0.9
    assert window.enter(2) == 1
    moment = 1.0
    assert [window.enter(2) for _ in range(3)] == [0, 0, 1]
    assert window.enter(0) == 0
