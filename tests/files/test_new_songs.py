"""New songs in a playlist file: they stand where they belong, and every other line stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import FileError
from exporter.files.edit import Source
from exporter.model import Song
from tests.files.test_edit import files

NEW = Song("夜に駆ける", ("YOASOBI",), ids={"svc": "x1"})


def added(text: str, *new: tuple[int, Song]) -> str:
    return Source(Path("list.yaml"), text).add_songs(new)


FILE = """\
name: List
songs:   # mine
  # the first
  - title: A   # why
    artist: One

  # the second
  - title: B
    artist: Two
# the end
"""


def test_a_song_goes_behind_another_before_the_comment_of_the_next_and_as_far_apart() -> None:
    assert added(FILE, (1, NEW)) == FILE.replace(
        "    artist: One\n",
        "    artist: One\n\n  - title: 夜に駆ける\n    artist: YOASOBI\n    ids:\n      svc: x1\n",
    )


def test_a_song_at_the_end_stands_before_what_the_author_wrote_last() -> None:
    assert added(FILE, (2, NEW)).endswith(
        "    artist: Two\n\n  - title: 夜に駆ける\n    artist: YOASOBI\n    ids:\n      svc: x1\n# the end\n"
    )


def test_a_song_at_the_beginning_stands_below_the_comment_that_is_there() -> None:
    text = added(FILE, (0, NEW))
    assert text.index("# the first") < text.index("夜に駆ける") < text.index("title: A")


def test_songs_of_one_place_keep_their_order() -> None:
    text = added(FILE, (1, NEW), (1, replace(NEW, title="Second")), (0, replace(NEW, title="Top")))
    titles = [song.title for song in Source(Path("x.yaml"), text).playlist().songs]
    assert titles == ["Top", "A", "夜に駆ける", "Second", "B"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: x\nsongs: []\n", "name: x\nsongs:\n  - title: T\n    artist: A\n"),
        ("name: x\nsongs: []  # none yet\n", "name: x\nsongs:  # none yet\n  - title: T\n    artist: A\n"),
        ("{name: x, songs: []}\n", "{name: x, songs: [{title: T, artist: A}]}\n"),
        ("songs:\n- title: S\nname: x", "songs:\n- title: S\n- title: T\n  artist: A\nname: x"),
        ("name: x\nsongs: [{title: S}]", "name: x\nsongs: [{title: S}, {title: T, artist: A}]"),
        ("name: x\r\nsongs:\r\n-   title: S", "name: x\r\nsongs:\r\n-   title: S\r\n-   title: T\r\n    artist: A"),
    ],
)
def test_every_layout_of_a_file_is_followed(before: str, after: str) -> None:
    count = len(Source(Path("x.yaml"), before).playlist().songs)
    assert added(before, (count, Song("T", ("A",)))) == after


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("No", '"No"'),
        ("1999", '"1999"'),
        ("again", "again"),
        ("Re: Re:", '"Re: Re:"'),
        ("Foo #1", '"Foo #1"'),
        ('The "Best"', "'The \"Best\"'"),
        ("青い栞 (TV Size)", "青い栞 (TV Size)"),
        ("- dash", '"- dash"'),
        ("トルネード・", "トルネード・"),
    ],
)
def test_a_title_has_quotes_only_where_a_reader_would_take_it_for_something_else(title: str, written: str) -> None:
    assert f"- title: {written}\n" in added(FILE, (0, Song(title, ("A",))))


def test_a_title_that_no_yaml_file_can_hold_is_told_and_nothing_is_changed() -> None:
    with pytest.raises(FileError) as caught:
        added(FILE, (0, Song("bell\x07", ("A",))))
    (problem,) = caught.value.problems
    assert problem.path == "songs"
    assert "cannot be added safely" in problem.message


printable = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=12)
titles = printable.map(str.strip).filter(bool)
songs = st.builds(
    Song,
    title=titles,
    artists=st.lists(titles, max_size=3).map(tuple),
    ids=st.dictionaries(st.just("svc"), st.from_regex(r"[A-Za-z0-9_-]{1,22}", fullmatch=True), max_size=1),
)


@given(files(), st.lists(st.tuples(st.integers(0, 3), songs), min_size=1, max_size=4))
def test_new_songs_are_all_that_changes_in_any_file(text: str, new: list[tuple[int, Song]]) -> None:
    before = Source(Path("list.yaml"), text).playlist()
    count = len(before.songs)
    placed = [(min(place, count), song) for place, song in new]
    after = added(text, *placed)
    wanted: list[Song] = []
    for place in range(count + 1):
        wanted += [song for at, song in placed if at == place]
        wanted += before.songs[place : place + 1]
    assert Source(Path("list.yaml"), after).playlist() == replace(before, songs=tuple(wanted))
    lines = iter(after.splitlines())
    assert all(line in lines for line in text.splitlines()), "every old line is there, in its order"
