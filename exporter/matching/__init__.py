"""Decides which track is the song. These two use the readings of the installed language plugins.

The modules under this one are pure and take the readings as an argument; only :mod:`exporter.matching.resolve`
asks a service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from exporter.matching import score
from exporter.model import Decision, Score, Song, Track

__all__ = ["compare", "judge"]


def compare(song: Song, track: Track) -> Score:
    """How well ``track`` fits ``song``: a value in [0, 1] and named reasons, worst first."""
    return score.compare(song, track, readings)


def judge(song: Song, tracks: Iterable[Track]) -> Decision:
    """Accept the one clear answer among ``tracks``, ask when in doubt, refuse the rest."""
    return score.judge(song, tracks, readings)


@lru_cache(1 << 14)
def readings(text: str) -> tuple[str, ...]:
    """Other spellings of ``text`` that the installed language plugins know; none without plugins."""
    return tuple(_language_plugins()(text))


@cache
def _language_plugins() -> Callable[[str], Sequence[str]]:
    """The readings of every plugin that loads, found on first use."""
    from exporter.plugins import Plugins  # noqa: PLC0415 - importing the matcher must not look for plugins

    plugins = Plugins()
    plugins.all()
    return plugins.readings
