"""The folder a user works in: exporter.toml, playlists/, locks and targets; and the state folder.

    exporter.toml            optional settings, per target
    playlists/NAME.yaml      curated playlists, with NAME.lock beside each

The state folder holds what does not belong into git: logins, backups, the sandbox's playlists and locks.
``EXPORTER_STATE_DIR`` names another one.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exporter.backend import Setting
from exporter.errors import FileError, Problem, UsageError
from exporter.model import Playlist
from exporter.suggest import did_you_mean, nearest

SANDBOX = "sandbox"
CONFIG = "exporter.toml"
FOLDER = "playlists"
TARGET = re.compile(r"[a-z0-9][a-z0-9_-]*(@[a-z0-9][a-z0-9_-]*)?")
TARGET_FORM = "A target is BACKEND or BACKEND@PROFILE, in small letters, like spotify@work."


def _is_number(value: object, *, least: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value < math.inf


TEXT = Setting(lambda value: isinstance(value, str), "text")
PORTS = 65_536
SETTINGS = {
    "market": TEXT,
    "language": TEXT,
    "requests_per_second": Setting(lambda value: _is_number(value, least=0.001), "a number above 0"),
    "redirect_port": Setting(lambda value: isinstance(value, int) and 0 < value < PORTS, "a port, such as 8765"),
    "ask_again_days": Setting(
        lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0, "a whole number of days"
    ),
    "patience": Setting(lambda value: _is_number(value, least=0), "a number of seconds"),
}
"""What ``[targets.NAME]`` may say: the market to search, the language of names, the pace, the port that a login comes
back to, after how many days open songs are asked about again, and the longest wait (s). A service may have more of its
own (``ServiceInfo.settings``)."""
SettingsOf = Callable[[str], Mapping[str, Setting] | None]
"""The settings that a service adds to these; None where its plugin is not there to say."""


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
        if not TARGET.fullmatch(text):
            raise UsageError(f"{text!r} is no target.", hint=TARGET_FORM)
        backend, _, profile = text.partition("@")
        return cls(backend, profile)

    @property
    def sandboxed(self) -> bool:
        """Whether it is the local look-alike, not the service."""
        return self.profile == SANDBOX

    @property
    def variable_suffix(self) -> str:
        """How the names of this profile's environment variables end: ``__WORK`` for ``@work``."""
        return f"__{self.profile.upper().replace('-', '_')}" if self.profile else ""

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
    def find(cls, start: Path | None = None, settings_of: SettingsOf = lambda _: None) -> Project:
        """The project in ``start`` (exactly there), or in the working directory or a folder above it.

        ``settings_of`` is asked about a backend only where exporter.toml has a setting for it that is not the core's.

        Raises:
            UsageError: there is none.
            FileError: its exporter.toml is wrong.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here,) if start else (here, *here.parents):
            if (folder / CONFIG).is_file() or (folder / FOLDER).is_dir():
                return cls(folder, state_folder() / "projects" / _name(folder), _settings(folder / CONFIG, settings_of))
        raise UsageError(
            f"There is no project in {here}: neither {CONFIG} nor a folder {FOLDER}/.",
            hint="Go to your project's folder, name it with --project DIR, or start one: exporter init",
        )

    def playlists(self) -> tuple[str, ...]:
        """The names of all playlists, sorted."""
        return tuple(sorted(path.stem for path in self._files(".yaml")))

    def ignored(self) -> tuple[Path, ...]:
        """Files beside the playlists whose names end in ``.yml``: a playlist has one name and one ending only."""
        return tuple(sorted(path.relative_to(self.root) for path in self._files(".yml")))

    def _files(self, ending: str) -> Iterator[Path]:
        found = (self.root / FOLDER).glob(f"*{ending}")
        return (path for path in found if path.is_file() and not path.name.startswith("."))

    def path(self, name: str) -> Path:
        """The file of the playlist called ``name``, seen from the working directory; its path will do as a name, too.

        Raises:
            UsageError: there is no such playlist.
        """
        known = self.playlists()
        stem = Path(name).stem if name.endswith(".yaml") else name
        path = self.root / FOLDER / f"{stem}.yaml"
        if stem in known and (name in {stem, path.name} or Path(name).resolve() == path.resolve()):
            return seen_from_here(path)
        hint = did_you_mean(stem, known) or (f"There are: {', '.join(known)}." if known else f"{FOLDER}/ is empty.")
        for ignored in self.ignored():
            if Path(name).stem == ignored.stem:
                hint = f"Rename {ignored} to {ignored.stem}.yaml: that is how the files of playlists end."
        raise UsageError(f"There is no playlist called {name!r}.", hint=hint)

    def load(self, name: str) -> Playlist:
        """The playlist called ``name``.

        Raises:
            UsageError: there is no such playlist.
            FileError: its file is wrong; every problem is in it.
        """
        from exporter.files import load  # noqa: PLC0415 - the YAML loader is needed by few commands

        return load(self.path(name))

    def lock_path(self, playlist: str, target: Target) -> Path:
        """Where decisions are kept: beside the playlist, for the sandbox in the state folder."""
        folder = self.state / SANDBOX if target.sandboxed else self.root / FOLDER
        return folder / f"{playlist}.lock"

    def memory_path(self, playlist: str, target: Target, part: int = 1) -> Path:
        """Where this machine remembers the remote, or a later part of a playlist that has several."""
        folder = self.state / "remotes" / str(target)
        return folder / f"{playlist}.json" if part == 1 else folder / playlist / f"{part}.json"

    def asked_path(self, playlist: str, target: Target) -> Path:
        """Where this machine remembers when songs were asked about: with the lock, which the profiles share."""
        return self.state / "asked" / (str(target) if target.sandboxed else target.backend) / f"{playlist}.json"

    def doubts_path(self, target: Target) -> Path:
        """Where this machine remembers which tracks a service did not have, and since when."""
        return self.state / "doubts" / f"{target if target.sandboxed else target.backend}.json"

    def lock_mark(self, playlist: str) -> Path:
        """What marks that a run is at this playlist, on any target: they share the lock."""
        return self.state / "running" / playlist

    def marks(self, playlist: Playlist, target: Target) -> tuple[Path, Path]:
        """The mark at the lock, and the one at the remote, which other copies of the project share."""
        named = hashlib.sha256(playlist.name.encode()).hexdigest()[:16]
        return self.lock_mark(playlist.slug), state_folder() / "running" / f"{target}-{named}"

    def backup_folder(self, playlist: str, target: Target) -> Path:
        """Where backups of the remote go."""
        return self.state / "backups" / str(target) / playlist

    def backend_folder(self, target: Target) -> Path:
        """Where a target's plugin may keep what it can find out again."""
        return self.state / "backends" / str(target)

    def target_settings(self, target: Target) -> Mapping[str, object]:
        """What exporter.toml says about a target; a profile inherits what its backend says."""
        return {**self.settings.get(target.backend, {}), **self.settings.get(str(target), {})}


def state_folder() -> Path:
    """Where this user's state is kept: ``EXPORTER_STATE_DIR``, else the system's place for it.

    Raises:
        UsageError: it begins with the home folder of somebody whom this system does not know.
    """
    named = os.environ.get("EXPORTER_STATE_DIR")
    if named:
        try:
            return Path(named).expanduser()
        except RuntimeError as error:
            hint = "Give a whole path, or one that begins with ~/."
            raise UsageError(f"EXPORTER_STATE_DIR is {named!r}, and nobody here is called so.", hint=hint) from error
    from platformdirs import user_state_path  # noqa: PLC0415 - few commands need it

    return user_state_path("exporter", appauthor=False)


def _name(folder: Path) -> str:
    """A folder name that is readable and differs for every project on the machine."""
    return f"{folder.name or 'root'}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]}"


def _settings(path: Path, settings_of: SettingsOf) -> Mapping[str, Mapping[str, object]]:
    try:
        text = path.read_text(encoding="utf-8").removeprefix("\ufeff")  # a byte order mark, as some editors write it
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
        Problem(str(path), _line(text, keys), 1, ".".join(keys), *what)
        for keys, *what in _config_problems(document, settings_of)
    ]
    if problems:
        raise FileError(sorted(problems, key=lambda problem: problem.line))
    targets: Mapping[str, Mapping[str, object]] = document.get("targets", {})
    return targets


def _config_problems(
    document: Mapping[str, object], settings_of: SettingsOf
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """For each problem: where it is, what is wrong, what was meant."""
    for key in document:
        if key != "targets":
            yield (key,), "unknown key", did_you_mean(key, ["targets"]) or "Settings go under [targets.NAME]."
    targets = document.get("targets", {})
    if not isinstance(targets, dict):
        yield ("targets",), "not a table", "Write [targets.NAME] and the settings below it."
        return
    for name, settings in targets.items():
        where = ("targets", name)
        if not TARGET.fullmatch(name):
            yield where, f"{name!r} is no target", TARGET_FORM
        if not isinstance(settings, dict):
            yield where, "not a table", f"Write [targets.{name}] and the settings below it."
            continue
        own = settings_of(name.partition("@")[0]) if settings.keys() - SETTINGS.keys() else {}
        known = {**(own or {}), **SETTINGS}
        for key, value in settings.items():
            if key in known and not known[key].allows(value):
                yield (*where, key), f"{value!r} is not {known[key].words}", ""
            elif key not in known and own is not None:
                yield (*where, key), "unknown setting", f"Known: {nearest(key, known) or ', '.join(known)}."


def _line(text: str, keys: tuple[str, ...]) -> int:
    """The line that brings ``keys``: where the shortest beginning of the text ends that is TOML and has them."""
    lines = text.splitlines(keepends=True)
    for count in range(1, len(lines)):
        try:
            found: object = tomllib.loads("".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if found is not None:
            return count
    return max(1, len(lines))


def seen_from_here(path: Path) -> Path:
    """``path`` as one would name it in the working directory."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
