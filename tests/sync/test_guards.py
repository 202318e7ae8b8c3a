"""What a push refuses to do unasked: where each line is drawn, and what is said there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import Unsafe
from exporter.model import Item, Plan, Remote
from exporter.sync.guards import check_empty, check_foreign, check_loss, check_unmoved

WAY_ON = "Do this."


def losing(lost: int, before: int) -> Plan:
    return Plan("list1", "1", (), (), before=before, lost=tuple(f"id{number}" for number in range(lost)))


def holding(*ids: str, version: str = "1") -> Remote:
    items = tuple(Item(track_id, title=f"Song {track_id}" if track_id else "a local file") for track_id in ids)
    return Remote("list1", "Sad Anime", items, version=version)


# Too much would go.


@pytest.mark.parametrize(("lost", "before"), [(9, 9), (1, 1), (0, 10), (3, 10), (30, 100), (3000, 10_000)])
def test_short_lists_and_small_losses_pass(lost: int, before: int) -> None:
    check_loss(losing(lost, before), name="Sad Anime", way_on=WAY_ON)


@pytest.mark.parametrize(("lost", "before"), [(4, 10), (10, 10), (31, 100), (3001, 10_000), (4, 13)])
def test_losing_more_than_thirty_percent_of_ten_or_more_is_refused(lost: int, before: int) -> None:
    with pytest.raises(Unsafe) as caught:
        check_loss(losing(lost, before), name="Sad Anime", way_on=WAY_ON)
    assert caught.value.message == f"Sad Anime: this would remove {lost} of {before} tracks, more than 30%."
    assert caught.value.hint == WAY_ON
    assert caught.value.exit_code == 6


@given(st.integers(1, 1000))
def test_exactly_thirty_percent_is_not_more_than_thirty_percent(tens: int) -> None:
    check_loss(losing(3 * tens, 10 * tens), name="x", way_on=WAY_ON)
    with pytest.raises(Unsafe):
        check_loss(losing(3 * tens + 1, 10 * tens), name="x", way_on=WAY_ON)


# Tracks of somebody else.


def test_a_playlist_of_ours_alone_passes() -> None:
    check_foreign(holding("a", "b", "a"), frozenset("abc"), name="x", way_on=WAY_ON)
    check_foreign(holding(), frozenset(), name="x", way_on=WAY_ON)


def test_rows_without_a_track_are_nobodys() -> None:
    check_foreign(holding("a", ""), frozenset("a"), name="x", way_on=WAY_ON)


def test_foreign_tracks_are_counted_and_named() -> None:
    with pytest.raises(Unsafe) as caught:
        check_foreign(holding("a", "b"), frozenset("a"), name="Sad Anime", way_on=WAY_ON)
    assert caught.value.message == "Sad Anime: the playlist holds 1 track that we did not put there: Song b."
    assert caught.value.hint == WAY_ON


def test_of_many_foreign_tracks_only_the_first_are_named() -> None:
    with pytest.raises(Unsafe) as caught:
        check_foreign(holding(*"abcdefg"), frozenset("a"), name="x", way_on=WAY_ON)
    assert caught.value.message.endswith(
        "6 tracks that we did not put there: Song b, Song c, Song d, Song e, Song f and 1 more."
    )


def test_a_foreign_track_without_a_title_is_named_by_its_id() -> None:
    with pytest.raises(Unsafe, match=r"there: id9\.$"):
        check_foreign(Remote("list1", "x", (Item("id9"),)), frozenset(), name="x", way_on=WAY_ON)


# A list that is suddenly empty.


def test_an_empty_playlist_is_believed_when_it_was_empty_before() -> None:
    check_empty(holding(), 0, name="x", way_on=WAY_ON)
    check_empty(holding("a"), 5, name="x", way_on=WAY_ON)


@pytest.mark.parametrize(("remembered", "words"), [(1, "held 1 track at"), (12, "held 12 tracks at")])
def test_a_playlist_that_held_tracks_is_not_believed_to_be_empty(remembered: int, words: str) -> None:
    with pytest.raises(Unsafe, match=words) as caught:
        check_empty(holding(), remembered, name="x", way_on=WAY_ON)
    assert caught.value.hint == WAY_ON


# A list that moved.


def test_a_plan_fits_the_version_and_the_rows_that_it_was_made_for() -> None:
    check_unmoved(holding("a", version="1"), holding("a", version="1"), name="x")
    for other in (holding("a", version="2"), holding("b", version="1")):
        with pytest.raises(Unsafe, match="has changed since the plan was made") as caught:
            check_unmoved(holding("a", version="1"), other, name="x")
        assert "plans anew" in caught.value.hint
