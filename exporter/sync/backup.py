"""What a playlist held before a push took something away or moved it, kept in the state folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from exporter.errors import ExporterError
from exporter.model import Describe, Edit, Move, Remote, Remove
from exporter.store import PRIVATE, write_atomic


def endangers(edits: tuple[Edit, ...]) -> bool:
    """Whether edits take something away, move it or reword it: only then there is something to lose."""
    return any(isinstance(edit, Remove | Move | Describe) for edit in edits)


def save(folder: Path, remote: Remote, moment: datetime) -> Path:
    """Keep ``remote`` in ``folder``, named by the moment in UTC so that names sort by time; the file's path."""
    path = folder / f"{moment.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}.json"
    write_atomic(path, msgspec.json.format(msgspec.json.encode(remote)).decode(), mode=PRIVATE)
    return path


def load(path: Path) -> Remote:
    """The playlist as a backup has it.

    Raises:
        ExporterError: the file is damaged, or is no backup.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Remote)
    except msgspec.DecodeError as error:
        raise ExporterError(f"{path} is no backup: {error}.", hint=f"Take another one from {path.parent}.") from error
