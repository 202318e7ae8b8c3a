from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from ytmusicapi.exceptions import YTMusicServerError

if TYPE_CHECKING:
    from tests.lookalike.music.conftest import Music

SIGN_IN = "HTTP 401: Unauthorized.\nYou must be signed in to perform this operation."


NO_CONTEXT = [b"", b"[]", b"{", b"{}", b'{"context": {"client": {"clientName": "WEB"}}}', b"\x1f\x8b1", b"[" * 99_999]


def logged_in(answer: dict[str, object]) -> str:
    """What the service says in passing of the login."""
    context = answer["responseContext"]
    assert isinstance(context, dict)
    (service,) = context["serviceTrackingParams"]
    (parameter,) = service["params"]
    assert parameter["key"] == "logged_in"
    return str(parameter["value"])


class TestTheLogin:
    def test_a_browsers_headers_are_a_login(self, service: Music) -> None:
        assert service.client.get_account_info() == {
            "accountName": "Sandbox",
            "channelHandle": "@sandbox",
            "accountPhotoUrl": "https://yt3.ggpht.example/account.jpg",
        }

    def test_an_account_without_a_channel_has_no_handle(self, service: Music) -> None:
        service.switch(channel=False)
        assert service.client.get_account_info()["channelHandle"] is None

    def test_the_hash_is_made_from_cookie_and_origin(self, service: Music) -> None:
        right = [
            service.signed(),
            service.signed(origin="https://elsewhere.example"),
            {name.replace("origin", "x-origin"): value for name, value in service.signed().items()},
            service.signed(cookie='SID=1; __Secure-3PAPISID="sandbox/secret"'),
        ]
        wrong = [
            {},
            service.signed("another secret"),
            {**service.signed(), "origin": "https://elsewhere.example"},
            {**service.signed(), "cookie": "SID=1"},
            {**service.signed(), "authorization": "SAPISIDHASH 1_0"},
            {**service.signed(), "authorization": "nonsense"},
        ]
        said = [logged_in(service.ask("account/account_menu", headers=headers)) for headers in [*right, *wrong]]
        assert said == ["1"] * len(right) + ["0"] * len(wrong)

    def test_a_token_is_refused_as_it_is_since_2025(self, service: Music) -> None:
        answer = service.send("browse", headers={"authorization": "Bearer ya29.token"}, browseId="VLPL1")
        assert (answer.status_code, answer.json()["error"]["message"]) == (
            400,
            "Request contains an invalid argument.",
        )

    def test_the_browsers_accounts_are_told_apart_by_their_number(self, service: Music) -> None:
        service.switch(accounts=["Sandbox", "Second One"])
        mine = service.made()
        second = service.browser(x_goog_authuser="1")
        assert second.get_account_info()["accountName"] == "Second One"
        assert [one["playlistId"] for one in second.get_library_playlists()] == ["LM", "SE"]
        with pytest.raises(YTMusicServerError, match="401"):
            second.edit_playlist(mine, title="Taken")
        assert logged_in(service.ask("account/account_menu", headers=service.signed(**{"x-goog-authuser": "2"}))) == "0"

    def test_a_brand_account_has_a_library_of_its_own(self, service: Music) -> None:
        service.switch(brands={"111": "Brand"})
        brand = service.ytmusic(service.login, user="111")
        made = brand.create_playlist("Of the brand", "")
        assert brand.get_account_info()["accountName"] == "Brand"
        assert made in [one["playlistId"] for one in brand.get_library_playlists()]
        assert made not in [one["playlistId"] for one in service.client.get_library_playlists()]

    def test_an_unknown_brand_account_is_refused(self, service: Music) -> None:
        with pytest.raises(YTMusicServerError, match="HTTP 403"):
            service.ytmusic(service.login, user="222").get_account_info()


class TestADeadLogin:
    def test_it_answers_as_a_guest_with_200(self, service: Music) -> None:
        service.switch(signed_in=False)
        answer = service.send("account/account_menu")
        assert answer.status_code == 200
        assert logged_in(answer.json()) == "0"
        with pytest.raises(KeyError, match="header"):
            service.client.get_account_info()

    def test_search_goes_on(self, service: Music) -> None:
        service.switch(signed_in=False)
        assert service.client.search("Lemon", filter="songs")

    def test_the_library_is_empty(self, service: Music) -> None:
        service.made()
        service.switch(signed_in=False)
        assert service.client.get_library_playlists() == []

    def test_liked_music_cannot_be_read(self, service: Music) -> None:
        assert service.client.get_liked_songs()["tracks"] == []
        service.switch(signed_in=False)
        with pytest.raises(KeyError, match="twoColumnBrowseResultsRenderer"):
            service.client.get_liked_songs()

    @pytest.mark.parametrize("privacy", ["PUBLIC", "UNLISTED"])
    def test_own_playlists_that_others_may_see_look_like_somebody_elses(self, service: Music, privacy: str) -> None:
        made = service.made(1, 2, privacy=privacy)
        service.switch(signed_in=False)
        read = service.read(made)
        assert (read["owned"], read["id"], len(read["tracks"])) == (False, made, 2)
        assert not any("setVideoId" in track for track in read["tracks"])

    def test_a_private_one_cannot_be_read(self, service: Music) -> None:
        made = service.made(1)
        service.switch(signed_in=False)
        with pytest.raises(KeyError, match="twoColumnBrowseResultsRenderer"):
            service.read(made)

    def test_writes_are_refused(self, service: Music) -> None:
        made = service.made(1)
        service.switch(signed_in=False)
        for name, arguments in (
            ("create_playlist", ("New", "")),
            ("edit_playlist", (made, "New")),
            ("add_playlist_items", (made, service.ids(2))),
            ("delete_playlist", (made,)),
        ):
            with pytest.raises(YTMusicServerError, match=SIGN_IN):
                getattr(service.client, name)(*arguments)

    def test_it_can_die_in_the_middle(self, service: Music) -> None:
        made = service.made()
        service.switch(login_requests=2)
        client = service.client
        client.add_playlist_items(made, service.ids(1))
        service.guest().search("Lemon", filter="songs")
        client.add_playlist_items(made, service.ids(2))
        with pytest.raises(YTMusicServerError, match=SIGN_IN):
            client.add_playlist_items(made, service.ids(3))
        service.switch(login_requests=None)
        assert service.numbers(made) == [1, 2]


class TestTheDoor:
    def test_the_start_page_gives_out_a_visitors_id(self, service: Music) -> None:
        assert service.guest().headers["X-Goog-Visitor-Id"] == "CgtzYW5kYm94MTIzNCgB"
        service.switch(visitor_data=False)
        guest = service.guest()
        assert guest.headers["X-Goog-Visitor-Id"] == ""
        assert guest.search("Lemon", filter="songs")

    def test_a_plain_body_that_says_it_is_zipped_is_read_all_the_same(self, service: Music) -> None:
        headers = {"content-encoding": "gzip"}
        assert service.send("account/account_menu", headers=headers).status_code == 200

    def test_so_is_a_zipped_one(self, service: Music) -> None:
        body = gzip.compress(json.dumps({"context": {"client": {"clientName": "WEB", "clientVersion": "1"}}}).encode())
        answer = service.plain.post(f"{service.root}/ytmusic/youtubei/v1/account/account_menu", data=body, timeout=5)
        assert answer.status_code == 200

    @pytest.mark.parametrize(
        "body",
        [b"", b"[]", b"{", b"{}", b'{"context": {"client": {"clientName": "WEB"}}}', b"\x1f\x8b1", b"[" * 99_999],
    )
    def test_a_body_without_a_context_is_refused(self, service: Music, body: bytes) -> None:
        answer = service.plain.post(f"{service.root}/ytmusic/youtubei/v1/search", data=body, timeout=5)
        assert answer.status_code == 400

    def test_an_unknown_door_is_404_and_a_wrong_method_405(self, service: Music) -> None:
        address = f"{service.root}/ytmusic/youtubei/v1"
        assert service.plain.post(f"{address}/next", json={}, timeout=5).status_code == 404
        assert service.plain.get(f"{address}/browse", timeout=5).status_code == 405
        assert service.plain.get(f"{service.root}/ytmusic/elsewhere", timeout=5).status_code == 404

    def test_refusals_have_googles_shape(self, service: Music) -> None:
        assert service.send("browse", browseId="VLnowhere").json() == {
            "error": {
                "code": 404,
                "message": "Requested entity was not found.",
                "errors": [
                    {"message": "Requested entity was not found.", "domain": "global", "reason": "notFound"},
                ],
                "status": "NOT_FOUND",
            }
        }

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500, 502, 503])
    def test_so_have_those_that_have_nothing_to_do_with_the_request(self, service: Music, status: int) -> None:
        service.control("faults", {"faults": f"{status}=1,reason=RATE_LIMIT_EXCEEDED"})
        answer = service.send("playlist/create", title="New")
        error = answer.json()["error"]
        assert (answer.status_code, error["code"], error["message"] > "") == (status, status, True)
        assert error["errors"][0]["reason"] == "RATE_LIMIT_EXCEEDED"

    def test_a_captcha_is_a_page_or_a_way_out_of_here(self, service: Music) -> None:
        service.switch(captcha="page")
        answer = service.send("search", query="Lemon")
        assert (answer.status_code, answer.headers["content-type"]) == (429, "text/html; charset=utf-8")
        with pytest.raises(json.JSONDecodeError):
            service.client.search("Lemon")
        service.switch(captcha="redirect")
        answer = service.send("search", query="Lemon", follow=False)
        assert answer.status_code == 302
        assert answer.headers["location"].startswith("https://www.google.com/sorry/")
