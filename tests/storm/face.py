"""The face of a push that nobody watches."""

from __future__ import annotations

from exporter.app import Result
from exporter.model import Decision, Edit, Playlist, Song
from exporter.project import Target


class Quiet:
    """Says nothing and agrees to nothing."""

    def searching(self, playlist: Playlist, target: Target, total: int) -> None: ...
    def decided(self, song: Song, decision: Decision) -> None: ...
    def planned(self, result: Result) -> None: ...
    def written(self, edit: Edit) -> None: ...
    def finished(self, result: Result) -> None: ...

    def ask(self, question: str) -> bool:  # noqa: ARG002 - a Face
        return False
