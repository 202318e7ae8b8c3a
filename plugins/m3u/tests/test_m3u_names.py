"""What is read in the names of files."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from exporter_m3u.names import FORBIDDEN, LONGEST, Named, file_name, is_numbered, named
from hypothesis import example, given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("YUI - again.mp3", Named("again", "YUI")),
        ("01 again.mp3", Named("again")),
        ("01 - YUI - again.mp3", Named("again", "YUI")),
        ("1-02 again.flac", Named("again")),
        ("7. again.flac", Named("again")),
        ("YUI_-_again.ogg", Named("again", "YUI")),
        ("YUI/Holidays in the Sun/03 again.m4a", Named("again", "YUI", "Holidays in the Sun")),
        ("YUI/again.m4a", Named("again", "YUI")),
        ("Nena/99 Luftballons.mp3", Named("99 Luftballons", "Nena")),
        ("1999.mp3", Named("1999")),
        ("Jay-Z - 99 Problems.mp3", Named("99 Problems", "Jay-Z")),
    ],
)
def test_titles_and_artists_are_read_in_names(path: str, expected: Named) -> None:
    assert named(PurePosixPath(path)) == expected


def test_a_number_without_a_mark_is_a_track_s_where_all_names_have_one() -> None:
    names = ["9 again.mp3", "10 es.car.mp3", "11 Cloudy.mp3"]
    assert is_numbered(names)
    assert [named(PurePosixPath(name), numbered=True).title for name in names] == ["again", "es.car", "Cloudy"]
    assert not is_numbered(["99 Luftballons.mp3", "Nur geträumt.mp3"])
    assert not is_numbered(["99 Luftballons.mp3"])


@given(st.text(st.characters(), max_size=400))
@example("\xa0")
@example("con." + "x" * LONGEST)
def test_any_playlist_has_a_file_name_that_every_system_takes(text: str) -> None:
    name = file_name(text)
    assert name
    assert not FORBIDDEN.search(name)
    assert name == name.strip().strip(".")
    assert len(name.encode()) <= LONGEST
    assert file_name(name) == name


def test_a_name_that_a_system_keeps_for_itself_is_marked() -> None:
    assert file_name("con") == "_con"


@given(st.text(alphabet=st.characters(exclude_characters="/\x00", codec="utf-8"), min_size=1, max_size=60))
def test_any_name_has_a_title(stem: str) -> None:
    path = PurePosixPath(f"a{stem}.mp3")
    assert named(path).title or named(path).artist
