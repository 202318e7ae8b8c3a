"""What this machine remembers of a remote between two runs. Losing it costs a few reads, never a song."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec

from exporter.model import Item, Remote
from exporter.store import PRIVATE, write_atomic
from exporter.sync.push import as_before, rows_of


class Memory(msgspec.Struct, frozen=True, omit_defaults=True):
    """One remote as it was read last.

    ``version`` and ``items`` belong together: while the service still shows that version, the items need not be read
    again. ``twins`` are IDs that the service shows, with those that we wrote instead, and ``written`` the IDs that we
    wrote, row by row. ``looked`` is the day (ISO) the playlist was last seen in the library. ``creating`` (a name) and
    ``writing`` are set before the first request that writes and cleared after the read-back, so that the next run
    knows that this one was cut off.
    """

    id: str = ""
    version: str = ""
    items: tuple[Item, ...] = ()
    twins: dict[str, str] = {}
    written: tuple[str, ...] = ()
    looked: str = ""
    creating: str = ""
    writing: bool = False


def recall(path: Path) -> Memory:
    """What is remembered; nothing when the file is missing or damaged, since it is only a shortcut."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Memory)
    except (OSError, msgspec.DecodeError):
        return Memory()


def remember(path: Path, memory: Memory) -> None:
    """Keep ``memory`` for the next run."""
    write_atomic(path, msgspec.json.encode(memory).decode(), mode=PRIVATE)


def as_ours(remote: Remote, memory: Memory) -> Remote:
    """The remote with our IDs where the service shows others for them, as this machine remembers.

    A row that has an ID of its own is the one that we saw last, whatever track the service shows in it.
    """
    if memory.id == remote.id:
        remote = as_before(remote, rows_of(memory.items))
    present = set(remote.ids)
    twins = {shown: ours for shown, ours in memory.twins.items() if ours not in present}
    return replace(remote, items=tuple(replace(item, id=twins.get(item.id, item.id)) for item in remote.items))
