"""Targets side by side: one thread for each, and never two of them at one playlist, since they share its lock."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from exporter.errors import (
    Deferred,
    ExporterError,
    Interrupted,
    LoginError,
    PluginError,
    ServiceError,
    Unreachable,
    UsageError,
    WaitLonger,
)
from exporter.face import Result
from exporter.model import Playlist
from exporter.project import Target

LOOK = 0.2
"""Seconds between two looks at whether to go on: a wait without end cannot be interrupted on every system."""
SILENCE, OUTAGE = 2, 5
"""Playlists in a row for which a service cannot be reached, or does nothing but fail, until it is left alone."""
AGAIN = "Run the same command again; it goes on where it stopped."


@dataclass(frozen=True, slots=True)
class Errand:
    """One playlist to be done on one target."""

    playlist: Playlist
    target: Target


class Hands(Protocol):
    """What a crew does. All but ``ask`` and ``interrupt`` is called in the targets' threads."""

    def do(self, errand: Errand) -> Result:
        """Do an errand; what goes wrong is in the result."""

    def leave(self, errand: Errand, why: ExporterError) -> Result:
        """The result of an errand that is not begun, because of an error that concerns its whole target."""

    def tell(self, result: Result) -> None:
        """Hear of a result: of all in the errands' order, as soon as those before it are there."""

    def ask(self, question: str) -> bool:
        """Ask a person, in the thread that the crew was started in."""

    def interrupt(self) -> None:
        """Let what is under way end soon."""


class Crew:
    """One run over many errands: what is done, what is left, and which playlists somebody is at.

    An error that concerns a whole target stops that target only. On Ctrl-C the errands under way end as soon as they
    can, the others are not begun, and all of these have :class:`Interrupted` for an error.
    """

    def __init__(self, errands: Sequence[Errand], hands: Hands, first: Sequence[int] = ()) -> None:
        """Errands whose numbers are ``first`` are done before the others of their target, in that order."""
        self._errands, self._hands = errands, hands
        self._left: list[int] = [*dict.fromkeys([*first, *range(len(errands))])]
        self._taken: set[str] = set()
        self._results: dict[int, Result] = {}
        self._told = 0
        self._changed = threading.Condition()
        self._calls: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self._listening = threading.Event()
        self._raised: BaseException | None = None
        self._interrupted = threading.Event()

    def work(self) -> tuple[Result, ...]:
        """Do all errands; their results, in the errands' order. What is raised in a target's thread is raised here."""
        targets = dict.fromkeys(errand.target for errand in self._errands)
        threads = [
            threading.Thread(target=self._work_on, args=(target,), name=str(target), daemon=True) for target in targets
        ]
        for thread in threads:
            thread.start()
        self._wait_for(threads)
        if self._raised is not None:
            raise self._raised
        return tuple(self._results[number] for number in range(len(self._errands)))

    def check_interrupted(self) -> None:
        """Raise when the run was interrupted."""
        if self._interrupted.is_set():
            raise Interrupted("Interrupted.", hint=AGAIN)

    def ask(self, question: str) -> bool:
        """Have a person asked, from a target's thread.

        Raises:
            Interrupted: the person ended the run instead.
        """
        answers: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._calls.put(lambda: None if self._interrupted.is_set() else answers.put(self._hands.ask(question)))
        while True:
            self.check_interrupted()
            try:
                return answers.get(timeout=LOOK)
            except queue.Empty:
                continue

    def _wait_for(self, threads: Sequence[threading.Thread]) -> None:
        """Wait until all are done. Ctrl-C arrives here, anywhere; a second one ends the waiting."""
        try:
            self._listen(threads)
        except KeyboardInterrupt:
            if self._interrupted.is_set():
                raise
            self._interrupt()
            self._listen(threads)

    def _listen(self, threads: Sequence[threading.Thread]) -> None:
        """Do what must be done in this thread, as long as others are at work."""
        while any(thread.is_alive() for thread in threads):
            self._listening.set()
            try:
                self._calls.get(timeout=LOOK)()
            except queue.Empty:
                continue

    def _interrupt(self) -> None:
        self._interrupted.set()
        self._hands.interrupt()

    def _work_on(self, target: Target) -> None:
        """All that a target's thread does."""
        self._listening.wait()
        try:
            self._all_of(target)
        except BaseException as error:  # noqa: BLE001 - raised again where the crew was started
            self._raised = self._raised or error
            self._interrupt()
        finally:
            self._calls.put(threading.current_thread().join)

    def _all_of(self, target: Target) -> None:
        stopped: ExporterError | None = None
        unanswered = 0
        while (number := self._next(target)) is not None:
            errand = self._errands[number]
            try:
                result = self._done(errand, stopped)
                self._keep(number, result)
            finally:
                self._release(errand)
            unanswered = unanswered + 1 if _is_unanswered(result) else 0
            stopped = stopped or _concerns_all(result.error, unanswered)

    def _next(self, target: Target) -> int | None:
        """The number of the target's next errand that no other target stands in the way of; None when all are done."""
        with self._changed:
            while mine := [number for number in self._left if self._errands[number].target == target]:
                free = next((one for one in mine if self._errands[one].playlist.slug not in self._taken), None)
                if free is not None:
                    self._left.remove(free)
                    self._taken.add(self._errands[free].playlist.slug)
                    return free
                self._changed.wait()
        return None

    def _release(self, errand: Errand) -> None:
        with self._changed:
            self._taken.discard(errand.playlist.slug)
            self._changed.notify_all()

    def _done(self, errand: Errand, stopped: ExporterError | None) -> Result:
        if self._interrupted.is_set():
            return self._hands.leave(errand, Interrupted("Not begun: the run was interrupted.", hint=AGAIN))
        if stopped is not None:
            return self._hands.leave(errand, stopped)
        result = self._hands.do(errand)
        if self._interrupted.is_set() and result.error is not None:
            return replace(result, error=Interrupted("Interrupted. What was done is kept.", hint=AGAIN))
        return result

    def _keep(self, number: int, result: Result) -> None:
        with self._changed:
            self._results[number] = result
            while self._told in self._results:
                self._hands.tell(self._results[self._told])
                self._told += 1


def _is_unanswered(result: Result) -> bool:
    """Whether the service answered nothing about a playlist that would have told anything of it."""
    error = _cause(result.error)
    nothing = not (result.answered or result.plan)
    return isinstance(error, Unreachable) or (type(error) is ServiceError and nothing)


def _concerns_all(error: ExporterError | None, unanswered: int) -> ExporterError | None:
    """The error, where it concerns the whole target. No answer may be one playlist's fate, several in a row it is not.

    ``unanswered`` is for how many playlists in a row there was none, this one included.
    """
    error = _cause(error)
    if isinstance(error, Unreachable):
        return error if unanswered >= SILENCE else None
    if type(error) is ServiceError and unanswered >= OUTAGE:
        return Unreachable(f"Nothing was answered for {OUTAGE} playlists in a row. {error.message}", hint=error.hint)
    if isinstance(error, Deferred):
        return None
    return error if isinstance(error, LoginError | WaitLonger | PluginError | UsageError) else None


def _cause(error: ExporterError | None) -> ExporterError | None:
    """What stands in the way of a playlist that was left for the next run; else the error itself."""
    return (error.cause or error) if isinstance(error, Deferred) else error
