"""Readings of Chinese for exporter: what Han characters are in pinyin."""

from __future__ import annotations

from functools import lru_cache

from exporter import hookimpl

__all__ = ["exporter_readings"]


@hookimpl
def exporter_readings(text: str) -> tuple[str, ...]:
    """At most six keys of ``text`` in pinyin without tones, likeliest first; none for text that is not Chinese.

    A name of a few characters also gets the key with its family name last.
    """
    return _readings(text)


@lru_cache(1 << 14)
def _readings(text: str) -> tuple[str, ...]:
    from exporter_chinese.readings import readings  # noqa: PLC0415 - nothing is loaded before the first text

    return readings(text)
