"""Searching without a login."""

from __future__ import annotations

import locale
import logging
import threading
from typing import TYPE_CHECKING, Any

import pytest

from exporter import Query, Track
from exporter.errors import ExporterError, Rejected, ServiceError, Unreachable, UsageError, WaitLonger

if TYPE_CHECKING:
    from exporter_ytmusic.backend import YouTubeMusic
    from tests.browser.conftest import Music, Script

LEMON = "video000900"
NOTHING = {"itemSectionRenderer": {"contents": [{"messageRenderer": {"text": {"runs": [{"text": "No results"}]}}}]}}
CONTEXT: dict[str, Any] = {"responseContext": {"serviceTrackingParams": []}}


def page(*sections: Any) -> Any:
    tab = {"tabRenderer": {"content": {"sectionListRenderer": {"contents": list(sections)}}}}
    return {**CONTEXT, "contents": {"tabbedSearchResultsRenderer": {"tabs": [tab]}}}


def shelf(title: str, *rows: Any) -> Any:
    return {"musicShelfRenderer": {"title": {"runs": [{"text": title}]}, "contents": list(rows)}}


def column(*texts: str) -> Any:
    return {"musicResponsiveListItemFlexColumnRenderer": {"text": {"runs": [{"text": text} for text in texts]}}}


def row(video: str | None, title: str = "T", *second: str, kind: str = "ATV", grey: bool = False) -> Any:
    configs = {"watchEndpointMusicConfig": {"musicVideoType": f"MUSIC_VIDEO_TYPE_{kind}"}}
    watch = {"videoId": video, "watchEndpointMusicSupportedConfigs": configs}
    button = {"playNavigationEndpoint": {"watchEndpoint": watch}} if video else {}
    renderer: dict[str, Any] = {
        "flexColumns": [column(title), column(*(second or ("A", " • ", "3:45")))],
        "overlay": {"musicItemThumbnailOverlayRenderer": {"content": {"musicPlayButtonRenderer": button}}},
    }
    if grey:
        renderer["musicItemRendererDisplayPolicy"] = "MUSIC_ITEM_RENDERER_DISPLAY_POLICY_GREY_OUT"
    return {"musicResponsiveListItemRenderer": renderer}


class TestSearch:
    def test_finds_songs_by_title_and_artist(self, ytmusic: YouTubeMusic) -> None:
        assert ytmusic.search(Query(title="Lemon", artist="米津玄師"))[0] == Track(
            "ytmusic",
            LEMON,
            "Lemon",
            ("米津玄師",),
            album="STRAY SHEEP",
            duration=256.0,
            url=f"https://music.youtube.com/watch?v={LEMON}",
        )

    def test_searches_plain_text_as_it_stands(self, ytmusic: YouTubeMusic) -> None:
        assert [track.title for track in ytmusic.search(Query(text="Sparkle"))] == []
        assert [track.title for track in ytmusic.search(Query(text="Three of us"))] == ["Three of us"]

    def test_is_one_request_and_one_page(self, service: Music, ytmusic: YouTubeMusic) -> None:
        assert len(ytmusic.search(Query(text="Number"))) == 20
        assert service.stats()["search"] == 1

    def test_finds_videos_with_users_uploads_last(self, ytmusic: YouTubeMusic) -> None:
        found = ytmusic.search(Query(text="Lemon", kind="video"))
        assert [(track.id, track.kind) for track in found] == [("video000901", "video"), ("video000902", "video")]

    def test_drops_the_word_topic_from_a_channels_name(self, ytmusic: YouTubeMusic) -> None:
        (found,) = ytmusic.search(Query(text="Sparkle", kind="video"))
        assert found.artists == ("RADWIMPS",)

    def test_keeps_every_artist(self, ytmusic: YouTubeMusic) -> None:
        (found,) = ytmusic.search(Query(text="Three of us"))
        assert (found.artists, found.duration) == (("One", "Two", "Three"), 3723.0)

    def test_keeps_several_artists_in_one_name_as_they_are(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(joined_artists=True)
        (found,) = ytmusic.search(Query(text="Three of us"))
        assert found.artists == ("One, Two & Three",)

    def test_lets_nobody_correct_the_spelling(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(corrections={"Lemon": "Number 1"})
        assert ytmusic.search(Query(text="Lemon"))[0].title == "Lemon"

    def test_shows_what_the_country_does_not_have_as_unplayable_or_not_at_all(self, script: Script) -> None:
        script.say("search", page(shelf("Songs", row("video000001", grey=True), row(None, "Gone", grey=True))))
        found = script.open().search(Query(text="x"))
        assert [(track.id, track.playable) for track in found] == [("video000001", False)]

    def test_leaves_podcasts_out(self, script: Script) -> None:
        script.say("search", page(shelf("Videos", row("video000001", kind="PODCAST_EPISODE"), row("video000002"))))
        assert [track.id for track in script.open().search(Query(text="x", kind="video"))] == ["video000002"]

    def test_does_not_ask_for_nothing(self, service: Music, ytmusic: YouTubeMusic) -> None:
        with pytest.raises(Rejected, match="nothing to search"):
            ytmusic.search(Query(isrc="JPB600901234"))
        assert service.stats()["search"] == 0

    @pytest.mark.parametrize(
        ("second", "artists"),
        [
            (("A - Topic", " • ", "1.2M views", " • ", "3:45"), ("A",)),
            (("A", " • ", "3:45"), ("A",)),
            (("Song", " • ", "3:45"), ()),
            (("A", ", ", "B", " • ", "3:45"), ("A", "B")),
        ],
    )
    def test_knows_artists_whose_names_lead_nowhere(
        self, script: Script, second: tuple[str, ...], artists: tuple[str, ...]
    ) -> None:
        script.say("search", page(shelf("Songs", row("video000001", "T", *second))))
        (found,) = script.open().search(Query(text="x"))
        assert found.artists == artists


class TestNothingFound:
    def test_is_an_answer(self, ytmusic: YouTubeMusic) -> None:
        assert list(ytmusic.search(Query(text="qzxj vwkq zzxq"))) == []

    @pytest.mark.parametrize(
        "answer",
        [
            page(NOTHING),
            page(shelf("Videos", row("video000001"))),
            page(shelf("Community playlists", row("video000001")), NOTHING),
            CONTEXT,
        ],
    )
    def test_is_what_youtube_music_says_in_its_own_words(self, script: Script, answer: Any) -> None:
        script.say("search", answer)
        assert list(script.open().search(Query(text="x"))) == []

    @pytest.mark.parametrize(
        "answer",
        [
            {},
            [],
            "",
            "null",
            "<html>unusual traffic</html>",
            {**CONTEXT, "actions": [{"signInEndpoint": {}}]},
            {**CONTEXT, "contents": {}},
            {**CONTEXT, "contents": {"sectionListRenderer": {}}},
            page(),
            page({"itemSectionRenderer": {"contents": []}}),
            page(shelf("Songs")),
            page(shelf("曲", row("video000001"))),
            page({"somethingNewRenderer": {}}),
            page(shelf("Songs", row("video000001", ""))),
        ],
    )
    def test_is_never_made_of_an_answer_that_says_something_else(self, script: Script, answer: Any) -> None:
        script.say("search", answer)
        with pytest.raises(ServiceError):
            script.open().search(Query(text="x"))

    @pytest.mark.parametrize("captcha", ["page", "redirect"])
    def test_is_never_made_of_a_captcha(self, service: Music, ytmusic: YouTubeMusic, captcha: str) -> None:
        service.switch(captcha=captcha)
        with pytest.raises((WaitLonger, ServiceError)):
            ytmusic.search(Query(text="Lemon"))

    @pytest.mark.parametrize(
        ("fault", "error"),
        [("429=1", WaitLonger), ("500=1", ServiceError), ("cut=1", Unreachable), ("html=1", ServiceError)],
    )
    def test_is_never_made_of_a_failure(
        self, service: Music, ytmusic: YouTubeMusic, fault: str, error: type[ExporterError]
    ) -> None:
        service.fault(fault)
        with pytest.raises(error):
            ytmusic.search(Query(text="Lemon"))

    def test_a_failure_that_passes_is_waited_for(self, service: Music, ytmusic: YouTubeMusic) -> None:
        ytmusic.track(LEMON)
        service.fault("503=1,times=2")
        assert ytmusic.search(Query(text="Lemon"))


class TestTrack:
    def test_is_found_by_its_id(self, ytmusic: YouTubeMusic) -> None:
        found = ytmusic.track(LEMON)
        assert found is not None
        assert (found.id, found.title, found.artists, found.kind) == (LEMON, "Lemon", ("米津玄師",), "song")
        assert (found.duration, found.playable) == (255.0, True)

    def test_of_a_channel_is_a_video_by_the_channels_name(self, ytmusic: YouTubeMusic) -> None:
        found = ytmusic.track("video000903")
        assert found is not None
        assert (found.kind, found.artists) == ("video", ("RADWIMPS",))

    def test_that_the_country_does_not_have_is_unplayable(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(unavailable=[LEMON])
        found = ytmusic.track(LEMON)
        assert found is not None
        assert not found.playable

    def test_that_is_gone_is_none(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(gone={LEMON: "grey"})
        assert ytmusic.track(LEMON) is None
        assert ytmusic.track("nowhere-at-") is None

    def test_behind_a_login_is_not_missing(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(player_login=True)
        with pytest.raises(ServiceError, match="wants a login"):
            ytmusic.track(LEMON)

    @pytest.mark.parametrize("answer", [{}, {"playabilityStatus": {}}, {"playabilityStatus": {"status": "OK"}}])
    def test_of_which_nothing_is_said_is_not_missing(self, script: Script, answer: Any) -> None:
        script.say("player", answer)
        with pytest.raises(ServiceError):
            script.open().track(LEMON)

    @pytest.mark.parametrize("text", ["", "short", "../../etc/pwd", "video 00900", "x" * 12])
    def test_is_not_asked_for_by_what_is_no_id(self, script: Script, text: str) -> None:
        assert script.open().track(text) is None
        assert script.endpoints() == []


class TestClients:
    def test_send_no_login_and_one_visitors_id(self, script: Script) -> None:
        script.say("search", page(NOTHING))
        ytmusic = script.open()
        threads = [threading.Thread(target=ytmusic.search, args=(Query(text="x"),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        pages = [headers for endpoint, headers, _ in script.asked if not endpoint]
        searches = [headers for endpoint, headers, _ in script.asked if endpoint == "search"]
        assert (len(pages), len(searches)) == (1, 4)
        assert {headers["x-goog-visitor-id"] for headers in searches} == {"the-visitor"}
        assert not [headers for headers in searches if "authorization" in headers]
        assert {headers["cookie"] for headers in searches} == {"SOCS=CAI"}

    def test_do_without_a_visitors_id(self, script: Script) -> None:
        script.say("", "ytcfg.set({oops});")
        script.say("search", page(NOTHING))
        script.asked.clear()
        assert list(script.open().search(Query(text="x"))) == []

    def test_of_searches_get_no_cookies_of_the_login(self, script: Script) -> None:
        script.say("account/account_menu", menu_answer(), Set_Cookie="__Secure-3PSIDTS=rotated; Path=/")
        script.say("search", page(NOTHING))
        ytmusic = script.open()
        ytmusic.account()
        ytmusic.account()
        ytmusic.search(Query(text="x"))
        assert script.asked[-1][1]["cookie"] == "SOCS=CAI"
        assert script.asked[-2][1]["cookie"] == "__Secure-3PAPISID=sandbox-sapisid"

    def test_ask_in_english_for_the_market_of_the_settings(self, script: Script) -> None:
        script.say("search", page(NOTHING))
        script.open({"market": "JP"}).search(Query(text="x"))
        (body,) = script.bodies("search")
        assert (body["context"]["client"]["hl"], body["context"]["client"]["gl"]) == ("en", "JP")

    @pytest.mark.parametrize("market", ["Japan", "jp", "XX", 5])
    def test_know_the_markets(self, script: Script, market: object) -> None:
        with pytest.raises(UsageError, match="market"):
            script.open({"market": market})

    def test_leave_the_processs_locale_as_it_was(self, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
        current = ["C"]

        def setlocale(_: int, name: str | None = None) -> str:
            current[0] = name or current[0]
            return current[0]

        monkeypatch.setattr(locale, "setlocale", setlocale)
        script.say("search", page(NOTHING))
        ytmusic = script.open()
        ytmusic.search(Query(text="x"))
        ytmusic.account()
        assert current == ["C"]


def menu_answer() -> Any:
    header = {"accountName": {"runs": [{"text": "Me"}]}}
    popup = {"multiPageMenuRenderer": {"header": {"activeAccountHeaderRenderer": header}}}
    return {"actions": [{"openPopupAction": {"popup": popup}}]}


def test_our_own_mistakes_are_not_blamed_on_youtube_music(
    ytmusic: YouTubeMusic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("ytmusicapi.mixins.search.SearchMixin.search")
    with pytest.raises(AttributeError):
        ytmusic.search(Query(text="x"))


def test_nothing_that_is_secret_gets_into_the_log(ytmusic: YouTubeMusic, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ytmusic.account()
    assert "account_menu" in caplog.text
    assert "sandbox-sapisid" not in caplog.text
    assert "SAPISIDHASH" not in caplog.text
