"""The files of a new plugin: those of ``files/common`` and of its kind, with its own name in the place of "mine"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

from exporter.errors import UsageError

KINDS = {
    "backend": "a service that playlists go to",
    "format": "a playlist format to import and export",
    "readings": "how titles of a language sound",
    "enricher": "a source of facts about songs",
}
"""Every kind of plugin, with what it brings."""
LONGEST = 24
"""Characters of a name: lines of the templates stay within their length."""
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
NAME_FORM = f"Small letters, then digits too, with dashes between words, {LONGEST} signs at most, such as night-radio."
TAKEN = frozenset({"mine", "core", "sandbox", "testing"})
PLACES = {"gitignore": ".gitignore", "ci.yml": ".github/workflows/ci.yml"}
"""Files that lie elsewhere in a distribution than among the templates."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a plugin of this ``name`` calls its parts."""

    name: str

    @classmethod
    def of(cls, name: str) -> Self:
        """The names for ``name``.

        Raises:
            UsageError: a plugin cannot be called so.
        """
        if not NAME.fullmatch(name) or len(name) > LONGEST:
            raise UsageError(f"A plugin cannot be called {name!r}.", hint=NAME_FORM)
        if name in TAKEN:
            raise UsageError(
                f"{name!r} is not free for a plugin.", hint="Call it after its service, format or language."
            )
        return cls(name)

    @property
    def distribution(self) -> str:
        """What people install."""
        return f"exporter-{self.name}"

    @property
    def module(self) -> str:
        """The end of the package's name."""
        return self.name.replace("-", "_")

    @property
    def label(self) -> str:
        """What it is called on screen."""
        return " ".join(word.capitalize() for word in self.name.split("-"))

    def filled(self, template: str) -> str:
        """A template with these names in it."""
        for pattern, name in (
            ("exporter_mine", f"exporter_{self.module}"),
            ("test_mine_", f"test_{self.module}_"),
            (r"EXPORTER_MINE(?=_)", f"EXPORTER_{self.module.upper()}"),
            (r"Mine(?=[A-Z])", self.label.replace(" ", "")),
            (r"\bMine\b", self.label),
            (r"\bmine\b", self.name),
        ):
            template = re.sub(pattern, name, template)
        return template


def distribution(kind: str, names: Names) -> dict[str, str]:
    """The text of every file of a plugin of this kind, by its path in the distribution."""
    home = resources("exporter.authoring").joinpath("files")
    templates = (*_templates(home.joinpath("common")), *_templates(home.joinpath(kind)))
    return {names.filled(PLACES.get(path, path)): names.filled(text) for path, text in templates}


def write(folder: Path, files: dict[str, str]) -> None:
    """Write a distribution into a folder that is not there yet, or is empty.

    Raises:
        UsageError: something is there.
        OSError: the system refused.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise UsageError(f"{folder} is there already, and stays as it is.", hint="Name another place with --into DIR.")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _templates(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """Every file below a folder of templates: its path there, and its text."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        path = f"{above}{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _templates(entry, f"{path}/")
        elif entry.is_file():
            yield path, entry.read_text(encoding="utf-8")
