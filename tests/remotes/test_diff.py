"""What listeners see against the file, on a service in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter.errors import NotFound, UsageError
from exporter.model import Item
from exporter.project import Project, Target
from exporter.remotes.difference import Sort
from exporter.remotes.looking import Difference, look
from tests.remotes.test_restore import edit, plugins, pushed
from tests.test_work import Nights


def seen(nights: Nights) -> Difference:
    (looked,) = look(Project.find(nights.workplace.root), plugins(nights), "list", [Target("memory")])
    if looked.error:
        raise looked.error
    assert looked.found
    return looked.found


def told(nights: Nights) -> str:
    found = seen(nights)
    signs = {Sort.SAME: "=", Sort.MOVED: "~", Sort.MISSING: "+", Sort.EXTRA: "-"}
    songs = found.known.playlist.songs
    return " ".join(
        signs[row.sort] + (songs[row.song].title[-1] if row.song is not None else found.remote.items[row.row or 0].id)
        for row in found.rows
    )


def test_after_a_push_nothing_differs_and_one_request_tells_so(nights: Nights) -> None:
    pushed(nights, "abc")
    nights.memory.requests.clear()
    assert told(nights) == "=a =b =c"
    assert nights.memory.requests == {"read": 1}
    assert not seen(nights).differs


def test_songs_that_are_not_there_strangers_and_another_order_are_told_row_by_row(nights: Nights) -> None:
    pushed(nights, "abcd")
    edit(nights, lambda rows: (rows[3], rows[0], Item("x"), rows[2]))
    assert told(nights) == "=a -x +b =c ~d"


def test_songs_without_a_decision_are_not_there_and_nothing_is_searched(nights: Nights) -> None:
    pushed(nights, "ab")
    nights.file("abcz")
    nights.memory.requests.clear()
    assert told(nights) == "=a =b +c +z"
    assert nights.memory.requests == {"read": 1}


def test_a_song_that_the_file_leaves_out_here_is_no_difference(nights: Nights) -> None:
    nights.file("ab", of={"b": "    skip: memory\n"})
    nights.push()
    assert told(nights) == "=a"
    assert not seen(nights).differs


def test_another_name_or_description_is_a_difference(nights: Nights) -> None:
    pushed(nights, "ab")
    nights.memory.remotes["list1"] = replace(nights.memory.remotes["list1"], name="Renamed")
    assert [one.what for one in seen(nights).reworded] == ["name"]
    nights.file("ab", head="description: Words\n")
    assert [one.what for one in seen(nights).reworded] == ["name", "description"]


def test_a_track_that_the_service_shows_under_another_id_is_the_same(nights: Nights) -> None:
    pushed(nights, "ab")
    edit(nights, lambda rows: (replace(rows[0], id="other"), rows[1]))
    assert told(nights) == "=a =b"


def test_looking_writes_nothing_down(nights: Nights) -> None:
    pushed(nights, "abc", "ca")
    edit(nights, lambda rows: (*rows, Item("x")))
    roots = (nights.workplace.root, nights.workplace.state)
    files = {path: path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()}
    seen(nights)
    assert {path: path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()} == files
    assert nights.rows() == "cax"


def test_without_a_target_it_is_about_all_that_the_playlist_was_pushed_to(nights: Nights) -> None:
    project = Project.find(nights.workplace.root)
    nights.file("ab")
    with pytest.raises(UsageError, match="has not been pushed anywhere yet"):
        look(project, plugins(nights), "list", [])
    nights.push()
    nights.run(to="memory@work", adopt=True)
    looked = look(project, plugins(nights), "list", [])
    assert [str(one.target) for one in looked] == ["memory", "memory@work"]
    assert all(one.found and not one.found.differs for one in looked)


def test_a_target_that_fails_does_not_hide_the_others(nights: Nights) -> None:
    nights.file("ab")
    nights.push()
    nights.run(to="memory@work", adopt=True)
    del nights.memory.remotes["list1"]
    looked = look(Project.find(nights.workplace.root), plugins(nights), "list", [])
    assert [type(one.error) for one in looked] == [NotFound, NotFound]
