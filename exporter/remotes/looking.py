"""What listeners see now against the file. Reads only, searches nothing, and writes nothing down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exporter import lock as locks
from exporter.backend import BackendInfo, Feature, Kind
from exporter.errors import ExporterError, UsageError
from exporter.model import Playlist, Remote, Verdict
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.remotes.difference import Row, Sort, rows
from exporter.remotes.known import Known, known
from exporter.sync.plan import Details
from exporter.targets import Opened, Targets


@dataclass(frozen=True, slots=True)
class Difference:
    """A playlist's file and its remote, row by row; ``details`` are its name and description as a push sets them."""

    known: Known
    remote: Remote
    rows: tuple[Row, ...]
    details: Details
    label: str
    can_describe: bool
    reads: int

    @property
    def counts(self) -> Mapping[Sort, int]:
        """How many rows there are of each sort."""
        return Counter(row.sort for row in self.rows)

    @property
    def reworded(self) -> tuple[str, ...]:
        """What of name and description is other there than in the file."""
        if not self.can_describe:
            return ()
        pairs = {
            "name": (self.details.name, self.remote.name),
            "description": (self.details.description or self.remote.description, self.remote.description),
        }
        return tuple(what for what, (ours, theirs) in pairs.items() if ours != theirs)

    @property
    def differs(self) -> bool:
        """Whether listeners see anything else than what the file says."""
        return bool(self.reworded) or any(row.sort is not Sort.SAME for row in self.rows)


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


def difference(found: Known, opened: Opened, remote: Remote) -> Difference:
    """How ``remote`` differs from what the file says, as far as its songs are decided."""
    want = found.want(opened)
    songs = [
        (place, state.decision.track.id if state.decision and state.decision.track else "")
        for place, state in enumerate(found.states)
        if not (state.decision and state.decision.verdict is Verdict.SKIP)
    ]
    recognised = found.recognised(remote, want)
    reads = opened.connection.counts[Kind.READ]
    return Difference(
        found,
        remote,
        rows(songs, recognised.ids),
        want.details,
        opened.info.label,
        _can_describe(opened.info),
        reads,
    )


def _can_describe(info: BackendInfo) -> bool:
    return Feature.DESCRIBE in info.features


def _look(project: Project, targets: Targets, name: str, target: Target) -> Looked:
    try:
        found = known(project, name, target)
        opened = targets.open(target)
        targets.prove(target)
        return Looked(target, difference(found, opened, found.read(opened, found.home.id)))
    except ExporterError as error:
        return Looked(target, error=error)


def _homes(project: Project, playlist: Playlist) -> tuple[Target, ...]:
    homes = locks.read(project.lock_path(playlist.slug, Target(""))).homes
    if not homes:
        raise UsageError(
            f"{playlist.slug} has not been pushed anywhere yet.",
            hint="Push it first, or name the target that it is on: --to spotify@sandbox",
        )
    return tuple(map(Target.parse, sorted(homes)))
