"""Readings of a small language that keep their promises, and what breaks each of them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass

from exporter.testing.readings import Readings

TEXT = "曲夜"


def right(text: str) -> Sequence[str]:
    """Two characters are known."""
    return ["kyoku ya"] if set(TEXT) & set(text) else []


def _everybody(text: str) -> Sequence[str]:
    return [text.casefold()] if text else []


def _first_letter(text: str) -> Sequence[str]:
    return [text[0]] if text else []


def _many(text: str) -> Sequence[str]:
    return [f"{reading} {number}" for reading in right(text) for number in range(9)]


_count = itertools.count()


def _counting(text: str) -> Sequence[str]:
    return [f"{reading} {next(_count)}" for reading in right(text)]


def _slow(text: str) -> Sequence[str]:
    until = time.thread_time() + 0.0006
    while time.thread_time() < until:
        pass
    return right(text)


def _strict(text: str) -> Sequence[str]:
    text.encode()
    return right(text)


@dataclass(frozen=True)
class Wrong:
    readings: Readings
    seen: str


WRONG = {
    "readings-yours": Wrong(_everybody, "the readings of '★ !!! ???' was ['★ !!! ???'], and should have been []"),
    "readings-total": Wrong(_strict, "UnicodeEncodeError("),
    "readings-few": Wrong(_many, "'曲夜' has 9 readings, 0 of them outlines"),
    "readings-same": Wrong(_counting, "the readings, asked backwards, was ["),
    "readings-quick": Wrong(_slow, "the same text 2,000 times took 1."),
}
