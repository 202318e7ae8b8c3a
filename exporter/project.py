"""The folder a user works in: exporter.toml, playlists/, locks and targets; and the state folder.

    exporter.toml            optional settings, per target
    playlists/NAME.yaml      curated playlists, with NAME.lock beside each

The state folder holds what does not belong into git: logins, backups, the sandbox's playlists and locks.
``EXPORTER_STATE_DIR`` names another one.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exporter.errors import FileError, Problem, UsageError
from exporter.model import Playlist
from exporter.suggest import did_you_mean, nearest

SANDBOX = "sandbox"
CONFIG = "exporter.toml"
FOLDER = "playlists"
SETTINGS = {"market": str, "language": str, "requests_per_second": (int, float), "patience": (int, float)}
"""What ``[targets.NAME]`` may say: the market to search, the language of names, the pace, the longest wait (s)."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to push: a backend and, when there are several logins for it, a profile."""

    backend: str
    profile: str = ""

    @classmethod
    def parse(cls, text: str) -> Target:
        """The target that ``BACKEND[@PROFILE]`` names.

        Raises:
            UsageError: it is not of that form.
        """
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*(@[a-z0-9][a-z0-9_-]*)?", text):
            raise UsageError(
                f"{text!r} is no target.", hint="A target is BACKEND or BACKEND@PROFILE, like spotify@work."
            )
        backend, _, profile = text.partition("@")
        return cls(backend, profile)

    @property
    def sandboxed(self) -> bool:
        """Whether it is the local look-alike, not the service."""
        return self.profile == SANDBOX

    def __str__(self) -> str:
        """As the user writes it."""
        return f"{self.backend}@{self.profile}" if self.profile else self.backend


@dataclass(frozen=True, slots=True)
class Project:
    """A project's folders and settings. ``settings`` are those of ``[targets.NAME]`` by target."""

    root: Path
    state: Path
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict, hash=False)

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """The project in ``start`` (exactly there), or in the working directory or a folder above it.

        Raises:
            UsageError: there is none.
            FileError: its exporter.toml is wrong.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here,) if start else (here, *here.parents):
            if (folder / CONFIG).is_file() or (folder / FOLDER).is_dir():
                return cls(folder, state_folder() / "projects" / _name(folder), _settings(folder / CONFIG))
        raise UsageError(
            f"There is no project in {here}: neither {CONFIG} nor a folder {FOLDER}/.",
            hint="Go to your project's folder, name it with --project DIR, or start one: mkdir playlists",
        )

    def playlists(self) -> tuple[str, ...]:
        """The names of all playlists, sorted."""
        return tuple(sorted(path.stem for path in (self.root / FOLDER).glob("*.yaml")))

    def path(self, name: str) -> Path:
        """The file of the playlist called ``name`` (its file name also will do).

        Raises:
            UsageError: there is no such playlist.
        """
        stem = Path(name).stem if name.endswith(".yaml") else name
        path = self.root / FOLDER / f"{stem}.yaml"
        if stem not in self.playlists():
            known = self.playlists()
            hint = did_you_mean(stem, known) or (f"There are: {', '.join(known)}." if known else f"{FOLDER}/ is empty.")
            raise UsageError(f"There is no playlist called {stem!r}.", hint=hint)
        return path

    def load(self, name: str) -> Playlist:
        """The playlist called ``name``.

        Raises:
            UsageError: there is no such playlist.
            FileError: its file is wrong; every problem is in it.
        """
        from exporter.files import load  # noqa: PLC0415 - the YAML loader is needed by few commands

        path = self.path(name)
        here = Path.cwd()
        return load(path.relative_to(here) if path.is_relative_to(here) else path)

    def lock_path(self, playlist: str, target: Target) -> Path:
        """Where decisions are kept: beside the playlist, for the sandbox in the state folder."""
        folder = self.state / SANDBOX if target.sandboxed else self.root / FOLDER
        return folder / f"{playlist}.lock"

    def memory_path(self, playlist: str, target: Target) -> Path:
        """Where this machine remembers the remote."""
        return self.state / "remotes" / str(target) / f"{playlist}.json"

    def backup_folder(self, playlist: str, target: Target) -> Path:
        """Where backups of the remote go."""
        return self.state / "backups" / str(target) / playlist

    def target_settings(self, target: Target) -> Mapping[str, object]:
        """What exporter.toml says about a target; a profile inherits what its backend says."""
        return {**self.settings.get(target.backend, {}), **self.settings.get(str(target), {})}


def state_folder() -> Path:
    """Where this user's state is kept: ``EXPORTER_STATE_DIR``, else the system's place for it."""
    named = os.environ.get("EXPORTER_STATE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_state_path  # noqa: PLC0415 - few commands need it

    return user_state_path("exporter", appauthor=False)


def _name(folder: Path) -> str:
    """A folder name that is readable and differs for every project on the machine."""
    return f"{folder.name or 'root'}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]}"


def _settings(path: Path) -> Mapping[str, Mapping[str, object]]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise FileError([Problem(str(path), 1, 1, "", "not UTF-8 text")]) from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (max(1, text.count("\n")), 1)
        message = re.sub(r"\s*\(at [^)]*\)", "", str(error))
        raise FileError([Problem(str(path), line, column, "", f"not valid TOML: {message}")]) from error
    problems = [
        Problem(str(path), _line(text, key), 1, where, *what) for key, where, *what in _config_problems(document)
    ]
    if problems:
        raise FileError(problems)
    targets: Mapping[str, Mapping[str, object]] = document.get("targets", {})
    return targets


def _config_problems(document: Mapping[str, object]) -> Iterator[tuple[str, str, str, str]]:
    """For each problem: the key to look for in the text, its path, what is wrong, what was meant."""
    for key in document.keys() - {"targets"}:
        yield key, key, "unknown key", did_you_mean(key, ["targets"]) or "Settings go under [targets.NAME]."
    targets = document.get("targets", {})
    if not isinstance(targets, dict):
        yield "targets", "targets", "not a table", "Write [targets.spotify] and the settings below it."
        return
    for name, settings in targets.items():
        where = f"targets.{name}"
        if not isinstance(settings, dict):
            yield name, where, "not a table", f"Write [{where}] and the settings below it."
            continue
        for key, value in settings.items():
            if key not in SETTINGS:
                known = nearest(key, SETTINGS) or ", ".join(SETTINGS)
                yield key, f"{where}.{key}", "unknown setting", f"Known: {known}."
            elif isinstance(value, bool) or not isinstance(value, SETTINGS[key]):
                expected = "text" if SETTINGS[key] is str else "a number"
                yield key, f"{where}.{key}", f"{value!r} is not {expected}", ""


def _line(text: str, key: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), start=1) if key in line), 1)
