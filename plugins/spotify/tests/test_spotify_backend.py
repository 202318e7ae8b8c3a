from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from exporter_spotify.backend import Spotify, connect

from exporter import Add, Create, Describe, Edit, Move, Query, Remove
from exporter.errors import NotAllowed, NotFound, Rejected, ServiceError, UsageError

if TYPE_CHECKING:
    from tests.conftest import Open, Service

Saved = Callable[[str], Any]
LIST = "3cEYpjA9oz9GiPac4AsH4n"
KIMI = "4iV5W9uYEdYUVa79Axb7Rh"
BASE = "1301WleyT98MSxVHPZCA6M"
OTHER = "7lEptt4wbM0yJTvSG5EBof"
GET_LIST = f"GET /v1/playlists/{LIST}"
ITEMS = f"/v1/playlists/{LIST}/items"


def uri(track_id: str) -> str:
    return f"spotify:track:{track_id}"


def a_row(number: int) -> dict[str, Any]:
    return {"item": {"id": f"{number:022}", "type": "track", "name": f"song {number}"}}


def a_page(rows: list[Any], total: int, **more: Any) -> dict[str, Any]:
    return {"items": rows, "total": total, "next": "http://127.0.0.1:9/elsewhere", **more}


def a_playlist(rows: list[Any], total: int) -> dict[str, Any]:
    return {"id": LIST, "name": "N", "snapshot_id": "v1", "owner": {"id": "u"}, "items": a_page(rows, total)}


class TestAccount:
    def test_is_who_is_logged_in(self, spotify: Spotify) -> None:
        account = spotify.account()
        assert (account.id, account.name, account.expires) == ("u", "U", "")

    def test_is_asked_anew_each_time_so_that_it_checks_the_login(self, spotify: Spotify, service: Service) -> None:
        spotify.account()
        spotify.account()
        assert len(service.asked("GET /v1/me/")) == 2


class TestSearch:
    def test_asks_once_for_as_many_hits_as_there_may_be(self, spotify: Spotify, service: Service, saved: Saved) -> None:
        service.say("GET /v1/search", saved("2026-11-search"))
        found = spotify.search(Query(title="君の知らない物語", artist="supercell"))
        assert [track.id for track in found] == [KIMI, BASE, OTHER]
        (request,) = service.asked("GET /v1/search")
        assert request.query == {
            "q": 'track:"君の知らない物語" artist:"supercell"',
            "limit": "10",
            "offset": "0",
            "type": "track",
        }

    def test_asks_in_one_language_whatever_the_machine_speaks(self, spotify: Spotify, service: Service) -> None:
        service.say("GET /v1/search", {"tracks": a_page([], 0)})
        spotify.search(Query(text="x"))
        assert service.requests[-1].headers["Accept-Language"] == "en"

    def test_takes_language_and_market_from_the_settings(self, logged_in: Service, open_connection: Open) -> None:
        logged_in.say("GET /v1/search", {"tracks": a_page([], 0)})
        connect(open_connection(settings={"language": "ja", "market": "JP"})).search(Query(isrc="JPB600901234"))
        asked = logged_in.requests[-1]
        assert asked.headers["Accept-Language"] == "ja"
        assert (asked.query["market"], asked.query["q"]) == ("JP", "isrc:JPB600901234")

    @pytest.mark.parametrize("settings", [{"market": "Japan"}, {"language": "ja\r\nX: y"}, {"market": 5}])
    def test_refuses_settings_that_mean_nothing(self, open_connection: Open, settings: dict[str, object]) -> None:
        with pytest.raises(UsageError, match=next(iter(settings))):
            connect(open_connection(settings=settings))

    def test_finds_nothing_only_when_spotify_says_so(self, spotify: Spotify, service: Service) -> None:
        service.say("GET /v1/search", {"tracks": a_page([], 0)})
        assert list(spotify.search(Query(text="x"))) == []

    @pytest.mark.parametrize("answer", [None, "", "<html>a proxy</html>", {}, {"tracks": None}, []])
    def test_takes_no_nonsense_for_an_empty_answer(self, spotify: Spotify, service: Service, answer: Any) -> None:
        service.say("GET /v1/search", answer)
        with pytest.raises(ServiceError, match="nonsense about this search"):
            spotify.search(Query(text="x"))

    def test_does_not_ask_for_nothing(self, spotify: Spotify, service: Service) -> None:
        with pytest.raises(Rejected, match="nothing to search"):
            spotify.search(Query())
        assert service.requests == []

    def test_from_many_threads_needs_one_login(self, spotify: Spotify, service: Service, saved: Saved) -> None:
        service.say("GET /v1/search", saved("2026-11-search"))
        together = threading.Barrier(8)
        found: list[int] = []

        def search() -> None:
            together.wait()
            found.append(len(spotify.search(Query(text="x"))))

        threads = [threading.Thread(target=search) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [3] * 8
        assert len(service.asked("POST /accounts/api/token")) == 1


class TestTrack:
    def test_is_found_by_its_id(self, spotify: Spotify, service: Service, saved: Saved) -> None:
        service.say(f"GET /v1/tracks/{KIMI}", saved("2026-11-search")["tracks"]["items"][0])
        found = spotify.track(KIMI)
        assert found is not None
        assert found.title == "君の知らない物語"

    def test_keeps_the_id_asked_for_when_spotify_shows_another(
        self, spotify: Spotify, service: Service, saved: Saved
    ) -> None:
        service.say(f"GET /v1/tracks/{OTHER}", saved("2026-11-search")["tracks"]["items"][0])
        found = spotify.track(OTHER)
        assert found is not None
        assert found.id == OTHER

    def test_is_none_when_spotify_does_not_have_it(self, spotify: Spotify) -> None:
        assert spotify.track(BASE) is None

    def test_is_none_when_spotify_took_it_away(self, spotify: Spotify, service: Service) -> None:
        service.say(f"GET /v1/tracks/{BASE}", {"id": BASE, "type": "track", "name": "", "artists": []})
        assert spotify.track(BASE) is None

    @pytest.mark.parametrize("answer", ["", "<html>", {}, []])
    def test_is_not_taken_for_missing_when_the_answer_is_nonsense(
        self, spotify: Spotify, service: Service, answer: Any
    ) -> None:
        service.say(f"GET /v1/tracks/{BASE}", answer)
        with pytest.raises(ServiceError, match="nonsense"):
            spotify.track(BASE)

    def test_is_none_without_asking_when_it_cannot_be_an_id(self, spotify: Spotify, service: Service) -> None:
        assert spotify.track("https://open.spotify.com/track/../me") is None
        assert service.requests == []


class TestPlaylists:
    def test_are_own_ones_of_exactly_that_name(self, spotify: Spotify, service: Service, saved: Saved) -> None:
        service.say("GET /v1/me/playlists", saved("2026-11-my-playlists"))
        found = spotify.playlists("Sad Anime")
        assert [(remote.id, remote.total, remote.items) for remote in found] == [
            (LIST, 6, ()),
            ("6rqhFgbbKwnb9MLmUQDhG6", 0, ()),
        ]

    def test_are_asked_for_page_by_page_never_by_an_address_in_the_answer(
        self, spotify: Spotify, service: Service
    ) -> None:
        mine = [{"id": f"{number:022}", "name": "N", "owner": {"id": "u"}} for number in range(120)]
        for start in (0, 50, 100):
            service.say("GET /v1/me/playlists", a_page(mine[start : start + 50], 120))
        assert len(spotify.playlists("N")) == 120
        offsets = [request.query["offset"] for request in service.asked("GET /v1/me/playlists")]
        assert offsets == ["0", "50", "100"]


class TestRead:
    @pytest.mark.parametrize("month", ["2025-11", "2026-11"])
    def test_is_one_request_when_the_first_page_holds_everything(
        self, spotify: Spotify, service: Service, saved: Saved, month: str
    ) -> None:
        service.say(GET_LIST, saved(f"{month}-playlist"))
        remote = spotify.read(LIST)
        assert remote.ids == (KIMI, "", "", BASE, "", KIMI)
        assert (remote.complete, remote.total) == (True, 6)
        assert service.api() == [GET_LIST]
        assert service.requests[-1].query == {"additional_types": "track,episode"}

    def test_goes_on_in_pages_from_where_the_first_one_ended(self, spotify: Spotify, service: Service) -> None:
        rows = [a_row(number) for number in range(230)]
        service.say(GET_LIST, a_playlist(rows[:100], 230))
        for start, end in ((100, 150), (150, 200), (200, 230)):
            service.say(f"GET {ITEMS}", a_page(rows[start:end], 230))
        remote = spotify.read(LIST)
        assert remote.ids == tuple(f"{number:022}" for number in range(230))
        assert remote.complete
        asked = [(request.query["offset"], request.query["limit"]) for request in service.asked(f"GET {ITEMS}")]
        assert asked == [("100", "50"), ("150", "50"), ("200", "50")]

    def test_stops_after_the_first_page_of_a_known_version(self, spotify: Spotify, service: Service) -> None:
        service.say(GET_LIST, a_playlist([a_row(1)], 230))
        remote = spotify.read(LIST, known_version="v1")
        assert (remote.complete, remote.total, len(remote.items)) == (False, 230, 1)
        assert service.api() == [GET_LIST]

    def test_reads_everything_of_another_version(self, spotify: Spotify, service: Service) -> None:
        service.say(GET_LIST, a_playlist([a_row(1)], 2))
        service.say(f"GET {ITEMS}", a_page([a_row(2)], 2))
        assert spotify.read(LIST, known_version="v0").complete

    @pytest.mark.parametrize(
        "second", [a_page([], 3), a_page([a_row(2)], 4), a_page([a_row(2), a_row(3), a_row(4)], 3)]
    )
    def test_never_returns_a_list_that_does_not_add_up(
        self, spotify: Spotify, service: Service, second: dict[str, Any]
    ) -> None:
        service.say(GET_LIST, a_playlist([a_row(1)], 3))
        service.say(f"GET {ITEMS}", second)
        with pytest.raises(ServiceError, match="changed while it was read"):
            spotify.read(LIST)

    def test_says_so_when_spotify_hides_the_songs(self, spotify: Spotify, service: Service) -> None:
        service.say(GET_LIST, {"id": LIST, "name": "N", "owner": {"id": "somebody"}})
        with pytest.raises(NotAllowed, match="only to its owner"):
            spotify.read(LIST)

    @pytest.mark.parametrize("playlist_id", ["", "no-id", "../me", f"spotify:playlist:{LIST}"])
    def test_does_not_ask_for_what_is_no_id(self, spotify: Spotify, service: Service, playlist_id: str) -> None:
        with pytest.raises(NotFound, match="letters and digits"):
            spotify.read(playlist_id)
        assert service.requests == []

    def test_of_a_missing_playlist_says_that_it_is_missing(self, spotify: Spotify) -> None:
        with pytest.raises(NotFound, match=LIST):
            spotify.read(LIST)


class TestLibrary:
    @pytest.mark.parametrize("there", [True, False])
    def test_tells_whether_a_playlist_was_deleted(self, spotify: Spotify, service: Service, *, there: bool) -> None:
        service.say("GET /v1/me/library/contains", [there])
        assert spotify.in_library(LIST) is there
        assert service.requests[-1].query == {"uris": f"spotify:playlist:{LIST}"}

    def test_does_not_take_an_odd_answer_for_a_no(self, spotify: Spotify, service: Service) -> None:
        service.say("GET /v1/me/library/contains", [])
        with pytest.raises(ServiceError):
            spotify.in_library(LIST)


class TestCreate:
    def test_sends_one_request_without_what_is_empty(self, spotify: Spotify, service: Service) -> None:
        service.say("POST /v1/me/playlists", a_playlist([], 0), 201)
        remote = spotify.create("N", "", public=False)
        assert (remote.id, remote.items) == (LIST, ())
        assert service.api() == ["POST /v1/me/playlists"]
        assert service.requests[-1].body == {"name": "N", "public": False}

    def test_puts_the_description_on_one_line(self, spotify: Spotify, service: Service) -> None:
        service.say("POST /v1/me/playlists", a_playlist([], 0), 201)
        spotify.create("N", "Songs\nnobody forgets. " + "x" * 400, public=True)
        assert service.requests[-1].body["description"] == "Songs nobody forgets."

    def test_does_not_pretend_to_know_what_it_made(self, spotify: Spotify, service: Service) -> None:
        service.say("POST /v1/me/playlists", "", 201)
        with pytest.raises(ServiceError, match="did not say the ID") as caught:
            spotify.create("N", "", public=False)
        assert "looks for it in your library" in caught.value.hint


class TestApply:
    @pytest.mark.parametrize(
        ("edit", "line", "body"),
        [
            (Add(3, (KIMI, BASE)), f"POST {ITEMS}", {"uris": [uri(KIMI), uri(BASE)], "position": 3}),
            (Add(0, (KIMI,)), f"POST {ITEMS}", {"uris": [uri(KIMI)], "position": 0}),
            (Move(5, 0, 2), f"PUT {ITEMS}", {"range_start": 5, "insert_before": 0, "range_length": 2}),
            (
                Remove((1, 4, 2), (KIMI, KIMI, BASE)),
                f"DELETE {ITEMS}",
                {"items": [{"uri": uri(KIMI)}, {"uri": uri(BASE)}]},
            ),
            (Describe("New", "a\nb"), f"PUT /v1/playlists/{LIST}", {"name": "New", "description": "a b"}),
            (Describe("New", ""), f"PUT /v1/playlists/{LIST}", {"name": "New"}),
        ],
    )
    def test_is_one_request_for_one_edit(
        self, spotify: Spotify, service: Service, edit: Edit, line: str, body: dict[str, Any]
    ) -> None:
        service.say(line, {"snapshot_id": "v2"})
        spotify.apply(LIST, edit)
        assert service.api() == [line]
        assert service.requests[-1].body == body

    def test_takes_an_empty_answer(self, spotify: Spotify, service: Service) -> None:
        service.say(f"PUT /v1/playlists/{LIST}", None)
        spotify.apply(LIST, Describe("New", ""))
        assert service.api() == [f"PUT /v1/playlists/{LIST}"]

    @pytest.mark.parametrize(
        "bad", ["", "no-id", "spotify:album:4iV5W9uYEdYUVa79Axb7Rh", "https://open.spotify.com/track/" + KIMI]
    )
    @pytest.mark.parametrize("edit", [Add(0, (KIMI,)), Remove((0,), (KIMI,))])
    def test_writes_nothing_that_is_no_track_id(
        self, spotify: Spotify, service: Service, edit: Add | Remove, bad: str
    ) -> None:
        spoilt = Add(0, (*edit.ids, bad)) if isinstance(edit, Add) else Remove((0, 1), (*edit.ids, bad))
        with pytest.raises(Rejected):
            spotify.apply(LIST, spoilt)
        assert service.requests == []

    @pytest.mark.parametrize("status", [500, 502, 503])
    def test_never_sends_a_write_twice(self, spotify: Spotify, service: Service, status: int) -> None:
        service.refuse(f"POST {ITEMS}", status, "Error while loading resource")
        with pytest.raises(ServiceError):
            spotify.apply(LIST, Add(0, (KIMI,)))
        assert service.api() == [f"POST {ITEMS}"]

    def test_does_not_make_playlists(self, spotify: Spotify, service: Service) -> None:
        with pytest.raises(TypeError):
            spotify.apply(LIST, Create("N"))
        assert service.requests == []


def test_nothing_that_is_secret_gets_into_the_log(
    spotify: Spotify, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("spotipy", "spotipy.client", "spotipy.oauth2", "exporter", "urllib3"):
        caplog.set_level(logging.DEBUG, logger=name)
    service.say("GET /v1/search", {"tracks": a_page([], 0)})
    service.refuse(f"POST {ITEMS}", 403, "Forbidden")
    spotify.search(Query(text="x"))
    with pytest.raises(NotAllowed):
        spotify.apply(LIST, Add(0, (KIMI,)))
    assert "access-token-1" in service.requests[-1].headers["Authorization"]
    assert "GET" in caplog.text
    assert "access-token-1" not in caplog.text
    assert "sandbox-refresh-token" not in caplog.text
    assert not [record for record in caplog.records if record.name.startswith("spotipy")]
