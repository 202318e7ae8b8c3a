"""Putting a playlist back, on a service in memory: what comes back, what is refused, and what is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest

from exporter import lock as locks
from exporter.app import Depth
from exporter.errors import ExporterError, NotFound, ServiceError, Unsafe, UsageError
from exporter.lock import Locked
from exporter.model import Item, Remote, Verdict
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.remotes.restoring import Ask, Restored, history, restore
from exporter.sync import backup
from exporter.testing import MemoryBackend
from tests.test_work import Nights, hook

TEN = "abcdefghij"
MEMORY = Target("memory")


def back(
    nights: Nights, when: str = "", *, dry: bool = False, yes: bool = False, ask: Ask = lambda _: False
) -> Restored:
    return restore(
        Project.find(nights.workplace.root), plugins(nights), "list", MEMORY, when, dry=dry, yes=yes, ask=ask
    )


def plugins(nights: Nights) -> Plugins:
    return Plugins(points=[], modules=[SimpleNamespace(exporter_backends=hook(nights.info))])


def edit(nights: Nights, change: Callable[[tuple[Item, ...]], tuple[Item, ...]]) -> None:
    """As somebody in the service's own app."""
    remote = nights.memory.remotes["list1"]
    nights.memory.remotes["list1"] = replace(remote, items=change(remote.items), version=f"{remote.version}0")


def pushed(nights: Nights, *versions: str) -> None:
    for letters in versions:
        nights.file(letters)
        nights.push()


def test_tracks_and_order_come_back(nights: Nights) -> None:
    pushed(nights, "abcde", "eda")
    restored = back(nights)
    assert nights.rows() == "abcde"
    assert restored.result.edits
    assert restored.saved.ids == tuple("abcde")


def test_name_and_description_come_back(nights: Nights) -> None:
    nights.file("ab", head="description: Old words\n")
    nights.push()
    nights.file("ab", name="Another", head="description: New words\n")
    nights.push()
    back(nights)
    remote = nights.memory.remotes["list1"]
    assert (remote.name, remote.description) == ("List", "Old words")


def test_a_restoring_is_undone_by_another_one(nights: Nights) -> None:
    pushed(nights, "abcde", "ac")
    back(nights)
    assert nights.rows() == "abcde"
    back(nights)
    assert nights.rows() == "ac"
    back(nights, "3")
    assert nights.rows() == "abcde"


def test_only_the_remote_changes(nights: Nights) -> None:
    pushed(nights, "abc", "ca")
    files = [path for path in nights.workplace.root.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    back(nights)
    assert {path: path.read_bytes() for path in files} == before


def test_a_dry_run_writes_nothing_and_shows_what_would_change(nights: Nights) -> None:
    pushed(nights, "abc", "ca")
    nights.memory.requests.clear()
    shown = back(nights, dry=True)
    assert nights.rows() == "ca"
    assert nights.memory.requests["write"] == 0
    assert shown.result.plan
    assert shown.result.plan.edits
    assert len(history(Project.find(nights.workplace.root), "list", MEMORY)) == 1


def test_what_stands_like_the_backup_is_left_alone(nights: Nights) -> None:
    pushed(nights, "abc", "ca", "abc")
    nights.memory.requests.clear()
    restored = back(nights, "2")
    assert not restored.result.edits
    assert nights.memory.requests == {"read": 1}


def test_a_push_of_several_rounds_leaves_one_backup_of_what_was_before_it(nights: Nights) -> None:
    pushed(nights, "abcdef")
    nights.file("fed")
    nights.memory.fail_before = [None, ServiceError("502")]
    nights.push()
    assert nights.rows() == "fed"
    (only,) = history(Project.find(nights.workplace.root), "list", MEMORY)
    assert only.remote is not None
    assert only.remote.ids == tuple("abcdef")


# Guards.


def test_what_somebody_else_added_since_is_not_removed_unasked(nights: Nights) -> None:
    pushed(nights, "abc", "ca")
    edit(nights, lambda items: (*items, Item("x", title="Theirs")))
    with pytest.raises(Unsafe, match="1 track that we did not put there: Theirs") as caught:
        back(nights)
    assert "--yes" in caught.value.hint
    assert nights.rows() == "cax"
    back(nights, yes=True)
    assert nights.rows() == "abc"


def test_with_keep_extras_what_others_added_stays_where_it_is(nights: Nights) -> None:
    head = "targets:\n  memory: {keep_extras: true}\n"
    for letters in ("abc", "ca"):
        nights.file(letters, head=head)
        nights.push()
    edit(nights, lambda items: (items[0], Item("x"), *items[1:]))
    back(nights)
    assert nights.rows() == "abcx"


def test_what_somebody_else_added_is_not_ours_for_being_in_a_backup(nights: Nights) -> None:
    kept = "targets:\n  memory: {keep_extras: true}\n"
    nights.file("abc", head=kept)
    nights.push()
    nights.file("ca", head=kept)
    nights.push()
    edit(nights, lambda items: (*items, Item("x", title="Theirs")))
    nights.file("ac", head=kept)
    nights.push()
    nights.file("ac")
    with pytest.raises(Unsafe, match="1 track that we did not put there: x"):
        back(nights, "2")
    assert "x" in nights.rows()
    back(nights, "2", yes=True)
    assert nights.rows() == "abc"


def test_removing_much_is_asked_about(nights: Nights) -> None:
    pushed(nights, "cab", "abc", TEN)
    with pytest.raises(Unsafe, match="remove 7 of 10 tracks"):
        back(nights)
    questions: list[str] = []

    def agree(question: str) -> bool:
        questions.append(question)
        return True

    back(nights, ask=agree)
    assert nights.rows() == "cab"
    assert len(questions) == 1


def test_a_playlist_that_changed_while_a_person_was_asked_is_left_alone(nights: Nights) -> None:
    pushed(nights, "cab", "abc", TEN)

    def meddle(_: str) -> bool:
        edit(nights, lambda items: (Item("x"), *items))
        return True

    with pytest.raises(Unsafe, match="has changed since the plan was made"):
        back(nights, ask=meddle)
    assert nights.rows() == "x" + TEN


# What cannot come back, and what comes next.


def test_tracks_that_the_service_no_longer_takes_are_told(nights: Nights) -> None:
    pushed(nights, "abcd", "ad")
    nights.memory.refused = {"b"}
    restored = back(nights)
    assert nights.rows() == "acd"
    assert [item.id for item in restored.refused] == ["b"]


def test_rows_without_a_track_are_told(nights: Nights) -> None:
    pushed(nights, "abc")
    edit(nights, lambda items: (Item("", title="mine.mp3"), *items))
    nights.file("ca")
    nights.push()
    edit(nights, lambda items: tuple(item for item in items if item.id))
    restored = back(nights)
    assert nights.rows() == "abc"
    assert [item.title for item in restored.rowless] == ["mine.mp3"]


def test_the_next_push_stops_at_tracks_that_the_file_does_not_have_any_more(nights: Nights) -> None:
    pushed(nights, "abc", "ab")
    nights.push()
    restored = back(nights)
    assert restored.stops
    assert isinstance(nights.run().error, Unsafe)
    assert nights.rows() == "abc"


def test_the_next_push_undoes_an_order_that_the_file_does_not_have(nights: Nights) -> None:
    pushed(nights, "abc", "cab")
    restored = back(nights)
    assert not restored.stops
    assert not restored.then.stands
    nights.push()
    assert nights.rows() == "cab"


def test_songs_that_are_nowhere_do_not_undo_it(nights: Nights) -> None:
    pushed(nights, "ab1", "ba1", "ab1")
    edit(nights, lambda items: tuple(reversed(items)))
    restored = back(nights, "2")
    assert restored.then.differs
    assert restored.then.stands
    assert not nights.push().changed


def test_rows_of_others_that_may_stay_do_not_undo_it(nights: Nights) -> None:
    head = "targets:\n  memory: {keep_extras: true}\n"
    for letters in ("abc", "cab", "abc"):
        nights.file(letters, head=head)
        nights.push()
    edit(nights, lambda items: (*reversed(items), Item("x")))
    restored = back(nights, "2")
    assert restored.then.differs
    assert restored.then.stands
    assert not nights.push().changed


def test_once_the_file_says_the_same_nothing_undoes_it(nights: Nights) -> None:
    pushed(nights, "abc", "cb")
    nights.file("abc")
    nights.run(Depth.RESOLVE)
    restored = back(nights)
    assert not restored.then.differs
    assert not nights.push().changed
    assert nights.rows() == "abc"


def test_a_playlist_that_was_made_anew_gets_back_what_the_old_one_held(nights: Nights) -> None:
    pushed(nights, "abc", "ca")
    del nights.memory.remotes["list1"]
    nights.memory.remotes["other"] = Remote("other", "Other")  # so that the next one has a number of its own
    nights.memory.remotes["another"] = Remote("another", "Other")
    nights.push()
    back(nights)
    assert nights.rows(3) == "abc"


def test_a_playlist_that_was_deleted_is_made_anew(nights: Nights) -> None:
    pushed(nights, "abc", "ca")
    nights.memory.remotes["other"] = replace(nights.memory.remotes.pop("list1"), id="other", name="Other")
    back(nights)
    assert nights.rows(2) == "abc"
    assert nights.lock().homes["memory"].id == "list2"


@pytest.mark.parametrize("moment", ["while it waited", "while it wrote"])
def test_what_somebody_else_writes_into_the_lock_meanwhile_stays_there(
    nights: Nights, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    pushed(nights, "abc", "ca")
    nights.memory.remotes["other"] = replace(nights.memory.remotes.pop("list1"), id="other", name="Other")
    path, new = nights.workplace.root / "playlists" / "list.lock", Locked("New", Verdict.MISSING, on="2026-11-01")

    def decided() -> None:
        locks.write(path, nights.lock().decide("memory", [new]))

    def waited(*_: object) -> AbstractContextManager[None]:
        decided()
        return nullcontext()

    create = MemoryBackend.create

    def made(backend: MemoryBackend, name: str, description: str, *, public: bool) -> Remote:
        decided()
        return create(backend, name, description, public=public)

    if moment == "while it waited":
        monkeypatch.setattr("exporter.remotes.restoring.alone", waited)
    else:
        monkeypatch.setattr(MemoryBackend, "create", made)
    back(nights)
    assert nights.lock().homes["memory"].id == "list2"
    assert nights.lock().of("memory")["New"] == new


def test_a_playlist_that_somebody_cleared_is_filled_again(nights: Nights) -> None:
    pushed(nights, "abc", "ca")
    edit(nights, lambda _: ())
    back(nights)
    assert nights.rows() == "abc"


# History.


def test_there_is_nothing_to_restore_before_the_first_push(nights: Nights) -> None:
    nights.file("abc")
    with pytest.raises(UsageError, match="has not been pushed to memory yet"):
        back(nights)


def test_a_push_that_only_added_leaves_nothing_to_restore(nights: Nights) -> None:
    pushed(nights, "abc", "abcd")
    with pytest.raises(NotFound, match="no backup"):
        back(nights)


def test_a_damaged_backup_is_listed_as_such_and_not_taken(nights: Nights) -> None:
    pushed(nights, "abc", "ca")
    project = Project.find(nights.workplace.root)
    (only,) = history(project, "list", MEMORY)
    only.backup.path.write_text("{", encoding="utf-8")
    (damaged,) = history(project, "list", MEMORY)
    assert damaged.remote is None
    with pytest.raises(ExporterError, match="is no backup"):
        back(nights)


def test_another_file_in_the_folder_is_no_backup(nights: Nights) -> None:
    pushed(nights, "abc", "ca")
    project = Project.find(nights.workplace.root)
    (only,) = history(project, "list", MEMORY)
    (only.backup.path.parent / "notes.json").write_text("{}", encoding="utf-8")
    assert [one.backup for one in history(project, "list", MEMORY)] == [only.backup]
    assert backup.kept(only.backup.path.parent / "nowhere") == ()
