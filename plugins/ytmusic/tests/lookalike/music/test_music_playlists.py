from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ytmusicapi.exceptions import YTMusicGatedError, YTMusicServerError

if TYPE_CHECKING:
    from tests.lookalike.music.conftest import Music


class TestMaking:
    def test_a_new_playlist_is_empty_and_as_asked_for(self, service: Music) -> None:
        made = service.client.create_playlist("夜", "quiet\nand long", "UNLISTED")
        read = service.read(made)
        assert (read["id"], read["title"], read["description"]) == (made, "夜", "quiet\nand long")
        assert (read["owned"], read["privacy"], read["year"]) == (True, "UNLISTED", "2026")
        assert (read["trackCount"], read["tracks"]) == (0, [])

    def test_it_can_be_made_with_songs(self, service: Music) -> None:
        assert service.numbers(service.made(3, 1, 3)) == [3, 1, 3]

    def test_or_with_those_of_another(self, service: Music) -> None:
        source = service.plant(1, 2, owner="somebody")
        assert service.numbers(service.client.create_playlist("Copy", "", source_playlist=source)) == [1, 2]

    def test_one_bad_song_and_nothing_is_made(self, service: Music) -> None:
        with pytest.raises(YTMusicServerError, match=r"HTTP 400: Bad Request\.\nPrecondition check failed"):
            service.client.create_playlist("New", "", video_ids=["video000001", "nowhere0000"])
        assert [one["playlistId"] for one in service.client.get_library_playlists()] == ["LM", "SE"]

    def test_titles_may_repeat_and_ids_do_not(self, service: Music) -> None:
        one, other = service.made(name="Same"), service.made(name="Same")
        assert one != other
        assert one.startswith("PL")
        assert len(one) == 34

    def test_ids_may_be_short(self, service: Music) -> None:
        service.switch(short_ids=True)
        assert len(service.made()) == 13

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"title": ""},
            {"title": " "},
            {"title": "x" * 151},
            {"title": "a < b"},
            {"title": "a > b"},
            {"title": "New", "description": "x" * 5001},
            {"title": "New", "privacyStatus": "SECRET"},
            {"title": "New", "videoIds": [None]},
        ],
    )
    def test_what_the_service_does_not_take_is_refused(self, service: Music, body: dict[str, Any]) -> None:
        answer = service.send("playlist/create", **body)
        assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")

    def test_the_longest_title_and_description_are_taken(self, service: Music) -> None:
        made = service.client.create_playlist("夜" * 150, "x" * 5000)
        assert len(service.read(made)["description"]) == 5000

    @pytest.mark.parametrize(
        ("refusal", "error", "text"),
        [
            ("panel", YTMusicGatedError, "PAfeature_enablement"),
            ("429", YTMusicServerError, "HTTP 429: Too Many Requests.\nYou are creating too many playlists"),
            ("400", YTMusicServerError, "HTTP 400: Bad Request.\nYou are creating too many playlists"),
        ],
    )
    def test_the_number_in_a_day_may_be_limited(
        self, service: Music, refusal: str, error: type[Exception], text: str
    ) -> None:
        service.switch(creations_a_day=2, creation_refusal=refusal)
        service.made()
        service.made()
        with pytest.raises(error, match=text):
            service.client.create_playlist("Too many", "")
        service.clock.now += 24 * 3600
        assert service.made()


class TestReading:
    def test_a_playlist_of_any_length_is_read_in_pages_of_a_hundred(self, service: Music) -> None:
        numbers = [*range(300), *range(150)]
        made = service.made(*numbers)
        assert service.numbers(made) == numbers
        assert len(service.client.get_playlist(made, limit=1)["tracks"]) == 200

    def test_a_row_tells_what_it_holds(self, service: Music) -> None:
        (track,) = service.read(service.made(900))["tracks"]
        assert (track["videoId"], track["title"], track["videoType"]) == (
            "video000900",
            "Lemon",
            "MUSIC_VIDEO_TYPE_ATV",
        )
        assert [artist["name"] for artist in track["artists"]] == ["Kenshi Yonezu"]
        assert (track["album"]["name"], track["duration"], track["isAvailable"]) == ("STRAY SHEEP", "4:16", True)
        assert len(track["setVideoId"]) == 16

    def test_so_does_that_of_a_video(self, service: Music) -> None:
        tracks = service.read(service.made(901, 902))["tracks"]
        assert [track["videoType"] for track in tracks] == ["MUSIC_VIDEO_TYPE_OMV", "MUSIC_VIDEO_TYPE_UGC"]
        assert [track["artists"][0]["name"] for track in tracks] == ["米津玄師 Official", "somebody at home"]
        assert [track["album"] for track in tracks] == [None, None]

    def test_the_header_counts_rows_and_minutes(self, service: Music) -> None:
        short, long = service.read(service.made(0)), service.read(service.made(*range(120)))
        assert (short["trackCount"], short["duration"]) == (1, "3 minutes")
        assert (long["trackCount"], long["duration"]) == (120, "7+ hours")

    def test_rows_have_ids_of_their_own(self, service: Music) -> None:
        rows = service.rows(service.made(1, 1, 1))
        assert len(set(rows)) == 3

    def test_others_playlists_have_another_form(self, service: Music) -> None:
        foreign = service.plant(*range(120), owner="somebody", description="theirs")
        read = service.read(foreign)
        assert (read["owned"], read["id"], read["privacy"]) == (False, foreign, "PUBLIC")
        assert (read["author"]["name"], read["description"], read["year"]) == ("somebody", "theirs", "2026")
        assert (read["trackCount"], len(read["tracks"])) == (120, 120)
        assert not any("setVideoId" in track for track in read["tracks"])

    def test_guests_read_them_too(self, service: Music) -> None:
        foreign = service.plant(1, owner="somebody")
        assert len(service.read(foreign, service.guest())["tracks"]) == 1

    def test_but_not_private_ones(self, service: Music) -> None:
        hidden = service.plant(1, owner="somebody", public=False)
        with pytest.raises(KeyError, match="twoColumnBrowseResultsRenderer"):
            service.read(hidden)

    @pytest.mark.parametrize(("browse_id", "status"), [("VLPLnowhere", 404), ("MPREb_1", 404), ("", 400)])
    def test_what_is_not_there_is_not_found(self, service: Music, browse_id: str, status: int) -> None:
        assert service.send("browse", browseId=browse_id).status_code == status

    def test_a_wrong_continuation_is_refused(self, service: Music) -> None:
        assert service.send("browse", continuation="nonsense").status_code == 400

    def test_liked_music_can_be_read_and_its_rows_have_no_ids(self, service: Music) -> None:
        service.plant(1, 2, id="LM", name="Liked Music")
        liked = service.client.get_liked_songs()
        assert (liked["title"], liked["owned"], len(liked["tracks"])) == ("Liked Music", False, 2)
        assert not any("setVideoId" in track for track in liked["tracks"])


class TestOddPages:
    def test_reads_may_lag_behind_writes(self, service: Music) -> None:
        service.switch(read_lag=3)
        made = service.made(1)
        service.client.add_playlist_items(made, service.ids(2))
        assert service.numbers(made) == [1]
        service.clock.now += 4
        assert service.numbers(made) == [1, 2]

    def test_some_accounts_get_another_layout(self, service: Music) -> None:
        made = service.made(1)
        service.switch(single_column=True)
        with pytest.raises(KeyError, match="twoColumnBrowseResultsRenderer"):
            service.read(made)
        assert "singleColumnBrowseResultsRenderer" in service.ask("browse", browseId=f"VL{made}")["contents"]

    def test_the_number_of_rows_may_be_missing(self, service: Music) -> None:
        made = service.made(1)
        service.switch(track_count="none")
        assert service.read(made)["trackCount"] is None

    def test_or_be_said_in_words(self, service: Music) -> None:
        empty, other = service.made(), service.made(1)
        service.switch(track_count="words")
        assert service.read(other)["trackCount"] == 1
        with pytest.raises(ValueError, match="invalid literal for int"):
            service.read(empty)

    def test_another_video_may_be_read_back_than_was_written(self, service: Music) -> None:
        service.switch(replaced={"video000901": "video000900"})
        made = service.made()
        (result,) = service.client.add_playlist_items(made, service.ids(901))["playlistEditResults"]
        (track,) = service.read(made)["tracks"]
        assert result == {"videoId": "video000901", "setVideoId": track["setVideoId"]}
        assert (track["videoId"], track["videoType"]) == ("video000900", "MUSIC_VIDEO_TYPE_ATV")
        service.client.remove_playlist_items(made, [track])
        assert service.read(made)["tracks"] == []

    def test_the_order_shown_may_be_another(self, service: Music) -> None:
        made = service.made(1)
        service.client.add_playlist_items(made, service.ids(2))
        service.edit(made, {"action": "ACTION_SET_PLAYLIST_VIDEO_ORDER", "playlistVideoOrder": 1})
        assert service.numbers(made) == [2, 1]
        service.edit(made, {"action": "ACTION_SET_PLAYLIST_VIDEO_ORDER", "playlistVideoOrder": 0})
        assert service.numbers(made) == [1, 2]


class TestGoneVideos:
    @pytest.mark.parametrize(
        ("how", "left"),
        [
            ("grey", {"videoId", "setVideoId"}),
            ("no_video", {"setVideoId"}),
            ("no_row", {"videoId"}),
            ("nothing", set()),
        ],
    )
    def test_their_rows_are_greyed_out_with_what_is_left_of_them(
        self, service: Music, how: str, left: set[str]
    ) -> None:
        made = service.made(900, 1)
        service.switch(gone={"video000900": how})
        gone, there = service.read(made)["tracks"]
        assert {name for name in ("videoId", "setVideoId") if gone.get(name)} == left
        assert (gone["isAvailable"], gone["videoType"], gone["title"]) == (False, None, "Lemon")
        assert gone["artists"] == [{"name": "Kenshi Yonezu", "id": None}]
        assert there["isAvailable"]

    def test_deleted_ones_are_dropped_by_the_library_in_english_only(self, service: Music) -> None:
        made = service.made(900, 1)
        service.switch(gone={"video000900": "deleted"})
        read = service.read(made)
        assert (len(read["tracks"]), read["trackCount"]) == (1, 2)
        japanese = service.read(made, service.ytmusic(service.login, language="ja"))
        assert [track["title"] for track in japanese["tracks"]] == ["曲は削除されました", "Number 1"]

    def test_what_the_catalogue_never_had_counts_as_deleted(self, service: Music) -> None:
        planted = service.plant(1, 555)
        assert len(service.read(planted)["tracks"]) == 1

    def test_what_the_country_does_not_have_is_grey(self, service: Music) -> None:
        made = service.made(900)
        service.switch(unavailable=service.ids(900))
        (track,) = service.read(made)["tracks"]
        assert (track["videoId"], track["isAvailable"]) == ("video000900", False)

    def test_others_rows_tell_even_less(self, service: Music) -> None:
        foreign = service.plant(900, owner="somebody")
        service.switch(gone={"video000900": "grey"})
        (track,) = service.read(foreign)["tracks"]
        assert track["videoId"] is None
        assert "setVideoId" not in track


class TestTheLibrary:
    def test_it_lists_own_and_saved_playlists_the_last_changed_first(self, service: Music) -> None:
        foreign = service.plant(1, 2, owner="somebody", name="Theirs")
        service.plant(owner="somebody", saved=False)
        service.clock.now += 1
        first, second = service.made(1, name="First"), service.made(name="Second")
        service.client.add_playlist_items(first, service.ids(2))
        listed = service.client.get_library_playlists()
        assert [one["playlistId"] for one in listed] == ["LM", "SE", first, second, foreign]
        assert [one["title"] for one in listed[2:]] == ["First", "Second", "Theirs"]
        assert [one["owned"] for one in listed] == [False, False, True, True, False]
        assert [one.get("count") for one in listed] == [None, None, "2", "0", "2"]
        assert listed[4]["author"][0]["name"] == "somebody"

    def test_long_ones_come_in_pages(self, service: Music) -> None:
        made = [service.plant(name=str(number)) for number in range(60)]
        listed = service.client.get_library_playlists(limit=None)
        assert {one["playlistId"] for one in listed} == {"LM", "SE", *made}
        assert len(listed) == 62

    def test_new_ones_may_be_listed_late(self, service: Music) -> None:
        service.switch(library_lag=100)
        service.made()
        assert len(service.client.get_library_playlists()) == 2
        service.clock.now += 100
        assert len(service.client.get_library_playlists()) == 3


class TestDeleting:
    def test_a_deleted_playlist_is_gone_and_the_answer_has_no_status(self, service: Music) -> None:
        made = service.made(1)
        answer = service.client.delete_playlist(made)
        assert answer["command"] == {"handlePlaylistDeletionCommand": {"playlistId": made}}
        with pytest.raises(YTMusicServerError, match="HTTP 404"):
            service.read(made)
        with pytest.raises(YTMusicServerError, match="HTTP 404"):
            service.client.delete_playlist(made)

    def test_others_playlists_cannot_be_deleted(self, service: Music) -> None:
        with pytest.raises(YTMusicServerError, match="HTTP 403"):
            service.client.delete_playlist(service.plant(owner="somebody"))
