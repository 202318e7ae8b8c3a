"""After any trouble at night, at most one more push ends in exactly the wanted list. See ``night`` for what that means.

``EXPORTER_STORM=1000`` lets a thousand cases pass instead of some, ``EXPORTER_STORM_CASE`` only the one that a report
names.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product

import pytest

from tests.storm.edits import EDITS
from tests.storm.night import Case, weathered
from tests.storm.report import PROPERTY
from tests.storm.services import WAYS
from tests.storm.stage import Stage
from tests.storm.weather import WEATHERS

CASES = int(os.environ.get("EXPORTER_STORM", "480"))
ONLY = os.environ.get("EXPORTER_STORM_CASE", "")
PAIRS = tuple(product(WAYS, WEATHERS))

FOUND = (
    "ytmusic by data-api/create/503/0/7",
    "spotify in parts/remove many/somebody adds a song that may stay/0/6",
    "spotify in parts/remove a duplicate/somebody clears the playlist/0/6",
    "spotify in parts/add in the middle/somebody adds a song that may stay/0/1",
    "spotify in parts/create/somebody adds a song/0/4",
    "ytmusic by browser in parts/add in the middle/somebody clears the playlist/0/4",
    "spotify in parts/add at the top/somebody doubles a song/0/7",
)
"""Cases that once ended wrong."""

NO_DECISIONS = {"describe", "move one", "move a range", "remove a duplicate"}
"""Edits after which the lock is as before, and not written."""

Tell = Callable[[str, object], None]


def may_meet(edit: str, weather: str) -> bool:
    """Whether there is anything for the trouble to trouble."""
    return "lock" not in weather or edit not in NO_DECISIONS


def cases(way: str, weather: str) -> Iterator[Case]:
    """This pair's share of all cases. Every edit has its turn, beginning with another one for every pair."""
    edits, pair = [edit for edit in EDITS if may_meet(edit, weather)], PAIRS.index((way, weather))
    share = CASES // len(PAIRS) + (pair < CASES % len(PAIRS))
    for turn in range(share):
        yield Case(WAYS[way], edits[(4 * pair + turn) % len(edits)], weather, turn // len(edits))


@pytest.mark.skipif(4 * len(PAIRS) - len(PAIRS) // 2 > CASES, reason="so few cases were asked for")
def test_every_edit_meets_every_trouble_and_every_way() -> None:
    met = [case for way, weather in PAIRS for case in cases(way, weather)]
    assert len(met) == CASES
    assert {(case.edit, case.weather) for case in met} == {pair for pair in product(EDITS, WEATHERS) if may_meet(*pair)}
    assert {(case.edit, case.way.name) for case in met} == set(product(EDITS, WAYS))


@pytest.mark.skipif(bool(ONLY), reason="another case is asked for")
@pytest.mark.parametrize("weather", WEATHERS)
@pytest.mark.parametrize("way", WAYS)
def test_at_most_one_more_push_ends_in_exactly_the_wanted_list(
    way: str, weather: str, stage: Stage, record_property: Tell
) -> None:
    endings = Counter(weathered(case, stage) for case in cases(way, weather))
    for ending, times in endings.items():
        record_property(PROPERTY, (weather, str(ending), times))


@pytest.mark.skipif(bool(ONLY), reason="another case is asked for")
@pytest.mark.parametrize("text", FOUND)
def test_what_once_ended_wrong_ends_right(text: str, stage: Stage, record_property: Tell) -> None:
    case = Case.of(text)
    record_property(PROPERTY, (case.weather, str(weathered(case, stage)), 1))


@pytest.mark.skipif(not ONLY, reason="only for EXPORTER_STORM_CASE")
def test_one_case_again(stage: Stage) -> None:
    weathered(Case.of(ONLY), stage)
