"""The files of a new project, made for the plugins that are installed.

A line ``@NAME@`` of a template stands for lines that depend on them, ``@SERVICE@`` for the first service's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files as resources

from exporter.backend import BackendInfo
from exporter.errors import UsageError
from exporter.plugins import Found

CORE = "playlist-exporter"
"""The distribution that this program is."""
PLAYLIST = "playlists/first-playlist.yaml"
WORKFLOWS = ".github/workflows/"
FILES = {
    PLAYLIST: "four songs to begin with",
    "exporter.toml": "settings, at their defaults",
    "requirements.txt": "the versions that are used",
    ".gitignore": "what stays out of git",
    ".gitattributes": "git merges locks by itself",
    f"{WORKFLOWS}playlists-check.yml": "checks, plans in a comment",
    f"{WORKFLOWS}playlists-sync.yml": "pushes, also every night",
}
"""Every file, with what it is for, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service that playlists can go to, and the variables by which a job gets its login."""

    name: str
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kit:
    """What the files depend on: the services, the usual one first, and what is installed (``name==version``)."""

    services: tuple[Service, ...]
    requirements: tuple[str, ...]

    def files(self) -> dict[str, str]:
        """The text of every file, by its path in the project."""
        return {path: self._filled(_template(path)) for path in FILES}

    def _filled(self, template: str) -> str:
        lines = {
            "@TARGETS@": tuple(self._targets()),
            "@OTHERS@": tuple(
                line for one in self.services[1:] for line in ("", f"[targets.{one.name}]", "# likewise")
            ),
            "@SECRETS@": tuple(f"{name}: ${{{{ secrets.{name} }}}}" for one in self.services for name in one.secrets),
            "@REQUIREMENTS@": self.requirements,
        }
        text = "".join(_replaced(line, lines) for line in template.splitlines(keepends=True))
        return text.replace("@SERVICE@", self.services[0].name)

    def _targets(self) -> Iterator[str]:
        """One target to begin with; the others wait for somebody to log in there."""
        yield f"{self.services[0].name}:"
        yield "  public: false # only you see it there; take this line away, and everybody does"
        yield from (f"# {one.name}: {{}} # log in there, and take the first # away" for one in self.services[1:])


def kit(plugins: Sequence[Found]) -> Kit:
    """What the installed plugins ask for; broken ones are left out, and what lies on one machine, if there is more.

    Raises:
        UsageError: none of them brings a service.
    """
    backends = [info for found in plugins for info in found.backends]
    services = tuple(_service(info) for info in [one for one in backends if one.login.needed] or backends)
    if not services:
        hint = 'Install one, such as Spotify: pip install "playlist-exporter[spotify]"'
        raise UsageError("No service is installed that a playlist could go to.", hint=hint)
    installed = {found.distribution: found.version for found in plugins if found.version and not found.problem}
    pinned = {CORE: version(CORE), **installed}
    return Kit(services, tuple(f"{name}=={number}" for name, number in pinned.items()))


def lacking(ours: str, theirs: str) -> tuple[str, ...]:
    """The lines of ``ours`` that a file of that name, which was there before, does not have; versions do not count."""
    return tuple(line for line in _lines(ours) if _named(line) not in map(_named, _lines(theirs)))


def _service(info: BackendInfo) -> Service:
    keys = info.login.nightly or tuple(info.login.environment)
    return Service(info.name, tuple(info.login.environment[key][0] for key in keys))


def _template(path: str) -> str:
    name = path.removeprefix(f"{WORKFLOWS}playlists-").rpartition("/")[2].removeprefix(".")
    return resources("exporter.starting").joinpath("files", name).read_text(encoding="utf-8")


def _replaced(line: str, lines: Mapping[str, Sequence[str]]) -> str:
    """The line; or, where it is a mark, those that it stands for, indented as it is."""
    mark = line.strip()
    if mark not in lines:
        return line
    indent = line[: line.index(mark)]
    return "".join(f"{indent}{one}".rstrip() + "\n" for one in lines[mark])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _named(line: str) -> str:
    """What a line is about: a requirement its distribution, whatever its version; any other line all that it says."""
    requirement = re.match(r"[A-Za-z0-9][\w.-]*(?=\s*(?:[=<>~!;\[]|$))", line)
    return requirement[0] if requirement else line
