"""The format, by example."""

from __future__ import annotations

import pytest
from exporter import Song
from exporter.errors import FileError

from exporter_mine.listing import read

TEXT = "#mine\tEvening\nagain\tYUI\n\n\tnobody\nLast Train Home\tPat Metheny Group\n"


def test_songs_are_read_with_their_lines() -> None:
    listing = read(TEXT, "evening.mine")
    assert listing.name == "Evening"
    assert [(listed.line, listed.song) for listed in listing.songs] == [
        (2, Song("again", ("YUI",))),
        (5, Song("Last Train Home", ("Pat Metheny Group",))),
    ]
    assert [passage.line for passage in listing.left] == [4]


def test_a_text_of_another_kind_is_said_to_be_one() -> None:
    with pytest.raises(FileError):
        read("Dear reader,\n", "letter.txt")
