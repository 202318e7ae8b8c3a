"""What the screen and JSON say of a playlist that is longer than its service allows."""

from __future__ import annotations

import pytest

from exporter.backend import Limits
from tests.conftest import Run, Workplace
from tests.radio import Radio, plug, songs

FOUR = Limits(playlist=4)
"""Four rows in a playlist; three are taken at first."""


@pytest.fixture
def radio(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Radio:
    radio = Radio(limits=FOUR)
    plug(monkeypatch, radio.info)
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
    workplace.write("list", songs("abcdefg"))
    return radio


def test_a_plan_shows_the_edits_of_every_part(exporter: Run, radio: Radio) -> None:
    shown = exporter("plan list --to radio").out
    names = [line.strip() for line in shown.splitlines() if line.strip() in {"List", "List (2)"}]
    assert names == ["List", "List (2)"]
    assert "+ a new private playlist: List (2)" in shown
    assert "A push would take 4 requests." in shown
    assert not radio.service.remotes


@pytest.mark.usefixtures("radio")
def test_a_push_says_where_every_part_is(exporter: Run) -> None:
    shown = exporter("push list --to radio").out
    assert "Created with 7 tracks in 2 parts" in shown
    assert "List: 3 songs  memory:list1" in shown
    assert "List (2): 4 songs  memory:list2" in shown


@pytest.mark.usefixtures("radio")
def test_json_has_one_result_with_its_parts(exporter: Run) -> None:
    result = exporter("--json push list --to radio").result
    assert (result["playlist_id"], result["url"]) == ("list1", "memory:list1")
    assert result["parts"] == [
        {"name": "List", "playlist_id": "list1", "url": "memory:list1", "songs": 3},
        {"name": "List (2)", "playlist_id": "list2", "url": "memory:list2", "songs": 4},
    ]
    assert [(edit["edit"], edit["part"]) for edit in result["edits"]] == [
        ("create", "List"),
        ("add", "List"),
        ("create", "List (2)"),
        ("add", "List (2)"),
    ]


def test_a_playlist_in_one_has_no_parts(exporter: Run, workplace: Workplace, radio: Radio) -> None:
    workplace.write("list", songs("abcd"))
    result = exporter("--json push list --to radio").result
    assert "parts" not in result
    assert all("part" not in edit for edit in result["edits"])
    assert len(radio.service.remotes) == 1


@pytest.mark.usefixtures("radio")
def test_a_part_that_is_not_needed_any_more_is_told(exporter: Run, workplace: Workplace) -> None:
    exporter("push list --to radio")
    workplace.write("list", songs("abc"))
    assert (
        "a part that is not needed any more; a push empties it.  memory:list2" in exporter("plan list --to radio").out
    )
    shown = exporter("push list --to radio").out
    assert "List (2) (empty): a part that is not needed any more. Keep it for later, or delete it." in shown
    assert "parts" not in exporter("--json push list --to radio").result
    assert "not needed" not in exporter("push list --to radio").out


@pytest.mark.usefixtures("radio")
def test_show_and_open_name_every_part_with_its_songs(exporter: Run, workplace: Workplace) -> None:
    exporter("push list --to radio")
    assert exporter("open list --on radio --print").out.splitlines() == [
        "songs 1-3       memory:list1",
        "songs 4-7       memory:list2",
    ]
    shown = exporter("show list").out
    assert "songs 4-7       memory:list2" in shown
    (target,) = exporter("--json show list").json["targets"]
    assert [part["songs"] for part in target["parts"]] == [3, 4]
    workplace.write("list", songs("abcefg"))
    assert exporter("open list --on radio --print").out.splitlines() == ["memory:list1", "memory:list2"]
