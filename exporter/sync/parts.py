"""How a list that is longer than a playlist may be is split into parts, and in which order the parts are written. Pure.

What the parts hold tells where the list was split before, so that nothing else has to be remembered: the boundaries lie
where the most songs stay in their part. A part is filled a little less than it could be, so that songs which come later
have room in it. A part more is opened only when all are full, and neighbours are joined only when together they leave
that slack again.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil

from exporter.sync.plan import with_extras

SLACK = 0.03
"""The share of a part that stays free when it is filled: 300 rows of 10,000, room for months of new songs."""
NEVER = -(10**18)
"""What cannot be is worth less than anything."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some neighbouring songs of a wanted list, and the former part that goes on with them (None: a new one)."""

    former: int | None
    tracks: tuple[str, ...]


def filled(limit: int) -> int:
    """How many of ``limit`` rows a part takes at first."""
    return max(1, limit - ceil(limit * SLACK))


def split(
    wanted: Sequence[str], before: Sequence[Sequence[str]], limit: int, guests: Sequence[int] = ()
) -> tuple[Part, ...]:
    """``wanted`` in as many parts as it takes, each of no more than ``limit`` rows; one empty part for an empty list.

    ``before`` is what the parts hold now, ``guests`` how many rows beside that stay in each whatever is wanted. The
    first part remains the first. A former part that is not named any more is not needed, and has no guests.
    """
    return _Splitting(wanted, before, limit, guests).parts()


@dataclass(frozen=True, slots=True)
class _Span:
    """A part under way: the songs from ``start`` to ``end``."""

    former: int | None
    start: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.start


class _Splitting:
    def __init__(
        self, wanted: Sequence[str], before: Sequence[Sequence[str]], limit: int, guests: Sequence[int]
    ) -> None:
        self.wanted, self.count, self.limit = wanted, len(before), limit
        self.guests = dict(enumerate(guests))
        self.stays_in = _labels(wanted, before)

    def parts(self) -> tuple[Part, ...]:
        spans = self._spans()
        while (fewer := self._joined(spans)) is not None:
            spans = fewer
        return tuple(Part(span.former, tuple(self.wanted[span.start : span.end])) for span in spans)

    def _spans(self) -> list[_Span]:
        """Every part there is, and new ones where those do not suffice; some may be empty."""
        rooms = [self._room(number) for number in range(self.count)]
        rooms += _new_rooms(len(self.wanted) - sum(rooms), self.limit) or ([] if rooms else [self.limit])
        snug = [min(room, self._snug(number)) for number, room in enumerate(rooms[:-1])] + rooms[-1:]
        formers = [number if number < self.count else None for number in range(len(rooms))]
        cuts = _cuts(self.stays_in, rooms, snug)
        return [_Span(former, start, end) for former, (start, end) in zip(formers, pairwise(cuts), strict=True)]

    def _joined(self, spans: list[_Span]) -> list[_Span] | None:
        """The parts with the first two neighbours made one that leave slack together, or of which one is empty."""
        for at, (left, right) in enumerate(pairwise(spans)):
            for keeper, other in self._keepers(left, right, first=at == 0):
                both = _Span(keeper.former, left.start, right.end)
                most = self._snug(keeper.former) if left.size and right.size else self._room(keeper.former)
                if not self._stay(other.former) and both.size <= most:
                    return [*spans[:at], both, *spans[at + 2 :]]
        return None

    def _keepers(self, left: _Span, right: _Span, *, first: bool) -> list[tuple[_Span, _Span]]:
        """Who may take over whose songs, best first: the fewest have to move to the one that holds more of them."""
        if first:
            return [(left, right)]
        ways = [(left, right), (right, left)]
        return ways if self._staying(left) >= self._staying(right) else ways[::-1]

    def _staying(self, span: _Span) -> int:
        return self.stays_in[span.start : span.end].count(span.former) if span.former is not None else -1

    def _stay(self, former: int | None) -> int:
        return 0 if former is None else self.guests.get(former, 0)

    def _room(self, former: int | None) -> int:
        return max(0, self.limit - self._stay(former))

    def _snug(self, former: int | None) -> int:
        return max(0, filled(self.limit) - self._stay(former))


def _new_rooms(songs: int, limit: int) -> list[int]:
    """The rooms of new parts for so many songs. The last one may be full: a list of the limit's length is one part."""
    if songs <= 0:
        return []
    return [filled(limit)] * ceil((songs - limit) / filled(limit)) + [limit]


def _labels(wanted: Sequence[str], before: Sequence[Sequence[str]]) -> list[int | None]:
    """The part that holds each wanted song now. Of one that is there several times the first is the first."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for number, tracks in enumerate(before):
        for track in tracks:
            places[track].append(number)
    return [places[track].popleft() if places[track] else None for track in wanted]


def _cuts(stays_in: Sequence[int | None], rooms: Sequence[int], snug: Sequence[int]) -> list[int]:
    """Where the parts begin and end, so that the most songs stay where they are.

    Of such splits the one that takes the fewest rows of slack, and of these the one with the latest beginnings. Found
    part by part: the best way to have the first songs in the first parts, for any number of songs.
    """
    worth, beginnings = [0, *[NEVER] * len(stays_in)], list[list[int]]()
    for number, room in enumerate(rooms):
        worth, starts = _with_part(worth, [part == number for part in stays_in], room, snug[number])
        beginnings.append(starts)
    cuts = [len(stays_in)]
    for starts in reversed(beginnings):
        cuts.append(starts[cuts[-1]])
    return cuts[::-1]


def _with_part(worth: Sequence[int], staying: Sequence[bool], room: int, snug: int) -> tuple[list[int], list[int]]:
    """What the first songs, for any number of them, are worth with one part more, and where that part begins then."""
    each = len(staying) + 1  # a song that stays is worth more than all slack
    sums = list(accumulate((each * stays for stays in staying), initial=0))
    without = [value - sums[start] for start, value in enumerate(worth)]
    within = _best_of_last(without, snug + 1)
    beyond = _best_of_last([value + start for start, value in enumerate(without)], max(1, room - snug))
    values, starts = list[int](), list[int]()
    for end, total in enumerate(sums):
        start = within[end]
        value = without[start]
        if room > snug and end > snug:
            far = beyond[end - snug - 1]
            if (too_far := without[far] + far - (end - snug)) > value:
                start, value = far, too_far
        starts.append(start)
        values.append(value + total)
    return values, starts


def _best_of_last(values: Sequence[int], count: int) -> list[int]:
    """At every place the place of the largest among the last ``count`` values, the last of them where several are."""
    found, best = list[int](), deque[int]()
    for place, value in enumerate(values):
        while best and values[best[-1]] <= value:
            best.pop()
        best.append(place)
        if best[0] <= place - count:
            best.popleft()
        found.append(best[0])
    return found


def stages(
    now: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]], rooms: Sequence[int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lists to give the parts one after another, so that a song that moves is added before it is removed.

    ``now`` and ``wanted`` are what each part holds and shall hold, ``rooms`` how many rows each can. A song leaves its
    part only when it has arrived in the other; songs that find no room meanwhile come later, and a part that could only
    remove some of its songs waits. Where nobody can begin because every part is full, one lets go of what it does not
    keep.
    """
    held, ways = [tuple(part) for part in now], list(range(len(now)))
    goals = [tuple(part) for part in wanted]
    while held != goals:
        started = list(held)
        for part in ways:
            stage = _stage(part, held, goals, rooms[part])
            if stage != held[part] and (stage == goals[part] or Counter(stage) - Counter(held[part])):
                held[part] = stage
                yield part, stage
        if held == started:
            stuck = next(part for part in ways if held[part] != goals[part])
            held[stuck] = goals[stuck]
            yield stuck, goals[stuck]
        ways.reverse()


def _stage(part: int, held: Sequence[tuple[str, ...]], goals: Sequence[tuple[str, ...]], room: int) -> tuple[str, ...]:
    """What a part may hold by now: its own songs, those not yet arrived elsewhere, new ones as far as they fit."""
    lacking = Counter[str]()
    for goal, there in zip(goals, held, strict=True):
        lacking += Counter(goal) - Counter(there)
    now, goal = held[part], goals[part]
    waiting = frozenset(now) & frozenset(lacking) - frozenset(goal)
    kept = Counter(now) & Counter(goal)
    free = room - kept.total() - sum(track in waiting for track in now)
    arriving = Counter(goal) - kept
    elsewhere = frozenset().union(*(there for number, there in enumerate(held) if number != part))
    for track in sorted(arriving, key=lambda track: track not in elsewhere):  # others wait for what moves
        arriving[track] = min(arriving[track], max(0, free))
        free -= arriving[track]
    return with_extras(now, _take(goal, kept + arriving), waiting)


def _take(tracks: Sequence[str], counts: Counter[str]) -> tuple[str, ...]:
    """The tracks in order, each as often as it is counted."""
    left, taken = counts.copy(), list[str]()
    for track in tracks:
        if left[track]:
            left[track] -= 1
            taken.append(track)
    return tuple(taken)
