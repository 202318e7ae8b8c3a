"""What day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """The day in UTC, so that all machines of a team mean the same one."""
    return datetime.now(UTC).date()
