"""A playlist that is longer than a service allows, over many nights: parts that stay as they are as far as they can."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from string import ascii_letters

import pytest

from exporter.app import Depth, Result
from exporter.backend import Limits
from exporter.errors import ServiceError, Unsafe
from exporter.model import Add, Create, Edit, Item, Remote
from exporter.sync import backup
from exporter.testing import MemoryService
from tests.conftest import Workplace
from tests.test_work import Nights, Quiet, track

LIMIT = 10
"""Rows in a playlist of this service; 9 of them are taken at first."""
KEEP = "targets:\n  memory: {keep_extras: true}\n"


class Killed(BaseException):
    pass


class Long(Nights):
    """Nights of a playlist in parts."""

    def parts(self) -> list[str]:
        """What each part holds, in the order of the lock."""
        home = self.lock().homes["memory"]
        return ["".join(self.memory.ids(one)) for one in [home.id, *(part.id for part in home.parts)]]

    def names(self) -> list[str]:
        return [remote.name for remote in self.memory.remotes.values()]

    def full(self) -> str:
        """Nights after which part one is full, two and three have room; the wanted letters."""
        self.file(ascii_letters[:25])
        self.push()
        self.file("Z" + ascii_letters[:25])
        self.push()
        assert self.parts() == ["Zabcdefghi", "jklmnopqr", "stuvwxy"]
        return "Z" + ascii_letters[:25]

    def write_lock(self, text: str) -> None:
        (self.workplace.root / "playlists" / "list.lock").write_text(text, encoding="utf-8")

    def forget_everything(self) -> None:
        self.write_lock('{"version": "1.0"}')
        self.lose_state()

    def kill_after(self, writes: int) -> None:
        left = iter(range(writes))

        def written(_: Edit) -> None:
            if next(left, None) is None:
                raise Killed

        self.face = Quiet(written=written, answer=True)


@pytest.fixture
def nights(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Long:
    monkeypatch.setenv("EXPORTER_MEMORY_TOKEN", "a-secret-token")
    monkeypatch.setattr("exporter.session.Connection.sleep", lambda _self, _seconds: None)
    return Long(workplace, MemoryService.of(map(track, ascii_letters)), Limits(playlist=LIMIT))


# First push.


def test_a_long_playlist_lies_in_parts_that_leave_room_for_more(nights: Long) -> None:
    nights.file(ascii_letters[:25])
    result = nights.push()
    assert nights.names() == ["List", "List (2)", "List (3)"]
    assert nights.parts() == ["abcdefghi", "jklmnopqr", "stuvwxy"]
    assert (result.playlist_id, result.created) == ("list1", True)
    assert [(part.name, part.playlist_id, part.songs) for part in result.parts] == [
        ("List", "list1", 9),
        ("List (2)", "list2", 9),
        ("List (3)", "list3", 7),
    ]


def test_a_playlist_of_exactly_the_limit_is_one(nights: Long) -> None:
    nights.file(ascii_letters[:LIMIT])
    assert nights.push().parts == ()
    assert nights.names() == ["List"]
    assert nights.lock().homes["memory"].parts == ()


def test_a_name_at_the_limit_is_cut_for_the_number(nights: Long) -> None:
    nights.limits = Limits(playlist=LIMIT, name=10)
    nights.file(ascii_letters[:12], name="Ten lettrs")
    nights.push()
    assert nights.names() == ["Ten lettrs", "Ten l… (2)"]
    assert not nights.push().changed


# Unchanged.


@pytest.mark.parametrize("keeps_state", [True, False])
def test_an_unchanged_playlist_costs_one_read_a_part(nights: Long, *, keeps_state: bool) -> None:
    nights.file(ascii_letters[:25])
    nights.push()
    text = nights.text()
    if not keeps_state:
        nights.lose_state()
    nights.memory.requests.clear()
    result = nights.push()
    assert not result.changed
    assert nights.memory.requests == {"read": 3}
    assert nights.text() == text
    assert len(result.parts) == 3


# Songs come.


def test_a_song_at_the_top_is_one_request_and_leaves_the_other_parts_alone(nights: Long) -> None:
    nights.full()
    assert nights.memory.requests["write"] == 3 + 3 + 1


def test_a_song_at_the_top_of_a_full_part_moves_one_song(nights: Long) -> None:
    letters = nights.full()
    nights.memory.requests.clear()
    nights.file("Y" + letters)
    nights.push()
    assert nights.parts() == ["YZabcdefgh", "ijklmnopqr", "stuvwxy"]
    assert nights.memory.requests["write"] == 3
    assert nights.lock().homes["memory"].parts[0].first == "i"


def test_a_machine_without_memory_splits_in_the_same_places(nights: Long) -> None:
    letters = nights.full()
    nights.lose_state()
    nights.file(letters.replace("o", "oXW"))
    nights.push()
    assert nights.parts() == ["Zabcdefghi", "jklmnoXWqr".replace("qr", "pq"), "rstuvwxy"]


def test_a_playlist_that_outgrows_the_limit_gets_a_second_part(nights: Long) -> None:
    nights.file(ascii_letters[:LIMIT])
    nights.push()
    nights.file(ascii_letters[: LIMIT + 1])
    nights.push()
    assert nights.parts() == [ascii_letters[:LIMIT], ascii_letters[LIMIT]]
    assert nights.lock().homes["memory"].id == "list1"


# Songs go.


def test_parts_are_joined_when_together_they_leave_room(nights: Long) -> None:
    nights.file(ascii_letters[:13])
    nights.push()
    nights.file(ascii_letters[:10])
    nights.push()
    assert nights.parts() == ["abcdefghi", "j"]
    nights.file(ascii_letters[:8] + "j")
    result = nights.push()
    assert nights.parts() == ["abcdefghj"]
    assert nights.names() == ["List", "List (2) (empty)"]
    assert nights.rows(2) == ""
    assert [(part.name, part.spare) for part in result.parts] == [("List", False), ("List (2) (empty)", True)]
    nights.memory.requests.clear()
    assert not nights.push().changed
    assert nights.memory.requests == {"read": 1}, "the empty part is left alone"


def test_a_part_that_was_emptied_is_taken_again(nights: Long) -> None:
    for count in (13, 5, 14):
        nights.file(ascii_letters[:count])
        nights.face = Quiet(answer=True)
        nights.push()
    assert nights.names() == ["List", "List (2)"]
    assert nights.parts() == ["abcdefghi", "jklmn"]
    assert nights.lock().homes["memory"].spare == ()


def test_a_part_that_we_emptied_ourselves_is_filled_again_unasked(nights: Long) -> None:
    for count in (12, 9, 12, 9, 12):
        nights.face = Quiet()
        nights.file(ascii_letters[:count])
        nights.push()
    assert nights.parts() == ["abcdefghi", "jkl"]
    assert len(nights.memory.remotes) == 2


def test_what_others_put_into_a_part_while_it_is_given_up_keeps_it(nights: Long) -> None:
    nights.file(ascii_letters[:12], head=KEEP)
    nights.push()

    def meddle(_: Edit) -> None:
        second = nights.memory.remotes["list2"]
        if not any(item.id == "X" for item in second.items):
            nights.memory.remotes["list2"] = replace(second, items=(*second.items, Item("X")), version="99")

    nights.face = Quiet(written=meddle)
    nights.file(ascii_letters[:9], head=KEEP)
    nights.push()
    assert nights.parts() == ["abcdefghi", "X"]
    assert nights.names() == ["List", "List (2)"]
    assert not nights.push().changed


def test_a_part_that_others_made_too_long_is_split_at_once(nights: Long) -> None:
    nights.file(ascii_letters[:9], head=KEEP)
    nights.push()

    def meddle(_: Edit) -> None:
        first = nights.memory.remotes["list1"]
        if not any(item.id == "X" for item in first.items):
            items = (*first.items, Item("X"), Item("Y"))
            nights.memory.remotes["list1"] = replace(first, items=items, version="99")

    nights.face = Quiet(written=meddle)
    nights.file(ascii_letters[:10], head=KEEP)
    nights.push()
    assert [sorted(part) for part in nights.parts()] == [sorted("abcdefghXY"), ["i", "j"]]
    assert not nights.push().changed


def test_a_part_that_was_emptied_and_deleted_is_made_anew(nights: Long) -> None:
    for count in (13, 5):
        nights.file(ascii_letters[:count])
        nights.face = Quiet(answer=True)
        nights.push()
    del nights.memory.remotes["list2"]
    nights.memory.remotes["other"] = Remote("other", "Other")
    nights.file(ascii_letters[:14])
    nights.push()
    assert nights.parts() == ["abcdefghi", "jklmn"]
    assert nights.lock().homes["memory"].spare == ()


def test_a_later_part_goes_on_when_the_one_before_it_is_given_up(nights: Long) -> None:
    nights.file(ascii_letters[:25])
    nights.push()
    nights.memory.requests.clear()
    nights.file("abcdefghi" + "jk" + "stuvwxy")
    nights.push()
    assert nights.parts() == ["abcdefghi", "jkstuvwxy"]
    assert nights.names() == ["List", "List (2) (empty)", "List (2)"]
    assert nights.memory.requests["write"] == 4, "two songs are added, all removed, and both named"


def test_an_emptied_file_leaves_an_empty_playlist_and_empty_parts(nights: Long) -> None:
    nights.file(ascii_letters[:25])
    nights.push()
    nights.file("")
    assert isinstance(nights.run().error, Unsafe)
    nights.face = Quiet(answer=True)
    nights.push()
    assert nights.names() == ["List", "List (2) (empty)", "List (3) (empty)"]
    assert not any(nights.memory.ids(one) for one in nights.memory.remotes)
    assert not nights.push().changed


# Nothing is lost.

CHANGES = {
    "a song too many": "YX" + "Zabcdefghi" + "jklmnopqr" + "stuvwxy",
    "joined": "Zabcde" + "jkl" + "stuvwxy",
    "one part in the end": "Zab" + "jk" + "st",
    "changed places": "stuvwxy" + "jklmnopqr" + "Zabcdefghi",
    "shuffled": "shwktpZngaeuoqcfxrvymildjb",
    "four parts": "XYWV" + "Zabcdefghi" + "jklmnopqr" + "ABCDEFGHI" + "stuvwxy",
}


@pytest.mark.parametrize("wanted", CHANGES.values(), ids=CHANGES)
def test_a_push_that_is_killed_at_any_write_loses_no_song_that_changes_parts_and_is_completed_by_the_next(
    nights: Long, wanted: str
) -> None:
    nights.full()
    lock, remotes, before = nights.text(), dict(nights.memory.remotes), nights.parts()
    nights.file(wanted)
    nights.face = Quiet(answer=True)
    writes = len(nights.push().edits)
    moving = set(wanted) & set("".join(before)) - same_part(before, nights.parts())
    for write in range(writes):
        nights.memory.remotes = dict(remotes)
        nights.write_lock(lock)
        nights.kill_after(write)
        with pytest.raises(Killed):
            nights.run()
        assert moving <= set("".join("".join(nights.memory.ids(one)) for one in nights.memory.remotes))
        if write % 2:
            nights.lose_state()
        nights.face = Quiet(answer=True)
        nights.push()
        assert "".join(nights.parts()) == wanted
    assert not nights.push().changed


def same_part(before: list[str], after: list[str]) -> set[str]:
    return {letter for one, other in zip(before, after, strict=False) for letter in set(one) & set(other)}


@pytest.mark.parametrize("when", ["fail_before", "fail_after"])
def test_a_first_push_that_fails_between_the_parts_is_completed_as_if_nothing_had_been(nights: Long, when: str) -> None:
    for failing in range(6):
        nights.memory.remotes.clear()
        nights.forget_everything()
        nights.file(ascii_letters[:25])
        setattr(nights.memory, when, [*[None] * failing, ServiceError("503"), *[None] * 20])
        if nights.run().error:
            nights.push()
        assert nights.parts() == ["abcdefghi", "jklmnopqr", "stuvwxy"]
        assert len(nights.memory.remotes) == 3


def test_a_first_push_that_is_killed_goes_on_in_the_same_places(nights: Long) -> None:
    for writes in range(6):
        nights.memory.remotes.clear()
        nights.forget_everything()
        nights.file(ascii_letters[:25])
        nights.kill_after(writes)
        with pytest.raises(Killed):
            nights.run()
        nights.face = Quiet()
        nights.push()
        assert nights.parts() == ["abcdefghi", "jklmnopqr", "stuvwxy"]
        assert len(nights.memory.remotes) == 3


@pytest.mark.parametrize("seed", range(8))
def test_through_many_nights_the_parts_together_are_the_file(nights: Long, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a shuffled playlist
    letters = list(ascii_letters[: dice.randrange(5, 30)])
    for _ in range(8):
        nights.face = Quiet(answer=True)
        nights.file("".join(letters))
        nights.push()
        assert "".join(nights.parts()) == "".join(letters)
        assert all(len(part) <= LIMIT for part in nights.parts())
        assert len(nights.memory.remotes) <= 7
        assert not nights.push().changed
        if dice.random() < 0.5:
            nights.lose_state()
        letters = changed(letters, dice)


def changed(letters: list[str], dice: random.Random) -> list[str]:
    """What a curator does in a day."""
    gone = set(dice.sample(letters, dice.randrange(len(letters) // 2)))
    new = [one for one in dice.sample(ascii_letters, dice.randrange(20)) if one not in letters]
    after = [one for one in letters if one not in gone]
    for one in new:
        after.insert(dice.choice([0, len(after), dice.randrange(len(after) + 1)]), one)
    if dice.random() < 0.2:
        dice.shuffle(after)
    return after


def test_a_song_that_goes_to_another_part_is_in_both_for_a_moment(nights: Long) -> None:
    letters = nights.full()
    seen: list[int] = []

    def written(_: Edit) -> None:
        seen.append("".join("".join(nights.memory.ids(one)) for one in nights.memory.remotes).count("i"))

    nights.face = Quiet(written=written)
    nights.file("Y" + letters)
    nights.push()
    assert seen == [2, 1, 1]


def test_a_song_that_could_not_be_asked_about_costs_no_row_in_any_part(nights: Long) -> None:
    letters = nights.full()
    nights.file(letters, of={"l": "    ids:\n      memory: l\n"})
    nights.memory.fail_read = [ServiceError("503")]
    assert nights.run().counts["unknown"] == 1
    assert sorted("".join(nights.parts())) == sorted(letters)
    nights.push()
    assert "".join(nights.parts()) == letters


def test_what_all_parts_held_is_kept_before_one_of_them_changes(nights: Long) -> None:
    letters = nights.full()
    before = nights.parts()
    nights.file(letters.replace("l", ""))
    nights.push()
    (only,) = nights.workplace.state.glob("projects/*/backups/memory/list/**/*.json")
    assert ["".join(part.ids) for part in backup.load(only)] == before


# Guards look at the whole.


def test_songs_that_only_change_parts_are_no_loss(nights: Long) -> None:
    nights.file(ascii_letters[:20])
    nights.push()
    nights.file(ascii_letters[10:20] + ascii_letters[:10])
    assert nights.push().changed
    assert nights.face.questions == []


def test_what_goes_is_counted_over_all_parts(nights: Long) -> None:
    nights.file(ascii_letters[:25])
    nights.push()
    nights.file(ascii_letters[:20])
    nights.push()
    nights.file(ascii_letters[:13])
    error = nights.run().error
    assert isinstance(error, Unsafe)
    assert "7 of 20" in error.message
    assert "".join(nights.parts()) == ascii_letters[:20]


def test_a_strangers_track_in_a_later_part_stops_the_push_before_anything_is_written(nights: Long) -> None:
    letters = nights.full()
    remote = nights.memory.remotes["list3"]
    nights.memory.remotes["list3"] = replace(remote, items=(*remote.items, Item("X")), version="99")
    nights.file("Y" + letters)
    nights.memory.requests.clear()
    error = nights.run().error
    assert isinstance(error, Unsafe)
    assert "List (3)" in error.message
    assert not nights.memory.requests["write"]


def test_a_later_part_that_reads_empty_is_not_believed(nights: Long) -> None:
    letters = nights.full()
    nights.memory.remotes["list2"] = replace(nights.memory.remotes["list2"], items=(), version="99")
    nights.file("Y" + letters)
    error = nights.run().error
    assert isinstance(error, Unsafe)
    assert "List (2)" in error.message
    assert len(nights.rows()) == LIMIT


def test_what_others_added_stays_in_its_part_and_has_room_there(nights: Long) -> None:
    nights.file(ascii_letters[:25], head=KEEP)
    nights.push()
    remote = nights.memory.remotes["list1"]
    nights.memory.remotes["list1"] = replace(remote, items=(Item("X"), *remote.items), version="99")
    nights.file("Y" + ascii_letters[:25], head=KEEP)
    nights.push()
    assert nights.parts() == ["XYabcdefgh", "ijklmnopqr", "stuvwxy"]
    nights.file("Y", head=KEEP)
    nights.face = Quiet(answer=True)
    nights.push()
    assert nights.parts() == ["XY"]


def test_a_part_that_others_added_to_is_not_given_up(nights: Long) -> None:
    nights.file(ascii_letters[:13], head=KEEP)
    nights.push()
    remote = nights.memory.remotes["list2"]
    nights.memory.remotes["list2"] = replace(remote, items=(Item("X"), *remote.items), version="99")
    nights.file("abc", head=KEEP)
    nights.face = Quiet(answer=True)
    nights.push()
    assert nights.parts() == ["abc", "X"]
    assert not nights.push().changed


# Finding the parts.


def test_without_a_lock_all_parts_are_refused_and_adopted_together(nights: Long) -> None:
    letters = nights.full()
    nights.lose_lock()
    nights.lose_state()
    nights.memory.requests.clear()
    assert isinstance(nights.run().error, Unsafe)
    nights.push(adopt=True)
    assert nights.parts() == ["Zabcdefghi", "jklmnopqr", "stuvwxy"]
    assert "".join(nights.parts()) == letters
    assert not nights.memory.requests["write"]
    assert len(nights.memory.remotes) == 3


def test_parts_that_the_lock_lost_are_adopted_before_the_songs_are_shared_out(nights: Long) -> None:
    nights.file(ascii_letters[:13])
    nights.push()
    nights.write_lock(re.sub(r',"parts":\[[^\]]*\]', "", nights.text()))
    assert not nights.lock().homes["memory"].parts
    nights.file(ascii_letters[:10])
    nights.push(adopt=True)
    assert nights.parts() == ["abcdefghi", "j"]


def test_adopting_a_playlist_that_fits_makes_no_part(nights: Long) -> None:
    nights.memory.remotes["list1"] = Remote("list1", "List", tuple(map(Item, "abc")), version="1")
    nights.file(ascii_letters[:10])
    nights.push(adopt=True)
    assert nights.parts() == [ascii_letters[:10]]


def test_somebodys_playlist_of_a_parts_name_is_not_taken(nights: Long) -> None:
    nights.memory.remotes["theirs"] = Remote("theirs", "List (2)", (Item("X"),), version="1")
    nights.file(ascii_letters[:13])
    error = nights.run().error
    assert isinstance(error, Unsafe)
    assert "List (2)" in error.message
    assert not nights.memory.requests["write"]


@pytest.mark.parametrize("deleted", ["list1", "list2", "list3"])
@pytest.mark.parametrize("readable", [True, False])
def test_a_part_that_was_deleted_is_made_anew_and_the_others_stay(
    nights: Long, deleted: str, *, readable: bool
) -> None:
    nights.full()
    if readable:
        nights.memory.deleted = {deleted}
    else:
        nights.memory.remotes[deleted] = replace(nights.memory.remotes.pop(deleted), id="gone", name="Gone")
        nights.memory.remotes["gone"] = nights.memory.remotes.pop(deleted)
    nights.file("aZbcdefghi" + "kjlmnopqr" + "tsuvwxy")
    nights.push()
    assert nights.parts() == ["aZbcdefghi", "kjlmnopqr", "tsuvwxy"]
    home = nights.lock().homes["memory"]
    assert len({"list1", "list2", "list3"} - {home.id, *(part.id for part in home.parts)}) == 1


def test_a_lock_of_an_older_exporter_is_read(nights: Long) -> None:
    nights.file(ascii_letters[:LIMIT])
    nights.push()
    assert '"version": "1.0"' in nights.text()
    nights.file(ascii_letters[: LIMIT + 1])
    nights.push()
    assert '"version": "1.1"' in nights.text()


# Before it is done.


def test_a_plan_tells_what_every_part_would_get(nights: Long) -> None:
    nights.file(ascii_letters[:13])
    planned = nights.run(Depth.PLAN)
    assert [(part.name, edits_of(part)) for part in planned.parts] == [
        ("List", [Create, Add]),
        ("List (2)", [Create, Add]),
    ]
    assert planned.plan is not None
    assert planned.plan.requests == 4
    assert not nights.memory.remotes


@pytest.mark.parametrize("wanted", CHANGES.values(), ids=CHANGES)
def test_a_push_sends_the_edits_that_were_planned(nights: Long, wanted: str) -> None:
    nights.full()
    nights.file(wanted)
    nights.face = Quiet(answer=True)
    planned = nights.run(Depth.PLAN).plan
    assert planned is not None
    assert Counter(planned.edits) == Counter(nights.push().edits)


def edits_of(part: object) -> list[type]:
    plan = getattr(part, "plan", None)
    return [type(edit) for edit in plan.edits] if plan else []


def test_a_result_that_failed_between_the_parts_says_how_far_it_came(nights: Long) -> None:
    nights.file(ascii_letters[:13])
    nights.memory.fail_before = [None, None, *[ServiceError("503")] * 99]
    result: Result = nights.run()
    assert isinstance(result.error, ServiceError)
    assert [len(part.edits) for part in result.parts] == [2, 0]
    assert result.playlist_id == "list1"
