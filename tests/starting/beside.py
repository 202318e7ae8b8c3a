"""``exporter`` with one thing changed: the sandbox's locks lie beside the playlists, as those of services do.

So a job's commands can be run as they stand, up to the commit of the locks, against the sandbox.
"""

from __future__ import annotations

from pathlib import Path

from exporter.cli.main import main
from exporter.project import FOLDER, Project, Target


def beside(self: Project, playlist: str, target: Target) -> Path:  # noqa: ARG001 - the method's own words
    return self.root / FOLDER / f"{playlist}.lock"


Project.lock_path = beside  # type: ignore[method-assign]
main()
