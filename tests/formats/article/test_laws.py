"""What holds for every text, however hostile."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter import Listing
from exporter.errors import FileError
from exporter.formats.article import ARTICLE
from exporter.formats.article.words import clean
from tests.articles import read, row

WORDS = """\
– - — : / | “ ” ‘ ’ " « 「 」 『 』 ( ) [ ]( ** _ ` # > • 1. #3 第1位 ① by from songs tracks is was
the anime film song Artist: Title: Lantern Paper Moon Tide Kumo LanternTide no 紙の月 海野空 の 曲 。 .
! ? <p> </p> <h2> <li> </ul> <br> <td> <tr> <table> <script> <!-- --> <a &nbsp; &amp; &#x; NEW! 2011 –– '"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\t", " ", "\u200b", "\u202b", "\ufeff", "\ue000", "\ue001"])
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES | st.text(max_size=8), max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
)


def read_or_none(text: str) -> Listing | None:
    try:
        return read(text)
    except FileError:
        return None


@given(TEXTS)
def test_no_text_breaks_the_reader(text: str) -> None:
    listing = read_or_none(text)
    for one in listing.songs if listing else ():
        assert one.song.title.strip()
        assert all(name.strip() for name in one.song.artists)
        assert 0 <= one.sure <= 1
        assert not any(ord(char) < 32 for char in "".join(row(one)))
    assert 0 <= ARTICLE.sniff(text) <= 1


@given(TEXTS.filter(lambda text: "<" not in text and "\0" not in text))
def test_everything_stands_where_it_is_said_to_stand(text: str) -> None:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    listing = read(text)
    for line, told in [
        *((one.line, one.text) for one in listing.songs),
        *((one.line, one.text) for one in listing.left),
    ]:
        assert told in lines[line - 1] or clean(told) in clean(lines[line - 1])


@given(TEXTS)
def test_the_order_is_that_of_the_article(text: str) -> None:
    listing = read_or_none(text)
    lines = [one.line for one in listing.songs] if listing else []
    assert lines == sorted(lines)


TITLES = st.lists(st.integers(1, 999).map(lambda number: f"Song Number {number}"), min_size=3, max_size=30, unique=True)


@given(
    TITLES,
    st.sampled_from(["“{}” – Tide", "{} by Tide", "1. Tide – “{}”", "Tide「{}」", "| {} | Tide |", "- [{}](x) - Tide"]),
)
def test_no_song_of_a_list_is_lost_and_none_is_doubled(titles: list[str], form: str) -> None:
    text = "Songs\n\n" + "\n".join(form.format(title) for title in titles)
    assert [one.song.title for one in read(text).songs] == titles


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(FileError) as caught:
        read("PK\n\x03\x04\0\0")
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [("article.txt", 2)]


HOSTILE = [
    *(
        "<!--",
        "<p><a ",
        '<a "',
        "<![",
        "<script>",
        "</li><tr>",
        "<td>",
        "&#",
        "&#9",
        "&amp;",
        "<h2>a<span>b</span></h2>",
    ),
    *(
        "[[[[",
        "[a](",
        "*a* ",
        "__",
        "`",
        "# ",
        "- – — ",
        "“",
        "«“„",
        '"a" ',
        "([",
        "「あ",
        "a'",
        "1. ",
        "|",
        "9",
        "x",
        "Aa ",
        "a - b ",
    ),
    *("song ", "best song is ", "by ", "Aa's “", "the songs A, ", "anime A ", "。", ". A", "aB"),
    *("- a\n", "a\n", "A - B\n", "Artist: x\n", "| a | b |\n", f"ab{'cd ' * 9}\n\n{'word ' * 12}.\n\n"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_time_grows_with_the_length(piece: str) -> None:
    """Four times the text may take eight times as long; a square would take sixteen."""
    short, long = (_least_seconds(piece * (size // len(piece))) for size in (10_000, 40_000))
    assert long < 8 * short + 0.3


def _least_seconds(text: str) -> float:
    return min(_seconds(text) for _ in range(2))


def _seconds(text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start
