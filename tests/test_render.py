"""Plans as a person reads them."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from exporter import render
from exporter.errors import ServiceError, UsageError
from exporter.face import Part, Result
from exporter.model import Add, Decision, Edit, Item, Move, Moves, Plan, Reason, Remote, Remove, Song, Verdict

UNASKED = Decision(Verdict.UNKNOWN, reasons=(Reason("unknown", "Radio answered 500.", 0.0),))


def remote(letters: str) -> Remote:
    return Remote("list1", "List", tuple(Item(f"id-{one}", title=f"Title {one}", artists=("Band",)) for one in letters))


def planned(*edits: Edit, before: int) -> Plan:
    return Plan("list1", "", edits, (), before)


def lines(result: Result) -> list[str]:
    """The plan of a result as it stands on a screen."""
    console = Console(file=StringIO(), width=100)
    console.print(render.plan(result) or "")
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return [line.strip() for line in text.splitlines() if line.strip()]


def of(letters: str, *edits: Edit) -> list[str]:
    return lines(Result("list", "radio", plan=planned(*edits, before=len(letters)), before=remote(letters)))


def test_a_move_says_which_song_moves() -> None:
    assert of("abcd", Move(3, 0)) == ["~    4  moves to 1: Title d - Band"]


def test_each_move_is_told_by_the_rows_that_it_meets() -> None:
    removed = Remove((0,), ("id-a",))
    assert of("abcd", removed, Move(2, 0), Add(0, ("id-a",)), Move(1, 4))[1::2] == [
        "~    3  moves to 1: Title d - Band",
        "~    2  moves to 4: Title d - Band",
    ]


def test_several_moves_in_one_request_are_told_one_after_another() -> None:
    assert of("abcd", Moves((Move(3, 0), Move(3, 0)))) == [
        "~    4  moves to 1: Title d - Band",
        "~    4  moves to 1: Title c - Band",
    ]


def test_neighbours_that_move_together_are_named_by_the_first() -> None:
    assert of("abcde", Move(1, 5, 3)) == ["~    2-4  move to 3: Title b - Band and 2 more"]


def test_each_part_of_a_long_playlist_has_rows_of_its_own() -> None:
    parts = (
        Part("List", plan=planned(Move(1, 0), before=2)),
        Part("List (2)", plan=planned(Move(1, 0), before=2)),
    )
    assert lines(Result("list", "radio", parts=parts, before=remote("abcd"))) == [
        "List",
        "~    2  moves to 1: Title b - Band",
        "List (2)",
        "~    2  moves to 1: Title d - Band",
    ]


@pytest.mark.parametrize("before", [None, remote("ab")])
def test_where_the_rows_are_not_those_of_the_plan_a_move_has_no_name(before: Remote | None) -> None:
    result = Result("list", "radio", plan=planned(Move(3, 0), Move(3, 0), before=4), before=before)
    assert lines(result) == ["~    4  moves to 1", "~    4  moves to 1"]


def outcome(result: Result) -> str:
    return render.outcome(result).plain


def test_songs_that_could_not_be_asked_about_are_told_where_no_error_tells_them() -> None:
    result = Result("list", "radio", songs=((Song("a", ("b",)), UNASKED),), plan=planned(before=0))
    assert "1 song could not be asked about; the next push asks again." in outcome(result)


def test_a_push_that_was_refused_every_track_does_not_claim_that_all_is_as_wanted() -> None:
    result = Result("list", "radio", playlist_id="list1", plan=planned(Add(0, ("id-a",)), before=0))
    assert outcome(result).startswith("Nothing was changed: 0 tracks (")


def test_what_to_do_next_keeps_its_lines_and_none_of_them_commands_the_terminal() -> None:
    told = render.error(UsageError("No target.", hint="Name one:\ntargets:\n  radio:\x1b[31m"))
    assert told.plain.splitlines()[1:3] == ["Name one:", "targets:"]
    assert "\x1b" not in told.plain


def test_an_error_is_the_outcome() -> None:
    assert outcome(Result("list", "radio", error=ServiceError("no."))) == "failed: no."
