"""Markdown: our own pages, and what others write as a table."""

from __future__ import annotations

import pytest

from exporter import Song
from exporter.errors import FileError
from tests.formats.reading import FORMATS, likeliest, read, sheet_of, write

TABLE = """\
# Road *Trip*

For the road.

| # | Title | Artist(s) | Album | Length | Listen |
|--:|:------|:---------:|-------|--------|--------|
| 1 | [**Lemon**](https://open.spotify.com/track/04TshWXkhV1qkqHzf31Hn6) | 米津玄師 | Bootleg | 4:15 | |
| 2 | Paper \\| Moon | Aki Mori, Kumo | | 3:20 | https://music.example/2 |
| 3 | | nobody |
"""


def test_a_page_of_ours_is_read_as_it_was_written_with_what_a_person_added() -> None:
    text = write("markdown", sheet_of(Song("A*", ("B, C", "D"), from_="S", version="slow (2)"), Song("E", ("F",))))
    mended = text.replace("2. **E**", "Here it gets quiet.\n7. **G & H**")
    found = read("markdown", mended)
    assert [row.song for row in found.songs] == [
        Song("A*", ("B, C", "D"), from_="S", version="slow (2)"),
        Song("G & H", ("F",)),
    ]
    assert [(row.line, row.text) for row in found.left] == [(4, "Here it gets quiet.")]
    assert likeliest(mended) == "markdown"


def test_a_list_that_somebody_else_wrote_is_an_article() -> None:
    text = "# Songs\n\n1. **Queen** – Don't Stop Me Now\n2. **Blur** – Song 2\n"
    assert FORMATS["markdown"].sniff(text) == 0
    with pytest.raises(FileError) as caught:
        read("markdown", text)
    assert caught.value.problems[0].message == "no page that exporter wrote, and no table of songs"


def test_a_page_that_is_a_table_is_read_by_its_columns() -> None:
    found = read("markdown", TABLE)
    assert found.name == "Road Trip"
    assert [row.song for row in found.songs] == [
        Song("Lemon", ("米津玄師",), album="Bootleg", duration=255.0),
        Song("Paper | Moon", ("Aki Mori", "Kumo"), duration=200.0),
    ]
    assert [row.links for row in found.songs] == [
        ("https://open.spotify.com/track/04TshWXkhV1qkqHzf31Hn6",),
        ("https://music.example/2",),
    ]
    assert [(row.line, row.why) for row in found.left] == [(9, "no title")]
    assert likeliest(TABLE) == "markdown"


def test_an_article_with_a_table_in_it_stays_an_article() -> None:
    assert FORMATS["markdown"].sniff(TABLE + "Words.\n\n" * 5) == 0
    assert FORMATS["markdown"].sniff("| Place | Year |\n|---|---|\n| Tokyo | 2020 |\n") == 0
