"""Asks a service many things side by side, as many at once as it bears."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import TypeVar

from exporter.errors import ExporterError, LoginError, NotAllowed, ServiceError, Unreachable, WaitLonger

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")

STOPS = (WaitLonger, LoginError, NotAllowed, Unreachable)
"""Errors that concern every question: after one of them nothing more is asked."""
OUTAGE = 10
"""Questions without an answer, before there was any, after which the service is taken to be out of order."""


def ask_all(
    things: Mapping[str, Thing],
    ask: Callable[[Thing, Callable[[], None]], Answer],
    workers: int,
    interrupt: Callable[[], None] = lambda: None,
) -> Generator[tuple[str, Answer | ExporterError]]:
    """The answers as they come, by key; an error where there was none.

    ``ask`` calls its second argument before each further question, which raises to stop. After one of ``STOPS`` nothing
    more is asked, and what is left gets that error as its answer; so it is where the first ``OUTAGE`` questions all
    failed. Nothing more is asked either after any other error, which is raised here, or when the caller wants no more
    answers; on Ctrl-C ``interrupt`` ends what is under way, too.
    """
    reasons: list[ExporterError] = []
    failures: list[ServiceError] = []
    answered = threading.Event()

    def go_on() -> None:
        if reasons:
            raise reasons[0]

    def one(thing: Thing) -> Answer | ExporterError:
        try:
            go_on()
            answer = ask(thing, go_on)
        except STOPS as error:
            reasons.append(error)
            return reasons[0]
        except ServiceError as error:
            failures.append(error)
            if answered.is_set() or len(failures) < OUTAGE:
                return error
            reasons.append(_out_of_order(error))
            return reasons[0]
        answered.set()
        return answer

    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="ask")
    try:
        futures: dict[Future[Answer | ExporterError], str] = {
            pool.submit(one, thing): key for key, thing in things.items()
        }
        for future in as_completed(futures):
            yield futures[future], future.result()
    except KeyboardInterrupt:  # nothing less: whoever is interrupted is asked nothing more, by anybody
        interrupt()
        raise
    finally:
        reasons.append(ExporterError("The asking was interrupted."))
        pool.shutdown(wait=True, cancel_futures=True)


def _out_of_order(last: ServiceError) -> Unreachable:
    return Unreachable(f"None of the first {OUTAGE} questions was answered. {last.message}", hint=last.hint)
