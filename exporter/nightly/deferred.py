"""The playlists that were left for the next run, kept in the state folder: there they go first, the oldest in front.

Losing the list costs some playlists their turn, never a song.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from exporter.crew import Errand
from exporter.errors import Interrupted, WaitLonger
from exporter.face import Result
from exporter.store import PRIVATE, alone, write_atomic

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Waiting = Mapping[str, Mapping[str, datetime]]
"""Since when a playlist waits for its turn, by target and playlist."""


def recall(path: Path) -> Waiting:
    """Who waits; nobody when the file is missing or damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Moment]])
    except (OSError, msgspec.DecodeError):
        return {}


def first(errands: Sequence[Errand], waiting: Waiting) -> tuple[int, ...]:
    """The numbers of the errands that wait already, the longest wait first."""
    since = {
        number: waiting[str(errand.target)][errand.playlist.slug]
        for number, errand in enumerate(errands)
        if errand.playlist.slug in waiting.get(str(errand.target), {})
    }
    return tuple(sorted(since, key=since.__getitem__))


def update(path: Path, results: Iterable[Result], now: datetime, playlists: Sequence[str]) -> None:
    """Note who waits after a run. A playlist that had its turn, and was cut off, stands behind those that had none."""
    with alone("the list of deferred playlists", path.with_suffix(".busy")):
        before = recall(path)
        after = _after(before, results, now, frozenset(playlists))
        if after != before:
            write_atomic(path, msgspec.json.encode(after, order="sorted").decode(), mode=PRIVATE)


def _after(before: Waiting, results: Iterable[Result], now: datetime, playlists: frozenset[str]) -> Waiting:
    after = {target: {slug: on for slug, on in kept.items() if slug in playlists} for target, kept in before.items()}
    for result in results:
        kept = after.setdefault(result.target, {})
        since = kept.pop(result.playlist, now)
        if isinstance(result.error, WaitLonger | Interrupted):
            kept[result.playlist] = now if any(result.requests.values()) else since
    return {target: kept for target, kept in after.items() if kept}
