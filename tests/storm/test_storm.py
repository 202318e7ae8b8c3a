"""After any trouble at night, at most one more push ends in exactly the wanted list. See ``night`` for what that means.

``EXPORTER_STORM=1000`` lets a thousand cases pass instead of some, ``EXPORTER_STORM_CASE`` only the one that a report
names.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, islice, product

import pytest

from tests.storm.edits import EDITS
from tests.storm.night import Case, weathered
from tests.storm.services import WAYS
from tests.storm.stage import Stage
from tests.storm.weather import WEATHERS

CASES = int(os.environ.get("EXPORTER_STORM", "140"))
ONLY = os.environ.get("EXPORTER_STORM_CASE", "")
PAIRS = tuple(product(WAYS, WEATHERS))

Tell = Callable[[str, object], None]


def cases(way: str, weather: str, number: int) -> Iterator[Case]:
    """So many cases of a way and a weather. Every edit has its turn, beginning with another one for every pair."""
    edits = list(EDITS)
    first = PAIRS.index((way, weather)) * 4
    return (
        Case(WAYS[way], edits[(first + turn) % len(edits)], weather, turn // len(edits)) for turn in islice(count(), number)
    )


@pytest.mark.skipif(bool(ONLY), reason="another case is asked for")
@pytest.mark.parametrize("weather", WEATHERS)
@pytest.mark.parametrize("way", WAYS)
def test_at_most_one_more_push_ends_in_exactly_the_wanted_list(
    way: str, weather: str, stage: Stage, record_property: Tell
) -> None:
    number = -(-CASES // len(PAIRS))
    endings = Counter(weathered(case, stage) for case in cases(way, weather, number))
    for ending, times in endings.items():
        record_property("storm", (weather, str(ending), times))


@pytest.mark.skipif(not ONLY or ":" in ONLY, reason="only for EXPORTER_STORM_CASE")
def test_one_case_again(stage: Stage) -> None:
    weathered(Case.of(ONLY), stage)
