from __future__ import annotations

import base64
import hashlib
import logging
import socket
import threading
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from exporter_spotify import exporter_backends
from exporter_spotify.auth import Tokens, expiry
from exporter_spotify.backend import connect
from exporter_spotify.login import SCOPES, login

from exporter.errors import ExporterError, LoginError, ServiceError, UsageError
from exporter.loopback import open_browser

if TYPE_CHECKING:
    from tests.conftest import Open, Service

TOKEN = "POST /accounts/api/token"
SECRETS = {"client_id": "the-client", "refresh_token": "refresh-token-1"}


def an_answer(**more: object) -> dict[str, object]:
    return {"access_token": "access-token-1", "token_type": "Bearer", "expires_in": 3600, **more}


def days_ago(days: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class TestTokens:
    def test_one_is_fetched_for_a_whole_hour_less_a_minute(self, service: Service, open_connection: Open) -> None:
        service.say(TOKEN, an_answer())
        service.say(TOKEN, an_answer(access_token="access-token-2"))
        clock = Clock()
        tokens = Tokens(open_connection(secrets=SECRETS), clock)
        assert tokens.get_access_token(as_dict=False) == "access-token-1"
        clock.now = 3539
        assert tokens.get_access_token() == "access-token-1"
        clock.now = 3541
        assert tokens.get_access_token() == "access-token-2"
        assert len(service.requests) == 2

    def test_eight_threads_fetch_one(self, service: Service, open_connection: Open) -> None:
        service.say(TOKEN, an_answer())
        tokens = Tokens(open_connection(secrets=SECRETS))
        together = threading.Barrier(8)
        seen: list[str] = []

        def fetch() -> None:
            together.wait()
            seen.append(tokens.get_access_token())

        threads = [threading.Thread(target=fetch) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert seen == ["access-token-1"] * 8
        assert len(service.requests) == 1

    def test_without_a_secret_the_client_names_itself_in_the_form(
        self, service: Service, open_connection: Open
    ) -> None:
        service.say(TOKEN, an_answer())
        Tokens(open_connection(secrets=SECRETS)).get_access_token()
        (asked,) = service.requests
        assert asked.body == {
            "grant_type": "refresh_token",
            "refresh_token": "refresh-token-1",
            "client_id": "the-client",
        }
        assert "Authorization" not in asked.headers

    def test_with_a_secret_the_client_proves_itself(self, service: Service, open_connection: Open) -> None:
        service.say(TOKEN, an_answer())
        Tokens(open_connection(secrets={**SECRETS, "client_secret": "the-secret"})).get_access_token()
        (asked,) = service.requests
        assert asked.body == {"grant_type": "refresh_token", "refresh_token": "refresh-token-1"}
        assert base64.b64decode(asked.headers["Authorization"].removeprefix("Basic ")) == b"the-client:the-secret"

    def test_a_login_made_with_pkce_stays_one_even_beside_a_secret(
        self, service: Service, open_connection: Open
    ) -> None:
        service.say(TOKEN, an_answer())
        Tokens(open_connection(secrets={**SECRETS, "client_secret": "the-secret", "flow": "pkce"})).get_access_token()
        (asked,) = service.requests
        assert asked.body["client_id"] == "the-client"
        assert "Authorization" not in asked.headers

    def test_a_new_refresh_token_is_kept_and_used_from_then_on(self, service: Service, open_connection: Open) -> None:
        service.say(TOKEN, an_answer(refresh_token="refresh-token-2"))
        kept: list[Mapping[str, str]] = []
        clock = Clock()
        tokens = Tokens(open_connection(secrets=SECRETS, keep=kept.append), clock)
        tokens.get_access_token()
        clock.now = 4000
        tokens.get_access_token()
        assert kept == [{"refresh_token": "refresh-token-2"}]
        assert [asked.body["refresh_token"] for asked in service.requests] == ["refresh-token-1", "refresh-token-2"]

    @pytest.mark.parametrize("odd", [{}, {"refresh_token": None}, {"refresh_token": ""}])
    def test_an_answer_without_one_keeps_the_old(
        self, service: Service, open_connection: Open, odd: dict[str, object]
    ) -> None:
        service.say(TOKEN, an_answer(**odd))
        kept: list[Mapping[str, str]] = []
        connection = open_connection(secrets=SECRETS, keep=kept.append)
        Tokens(connection).get_access_token()
        assert kept == []
        assert connection.secrets["refresh_token"] == "refresh-token-1"

    @pytest.mark.parametrize("life", [{}, {"expires_in": None}, {"expires_in": "3600"}, {"expires_in": -1}])
    def test_an_answer_without_a_life_lasts_an_hour(
        self, service: Service, open_connection: Open, life: dict[str, object]
    ) -> None:
        service.say(TOKEN, {"access_token": "access-token-1", **life})
        clock = Clock()
        tokens = Tokens(open_connection(secrets=SECRETS), clock)
        tokens.get_access_token()
        clock.now = 3000
        tokens.get_access_token()
        assert len(service.requests) == 1

    def test_the_token_is_masked(self, service: Service, open_connection: Open) -> None:
        service.say(TOKEN, an_answer())
        connection = open_connection(secrets=SECRETS)
        Tokens(connection).get_access_token()
        assert connection.redact("access-token-1 refresh-token-1") == "[hidden] [hidden]"

    def test_nothing_is_written_to_the_folder_and_nothing_asked_on_the_terminal(
        self, service: Service, open_connection: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("builtins.input", lambda *_: pytest.fail("asked on the terminal"))
        service.say(TOKEN, {"error": "invalid_grant"}, 400)
        with pytest.raises(LoginError):
            Tokens(open_connection(secrets=SECRETS)).get_access_token()
        assert list(tmp_path.iterdir()) == []


class TestADeadLogin:
    def refused(self, connection: Any) -> ExporterError:
        with pytest.raises(ExporterError) as caught:
            Tokens(connection).get_access_token()
        return caught.value

    @pytest.mark.parametrize("why", ["Refresh token expired", "Refresh token revoked"])
    def test_says_that_logins_last_six_months(self, service: Service, open_connection: Open, why: str) -> None:
        service.say(TOKEN, {"error": "invalid_grant", "error_description": why}, 400)
        error = self.refused(open_connection(secrets=SECRETS))
        assert isinstance(error, LoginError)
        assert "six months" in error.message
        assert "exporter login spotify" in error.hint
        assert "EXPORTER_SPOTIFY_REFRESH_TOKEN" in error.hint

    def test_names_the_day_when_it_is_known(self, service: Service, open_connection: Open) -> None:
        service.say(TOKEN, {"error": "invalid_grant"}, 400)
        error = self.refused(open_connection(secrets={**SECRETS, "consented": "2026-02-28"}, warn=lambda _: None))
        assert "2026-02-28" in error.message
        assert "2026-08-28" in error.message

    def test_a_wrong_client_is_not_taken_for_an_old_login(self, service: Service, open_connection: Open) -> None:
        service.say(TOKEN, {"error": "invalid_client", "error_description": "Invalid client"}, 400)
        error = self.refused(open_connection(secrets=SECRETS))
        assert isinstance(error, LoginError)
        assert "client ID" in error.message

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ("", 503),
            ("<html>", 502),
            ("<html>", 200),
            ({"error": {"status": 400}}, 400),
            ({"error": "server_error"}, 400),
            ({}, 200),
            ({"access_token": 5}, 200),
            (["access_token"], 200),
        ],
    )
    def test_a_failing_service_is_no_dead_login(
        self, service: Service, open_connection: Open, body: Any, status: int
    ) -> None:
        service.say(TOKEN, body, status)
        assert isinstance(self.refused(open_connection(secrets=SECRETS)), ServiceError)

    def test_never_shows_what_is_secret(self, service: Service, open_connection: Open) -> None:
        service.say(TOKEN, {"error": "Bad refresh-token-1", "error_description": "refresh-token-1"}, 400)
        error = self.refused(open_connection(secrets=SECRETS))
        assert "refresh-token-1" not in f"{error.message} {error.hint}"


class TestExpiry:
    @pytest.mark.parametrize(
        ("consented", "ends"),
        [
            ("2026-01-15", date(2026, 7, 15)),
            ("2026-06-30", date(2026, 12, 30)),
            ("2026-07-01", date(2027, 1, 1)),
            ("2026-08-31", date(2027, 2, 28)),
            ("2027-08-31", date(2028, 2, 29)),
            ("", None),
            ("last summer", None),
            ("9999-12-31", None),
        ],
    )
    def test_is_six_months_after_consent(self, consented: str, ends: date | None) -> None:
        assert expiry(consented) == ends

    @pytest.mark.parametrize(("days", "warned"), [(10, ""), (140, ""), (170, "ends in "), (300, "was due to end on ")])
    def test_is_warned_of_once_in_its_last_month(
        self, service: Service, open_connection: Open, days: int, warned: str
    ) -> None:
        service.say(TOKEN, an_answer(expires_in=1))
        warnings: list[str] = []
        connection = open_connection(secrets={**SECRETS, "consented": days_ago(days)}, warn=warnings.append)
        tokens = Tokens(connection)
        tokens.get_access_token()
        tokens.get_access_token()
        assert [warned in warning for warning in warnings] == [True] * bool(warned)

    @pytest.mark.parametrize(("consented", "ends"), [("2026-01-15", "2026-07-15"), ("", "")])
    def test_is_known_without_asking(self, consented: str, ends: str) -> None:
        assert exporter_backends()[0].login.expires({"consented": consented}) == ends

    def test_is_told_with_the_account(self, logged_in: Service, open_connection: Open) -> None:
        logged_in.requests.clear()
        day = days_ago(10)
        account = connect(open_connection(secrets={**SECRETS, "consented": day})).account()
        assert account.expires == str(expiry(day))


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def visit(address: str) -> int:
    """What a browser does with an address; the status it gets."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own loopback
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


class Browser:
    """A browser whose user answers with ``answer``; first it makes the visits in ``before``."""

    def __init__(self, answer: Callable[[dict[str, str]], dict[str, str]], before: tuple[str, ...] = ()) -> None:
        self.answer = answer
        self.before = before
        self.address = ""
        self.asked: dict[str, str] = {}
        self.statuses: list[int] = []

    def __call__(self, address: str) -> None:
        self.address = address
        self.asked = dict(parse_qsl(urlsplit(address).query))
        back = self.asked["redirect_uri"]
        base = back.removesuffix("/callback")
        for path in (*self.before, f"/callback?{urlencode(self.answer(self.asked))}"):
            self.statuses.append(visit(base + path))


def agree(asked: dict[str, str]) -> dict[str, str]:
    return {"code": "the-code", "state": asked["state"]}


class TestLogin:
    @pytest.fixture(autouse=True)
    def working_service(self, service: Service) -> None:
        service.say(TOKEN, an_answer(refresh_token="refresh-token-9", scope=" ".join(SCOPES)))
        service.say("GET /v1/me/", {"id": "u", "display_name": "Yui"})

    @pytest.fixture
    def open_login(self, open_connection: Open, port: int) -> Callable[..., Any]:
        return lambda **more: open_connection(
            secrets={"client_id": "the-client"}, settings={"redirect_port": port}, **more
        )

    def test_leads_from_the_browser_to_the_secrets_to_keep(
        self, service: Service, open_login: Callable[..., Any]
    ) -> None:
        said: list[str] = []
        browser = Browser(agree)
        kept = login(open_login(), said.append, browse=browser)
        assert kept == {
            "client_id": "the-client",
            "refresh_token": "refresh-token-9",
            "flow": "pkce",
            "consented": days_ago(0),
            "user": "Yui",
        }
        assert browser.address in said[0]
        assert browser.address.startswith(f"{service.url}/spotify/accounts/authorize?")
        assert set(browser.asked["scope"].split()) == set(SCOPES)
        assert browser.statuses == [200]

    def test_proves_that_the_one_who_asked_is_the_one_who_gets_the_token(
        self, service: Service, open_login: Callable[..., Any]
    ) -> None:
        browser = Browser(agree)
        login(open_login(), lambda _: None, browse=browser)
        (asked,) = service.asked(TOKEN)
        assert asked.body["grant_type"] == "authorization_code"
        assert (asked.body["code"], asked.body["client_id"]) == ("the-code", "the-client")
        assert asked.body["redirect_uri"] == browser.asked["redirect_uri"]
        digest = hashlib.sha256(asked.body["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == browser.asked["code_challenge"]

    def test_what_was_kept_logs_in(
        self, service: Service, open_login: Callable[..., Any], open_connection: Open
    ) -> None:
        kept = login(open_login(), lambda _: None, browse=Browser(agree))
        assert connect(open_connection(secrets=kept)).account().name == "Yui"
        assert service.asked(TOKEN)[-1].body["refresh_token"] == "refresh-token-9"

    def test_heeds_nobody_but_the_browser_it_sent(self, open_login: Callable[..., Any]) -> None:
        forged = ("/favicon.ico", "/callback", "/callback?code=forged&state=x", "/callback?error=access_denied&state=")
        browser = Browser(agree, before=forged)
        assert login(open_login(), lambda _: None, browse=browser)["user"] == "Yui"
        assert browser.statuses == [404, 404, 404, 404, 200]

    def test_takes_no_for_an_answer(self, service: Service, open_login: Callable[..., Any]) -> None:
        denied = Browser(lambda asked: {"error": "access_denied", "state": asked["state"]})
        with pytest.raises(LoginError, match="not to let exporter in"):
            login(open_login(), lambda _: None, browse=denied)
        assert service.requests == []

    def test_does_not_wait_for_ever(self, open_login: Callable[..., Any]) -> None:
        with pytest.raises(LoginError, match="in time"):
            login(open_login(), lambda _: None, browse=lambda _: None, wait=0.01)

    def test_tells_which_permissions_were_not_given(self, service: Service, open_login: Callable[..., Any]) -> None:
        service.say(TOKEN, an_answer(refresh_token="refresh-token-9", scope="playlist-read-private"))
        said: list[str] = []
        login(open_login(), said.append, browse=Browser(agree))
        login(open_login(), said.append, browse=Browser(agree))
        assert "did not grant playlist-modify-private, playlist-modify-public" in said[-1]

    def test_tolerates_an_answer_that_lists_no_permissions(
        self, service: Service, open_login: Callable[..., Any]
    ) -> None:
        service.say(TOKEN, an_answer(refresh_token="refresh-token-9"))
        said: list[str] = []
        login(open_login(), said.append, browse=Browser(agree))
        login(open_login(), said.append, browse=Browser(agree))
        assert len(said) == 2

    def test_needs_a_client_id_and_says_where_to_get_one(self, open_connection: Open) -> None:
        with pytest.raises(LoginError) as caught:
            login(open_connection(secrets={}), lambda _: None)
        assert "developer.spotify.com/dashboard" in caught.value.hint
        assert "http://127.0.0.1:8765/callback" in caught.value.hint

    def test_names_the_port_that_somebody_else_uses(self, open_login: Callable[..., Any], port: int) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", port))
            other.listen()
            with pytest.raises(LoginError, match=str(port)):
                login(open_login(), lambda _: None)

    @pytest.mark.parametrize("wrong", ["8765", 0, 70000, True])
    def test_refuses_a_port_that_is_none(self, open_connection: Open, wrong: object) -> None:
        connection = open_connection(secrets=SECRETS, settings={"redirect_port": wrong})
        with pytest.raises(UsageError, match="redirect_port"):
            login(connection, lambda _: None)

    def test_leaves_no_secret_in_the_log(
        self, open_login: Callable[..., Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        login(open_login(), lambda _: None, browse=Browser(agree))
        assert "authorize" not in caplog.text
        for secret in ("refresh-token-9", "access-token-1", "the-code"):
            assert secret not in caplog.text


class TestBrowser:
    def test_is_opened_where_there_is_a_screen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[str] = []
        monkeypatch.setattr(webbrowser, "open", opened.append)
        monkeypatch.setenv("DISPLAY", ":0")
        open_browser("http://127.0.0.1/")
        assert opened == ["http://127.0.0.1/"]

    def test_does_not_take_the_terminal_where_there_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[str] = []
        monkeypatch.setattr(webbrowser, "open", opened.append)
        monkeypatch.setattr("sys.platform", "linux")
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        open_browser("http://127.0.0.1/")
        assert opened == []
