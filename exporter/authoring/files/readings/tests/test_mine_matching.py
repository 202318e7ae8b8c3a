"""What the readings are for: two spellings of a title are one song."""

from __future__ import annotations

import pytest

from exporter_mine import exporter_readings


@pytest.mark.parametrize(
    ("title", "spelling"),
    [("Καλημέρα", "kalimera"), ("Ουρανός", "ouranos"), ("Μπουζούκι", "bouzouki")],
)
def test_a_title_is_read_as_people_write_it(title: str, spelling: str) -> None:
    assert spelling in exporter_readings(title)


def test_another_language_is_left_alone() -> None:
    assert not exporter_readings("君の知らない物語")
    assert not exporter_readings("Last Train Home")
