"""When a service was asked last about songs that stay open. Losing it costs a few searches, never an answer.

The lock tells since when an answer stands, and changes only when the answer does. That the service was asked again and
said the same is no news for git, so that day is kept on this machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from exporter.store import PRIVATE, write_atomic


def recall(path: Path) -> dict[str, date] | None:
    """The day for each song, by its key in the lock; None when this machine remembers nothing at all."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, date])
    except (OSError, msgspec.DecodeError):
        return None


def remember(path: Path, days: Mapping[str, date]) -> None:
    """Keep ``days`` for the next run."""
    write_atomic(path, msgspec.json.encode(days, order="sorted").decode(), mode=PRIVATE)
