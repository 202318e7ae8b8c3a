"""Which backup a person means: its number in the list, a time, or how long ago. Asks no clock.

A backup tells how a playlist stood until its moment. So "as it was at noon" is the first backup after noon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from exporter.errors import NotFound, UsageError

Thing = TypeVar("Thing")

FORM = 'Give a number from --list, a time such as "2026-11-21 18:30", or how long ago: "2 hours ago".'
AGO = re.compile(r"(\d{1,4}|an?) (second|minute|hour|day|week)s? ago")
UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


def pick(newest_first: Sequence[tuple[datetime, Thing]], when: str, now: datetime) -> Thing:
    """The one that ``when`` means; the newest where it is empty. A time without a zone is local.

    Raises:
        UsageError: ``when`` is none of these, or the list has no such number.
        NotFound: nothing was taken away or moved since that time, or there is no backup at all.
    """
    if not newest_first:
        raise NotFound(
            "There is no backup of this playlist on this machine.",
            hint="One is made before every push that removes, moves or renames something.",
        )
    words = " ".join(when.lower().split())
    if not words:
        return newest_first[0][1]
    if words.isdecimal():
        return _numbered(newest_first, int(words))
    moment = moment_of(words, now)
    later = [thing for taken, thing in newest_first if taken >= moment]
    if not later:
        raise NotFound(
            f"Nothing was removed, moved or renamed since {moment.astimezone():%Y-%m-%d %H:%M:%S}, as far as this "
            "machine knows: the playlist stands as it did then, or has only grown.",
            hint=FORM,
        )
    return later[-1]


def moment_of(words: str, now: datetime) -> datetime:
    """The moment that ``words`` mean.

    Raises:
        UsageError: they mean none.
    """
    if words == "yesterday":
        return now - timedelta(days=1)
    if ago := AGO.fullmatch(words):
        count = int(ago[1]) if ago[1].isdecimal() else 1
        return now - count * UNITS[ago[2]]
    try:
        return datetime.fromisoformat(words.upper()).astimezone()
    except (ValueError, OverflowError):
        raise UsageError(f"{words!r} is no time.", hint=FORM) from None


def _numbered(newest_first: Sequence[tuple[datetime, Thing]], number: int) -> Thing:
    if not 1 <= number <= len(newest_first):
        count = len(newest_first)
        raise UsageError(
            f"There is no backup {number}: {'there is one' if count == 1 else f'there are {count}'}.",
            hint="--list in place of --at shows them, the newest first.",
        )
    return newest_first[number - 1][1]
