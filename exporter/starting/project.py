"""Puts the files of a new project where they belong; what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exporter.errors import UsageError
from exporter.project import FOLDER
from exporter.starting.kit import PLAYLIST, WORKFLOWS, Kit, lacking

BY_LINES = {".gitignore", ".gitattributes", "requirements.txt"}
"""Files whose lines can stand among others."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How a project began: the files that were ``made``, those that were there and ``kept``.

    ``lacking`` are the lines that a kept file would need, by its path. ``playlists`` counts those that were there, and
    need no first one beside them. ``repository`` is the folder where the git repository begins, if it is in one.
    """

    folder: Path
    made: tuple[str, ...]
    kept: tuple[str, ...]
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    playlists: int = 0
    repository: Path | None = None

    @property
    def is_inside(self) -> bool:
        """Whether it is a folder of a larger repository: workflows have no effect there, and were not made."""
        return self.repository not in {None, self.folder}


def begin(folder: Path, kit: Kit) -> Begun:
    """Make a project of ``folder``, which need not be there yet.

    Raises:
        UsageError: a file of that name is in the way.
        OSError: the system refused; what was made until then stays, and another call goes on.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, and a project is a folder.")
    root = folder.resolve()
    repository = next((one for one in (root, *root.parents) if (one / ".git").exists()), None)
    playlists = len(list((root / FOLDER).glob("*.yaml")))
    files = {
        path: text
        for path, text in kit.files().items()
        if not (path == PLAYLIST and playlists and not (root / path).exists())
        and not (path.startswith(WORKFLOWS) and repository not in {None, root})
    }
    made = tuple(path for path, text in files.items() if _write(root / path, text))
    kept = tuple(path for path in files if path not in made)
    missing = {path: lacking(files[path], _read(root / path)) for path in kept if path in BY_LINES}
    return Begun(root, made, kept, {path: lines for path, lines in missing.items() if lines}, playlists, repository)


def _write(path: Path, text: str) -> bool:
    """Write a file that is not there; whether it was not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
