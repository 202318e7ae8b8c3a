"""Turns for everybody on this machine: a service that counts by address counts all runs on it together."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from exporter.session import SLACK, Turns
from exporter.store import PRIVATE, alone, write_atomic

FARTHEST = 60.0
"""Seconds ahead that a turn can be at most; what says otherwise was written by a clock that was wrong."""


class SharedTurns(Turns):
    """Turns that are kept in the file at ``path``, in seconds since the epoch."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Take none yet."""
        super().__init__(clock)
        self._path = path

    def take(self, per_second: float) -> float:
        """Take the next turn that no run has; the seconds until then."""
        with alone("the same source", self._path.with_suffix(".busy")):
            now = self._clock()
            taken = self._taken()
            turn = taken if now < taken <= now + FARTHEST else now
            write_atomic(self._path, repr(turn + SLACK / per_second), mode=PRIVATE)
        return turn - now

    def _taken(self) -> float:
        try:
            return float(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return 0.0
