"""Reading a playlist from the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter import files
from exporter.errors import FileError, Problem

TEXT = "name: 悲しい\nsongs:\n  - title: さよならメモリーズ\n"


def problem(path: Path) -> Problem:
    """The one thing that is wrong with a file."""
    with pytest.raises(FileError) as raised:
        files.load(path)
    (found,) = raised.value.problems
    return found


@pytest.mark.parametrize("name", ["sad-anime", "Sad Anime", "悲しい", "a.b"])
def test_the_slug_is_the_name_of_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(TEXT, encoding="utf-8")
    playlist = files.load(path)
    assert (playlist.slug, playlist.name, playlist.songs[0].title) == (name, "悲しい", "さよならメモリーズ")


def test_problems_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("name: x\n", encoding="utf-8")
    assert problem(path).file == str(path)


@pytest.mark.parametrize(
    ("encoding", "looks_like"),
    [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("utf-16", "UTF-16")],
)
def test_another_encoding_is_refused_by_its_likely_name(tmp_path: Path, encoding: str, looks_like: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(TEXT.encode(encoding))
    found = problem(path)
    assert "not UTF-8" in found.message
    assert found.suggestion == f"save the file as UTF-8; it looks like {looks_like}"


def test_a_wrong_byte_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("name: x\nsongs:\n  - title: 歌 Beyonc".encode() + b"\xe9\n")
    found = problem(path)
    assert (found.line, found.column) == (3, 20)
    assert found.message == "not UTF-8: the byte 0xe9 (byte 37 of the file)"
    assert found.suggestion == "save the file as UTF-8"


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(TEXT, encoding="utf-8-sig")
    assert files.load(path).name == "悲しい"


def test_a_file_that_is_not_there_is_a_problem_of_that_file(tmp_path: Path) -> None:
    assert problem(tmp_path / "x.yaml").message == "cannot read the file: No such file or directory"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "cannot read the file" in problem(tmp_path).message


def test_a_file_over_20_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with path.open("wb") as stream:
        stream.truncate(20 * 2**20 + 1)
    assert "larger than 20 MB" in problem(path).message
