"""The plan: what it promises for any two lists, and what it does in the cases people know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from exporter.backend import Feature, Limits
from exporter.model import Add, Create, Describe, Edit, Item, Move, Moves, Remote, Remove, apply_edit
from exporter.sync.plan import WORTH, Details, clear_and_refill, item_edits, plan, with_extras

SPOTIFY_LIKE = frozenset({Feature.ADD_ANYWHERE, Feature.MOVE, Feature.MOVE_RANGE, Feature.DESCRIBE})
ROWS_AND_RANGES = SPOTIFY_LIKE | {Feature.REMOVE_ROWS}
APPEND_AND_MOVE = frozenset({Feature.MOVE, Feature.REMOVE_ROWS})
ADD_ONLY_ANYWHERE = frozenset({Feature.ADD_ANYWHERE})
BARE = frozenset[Feature]()
SERVICES = [SPOTIFY_LIKE, ROWS_AND_RANGES, APPEND_AND_MOVE, ADD_ONLY_ANYWHERE, BARE]

few_letters = st.lists(st.sampled_from("abcdef"), max_size=14)
many_letters = st.lists(st.integers(0, 40).map(str), max_size=40)
track_lists = few_letters | many_letters
moved_rows = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=16)
nearly_alike = st.builds(lambda rows, moves: (rows, after_moving(rows, moves)), many_letters, moved_rows)
services = st.sampled_from(SERVICES)
sizes = st.sampled_from([1, 2, 3, 100])
limits = st.builds(lambda add, remove, move: Limits(add=add, remove=remove, move=move), sizes, sizes, sizes)


@given(current=track_lists, wanted=track_lists, features=services, limits=limits)
def test_applying_the_plan_gives_exactly_the_wanted_list(
    current: list[str], wanted: list[str], features: frozenset[Feature], limits: Limits
) -> None:
    edits, _ = item_edits(current, wanted, features, limits)
    assert simulate(current, edits) == wanted


@given(wanted=track_lists, features=services, limits=limits)
def test_planning_again_gives_nothing(wanted: list[str], features: frozenset[Feature], limits: Limits) -> None:
    assert item_edits(wanted, wanted, features, limits) == ([], len(wanted))


@given(current=track_lists, wanted=track_lists, features=services, limits=limits)
@example(current=["1", "z"], wanted=["x", "1", "y"], features=SPOTIFY_LIKE, limits=Limits())
def test_a_plan_takes_no_more_requests_than_clear_and_refill_and_what_rows_in_order_are_worth(
    current: list[str], wanted: list[str], features: frozenset[Feature], limits: Limits
) -> None:
    edits, kept = item_edits(current, wanted, features, limits)
    price = clear_and_refill(current, wanted, features, limits)
    if can_keep_a_row(current, wanted, features):
        # Clearing leaves an empty playlist for a moment; never to do that may cost one request, never two.
        never_dearer = len(edits) <= price or (len(edits) == price + 1 and never_empty(current, edits))
        assert never_dearer or (mostly_in_order(current, wanted) and kept and len(edits) <= price + WORTH)


@given(lists=nearly_alike, limits=limits)
@example(lists=(list("abcdefghijklmnopqrst"), list("eabcdfgshijklpmnoqrt")), limits=Limits())
def test_a_longest_common_subsequence_stays_in_place_whenever_it_is_worth_that(
    lists: tuple[list[str], list[str]], limits: Limits
) -> None:
    current, wanted = lists
    edits, kept = item_edits(current, wanted, ROWS_AND_RANGES, limits)
    longest = LCSseq.similarity(current, wanted)
    every_move_alone = len(current) + len(wanted) - 2 * longest
    worth = WORTH if mostly_in_order(current, wanted) else 0
    if every_move_alone <= clear_and_refill(current, wanted, ROWS_AND_RANGES, limits) + worth:
        assert kept == longest
    assert untouched(current, edits) >= kept


@given(lists=nearly_alike, features=services.filter(lambda can: Feature.ADD_ANYWHERE in can), limits=limits)
def test_rows_that_stay_are_never_fewer_than_a_plan_without_that_worth_would_keep(
    lists: tuple[list[str], list[str]], features: frozenset[Feature], limits: Limits
) -> None:
    current, wanted = lists
    _, kept = item_edits(current, wanted, features, limits)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exporter.sync.plan.WORTH", 0)
        assert kept >= item_edits(current, wanted, features, limits)[1]


@given(current=track_lists, wanted=track_lists, features=services, limits=limits)
def test_every_edit_keeps_the_limits_and_features_of_the_service(
    current: list[str], wanted: list[str], features: frozenset[Feature], limits: Limits
) -> None:
    rows = list(current)
    for edit in item_edits(current, wanted, features, limits)[0]:
        match edit:
            case Add(position, ids):
                assert 0 < len(ids) <= limits.add
                assert Feature.ADD_ANYWHERE in features or position == len(rows)
            case Move(_, _, length):
                assert Feature.MOVE in features
                assert length == 1 or Feature.MOVE_RANGE in features
            case Moves(moves):
                assert Feature.MOVE in features
                assert 1 < len(moves) <= sum(move.length for move in moves) <= limits.move
            case Remove(positions, ids):
                assert [rows[position] for position in positions] == list(ids)
                rows_or_tracks = positions if Feature.REMOVE_ROWS in features else set(ids)
                assert 0 < len(rows_or_tracks) <= limits.remove
                if Feature.REMOVE_ROWS not in features:
                    assert all(rows.count(track) == ids.count(track) for track in ids)
        rows = simulate(rows, [edit])


@given(current=track_lists.filter(bool), wanted=track_lists.filter(bool), features=services, limits=limits)
def test_the_list_never_stands_empty_on_the_way(
    current: list[str], wanted: list[str], features: frozenset[Feature], limits: Limits
) -> None:
    if Feature.REMOVE_ROWS not in features and set(current) <= set(wanted):
        return  # every row may be of a track with a row too many, and those must go before they come back
    assert never_empty(current, item_edits(current, wanted, features, limits)[0])


def simulate(ids: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    rows = list(ids)
    for edit in edits:
        rows = apply_edit(rows, edit)
    return rows


def after_moving(rows: list[str], moves: Sequence[tuple[int, int]]) -> list[str]:
    found = list(rows)
    for start, end in moves:
        if start < len(found):
            found.insert(end, found.pop(start))
    return found


def mostly_in_order(current: list[str], wanted: list[str]) -> bool:
    shared = (Counter(current) & Counter(wanted)).total()
    return 2 * LCSseq.similarity(current, wanted) >= shared


def can_keep_a_row(current: list[str], wanted: list[str], features: frozenset[Feature]) -> bool:
    """Not where every track that stays has two rows, and the service cannot remove one of them."""
    shared = set(current) & set(wanted)
    return Feature.REMOVE_ROWS in features or not shared or any(current.count(track) == 1 for track in shared)


def never_empty(current: list[str], edits: Sequence[Edit]) -> bool:
    return all(simulate(current, edits[:count]) for count in range(1, len(edits) + 1))


def untouched(current: list[str], edits: Sequence[Edit]) -> int:
    """How many rows no edit moves or removes."""
    rows = [(row, track) for row, track in enumerate(current)]
    touched: set[int] = set()
    for edit in chain.from_iterable(one.moves if isinstance(one, Moves) else [one] for one in edits):
        match edit:
            case Add(position, ids):
                rows[position:position] = [(-1, track) for track in ids]
            case Move(start, before, length):
                block = rows[start : start + length]
                touched |= {row for row, _ in block}
                del rows[start : start + length]
                at = before if before <= start else before - length
                rows[at:at] = block
            case Remove(positions, _):
                touched |= {rows[position][0] for position in positions}
                for position in sorted(positions, reverse=True):
                    del rows[position]
    return len([row for row, _ in rows if row >= 0 and row not in touched])


def edits_of(current: str, wanted: str, features: frozenset[Feature] = SPOTIFY_LIKE) -> list[Edit]:
    return item_edits(current.split(), wanted.split(), features, Limits())[0]


def test_one_song_inserted_at_the_top_is_one_add_at_position_0() -> None:
    assert edits_of("b c d", "a b c d") == [Add(0, ("a",))]


def test_neighbours_are_added_by_one_request() -> None:
    assert edits_of("a d", "a b c d") == [Add(1, ("b", "c"))]


def test_a_song_that_went_from_the_end_to_the_top_is_one_move() -> None:
    assert edits_of("b c d a", "a b c d") == [Move(3, 0, 1)]


def test_neighbours_are_moved_by_one_request() -> None:
    assert edits_of("c d e f a b", "a b c d e f") == [Move(4, 0, 2)]


def test_a_single_row_is_moved_alone_where_ranges_cannot_be() -> None:
    one_at_a_time = frozenset({Feature.MOVE, Feature.ADD_ANYWHERE})
    assert edits_of("c d e f a b", "a b c d e f", one_at_a_time) == [Move(4, 0, 1), Move(5, 1, 1)]


def test_rows_all_over_the_list_are_moved_by_one_request_where_the_service_takes_several_moves_in_one() -> None:
    edits, kept = item_edits(list("bcdafge"), list("abcdefg"), APPEND_AND_MOVE, Limits(move=50))
    assert edits == [Moves((Move(3, 0, 1), Move(6, 4, 1)))]
    assert kept == 5


def test_as_many_rows_are_moved_by_one_request_as_the_limit_allows() -> None:
    current = [str(number) for number in range(100)]
    wanted = after_moving(current, [(number * 7, 99 - number * 7) for number in range(7)])
    edits, _ = item_edits(current, wanted, APPEND_AND_MOVE, Limits(move=3))
    assert [len(edit.moves) if isinstance(edit, Moves) else 1 for edit in edits] == [3, 3, 1]


def test_songs_taken_out_go_by_one_request() -> None:
    assert edits_of("a b c d e", "a c e") == [Remove((1, 3), ("b", "d"))]


def test_a_song_wanted_twice_is_added_a_second_time() -> None:
    assert edits_of("a b", "a b a") == [Add(2, ("a",))]


def test_of_two_equal_rows_one_is_removed_where_the_service_can() -> None:
    assert edits_of("a b a", "a b", ROWS_AND_RANGES) in ([Remove((2,), ("a",))], [Remove((0,), ("a",))])


def test_of_two_equal_rows_both_go_and_one_comes_back_where_a_service_removes_by_track() -> None:
    assert edits_of("a b a", "a b") == [Remove((0, 2), ("a", "a")), Add(0, ("a",))]


def test_scattered_songs_gathered_at_the_top_are_cheaper_added_than_moved() -> None:
    current = " ".join(f"{letter}{number}" for number in range(20) for letter in ("x", "y"))
    wanted = " ".join([f"x{number}" for number in range(20)] + [f"y{number}" for number in range(20)])
    assert len(edits_of(current, wanted)) == 2


@pytest.mark.parametrize("count", [3, 5, 12])
def test_songs_moved_in_a_short_list_leave_all_others_where_they_are(count: int) -> None:
    current = [str(number) for number in range(50)]
    wanted = after_moving(current, [(number * 4, 49 - number * 4) for number in range(count)])
    edits, kept = item_edits(current, wanted, SPOTIFY_LIKE, Limits())
    assert kept == LCSseq.similarity(current, wanted)
    assert len(edits) <= count


def test_of_a_short_list_with_many_songs_moved_only_what_is_worth_it_stays() -> None:
    current = [str(number) for number in range(90)]
    wanted = after_moving(current, [(number * 4, (number * 37) % 89) for number in range(20)])
    edits, kept = item_edits(current, wanted, SPOTIFY_LIKE, Limits())
    assert len(edits) == clear_and_refill(current, wanted, SPOTIFY_LIKE, Limits()) + WORTH
    assert kept > len(current) / 2


def test_a_list_in_no_order_takes_no_more_requests_than_clear_and_refill() -> None:
    current = [str(number) for number in range(50)]
    wanted = [str(number * 23 % 50) for number in range(50)]
    assert len(item_edits(current, wanted, SPOTIFY_LIKE, Limits())[0]) <= 3


def test_nothing_in_common_is_added_before_the_old_goes() -> None:
    assert edits_of("a b", "c d") == [Add(0, ("c", "d")), Remove((2, 3), ("a", "b"))]


def test_a_service_that_only_appends_keeps_the_longest_beginning() -> None:
    assert edits_of("a x b c", "a b d c", BARE) == [Remove((1, 3), ("x", "c")), Add(2, ("d", "c"))]


def test_a_service_that_appends_and_moves_brings_a_new_song_to_the_top_with_an_add_and_a_move() -> None:
    assert edits_of("b c", "a b c", APPEND_AND_MOVE) == [Add(2, ("a",)), Move(2, 0, 1)]


def test_ten_thousand_shuffled_songs_are_planned_within_the_price_of_clear_and_refill() -> None:
    current = [str(number) for number in range(10_000)]
    wanted = [str(number * 7919 % 10_000) for number in range(10_000)]
    edits, kept = item_edits(current, wanted, SPOTIFY_LIKE, Limits())
    assert simulate(current, edits) == wanted
    assert len(edits) <= clear_and_refill(current, wanted, SPOTIFY_LIKE, Limits())
    assert kept > 0


def test_a_playlist_that_is_not_there_is_created_and_filled_in_batches() -> None:
    wanted = [str(number) for number in range(250)]
    made = plan(None, wanted, Details("Sad Anime", "why", public=True), SPOTIFY_LIKE, Limits())
    assert made.edits == (
        Create("Sad Anime", "why", public=True),
        Add(0, tuple(wanted[:100])),
        Add(100, tuple(wanted[100:200])),
        Add(200, tuple(wanted[200:])),
    )
    assert made.requests == 4


@pytest.mark.parametrize(("name", "description"), [("Other", "why"), ("Sad Anime", "because")])
def test_a_changed_name_or_description_is_one_edit(name: str, description: str) -> None:
    remote = Remote("id", name, description=description, version="v1")
    made = plan(remote, [], Details("Sad Anime", "why"), SPOTIFY_LIKE, Limits())
    assert made.edits == (Describe("Sad Anime", "why"),)
    assert made.based_on == "v1"


def test_a_plan_knows_what_will_be_lost() -> None:
    current = ["a", "b", "b", "c"]
    edits = plan(_remote(current), ["b", "a"], Details("n"), SPOTIFY_LIKE, Limits())
    assert Counter(edits.lost) == Counter({"b": 1, "c": 1})


@given(remote=many_letters, wanted=many_letters, features=services.filter(lambda can: Feature.MOVE in can))
def test_rows_that_others_added_stay_and_ours_keep_our_order(
    remote: list[str], wanted: list[str], features: frozenset[Feature]
) -> None:
    extras = frozenset(remote[::2]) - frozenset(wanted)
    merged = with_extras(remote, wanted, extras)
    assert [track for track in merged if track not in extras] == wanted
    assert Counter(track for track in merged if track in extras) == Counter(
        track for track in remote if track in extras
    )
    rows = list(remote)
    for edit in item_edits(remote, merged, features, Limits(), extras)[0]:
        assert not (isinstance(edit, Add | Remove) and extras & set(edit.ids))
        rows = simulate(rows, [edit])
    assert rows == list(merged)


def test_an_extra_row_stays_behind_the_song_it_stood_behind() -> None:
    assert with_extras(["a", "x", "b"], ["n", "b", "a"], frozenset("x")) == ("n", "b", "a", "x")


def _remote(ids: list[str]) -> Remote:
    return Remote("id", "n", tuple(Item(track) for track in ids))
