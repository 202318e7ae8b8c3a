"""Faults by SPEC: which requests go wrong, and how.

A SPEC is ``name=value,name=value``. Probabilities, between 0 and 1 and at most 1 together:

=========== =====================================================================================================
``429``     any status from 400 to 599: the service refuses with it and does nothing
``timeout`` no answer for ``hang`` seconds, then the connection is cut; nothing is done
``lost``    writes only: the write is applied, the answer never arrives
``late``    writes only: the write is applied, the answer says 502
``cut``     the request is carried out, the connection is cut in the middle of the answer
``empty``   the request is carried out, the answer is 200 with an empty body
``html``    a proxy's page, 502, in place of an answer; nothing is done
=========== =====================================================================================================

Settings: ``retry_after=SECONDS|none`` (for 429 and 503; 1 without it), ``reason=WORD`` (in the refusal's body, where
the service has a place for it), ``hang=SECONDS`` (60 without it, longer than our clients wait), ``only=write|search``
(the kinds of request that may go wrong), ``skip=N`` (requests that go well first), ``times=N`` (faults at most).

The n-th request of a service always meets the same fate under the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exporter.backend import Kind
from exporter.errors import UsageError
from exporter.suggest import did_you_mean

NAMES = ("timeout", "lost", "late", "cut", "empty", "html")
WRITES_ONLY = frozenset({"lost", "late"})
HANG = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """A SPEC, read. ``chances`` maps each fault's name (``"429"``, ``"lost"``) to its probability."""

    chances: Mapping[str, float] = field(default_factory=dict, hash=False)
    retry_after: float | None = 1.0
    reason: str = ""
    hang: float = HANG
    only: frozenset[Kind] = frozenset(Kind)
    skip: int = 0
    times: int | None = None

    def may_hit(self, name: str, kind: Kind) -> bool:
        """Whether this fault can happen to a request of this kind."""
        return kind in self.only and (kind is Kind.WRITE or name not in WRITES_ONLY)


def parse(spec: str) -> Faults:
    """Read a SPEC.

    Raises:
        UsageError: a name or value that is none, or probabilities that add up to more than 1.
    """
    faults, chances = Faults(), dict[str, float]()
    for part in filter(None, (part.strip() for part in spec.split(","))):
        name, _, value = (piece.strip() for piece in part.partition("="))
        try:
            if name in SETTINGS:
                faults = replace(faults, **{name: SETTINGS[name](value)})
            else:
                chances[_name(name)] = _chance(value)
        except ValueError as error:
            raise UsageError(f"A fault makes no sense: {part!r} ({error}).", hint=EXAMPLE) from error
    if sum(chances.values()) > 1:
        raise UsageError(f"The faults' probabilities add up to more than 1: {spec!r}.", hint=EXAMPLE)
    return replace(faults, chances=chances)


EXAMPLE = "For example: --faults 429=0.05,500=0.02,timeout=0.01,lost=0.02"


def _name(text: str) -> str:
    if text in NAMES or (text.isascii() and text.isdigit() and 400 <= int(text) <= 599):  # noqa: PLR2004 - RFC 9110 15
        return text
    hint = did_you_mean(text, (*NAMES, *SETTINGS)) or f"known are 400 to 599, {', '.join((*NAMES, *SETTINGS))}"
    raise ValueError(hint)


def _chance(text: str) -> float:
    chance = float(text)
    if not 0 <= chance <= 1:
        raise ValueError("a probability lies between 0 and 1")
    return chance


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("a whole number is needed")
    return int(text)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < float("inf"):
        raise ValueError("seconds are 0 or more")
    return seconds


def _seconds_or_none(text: str) -> float | None:
    return None if text == "none" else _seconds(text)


def _kinds(text: str) -> frozenset[Kind]:
    return frozenset(Kind(one) for one in text.split("|"))


SETTINGS: Mapping[str, Callable[[str], Any]] = {
    "retry_after": _seconds_or_none,
    "reason": str,
    "hang": _seconds,
    "only": _kinds,
    "skip": _count,
    "times": _count,
}


class Dice:
    """Throws for one service: the seed and the service's name decide, and the order of its requests."""

    def __init__(self, faults: Faults, seed: int, service: str) -> None:
        self._faults = faults
        self._random = random.Random(f"{seed}:{service}")  # noqa: S311 - to be repeatable is the point
        self._skipped = 0
        self._thrown = 0

    def throw(self, kind: Kind) -> str:
        """The name of the fault that this request meets, or an empty string. One throw per request, always."""
        number = self._random.random()
        if not self._faults.chances or kind not in self._faults.only:
            return ""
        if self._skipped < self._faults.skip:
            self._skipped += 1
            return ""
        name = self._named(number)
        if not name or not self._faults.may_hit(name, kind) or self._thrown == self._faults.times:
            return ""
        self._thrown += 1
        return name

    def _named(self, number: float) -> str:
        for name, chance in self._faults.chances.items():
            if number < chance:
                return name
            number -= chance
        return ""
