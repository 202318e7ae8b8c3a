"""The steps of a move."""

from __future__ import annotations

from exporter_ytmusic.moves import every_step, steps
from hypothesis import given
from hypothesis import strategies as st

from exporter import Item, Move
from exporter.model import apply_move


def rows_of(count: int) -> list[Item]:
    return [Item(id=f"v{number}", row=f"r{number}") for number in range(count)]


@st.composite
def moves(draw: st.DrawFn) -> tuple[list[Item], Move]:
    count = draw(st.integers(1, 12))
    start = draw(st.integers(0, count - 1))
    return rows_of(count), Move(start, draw(st.integers(0, count)), draw(st.integers(1, count - start)))


def carried_out(rows: list[Item], found: list[tuple[Item, Item]]) -> list[Item]:
    """What YouTube Music makes of steps: one after the other, each row goes before the other one."""
    for row, before in found:
        rows = [one for one in rows if one != row]
        rows.insert(rows.index(before), row)
    return rows


@given(moves())
def test_carry_out_the_move(given_move: tuple[list[Item], Move]) -> None:
    rows, move = given_move
    found = steps(rows, move)
    assert found is not None
    assert carried_out(rows, found) == apply_move(rows, move)


@given(moves())
def test_are_never_more_than_the_rows_that_move(given_move: tuple[list[Item], Move]) -> None:
    rows, move = given_move
    found = steps(rows, move)
    assert found is not None
    behind_all = move.before == len(rows)
    assert len(found) <= move.length + behind_all


@given(moves(), st.data())
def test_carry_out_several_moves_one_after_another(given_move: tuple[list[Item], Move], data: st.DataObject) -> None:
    rows, move = given_move
    every, after = [move], apply_move(rows, move)
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(rows) - 1))
        length = data.draw(st.integers(1, len(rows) - start))
        every.append(Move(start, data.draw(st.sampled_from([*range(start + 1), len(rows)])), length))
        after = apply_move(after, every[-1])
    found = every_step(rows, every)
    assert found is not None
    assert carried_out(rows, found) == after


@given(moves(), st.data())
def test_leave_rows_without_an_id_alone(given_move: tuple[list[Item], Move], data: st.DataObject) -> None:
    rows, move = given_move
    dead = data.draw(st.integers(0, len(rows) - 1))
    rows[dead] = Item(id="", title="dead")
    found = steps(rows, move)
    if found is not None:
        assert all(row.row and before.row for row, before in found)
        assert carried_out(rows, found) == apply_move(rows, move)


def test_go_around_a_row_without_an_id_where_they_can() -> None:
    rows = [*rows_of(2), Item(id=""), *rows_of(4)[2:]]
    assert steps(rows, Move(2, 1, 1)) == [(rows[1], rows[3])]
    assert steps([Item(id=""), Item(id="")], Move(1, 0, 1)) is None
