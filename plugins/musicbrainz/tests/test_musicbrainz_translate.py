"""From MusicBrainz' JSON to facts. The shapes are those of its own tests and of recorded searches."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from exporter_musicbrainz import shapes, translate
from exporter_musicbrainz.translate import Found, Spelling, Where

from exporter import Song

SONG = Song("The Last Rain", ("Yasushi Nakanishi",))
ARTIST: dict[str, Any] = {
    "id": "a",
    "name": "中西保志",
    "sort-name": "Nakanishi, Yasushi",
    "aliases": [
        {"name": "なかにし やすし", "sort-name": "x", "locale": "ja", "primary": None, "type": None},
        {"name": "Yasushi Nakanishi", "sort-name": "Nakanishi, Yasushi", "locale": "en", "primary": True, "type": None},
        {"name": "Ясуси Наканиси", "sort-name": "x", "locale": "ru", "primary": True, "type": None},
    ],
}
RECORDING: dict[str, Any] = {
    "id": "b1a9c0e9-d987-4042-ae91-78d6a3267d69",
    "score": 100,
    "title": "最後の雨",
    "length": 299123,
    "video": None,
    "disambiguation": "",
    "first-release-date": "1992-08-26",
    "artist-credit": [{"name": "中西保志", "joinphrase": "", "artist": ARTIST}],
    "isrcs": ["JPM471232681"],
}


def recording(**more: Any) -> shapes.Recording:
    return msgspec.convert({**RECORDING, **more}, shapes.Recording)


def release(title: str, track: str, **more: Any) -> dict[str, Any]:
    return {"id": "r", "title": title, "status": "Official", "media": [{"tracks": [{"title": track}]}], **more}


def test_a_recording_gives_all_that_is_asked_for() -> None:
    facts = translate.facts(SONG, Found(recording()), 0.9, "because")
    assert (facts.title, facts.artists, facts.artist_aka) == ("最後の雨", ("中西保志",), ("Yasushi Nakanishi",))
    assert (facts.duration, facts.year, facts.isrc) == (299, 1992, "JPM471232681")
    assert facts.mbid == RECORDING["id"]
    assert facts.url == f"https://musicbrainz.org/recording/{RECORDING['id']}"
    assert (facts.confidence, facts.words) == (0.9, "because")


def test_what_is_null_or_missing_is_not_known() -> None:
    bare = msgspec.convert({"id": "x", "title": "y", "length": None, "video": None}, shapes.Recording)
    facts = translate.facts(SONG, Found(bare), 0.5, "")
    assert (facts.duration, facts.year, facts.isrc, facts.artists, facts.album) == (None, None, "", (), "")


@pytest.mark.parametrize(
    ("status", "text", "where"),
    [
        ("Pseudo-Release", {"language": "jpn", "script": "Latn"}, Where.ROMAJI),
        ("Pseudo-Release", {"language": "eng", "script": "Latn"}, Where.TRANSLATION),
        ("Pseudo-Release", {"language": None, "script": None}, Where.ROMAJI),
        ("Official", {"language": "eng", "script": "Latn"}, Where.RECORD),
        (None, None, Where.RECORD),
    ],
)
def test_titles_on_records_tell_what_kind_of_spelling_they_are(status: str, text: object, where: Where) -> None:
    more = {"status": status, "text-representation": text}
    found = Found(recording(releases=[release("Mr. Blue", "Saigo no Ame", **more)]))
    assert translate.spellings(found) == (Spelling("最後の雨"), Spelling("Saigo no Ame", where))


def test_searches_say_track_where_lookups_say_tracks() -> None:
    searched = {"title": "Mr. Blue", "media": [{"track": [{"title": "Saigo no Ame"}]}]}
    found = Found(recording(releases=[searched]))
    assert [spelling.text for spelling in translate.spellings(found)] == ["最後の雨", "Saigo no Ame"]


def test_a_title_counts_once_however_it_is_written_and_usual_ones_come_first() -> None:
    aliases = [{"name": "Last Rain", "primary": None}, {"name": "THE LAST RAIN!", "primary": True, "locale": "en"}]
    found = Found(recording(aliases=aliases, releases=[release("x", "the last rain")]))
    assert [spelling.text for spelling in translate.spellings(found)] == ["最後の雨", "the last rain", "Last Rain"]


def test_of_several_codes_none_is_guessed_but_the_songs_own_is_recognised() -> None:
    both = recording(isrcs=["JPM471232681", "JPM471232699"])
    assert translate.facts(SONG, Found(both), 1, "").isrc == ""
    own = Song("The Last Rain", ("x",), isrc="JPM471232699")
    assert translate.facts(own, Found(both), 1, "").isrc == "JPM471232699"


def test_an_artist_is_called_as_the_song_calls_him_if_that_is_one_of_his_names() -> None:
    for name in ("Yasushi Nakanishi", "Nakanishi Yasushi", "なかにし やすし"):
        track = translate.track(Song("x", (name,)), recording(), "最後の雨")
        assert translate.key(track.artists[0]) == translate.key(name)
    assert translate.track(Song("x", ("Somebody",)), recording(), "最後の雨").artists == ("中西保志",)


def test_without_a_usual_latin_name_the_sort_name_is_turned_round() -> None:
    artist = {**ARTIST, "aliases": []}
    bare = recording(**{"artist-credit": [{"name": "中西保志", "artist": artist}]})
    assert translate.facts(SONG, Found(bare), 1, "").artist_aka == ("Yasushi Nakanishi",)
    assert translate.turned("supercell") == "supercell"
    assert translate.turned("Earth, Wind, and Fire") == "Earth, Wind, and Fire"


def test_the_record_is_the_one_that_the_song_names_else_none_for_the_matcher() -> None:
    releases = [release("Best", "x", date="2010"), release("Mr. Blue", "x", date="1992-08-26")]
    named = Song("x", ("y",), album="mr blue")
    assert translate.track(named, recording(releases=releases), "x").album == "Mr. Blue"
    assert translate.track(Song("x", ("y",), album="Other"), recording(releases=releases), "x").album == ""
    assert translate.facts(SONG, Found(recording(releases=releases)), 1, "").album == "Mr. Blue"


def test_a_kind_of_record_tells_of_a_recording_only_when_all_its_records_are_of_it() -> None:
    live: dict[str, Any] = {"release-group": {"secondary-types": ["Live"]}}
    plain: dict[str, Any] = {"release-group": {"secondary-types": []}}
    assert translate.marks(recording(releases=[release("a", "x", **live)])) == "Live"
    assert translate.marks(recording(releases=[release("a", "x", **live), release("b", "x", **plain)])) == ""
    assert translate.marks(recording(disambiguation="live, 2005-12-31")) == "live, 2005-12-31"
