"""What a run may spend, and the purse that keeps to it. Safe for threads."""

from __future__ import annotations

import math
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exporter.errors import Deferred, UsageError
from exporter.suggest import did_you_mean

REQUESTS, MINUTES, UNITS = "requests", "minutes", "units"
KINDS = (REQUESTS, MINUTES, UNITS)
FORM = "A budget is requests=N, minutes=N or units=N; several are put apart by commas."
FIRST_NEXT_TIME = "It goes first in the next run."
GOES_ON = "What was found and written is kept; the next run goes on there."


@dataclass(frozen=True, slots=True)
class Budget:
    """What a run may spend: requests of any kind, minutes, units of a service's quota. None: whatever it takes."""

    requests: int | None = None
    minutes: float | None = None
    units: int | None = None

    @classmethod
    def parse(cls, texts: Sequence[str]) -> Budget:
        """The budget that ``requests=500,minutes=30`` and the like name.

        Raises:
            UsageError: it is not of that form.
        """
        found: dict[str, float] = {}
        for part in (part.strip() for text in texts for part in text.split(",")):
            kind, given, number = (word.strip() for word in part.partition("="))
            if kind not in KINDS or not given:
                raise UsageError(f"{part!r} is no budget.", hint=(given and did_you_mean(kind, KINDS)) or FORM)
            if kind in found:
                raise UsageError(f"The budget names {kind} twice.", hint=FORM)
            found[kind] = _number(kind, number)
        requests, units = (int(found[kind]) if kind in found else None for kind in (REQUESTS, UNITS))
        return cls(requests, found.get(MINUTES), units)

    @property
    def counted(self) -> Mapping[str, int]:
        """What is counted one by one, as far as it has a limit."""
        limits = {REQUESTS: self.requests, UNITS: self.units}
        return {kind: limit for kind, limit in limits.items() if limit is not None}

    @property
    def words(self) -> str:
        """``500 requests, 30 minutes``; empty without any limit."""
        limits = {REQUESTS: self.requests, MINUTES: self.minutes, UNITS: self.units}
        return ", ".join(_amount(kind, limit) for kind, limit in limits.items() if limit is not None)


def _amount(kind: str, limit: float) -> str:
    """``1 request``, ``500 requests``."""
    return f"{limit:,.10g} {kind.removesuffix('s') if limit == 1 else kind}"


def _number(kind: str, text: str) -> float:
    form = r"[0-9]{1,12}(\.[0-9]{1,6})?" if kind == MINUTES else "[0-9]{1,12}"
    if not re.fullmatch(form, text) or not float(text):
        number = "a number" if kind == MINUTES else "a whole number"
        raise UsageError(f"{kind}={text} is no budget: it must be {number} above 0, of at most 12 digits.", hint=FORM)
    return float(text)


@dataclass(frozen=True, slots=True)
class Need:
    """What something takes, as far as that is known: at least so much."""

    requests: int = 0
    units: int = 0
    seconds: float = 0.0

    @property
    def counted(self) -> Mapping[str, int]:
        """What of it is counted one by one."""
        return {REQUESTS: self.requests, UNITS: self.units}


class Purse:
    """A budget while it is spent by several holders (targets), each of them at one playlist at a time.

    What a playlist will take at least is set aside for it when it is begun, so that no other playlist takes it away
    from under a push. A playlist too large for the whole budget is begun all the same when it is the first of its
    target, and gets as far as the budget lets it: else its turn would never come.
    """

    def __init__(self, budget: Budget, clock: Callable[[], float] = time.monotonic) -> None:
        """The minutes begin now."""
        self._budget = budget
        self._clock = clock
        self._ends = math.inf if budget.minutes is None else clock() + budget.minutes * 60
        self._left = dict(budget.counted)
        self._set_aside: dict[Hashable, Counter[str]] = {}
        self._spent: dict[Hashable, Counter[str]] = {}
        self._known: set[Hashable] = set()
        self._first: set[Hashable] = set()
        self._lock = threading.Lock()

    def begin(self, holder: Hashable, need: Need) -> None:
        """Set aside what the holder's next playlist needs at least.

        Raises:
            Deferred: that is more than is left.
        """
        with self._lock:
            if holder not in self._known:
                self._first.add(holder)
            self._known.add(holder)
            self._spent[holder] = Counter()
            self._hold(holder, need, need)

    def commit(self, holder: Hashable, need: Need, kept: int = 0) -> None:
        """Set aside what is needed from now on, instead: more is known of the playlist.

        So many requests that were ``kept`` (searches, whose answers the lock has) need not be sent again another time.

        Raises:
            Deferred: that is more than is left.
        """
        with self._lock:
            spent = self._spent.get(holder, Counter())
            whole = Need(need.requests + max(0, spent[REQUESTS] - kept), need.units + spent[UNITS], need.seconds)
            self._hold(holder, need, whole)

    def end(self, holder: Hashable) -> None:
        """Nothing is set aside for the holder any more: its playlist is done."""
        with self._lock:
            self._set_aside.pop(holder, None)
            self._first.discard(holder)

    def take(self, holder: Hashable, costs: Mapping[str, int]) -> None:
        """Spend what one request costs, before it is sent.

        Raises:
            Deferred: that is more than is left.
        """
        with self._lock:
            own = self._set_aside.setdefault(holder, Counter())
            free = self._free()
            for kind, limit in self._budget.counted.items():
                if costs.get(kind, 0) > own[kind] + free[kind]:
                    raise _cut_off(f"{limit:,} {kind} are used up")
            if self._clock() >= self._ends:
                raise _cut_off(f"{self._budget.minutes:,g} minutes are over")
            for kind in self._left:
                self._left[kind] -= costs.get(kind, 0)
                own[kind] = max(0, own[kind] - costs.get(kind, 0))
            self._spent.setdefault(holder, Counter()).update({kind: costs.get(kind, 0) for kind in self._left})

    def _hold(self, holder: Hashable, need: Need, whole: Need) -> None:
        """Set ``need`` aside; ``whole`` is what the playlist would take in a run of its own."""
        self._set_aside.pop(holder, None)
        free = self._free()
        short = next(self._short(need, free), "")
        in_pieces = holder in self._first and self._never_fits(whole)
        if short and not (in_pieces and all(free.values()) and self._clock() < self._ends):
            raise Deferred(f"Deferred: {short}.", hint=FIRST_NEXT_TIME)
        self._set_aside[holder] = Counter({kind: min(need.counted[kind], free[kind]) for kind in free})

    def _short(self, need: Need, free: Mapping[str, int]) -> Iterator[str]:
        """In words, each thing of which there is too little."""
        for kind, limit in self._budget.counted.items():
            if need.counted[kind] > free[kind]:
                least = f"it takes {need.counted[kind]:,} {kind} or more"
                yield f"{least}, and {free[kind]:,} of the run's {limit:,} are free"
        seconds = self._ends - self._clock()
        if seconds <= 0:
            yield f"the run's {self._budget.minutes:,g} minutes are over"
        elif need.seconds > seconds:
            least = f"it takes {math.ceil(need.seconds):,} seconds or more"
            yield f"{least}, and {math.floor(seconds):,} of the run are left"

    def _free(self) -> dict[str, int]:
        """What is left and not set aside for anybody."""
        held = sum(self._set_aside.values(), Counter[str]())
        return {kind: max(0, left - held[kind]) for kind, left in self._left.items()}

    def _never_fits(self, need: Need) -> bool:
        minutes = self._budget.minutes
        return any(need.counted[kind] > limit for kind, limit in self._budget.counted.items()) or (
            minutes is not None and need.seconds > minutes * 60
        )


def _cut_off(why: str) -> Deferred:
    return Deferred(f"Deferred half-way: the run's {why}.", hint=GOES_ON)
