"""Readings of Japanese for exporter: how kanji and kana sound, and what romaji of any habit stands for."""

from __future__ import annotations

from functools import lru_cache

from exporter import hookimpl

__all__ = ["exporter_readings"]


@hookimpl
def exporter_readings(text: str) -> tuple[str, ...]:
    """At most eight keys of what ``text`` may sound like, likeliest first; none for text that is not Japanese.

    Romaji gets the key of its sound too, so that "Kanashimi wo" and 悲しみを meet.
    """
    return _readings(text)


@lru_cache(1 << 14)
def _readings(text: str) -> tuple[str, ...]:
    from exporter_japanese.readings import readings  # noqa: PLC0415 - nothing is loaded before the first text

    return readings(text)
