"""Plain lines, and the page in Markdown."""

from __future__ import annotations

import pytest

from exporter import Playlist, Sheet, Song, Track
from tests.formats.reading import FORMATS, likeliest, one, read, sheet_of, write


@pytest.mark.parametrize(
    ("line", "song"),
    [
        ("YOASOBI - 夜に駆ける", Song("夜に駆ける", ("YOASOBI",))),
        ("12. King Gnu – 白日", Song("白日", ("King Gnu",))),
        ("* King Gnu \t 白日", Song("白日", ("King Gnu",))),
        ("(3) 7!! — オレンジ", Song("オレンジ", ("7!!",))),
        ("“Lemon” – Kenshi Yonezu", Song("Lemon", ("Kenshi Yonezu",))),
        ("Kenshi Yonezu - 「Lemon」", Song("Lemon", ("Kenshi Yonezu",))),
        ("A-ha - Take On Me - Live", Song("Take On Me - Live", ("A-ha",))),
        ("21 - A - B", Song("A - B", ("21",))),
    ],
)
def test_a_line_is_an_artist_and_a_title(line: str, song: Song) -> None:
    found = one("lines", line)
    assert found.song == song
    assert found.taken
    assert found.text == line.strip()


@pytest.mark.parametrize("line", ["Just some words", "A heading:", "King-Gnu", "- nothing"])
def test_what_has_no_dash_between_blanks_is_not_taken_unasked(line: str) -> None:
    found = one("lines", line)
    assert not found.taken
    assert found.doubts == ("no artist",)


def test_a_long_dash_that_touches_the_words_is_said() -> None:
    found = one("lines", "YOASOBI—夜に駆ける")
    assert found.song == Song("夜に駆ける", ("YOASOBI",))
    assert found.doubts == ("a dash without blanks around it",)


def test_prose_and_addresses_are_left_out() -> None:
    found = read("lines", f"A - B\n\n{'word ' * 60}\nhttps://x.example/list\n")
    assert [row.line for row in found.songs] == [1]
    assert [(row.line, row.why) for row in found.left] == [
        (3, "too long for a song"),
        (4, "an address without a title"),
    ]


def test_lines_are_known_by_their_dashes() -> None:
    assert likeliest("A - B\nC, D - E\nF - G\n") == "lines"
    assert FORMATS["lines"].sniff("A text.\nOf some lines.\nWithout - well, one.\n") < 0.5


def test_a_page_in_markdown_has_a_link_for_each_track_and_nothing_that_a_song_says_is_markup() -> None:
    song = Song("*Star* [x](y)", ("A_B", "C"), from_="Show", version="piano")
    harmful = {"alpha": Track("alpha", "1", "T", ("A",), url="javascript:alert(1)")}
    first = sheet_of(song, beta="x2")
    sheet = Sheet(
        playlist=Playlist("night", "# Night", (song, Song("T", ())), "For the night."),
        tracks=(first.tracks[0], harmful),
        homes={"beta": "https://b.example/list"},
    )
    assert write("markdown", sheet) == (
        "# \\# Night\n\nFor the night.\n\n[beta](https://b.example/list)\n\n"
        "1. **\\*Star\\* \\[x\\](y)** (piano) – A\\_B, C · *Show* · [beta](https://beta.example/track/x2)\n"
        "2. **T**\n\n"
        "<!-- exporter export --as markdown -->\n"
    )
