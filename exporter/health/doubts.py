"""Whether a service that errs now and then says for the first time that a track is gone.

Losing what this machine remembers of that costs a day, never a track.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from exporter.errors import ExporterError
from exporter.model import Track
from exporter.sync.asked import recall, remember

Answers = Mapping[str, Track | ExporterError | None]
"""What a service said of each track, by ID: None where it does not have it."""


def doubted(answers: Answers, path: Path, today: date) -> frozenset[str]:
    """The tracks that are gone by today's word alone. What was said of any is remembered at ``path``."""
    before = recall(path) or {}
    alive = {track_id for track_id, answer in answers.items() if isinstance(answer, Track)}
    gone = {track_id: before.get(track_id, today) for track_id, answer in answers.items() if answer is None}
    after = {track_id: day for track_id, day in {**before, **gone}.items() if track_id not in alive}
    if after != before:
        remember(path, after)
    return frozenset(track_id for track_id, day in gone.items() if day == today)
