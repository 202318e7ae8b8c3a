"""Targets side by side: who waits for whom, what stops what, and how a person ends it all."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from exporter.crew import Crew, Errand
from exporter.errors import (
    Deferred,
    ExporterError,
    Interrupted,
    LoginError,
    PluginError,
    Rejected,
    ServiceError,
    Unreachable,
    Unsafe,
    WaitLonger,
)
from exporter.face import Result
from exporter.model import Plan, Playlist
from exporter.project import Target

SOON = 10.0
"""Seconds after which a test gives up waiting for another thread."""


def errands(*texts: str) -> list[Errand]:
    """``a.x`` is playlist a on target x."""
    pairs = (text.split(".") for text in texts)
    return [Errand(Playlist(name, name, ()), Target(target)) for name, target in pairs]


def shown(errand: Errand) -> str:
    return f"{errand.playlist.slug}.{errand.target}"


@dataclass
class Hands:
    """Does errands as it is told, and notes what happened."""

    act: Callable[[str], ExporterError | None] = lambda _: None
    answer: Callable[[], bool] = lambda: True
    done: list[str] = field(default_factory=list)
    left: list[tuple[str, ExporterError]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    interrupted: threading.Event = field(default_factory=threading.Event)
    crew: Crew | None = None
    told_of: dict[str, Any] = field(default_factory=dict)

    def work(self, errands: Sequence[Errand], first: Sequence[int] = ()) -> tuple[Result, ...]:
        self.crew = Crew(errands, self, first)
        return self.crew.work()

    def do(self, errand: Errand) -> Result:
        self.done.append(shown(errand))
        result = Result(errand.playlist.slug, str(errand.target), error=self.act(shown(errand)))
        return replace(result, **self.told_of)

    def leave(self, errand: Errand, why: ExporterError) -> Result:
        self.left.append((shown(errand), why))
        return Result(errand.playlist.slug, str(errand.target), error=why)

    def tell(self, result: Result) -> None:
        self.told.append(f"{result.playlist}.{result.target}")

    def ask(self, question: str) -> bool:
        assert question
        assert threading.current_thread() is threading.main_thread()
        return self.answer()

    def interrupt(self) -> None:
        self.interrupted.set()


def test_different_targets_are_worked_on_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=SOON)

    def meet(_: str) -> None:
        both.wait()

    results = Hands(meet).work(errands("a.x", "b.y"))
    assert [result.error for result in results] == [None, None]


def test_no_two_targets_are_at_one_playlist_and_none_waits_while_another_is_free() -> None:
    at: set[str] = set()
    most: list[int] = []

    def act(errand: str) -> None:
        name = errand[0]
        assert name not in at
        at.add(name)
        most.append(len(at))
        time.sleep(0.02)
        at.discard(name)

    hands = Hands(act)
    every = [f"{name}.{target}" for name in "abcd" for target in "xyz"]
    results = hands.work(errands(*every))
    assert not [result.error for result in results if result.error]
    assert sorted(hands.done) == sorted(every)
    assert max(most) == 3


def test_one_playlist_on_two_targets_is_done_one_after_the_other() -> None:
    steps: list[str] = []

    def act(errand: str) -> None:
        steps.append(errand)
        time.sleep(0.02)
        steps.append(errand)

    Hands(act).work(errands("a.x", "a.y"))
    assert steps in (["a.x", "a.x", "a.y", "a.y"], ["a.y", "a.y", "a.x", "a.x"])


def test_results_come_and_are_told_in_the_errands_order_whoever_is_quicker() -> None:
    late = threading.Event()

    def act(errand: str) -> None:
        if errand == "a.x":
            assert late.wait(SOON)
        if errand == "d.y":
            late.set()

    order = ["a.x", "b.y", "b.x", "d.y"]
    hands = Hands(act)
    results = hands.work(errands(*order))
    assert [f"{result.playlist}.{result.target}" for result in results] == order
    assert hands.told == order


def test_errands_that_go_first_are_done_first_and_told_in_their_place() -> None:
    hands = Hands()
    hands.work(errands("a.x", "b.x", "c.x", "d.x"), first=[3, 1])
    assert hands.done == ["d.x", "b.x", "a.x", "c.x"]
    assert hands.told == ["a.x", "b.x", "c.x", "d.x"]


@pytest.mark.parametrize("error", [LoginError("dead"), WaitLonger("later"), PluginError("broken")])
def test_what_concerns_a_target_stops_that_target_only(error: ExporterError) -> None:
    hands = Hands(lambda errand: error if errand == "a.x" else None)
    results = hands.work(errands("a.x", "b.x", "a.y", "b.y"))
    assert [result.error for result in results] == [error, error, None, None]
    assert hands.left == [("b.x", error)]


def test_a_playlist_for_which_nobody_answers_stops_no_other_unless_that_is_the_same() -> None:
    off = Unreachable("off")
    hands = Hands(lambda errand: off if errand in {"a.x", "c.x", "d.x"} else None)
    results = hands.work(errands("a.x", "b.x", "c.x", "d.x", "e.x", "f.x"))
    assert [result.error for result in results] == [off, None, off, off, off, off]
    assert [errand for errand, _ in hands.left] == ["e.x", "f.x"]


def test_a_service_that_fails_for_five_playlists_in_a_row_is_left_alone() -> None:
    down = ServiceError("Radio failed (500).", hint="Wait.")
    hands = Hands(lambda errand: None if errand == "b.x" else down)
    results = hands.work(errands("a.x", "b.x", "c.x", "d.x", "e.x", "f.x", "g.x", "h.x"))
    assert [result.error for result in results[:7]] == [down, None, down, down, down, down, down]
    ((left, why),) = hands.left
    assert (left, type(why), why.message) == (
        "h.x",
        Unreachable,
        "Nothing was answered for 5 playlists in a row. Radio failed (500).",
    )


@pytest.mark.parametrize("told", [{"answered": True}, {"plan": Plan("id", "", (), ())}])
def test_a_service_that_told_something_of_a_playlist_is_not_left_alone(told: dict[str, Any]) -> None:
    hands = Hands(lambda _: ServiceError("Radio failed (500)."), told_of=told)
    hands.work(errands(*(f"{playlist}.x" for playlist in "abcdefgh")))
    assert hands.left == []


@pytest.mark.parametrize("error", [Unsafe("no"), Rejected("no"), Deferred("later"), ExporterError("disk full")])
def test_what_concerns_a_playlist_stops_nothing_else(error: ExporterError) -> None:
    hands = Hands(lambda errand: error if errand == "a.x" else None)
    results = hands.work(errands("a.x", "b.x"))
    assert [result.error for result in results] == [error, None]


def test_what_is_raised_in_a_thread_is_raised_where_the_crew_was_started() -> None:
    class Killed(BaseException):
        pass

    def act(errand: str) -> None:
        if errand == "a.x":
            raise Killed

    hands = Hands(act)
    with pytest.raises(Killed):
        hands.work(errands("a.x", "a.y", "b.x", "b.y"))
    assert hands.interrupted.is_set()


def test_ctrl_c_ends_what_is_under_way_and_begins_nothing_more() -> None:
    hands = Hands()

    def act(errand: str) -> ExporterError | None:
        if errand == "b.x":
            signal.raise_signal(signal.SIGINT)
            assert hands.interrupted.wait(SOON)
            return Unreachable("Interrupted.")
        return None

    hands.act = act
    results = hands.work(errands("a.x", "b.x", "c.x"))
    assert [type(result.error) for result in results] == [type(None), Interrupted, Interrupted]
    assert hands.done == ["a.x", "b.x"]
    assert hands.told == ["a.x", "b.x", "c.x"]
    assert [result.error.exit_code for result in results if result.error] == [130, 130]


def test_what_was_done_all_the_same_after_ctrl_c_is_done() -> None:
    hands = Hands()

    def act(_: str) -> None:
        signal.raise_signal(signal.SIGINT)
        assert hands.interrupted.wait(SOON)

    hands.act = act
    (result,) = hands.work(errands("a.x"))
    assert result.error is None


def test_ctrl_c_for_the_second_time_waits_for_nobody() -> None:
    hands, free = Hands(), threading.Event()

    def act(_: str) -> None:
        signal.raise_signal(signal.SIGINT)
        assert hands.interrupted.wait(SOON)
        signal.raise_signal(signal.SIGINT)
        assert free.wait(SOON)

    hands.act = act
    with pytest.raises(KeyboardInterrupt):
        hands.work(errands("a.x"))
    free.set()


def test_a_person_is_asked_where_the_crew_was_started() -> None:
    hands = Hands()
    answers: list[bool] = []

    def act(_: str) -> None:
        assert hands.crew
        answers.append(hands.crew.ask("Go on?"))

    hands.act = act
    hands.work(errands("a.x", "b.y"))
    assert answers == [True, True]


def test_ctrl_c_at_a_question_ends_the_run() -> None:
    def interrupt() -> bool:
        raise KeyboardInterrupt

    hands = Hands(answer=interrupt)

    def act(_: str) -> ExporterError | None:
        assert hands.crew
        try:
            hands.crew.ask("Go on?")
        except Interrupted as error:
            return error
        return None

    hands.act = act
    results = hands.work(errands("a.x", "b.x"))
    assert [type(result.error) for result in results] == [Interrupted, Interrupted]


def test_nothing_to_do_is_done_at_once() -> None:
    assert Hands().work([]) == ()
