"""Looking at a playlist in several parts, and putting it back: as one list, whatever part a song lies in."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from string import ascii_letters

import pytest

from exporter.app import Depth
from exporter.backend import Limits
from exporter.errors import ServiceError, Unsafe
from exporter.model import Item
from exporter.project import Project, Target
from exporter.remotes.restoring import Kept, history
from exporter.sync import backup
from exporter.testing import MemoryService
from tests.conftest import Workplace
from tests.remotes.test_diff import seen, told
from tests.remotes.test_restore import back
from tests.test_long_playlists import KEEP, LIMIT, Killed, Long
from tests.test_work import Quiet, track


@pytest.fixture
def nights(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Long:
    monkeypatch.setenv("EXPORTER_MEMORY_TOKEN", "a-secret-token")
    monkeypatch.setattr("exporter.session.Connection.sleep", lambda _self, _seconds: None)
    face = Quiet(answer=True)
    return Long(workplace, MemoryService.of(map(track, ascii_letters)), Limits(playlist=LIMIT), face)


def whole(nights: Long) -> str:
    return "".join(nights.parts())


def grown_from(nights: Long, before: str, after: str) -> None:
    for letters in (before, after):
        nights.file(letters)
        nights.push()


# Looking.


def test_all_parts_are_looked_at_as_one_list(nights: Long) -> None:
    nights.full()
    nights.memory.requests.clear()
    found = seen(nights)
    assert nights.memory.requests == {"read": 3}
    assert not found.differs
    assert [len(part.items) for part in found.parts] == [10, 9, 7]


def test_what_is_other_in_a_later_part_is_a_difference(nights: Long) -> None:
    nights.full()
    second, third = nights.memory.remotes["list2"], nights.memory.remotes["list3"]
    nights.memory.remotes["list2"] = replace(second, items=second.items[1:], version="98")
    nights.memory.remotes["list3"] = replace(third, items=(*third.items, Item("X")), version="99", name="Mine")
    assert [word for word in told(nights).split() if word[0] != "="] == ["+j", "-X"]
    assert [(one.there, one.file) for one in seen(nights).reworded] == [("Mine", "List (3)")]


def test_a_song_in_another_part_than_it_belongs_to_stands_elsewhere(nights: Long) -> None:
    nights.full()
    first, second = nights.memory.remotes["list1"], nights.memory.remotes["list2"]
    nights.memory.remotes["list1"] = replace(first, items=first.items[1:], version="98")
    nights.memory.remotes["list2"] = replace(second, items=(*second.items, first.items[0]), version="99")
    assert told(nights).startswith("~Z =a")


def test_of_a_part_that_is_gone_nothing_is_there(nights: Long) -> None:
    nights.full()
    nights.memory.remotes["other"] = nights.memory.remotes.pop("list2")
    assert [word for word in told(nights).split() if word[0] != "="] == [f"+{letter}" for letter in "jklmnopqr"]
    assert not seen(nights).reworded


# Putting back.


def test_parts_that_were_joined_are_parts_again(nights: Long) -> None:
    grown_from(nights, ascii_letters[:25], ascii_letters[:5])
    assert nights.parts() == ["abcde"]
    text = nights.text()
    restored = back(nights, yes=True)
    assert whole(nights) == ascii_letters[:25]
    assert all(len(part) <= LIMIT for part in nights.parts())
    assert nights.names() == ["List", "List (2)", "List (3)"]
    assert restored.stops
    assert nights.text().partition('"decisions"')[2] == text.partition('"decisions"')[2], "only where it is changes"


def test_a_restored_playlist_stays_so_once_the_file_says_the_same(nights: Long) -> None:
    grown_from(nights, ascii_letters[:25], ascii_letters[:5])
    back(nights, yes=True)
    assert isinstance(nights.run().error, Unsafe)
    nights.file(ascii_letters[:25])
    nights.run(Depth.RESOLVE)
    assert not seen(nights).differs
    assert not nights.push().changed


def test_parts_that_came_since_are_given_up(nights: Long) -> None:
    grown_from(nights, "zabc", ascii_letters[:25])
    back(nights, yes=True)
    assert nights.parts() == ["zabc"]
    assert nights.names() == ["List", "List (2) (empty)", "List (3) (empty)"]


def test_songs_come_back_to_the_parts_that_they_were_in(nights: Long) -> None:
    letters = nights.full()
    before = nights.parts()
    nights.file(letters.replace("l", "").replace("Zab", "baZ"))
    nights.push()
    nights.memory.requests.clear()
    back(nights)
    assert nights.parts() == before
    assert nights.memory.requests["write"] == 2 + 1


def test_a_restoring_of_parts_is_undone_by_another_one(nights: Long) -> None:
    grown_from(nights, ascii_letters[:25], ascii_letters[:12])
    back(nights, yes=True)
    assert whole(nights) == ascii_letters[:25]
    back(nights, yes=True)
    assert whole(nights) == ascii_letters[:12]


def test_a_dry_run_tells_what_every_part_would_get(nights: Long) -> None:
    grown_from(nights, ascii_letters[:25], ascii_letters[:5])
    remotes, text = dict(nights.memory.remotes), nights.text()
    shown = back(nights, dry=True, yes=True)
    assert [(part.name, part.songs) for part in shown.result.parts] == [("List", 9), ("List (2)", 9), ("List (3)", 7)]
    assert [len(part.items) for part in shown.then.parts] == [9, 9, 7]
    assert (nights.memory.remotes, nights.text()) == (remotes, text)


def test_what_others_put_into_any_part_is_not_removed_unasked(nights: Long) -> None:
    letters = nights.full()
    nights.file(letters.replace("l", ""))
    nights.push()
    third = nights.memory.remotes["list3"]
    nights.memory.remotes["list3"] = replace(third, items=(*third.items, Item("X", title="Theirs")), version="99")
    with pytest.raises(Unsafe, match=r"List \(3\).*Theirs"):
        back(nights)
    assert "l" not in whole(nights)
    back(nights, yes=True)
    assert whole(nights) == letters


def test_what_others_put_into_a_part_stays_where_the_file_says_so(nights: Long) -> None:
    for letters in (ascii_letters[:13], ascii_letters[:12]):
        nights.file(letters, head=KEEP)
        nights.push()
    second = nights.memory.remotes["list2"]
    nights.memory.remotes["list2"] = replace(second, items=(Item("X"), *second.items), version="99")
    back(nights)
    assert nights.parts() == ["abcdefghi", "Xjklm"]


def test_the_backups_of_a_playlist_are_listed_with_the_rows_of_all_parts(nights: Long) -> None:
    grown_from(nights, ascii_letters[:25], ascii_letters[:20])
    (only,) = backups(nights)
    assert only.remote is not None
    assert (only.parts, "".join(only.remote.ids)) == (3, ascii_letters[:25])
    assert len(backup.load(only.backup.path)) == 3


@pytest.mark.parametrize("trouble", [Killed(), ServiceError("502")], ids=["killed", "failed"])
def test_a_restore_that_is_cut_off_at_any_write_is_completed_by_the_next(
    nights: Long, trouble: BaseException, tmp_path: Path
) -> None:
    grown_from(nights, ascii_letters[:25], "gfcba" + ascii_letters[7:9])
    lock, remotes = nights.text(), dict(nights.memory.remotes)
    shutil.copytree(nights.workplace.state, tmp_path / "kept")
    writes = len(back(nights, yes=True).result.edits)
    assert writes > 5
    for write in range(writes):
        nights.memory.remotes = dict(remotes)
        nights.write_lock(lock)
        nights.lose_state()
        shutil.copytree(tmp_path / "kept", nights.workplace.state)
        nights.memory.fail_before = [*[None] * write, *[trouble] * 99]  # type: ignore[list-item]
        with pytest.raises(type(trouble)):
            back(nights, yes=True)
        nights.memory.fail_before = []
        back(nights, str(len(backups(nights))), yes=True)  # the oldest
        assert whole(nights) == ascii_letters[:25]
        assert all(len(part) <= LIMIT for part in nights.parts())


def backups(nights: Long) -> tuple[Kept, ...]:
    return history(Project.find(nights.workplace.root), "list", Target("memory"))
