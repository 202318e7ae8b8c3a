"""Who may do what: consent, tokens and their end, scopes, and what else a project or account may lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from exporter_ytmusic.sandbox.data.accounts import challenge

if TYPE_CHECKING:
    import requests
    from tests.lookalike.data.conftest import YouTube

SCOPE = "https://www.googleapis.com/auth/youtube"
REDIRECT = "http://127.0.0.1:9090/callback"
VERIFIER = "v" * 64
DAY = 24 * 3600
CLIENT = {"client_id": "app", "client_secret": "secret"}
ASKED = {
    "response_type": "code",
    "client_id": "app",
    "redirect_uri": REDIRECT,
    "scope": SCOPE,
    "state": "s",
    "code_challenge": challenge(VERIFIER),
    "code_challenge_method": "S256",
    "access_type": "offline",
}
REVOKED = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}


def consent(youtube: YouTube, **changes: str | None) -> requests.Response:
    query = {name: value for name, value in {**ASKED, **changes}.items() if value is not None}
    return youtube.session.get(f"{youtube.oauth}/v2/auth", params=query, allow_redirects=False, timeout=5)


def back(youtube: YouTube, **changes: str | None) -> dict[str, str]:
    """What the browser brings back to the redirect URI."""
    answer = consent(youtube, **changes)
    assert answer.status_code == 302, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def exchange(youtube: YouTube, **form: str) -> requests.Response:
    return youtube.session.post(f"{youtube.oauth}/token", data={**CLIENT, **form}, timeout=5)


def redeem(youtube: YouTube, code: str, **form: str) -> requests.Response:
    grant = {"grant_type": "authorization_code", "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
    return exchange(youtube, **{**grant, "code": code, **form})


def login(youtube: YouTube, **changes: str | None) -> Any:
    answer = redeem(youtube, back(youtube, **changes)["code"])
    assert answer.status_code == 200, answer.text
    return answer.json()


def refresh(youtube: YouTube, token: str, **form: str) -> requests.Response:
    return exchange(youtube, **{"grant_type": "refresh_token", "refresh_token": token, **form})


def revoke(youtube: YouTube, token: str) -> requests.Response:
    return youtube.session.post(f"{youtube.oauth}/revoke", data={"token": token}, timeout=5)


def works(youtube: YouTube, token: str) -> bool:
    return youtube.ask("GET", "channels", part="id", mine="true", token=token).status_code == 200


class TestConsent:
    def test_the_user_agrees_and_is_sent_back_at_once(self, youtube: YouTube) -> None:
        answer = consent(youtube)
        assert answer.headers["Location"].startswith(REDIRECT + "?")
        brought = back(youtube)
        assert (brought["state"], brought["scope"]) == ("s", SCOPE)
        assert brought["code"].startswith("4/")

    def test_or_says_no(self, youtube: YouTube) -> None:
        youtube.switch(login_denied=True)
        assert back(youtube) == {"state": "s", "error": "access_denied"}

    @pytest.mark.parametrize("redirect", ["http://localhost:1/", "http://[::1]:2", "http://127.0.0.1:3?a=b"])
    def test_this_machine_is_redirected_to(self, youtube: YouTube, redirect: str) -> None:
        assert back(youtube, redirect_uri=redirect)["state"] == "s"

    @pytest.mark.parametrize(
        ("parameter", "value"),
        [
            ("redirect_uri", "https://evil.example/"),
            ("redirect_uri", "http://10.0.0.1/"),
            ("redirect_uri", "urn:ietf:wg:oauth:2.0:oob"),
            ("redirect_uri", "http://["),
            ("redirect_uri", None),
            ("client_id", None),
            ("response_type", "token"),
            ("response_type", None),
            ("scope", None),
            ("scope", "everything"),
            ("code_challenge", "short"),
            ("code_challenge_method", "S512"),
            ("access_type", "sometimes"),
        ],
    )
    def test_a_wrong_request_is_shown_to_the_person(self, youtube: YouTube, parameter: str, value: str | None) -> None:
        answer = consent(youtube, **{parameter: value})
        assert answer.status_code == 400
        assert "Error 400" in answer.text
        assert answer.headers["Content-Type"].startswith("text/html")


class TestTheFirstTokens:
    def test_a_code_gives_an_hour_and_the_means_for_more(self, youtube: YouTube) -> None:
        granted = login(youtube)
        assert granted.keys() == {"access_token", "expires_in", "refresh_token", "scope", "token_type"}
        assert (granted["expires_in"], granted["scope"], granted["token_type"]) == (3599, SCOPE, "Bearer")
        assert works(youtube, granted["access_token"])
        youtube.clock.now += 3599
        assert not works(youtube, granted["access_token"])
        assert works(youtube, refresh(youtube, granted["refresh_token"]).json()["access_token"])

    def test_the_client_may_come_in_a_header(self, youtube: YouTube) -> None:
        form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
        form["code"] = back(youtube)["code"]
        answer = youtube.session.post(f"{youtube.oauth}/token", data=form, auth=("app", "secret"), timeout=5)
        assert answer.status_code == 200

    @pytest.mark.parametrize("access", ["online", None])
    def test_only_offline_access_gives_a_refresh_token(self, youtube: YouTube, access: str | None) -> None:
        assert "refresh_token" not in login(youtube, access_type=access)

    def test_only_the_first_consent_does_unless_it_is_asked_for_again(self, youtube: YouTube) -> None:
        assert "refresh_token" in login(youtube)
        assert "refresh_token" not in login(youtube)
        assert "refresh_token" in login(youtube, prompt="consent")
        assert "refresh_token" in login(youtube, prompt="select_account consent")

    @pytest.mark.parametrize(
        ("form", "status", "error", "description"),
        [
            ({"code": "nonsense"}, 400, "invalid_grant", "Malformed auth code."),
            ({"code": ""}, 400, "invalid_request", "Missing required parameter: code"),
            ({"client_id": "other"}, 401, "unauthorized_client", "Unauthorized"),
            ({"client_id": ""}, 400, "invalid_request", "Could not determine client ID from request."),
            ({"client_secret": ""}, 400, "invalid_request", "client_secret is missing."),
            ({"redirect_uri": "http://127.0.0.1:1/"}, 400, "redirect_uri_mismatch", "Bad Request"),
            ({"code_verifier": "x" * 64}, 400, "invalid_grant", "Invalid code verifier."),
            ({"code_verifier": ""}, 400, "invalid_grant", "Missing code verifier."),
            ({"grant_type": "password"}, 400, "unsupported_grant_type", "Invalid grant_type: password"),
            ({"grant_type": ""}, 400, "invalid_request", "Missing required parameter: grant_type"),
        ],
    )
    def test_a_code_is_good_only_for_its_own_login(
        self, youtube: YouTube, form: dict[str, str], status: int, error: str, description: str
    ) -> None:
        answer = redeem(youtube, **{"code": back(youtube)["code"], **form})
        assert answer.status_code == status
        assert answer.json() == {"error": error, "error_description": description}

    def test_a_code_is_good_once_and_for_ten_minutes(self, youtube: YouTube) -> None:
        code = back(youtube)["code"]
        assert [redeem(youtube, code).status_code for _ in range(2)] == [200, 400]
        late = back(youtube)["code"]
        youtube.clock.now += 601
        assert redeem(youtube, late).json()["error"] == "invalid_grant"

    def test_a_plain_proof_and_none_are_taken_too(self, youtube: YouTube) -> None:
        plain = back(youtube, code_challenge=VERIFIER, code_challenge_method=None)["code"]
        assert redeem(youtube, plain).status_code == 200
        none = back(youtube, code_challenge=None, code_challenge_method=None)["code"]
        assert redeem(youtube, none, code_verifier="").status_code == 200

    def test_an_unknown_client_is_not_found(self, youtube: YouTube) -> None:
        youtube.switch(client_known=False)
        answer = refresh(youtube, "mine")
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


class TestRefreshing:
    def test_the_refresh_token_stays_the_same(self, youtube: YouTube) -> None:
        token = login(youtube)["refresh_token"]
        again = refresh(youtube, token).json()
        assert again.keys() == {"access_token", "expires_in", "scope", "token_type"}
        assert refresh(youtube, token).status_code == 200

    def test_any_text_is_a_refresh_token_of_the_sandboxs_user(self, youtube: YouTube) -> None:
        granted = refresh(youtube, "mine").json()
        assert granted["scope"] == SCOPE
        assert works(youtube, granted["access_token"])
        assert refresh(youtube, "").json()["error"] == "invalid_request"

    def test_a_dead_one_is_told_in_two_forms(self, youtube: YouTube) -> None:
        youtube.switch(invalid_grant="revoked")
        answer = refresh(youtube, "mine")
        assert (answer.status_code, answer.json()) == (400, REVOKED)
        youtube.switch(invalid_grant="expired")
        assert refresh(youtube, "mine").json() == {"error": "invalid_grant", "error_description": "Bad Request"}

    def test_six_months_without_use_kill_it(self, youtube: YouTube) -> None:
        token = login(youtube)["refresh_token"]
        for _ in range(3):
            assert refresh(youtube, token).status_code == 200
            youtube.clock.now += 180 * DAY
        youtube.clock.now += 10 * DAY
        assert refresh(youtube, token).json() == REVOKED

    @pytest.mark.parametrize("known", [True, False])
    def test_in_testing_it_lives_seven_days_and_says_so(self, youtube: YouTube, *, known: bool) -> None:
        youtube.switch(testing=True)
        token = login(youtube)["refresh_token"] if known else "mine"
        assert refresh(youtube, token).json()["refresh_token_expires_in"] == 7 * DAY
        youtube.clock.now += 6 * DAY
        assert refresh(youtube, token).json()["refresh_token_expires_in"] == DAY
        youtube.clock.now += DAY
        assert refresh(youtube, token).json() == REVOKED

    def test_publishing_does_not_help_a_token_that_was_given_in_testing(self, youtube: YouTube) -> None:
        youtube.switch(testing=True)
        token = login(youtube)["refresh_token"]
        youtube.switch(testing=False)
        youtube.clock.now += 7 * DAY
        assert refresh(youtube, token).json() == REVOKED
        assert refresh(youtube, login(youtube, prompt="consent")["refresh_token"]).status_code == 200


class TestRevoking:
    @pytest.mark.parametrize("which", ["access_token", "refresh_token"])
    def test_either_token_ends_the_whole_grant(self, youtube: YouTube, which: str) -> None:
        granted = login(youtube)
        answer = revoke(youtube, granted[which])
        assert (answer.status_code, answer.json()) == (200, {})
        assert refresh(youtube, granted["refresh_token"]).json() == REVOKED
        assert not works(youtube, granted["access_token"])

    def test_the_next_consent_is_the_first_again(self, youtube: YouTube) -> None:
        revoke(youtube, login(youtube)["refresh_token"])
        assert "refresh_token" in login(youtube)

    def test_other_grants_live_on(self, youtube: YouTube) -> None:
        one, two = login(youtube), login(youtube, prompt="consent")
        revoke(youtube, one["refresh_token"])
        assert refresh(youtube, two["refresh_token"]).status_code == 200

    def test_nothing_can_be_revoked_twice(self, youtube: YouTube) -> None:
        assert revoke(youtube, "mine").status_code == 200
        again = revoke(youtube, "mine")
        assert (again.status_code, again.json()["error"]) == (400, "invalid_token")
        assert refresh(youtube, "mine").json() == REVOKED
        assert revoke(youtube, "").json()["error"] == "invalid_request"


class TestAccess:
    def test_any_access_token_is_the_sandboxs_user(self, youtube: YouTube) -> None:
        assert works(youtube, "any text at all")

    @pytest.mark.parametrize("header", ["Bearer ", "Basic eDp5"])
    def test_other_credentials_are_none(self, youtube: YouTube, header: str) -> None:
        answer = youtube.ask("GET", "videos", part="id", id="x", token="", headers={"Authorization": header})
        assert answer.status_code == 401

    def test_without_any_the_key_is_missed(self, youtube: YouTube) -> None:
        assert youtube.refused("GET", "videos", part="id", id="x", token="") == (403, "forbidden", "global")

    def test_an_expired_token_is_an_authentication_error(self, youtube: YouTube) -> None:
        youtube.switch(token_expired=True)
        answer = youtube.ask("GET", "videos", part="id", id="x")
        assert answer.headers["WWW-Authenticate"].endswith('error="invalid_token"')
        assert answer.json()["error"]["status"] == "UNAUTHENTICATED"
        assert answer.json()["error"]["errors"][0] == {
            "message": "Invalid Credentials",
            "domain": "global",
            "reason": "authError",
            "location": "Authorization",
            "locationType": "header",
        }

    def test_a_token_can_only_do_what_it_was_granted(self, youtube: YouTube) -> None:
        token = login(youtube, scope=f"{SCOPE}.readonly openid")["access_token"]
        body = {"snippet": {"title": "x"}}
        assert works(youtube, token)
        refusal = youtube.refused("POST", "playlists", part="snippet", json=body, token=token)
        assert refusal == (403, "insufficientPermissions", "global")
        weak = login(youtube, scope="openid")["access_token"]
        assert youtube.refused("GET", "videos", part="id", id="x", token=weak)[:2] == (403, "insufficientPermissions")

    @pytest.mark.parametrize("scope", [SCOPE, f"{SCOPE}.force-ssl", "https://www.googleapis.com/auth/youtubepartner"])
    def test_any_of_three_scopes_is_enough(self, youtube: YouTube, scope: str) -> None:
        youtube.switch(scopes=[scope])
        assert youtube.create()["id"]

    def test_an_account_may_have_no_channel(self, youtube: YouTube) -> None:
        youtube.switch(channel=False)
        for method, path, request in (
            ("GET", "channels", {"part": "id", "mine": "true"}),
            ("POST", "playlists", {"part": "snippet", "json": {"snippet": {"title": "x"}}}),
        ):
            assert youtube.refused(method, path, **request) == (401, "youtubeSignupRequired", "youtube.header")
        assert youtube.get("videos", part="id", id="x")["items"] == []

    def test_the_api_may_not_be_enabled(self, youtube: YouTube) -> None:
        youtube.switch(api_enabled=False)
        assert youtube.refused("GET", "videos", part="id", id="x") == (403, "accessNotConfigured", "usageLimits")


@pytest.mark.parametrize(("method", "path"), [("GET", "token"), ("POST", "v2/auth"), ("GET", "nonsense")])
def test_accounts_have_no_other_doors(youtube: YouTube, method: str, path: str) -> None:
    assert youtube.session.request(method, f"{youtube.oauth}/{path}", timeout=5).status_code == 404
