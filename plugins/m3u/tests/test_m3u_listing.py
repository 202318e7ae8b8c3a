"""The text of an .m3u8 file: nothing that somebody wrote there is lost."""

from __future__ import annotations

from exporter_m3u.listing import Line, Listing, edited, parse, write
from hypothesis import given
from hypothesis import strategies as st

from exporter import Add, Move, Remove

STRANGERS = """\
#EXTM3U
# made by hand, for the train
#PLAYLIST:Train
#EXTINF:257,YUI - again
#EXTVLCOPT:start-time=3
again.mp3
# the sad ones
#EXTINF:-1,Nena
sad/99 Luftballons.mp3
https://radio.example/live
# the end
"""


def new(track_id: str) -> Line:
    return Line(track_id)


def paths(listing: Listing) -> list[str]:
    return [row.path for row in listing.rows]


def test_a_stranger_s_file_is_read() -> None:
    listing = parse(STRANGERS)
    assert (listing.name, paths(listing)) == (
        "Train",
        ["again.mp3", "sad/99 Luftballons.mp3", "https://radio.example/live"],
    )
    assert [row.facts for row in listing.rows] == [("YUI - again", 257), ("Nena", None), ("", None)]


def test_what_is_written_again_keeps_every_line() -> None:
    assert sorted(write(parse(STRANGERS)).splitlines()) == sorted(STRANGERS.splitlines())
    assert parse(write(parse(STRANGERS))) == parse(STRANGERS)


def test_windows_lines_and_a_byte_order_mark_are_no_part_of_a_path() -> None:
    assert paths(parse("\ufeff#EXTM3U\r\na.mp3\r\n\r\nb.mp3\r\n")) == ["a.mp3", "b.mp3"]


def test_directives_go_with_their_row_and_comments_stay() -> None:
    after = edited(parse(STRANGERS), Remove((0, 1, 2), ("", "", "")), new)
    assert after.rows == ()
    assert write(after).splitlines() == [
        "#EXTM3U",
        "#PLAYLIST:Train",
        "# made by hand, for the train",
        "# the sad ones",
        "# the end",
    ]


def test_a_moved_row_takes_what_stands_above_it_along() -> None:
    after = edited(parse(STRANGERS), Move(1, 0), new)
    assert paths(after) == ["sad/99 Luftballons.mp3", "again.mp3", "https://radio.example/live"]
    assert after.rows[0].above == ("# the sad ones", "#EXTINF:-1,Nena")


def test_added_rows_stand_where_they_were_wanted() -> None:
    assert paths(edited(parse(STRANGERS), Add(1, ("x", "y")), new))[:3] == ["again.mp3", "x", "y"]


@given(st.text())
def test_any_text_is_a_listing_that_settles(text: str) -> None:
    once = parse(text)
    assert parse(write(once)) == once
    assert write(parse(write(once))) == write(once)
