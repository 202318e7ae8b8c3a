"""Lucene's language: whatever a title holds is looked for as it stands."""

from __future__ import annotations

import pytest
from exporter_musicbrainz import queries
from exporter_musicbrainz.sandbox import lucene
from exporter_musicbrainz.sandbox.library import tokens
from hypothesis import given
from hypothesis import strategies as st

from exporter import Song


@pytest.mark.parametrize("sign", list('+-&|!(){}[]^"~*?:\\/'))
def test_every_sign_that_means_something_is_escaped(sign: str) -> None:
    assert queries.phrase(f"a{sign}b") == f'"a\\{sign}b"'


def test_words_in_capitals_are_no_operators_inside_a_phrase() -> None:
    found = lucene.parse(f"recording:{queries.phrase('Live AND Let Die')}")
    assert found({"recording": ["Live and Let Die"]}) == 1
    assert not found({"recording": ["Live"]})


@given(st.text(max_size=80).filter(lambda text: bool(tokens(text)) and len(text) <= queries.LONGEST))
def test_any_title_is_found_by_its_own_phrase(title: str) -> None:
    found = lucene.parse(f"(recording:{queries.phrase(title)} OR alias:{queries.phrase(title)}) AND artist:x")
    assert found({"recording": [title], "artist": ["x"]}) > 0


def test_a_song_is_asked_for_by_all_its_names_in_one_question() -> None:
    song = Song("The Last Rain", ("Yasushi Nakanishi",), aka=("最後の雨",), artist_aka=("中西保志",))
    found = lucene.parse(queries.by_names(song))
    assert found({"recording": ["最後の雨"], "artistname": ["中西保志"]})
    assert found({"alias": ["The Last Rain"], "creditname": ["Yasushi Nakanishi"]})
    assert not found({"recording": ["最後の雨"], "artistname": ["somebody else"]})


def test_a_song_without_artists_is_asked_for_by_its_titles() -> None:
    assert lucene.parse(queries.by_names(Song("Here With You", ())))({"recording": ["Here With You"]}) == 1


def test_a_question_is_no_longer_than_an_address_may_be() -> None:
    song = Song("long " * 999, tuple(f"artist {number}" for number in range(99)), aka=("x" * 5000,) * 20)
    assert len(queries.by_names(song)) < 6000
