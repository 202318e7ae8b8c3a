"""Which song is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import UsageError
from exporter.lock import song_key
from exporter.model import Playlist, Song
from exporter.reviewing.pick import pick

SONGS = (
    Song("青い栞", ("Galileo Galilei",), aka=("Aoi Shiori",)),
    Song("1999", ("Prince",)),
    Song("again", ("YUI",)),
    Song("★", ("David Bowie",)),
    Song("Again and Again", ("X",)),
    Song("again", ("YUI",), note="a second time"),
    Song("Ver$", ("Y",), version="piano"),
    Song("Ver$", ("Y",)),
)
PLAYLIST = Playlist("list", "List", SONGS)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1", (0,)),
        (" 3 ", (2,)),
        ("1999", (1,)),
        ("青い栞", (0,)),
        ("aoi shiori", (0,)),
        ("AOI", (0,)),
        ("Galileo", (0,)),
        ("★", (3,)),
        ("again", (2, 5)),
        ("again - yui", (2, 5)),
        ("Again and", (4,)),
        ("Ver$ - Y [piano]", (6,)),
    ],
)
def test_a_song_is_meant_by_its_number_or_by_words_that_fit_it_alone(text: str, places: tuple[int, ...]) -> None:
    assert pick(PLAYLIST, text) == places


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("aga", "fits 3 songs"),
        ("Ver$", "7 Ver$ - Y [piano]; 8 Ver$ - Y"),
        ("9", "has no song '9'"),
        ("", "it has 8"),
        ("☆", "it has 8"),
    ],
)
def test_what_fits_no_song_or_several_is_told(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        pick(PLAYLIST, text)
    assert said in caught.value.message
    assert caught.value.hint


def test_many_that_fit_are_not_all_listed() -> None:
    many = Playlist("list", "List", tuple(Song(f"Song {n}", ()) for n in range(20)))
    with pytest.raises(UsageError, match=r"fits 20 songs .* and 14 more"):
        pick(many, "song")


@given(st.text())
def test_any_text_means_one_song_or_is_refused(text: str) -> None:
    try:
        places = pick(PLAYLIST, text)
    except UsageError:
        return
    assert len({song_key(SONGS[place]) for place in places}) == 1
