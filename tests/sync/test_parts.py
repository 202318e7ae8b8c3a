"""Parts of a long list: what they promise for any list, and what happens to people's lists in the course of nights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.sync.parts import Part, filled, split, stages

limits = st.integers(2, 12)
tracks = st.lists(st.integers(0, 40).map(str), max_size=40)
distinct = st.lists(st.integers(0, 60).map(str), max_size=50, unique=True)


def contents(parts: Sequence[Part]) -> list[tuple[str, ...]]:
    return [part.tracks for part in parts]


def together(parts: Sequence[Sequence[str]]) -> list[str]:
    return [track for part in parts for track in part]


def numbers(count: int, first: int = 0) -> list[str]:
    return [str(number) for number in range(first, first + count)]


@st.composite
def nights(draw: st.DrawFn) -> tuple[list[str], list[list[str]], int]:
    """A wanted list, what the parts hold at the moment (in whatever way they came to that), and the limit."""
    limit = draw(limits)
    parts = draw(st.lists(st.lists(st.integers(0, 40).map(str), max_size=limit), max_size=4))
    return draw(tracks), parts, limit


# Laws of the parts.


@given(nights())
def test_the_parts_one_after_another_are_the_wanted_list(night: tuple[list[str], list[list[str]], int]) -> None:
    wanted, before, limit = night
    assert together(contents(split(wanted, before, limit))) == wanted


@given(nights())
def test_no_part_is_over_the_limit_and_none_is_empty(night: tuple[list[str], list[list[str]], int]) -> None:
    wanted, before, limit = night
    parts = split(wanted, before, limit)
    assert all(0 < len(part.tracks) <= limit for part in parts) or contents(parts) == [()]


@given(nights(), st.lists(st.integers(0, 3), max_size=4))
def test_guests_have_room_and_keep_their_part(night: tuple[list[str], list[list[str]], int], guests: list[int]) -> None:
    wanted, before, limit = night
    staying = {number: min(count, limit) for number, count in enumerate(guests[: len(before)])}
    parts = split(wanted, before, limit, list(staying.values()))
    assert together(contents(parts)) == wanted
    assert all(len(part.tracks) + staying.get(_number(part), 0) <= limit for part in parts)
    assert {number for number, count in staying.items() if count} <= {part.former for part in parts}


@given(nights())
def test_former_parts_keep_their_order_and_the_first_stays_the_first(
    night: tuple[list[str], list[list[str]], int],
) -> None:
    wanted, before, limit = night
    formers = [part.former for part in split(wanted, before, limit)]
    old = [former for former in formers if former is not None]
    assert old == sorted(set(old))
    assert formers == [*old, *[None] * (len(formers) - len(old))]
    assert not before or formers[0] == 0


@given(nights())
def test_a_second_night_changes_nothing(night: tuple[list[str], list[list[str]], int]) -> None:
    wanted, before, limit = night
    first = contents(split(wanted, before, limit))
    assert split(wanted, first, limit) == tuple(Part(number, part) for number, part in enumerate(first))


@given(wanted=distinct, limit=limits)
def test_a_first_push_leaves_slack_in_every_part_but_the_last(wanted: list[str], limit: int) -> None:
    *parts, last = contents(split(wanted, [], limit))
    assert {len(part) for part in parts} <= {filled(limit)}
    assert len(last) <= limit
    assert len(parts) == 0 or len(wanted) > limit


@given(wanted=distinct, limit=limits, place=st.integers(0, 50), full=st.booleans())
def test_a_song_more_moves_at_most_one_song_across_each_boundary_and_none_where_there_is_room(
    wanted: list[str], limit: int, place: int, *, full: bool
) -> None:
    size = limit if full else filled(limit)
    before = [wanted[at : at + size] for at in range(0, len(wanted), size)]
    place = min(place, len(wanted))
    after = contents(split([*wanted[:place], "new", *wanted[place:]], before, limit))
    homes = {track: number for number, part in enumerate(after) for track in part}
    moved = [track for number, part in enumerate(before) for track in part if homes[track] != number]
    assert all(
        abs(homes[track] - number) == 1 for number, part in enumerate(before) for track in part if track in moved
    )
    assert len(moved) <= (max(0, len(before) - 1) if len(after) == len(before) else len(before))
    if not full and len(before) > 1 and filled(limit) > 1:
        assert not moved


@given(wanted=distinct, limit=limits, data=st.data())
def test_parts_that_lose_a_song_stay_as_they_are_until_two_of_them_leave_slack_together(
    wanted: list[str], limit: int, data: st.DataObject
) -> None:
    before = contents(split(wanted, [], limit))
    while wanted:
        wanted = [track for track in wanted if track != data.draw(st.sampled_from(wanted))]
        left = [tuple(track for track in part if track in set(wanted)) for part in before]
        after = contents(split(wanted, before, limit))
        if all(left) and all(len(a) + len(b) > filled(limit) for a, b in pairwise(left)):
            assert after == left
        assert len(after) <= len(before)
        before = after


@given(wanted=distinct, limit=limits, left=st.integers(0, 50))
def test_parts_that_were_joined_have_room_for_a_song_more(wanted: list[str], limit: int, left: int) -> None:
    before = contents(split(wanted, [], limit))
    joined = contents(split(wanted[:left], before, limit))
    if len(joined) < len(before):
        assert len(split(["new", *wanted[:left]], joined, limit)) == len(joined)


@given(data=st.data(), limit=st.integers(2, 5))
def test_as_few_songs_as_possible_move_when_songs_come_and_go(data: st.DataObject, limit: int) -> None:
    sizes = data.draw(st.lists(st.integers(1, limit), min_size=1, max_size=3))
    ends = [sum(sizes[: count + 1]) for count in range(len(sizes))]
    before = [numbers(size, first=end - size) for size, end in zip(sizes, ends, strict=True)]
    there = data.draw(st.sets(st.sampled_from(together(before))))
    come = data.draw(st.lists(st.integers(0, 15), max_size=4))
    wanted = [track for track in together(before) if track not in there]
    for number, place in enumerate(come):
        wanted.insert(min(place, len(wanted)), f"new {number}")
    after = split(wanted, before, limit)
    if [part.former for part in after] == list(range(len(before))):
        assert staying(contents(after), before) == max(
            staying(parts, before) for parts in every_split(wanted, len(before), limit)
        )


def staying(parts: Sequence[Sequence[str]], before: Sequence[Sequence[str]]) -> int:
    return sum(len({*part}.intersection(held)) for part, held in zip(parts, before, strict=True))


def every_split(wanted: list[str], count: int, limit: int) -> Iterator[list[list[str]]]:
    if count == 1:
        yield from [[wanted]] if len(wanted) <= limit else []
        return
    for size in range(min(limit, len(wanted)) + 1):
        yield from ([wanted[:size], *rest] for rest in every_split(wanted[size:], count - 1, limit))


# Nights.


def test_a_list_as_long_as_the_limit_is_one_part() -> None:
    assert contents(split(numbers(10_000), [], 10_000)) == [tuple(numbers(10_000))]
    assert [len(part) for part in contents(split(numbers(10_001), [], 10_000))] == [9_700, 301]
    assert [len(part) for part in contents(split(numbers(25_000), [[]], 10_000))] == [9_700, 9_700, 5_600]


def test_three_hundred_songs_at_the_top_go_into_the_slack_and_the_next_moves_one_song() -> None:
    before = contents(split(numbers(12_000), [], 10_000))
    wanted = [*numbers(300, first=50_000), *numbers(12_000)]
    first, second = contents(split(wanted, before, 10_000))
    assert (len(first), second) == (10_000, before[1])
    after = contents(split(["top", *wanted], [first, second], 10_000))
    assert [len(part) for part in after] == [10_000, 2_301]
    assert after[1] == (first[-1], *second)


def test_a_song_at_the_end_of_a_full_last_part_uses_the_room_before_it() -> None:
    before = [numbers(97), numbers(100, first=97)]
    after = contents(split(numbers(198), before, 100))
    assert [len(part) for part in after] == [98, 100]


def test_a_part_that_was_full_from_the_start_gives_only_what_is_too_much() -> None:
    before = [numbers(100)]
    assert [len(part) for part in contents(split(["top", *numbers(100)], before, 100))] == [100, 1]


def test_songs_for_a_new_part_leave_the_slack_of_the_one_before_it_alone() -> None:
    """As after a first push that was cut off between the parts."""
    assert [len(part) for part in contents(split(numbers(120), [numbers(97)], 100))] == [97, 23]
    assert [len(part) for part in contents(split(numbers(120), [numbers(10)], 100))] == [97, 23]


def test_a_part_that_somebody_emptied_gets_the_same_songs_back() -> None:
    before = contents(split(numbers(250), [], 100))
    assert contents(split(numbers(250), [before[0], (), before[2]], 100)) == before
    assert contents(split(numbers(250), [(), before[1], before[2]], 100)) == before


def test_parts_are_joined_when_what_is_left_has_room_to_grow() -> None:
    before = contents(split(numbers(120), [], 100))
    assert len(split(numbers(98), before, 100)) == 2
    (whole,) = split(numbers(97), before, 100)
    assert whole == Part(0, tuple(numbers(97)))


def test_of_two_later_parts_the_one_that_holds_more_goes_on() -> None:
    before = [numbers(97), numbers(10, first=97), numbers(80, first=107)]
    assert [part.former for part in split(numbers(187), before, 100)] == [0, 2]


def test_the_first_part_goes_on_even_when_all_its_songs_left() -> None:
    before = [numbers(97), numbers(50, first=97)]
    assert split(numbers(50, first=97), before, 100) == (Part(0, tuple(numbers(50, first=97))),)


def test_a_part_with_guests_is_not_given_up() -> None:
    parts = split(numbers(20), [numbers(97), numbers(3, first=97)], 100, [0, 1])
    assert [part.former for part in parts] == [0, 1]


def test_blocks_that_change_places_need_no_new_part() -> None:
    before = [numbers(50), numbers(97, first=50)]
    after = split([*numbers(97, first=50), *numbers(50)], before, 100)
    assert [part.former for part in after] == [0, 1]


# Stages: the order of writing.


@st.composite
def rewritings(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]], int]:
    """What the parts hold and shall hold, within a limit; songs may move anywhere, leave and come."""
    limit = draw(st.integers(1, 6))
    some = st.lists(st.integers(0, 15).map(str), max_size=limit)
    count = draw(st.integers(1, 4))
    return ([draw(some) for _ in range(count)], [draw(some) for _ in range(count)], limit)


def carried_out(now: list[list[str]], wanted: list[list[str]], rooms: list[int]) -> list[list[list[str]]]:
    """All states that the parts have on the way, the first and the last included."""
    states = [list(map(list, now))]
    for part, stage in stages(now, wanted, rooms):
        states.append([list(stage) if number == part else held for number, held in enumerate(states[-1])])
    return states


@given(rewritings())
def test_the_stages_end_in_what_is_wanted(case: tuple[list[list[str]], list[list[str]], int]) -> None:
    now, wanted, limit = case
    states = carried_out(now, wanted, [limit] * len(now))
    assert states[-1] == wanted
    assert all(len(part) <= limit for state in states for part in state)
    assert len(states) - 1 <= 4 * len(now) * max(1, sum(map(len, wanted)))


@given(rewritings(), st.integers(1, 3))
def test_no_wanted_song_is_away_on_the_way_while_one_part_has_room_for_all_that_move(
    case: tuple[list[list[str]], list[list[str]], int], spare: int
) -> None:
    now, wanted, limit = case
    states = carried_out(now, wanted, [limit * len(now) + spare] * len(now))
    always = set(together(now)) & set(together(wanted))
    assert all(always <= set(together(state)) for state in states)


@given(st.permutations(numbers(12)))
def test_one_free_row_is_enough_to_change_places(order: list[str]) -> None:
    now, wanted = [numbers(6), numbers(6, first=6)], [order[:6], order[6:]]
    states = carried_out(now, wanted, [7, 6])
    assert all(set(together(state)) == set(numbers(12)) for state in states)


def test_where_all_is_full_one_part_lets_go_of_what_it_does_not_keep() -> None:
    now, wanted = [["a", "b"], ["c", "d"]], [["a", "c"], ["b", "d"]]
    assert list(stages(now, wanted, [2, 2])) == [(0, ("a", "c")), (1, ("b", "d"))]


@pytest.mark.parametrize(
    ("now", "wanted", "parts"),
    [
        ([["a", "b"], ["c"]], [["x", "a"], ["b", "c"]], [1, 0]),
        ([["a", "b"], ["c", "d"], ["e"]], [["x", "a"], ["b", "c"], ["d", "e"]], [2, 1, 0]),
        ([["a"], ["b"]], [["a", "b"], []], [0, 1]),
        ([["a"], []], [["a"], ["b"]], [1]),
        ([["a"], ["b"]], [["a"], ["b"]], []),
    ],
    ids=["overflow", "overflow of two", "join", "append", "nothing"],
)
def test_every_part_is_written_once_in_the_order_that_songs_move(
    now: list[list[str]], wanted: list[list[str]], parts: list[int]
) -> None:
    assert [part for part, _ in stages(now, wanted, [2] * len(now))] == parts


def _number(part: Part) -> int:
    return -1 if part.former is None else part.former
