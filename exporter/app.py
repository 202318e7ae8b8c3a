"""The use cases: resolve, plan and push, for the command line and any other face.

Every run of one playlist on one target gives a :class:`Result`; what goes wrong there is in it, so that one
playlist's failure never stops another.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace

from exporter.adoption import offer
from exporter.backend import Kind
from exporter.errors import ExporterError, LoginError, PluginError, Unreachable, WaitLonger, from_system
from exporter.face import Depth, Face, Options, Result
from exporter.model import Playlist
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.store import alone
from exporter.targets import Opened, Targets
from exporter.work import Work

__all__ = ["Depth", "Face", "Options", "Result", "run"]


def run(
    project: Project,
    plugins: Plugins,
    names: Sequence[str],
    targets: Sequence[Target],
    depth: Depth,
    face: Face,
    options: Options | None = None,
) -> tuple[Result, ...]:
    """Do all playlists on all targets, target by target.

    What concerns a whole target (a dead login, no network) stops that target only.

    Raises:
        UsageError, FileError: a name or a playlist file is wrong; nothing has been done then.
    """
    playlists = [project.load(name) for name in names]
    results: list[Result] = []
    with Targets(project, plugins) as opened:
        for target in targets:
            stopped: ExporterError | None = None
            for playlist in playlists:
                if stopped is None:
                    result = _run_one(project, opened, playlist, target, depth, face, options or Options())
                else:
                    result = Result(playlist.slug, str(target), playlist.name, requests=_counted({}), error=stopped)
                face.finished(result)
                results.append(result)
                if isinstance(result.error, LoginError | Unreachable | WaitLonger | PluginError):
                    stopped = result.error
    return tuple(results)


def _run_one(
    project: Project,
    targets: Targets,
    playlist: Playlist,
    target: Target,
    depth: Depth,
    face: Face,
    options: Options,
) -> Result:
    began = time.monotonic()
    work: Work | None = None
    requests: Counter[str] = Counter()
    try:
        opened = targets.open(target, as_guest=depth is Depth.RESOLVE)
        requests = opened.connection.counts
        requests.clear()
        if depth is not Depth.RESOLVE:
            targets.prove(target)
        keeps = depth is not Depth.PLAN
        with alone(project.mark_path(playlist.slug), playlist.name) if keeps else nullcontext():
            work = Work(project, opened, playlist, face, options, keeps=keeps)
            work.decide()
            if depth is not Depth.RESOLVE:
                work.plan()
            if depth is Depth.PUSH:
                work = _with_extras_offered(work, project, opened, face, options)
                work.push()
            result = work.result
    except (ExporterError, OSError) as problem:
        error = from_system(problem) if isinstance(problem, OSError) else problem
        result = replace(work.result if work else Result(playlist.slug, str(target), playlist.name), error=error)
    return replace(result, requests=_counted(requests), seconds=time.monotonic() - began)


def _with_extras_offered(work: Work, project: Project, opened: Opened, face: Face, options: Options) -> Work:
    """The work, begun anew when a person was asked whether songs of an adopted playlist shall go into the file."""
    asks = options.adopt and not options.yes
    added = offer(project, work.job.playlist, work.result, opened.target, face) if asks else None
    if added is None:
        return work
    again = Work(project, opened, project.load(work.job.playlist.slug), face, options, keeps=True)
    again.decide()
    again.plan()
    again.result = replace(again.result, extras=(*added, *again.result.extras))
    return again


def _counted(requests: Mapping[str, int]) -> dict[str, int]:
    return {str(kind): requests.get(kind, 0) for kind in (*Kind, "retried")}
