"""What a playlist held before a push took something away or moved it, kept in the state folder.

One file for each push that endangers anything, named by the moment before its first edit. A playlist stands as such a
file says until that moment, so that "as it was at noon" is the first file after noon.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from exporter.errors import ExporterError
from exporter.model import Describe, Edit, Move, Moves, Remote, Remove
from exporter.store import PRIVATE, write_atomic

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


def endangers(edits: tuple[Edit, ...]) -> bool:
    """Whether edits take something away, move it or reword it: only then there is something to lose."""
    return any(isinstance(edit, Remove | Move | Moves | Describe) for edit in edits)


def save(folder: Path, remote: Remote, moment: datetime) -> Path:
    """Keep ``remote`` in ``folder``, and drop what is older than anybody goes back; the new file's path."""
    path = folder / f"{moment.astimezone(UTC):{NAME}}.json"
    write_atomic(path, msgspec.json.format(msgspec.json.encode(remote)).decode(), mode=PRIVATE)
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


def load(path: Path) -> Remote:
    """The playlist as a backup has it.

    Raises:
        ExporterError: the file is damaged, or is no backup.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Remote)
    except msgspec.DecodeError as error:
        raise ExporterError(f"{path} is no backup: {error}.", hint=f"Take another one from {path.parent}.") from error


def _moment(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
