"""The curated playlists hold every song that their articles name, and say what is uncertain about them.

``data/articles.json`` has the songs as each article words them, in its order: title and credited artist, the
latter empty where the article credits nobody.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from exporter.files import load
from exporter.model import Playlist, Song

HERE = Path(__file__).parent
PLAYLISTS = HERE.parent / "playlists"
ARTICLES: dict[str, list[tuple[str, str]]] = json.loads((HERE / "data" / "articles.json").read_text("utf-8"))
LENGTHS = {"sad-anime": 17, "sad-ost": 34, "feeling-blue": 7, "hidden-tearjerkers": 7, "want-to-cry": 7}

UNFOUND = {  # no original title is known, so the article's wording stands in its place
    "feeling-blue": ["It's not that I want to die.", "Loser Man, the Inferior Student"],
    "want-to-cry": ["Even if it's one of a kind"],
    "sad-anime": ["Kimi no Na wa. (Your Name.)"],
    "sad-ost": ["Expected Farewell", "Kimi no Uso", "Here With You", "Elli's Theme"],
}
UNVERIFIED = ["くじけそうになる私を支えて下さい", "ねえナナ", "おやすみナナ", "三日月のスポットライト", "傷ついても"]
WRONGLY_CREDITED = [
    ("hidden-tearjerkers", "最愛", "Fukuyama Masaharu"),
    ("sad-anime", "さよならのゆくえ", "Hikaru Utada"),
    ("sad-anime", "ふたりのきもちのほんとのひみつ", "K-On"),
    ("sad-ost", "シェンファ 〜莎花〜", "Shenmue Orchestra"),
]
OTHER_RECORDINGS = [
    ("sad-anime", "secret base ~君がくれたもの~ (10 years after Ver.)", "10 years after Ver."),
    ("want-to-cry", "スパークル", "movie ver."),
    ("sad-ost", "Ver$", "piano"),
    ("sad-ost", "表裏一体 〜Lamento for piano", "piano"),
    ("sad-ost", "流れ星キラリ (Version for Orchestra)", "orchestra"),
    ("sad-ost", "REASON", "instrumental"),
    ("sad-ost", "Fairy Tail Main Theme - Slow ver.", "Slow ver."),
    ("sad-ost", "女神の詩", "harp"),
    ("sad-ost", "シェンファ 〜莎花〜", "orchestra"),
    ("sad-ost", "最果ての地", "Reprise"),
]

every_playlist = pytest.mark.parametrize("slug", LENGTHS)


@cache
def playlist(slug: str) -> Playlist:
    return load(PLAYLISTS / f"{slug}.yaml")


def named(slug: str, title: str) -> Song:
    return next(song for song in playlist(slug).songs if song.title == title)


def folded(text: str) -> str:
    """``text`` without case, quotes, punctuation and spaces."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def titles(song: Song) -> set[str]:
    return {folded(title) for title in (song.title, *song.aka)}


def credits_(song: Song) -> set[str]:
    return {folded(name) for name in (*song.artists, *song.artist_aka)}


def explains(song: Song, credit: str) -> bool:
    return credit.casefold() in f"{song.from_}\n{song.note}".casefold()


def test_there_is_an_article_for_every_curated_playlist() -> None:
    assert set(ARTICLES) == set(LENGTHS)


@every_playlist
def test_every_song_of_the_article_is_there_in_its_order(slug: str) -> None:
    pairs = zip(ARTICLES[slug], playlist(slug).songs, strict=True)
    assert [title for (title, _), song in pairs if folded(title) not in titles(song)] == []


@every_playlist
def test_whoever_the_article_credits_is_credited_or_explained(slug: str) -> None:
    pairs = [(credit, song) for (_, credit), song in zip(ARTICLES[slug], playlist(slug).songs, strict=True) if credit]
    assert [
        credit for credit, song in pairs if folded(credit) not in credits_(song) and not explains(song, credit)
    ] == []


@pytest.mark.parametrize(("slug", "title", "credit"), WRONGLY_CREDITED)
def test_a_wrong_credit_is_told_in_the_note_and_is_no_name_of_the_artist(slug: str, title: str, credit: str) -> None:
    song = named(slug, title)
    assert credit.casefold() in song.note.casefold()
    assert folded(credit) not in credits_(song)


@every_playlist
def test_the_playlist_is_as_long_as_its_article(slug: str) -> None:
    assert len(playlist(slug).songs) == LENGTHS[slug] == len(ARTICLES[slug])


@every_playlist
def test_the_description_is_one_line_that_every_service_takes(slug: str) -> None:
    description = playlist(slug).description
    assert "article" in description
    assert "\n" not in description
    assert len(description) <= 300  # Spotify's limit


@every_playlist
def test_the_playlist_goes_to_spotify_in_public_and_to_youtube_music(slug: str) -> None:
    targets = playlist(slug).targets
    assert set(targets) == {"spotify", "ytmusic"}
    assert targets["spotify"].public


def test_sixteen_songs_are_pinned_and_only_on_spotify() -> None:
    pins = [song.ids for slug in LENGTHS for song in playlist(slug).songs if song.ids]
    assert len(pins) == 16
    assert {backend for ids in pins for backend in ids} == {"spotify"}
    assert [ids["spotify"] for ids in pins if not re.fullmatch(r"[0-9A-Za-z]{22}", ids["spotify"])] == []
    assert len({ids["spotify"] for ids in pins}) == 16


def test_an_isrc_has_twelve_characters_and_belongs_to_one_song() -> None:
    isrcs = [song.isrc for slug in LENGTHS for song in playlist(slug).songs if song.isrc]
    assert sorted(isrcs) == ["JPSR00302597", "JPSR00900821", "JPU901402557"]


def test_durations_are_those_of_songs() -> None:
    known = [song.duration for slug in LENGTHS for song in playlist(slug).songs if song.duration is not None]
    assert len(known) == 20
    assert all(120 < duration < 600 for duration in known)


@every_playlist
def test_no_name_is_given_twice(slug: str) -> None:
    for song in playlist(slug).songs:
        for given in ((song.title, *song.aka), (*song.artists, *song.artist_aka)):
            assert len({name.casefold() for name in given}) == len(given), song.label


@pytest.mark.parametrize(("slug", "title"), [(slug, title) for slug, rows in UNFOUND.items() for title in rows])
def test_a_song_without_a_known_title_stays_in_the_article_s_words_and_says_why(slug: str, title: str) -> None:
    song = named(slug, title)
    assert song.note
    assert not song.ids


@pytest.mark.parametrize("title", UNVERIFIED)
def test_a_title_written_back_from_romaji_says_so(title: str) -> None:
    assert "written back from the romaji" in named("sad-ost", title).note


@every_playlist
def test_a_song_without_an_artist_says_why(slug: str) -> None:
    assert [song.title for song in playlist(slug).songs if not song.artists and not song.note] == []


@pytest.mark.parametrize(("slug", "title", "version"), OTHER_RECORDINGS)
def test_another_recording_than_the_original_is_asked_for_by_name(slug: str, title: str, version: str) -> None:
    assert named(slug, title).version == version


def test_every_other_song_means_the_original_recording() -> None:
    tagged = {(slug, song.title) for slug in LENGTHS for song in playlist(slug).songs if song.version}
    assert tagged == {(slug, title) for slug, title, _ in OTHER_RECORDINGS}


def test_a_song_that_two_articles_name_means_the_recording_each_of_them_means() -> None:
    assert named("sad-anime", "一番の宝物").artists == ("Girls Dead Monster STARRING LiSA",)
    assert named("sad-ost", "一番の宝物").artists == ("karuta",)
