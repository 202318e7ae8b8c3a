"""Makes docs/push.svg, the README's picture of a real run: a first push of a playlist to the sandbox.

uv run python docs/make_picture.py [NAME]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from exporter import render
from exporter.app import Depth, Result, run
from exporter.model import Decision, Edit, Playlist, Song
from exporter.plugins import Plugins
from exporter.project import Project, Target

ROOT = Path(__file__).resolve().parent.parent


class Picture:
    """A face that draws what the terminal would show."""

    def __init__(self) -> None:
        self.console = Console(record=True, width=110, file=Path(os.devnull).open("w"), force_terminal=True)  # noqa: SIM115 - for the life of the script

    def searching(self, playlist: Playlist, target: Target, total: int) -> None:
        """Nothing to draw yet."""

    def decided(self, song: Song, decision: Decision) -> None:
        """Nothing to draw yet."""

    def planned(self, result: Result) -> None:
        """Nothing to draw yet."""

    def written(self, edit: Edit) -> None:
        """Nothing to draw yet."""

    def finished(self, result: Result) -> None:
        """Draw the report."""
        for part in render.report(result):
            self.console.print(part)

    def ask(self, question: str) -> bool:  # noqa: ARG002 - a Face
        """Nobody is there to answer."""
        return False


def main(name: str = "want-to-cry") -> None:
    """Push ``name`` to an empty sandbox and draw it."""
    with tempfile.TemporaryDirectory() as state:
        os.environ["EXPORTER_STATE_DIR"] = state
        picture = Picture()
        picture.console.print(f"[bold]$[/bold] exporter push {name} --to spotify@sandbox")
        run(Project.find(ROOT), Plugins(), [name], [Target.parse("spotify@sandbox")], Depth.PUSH, picture)
    picture.console.save_svg(str(ROOT / "docs" / "push.svg"), title="exporter")


if __name__ == "__main__":
    main(*sys.argv[1:])
