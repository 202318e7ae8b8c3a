"""What a playlist held before a push took something away or moved it, kept in the state folder.

One file for each push that endangers anything, named by the moment before its first edit. A playlist stands as such a
file says until that moment, so that "as it was at noon" is the first file after noon. A playlist in several parts has
all of them in it, as they were at that moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import msgspec

from exporter.errors import ExporterError
from exporter.model import Describe, Edit, Move, Moves, Remote, Remove
from exporter.store import PRIVATE, write_atomic

Parts = Annotated[tuple[Remote, ...], msgspec.Meta(min_length=1)]
NAME = "%Y%m%dT%H%M%S.%fZ"
"""How a backup's file is called: its moment in UTC, so that names sort by time."""
NEWEST = 20
"""Backups that are always kept."""
LONG = timedelta(days=90)
"""Beyond the newest ones the first of every day is kept so long."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup; ``moment`` (UTC) is until when the playlist stood so."""

    path: Path
    moment: datetime


def endangers(edits: Sequence[Edit]) -> bool:
    """Whether edits take something away, move it or reword it: only then there is something to lose."""
    return any(isinstance(edit, Remove | Move | Moves | Describe) for edit in edits)


@dataclass(frozen=True, slots=True)
class _Noted:
    """What a backup says beside the playlist: the tracks that are ours."""

    ours: tuple[str, ...] = ()


def save(folder: Path, parts: Sequence[Remote], moment: datetime, ours: frozenset[str] = frozenset()) -> Path:
    """Keep all parts of a playlist in ``folder``, and drop what is older than anybody goes back; the new path.

    Those of its tracks that are ``ours`` are noted, in the first part.
    """
    path = folder / f"{moment.astimezone(UTC):{NAME}}.json"
    first, *others = map(msgspec.to_builtins, parts)
    first["ours"] = sorted(ours.intersection(track for part in parts for track in part.ids))
    saved = [first, *others] if others else first
    write_atomic(path, msgspec.json.format(msgspec.json.encode(saved)).decode(), mode=PRIVATE)
    for old in outdated(kept(folder), moment):
        with suppress(OSError):
            old.path.unlink()
    return path


def kept(folder: Path) -> tuple[Backup, ...]:
    """The backups in ``folder``, newest first. Files of other names are none."""
    found = (Backup(path, moment) for path in folder.glob("*.json") if (moment := _moment(path)) is not None)
    return tuple(sorted(found, key=lambda one: one.moment, reverse=True))


def outdated(newest_first: Sequence[Backup], now: datetime) -> tuple[Backup, ...]:
    """Those that may go: not among the newest, and not the first of a day in the last three months."""
    older = newest_first[NEWEST:]
    first_of_day = {one.moment.date(): one for one in older}
    stay = {one.path for one in first_of_day.values() if now - one.moment <= LONG}
    return tuple(one for one in older if one.path not in stay)


def load(path: Path) -> tuple[Remote, ...]:
    """The playlist as a backup has it, part by part; most have one.

    Raises:
        ExporterError: the file is damaged, or is no backup.
    """
    try:
        saved = msgspec.json.decode(path.read_bytes(), type=Remote | Parts)
    except msgspec.DecodeError as error:
        raise ExporterError(f"{path} is no backup: {error}.", hint=f"Take another one from {path.parent}.") from error
    return (saved,) if isinstance(saved, Remote) else saved


def ours(path: Path) -> frozenset[str]:
    """The tracks of a backup that were ours; of an old or a damaged one nobody knows."""
    try:
        noted = msgspec.json.decode(path.read_bytes(), type=_Noted | tuple[_Noted, ...])
    except (OSError, msgspec.DecodeError):
        return frozenset()
    return frozenset(track for one in (noted if isinstance(noted, tuple) else (noted,)) for track in one.ours)


def _moment(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
