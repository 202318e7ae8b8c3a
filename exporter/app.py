"""The use cases: resolve, plan, push, sync and its preview, for the command line and any other face.

Every run of one playlist on one target gives a :class:`Result`; what goes wrong there is in it, so that one
playlist's failure never stops another.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from exporter import lock
from exporter.adoption import offer
from exporter.backend import Kind
from exporter.crew import Crew, Errand
from exporter.errors import (
    Bug,
    Deferred,
    ExporterError,
    LockError,
    LoginError,
    Overdue,
    WaitLonger,
    from_system,
    passes,
)
from exporter.face import Depth, Face, Forecast, NightFace, Options, Result, Round, Standing
from exporter.job import Job
from exporter.model import Decision, Edit, Playlist, Song, Verdict
from exporter.nightly import deferred
from exporter.nightly.budget import FIRST_NEXT_TIME, UNITS, Budget, Purse
from exporter.nightly.estimate import Estimate, estimate, need_of_writing, total
from exporter.nightly.selection import Selection
from exporter.overview.states import State, column
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.store import alone
from exporter.targets import Opened, Targets
from exporter.work import Work

__all__ = ["Depth", "Face", "Options", "Result", "Round", "carry_out", "preview", "run", "sync"]


logger = logging.getLogger("exporter")


def run(
    project: Project,
    plugins: Plugins,
    names: Sequence[str],
    targets: Sequence[Target],
    depth: Depth,
    face: Face,
    options: Options | None = None,
) -> tuple[Result, ...]:
    """Do all playlists on all targets; the results target by target. Arguments and errors as :func:`carry_out`."""
    return carry_out(project, plugins, names, targets, depth, face, options).results


def carry_out(
    project: Project,
    plugins: Plugins,
    names: Sequence[str],
    targets: Sequence[Target],
    depth: Depth,
    face: Face,
    options: Options | None = None,
) -> Round:
    """Do all playlists on all targets, the targets side by side.

    What concerns a whole target (a dead login, no network) stops that target only.

    Raises:
        UsageError, FileError: a name or a playlist file is wrong; nothing has been done then.
    """
    began = datetime.now(UTC)
    playlists = [project.load(name) for name in names]
    errands = [Errand(playlist, target) for target in targets for playlist in playlists]
    with Targets(project, plugins) as opened:
        shift = _Shift(project, opened, depth, face, options or Options())
        whole = replace(_round(shift.through(errands), opened, began), dry=depth is Depth.PLAN)
    if depth is Depth.PUSH:
        _announce(plugins, "exporter_after_run", run=whole)
    return whole


def preview(
    project: Project, plugins: Plugins, selection: Selection, face: Face, options: Options | None = None
) -> Round:
    """Plan everything that was selected, and write nothing; the results playlist by playlist.

    Where nobody is logged in, a result has the decisions that file and lock tell by themselves.
    """
    began = datetime.now(UTC)
    with Targets(project, plugins) as opened:
        for result in selection.broken:
            face.finished(result)
        planned = _Shift(project, opened, Depth.PLAN, face, options or Options()).through(selection.errands)
        known = [_as_far_as_known(project, *pair) for pair in zip(selection.errands, planned, strict=True)]
        whole = _round((*selection.broken, *known), opened, began)
        return replace(whole, untargeted=selection.untargeted, dry=True)


def sync(
    project: Project,
    plugins: Plugins,
    selection: Selection,
    face: NightFace,
    options: Options | None = None,
    budget: Budget | None = None,
) -> Round:
    """Push everything that was selected, within the budget; the results playlist by playlist.

    What does not fit, and what an error stands in the way of that passes by itself, is deferred: its error says so, and
    it goes first in the next run. What has waited for days is overdue.
    """
    began, budget = datetime.now(UTC), budget or Budget()
    path = project.state / "deferred.json"
    with Targets(project, plugins) as opened:
        estimates = {errand: _estimate(project, opened, errand) for errand in selection.errands}
        waiting = deferred.recall(path)
        first = deferred.first(selection.errands, waiting)
        face.forecast(_forecast(selection.errands, estimates, budget, len(first)))
        _tell_uncounted(budget, opened)
        for result in selection.broken:
            face.finished(result)
        shift = _Night(
            project, opened, face, options or Options(), Purse(budget), estimates, waiting=waiting, now=began
        )
        results = shift.through(selection.errands, first)
        _keep_waiting(project, path, results, began)
        whole = replace(_round((*selection.broken, *results), opened, began), untargeted=selection.untargeted)
    _announce(plugins, "exporter_after_run", run=whole)
    return whole


class _Shift:
    """One run over many errands: the hands of a crew, and the one face that all of them show."""

    def __init__(
        self,
        project: Project,
        targets: Targets,
        depth: Depth,
        face: Face,
        options: Options,
        purse: Purse | None = None,
        estimates: Mapping[Errand, Estimate] | None = None,
    ) -> None:
        self._project, self._targets, self._depth, self._options = project, targets, depth, options
        self._face, self._shown = face, threading.RLock()
        self._purse, self._estimates = purse or Purse(Budget()), estimates or {}

    def through(self, errands: Sequence[Errand], first: Sequence[int] = ()) -> tuple[Result, ...]:
        """Do all errands; the results, in their order."""
        self._crew = Crew(errands, self, first)
        return self._crew.work()

    def do(self, errand: Errand) -> Result:
        """One playlist on one target."""
        began = time.monotonic()
        work: Work | None = None
        opened: Opened | None = None
        requests: Counter[str] = Counter()
        error: ExporterError | None = None
        try:
            opened = self._targets.open(errand.target, as_guest=self._depth is Depth.RESOLVE)
            requests = opened.connection.counts
            requests.clear()
            opened.connection.meter = lambda costs: self._purse.take(errand.target, costs)
            self._purse.begin(errand.target, self._estimates.get(errand, Estimate()).need)
            if self._depth is not Depth.RESOLVE:
                self._targets.prove(errand.target)
            keeps = self._depth is not Depth.PLAN
            marks = self._project.marks(errand.playlist, errand.target) if keeps else ()
            with alone(errand.playlist.name, *marks, go_on=self._crew.check_interrupted):
                work = Work(Job(self._project, opened, errand.playlist, self._face_for(opened), self._options, keeps))
                work.decide()
                if self._depth is not Depth.RESOLVE:
                    work.plan()
                if self._depth is Depth.PUSH:
                    work = self._with_extras_offered(work, opened)
                    if work.result.plan and work.result.plan.edits:
                        self._targets.plugins.announce("exporter_before_push", result=work.result)
                    work.push()
        except ExporterError as problem:
            error = problem
        except OSError as problem:
            error = from_system(problem)
        except Exception as problem:  # noqa: BLE001 - a mistake in one playlist must not stop the others
            error = _bug(problem, opened.connection.redact if opened else str)
        finally:
            self._purse.end(errand.target)
        result = work.result if work else self._nothing(errand)
        result = replace(result, requests=_counted(requests), seconds=time.monotonic() - began, error=error)
        result = self._judged(result)
        if self._depth is Depth.PUSH:
            _announce(self._targets.plugins, "exporter_after_push", result=result)
        return result

    def _with_extras_offered(self, work: Work, opened: Opened) -> Work:
        """The work, begun anew when a person was asked whether songs of an adopted playlist shall go into the file."""
        asks, job = self._options.adopt and not self._options.yes, work.job
        added = offer(self._project, job.playlist, work.result, opened.target, job.face) if asks else None
        if added is None:
            return work
        again = Work(replace(job, playlist=self._project.load(job.playlist.slug), keeps=True))
        again.decide()
        again.plan()
        again.result = replace(again.result, extras=(*added, *again.result.extras))
        return again

    def leave(self, errand: Errand, why: ExporterError) -> Result:
        """An errand that is not begun."""
        return self._judged(replace(self._nothing(errand), error=why))

    def _judged(self, result: Result) -> Result:
        """The result with its error as this run means it."""
        return result

    def _nothing(self, errand: Errand) -> Result:
        names = (errand.playlist.slug, str(errand.target), errand.playlist.name)
        return Result(*names, requests=_counted({}), dry=self._depth is Depth.PLAN)

    def tell(self, result: Result) -> None:
        """Show a result."""
        with self._shown:
            self._face.finished(result)

    def ask(self, question: str) -> bool:
        """Ask a person, while nothing else is shown."""
        with self._shown:
            return self._face.ask(question)

    def interrupt(self) -> None:
        """End requests that wait."""
        self._targets.interrupt()

    def _face_for(self, opened: Opened) -> Face:
        return _Shown(self._face, self._shown, self._crew, lambda plan: self._commit(opened, plan))

    def _commit(self, opened: Opened, result: Result) -> None:
        """Make sure, before anything is written, that all of the plan can be."""
        if result.plan and result.plan.edits and not result.dry:
            need = need_of_writing(len(result.plan.edits), len(result.plan.wanted), opened.connection)
            self._purse.commit(opened.target, need, kept=opened.connection.counts[Kind.SEARCH])


class _Night(_Shift):
    """A run whose playlists have another night; some of them have waited for it since a while."""

    def __init__(
        self,
        project: Project,
        targets: Targets,
        face: Face,
        options: Options,
        purse: Purse,
        estimates: Mapping[Errand, Estimate],
        *,
        waiting: deferred.Waiting,
        now: datetime,
    ) -> None:
        super().__init__(project, targets, Depth.PUSH, face, options, purse, estimates)
        self._waiting, self._now = waiting, now

    def _judged(self, result: Result) -> Result:
        """What passes by itself leaves the playlist for the next run. A person is needed when it did not, for days."""
        error = result.error or deferred.unasked(result)
        if error is None or not passes(error):
            return result
        later = _deferred(error)
        since = deferred.overdue(self._waiting, result, self._now)
        return replace(result, error=later if since is None else _overdue(later, since, self._now))


class _Shown:
    """The face that one playlist's work sees: never shown to by two at once, and gone when the run is interrupted."""

    def __init__(self, face: Face, shown: threading.RLock, crew: Crew, planned: Callable[[Result], None]) -> None:
        self._face, self._shown, self._crew, self._planned = face, shown, crew, planned

    def searching(self, playlist: Playlist, target: Target, total: int) -> None:
        self._tell(lambda: self._face.searching(playlist, target, total))

    def decided(self, song: Song, decision: Decision) -> None:
        self._tell(lambda: self._face.decided(song, decision))

    def planned(self, result: Result) -> None:
        self._planned(result)
        self._tell(lambda: self._face.planned(result))

    def written(self, edit: Edit) -> None:
        self._tell(lambda: self._face.written(edit))

    def finished(self, result: Result) -> None:
        self._tell(lambda: self._face.finished(result))

    def ask(self, question: str) -> bool:
        return self._crew.ask(question)

    def _tell(self, what: Callable[[], None]) -> None:
        self._crew.check_interrupted()
        with self._shown:
            what()


def _as_far_as_known(project: Project, errand: Errand, result: Result) -> Result:
    """The result; where nobody is logged in, with what file and lock know of the songs."""
    if result.songs or not isinstance(result.error, LoginError):
        return result
    playlist, target = errand.playlist, errand.target
    try:
        states = column(playlist, lock.read(project.lock_path(playlist.slug, target)), target).states
    except LockError as damaged:
        return replace(result, error=damaged)
    return replace(result, songs=tuple(zip(playlist.songs, map(_known, states), strict=True)))


def _known(state: State) -> Decision:
    """What stands without asking: a decision of the lock, a pin of the file; else nobody asked yet."""
    return state.decision or Decision(Verdict.ACCEPT if state.pin else Verdict.UNKNOWN, how="pin" if state.pin else "")


def _announce(plugins: Plugins, hook: str, **arguments: object) -> None:
    """Call a hook whose failures change nothing any more."""
    try:
        plugins.announce(hook, **arguments)
    except ExporterError as error:
        logger.warning("%s", error.message)


def _deferred(why: ExporterError) -> Deferred:
    if isinstance(why, Deferred):
        return why
    seconds = why.seconds if isinstance(why, WaitLonger) else None
    return Deferred(f"Deferred: {why.message}", seconds=seconds, hint=FIRST_NEXT_TIME, cause=why)


def _overdue(late: Deferred, since: datetime, now: datetime) -> Overdue:
    why = late.cause or late
    waited = f"It has waited for {deferred.days(since, now)} days, since {since:%Y-%m-%d}"
    hint = f"{why.hint} {FIRST_NEXT_TIME}" if why.hint not in {"", FIRST_NEXT_TIME} else FIRST_NEXT_TIME
    return Overdue(f"{waited}. {why.message}", seconds=late.seconds, hint=hint, cause=late.cause)


def _counted(requests: Mapping[str, int]) -> dict[str, int]:
    return {str(kind): requests.get(kind, 0) for kind in (*Kind, "retried")}


def _bug(problem: Exception, redact: Callable[[str], str]) -> Bug:
    """The error for a mistake. What a library says of one may quote what it was given, a login's secrets too."""
    told = redact(f"A mistake of exporter's own: {type(problem).__name__}: {problem}.")
    bug = Bug(told, hint="Please report it.", trace=redact("".join(traceback.format_exception(problem))))
    bug.__cause__ = problem
    return bug


def _estimate(project: Project, targets: Targets, errand: Errand) -> Estimate:
    """What an errand takes; nothing for a target that cannot be opened, which the run tells."""
    try:
        return estimate(project, errand.playlist, targets.open(errand.target))
    except Exception:  # noqa: BLE001 - whatever it is, it must not stop the others; the run meets and tells it
        return Estimate()


def _tell_uncounted(budget: Budget, targets: Targets) -> None:
    """Tell that a budget of units limits nothing where no service counts them."""
    counted = {quota.name for opened in targets.opened() for quota in opened.info.quotas}
    if targets.opened() and budget.units is not None and UNITS not in counted:
        logger.warning("No target of this run counts units, so that a budget of them limits nothing.")


def _keep_waiting(project: Project, path: Path, results: Sequence[Result], now: datetime) -> None:
    """Note who goes first next time; what was done counts more than that."""
    try:
        deferred.update(path, results, now, project.playlists())
    except ExporterError as problem:
        logger.warning("Which playlists go first in the next run could not be kept. %s", problem.message)
    except OSError as problem:
        logger.warning("Which playlists go first in the next run could not be kept. %s", from_system(problem).message)


def _forecast(
    errands: Sequence[Errand], estimates: Mapping[Errand, Estimate], budget: Budget, waiting: int
) -> Forecast:
    every = total(estimates.values())
    return Forecast(
        len({errand.playlist.slug for errand in errands}),
        tuple(dict.fromkeys(str(errand.target) for errand in errands)),
        every.searches,
        every.reads,
        every.writes,
        every.units,
        budget.words,
        waiting,
        every.unread,
    )


def _round(results: tuple[Result, ...], targets: Targets, began: datetime) -> Round:
    standings = tuple(map(_standing, targets.opened()))
    return Round(results, standings, began=began, seconds=(datetime.now(UTC) - began).total_seconds())


def _standing(opened: Opened) -> Standing:
    try:
        expires = date.fromisoformat(opened.info.login.expires(opened.connection.secrets))
    except Exception:  # noqa: BLE001 - a day that a plugin cannot tell takes nobody's page away
        expires = None
    return Standing(str(opened.target), opened.info.label, expires, opened.connection.ledger.balances())
