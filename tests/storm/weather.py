"""What goes wrong at night. Pure; ``rng`` decides when, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

HOURS = 40_000
"""Seconds of a Retry-After that nobody waits for."""


@dataclass(frozen=True)
class Weather:
    """One night's trouble: the sandbox's SPEC of faults, and how late reads show what was written.

    ``answer`` is the seconds that we wait for an answer. ``stranger`` and ``at`` say what somebody else does to the
    playlist just before our write of that number (from 1). ``disk`` is the number of the file, of those that a run
    writes, from which on the disk is full; negative: that one only. ``lock`` is the same for the lock alone.
    """

    faults: str = ""
    lag: float = 0.0
    answer: float = 30.0
    stranger: str = ""
    at: int = 0
    keep_extras: bool = False
    disk: int = 0
    lock: int = 0


def _passed(rng: Random) -> int:
    """Requests that go well first. Most pushes here write no more than three times."""
    return rng.choice([0, 0, 0, 1, 1, 2, 3, 5])


def _aimed(fault: str, rng: Random, *more: str) -> str:
    """When a fault hits: once, now and then, or from some request on for the rest of the night."""
    only = rng.choice(["only=write"] * 2 + ["only=read", "only=search|read|write", "only=auth|search|read|write"])
    aim = rng.choice([f"{fault}=1,skip={_passed(rng)},times=1", f"{fault}=0.4", f"{fault}=1,skip={_passed(rng)}"])
    return ",".join([aim, only, *more])


def _fault(fault: str, *more: str) -> Callable[[Random], Weather]:
    return lambda rng: Weather(_aimed(fault, rng, *more))


def _throttled_for_moments(rng: Random) -> Weather:
    return Weather(_aimed("429", rng, f"retry_after={rng.randint(1, 30)}"))


def _timeouts(rng: Random) -> Weather:
    aim = rng.choice(["only=write", "only=read|write"])
    return Weather(f"timeout=1,skip={_passed(rng)},times={rng.randint(1, 2)},hang=1,{aim}", answer=0.1)


def _lag(rng: Random) -> Weather:
    return Weather(lag=rng.choice([0.5, 3.0, 6.0, 20.0]))


def _lag_and_lost_answers(rng: Random) -> Weather:
    return Weather(f"lost=1,only=write,skip={_passed(rng)},times=1", lag=rng.choice([0.5, 2.0]))


def _all_at_once(rng: Random) -> Weather:
    share = rng.choice([0.03, 0.08])
    names = ("429", "500", "502", "503", "cut", "lost", "late", "empty", "html")
    return Weather(",".join(f"{name}={share}" for name in names), lag=rng.choice([0.0, 1.0]))


def _stranger(does: str, *, keep_extras: bool = False) -> Callable[[Random], Weather]:
    return lambda rng: Weather(stranger=does, at=1 + _passed(rng), keep_extras=keep_extras)


def _full_disk(rng: Random) -> Weather:
    return Weather(disk=(1 + _passed(rng)) * rng.choice([1, -1]))


def _full_disk_at_the_lock(rng: Random) -> Weather:
    return Weather(lock=rng.choice([1, 1, 1, 2]) * rng.choice([1, -1]))


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
