"""What listeners see now against the file. Reads only, searches nothing, and writes nothing down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from exporter import lock as locks
from exporter.backend import Feature, Kind
from exporter.errors import ExporterError, UsageError
from exporter.face import command
from exporter.model import Playlist, Remote, Verdict
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.remotes.difference import Row, Sort, rows
from exporter.remotes.known import Known, known, whole
from exporter.sync.plan import Details
from exporter.targets import Opened, Targets


class Reworded(NamedTuple):
    """A name or a description (``what``) that is other there than in the file."""

    what: str
    there: str
    file: str


@dataclass(frozen=True)
class Difference:
    """A playlist's file and its remote, row by row.

    ``parts`` are what the service has, one or several; rows count through all of them. ``details`` are the name and
    the description of each as a push sets them.
    """

    known: Known
    parts: tuple[Remote, ...]
    rows: tuple[Row, ...]
    details: tuple[Details, ...]
    label: str
    can_describe: bool
    reads: int

    @property
    def counts(self) -> Mapping[Sort, int]:
        """How many rows there are of each sort."""
        return Counter(row.sort for row in self.rows)

    @cached_property
    def remote(self) -> Remote:
        """The playlist as the service has it, with the rows of all parts."""
        return whole(self.parts)

    @property
    def reworded(self) -> tuple[Reworded, ...]:
        """What of names and descriptions is other there than in the file."""
        found = [
            Reworded(what, theirs, ours)
            for details, part in zip(self.details, self.parts, strict=True)
            for what, theirs, ours in (
                ("name", part.name, details.name),
                ("description", part.description, details.description or part.description),
            )
            if ours != theirs
        ]
        return tuple(dict.fromkeys(found)) if self.can_describe else ()

    @property
    def differs(self) -> bool:
        """Whether listeners see anything else than what the file says."""
        return bool(self.reworded) or any(row.sort is not Sort.SAME for row in self.rows)

    @property
    def stands(self) -> bool:
        """Whether a push would leave it as it is, though songs be open that are not there."""
        return not self.reworded and all(map(self.stays, self.rows))

    def stays(self, row: Row) -> bool:
        """Whether a push would leave this row as it is, or a song out that has no track yet."""
        if row.song is None:
            return self.known.settings.keep_extras
        state = self.known.states[row.song]
        has_track = bool(state.pin) or (state.decision is not None and state.decision.verdict is Verdict.ACCEPT)
        return row.sort is Sort.SAME or (row.sort is Sort.MISSING and not has_track)


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at one target: a difference, or why there is none."""

    target: Target
    found: Difference | None = None
    error: ExporterError | None = None


def look(project: Project, plugins: Plugins, name: str, targets: Sequence[Target]) -> tuple[Looked, ...]:
    """The playlist called ``name`` on each target; without any named, on all that it was pushed to.

    Raises:
        UsageError: there is no such playlist, or it was never pushed anywhere.
        FileError, LockError: its file or its lock is wrong.
    """
    playlist = project.load(name)
    chosen = tuple(targets) or _homes(project, playlist)
    with Targets(project, plugins) as opened:
        return tuple(_look(project, opened, name, target) for target in chosen)


def difference(found: Known, opened: Opened, parts: Sequence[Remote]) -> Difference:
    """How ``parts`` together differ from what the file says, as far as its songs are decided."""
    want = found.want(opened)
    songs = [
        (place, state.decision.track.id if state.decision and state.decision.track else "")
        for place, state in enumerate(found.states)
        if not (state.decision and state.decision.verdict is Verdict.SKIP)
    ]
    recognised = found.recognised(parts, want)
    reads = opened.connection.counts[Kind.READ]
    return Difference(
        found,
        tuple(parts),
        rows(songs, recognised.ids),
        tuple(found.details(opened, number) for number in range(1, 1 + len(parts))),
        opened.info.label,
        Feature.DESCRIBE in opened.info.features,
        reads,
    )


def _look(project: Project, targets: Targets, name: str, target: Target) -> Looked:
    try:
        targets.plugins.backend(target.backend)  # a misspelt one is told as such
        found = known(project, name, target)
        opened = targets.open(target)
        targets.prove(target)
        return Looked(target, difference(found, opened, found.read(opened)))
    except ExporterError as error:
        return Looked(target, error=error)


def _homes(project: Project, playlist: Playlist) -> tuple[Target, ...]:
    homes = locks.read(project.lock_path(playlist.slug, Target(""))).homes
    if not homes:
        raise UsageError(
            f"{playlist.slug} has not been pushed anywhere yet.",
            hint=f"Push it first, or name where it is: {command('diff', playlist.slug, 'TARGET')}",
        )
    return tuple(map(Target.parse, sorted(homes)))
