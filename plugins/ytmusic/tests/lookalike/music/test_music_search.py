from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.lookalike.music.conftest import Music


class TestSongs:
    def test_a_song_is_found_with_all_that_the_service_tells_of_it(self, service: Music) -> None:
        (found,) = service.guest().search("Lemon", filter="songs")
        assert found["videoId"] == "video000900"
        assert found["videoType"] == "MUSIC_VIDEO_TYPE_ATV"
        assert found["album"]["name"] == "STRAY SHEEP"
        assert (found["duration"], found["duration_seconds"]) == ("4:16", 256)
        assert found["isAvailable"] is True
        assert found["year"] is None

    def test_several_artists_have_a_link_each(self, service: Music) -> None:
        found = service.guest().search("Three of us", filter="songs")[0]
        assert [artist["name"] for artist in found["artists"]] == ["One", "Two", "Three"]
        assert len({artist["id"] for artist in found["artists"]}) == 3
        assert found["album"] is None
        assert found["duration"] == "1:02:03"

    def test_several_artists_may_be_one_name_without_a_link(self, service: Music) -> None:
        service.switch(joined_artists=True)
        found = service.guest().search("Duet", filter="songs")[0]
        assert found["artists"] == [{"name": "This & That", "id": None}]

    def test_the_library_takes_a_name_without_link_and_album_for_a_label_and_loses_it(self, service: Music) -> None:
        service.switch(joined_artists=True)
        assert "artists" not in service.guest().search("Three of us", filter="songs")[0]

    def test_twenty_hits_are_a_page_and_whole_pages_come(self, service: Music) -> None:
        guest = service.guest()
        assert len(guest.search("Number", filter="songs", limit=1)) == 20
        found = guest.search("Number", filter="songs", limit=45)
        assert len({one["videoId"] for one in found}) == 60

    def test_the_last_page_is_the_last(self, service: Music) -> None:
        found = service.guest().search("Metronome Number", filter="songs", limit=10_000)
        assert len({one["videoId"] for one in found}) == len(found) == 300

    def test_what_the_country_does_not_have_is_greyed_out(self, service: Music) -> None:
        service.switch(unavailable=service.ids(900))
        (found,) = service.guest().search("Lemon", filter="songs")
        assert (found["videoId"], found["videoType"], found["isAvailable"]) == (None, None, False)
        assert found["title"] == "Lemon"

    def test_what_is_gone_is_not_found(self, service: Music) -> None:
        service.switch(gone={"video000900": "grey"})
        assert service.guest().search("Lemon", filter="songs") == []


class TestVideos:
    def test_official_channels_have_official_videos_and_people_uploads(self, service: Music) -> None:
        guest = service.guest()
        found = guest.search("Lemon", filter="videos") + guest.search("Sparkle", filter="videos")
        types = {one["artists"][0]["name"]: one["videoType"].removeprefix("MUSIC_VIDEO_TYPE_") for one in found}
        assert types == {"米津玄師 Official": "OMV", "somebody at home": "UGC", "RADWIMPS - Topic": "OMV"}

    def test_videos_have_views_and_no_album(self, service: Music) -> None:
        found = service.guest().search("Lemon", filter="videos")
        assert [one["views"] for one in found] == ["100M", "1.6K"]
        assert all("album" not in one for one in found)


class TestSpelling:
    def test_the_service_corrects_a_query_unless_told_not_to(self, service: Music) -> None:
        service.switch(corrections={"Lemmon": "Lemon"})
        guest = service.guest()
        assert guest.search("Lemmon", filter="songs")[0]["title"] == "Lemon"
        assert guest.search("Lemmon", filter="songs", ignore_spelling=True) == []
        assert guest.search("Lemmon", filter="videos", ignore_spelling=True) == []

    def test_a_corrected_page_says_what_was_searched(self, service: Music) -> None:
        service.switch(corrections={"Lemmon": "Lemon"})
        assert "showingResultsForRenderer" in str(service.ask("search", query="Lemmon"))


class TestLanguages:
    @pytest.mark.parametrize(("language", "title"), [("ja", "曲"), ("de", "Titel"), ("zh_TW", "歌曲"), ("xx", "Songs")])
    def test_the_title_of_the_shelf_is_in_the_language_asked_for(
        self, service: Music, language: str, title: str
    ) -> None:
        context = {"client": {"clientName": "WEB_REMIX", "clientVersion": "1", "hl": language}}
        answer = service.ask("search", context=context, query="Lemon", params="EgWKAQIIAWoMEA4QChADEAQQCRAF")
        (tab,) = answer["contents"]["tabbedSearchResultsRenderer"]["tabs"]
        (section,) = tab["tabRenderer"]["content"]["sectionListRenderer"]["contents"]
        assert section["musicShelfRenderer"]["title"] == {"runs": [{"text": title}]}

    @pytest.mark.parametrize(
        ("language", "songs", "videos"), [("en", 1, 2), ("ja", 0, 0), ("de", 0, 2), ("it", 0, 2), ("fr", 0, 0)]
    )
    def test_so_the_library_finds_nothing_with_a_filter_in_most_languages(
        self, service: Music, language: str, songs: int, videos: int
    ) -> None:
        guest = service.guest(language)
        assert len(guest.search("Lemon", filter="songs")) == songs
        assert len(guest.search("Lemon", filter="videos")) == videos

    def test_titles_and_names_are_in_the_language_asked_for(self, service: Music) -> None:
        def shown(language: str) -> tuple[str, str]:
            details = service.guest(language).get_song("video000900")["videoDetails"]
            return details["title"], details["author"]

        assert shown("en") == ("Lemon", "Kenshi Yonezu")
        assert shown("ja") == ("Lemon", "米津玄師")
        assert shown("de") == ("Zitrone", "米津玄師")
        service.switch(mixed_titles=True)
        assert shown("de") == ("Lemon - Zitrone", "米津玄師")
        service.switch(localised=False)
        assert shown("de") == ("Lemon", "米津玄師")


class TestWithoutAFilter:
    @pytest.mark.parametrize("language", ["en", "ja", "ko", "fr"])
    def test_a_mixed_page_has_a_card_songs_and_videos(self, service: Music, language: str) -> None:
        found = service.guest(language).search("Lemon")
        assert found[0]["resultType"] == "video"
        assert [(one["resultType"], one["videoId"]) for one in found[1:]] == [
            ("song", "video000900"),
            ("video", "video000901"),
            ("video", "video000902"),
        ]
        assert all(len(one["artists"]) == 1 for one in found)

    def test_spelling_can_be_left_alone_here_too(self, service: Music) -> None:
        service.switch(corrections={"Lemmon": "Lemon"})
        assert service.guest().search("Lemmon")
        assert service.guest().search("Lemmon", ignore_spelling=True) == []


class TestNothing:
    def test_a_question_without_an_answer_finds_nothing(self, service: Music) -> None:
        guest = service.guest()
        assert guest.search("xyzzy") == guest.search("xyzzy", filter="songs") == guest.search("xyzzy", filter="videos")
        assert guest.search("Lemon", filter="albums") == []

    @pytest.mark.parametrize("body", [{}, {"query": ""}, {"query": 5}, {"query": "Lemon", "params": "nonsense"}])
    def test_what_makes_no_sense_is_refused(self, service: Music, body: dict[str, Any]) -> None:
        answer = service.send("search", **body)
        assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")

    @pytest.mark.parametrize("token", ["x", "%C3%A9", "WyJzb25nIiwtNV0", "WyJ2aWRlbyIsMjBd"])
    def test_a_wrong_continuation_is_refused(self, service: Music, token: str) -> None:
        address = f"search?ctoken={token}&continuation={token}"
        answer = service.send(address, query="Lemon", params="EgWKAQIIAWoMEA4QChADEAQQCRAF")
        assert answer.status_code == 400


class TestOneVideo:
    def test_numbers_are_texts_and_the_length_is_cut(self, service: Music) -> None:
        song = service.guest().get_song("video000900")
        assert song["playabilityStatus"] == {"status": "OK"}
        assert song["videoDetails"]["lengthSeconds"] == "255"
        assert song["videoDetails"]["viewCount"] == "10000"
        assert song["microformat"]["microformatDataRenderer"]["urlCanonical"].endswith("?v=video000900")

    def test_what_cannot_be_played_is_no_error(self, service: Music) -> None:
        guest = service.guest()
        assert guest.get_song("nowhere0000") == {
            "playabilityStatus": {"status": "ERROR", "reason": "This video is unavailable"}
        }
        service.switch(unavailable=service.ids(900), gone={"video000901": "deleted"})
        assert guest.get_song("video000900")["playabilityStatus"]["status"] == "UNPLAYABLE"
        assert guest.get_song("video000900")["videoDetails"]["title"] == "Lemon"
        assert guest.get_song("video000901")["playabilityStatus"]["status"] == "ERROR"

    def test_the_player_may_want_a_login(self, service: Music) -> None:
        service.switch(player_login=True)
        assert service.guest().get_song("video000900")["playabilityStatus"]["status"] == "LOGIN_REQUIRED"
