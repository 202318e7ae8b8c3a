"""The face of a push at which only the storm looks."""

from __future__ import annotations

from collections.abc import Callable

from exporter.app import Result
from exporter.model import Decision, Edit, Playlist, Song
from exporter.project import Target


class Quiet:
    """Says nothing and agrees to nothing; ``aim`` hears how many writes there will be, before the first."""

    def __init__(self, aim: Callable[[int], None] = lambda _writes: None) -> None:
        self._aim = aim

    def searching(self, playlist: Playlist, target: Target, total: int) -> None: ...
    def decided(self, song: Song, decision: Decision) -> None: ...
    def written(self, edit: Edit) -> None: ...
    def finished(self, result: Result) -> None: ...

    def planned(self, result: Result) -> None:
        self._aim(len(result.plan.edits) if result.plan else 0)

    def ask(self, question: str) -> bool:  # noqa: ARG002 - a Face
        return False
