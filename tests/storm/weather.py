"""What goes wrong at night. Pure; ``rng`` decides when, and how often.

When, it says by a number that counts round where a night has fewer chances: who rolls a five before a night of two
writes means the second. So nearly every night meets its trouble, whatever its edit takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from exporter.sandbox.faults import WRITES_ONLY

HOURS = 40_000
"""Seconds of a Retry-After that nobody waits for."""
WRITES = "write"
"""The kind of request that a night makes first when it is known how many of them there will be."""
READS, REQUESTS = 2, 3
"""Reads, and requests of all kinds, that every night makes at least: it reads, writes, and reads back."""


@dataclass(frozen=True)
class Weather:
    """One night's trouble: the sandbox's SPEC of faults, and how late reads show what was written.

    ``only`` are the kinds of request that the faults hit (empty: all). ``answer`` is the seconds that we wait for an
    answer. ``stranger`` is what somebody else does to the playlist just before a write of ours. ``full`` says for which
    files the disk is full, from some file on or ``once``. ``passed`` is how many chances pass before it comes: requests
    of those kinds, writes, files.
    """

    faults: str = ""
    only: str = ""
    passed: int = 0
    lag: float = 0.0
    answer: float = 30.0
    stranger: str = ""
    keep_extras: bool = False
    full: Literal["", "disk", "lock"] = ""
    once: bool = False

    def after(self, chances: int) -> int:
        """How many of a night's chances pass before the trouble comes."""
        return self.passed % max(1, chances)

    def spec(self, writes: int = 1) -> str:
        """The SPEC of a night with so many writes."""
        requests = writes if self.only == WRITES else READS if self.only == "read" else REQUESTS
        return f"{self.faults},only={self.only},skip={self.after(requests)}" if self.only else self.faults


def _passed(rng: Random) -> int:
    """Chances that pass first. Most pushes here write no more than three times."""
    return rng.choice([0, 0, 0, 1, 1, 2, 3, 5])


def _aimed(fault: str, rng: Random, *more: str) -> Weather:
    """When a fault hits: once, now and then, or from some request on for the rest of the night."""
    only = rng.choice([WRITES] * 2 + ["read", "search|read|write", "auth|search|read|write"])
    aim, passed = rng.choice([(f"{fault}=1,times=1", _passed(rng)), (f"{fault}=0.4", 0), (f"{fault}=1", _passed(rng))])
    return Weather(",".join([aim, *more]), WRITES if fault in WRITES_ONLY else only, passed)


def _fault(fault: str, *more: str) -> Callable[[Random], Weather]:
    return lambda rng: _aimed(fault, rng, *more)


def _throttled_for_moments(rng: Random) -> Weather:
    return _aimed("429", rng, f"retry_after={rng.randint(1, 30)}")


def _timeouts(rng: Random) -> Weather:
    only, passed = rng.choice([WRITES, "read|write"]), _passed(rng)
    return Weather(f"timeout=1,times={rng.randint(1, 2)},hang=1", only, passed, answer=0.1)


def _lag(rng: Random) -> Weather:
    return Weather(lag=rng.choice([0.5, 3.0, 6.0, 20.0]))


def _lag_and_lost_answers(rng: Random) -> Weather:
    return Weather("lost=1,times=1", WRITES, _passed(rng), lag=rng.choice([0.5, 2.0]))


def _all_at_once(rng: Random) -> Weather:
    share = rng.choice([0.03, 0.08])
    names = ("429", "500", "502", "503", "cut", "lost", "late", "empty", "html")
    return Weather(",".join(f"{name}={share}" for name in names), lag=rng.choice([0.0, 1.0]))


def _stranger(does: str, *, keep_extras: bool = False) -> Callable[[Random], Weather]:
    return lambda rng: Weather(stranger=does, passed=_passed(rng), keep_extras=keep_extras)


def _full_disk(rng: Random) -> Weather:
    return Weather(full="disk", passed=_passed(rng), once=rng.random() < 1 / 2)


def _full_disk_at_the_lock(rng: Random) -> Weather:
    return Weather(full="lock", passed=rng.choice([0, 0, 0, 1]), once=rng.random() < 1 / 2)


WEATHERS: dict[str, Callable[[Random], Weather]] = {
    "429 for moments": _throttled_for_moments,
    "429 without a word": _fault("429", "retry_after=none"),
    "429 for hours": _fault("429", f"retry_after={HOURS}"),
    "500": _fault("500"),
    "502": _fault("502"),
    "503": _fault("503", "retry_after=2"),
    "503 for hours": _fault("503", f"retry_after={HOURS}"),
    "no answer in time": _timeouts,
    "answers cut off": _fault("cut"),
    "answers lost": _fault("lost"),
    "answers in time but wrong": _fault("late"),
    "empty answers": _fault("empty"),
    "a proxy's page": _fault("html"),
    "writes shown late": _lag,
    "writes shown late and answers lost": _lag_and_lost_answers,
    "all at once": _all_at_once,
    "somebody adds a song": _stranger("adds"),
    "somebody adds a song that may stay": _stranger("adds", keep_extras=True),
    "somebody takes a song out": _stranger("removes"),
    "somebody moves songs": _stranger("moves"),
    "somebody doubles a song": _stranger("doubles"),
    "somebody clears the playlist": _stranger("clears"),
    "the disk is full": _full_disk,
    "the disk is full while the lock is written": _full_disk_at_the_lock,
}
