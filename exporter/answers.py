"""What a service answered before, so that it need not be asked again. It lasts beyond the run.

One file for each answer, written whole or not at all: two runs may share the folder, and a run that is killed loses
nothing that it knew. That a service could not be asked is no answer; who keeps one makes sure of that.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from exporter.store import write_atomic

LASTS = timedelta(days=90)
"""How long an answer is taken for granted."""


class _Kept(msgspec.Struct, frozen=True):
    """The file of an answer. Different questions of one file name cannot be, but may be forged."""

    question: str
    at: datetime
    answer: Any


class Answers:
    """The answers of one service by question, such as the address that was asked.

    Without a ``folder`` they last as long as the run. Those from before ``since`` do not count.
    """

    def __init__(self, folder: Path | None = None, *, since: datetime | None = None) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._since = since or datetime.now(UTC) - LASTS
        self._now: dict[str, Any] = {}

    def recall(self, question: str) -> Any | None:
        """The answer as it was kept; None when there is none, or it is too old."""
        if question not in self._now:
            kept = self._read(question)
            if kept is None or kept.question != question or kept.at < self._since:
                return None
            self._now[question] = kept.answer
        return self._now[question]

    def keep(self, question: str, answer: Any) -> None:
        """Keep an answer: JSON as data, and not None.

        Raises:
            OSError: the disk is full, the folder read-only ...
        """
        self._now[question] = answer
        if self._folder is not None:
            kept = _Kept(question, datetime.now(UTC), answer)
            write_atomic(self._path(self._folder, question), msgspec.json.encode(kept).decode())

    def _read(self, question: str) -> _Kept | None:
        """What is in the question's file; damaged ones are none, for the service can be asked again."""
        if self._folder is None:
            return None
        try:
            kept = msgspec.json.decode(self._path(self._folder, question).read_bytes(), type=_Kept)
        except (OSError, msgspec.DecodeError):
            return None
        return kept if kept.at.tzinfo else None

    def _path(self, folder: Path, question: str) -> Path:
        name = hashlib.sha256(question.encode()).hexdigest()
        return folder / name[:2] / f"{name}.json"
