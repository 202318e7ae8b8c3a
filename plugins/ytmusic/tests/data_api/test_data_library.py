"""What the Data API writer does with playlists on a good day, and what it says on a bad one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exporter_ytmusic.api import EDIT_WAITS
from exporter_ytmusic.refusals import too_many_playlists
from exporter_ytmusic.sandbox.data import playlists, render

from exporter import Add, Describe, Kind, Move, Query, Remove
from exporter.errors import (
    ExporterError,
    LoginError,
    NotAllowed,
    NotFound,
    Rejected,
    ServiceError,
    WaitLonger,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from exporter_ytmusic.sandbox.data.body import Body
    from tests.data_api.conftest import YouTube

    from exporter.sandbox import Stored


def vid(number: int) -> str:
    return f"vid{number:08d}"


class TestTheAccount:
    def test_is_the_channel(self, youtube: YouTube) -> None:
        account = youtube.library().account()
        assert account.name == "Sandbox"
        assert account.id.startswith("UC")
        assert "Google" in account.way

    def test_lives_until_revoked(self, youtube: YouTube) -> None:
        account = youtube.library(consented="2026-09-20").account()
        assert account.expires == ""
        assert "revoked" in account.lasts

    def test_lives_seven_days_while_the_app_is_in_testing(self, youtube: YouTube) -> None:
        account = youtube.library(consented="2026-09-20", testing="7").account()
        assert account.expires == "2026-09-27"
        assert account.lasts == ""

    def test_without_a_channel_is_no_account(self, youtube: YouTube) -> None:
        youtube.switch(channel=False)
        with pytest.raises(LoginError, match="no YouTube channel") as caught:
            youtube.library().account()
        assert "youtube.com/create_channel" in caught.value.hint

    def test_costs_one_unit(self, youtube: YouTube) -> None:
        connection = youtube.connection()
        before = connection.ledger.left(connection.info.quotas[0])
        youtube.backend(connection).account()
        assert connection.ledger.left(connection.info.quotas[0]) == before - 1


class TestReading:
    def test_shows_songs_as_people_know_them(self, youtube: YouTube) -> None:
        (item,) = youtube.library().read(youtube.plant(900)).items
        assert (item.title, item.artists, item.playable) == ("Lemon & Lime's <End>", ("米津玄師",), True)

    def test_names_rows_as_the_browser_does(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1, 2, 1)
        rows = [item.row for item in youtube.library().read(playlist).items]
        assert rows == [row.id for row in youtube.stored(playlist).rows]

    @pytest.mark.parametrize("fate", ["gone", "private"])
    def test_keeps_the_id_of_a_dead_row(self, youtube: YouTube, fate: str) -> None:
        playlist = youtube.plant(1, 2, 3)
        youtube.switch(**{fate: [vid(2)]})
        dead = youtube.library().read(playlist).items[1]
        assert (dead.id, dead.playable, dead.title, dead.artists) == (vid(2), False, "", ())

    def test_does_not_take_a_living_video_of_that_name_for_dead(self, youtube: YouTube) -> None:
        (item,) = youtube.library().read(youtube.plant(902)).items
        assert (item.title, item.artists, item.playable) == ("Deleted video", ("Prankster",), True)

    def test_costs_a_unit_for_the_playlist_and_one_for_every_fifty_rows(self, youtube: YouTube) -> None:
        playlist = youtube.plant(*range(40), *range(40))
        library = youtube.library()
        assert len(library.read(playlist).items) == 80
        assert youtube.connections[-1].counts[Kind.READ] == 3

    def test_does_not_find_what_was_deleted(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1)
        youtube.world.store.remove("ytmusic", playlist)
        with pytest.raises(NotFound):
            youtube.library().read(playlist)

    @pytest.mark.parametrize("text", ["", "PL,PL", "../x", "a" * 200, "PL\n"])
    def test_asks_nothing_for_what_is_no_id(self, youtube: YouTube, text: str) -> None:
        library = youtube.library()
        with pytest.raises(NotFound):
            library.read(text)
        assert not library.in_library(text)
        assert youtube.stats()["read"] == 0

    def test_finds_playlists_by_name_beyond_the_first_page(self, youtube: YouTube) -> None:
        wanted = youtube.plant(1, name="Wanted")
        for _ in range(60):
            youtube.plant(name="Another")
        assert [found.id for found in youtube.library().playlists("Wanted")] == [wanted]

    def test_is_no_library_of_others(self, youtube: YouTube) -> None:
        foreign = youtube.plant(1, owner="Somebody", privacy="public")
        library = youtube.library()
        assert len(library.read(foreign).items) == 1
        assert not library.in_library(foreign)
        assert library.in_library(youtube.plant(1))


class TestMaking:
    @pytest.mark.parametrize(("public", "privacy"), [(True, "public"), (False, "private")])
    def test_says_who_may_see_it(self, youtube: YouTube, public: bool, privacy: str) -> None:  # noqa: FBT001
        made = youtube.library().create("New", "words", public=public)
        assert youtube.stored(made.id).extra["privacy"] == privacy

    def test_ends_for_today_after_about_ten(self, youtube: YouTube) -> None:
        library = youtube.library()
        for number in range(10):
            library.create(f"Number {number}", "", public=False)
        with pytest.raises(WaitLonger, match="no more playlists today") as caught:
            library.create("One more", "", public=False)
        assert (caught.value.seconds or 0) > youtube.connections[-1].patience
        assert str(caught.value) == str(too_many_playlists())

    @pytest.mark.parametrize(
        ("name", "description"), [("a <b> c", "1 < 2 and\n3 > 2"), ("> less <", "<<>>"), ("“青い栞” & more", "'\"\\")]
    )
    def test_keeps_every_character(self, youtube: YouTube, name: str, description: str) -> None:
        library = youtube.library()
        made = library.create(name, description, public=False)
        assert (made.name, made.description) == (name, description)
        library.apply(made.id, Describe(description.replace("\n", " "), name))
        read = library.read(made.id)
        assert (read.name, read.description) == (description.replace("\n", " "), name)
        assert [found.id for found in library.playlists(read.name)] == [made.id]

    def test_is_never_sent_twice_by_itself(self, youtube: YouTube) -> None:
        youtube.switch(aborted=1.0)
        with pytest.raises(ServiceError, match="changed nothing"):
            youtube.library().create("New", "", public=False)
        assert youtube.writes() == 1


class TestEditing:
    def test_reads_nothing_between_edits(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1, 2, 3)
        library = youtube.library()
        library.read(playlist)
        reads = youtube.stats()["read"]
        for edit in (
            Add(3, (vid(4),)),
            Add(0, (vid(5),)),
            Move(0, 5),
            Move(3, 1),
            Remove((2,), (vid(2),)),
        ):
            library.apply(playlist, edit)
        assert youtube.numbers(playlist) == [1, 4, 3, 5]
        assert youtube.stats()["read"] == reads

    def test_reads_first_what_nobody_has_read(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1, 2, 3)
        youtube.library().apply(playlist, Remove((1,), (vid(2),)))
        assert youtube.numbers(playlist) == [1, 3]

    def test_removes_one_of_two_rows_of_a_song(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1, 2, 1)
        first, _, _ = youtube.stored(playlist).rows
        youtube.library().apply(playlist, Remove((2,), (vid(1),)))
        assert youtube.stored(playlist).rows[0] == first
        assert youtube.numbers(playlist) == [1, 2]

    def test_removes_a_dead_row(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1, 2)
        youtube.switch(gone=[vid(1)])
        youtube.library().apply(playlist, Remove((0,), (vid(1),)))
        assert youtube.numbers(playlist) == [2]

    def test_never_touches_who_may_see_a_playlist(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1, privacy="unlisted")
        youtube.library().apply(playlist, Describe("Renamed", "words"))
        stored = youtube.stored(playlist)
        assert (stored.name, stored.description, stored.extra["privacy"]) == ("Renamed", "words", "unlisted")

    def test_keeps_the_language_that_somebody_gave_a_playlist(
        self, youtube: YouTube, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        playlist, shown, described, sent = youtube.plant(1), render.playlist, playlists._described, list[str]()

        def with_language(stored: Stored) -> render.Json:
            whole = shown(stored)
            return {**whole, "snippet": {**whole["snippet"], "defaultLanguage": "ja"}}

        def watched(stored: Stored, body: Body, parts: Collection[str]) -> Stored:
            sent.append(body.text("snippet.defaultLanguage"))
            return described(stored, body, parts)

        monkeypatch.setattr(render, "playlist", with_language)
        monkeypatch.setattr(playlists, "_described", watched)
        library = youtube.library()
        library.read(playlist)
        library.apply(playlist, Describe("Renamed", ""))
        assert sent == ["ja"]

    def test_waits_for_a_new_playlist_to_settle(self, youtube: YouTube) -> None:
        library = youtube.library()
        made = library.create("New", "", public=False)
        library.apply(made.id, Add(0, (vid(1),)))
        library.apply(made.id, Describe("New", "words"))
        assert youtube.numbers(made.id) == [1]
        assert youtube.slept == [EDIT_WAITS[0], EDIT_WAITS[0]]

    def test_gives_up_waiting_after_half_a_minute(self, youtube: YouTube) -> None:
        playlist = youtube.plant()
        youtube.switch(aborted=1.0)
        with pytest.raises(ServiceError, match="changed nothing"):
            youtube.library().apply(playlist, Add(0, (vid(1),)))
        assert 20 <= sum(youtube.slept) <= 30

    @pytest.mark.parametrize("fate", ["private", "unavailable"])
    def test_says_which_video_is_not_taken(self, youtube: YouTube, fate: str) -> None:
        playlist = youtube.plant()
        youtube.switch(**{fate: [vid(7)]})
        with pytest.raises(Rejected, match=vid(7)):
            youtube.library().apply(playlist, Add(0, (vid(7),)))

    @pytest.mark.parametrize("text", ["notthere123", "", "a b", "x\n"])
    def test_does_not_take_what_is_no_video(self, youtube: YouTube, text: str) -> None:
        with pytest.raises(Rejected):
            youtube.library().apply(youtube.plant(), Add(0, (text,)))

    def test_a_list_that_takes_nothing_twice_refuses_the_video(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1)
        youtube.switch(duplicates=False)
        with pytest.raises(Rejected, match="twice"):
            youtube.library().apply(playlist, Add(1, (vid(1),)))
        assert youtube.slept == []

    def test_a_sorted_list_takes_songs_at_its_end_only(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1)
        youtube.switch(manual_order=False)
        library = youtube.library()
        library.apply(playlist, Add(1, (vid(2),)))
        for edit in (Add(0, (vid(3),)), Move(0, 2)):
            with pytest.raises(NotAllowed, match="sorts this playlist by itself") as caught:
                library.apply(playlist, edit)
            assert "manual" in caught.value.hint
        assert youtube.numbers(playlist) == [1, 2]

    def test_a_full_list_blames_no_video(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1)
        youtube.switch(max_rows=1)
        with pytest.raises(NotAllowed, match="full"):
            youtube.library().apply(playlist, Add(1, (vid(2),)))

    @pytest.mark.parametrize("edit", [Remove((1,), (vid(2),)), Move(1, 0)])
    def test_a_row_that_somebody_else_removed_is_no_fault_of_a_song(
        self, youtube: YouTube, edit: Remove | Move
    ) -> None:
        playlist = youtube.plant(1, 2)
        library, other = youtube.library(), youtube.library()
        library.read(playlist)
        other.apply(playlist, Remove((1,), (vid(2),)))
        with pytest.raises(ServiceError, match="not as it was") as caught:
            library.apply(playlist, edit)
        assert not isinstance(caught.value, Rejected | NotFound)

    def test_a_place_that_is_not_there_any_more_is_no_fault_of_a_song(self, youtube: YouTube) -> None:
        playlist = youtube.plant(*range(5))
        library, other = youtube.library(), youtube.library()
        library.read(playlist)
        for _ in range(3):
            other.apply(playlist, Remove((0,), ("",)))
        with pytest.raises(ServiceError) as caught:
            library.apply(playlist, Add(4, (vid(9),)))
        assert not isinstance(caught.value, Rejected | NotFound)

    def test_a_foreign_playlist_is_not_ours_to_change(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1, owner="Somebody", privacy="public")
        for edit in (Add(1, (vid(2),)), Remove((0,), (vid(1),)), Describe("Mine", "")):
            with pytest.raises(NotAllowed):
                youtube.library().apply(playlist, edit)

    def test_a_deleted_playlist_is_not_found(self, youtube: YouTube) -> None:
        playlist = youtube.plant(1)
        library = youtube.library()
        library.read(playlist)
        youtube.world.store.remove("ytmusic", playlist)
        with pytest.raises(NotFound):
            library.apply(playlist, Add(1, (vid(2),)))


class TestRefusals:
    def test_a_project_without_the_api_says_where_to_switch_it_on(self, youtube: YouTube) -> None:
        youtube.switch(api_enabled=False)
        with pytest.raises(NotAllowed) as caught:
            youtube.library().account()
        assert "console.cloud.google.com" in caught.value.hint

    def test_a_login_that_does_not_cover_playlists_says_so(self, youtube: YouTube) -> None:
        youtube.switch(scopes=["https://www.googleapis.com/auth/userinfo.email"])
        with pytest.raises(NotAllowed, match="does not cover playlists"):
            youtube.library().account()

    @pytest.mark.parametrize("reason", ["quotaExceeded", "dailyLimitExceeded"])
    def test_a_spent_day_is_told_once_and_remembered(self, youtube: YouTube, reason: str) -> None:
        youtube.fault(f"403=1,reason={reason},only=read")
        library = youtube.library()
        for _ in range(3):
            with pytest.raises(WaitLonger, match="no units left"):
                library.account()
        assert youtube.stats()["read"] == 1

    def test_the_newer_words_for_a_spent_day_are_understood(self, youtube: YouTube) -> None:
        youtube.switch(quota_reason="rateLimitExceeded", spent_units=10_000)
        library = youtube.library()
        for _ in range(2):
            with pytest.raises(WaitLonger, match="no units left"):
                library.account()
        assert youtube.stats()["read"] == 1

    def test_the_day_ends_at_midnight_in_california(self, youtube: YouTube) -> None:
        youtube.switch(spent_units=10_000)
        library = youtube.library()
        with pytest.raises(WaitLonger) as caught:
            library.account()
        assert caught.value.seconds == pytest.approx((24 - 8) * 3600 - 33 * 60 - 20, abs=1)
        youtube.clock.now += caught.value.seconds or 0
        youtube.switch(spent_units=0)
        assert library.account().name == "Sandbox"

    def test_a_read_that_was_too_fast_is_sent_again(self, youtube: YouTube) -> None:
        youtube.fault("403=1,reason=userRateLimitExceeded,times=2,only=read")
        assert youtube.library().account().name == "Sandbox"
        assert youtube.slept == [1, 2]

    def test_an_edit_that_stays_too_fast_is_for_later(self, youtube: YouTube) -> None:
        playlist = youtube.plant()
        library = youtube.library()
        library.read(playlist)
        youtube.fault("403=1,reason=rateLimitExceeded")
        with pytest.raises(WaitLonger):
            library.apply(playlist, Add(0, (vid(1),)))

    @pytest.mark.parametrize(
        "spec", ["500=1", "503=1", "html=1", "empty=1", "cut=1", "400=1", "403=1,reason=odd", "404=1", "418=1", "451=1"]
    )
    def test_whatever_comes_back_is_one_of_our_errors(self, youtube: YouTube, spec: str) -> None:
        playlist = youtube.plant(1)
        library = youtube.library()
        library.read(playlist)
        youtube.fault(f"{spec},retry_after=none")
        for ask in (
            library.account,
            lambda: library.playlists("x"),
            lambda: library.read(playlist),
            lambda: library.create("x", "", public=False),
            lambda: library.apply(playlist, Add(1, (vid(2),))),
            lambda: library.apply(playlist, Describe("x", "")),
        ):
            with pytest.raises(ExporterError):
                ask()


class TestSearching:
    def test_finds_what_youtube_itself_put_up_before_videos(self, youtube: YouTube) -> None:
        found = youtube.catalogue().search(Query(title="Lemon & Lime's <End>"))
        assert [track.kind for track in found[:2]] == ["song", "video"]
        song = found[0]
        assert (song.title, song.artists) == ("Lemon & Lime's <End>", ("米津玄師", "Someone"))
        assert song.album == "STRAY SHEEP"
        assert song.duration == 1080
        assert song.url == f"https://music.youtube.com/watch?v={song.id}"

    def test_takes_videos_as_they_are_called(self, youtube: YouTube) -> None:
        track = youtube.catalogue().track(vid(901))
        assert track is not None
        assert (track.title, track.artists, track.kind) == (
            "Lemon & Lime's <End> (Music Video)",
            ("Kenshi Yonezu",),
            "video",
        )

    def test_ends_after_a_hundred_a_day(self, youtube: YouTube) -> None:
        youtube.switch(spent_searches=99)
        catalogue = youtube.catalogue()
        assert catalogue.search(Query(title="Number 7"))
        with pytest.raises(WaitLonger, match="no searches left"):
            catalogue.search(Query(title="Number 8"))
        assert catalogue.track(vid(8)), "the units are another quota"

    def test_needs_words(self, youtube: YouTube) -> None:
        with pytest.raises(Rejected):
            youtube.catalogue().search(Query(title=" "))

    @pytest.mark.parametrize("text", ["", "a,b", "vid 1", "https://x", "vid00000001\n"])
    def test_asks_nothing_for_what_is_no_video(self, youtube: YouTube, text: str) -> None:
        assert youtube.catalogue().track(text) is None
        assert youtube.stats()["read"] == 0
