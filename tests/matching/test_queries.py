"""A song is asked for by few questions, the cheapest first."""

from __future__ import annotations

import pytest

from exporter.backend import Feature
from exporter.matching.queries import MOST, queries
from exporter.model import Query, Song

SONG = Song(
    "君の知らない物語",
    ("supercell",),
    aka=("Kimi no Shiranai Monogatari", "The Story You Don't Know"),
    artist_aka=("スーパーセル",),
    isrc="JPU900900900",
)


def test_the_code_comes_first_where_the_service_finds_codes() -> None:
    assert queries(SONG, {Feature.ISRC_SEARCH})[0] == Query(isrc="JPU900900900")
    assert all(not query.isrc for query in queries(SONG, ()))


def test_then_the_title_as_written_then_other_spellings() -> None:
    assert queries(SONG, ()) == (
        Query(title="君の知らない物語", artist="supercell"),
        Query(text="君の知らない物語 スーパーセル"),
        Query(text="Kimi no Shiranai Monogatari supercell"),
        Query(text="The Story You Don't Know supercell"),
    )


def test_a_song_without_an_artist_is_asked_for_with_its_show() -> None:
    assert queries(Song("Main Theme", (), from_="CLANNAD"), ()) == (Query(text="Main Theme CLANNAD"),)


def test_a_wanted_version_is_asked_for() -> None:
    assert queries(Song("紅蓮華", ("LiSA",), version="piano"), ())[0] == Query(text="紅蓮華 piano LiSA")


@pytest.mark.parametrize("song", [Song("", ()), Song(" \u200b", ())])
def test_nothing_is_never_asked_for(song: Song) -> None:
    assert queries(song, {Feature.ISRC_SEARCH}) == ()


def test_questions_are_few_and_different() -> None:
    many = Song("a", ("b",), aka=tuple(f"name {number}" for number in range(9)), isrc="JPU900900900")
    asked = queries(many, {Feature.ISRC_SEARCH})
    assert len(asked) == len(set(asked)) == MOST
