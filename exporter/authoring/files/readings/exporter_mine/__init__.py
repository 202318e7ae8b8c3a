"""Readings of Mine for exporter: what its letters are in Latin ones."""

from __future__ import annotations

from functools import lru_cache

from exporter import hookimpl

from exporter_mine.letters import latin


@hookimpl
def exporter_readings(text: str) -> tuple[str, ...]:
    """The key of a text of yours; none for any other."""
    return _readings(text)


@lru_cache(1 << 14)
def _readings(text: str) -> tuple[str, ...]:
    key = latin(text)
    return (key,) if key != text else ()
