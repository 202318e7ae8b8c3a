"""The smallest list of edits that turns a remote into the wanted list. Pure.

Tracks that both lists hold in the same order stay in place: a longest common subsequence of the two. The rest is
moved, or removed and added in runs, whichever takes fewer requests; at equal price a row is moved, since that keeps
the date it was added. For a list that is mostly in order this may take :data:`WORTH` requests more than clearing and
refilling it would, for any other list none; only beyond that are kept stretches given up, the shortest first.

The list is never emptied on the way, unless the service can only remove every row of a track and all rows are of
tracks that have a row too many.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import TypeVar

from rapidfuzz.distance import LCSseq

from exporter.backend import Feature, Limits
from exporter.model import Add, Create, Describe, Edit, Move, Moves, Plan, Remote, Remove, apply_move

Thing = TypeVar("Thing")

WORTH = 10
"""Requests beyond those of clearing and refilling that it is worth to keep a list which is mostly in order.

A row that is removed to come back loses the date it was added, and is missing should the push end half-way. Requests
are what services count, some of them by the day; this is enough for a dozen songs at other places in a short list.
"""


@dataclass(frozen=True, slots=True)
class Details:
    """How the playlist shall be called, and who may see it when it is made."""

    name: str
    description: str = ""
    public: bool = False


def plan(
    remote: Remote | None,
    wanted: Sequence[str],
    details: Details,
    features: frozenset[Feature],
    limits: Limits,
    guests: frozenset[str] = frozenset(),
) -> Plan:
    """The edits that give ``remote`` (None: it does not exist yet) the tracks ``wanted``, in that order.

    ``guests`` are tracks in both lists that must not be removed and added again, since others put them there or
    nobody can add them.
    """
    current = remote.ids if remote else ()
    items, kept = item_edits(current, wanted, features, limits, guests)
    lost = Counter(current) - Counter(wanted)
    return Plan(
        remote_id=remote.id if remote else None,
        based_on=remote.version if remote else "",
        edits=(*_detail_edits(remote, details, features), *items),
        wanted=tuple(wanted),
        before=len(current),
        kept=kept,
        lost=tuple(lost.elements()),
    )


def clear_and_refill(
    current: Sequence[str], wanted: Sequence[str], features: frozenset[Feature], limits: Limits
) -> int:
    """The requests that removing everything and adding everything would take; no plan takes many more."""
    rows = len(current) if Feature.REMOVE_ROWS in features else len(set(current))
    return ceil(rows / limits.remove) + ceil(len(wanted) / limits.add)


def with_extras(remote: Sequence[str], wanted: Sequence[str], extras: frozenset[str]) -> tuple[str, ...]:
    """``wanted`` with the remote's rows of the tracks ``extras``, each behind the row that it stands behind now."""
    if extras.isdisjoint(remote):
        return tuple(wanted)
    after: dict[int, list[str]] = defaultdict(list)
    places: dict[str, deque[int]] = defaultdict(deque)
    for position, track in enumerate(wanted, start=1):
        places[track].append(position)
    anchor = 0
    for track in remote:
        if track in extras:
            after[anchor].append(track)
        elif places[track]:
            anchor = places[track].popleft()
    merged = list(after[0])
    for position, track in enumerate(wanted, start=1):
        merged += [track, *after[position]]
    return tuple(merged)


def item_edits(
    current: Sequence[str],
    wanted: Sequence[str],
    features: frozenset[Feature],
    limits: Limits,
    guests: frozenset[str] = frozenset(),
) -> tuple[list[Edit], int]:
    """The edits from one list of track IDs to another, and how many rows stay in place."""
    if tuple(current) == tuple(wanted):
        return [], len(wanted)
    task = _Task(tuple(current), tuple(wanted), features, limits, guests)
    drafts = [_Draft(task, layout) for layout in _layouts(task)]
    most = max(draft.kept for draft in drafts)
    best = min((draft for draft in drafts if draft.kept == most), key=lambda draft: len(draft.edits))
    price = clear_and_refill(current, wanted, features, limits) + _worth(task, best.kept)
    if len(best.edits) > price:
        best = _thinned(task, best, price)
    return best.edits, best.kept


def _detail_edits(remote: Remote | None, details: Details, features: frozenset[Feature]) -> tuple[Edit, ...]:
    if remote is None:
        return (Create(details.name, details.description, details.public),)
    description = details.description or remote.description  # no words of ours: whatever stands there may stay
    same = (remote.name, remote.description) == (details.name, description)
    if same or Feature.DESCRIBE not in features:
        return ()
    return (Describe(details.name, description),)


@dataclass(frozen=True, slots=True)
class _Task:
    current: tuple[str, ...]
    wanted: tuple[str, ...]
    features: frozenset[Feature]
    limits: Limits
    guests: frozenset[str]

    def can(self, feature: Feature) -> bool:
        return feature in self.features


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which row of the current list serves which place of the wanted one: in place, or moved there.

    Both map wanted places to current rows. Rows that serve nothing are removed, places without a row get an add.
    """

    fixed: Mapping[int, int]
    moved: Mapping[int, int]


class _Draft:
    """A layout with its edits."""

    def __init__(self, task: _Task, layout: _Layout) -> None:
        self.layout = _removable(task, _with_guests(task, layout))
        self.kept = len(self.layout.fixed)
        self.edits = list(_edits(task, self.layout))


def _layouts(task: _Task) -> Iterator[_Layout]:
    """Every way worth pricing, the gentlest first."""
    if not task.can(Feature.ADD_ANYWHERE):
        yield _longest_prefix(task)
        if not task.can(Feature.MOVE):
            return
    fixed = _common(task)
    if task.can(Feature.MOVE):
        yield _Layout(fixed, _strays(task, fixed))
    if task.can(Feature.ADD_ANYWHERE):
        yield from _in_runs(task, fixed)


def _with_guests(task: _Task, layout: _Layout) -> _Layout:
    """The layout with every guest's row moved where it would else be removed and added again."""
    if task.guests.isdisjoint(task.wanted) or not task.can(Feature.MOVE):
        return layout
    used = {*layout.fixed.values(), *layout.moved.values()}
    free: dict[str, deque[int]] = defaultdict(deque)
    for row, track in enumerate(task.current):
        if track in task.guests and row not in used:
            free[track].append(row)
    places = (place for place in range(len(task.wanted)) if place not in layout.fixed and place not in layout.moved)
    stay = {place: free[task.wanted[place]].popleft() for place in places if free[task.wanted[place]]}
    return _Layout(layout.fixed, {**layout.moved, **stay})


def _worth(task: _Task, kept: int) -> int:
    """The requests that it is worth to keep so many rows, of those that both lists hold."""
    common = (Counter(task.current) & Counter(task.wanted)).total()
    return WORTH if 2 * kept >= common else 0


def _in_runs(task: _Task, fixed: Mapping[int, int]) -> Iterator[_Layout]:
    """What does not stay is removed and added in runs; a run that is one block elsewhere may move instead."""
    if task.can(Feature.MOVE):
        yield _Layout(fixed, _worth_moving(task, fixed))
    yield _Layout(fixed, {})


def _unkeepable(task: _Task) -> frozenset[str]:
    """Tracks with a row too many, where a service can only remove all rows of a track: they go and come back."""
    if task.can(Feature.REMOVE_ROWS):
        return frozenset()
    return frozenset(Counter(task.current) - Counter(task.wanted))


def _removable(task: _Task, layout: _Layout) -> _Layout:
    """The layout without rows that a removal of another row of the same track would take along."""
    if task.can(Feature.REMOVE_ROWS):
        return layout
    used = {*layout.fixed.values(), *layout.moved.values()}
    gone = {track for row, track in enumerate(task.current) if row not in used}
    fixed = {place: row for place, row in layout.fixed.items() if task.current[row] not in gone}
    moved = {place: row for place, row in layout.moved.items() if task.current[row] not in gone}
    if task.can(Feature.ADD_ANYWHERE) or len(fixed) == len(layout.fixed) or moved:
        return _Layout(fixed, moved)
    prefix = next((place for place in range(len(fixed) + 1) if place not in fixed), 0)
    return _removable(task, _Layout({place: row for place, row in fixed.items() if place < prefix}, {}))


def _common(task: _Task) -> dict[int, int]:
    """A longest common subsequence: wanted places and the current rows that serve them."""
    unkeepable = _unkeepable(task)
    rows = [row for row, track in enumerate(task.current) if track not in unkeepable]
    numbers = {track: number for number, track in enumerate(dict.fromkeys((*task.current, *task.wanted)))}
    blocks = LCSseq.editops(
        [numbers[task.current[row]] for row in rows],
        [numbers[track] for track in task.wanted],
    ).as_matching_blocks()
    return {block.b + step: rows[block.a + step] for block in blocks for step in range(block.size)}


def _strays(task: _Task, fixed: Mapping[int, int]) -> dict[int, int]:
    """Rows that hold a wanted track in the wrong order, with the place each of them should go to."""
    unkeepable, used = _unkeepable(task), set(fixed.values())
    free: dict[str, deque[int]] = defaultdict(deque)
    for row, track in enumerate(task.current):
        if row not in used and track not in unkeepable:
            free[track].append(row)
    return {
        place: free[track].popleft() for place, track in enumerate(task.wanted) if place not in fixed and free[track]
    }


def _longest_prefix(task: _Task) -> _Layout:
    """For services that only add at the end: the longest beginning of the wanted list that is there in order."""
    unkeepable, fixed, place = _unkeepable(task), dict[int, int](), 0
    for row, track in enumerate(task.current):
        if place < len(task.wanted) and track == task.wanted[place] and track not in unkeepable:
            fixed[place] = row
            place += 1
    return _Layout(fixed, {})


def _worth_moving(task: _Task, fixed: Mapping[int, int]) -> dict[int, int]:
    """The strays that are cheaper moved than removed and added along with their neighbours."""
    moved, keep = _strays(task, fixed), dict[int, int]()
    for run in _runs(place for place in range(len(task.wanted)) if place not in fixed):
        strays = {place: moved[place] for place in run if place in moved}
        blocks = sum(1 for place, row in strays.items() if strays.get(place - 1) != row - 1)
        adds_anyway = len(strays) < len(run)
        if blocks == 1 and not adds_anyway:
            keep |= strays
    return keep


def _runs(numbers: Iterator[int]) -> Iterator[list[int]]:
    """Neighbouring numbers together: 1 2 3 7 8 gives [1 2 3] and [7 8]."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in run]


def _thinned(task: _Task, best: _Draft, price: int) -> _Draft:
    """The draft that keeps the most within ``price``, giving up short stretches between longer ones first.

    Where nothing fits, the cheapest that still keeps a stretch: at most one request more than ``price``.
    """
    if not task.can(Feature.ADD_ANYWHERE):
        return min((best, _Draft(task, _longest_prefix(task))), key=lambda draft: len(draft.edits))
    fixed = best.layout.fixed
    stretches = sorted(_runs(iter(sorted(fixed))), key=len)

    def without(count: int) -> _Draft:
        kept = {place: fixed[place] for stretch in stretches[count:] for place in stretch}
        return min((_Draft(task, layout) for layout in _in_runs(task, kept)), key=lambda draft: len(draft.edits))

    low, high = 0, len(stretches) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(without(middle).edits) <= price else (middle + 1, high)
    drafts = [best, *([without(low)] if stretches else []), *(_Draft(task, layout) for layout in _anchors(task))]
    fitting = [draft for draft in drafts if len(draft.edits) <= price]
    return max(fitting, key=lambda draft: draft.kept) if fitting else min(drafts, key=lambda draft: len(draft.edits))


def _anchors(task: _Task) -> Iterator[_Layout]:
    """Layouts that keep one row, so that the list never stands empty: near an end, where it costs least."""
    rows = {track: row for row, track in enumerate(task.current)}
    alone = {track for track, count in Counter(task.current).items() if count == 1 or task.can(Feature.REMOVE_ROWS)}
    places = [place for place, track in enumerate(task.wanted) if track in alone and track in rows]
    for place in dict.fromkeys((*places[:1], *places[-1:])):
        yield _Layout({place: rows[task.wanted[place]]}, {})


def _edits(task: _Task, layout: _Layout) -> Iterator[Edit]:
    """The requests that carry out a layout: remove, move, add; adding first where the list would stand empty."""
    places = {**layout.fixed, **layout.moved}
    used = set(places.values())
    gone = [row for row in range(len(task.current)) if row not in used]
    early, late = _split_removals(task, gone, places)
    rows = list(range(len(task.current)))
    yield from _removals(task, rows, early)
    new = [place for place in range(len(task.wanted)) if place not in places]
    order = {row: place for place, row in places.items()}
    if not task.can(Feature.ADD_ANYWHERE):
        yield from _appends(task, rows, new, order)
    if layout.fixed or layout.moved:
        yield from _together(_moves(task, rows, order, set(layout.fixed)), task.limits.move)
    if task.can(Feature.ADD_ANYWHERE):
        for run in _runs(iter(new)):
            for part in _parts(run, task.limits.add):
                yield Add(part[0], tuple(task.wanted[place] for place in part))
                rows[part[0] : part[0]] = [_fresh(task, place) for place in part]
    yield from _removals(task, rows, late)


def _fresh(task: _Task, place: int) -> int:
    """The number of a row that an add makes: beyond those that are there already."""
    return len(task.current) + place


def _split_removals(task: _Task, gone: list[int], places: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """The rows to remove before adding, and those to remove after it because nothing else would be left."""
    fits = len(task.current) + len(task.wanted) <= task.limits.playlist
    if places or not task.wanted or not fits:
        return gone, []
    if task.can(Feature.REMOVE_ROWS):
        return [], gone
    wanted = set(task.wanted)
    return [row for row in gone if task.current[row] in wanted], [
        row for row in gone if task.current[row] not in wanted
    ]


def _removals(task: _Task, rows: list[int], gone: list[int]) -> Iterator[Remove]:
    """Remove rows in as few requests as the limit allows. ``rows`` is changed along."""
    if task.can(Feature.REMOVE_ROWS):
        batches = [set(part) for part in _parts(gone, task.limits.remove)]
    else:
        tracks = list(dict.fromkeys(task.current[row] for row in gone))
        of_track = defaultdict(set)
        for row in gone:
            of_track[task.current[row]].add(row)
        batches = [set().union(*(of_track[track] for track in part)) for part in _parts(tracks, task.limits.remove)]
    for batch in batches:
        positions = tuple(position for position, row in enumerate(rows) if row in batch)
        yield Remove(positions, tuple(task.current[rows[position]] for position in positions))
        rows[:] = [row for row in rows if row not in batch]


def _appends(task: _Task, rows: list[int], new: list[int], order: dict[int, int]) -> Iterator[Add]:
    """Add at the end what is new; moves bring it to its place. ``rows`` and ``order`` are changed along."""
    for part in _parts(new, task.limits.add):
        yield Add(len(rows), tuple(task.wanted[place] for place in part))
        rows += [_fresh(task, place) for place in part]
        order |= {_fresh(task, place): place for place in part}


def _moves(task: _Task, rows: list[int], order: Mapping[int, int], fixed: set[int]) -> Iterator[Move]:
    """Bring every row to its place among those that are there. ``rows`` is changed along."""
    present = sorted(order, key=order.__getitem__)
    done = 0
    while done < len(present):
        row = present[done]
        if order[row] in fixed:
            done += 1
            continue
        start = rows.index(row)
        before = rows.index(present[done - 1]) + 1 if done else 0
        length = 1
        while (
            task.can(Feature.MOVE_RANGE)
            and done + length < len(present)
            and order[present[done + length]] not in fixed
            and rows[start + length : start + length + 1] == [present[done + length]]
        ):
            length += 1
        if start != before:
            move = Move(start, before, length)
            yield move
            rows[:] = apply_move(rows, move)
        done += length


def _together(moves: Iterable[Move], most: int) -> Iterator[Move | Moves]:
    """Moves in as few requests as can be, none of which moves more than ``most`` rows by several of them."""
    batch: list[Move] = []
    for move in moves:
        if batch and sum(one.length for one in (*batch, move)) > most:
            yield _one_edit(batch)
            batch = []
        batch.append(move)
    if batch:
        yield _one_edit(batch)


def _one_edit(batch: Sequence[Move]) -> Move | Moves:
    return batch[0] if len(batch) == 1 else Moves(tuple(batch))


def _parts(things: Sequence[Thing], size: int) -> Iterator[Sequence[Thing]]:
    return (things[at : at + size] for at in range(0, len(things), size))
