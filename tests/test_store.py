"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from exporter.errors import from_system
from exporter.store import PRIVATE, SHARED, write_atomic


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_holds_the_text_and_its_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "夜.json"
    write_atomic(path, "夜に駆ける\n")
    assert path.read_text(encoding="utf-8") == "夜に駆ける\n"
    assert list(path.parent.iterdir()) == [path]


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomic(path, "a long text")
    write_atomic(path, "short")
    assert path.read_text() == "short"


@pytest.mark.parametrize("wanted", [PRIVATE, SHARED])
def test_the_file_can_be_read_by_whom_it_is_meant_for(tmp_path: Path, wanted: int) -> None:
    path = tmp_path / "a"
    path.touch(mode=0o666)
    write_atomic(path, "x", mode=wanted)
    assert mode(path) == wanted


def test_a_new_file_gets_what_every_new_file_gets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is that asked for by changing it, as the system would have it: files of other threads would get it."""
    (tmp_path / "plain").touch()
    monkeypatch.delattr(os, "umask")
    write_atomic(tmp_path / "a", "x")
    assert mode(tmp_path / "a") == mode(tmp_path / "plain")


def test_a_file_keeps_what_it_had(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    path.chmod(0o640)
    write_atomic(path, "x")
    assert mode(path) == 0o640


def test_a_full_disk_is_told_with_the_folder_that_is_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as caught:
        write_atomic(tmp_path / "a", "x")
    assert str(tmp_path) in from_system(caught.value).message
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_never_readable_for_others_not_even_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.extend(mode(path) for path in tmp_path.iterdir()))
    write_atomic(tmp_path / "login", "secret", mode=PRIVATE)
    assert seen == [PRIVATE]


@pytest.mark.parametrize("broken", ["write", "replace", "interrupted"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt if broken == "interrupted" else OSError("disk full")

    path = tmp_path / "a"
    write_atomic(path, "old")
    monkeypatch.setattr(*((Path, "replace", fail) if broken == "replace" else (os, "fsync", fail)))
    with pytest.raises((OSError, KeyboardInterrupt)):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_text_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomic(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomic(path, "\ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
