"""Rows are carried along with every edit, as the service changes them."""

from __future__ import annotations

from exporter_ytmusic.rows import Rows
from hypothesis import given
from hypothesis import strategies as st

from exporter import Add, Describe, Edit, Item, Move, Moves, Remove
from exporter.model import apply_edit


@st.composite
def edits(draw: st.DrawFn, count: int) -> Edit:
    """An edit of a list of so many rows."""
    new = draw(st.lists(st.sampled_from("xyz"), min_size=1, max_size=3))
    add = Add(draw(st.integers(0, count)), tuple(new))
    if not count:
        return add
    start = draw(st.integers(0, count - 1))
    length = draw(st.integers(1, count - start))
    outside = draw(st.sampled_from([*range(start + 1), *range(start + length, count + 1)]))
    gone = tuple(sorted(draw(st.sets(st.integers(0, count - 1), min_size=1))))
    move = Move(start, outside, length)
    every: list[Edit] = [add, move, Moves((move, Move(0, count, 1))), Remove(gone, ("",) * len(gone))]
    return draw(st.sampled_from(every))


@given(st.data())
def test_edits_leave_what_the_core_says_they_leave(data: st.DataObject) -> None:
    rows, ids = Rows(), ["a", "b", "c", "a", "d"]
    rows.keep("PL", [Item(one, row=str(number)) for number, one in enumerate(ids)])
    for step in range(data.draw(st.integers(1, 6))):
        edit = data.draw(edits(len(ids)))
        new = (
            [Item(one, row=f"{step}.{number}") for number, one in enumerate(edit.ids)] if isinstance(edit, Add) else []
        )
        rows.edited("PL", edit, new)
        ids = apply_edit(ids, edit)
        known = rows.of("PL")
        assert known is not None
        assert [item.id for item in known] == ids
        assert len({item.row for item in known}) == len(known)


def test_what_nobody_read_nobody_knows() -> None:
    rows = Rows()
    rows.edited("PL", Add(0, ("a",)), [Item("a")])
    assert rows.of("PL") is None


def test_what_is_forgotten_is_not_known_any_more() -> None:
    rows = Rows()
    rows.keep("PL", [Item("a", row="1")])
    rows.edited("PL", Describe("name", ""))
    assert rows.of("PL") == [Item("a", row="1")]
    rows.forget("PL")
    rows.forget("PL")
    assert rows.of("PL") is None
