"""What every plugin with readings promises, as tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from exporter.testing.telling import broken, expect, promised, shown
from exporter.testing.texts import HOSTILE, SCRIPTS, UNSAYABLE

Readings = Callable[[str], Sequence[str]]

NOBODYS = ("", "★ !!! ???", "\x00", "🎧 👩🏽‍🎤")
"""What no language reads."""
PLENTY = 8
"""Readings of a text, and one outline (a key that begins with ``=``)."""
AGAIN = 2000
QUICK = 1.0
"""Seconds of work for the longest text, and for asking the same two thousand times."""


class ReadingsContract:
    """Every test is a promise of ``exporter_readings``. Give it the fixtures ``readings`` and ``text``."""

    @pytest.fixture
    def readings(self) -> Readings:
        """The function under test; a plugin's test class overrides this."""
        raise NotImplementedError("Override the fixture `readings` (see exporter.testing).")

    @pytest.fixture
    def text(self) -> str:
        """A short text that is yours to read; a plugin's test class overrides this."""
        raise NotImplementedError("Override the fixture `text` (see exporter.testing).")

    @promised("readings-yours")
    def test_your_text_has_readings_and_nobodys_has_none(self, readings: Readings, text: str) -> None:
        """Your language is one of many."""
        if not readings(text):
            broken(f"{text!r} has no readings")
        for other in NOBODYS:
            expect(f"the readings of {other!r}", list(readings(other)), [])

    @promised("readings-total")
    def test_any_text_has_some_readings_or_none(self, readings: Readings, text: str) -> None:
        """Different ones, none of them empty."""
        for one in _texts(text):
            found = readings(one)
            if isinstance(found, str) or not all(found):
                broken(f"{shown(one)} gave {shown(found)}")
            if len(set(found)) < len(found):
                broken(f"{shown(one)} gave a reading twice: {shown(found)}")

    @promised("readings-few")
    def test_there_are_few_readings(self, readings: Readings, text: str) -> None:
        """Of any text."""
        for one in _texts(text):
            outlines = [reading for reading in readings(one) if reading.startswith("=")]
            if len(outlines) > 1 or len(readings(one)) - len(outlines) > PLENTY:
                broken(f"{shown(one)} has {len(readings(one))} readings, {len(outlines)} of them outlines")

    @promised("readings-same")
    def test_the_same_text_has_the_same_readings(self, readings: Readings, text: str) -> None:
        """In any order of asking, and in every thread."""
        texts = _texts(text)
        first = [tuple(readings(one)) for one in texts]
        expect("the readings, asked backwards,", [tuple(readings(one)) for one in reversed(texts)], first[::-1])
        with ThreadPoolExecutor(8) as pool:
            expect("the readings, asked by threads,", list(pool.map(lambda one: tuple(readings(one)), texts)), first)

    @promised("readings-quick")
    def test_readings_are_quick(self, readings: Readings, text: str) -> None:
        """A long text, and one that was read before."""
        readings(text)
        for name, ask in (
            (f"a text of {len(text) * AGAIN:,} characters", lambda: readings(text * AGAIN)),
            (f"the same text {AGAIN:,} times", lambda: [readings(text) for _ in range(AGAIN)]),
        ):
            began = time.thread_time()
            ask()
            took = time.thread_time() - began
            if took > QUICK:
                broken(f"{name} took {took:.1f} s")


def _texts(yours: str) -> list[str]:
    texts = (*SCRIPTS, *HOSTILE.values(), *UNSAYABLE.values(), *NOBODYS)
    return [yours, *texts, *(f"{yours} {text}" for text in texts)]
