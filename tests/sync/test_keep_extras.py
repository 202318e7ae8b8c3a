"""Rows that others added, with ``keep_extras``: they stay where they are, and ours keep our order among themselves."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from exporter.backend import Feature
from exporter.model import Add, Edit, Item, Remote, Remove, Track
from exporter.sync.plan import Details, with_extras
from exporter.sync.push import Want, Watch, push
from exporter.testing import MemoryBackend, MemoryService, memory_info

OURS, THEIRS = "abcdefgh", "UVWXYZ"
SPOTIFY_LIKE = frozenset(Feature) - {Feature.REMOVE_ROWS}
BY_ROWS = frozenset(Feature) - {Feature.ADD_ANYWHERE, Feature.MOVE_RANGE}
features = st.sampled_from([frozenset(Feature), SPOTIFY_LIKE, BY_ROWS])
wishes = st.lists(st.sampled_from(OURS), max_size=10)
remotes = st.lists(st.sampled_from(OURS + THEIRS + "_"), max_size=14).map(
    lambda rows: ["" if row == "_" else row for row in rows]
)


def pushed(
    rows: Sequence[str], wanted: Sequence[str], features: frozenset[Feature], *, keep_extras: bool = True
) -> tuple[list[str], list[Edit]]:
    """What the playlist holds after a push, and the edits that it took."""
    memory = MemoryService.of(Track("memory", letter, f"Song {letter}", ()) for letter in OURS + THEIRS)
    memory.remotes["list1"] = Remote("list1", "List", tuple(map(Item, rows)), version="1", total=len(rows))
    info = memory_info(memory, features=features)
    sent: list[Edit] = []
    want = Want(tuple(memory.tracks[one] for one in wanted), Details("List"), frozenset(OURS), keep_extras=keep_extras)
    watch = Watch(applied=sent.append)
    push(MemoryBackend(memory, info), info, want, memory.remotes["list1"], watch=watch, sleep=lambda _: None)
    return memory.ids("list1"), sent


def theirs(rows: Sequence[str]) -> list[str]:
    return [row for row in rows if row not in OURS or not row]


@given(remotes, wishes, features)
def test_every_row_of_others_is_still_there_and_ours_are_as_wanted(
    rows: list[str], wanted: list[str], features: frozenset[Feature]
) -> None:
    now, _ = pushed(rows, wanted, features)
    assert [row for row in now if row and row in OURS] == wanted
    assert sorted(theirs(now)) == sorted(theirs(rows))


@given(remotes, wishes, features)
def test_no_row_of_others_is_removed_and_added_again(
    rows: list[str], wanted: list[str], features: frozenset[Feature]
) -> None:
    _, edits = pushed(rows, wanted, features)
    for edit in edits:
        if isinstance(edit, Add | Remove):
            assert not theirs(edit.ids)


@given(remotes, wishes, features)
def test_a_second_push_changes_nothing(rows: list[str], wanted: list[str], features: frozenset[Feature]) -> None:
    now, _ = pushed(rows, wanted, features)
    assert pushed(now, wanted, features) == (now, [])


@given(remotes, features)
def test_what_is_right_already_is_left_alone_wherever_others_put_their_rows(
    rows: list[str], features: frozenset[Feature]
) -> None:
    wanted = [row for row in rows if row and row in OURS]
    assert pushed(rows, wanted, features) == (rows, [])


@given(st.lists(st.sampled_from(OURS), unique=True), st.data())
def test_rows_of_others_stay_in_order_behind_the_song_that_they_stood_behind(
    ours: list[str], data: st.DataObject
) -> None:
    """As long as that song is in the file; then behind the one before it that still is."""
    rows = list(ours)
    for letter in THEIRS:
        rows.insert(data.draw(st.integers(0, len(rows))), letter)
    wanted = data.draw(st.permutations(data.draw(st.lists(st.sampled_from(ours or "a"), unique=True))))
    merged = list(with_extras(rows, wanted, frozenset(THEIRS)))
    assert anchors(merged, wanted) == anchors(rows, wanted)


def anchors(rows: Sequence[str], wanted: Sequence[str]) -> dict[str, tuple[str, int]]:
    """For each row of others the wanted song before it, and how many of theirs stand between."""
    found: dict[str, tuple[str, int]] = {}
    song, behind = "", 0
    for row in rows:
        if row in THEIRS:
            found[row] = (song, behind)
            behind += 1
        elif row in wanted:
            song, behind = row, 0
    return found


@given(remotes, wishes)
def test_without_keep_extras_only_rows_without_a_track_stay(rows: list[str], wanted: list[str]) -> None:
    now, _ = pushed(rows, wanted, SPOTIFY_LIKE, keep_extras=False)
    assert [row for row in now if row] == wanted
    assert now.count("") == rows.count("")
