"""Who may do what: tokens, scopes, the library, and the endpoints that 2026 took away."""

from __future__ import annotations

import json
import random
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import spotipy  # type: ignore[import-untyped]
from spotipy import SpotifyException
from spotipy.cache_handler import MemoryCacheHandler  # type: ignore[import-untyped]
from spotipy.oauth2 import SpotifyOAuth, SpotifyPKCE  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import requests
    from tests.lookalike.conftest import Exchange, Spotify, Start

REDIRECT = "http://127.0.0.1:9090/callback"
VERIFIER = "v" * 64
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def authorize(spotify: Spotify, **parameters: str) -> dict[str, str]:
    """What the browser brings back to the redirect URI."""
    query = {"response_type": "code", "client_id": "app", "redirect_uri": REDIRECT, "state": "s", **parameters}
    answer = spotify.session.get(f"{spotify.accounts}/authorize", params=query, allow_redirects=False, timeout=5)
    assert answer.status_code == 303, answer.text
    assert answer.headers["Location"].startswith(REDIRECT + "?")
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def exchange(spotify: Spotify, **form: str) -> requests.Response:
    return spotify.session.post(f"{spotify.accounts}/api/token", data=form, timeout=5)


def login(spotify: Spotify, scope: str = "playlist-read-private") -> dict[str, Any]:
    back = authorize(spotify, code_challenge=CHALLENGE, code_challenge_method="S256", scope=scope)
    form = {"code": back["code"], "redirect_uri": REDIRECT, "client_id": "app", "code_verifier": VERIFIER}
    answer = exchange(spotify, grant_type="authorization_code", **form)
    assert answer.status_code == 200, answer.text
    granted: dict[str, Any] = answer.json()
    return granted


def refresh(spotify: Spotify, token: str) -> requests.Response:
    return exchange(spotify, grant_type="refresh_token", refresh_token=token, client_id="app")


class TestTokens:
    @pytest.mark.parametrize(
        ("header", "status", "message"),
        [
            (None, 401, "No token provided"),
            ("Bearer ", 401, "Invalid access token"),
            ("Basic eDp5", 400, "Only valid bearer authentication supported"),
        ],
    )
    def test_every_request_needs_a_token(self, spotify: Spotify, header: str | None, status: int, message: str) -> None:
        answer = spotify.ask("GET", "/me", token="", headers={"Authorization": header})
        assert answer.json() == {"error": {"status": status, "message": message}}
        assert answer.status_code == status

    def test_any_token_is_the_sandboxs_user(self, spotify: Spotify) -> None:
        me = spotify.client.me()
        assert me["id"] == "sandbox"
        assert me["account_id"]
        assert not {"country", "product", "email", "followers"} & me.keys()

    def test_a_token_of_the_sandbox_dies_after_an_hour(self, spotify: Spotify) -> None:
        token = login(spotify)["access_token"]
        assert spotify.ask("GET", "/me", token=token).status_code == 200
        spotify.clock.now += 3600
        answer = spotify.ask("GET", "/me", token=token)
        assert (answer.status_code, answer.json()["error"]["message"]) == (401, "The access token expired")

    @pytest.mark.parametrize(
        ("switch", "status", "message"),
        [
            ({"token_expired": True}, 401, "The access token expired"),
            ({"owner_premium": False}, 403, "Active premium subscription required for the owner of the app."),
            ({"registered": False}, 403, "User not registered in the Developer Dashboard"),
        ],
    )
    def test_access_can_be_lost(self, spotify: Spotify, switch: dict[str, Any], status: int, message: str) -> None:
        spotify.switch(**switch)
        with pytest.raises(SpotifyException, match=message) as caught:
            spotify.client.me()
        assert caught.value.http_status == status

    @pytest.mark.parametrize(
        ("method", "path", "body", "scope"),
        [
            ("GET", "/me/playlists", None, "playlist-read-private"),
            ("POST", "/me/playlists", {"name": "x", "public": True}, "playlist-modify-public"),
            ("POST", "/me/playlists", {"name": "x", "public": False}, "playlist-modify-private"),
        ],
    )
    def test_a_token_can_only_do_what_it_was_granted(
        self, spotify: Spotify, method: str, path: str, body: dict[str, Any] | None, scope: str
    ) -> None:
        weak = login(spotify, "user-top-read")["access_token"]
        answer = spotify.ask(method, path, json=body, token=weak)
        assert answer.json() == {"error": {"status": 403, "message": "Insufficient client scope"}}
        strong = login(spotify, scope)["access_token"]
        assert spotify.ask(method, path, json=body, token=strong).ok

    def test_a_cover_without_its_scope_is_unauthorized(self, spotify: Spotify) -> None:
        made = spotify.made()
        token = login(spotify, "playlist-modify-public")["access_token"]
        answer = spotify.ask("PUT", f"/playlists/{made}/images", data="/9j/", token=token)
        assert answer.json() == {"error": {"status": 401, "message": "Unauthorized."}}


class TestLogin:
    def test_spotipys_own_login_with_a_proof_works(self, spotify: Spotify) -> None:
        manager = SpotifyPKCE("app", REDIRECT, scope="playlist-read-private", cache_handler=MemoryCacheHandler())
        manager.OAUTH_TOKEN_URL = f"{spotify.accounts}/api/token"
        manager.OAUTH_AUTHORIZE_URL = f"{spotify.accounts}/authorize"
        there = spotify.session.get(manager.get_authorize_url(), allow_redirects=False, timeout=5)
        code = manager.parse_response_code(there.headers["Location"])
        manager.get_access_token(code)
        assert spotify.spotipy(auth=None, auth_manager=manager).current_user_playlists()["total"] == 0

    def test_spotipys_own_refresh_with_a_secret_works(self, spotify: Spotify) -> None:
        cache = MemoryCacheHandler({"refresh_token": "R", "expires_at": 0, "scope": "playlist-read-private"})
        manager = SpotifyOAuth("app", "secret", REDIRECT, scope="playlist-read-private", cache_handler=cache)
        manager.OAUTH_TOKEN_URL = f"{spotify.accounts}/api/token"
        assert spotify.spotipy(auth=None, auth_manager=manager).me()["id"] == "sandbox"
        assert cache.get_cached_token()["refresh_token"] == "R"

    def test_state_comes_back_and_a_refusal_is_told(self, spotify: Spotify) -> None:
        assert authorize(spotify, state="xyz")["state"] == "xyz"
        spotify.switch(login_denied=True)
        assert authorize(spotify) == {"state": "s", "error": "access_denied"}

    @pytest.mark.parametrize("redirect", ["http://localhost:9090/", "https://evil.example/", "", "http://10.0.0.1/"])
    def test_only_this_machine_is_redirected_to(self, spotify: Spotify, redirect: str) -> None:
        query = {"response_type": "code", "client_id": "app", "redirect_uri": redirect}
        answer = spotify.session.get(f"{spotify.accounts}/authorize", params=query, allow_redirects=False, timeout=5)
        assert answer.status_code == 400
        assert "Insecure redirect URI" in answer.text

    @pytest.mark.parametrize(
        ("wrong", "description"),
        [
            ({"code": "nonsense"}, "Invalid authorization code"),
            ({"client_id": "other"}, "Invalid authorization code"),
            ({"redirect_uri": "http://127.0.0.1:1/"}, "Invalid redirect URI"),
            ({"code_verifier": "x" * 64}, "code_verifier was incorrect"),
            ({"code_verifier": ""}, "code_verifier was incorrect"),
        ],
    )
    def test_a_code_is_good_only_for_its_own_login(
        self, spotify: Spotify, wrong: dict[str, str], description: str
    ) -> None:
        code = authorize(spotify, code_challenge=CHALLENGE, code_challenge_method="S256")["code"]
        form = {"code": code, "redirect_uri": REDIRECT, "client_id": "app", "code_verifier": VERIFIER, **wrong}
        answer = exchange(spotify, grant_type="authorization_code", **form)
        assert answer.status_code == 400
        assert answer.json() == {"error": "invalid_grant", "error_description": description}

    def test_a_code_is_good_once_and_for_ten_minutes(self, spotify: Spotify) -> None:
        def code() -> dict[str, str]:
            back = authorize(spotify, code_challenge=CHALLENGE, code_challenge_method="S256")
            return {"code": back["code"], "redirect_uri": REDIRECT, "client_id": "app", "code_verifier": VERIFIER}

        first = code()
        statuses = [exchange(spotify, grant_type="authorization_code", **first).status_code for _ in range(2)]
        assert statuses == [200, 400]
        late = code()
        spotify.clock.now += 601
        assert exchange(spotify, grant_type="authorization_code", **late).status_code == 400

    def test_a_refresh_usually_brings_no_new_refresh_token(self, spotify: Spotify) -> None:
        granted = login(spotify, "playlist-read-private ugc-image-upload")
        again = refresh(spotify, granted["refresh_token"]).json()
        assert again.keys() == {"access_token", "token_type", "expires_in", "scope"}
        assert again["scope"] == "playlist-read-private ugc-image-upload"
        assert spotify.ask("GET", "/me", token=again["access_token"]).ok

    def test_a_refresh_may_bring_the_same_token_or_a_new_one(self, spotify: Spotify) -> None:
        spotify.switch(refresh_answer="same")
        assert refresh(spotify, "mine").json()["refresh_token"] == "mine"
        spotify.switch(refresh_answer="rotate")
        new = refresh(spotify, "mine").json()["refresh_token"]
        assert new != "mine"
        assert refresh(spotify, "mine").json() == {
            "error": "invalid_grant",
            "error_description": "Refresh token revoked",
        }
        assert refresh(spotify, new).ok

    def test_a_refresh_token_dies_six_months_after_the_consent(self, spotify: Spotify) -> None:
        token = login(spotify)["refresh_token"]
        spotify.clock.now += 182 * 24 * 3600
        assert refresh(spotify, token).ok
        spotify.clock.now += 2 * 24 * 3600
        answer = refresh(spotify, token)
        assert answer.json()["error_description"] == "Refresh token expired"

    def test_switches_spoil_token_answers(self, spotify: Spotify) -> None:
        spotify.switch(scope_in_answer=False)
        assert "scope" not in refresh(spotify, "mine").json()
        spotify.switch(invalid_grant="expired")
        assert refresh(spotify, "mine").json()["error"] == "invalid_grant"

    @pytest.mark.parametrize(
        ("form", "error"),
        [
            ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_client"),
            ({"grant_type": "refresh_token", "client_id": "app"}, "invalid_request"),
            ({"grant_type": "client_credentials", "client_id": "app"}, "invalid_client"),
            ({"client_id": "app"}, "unsupported_grant_type"),
        ],
    )
    def test_a_bad_grant_is_refused_in_oauths_words(self, spotify: Spotify, form: dict[str, str], error: str) -> None:
        answer = exchange(spotify, **form)
        assert (answer.status_code, answer.json()["error"]) == (400, error)


class TestLibrary:
    def test_an_unfollowed_playlist_leaves_the_library_and_stays_readable(self, spotify: Spotify) -> None:
        made = spotify.made(1)
        client, uri = spotify.client, f"spotify:playlist:{made}"
        assert client._get("me/library/contains", uris=uri) == [True]
        client._delete("me/library", uris=uri)
        assert client._get("me/library/contains", uris=uri) == [False]
        assert client.current_user_playlists()["total"] == 0
        assert client.playlist(made)["items"]["total"] == 1
        client.current_user_follow_playlist(made)
        assert client.current_user_playlists()["total"] == 1

    def test_others_playlists_can_be_followed(self, spotify: Spotify) -> None:
        foreign = spotify.plant(owner="somebody", saved=False)
        assert spotify.client.current_user_playlists()["total"] == 0
        spotify.client.current_user_follow_playlist(foreign)
        assert spotify.client.current_user_playlists()["items"][0]["owner"]["id"] == "somebody"

    def test_tracks_can_be_saved_too(self, spotify: Spotify) -> None:
        uri = f"spotify:track:{900:022d}"
        spotify.client._put("me/library", uris=uri)
        assert spotify.client._get("me/library/contains", uris=f"{uri},spotify:album:1") == [True, False]

    @pytest.mark.parametrize(
        ("uris", "status"),
        [("", 400), ("nonsense", 400), (",".join(["spotify:track:1"] * 41), 400), ("spotify:playlist:nobody", 404)],
    )
    def test_a_bad_change_of_the_library_is_refused(self, spotify: Spotify, uris: str, status: int) -> None:
        assert spotify.ask("PUT", "/me/library", params={"uris": uris}).status_code == status


@pytest.mark.filterwarnings("ignore:You're using:DeprecationWarning")
class TestRemovedEndpoints:
    def test_what_2026_took_away_is_forbidden(self, spotify: Spotify) -> None:
        made = spotify.made(1)
        calls: list[Callable[[], object]] = [
            lambda: spotify.client._get(f"playlists/{made}/tracks"),
            lambda: spotify.client.tracks([f"{900:022d}"]),
            lambda: spotify.client.user_playlists("sandbox"),
            lambda: spotify.client.user("sandbox"),
            lambda: spotify.client.current_user_unfollow_playlist(made),
            lambda: spotify.client.artist_top_tracks("0" * 22),
            spotify.client.new_releases,
            lambda: spotify.client._put("me/tracks", ids="x"),
        ]
        for call in calls:
            with pytest.raises(SpotifyException) as caught:
                call()
            assert caught.value.http_status == 403

    def test_an_app_of_old_has_them_still(self, spotify: Spotify) -> None:
        spotify.switch(legacy=True)
        made = spotify.client.user_playlist_create("sandbox", "Old")["id"]
        body = {"tracks": [{"uri": f"spotify:track:{1:022d}"}]}
        spotify.client._post(f"playlists/{made}/tracks", payload={"uris": [f"spotify:track:{n:022d}" for n in (1, 2)]})
        assert spotify.client._delete(f"playlists/{made}/tracks", payload=body)["snapshot_id"]
        item = spotify.client._get(f"playlists/{made}/tracks")["items"][0]
        assert item["track"] == item["item"]
        assert spotify.client.playlist(made)["tracks"] == spotify.client.playlist(made)["items"]
        assert [one["id"] for one in spotify.client.tracks([f"{2:022d}"])["tracks"]] == [f"{2:022d}"]
        spotify.client.current_user_unfollow_playlist(made)
        assert spotify.client.user_playlists("sandbox")["total"] == 0

    @pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nonsense", 404), ("PATCH", "/me", 405)])
    def test_an_unknown_request_is_refused(self, spotify: Spotify, method: str, path: str, status: int) -> None:
        assert spotify.ask(method, path).status_code == status


class TestFaults:
    def test_faults_are_worded_as_spotify_would(self, start: Start) -> None:
        spotify = start(faults="429=1,retry_after=50000,reason=QUOTA_EXCEEDED")
        with pytest.raises(SpotifyException) as caught:
            spotify.client.me()
        assert caught.value.http_status == 429
        assert caught.value.reason == "QUOTA_EXCEEDED"
        assert caught.value.headers["Retry-After"] == "50000"
        spotify.control("faults", {"faults": "502=1"})
        with pytest.raises(SpotifyException, match="Error while loading resource"):
            spotify.client.me()

    def test_the_accounts_service_fails_in_oauths_words(self, start: Start) -> None:
        spotify = start(faults="503=1,only=auth")
        answer = refresh(spotify, "mine")
        assert answer.status_code == 503
        assert answer.json()["error"] == "temporarily_unavailable"
        assert spotify.client.me()["id"] == "sandbox"

    def test_spotipys_own_retries_double_a_late_write(self, start: Start) -> None:
        """Why our own session never sends a write twice."""
        spotify = start(faults="late=1,only=write,skip=1,times=1")
        patient = spotify.spotipy(requests_session=True, backoff_factor=0)
        made = patient.current_user_playlist_create("x")["id"]
        patient.playlist_add_items(made, [f"spotify:track:{1:022d}"])
        assert spotify.numbers(made) == [1, 1]

    def test_requests_are_counted_by_what_they_are_for(self, spotify: Spotify) -> None:
        made = spotify.made(1)
        spotify.client.search("lemon")
        spotify.client.playlist(made)
        refresh(spotify, "mine")
        stats = spotify.session.get(f"{spotify.root}/_sandbox/stats", timeout=5).json()["spotify"]
        assert stats == {"search": 1, "read": 1, "write": 2, "auth": 1, "status": {"200": 3, "201": 2}}


class TestDescription:
    """The net under all other tests here holds."""

    def test_an_answer_that_is_not_as_described_is_caught(self, spotify: Spotify) -> None:
        conftest = pytest.importorskip(type(spotify).__module__)
        if not conftest.DESCRIPTION.exists():
            pytest.skip("the API's description is not here")
        spotify.client.track(f"{900:022d}")
        true: Exchange = spotify.exchanges[-1]
        conftest.described().check(true)
        spoils: list[dict[str, object]] = [
            {"duration_ms": "4:15"},
            {"titel": "Lemon"},
            {"album": {}},
            {"artists": [{"nom": "x"}]},
            {"name": None},
        ]
        for spoil in spoils:
            body = json.dumps({**json.loads(true.response), **spoil}).encode()
            with pytest.raises(AssertionError, match="/tracks/"):
                conftest.described().check(conftest.replace(true, response=body))

    def test_spotipy_is_the_unmodified_library(self) -> None:
        assert spotipy.Spotify.__module__ == "spotipy.client"


def test_no_request_is_so_odd_that_the_look_alike_breaks(spotify: Spotify) -> None:
    """Whatever a client gets wrong, the answer is a refusal in Spotify's own form."""
    dice = random.Random(5)  # noqa: S311 - to be repeatable is the point
    made = spotify.made(1)
    uri = f"spotify:track:{1:022d}"
    values: list[object] = [None, True, -1, 10**30, 1.5, "", uri, [], {}, [uri], [{}], [{"uri": 1}], [{"uri": uri}]]
    keys = ["uris", "items", "position", "range_start", "insert_before", "range_length", "snapshot_id", "description"]
    words = ["", "-1", "٣", "track", "isrc:", "year:-", "a(b", "((((", "日本", '"', "()OR*", uri]
    names = ["limit", "offset", "q", "type", "market", "fields", "uris", "position", "locale"]
    paths = ["/search", "/me/playlists", f"/playlists/{made}", f"/playlists/{made}/items", "/me/library", "/tracks/日"]
    for _ in range(400):
        method, path = dice.choice(["GET", "POST", "PUT", "DELETE"]), dice.choice(paths)
        body = {key: dice.choice(values) for key in dice.sample(keys, 3)}
        query = {name: dice.choice(words) for name in dice.sample(names, 3)}
        answer = spotify.ask(method, path, json=dice.choice([body, dice.choice(values)]), params=query)
        assert answer.status_code < 500, (method, path, body, query)
    spotify.exchanges.clear()  # requests as odd as these are not described
