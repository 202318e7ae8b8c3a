"""A source of facts that is ready to be asked: plugin, connection and what it answered before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from exporter.answers import Answers
from exporter.enricher import Enricher, EnricherInfo, Facts
from exporter.enriching.turns import SharedTurns
from exporter.errors import PluginError, UsageError
from exporter.model import Song
from exporter.plugins import Plugins
from exporter.project import Project, Target, state_folder
from exporter.session import Connection
from exporter.suggest import did_you_mean
from exporter.targets import sandbox


@dataclass(frozen=True, slots=True)
class Source:
    """A source that is open. ``target`` is how the user calls it: its name, with ``@sandbox`` for its look-alike."""

    target: Target
    info: EnricherInfo
    connection: Connection
    enricher: Enricher

    def facts(self, song: Song) -> Sequence[Facts]:
        """Recordings that may be the song, likeliest first. Raises when it could not be asked."""
        return self.enricher.facts(song)

    @property
    def requests(self) -> Mapping[str, int]:
        """How often it was asked, by what for."""
        return {str(kind): count for kind, count in sorted(self.connection.counts.items())}


@contextmanager
def opened(project: Project, plugins: Plugins, named: str, *, refresh: bool = False) -> Iterator[Source]:
    """The source called ``named``, the only one there is if nothing is named.

    With ``refresh`` everything is asked anew, and kept anew.

    Raises:
        UsageError: there is no such source, or a setting that it needs is missing.
        PluginError: no plugin brings one.
    """
    info, target = _meant(plugins.enrichers(), named)
    settings = project.target_settings(target)
    with ExitStack() as stack:
        connection = Connection(
            info,
            settings=settings,
            sandbox_url=sandbox(info, project, stack) if target.sandboxed else "",
            answers=Answers(_folder(project, target), since=datetime.now(UTC) if refresh else None),
            turns=SharedTurns(_folder(project, target).with_suffix(".turn")),
        )
        yield Source(target, info, connection, info.connect(connection))


def _meant(known: Sequence[EnricherInfo], named: str) -> tuple[EnricherInfo, Target]:
    names = [info.name for info in known]
    if not known:
        raise PluginError("No plugin that is installed knows facts about songs.", hint="`exporter plugins` lists them.")
    if not named and len(known) > 1:
        raise UsageError("There are several sources of facts.", hint=f"Name one: --from {' or --from '.join(names)}.")
    target = Target.parse(named) if named else Target(names[0])
    for info in known:
        if info.name == target.backend and (target.sandboxed or not target.profile):
            return info, target
    hint = did_you_mean(target.backend, names) or f"There are: {', '.join(names)}; each with @sandbox to try it out."
    raise UsageError(f"There is no source of facts called {named!r}.", hint=hint)


def _folder(project: Project, target: Target) -> Path:
    """Where answers are kept: for all projects, those of a sandbox with it."""
    return (project.state if target.sandboxed else state_folder()) / "answers" / str(target)
