"""What is kept of a remote: backups, which bring everything back, and the memory, which is only a shortcut."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import ExporterError
from exporter.model import Add, Create, Describe, Edit, Item, Move, Remote, Remove
from exporter.sync import backup
from exporter.sync.memory import Memory, recall, remember

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
items = st.lists(
    st.builds(
        Item,
        id=text,
        row=text,
        title=text,
        artists=st.lists(text, max_size=2).map(tuple),
        duration=st.none() | st.floats(0, 1e5),
        isrc=text,
        playable=st.booleans(),
    ),
    max_size=4,
).map(tuple)
remotes = st.builds(
    Remote,
    id=text,
    name=text,
    items=items,
    description=text,
    version=text,
    url=text,
    total=st.integers(0, 9),
    complete=st.booleans(),
)
memories = st.builds(
    Memory,
    id=text,
    version=text,
    items=items,
    twins=st.dictionaries(text, text, max_size=2),
    creating=text,
    writing=st.booleans(),
)


# Backups.


@pytest.mark.parametrize(
    ("edits", "loses"),
    [
        ((), False),
        ((Create("x"), Add(0, ("a",))), False),
        ((Describe("x", "y"),), True),
        ((Add(0, ("a",)), Move(0, 2)), True),
        ((Remove((0,), ("a",)),), True),
    ],
)
def test_only_what_removes_moves_or_rewords_needs_a_backup(edits: tuple[Edit, ...], *, loses: bool) -> None:
    assert backup.endangers(edits) == loses


@given(remotes)
def test_a_backup_brings_everything_back(remote: Remote) -> None:
    with TemporaryDirectory() as folder:
        assert backup.load(backup.save(Path(folder), [remote], NOON)) == (remote,)


def test_backups_sort_by_time_wherever_they_were_made(tmp_path: Path) -> None:
    zones = [timezone(timedelta(hours=hours)) for hours in (9, -11, 0, 14, 5)]
    moments = [(NOON + timedelta(minutes=minute, microseconds=minute)) for minute in (0, 1, 10, 60, 600)]
    remote = Remote("list1", "x")
    made = [
        backup.save(tmp_path, [remote], moment.astimezone(zone)) for moment, zone in zip(moments, zones, strict=True)
    ]
    assert sorted(tmp_path.iterdir()) == made
    assert made[0].name == "20261121T120000.000000Z.json"


def test_a_backup_is_private_and_readable_by_a_person(tmp_path: Path) -> None:
    path = backup.save(tmp_path / "new" / "folder", [Remote("list1", "悲しい", (Item("a", title="夜"),))], NOON)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert '"title": "夜"' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'{"id": "x"}', b"\xff"])
def test_a_damaged_backup_is_told(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "backup.json"
    path.write_bytes(damaged)
    with pytest.raises(ExporterError, match=r"backup\.json is no backup") as caught:
        backup.load(path)
    assert str(tmp_path) in caught.value.hint


def made(*ages: timedelta) -> list[backup.Backup]:
    """Backups of these ages at noon, newest first."""
    return [backup.Backup(Path(f"{age}"), NOON - age) for age in sorted(ages)]


def test_the_newest_twenty_backups_stay_however_old_they_are() -> None:
    assert backup.outdated(made(*(timedelta(days=1000 + day) for day in range(20))), NOON) == ()


def test_beyond_those_the_first_of_every_day_stays_for_three_months() -> None:
    newest = made(*(timedelta(minutes=minute) for minute in range(20)))
    older = made(*(timedelta(days=day, hours=hour) for day in (1, 2, 89, 91) for hour in (0, 3, 6)))
    stay = [one for one in older if one not in backup.outdated([*newest, *older], NOON)]
    assert [NOON - one.moment for one in stay] == [timedelta(days=day, hours=6) for day in (1, 2, 89)]


@given(st.lists(st.integers(0, 60 * 24 * 200), unique=True, max_size=80))
def test_backups_that_were_dropped_once_stay_dropped_and_others_stay(minutes: list[int]) -> None:
    every = made(*(timedelta(minutes=minute) for minute in minutes))
    gone = backup.outdated(every, NOON)
    left = [one for one in every if one not in gone]
    assert left[:20] == every[:20]
    assert backup.outdated(left, NOON) == ()


def test_saving_drops_what_is_outdated_and_nothing_else(tmp_path: Path) -> None:
    note = tmp_path / "note.json"
    note.write_text("{}", encoding="utf-8")
    remote = Remote("list1", "x")
    for minute in range(25):
        backup.save(tmp_path, [remote], NOON - timedelta(days=400) + timedelta(minutes=minute))
    for minute in range(5):
        backup.save(tmp_path, [remote], NOON + timedelta(minutes=minute))
    assert len(backup.kept(tmp_path)) == 20
    assert note.exists()


# The memory.


@given(memories)
def test_what_is_remembered_is_recalled(memory: Memory) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deep" / "remote.json"
        remember(path, memory)
        assert recall(path) == memory


def test_nothing_is_remembered_at_first(tmp_path: Path) -> None:
    assert recall(tmp_path / "none.json") == Memory()


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'{"items": 5}', b"\xff\xfe"])
def test_a_damaged_memory_is_forgotten(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "remote.json"
    path.write_bytes(damaged)
    assert recall(path) == Memory()
    remember(path, Memory(id="list1"))
    assert recall(path) == Memory(id="list1")


def test_the_memory_is_private(tmp_path: Path) -> None:
    remember(tmp_path / "remote.json", Memory(id="list1"))
    assert stat.S_IMODE((tmp_path / "remote.json").stat().st_mode) == 0o600
