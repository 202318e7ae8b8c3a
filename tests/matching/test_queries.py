"""A song is asked for by few questions, the cheapest first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter.backend import Feature
from exporter.matching.queries import MOST, is_clear, needless, queries
from exporter.matching.score import judge
from exporter.model import Decision, Query, Song, Track, Verdict

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


def test_then_plain_words_then_another_script() -> None:
    assert queries(SONG, ()) == (
        Query(text="君の知らない物語 supercell"),
        Query(text="Kimi no Shiranai Monogatari supercell"),
    )


def test_the_original_script_is_asked_for_first() -> None:
    assert queries(Song("Gurenge", ("LiSA",), aka=("紅蓮華",)), ())[0] == Query(text="紅蓮華 LiSA")


def test_without_other_spellings_the_fields_of_the_service_are_asked() -> None:
    assert queries(Song("Lemon", ("米津玄師",)), ()) == (
        Query(text="Lemon 米津玄師"),
        Query(title="Lemon", artist="米津玄師"),
    )


def test_a_song_without_an_artist_is_asked_for_with_its_show() -> None:
    assert queries(Song("Main Theme", (), from_="CLANNAD (クラナド)"), ()) == (Query(text="Main Theme CLANNAD"),)


def test_a_wanted_version_is_asked_for() -> None:
    assert queries(Song("紅蓮華", ("LiSA",), version="piano"), ())[0] == Query(text="紅蓮華 piano LiSA")


@pytest.mark.parametrize("song", [Song("", ()), Song(" \u200b", ())])
def test_nothing_is_never_asked_for(song: Song) -> None:
    assert queries(song, {Feature.ISRC_SEARCH}) == ()


def test_questions_are_few_and_different() -> None:
    many = Song("a", ("b",), aka=tuple(f"name {number}" for number in range(9)), isrc="JPU900900900")
    asked = queries(many, {Feature.ISRC_SEARCH})
    assert len(asked) == len(set(asked)) == MOST + 1


@pytest.mark.parametrize(
    ("found", "clear"),
    [
        pytest.param([("君の知らない物語", "supercell")], True, id="found"),
        pytest.param([("君の知らない物語", "Raon")], True, id="there by others only"),
        pytest.param([("君の知らない物語 (Piano Ver.)", "supercell")], True, id="there in other versions only"),
        pytest.param([("さよならメモリーズ", "supercell")], False, id="nothing of this title"),
        pytest.param([("Utakata", "supercell")], False, id="a title that cannot be read"),
        pytest.param([], False, id="nothing at all"),
    ],
)
def test_an_answer_that_knows_the_title_settles_a_song(found: list[tuple[str, str]], *, clear: bool) -> None:
    tracks = [Track("service", str(number), title, (artist,)) for number, (title, artist) in enumerate(found)]
    assert is_clear(judge(replace(SONG, aka=()), tracks)) is clear


def test_videos_are_asked_for_last_where_they_are_searched_apart() -> None:
    asked = queries(SONG, {Feature.VIDEO_SEARCH})
    assert [query.kind for query in asked] == ["song", "song", "video"]
    assert asked[-1] == Query(text="君の知らない物語 supercell", kind="video")


@pytest.mark.parametrize(
    ("verdict", "spared"), [(Verdict.ACCEPT, True), (Verdict.REVIEW, True), (Verdict.MISSING, False)]
)
def test_videos_are_asked_for_only_when_no_song_fits(verdict: Verdict, *, spared: bool) -> None:
    assert needless(Query(text="君の知らない物語", kind="video"), Decision(verdict)) is spared
