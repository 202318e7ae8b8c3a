from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exporter_spotify.sandbox.browse import Question, understand
from exporter_spotify.sandbox.call import languages
from spotipy import SpotifyException  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from tests.lookalike.conftest import Spotify

LEMON = f"{900:022d}"
DONT_STOP = f"{901:022d}"


def found(spotify: Spotify, query: str, **parameters: str | int) -> list[str]:
    answer = spotify.ask("GET", "/search", params={"q": query, "type": "track", **parameters})
    assert answer.status_code == 200, answer.text
    return [hit["id"] for hit in answer.json()["tracks"]["items"]]


def test_a_track_is_found_by_words_and_by_filters(spotify: Spotify) -> None:
    for query in (
        "lemon",
        "Lemon 米津玄師",
        "track:Lemon artist:米津玄師",
        'track:"Lemon" artist:"米津玄師"',
        "lemon year:2018",
        "track:lemon year:2017-2019",
        "isrc:JPU901800223",
        "isrc:jpu901800223",
        'album:"stray sheep"',
    ):
        assert found(spotify, query)[:1] == [LEMON], query


def test_filters_that_do_not_fit_find_nothing(spotify: Spotify) -> None:
    for query in ("track:Lemon artist:Metronome", "track:lemon year:2019", "isrc:JPU901800224", "tag:new lemon"):
        assert found(spotify, query) == [], query


def test_several_codes_find_nothing(spotify: Spotify) -> None:
    assert found(spotify, "isrc:JPU901800223 OR isrc:JPXX00000001") == []


def test_punctuation_inside_a_filter_finds_nothing(spotify: Spotify) -> None:
    for query in ("track:Don't Stop", 'track:"Don’t Stop"', "artist:AC/DC", 'artist:"AC-DC"'):
        assert found(spotify, query) == [], query
    assert found(spotify, "Don't Stop AC/DC")[:1] == [DONT_STOP]
    spotify.switch(punctuation_finds_nothing=False)
    assert found(spotify, "track:Don't Stop") == [DONT_STOP]


def test_the_code_search_may_be_in_one_of_its_phases(spotify: Spotify) -> None:
    spotify.switch(isrc_search=False)
    assert found(spotify, "isrc:JPU901800223") == []


def test_search_gives_five_hits_and_ten_at_most(spotify: Spotify) -> None:
    assert len(found(spotify, "Number")) == 5
    assert len(found(spotify, "Number", limit=10)) == 10
    for limit in (0, 11, 20, 50):
        with pytest.raises(SpotifyException, match="Invalid limit"):
            spotify.client.search("Number", limit=limit)
    spotify.switch(search_limits=False)
    assert len(found(spotify, "Number")) == 20
    assert len(found(spotify, "Number", limit=50)) == 50


def test_search_goes_on_page_by_page(spotify: Spotify) -> None:
    page = spotify.client.search("Number", limit=10)["tracks"]
    seen = [hit["id"] for hit in page["items"]]
    assert page["previous"] is None
    page = spotify.client.next(page)["tracks"]
    assert page["previous"].startswith(spotify.url)
    assert not set(seen) & {hit["id"] for hit in page["items"]}
    assert spotify.ask("GET", "/search", params={"q": "x", "type": "track", "offset": 1001}).status_code == 400


def test_each_type_has_its_own_page(spotify: Spotify) -> None:
    answer = spotify.client.search("lemon", type="track,album")
    assert answer.keys() == {"tracks", "albums"}
    assert answer["albums"]["items"] == []


@pytest.mark.parametrize(
    ("parameters", "status", "message"),
    [
        ({"type": "track"}, 400, "No search query"),
        ({"q": " ", "type": "track"}, 400, "No search query"),
        ({"q": "x"}, 400, "Missing parameter type"),
        ({"q": "x", "type": "song"}, 400, "Bad search type field song"),
        ({"q": "x" * 251, "type": "track"}, 404, "Not found."),
        ({"q": "x", "type": "track", "market": "usa"}, 400, "Invalid market code"),
    ],
)
def test_a_bad_question_is_refused(spotify: Spotify, parameters: dict[str, str], status: int, message: str) -> None:
    answer = spotify.ask("GET", "/search", params=parameters)
    assert answer.json() == {"error": {"status": status, "message": message}}
    assert answer.status_code == status


def test_a_hit_can_be_null(spotify: Spotify) -> None:
    spotify.switch(search_nulls=True)
    assert spotify.client.search("Number")["tracks"]["items"][-1] is None


def test_what_the_accounts_country_lacks_is_not_found_and_not_playable(spotify: Spotify) -> None:
    assert spotify.client.track(LEMON)["is_playable"] is True
    spotify.switch(unavailable=[LEMON])
    assert LEMON not in found(spotify, "lemon")
    assert LEMON not in found(spotify, "lemon", market="JP")
    track = spotify.client.track(LEMON)
    assert (track["is_playable"], track["restrictions"]) == (False, {"reason": "market"})
    spotify.switch(playable_flag=False)
    assert "is_playable" not in spotify.client.track(LEMON)


def test_an_app_without_a_user_finds_things_only_in_a_market(spotify: Spotify) -> None:
    form = {"grant_type": "client_credentials"}
    answer = spotify.session.post(f"{spotify.accounts}/api/token", data=form, auth=("app", "secret"), timeout=5)
    token = answer.json()["access_token"]
    for market, total in ((None, 0), ("JP", 1)):
        query = {"q": "isrc:JPU901800223", "type": "track", "market": market}
        assert spotify.ask("GET", "/search", params=query, token=token).json()["tracks"]["total"] == total
    assert spotify.ask("GET", "/me", token=token).status_code == 401


def test_names_follow_the_language_asked_for(spotify: Spotify) -> None:
    def shown(language: str | None) -> tuple[str, str]:
        track = spotify.spotipy(language=language).track(LEMON)
        return track["name"], track["artists"][0]["name"]

    assert shown(None) == ("Lemon", "米津玄師")
    assert shown("en-US") == ("Lemon", "Kenshi Yonezu")
    assert shown("fr, en;q=0.5") == ("Lemon", "Kenshi Yonezu")
    ids = {spotify.spotipy(language=language).track(LEMON)["artists"][0]["id"] for language in (None, "en")}
    assert len(ids) == 1
    spotify.switch(localised_titles=True)
    assert shown("en") == ("Lemon (in English)", "Kenshi Yonezu")
    spotify.switch(localised=False)
    assert shown("en") == ("Lemon", "米津玄師")


def test_a_track_shows_no_field_that_was_taken_away(spotify: Spotify) -> None:
    gone = {"available_markets", "popularity", "linked_from"}
    assert not gone & spotify.client.track(LEMON).keys()
    spotify.switch(legacy=True)
    assert {"available_markets", "popularity"} <= spotify.client.track(LEMON).keys()


@pytest.mark.parametrize(("one", "status"), [("4iV5W9uYEdYUVa79Axb7Rh", 404), ("nonsense", 400)])
def test_an_unknown_track_is_not_found(spotify: Spotify, one: str, status: int) -> None:
    assert spotify.ask("GET", f"/tracks/{one}").status_code == status


def test_a_query_is_understood() -> None:
    assert understand("remaster track:Doxy artist:Miles Davis year:1955-1960") == Question(
        text="remaster", title="Doxy", artist="Miles Davis", years=(1955, 1960)
    )
    assert understand('artist:"Miles Davis" doxy').text == "doxy"
    assert understand("time: the song").text == "time: the song"
    assert understand("year:soon").unanswerable


def test_languages_are_read_by_weight() -> None:
    assert languages("ja-JP,en;q=0.5,de;q=0.8,*;q=0.1") == ("ja", "de", "en")
    assert languages("ja_JP") == ("ja",)
    assert languages("") == ()
