"""A song is written with all that is known of it, in the order of a well-kept file, and read again as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.files import parse
from exporter.files.edit import Source
from exporter.files.playlist import SONG
from exporter.files.writing import clock, entry, new_file
from exporter.model import Playlist, Song
from tests.songs import BLANK, NOTES, WORDS, songs

WHOLE = Song(
    "君の知らない物語",
    ("supercell",),
    aka=("Kimi no Shiranai Monogatari", "The Story: Known"),
    artist_aka=("ryo (supercell)",),
    from_="Bakemonogatari",
    album="Today Is A Beautiful Day",
    year=2009,
    duration=341.0,
    isrc="JPU900901234",
    mbid="b1a9c0e9-d987-4042-ae91-78d6a3267d69",
    version="piano",
    ids={"svc": "434YBNY61Y9sqBSp7OINBa"},
    not_={"svc": ("x1", "x2")},
    skip=("other",),
    note="Two lines:\nthis is one.",
)
WRITTEN = """\
name: Night
description: Songs for the night.
songs:
  - title: 君の知らない物語
    artist: supercell
    aka: [Kimi no Shiranai Monogatari, "The Story: Known"]
    artist_aka: [ryo (supercell)]
    from: Bakemonogatari
    album: Today Is A Beautiful Day
    year: 2009
    duration: "5:41"
    isrc: JPU900901234
    mbid: b1a9c0e9-d987-4042-ae91-78d6a3267d69
    version: piano
    ids:
      svc: 434YBNY61Y9sqBSp7OINBa
    not:
      svc: [x1, x2]
    skip: [other]
    note: |-
      Two lines:
      this is one.

  - title: Lemon
    artist: [米津玄師, "No"]
"""


def read(text: str) -> Playlist:
    return parse(text, "night.yaml", "night")


def test_a_new_file_is_well_kept() -> None:
    lemon = Song("Lemon", ("米津玄師", "No"))
    assert new_file(Playlist("night", "Night", (WHOLE, lemon), "Songs for the night.")) == WRITTEN


def test_short_songs_stand_close_together() -> None:
    text = new_file(Playlist("x", "X", (Song("A", ("One",)), Song("B", ("Two",)))))
    assert text == "name: X\nsongs:\n  - title: A\n    artist: One\n  - title: B\n    artist: Two\n"


def test_a_playlist_without_songs_is_one_too() -> None:
    assert read(new_file(Playlist("night", "Night", ()))) == Playlist("night", "Night", ())


def test_every_key_of_a_song_is_written() -> None:
    assert list(entry(WHOLE)) == list(SONG.keys)


@given(st.builds(Playlist, st.just("night"), WORDS, st.lists(songs(), max_size=4).map(tuple), NOTES | BLANK))
def test_what_is_written_reads_as_what_it_was(playlist: Playlist) -> None:
    assert read(new_file(playlist)) == playlist


@given(st.lists(songs(), min_size=1, max_size=3), st.integers(0, 2))
def test_a_song_that_is_added_to_a_file_keeps_all_that_it_says(new: list[Song], place: int) -> None:
    source = Source(Path("night.yaml"), "name: N\nsongs:\n- title: A\n  artist: One # mine\n- title: B\n")
    before = source.playlist().songs
    after = read(source.add_songs([(place, song) for song in new])).songs
    assert after == (*before[:place], *new, *before[place:])


@given(songs())
def test_a_song_is_added_to_a_file_in_braces(song: Song) -> None:
    source = Source(Path("night.yaml"), "{name: N, songs: [{title: A}]}")
    assert read(source.add_songs([(1, song)])).songs[1] == song


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(331.0, "5:31"), (3931.0, "1:05:31"), (5.25, "0:05.25"), (59.9996, "0:59"), (3600.0, "1:00:00")],
)
def test_a_length_is_written_as_people_write_it(seconds: float, written: str) -> None:
    assert clock(seconds) == written


@given(st.integers(1, 86_399_999))
def test_a_length_loses_nothing_above_a_thousandth_of_a_second(thousandths: int) -> None:
    song = replace(WHOLE, duration=thousandths / 1000)
    assert read(new_file(Playlist("x", "X", (song,)))).songs[0].duration == pytest.approx(song.duration, abs=0.0011)
