from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from exporter.errors import ExporterError
from exporter.sandbox import Row, Store, Stored


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(tmp_path / "pushed.sqlite", clock)
    yield store
    store.close()


def rename(name: str) -> Callable[[Stored], Stored]:
    return lambda playlist: replace(playlist, name=name)


def test_a_playlist_comes_back_as_it_was_put_in(store: Store) -> None:
    put = Stored(service="a", id="1", name="名", rows=(Row("t", 5.5, "r"), Row("t", 6.0)), extra={"image": "x"})
    added = store.add(put)
    assert added == replace(put, version=1, created=1000.0, changed=1000.0)
    assert store.get("a", "1") == added
    assert store.get("b", "1") is None


def test_a_change_is_the_next_version(store: Store, clock: Clock) -> None:
    store.add(Stored(service="a", id="1", name="old"))
    clock.now += 5
    changed = store.change("a", "1", rename("new"))
    assert (changed.name, changed.version, changed.created, changed.changed) == ("new", 2, 1000.0, 1005.0)
    assert store.get("a", "1") == changed


def test_a_change_that_fails_changes_nothing(store: Store) -> None:
    before = store.add(Stored(service="a", id="1", name="old"))

    def fail(_: Stored) -> Stored:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.change("a", "1", fail)
    assert store.get("a", "1") == before
    with pytest.raises(KeyError):
        store.change("a", "2", rename("x"))


def test_the_past_is_remembered_only_as_long_as_asked(store: Store, clock: Clock) -> None:
    store.add(Stored(service="a", id="1", name="at 1000"))
    for _ in range(4):
        clock.now += 10
        store.change("a", "1", rename(f"at {clock.now:.0f}"), remember=15)

    def name(at: float) -> str:
        found = store.get("a", "1", at=at)
        assert found is not None
        return found.name

    assert [name(at) for at in (1040, 1039, 1030, 1025)] == ["at 1040", "at 1030", "at 1030", "at 1020"]
    assert name(1000) == "at 1020"
    store.change("a", "1", rename("now"))
    assert name(1000) == "now"


def test_all_are_listed_newest_first_once_each(store: Store, clock: Clock) -> None:
    for name in ("one", "two"):
        store.add(Stored(service="a", id=name, name=name))
        clock.now += 1
    store.add(Stored(service="b", id="one", name="three"))
    store.change("a", "one", rename("uno"), remember=100)
    assert [playlist.name for playlist in store.all()] == ["three", "two", "uno"]
    assert [playlist.name for playlist in store.all("a")] == ["two", "uno"]


def test_numbers_and_notes_outlive_a_restart_and_numbers_a_reset(store: Store, tmp_path: Path) -> None:
    assert [store.number("a"), store.number("a"), store.number("b")] == [1, 2, 1]
    store.write_note("a", "quota", "5")
    again = Store(tmp_path / "pushed.sqlite")
    assert again.note("a", "quota") == "5"
    again.clear()
    assert again.note("a", "quota") == ""
    assert again.number("a") == 3
    again.close()


def test_a_removed_playlist_is_gone(store: Store) -> None:
    store.add(Stored(service="a", id="1", name="x"))
    store.remove("a", "1")
    assert store.all() == ()


def append(track: str) -> Callable[[Stored], Stored]:
    return lambda playlist: replace(playlist, rows=(*playlist.rows, Row(track, 0.0)))


def add_rows(path: Path, name: str, times: int) -> None:
    store = Store(path)
    for number in range(times):
        store.change("a", "1", append(f"{name}{number}"))
    store.close()


def kill_in_mid_change(path: Path) -> None:
    def die(_: Stored) -> Stored:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    Store(path).change("a", "1", die)


def test_two_processes_lose_none_of_each_others_changes(store: Store, tmp_path: Path) -> None:
    store.add(Stored(service="a", id="1", name="shared"))
    spawn = multiprocessing.get_context("spawn")
    others = [spawn.Process(target=add_rows, args=(tmp_path / "pushed.sqlite", name, 30)) for name in "xy"]
    for other in others:
        other.start()
    for other in others:
        other.join()
    found = store.get("a", "1")
    assert found is not None
    assert sorted(row.track for row in found.rows) == sorted(f"{name}{n}" for name in "xy" for n in range(30))


def test_a_killed_process_leaves_the_state_before_its_change(store: Store, tmp_path: Path) -> None:
    before = store.add(Stored(service="a", id="1", name="alive"))
    process = multiprocessing.get_context("spawn").Process(
        target=kill_in_mid_change, args=(tmp_path / "pushed.sqlite",)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert store.get("a", "1") == before
    assert store.change("a", "1", rename("still works")).name == "still works"


def test_a_damaged_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "pushed.sqlite"
    path.write_bytes(b"not what SQLite begins with" * 100)
    with pytest.raises(ExporterError, match=r"are damaged .*pushed\.sqlite") as told:
        Store(path)
    assert "Delete that file" in told.value.hint


def test_a_file_that_the_system_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "pushed.sqlite").mkdir()
    with pytest.raises(ExporterError, match=r"The system refused: .*pushed\.sqlite"):
        Store(tmp_path / "pushed.sqlite")
