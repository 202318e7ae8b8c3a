"""The login of a person at Google, over the loopback, with the look-alike's consent page in the browser's place."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from exporter_ytmusic.data import DataLibrary
from exporter_ytmusic.google import today
from exporter_ytmusic.login import SCOPE, from_google

from exporter import Connection
from exporter.errors import LoginError, NotAllowed, UsageError

if TYPE_CHECKING:
    from tests.data_api.conftest import YouTube


@dataclass
class Person:
    """Who sits at the terminal: gives ``answers`` in their order, and remembers what was said and asked."""

    answers: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    asked: list[tuple[str, bool]] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: str, *, secret: bool = False) -> str:
        self.asked.append((question, secret))
        return self.answers.pop(0)

    def paste(self, what: str) -> str:
        raise AssertionError(what)


@dataclass
class Browser:
    """Follows the address to the consent page, and from there back to this machine."""

    also: tuple[str, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)

    def __call__(self, address: str) -> None:
        self.asked = dict(parse_qsl(urlsplit(address).query))
        back = self.asked["redirect_uri"].removesuffix("/callback")
        for url in (*(back + path for path in self.also), address):
            self.statuses.append(self.visit(url))

    def visit(self, url: str) -> int:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - this machine
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def connection(youtube: YouTube, port: int) -> Connection:
    made = youtube.connection(refresh_token="")
    made.settings["redirect_port"] = port
    return made


def test_leads_from_the_browser_to_the_secrets_to_keep(youtube: YouTube, connection: Connection) -> None:
    person, browser = Person(), Browser()
    kept = from_google(connection, person, browse=browser)
    assert {key: kept[key] for key in ("client_id", "client_secret", "consented")} == {
        "client_id": "the-client",
        "client_secret": "the-client-secret",
        "consented": today().isoformat(),
    }
    assert set(kept) == {"client_id", "client_secret", "consented", "refresh_token"}
    assert person.asked == []
    assert any("channel Sandbox" in text for text in person.said)
    assert youtube.library(**kept).account().name == "Sandbox"


def test_a_code_whose_exchange_got_no_answer_is_not_called_an_old_login(
    youtube: YouTube, connection: Connection
) -> None:
    youtube.fault("cut=1,only=auth,skip=1,times=1")  # the consent page comes first
    with pytest.raises(LoginError, match="used up or too old") as caught:
        from_google(connection, Person(), browse=Browser())
    assert "exporter login ytmusic --method google" in caught.value.hint


def test_asks_google_for_no_more_than_it_needs(connection: Connection) -> None:
    browser = Browser()
    from_google(connection, Person(), browse=browser)
    assert browser.asked["scope"] == SCOPE
    assert browser.asked["code_challenge_method"] == "S256"
    assert browser.asked["access_type"] == "offline"
    assert browser.asked["prompt"] == "consent"
    assert browser.asked["redirect_uri"].startswith("http://127.0.0.1:")


def test_asks_for_the_client_where_it_is_not_known_and_hides_its_secret(youtube: YouTube, port: int) -> None:
    connection = youtube.connection(client_id="", client_secret="", refresh_token="")
    connection.settings["redirect_port"] = port
    person = Person(answers=[" my-client ", " my-client-secret "])
    kept = from_google(connection, person, browse=Browser())
    assert (kept["client_id"], kept["client_secret"]) == ("my-client", "my-client-secret")
    assert [secret for _, secret in person.asked] == [False, True]
    assert connection.redact("my-client-secret") == "[hidden]"
    assert "Desktop app" in person.said[0]


def test_needs_a_client(youtube: YouTube) -> None:
    with pytest.raises(LoginError) as caught:
        from_google(youtube.connection(client_id="", client_secret=""), Person(answers=["", ""]))
    assert "Desktop app" in caught.value.hint


def test_remembers_how_long_the_login_lives_when_the_app_is_in_testing(
    youtube: YouTube, connection: Connection
) -> None:
    youtube.switch(testing=True)
    kept = from_google(connection, Person(), browse=Browser())
    assert kept["testing"] == "7"
    assert DataLibrary(connection).account().expires


def test_a_second_login_gets_a_refresh_token_too(connection: Connection) -> None:
    first = from_google(connection, Person(), browse=Browser())
    second = from_google(connection, Person(), browse=Browser())
    assert first["refresh_token"] != second["refresh_token"]


def test_heeds_nobody_but_the_browser_it_sent(connection: Connection) -> None:
    browser = Browser(also=("/favicon.ico", "/callback", "/callback?code=forged&state=x"))
    from_google(connection, Person(), browse=browser)
    assert browser.statuses == [404, 404, 404, 200]


def test_takes_no_for_an_answer(youtube: YouTube, connection: Connection) -> None:
    youtube.switch(login_denied=True)
    with pytest.raises(LoginError, match="not to let exporter in"):
        from_google(connection, Person(), browse=Browser())


def test_does_not_wait_for_ever(connection: Connection) -> None:
    with pytest.raises(LoginError, match="in time"):
        from_google(connection, Person(), browse=lambda _: None, wait=0.01)


def test_an_unknown_client_is_told(youtube: YouTube, connection: Connection) -> None:
    youtube.switch(client_known=False)
    with pytest.raises(LoginError, match="client ID"):
        from_google(connection, Person(), browse=Browser())


def test_an_account_without_a_channel_is_told(youtube: YouTube, connection: Connection) -> None:
    youtube.switch(channel=False)
    with pytest.raises(LoginError, match="no YouTube channel"):
        from_google(connection, Person(), browse=Browser())


def test_a_project_without_the_api_is_told(youtube: YouTube, connection: Connection) -> None:
    youtube.switch(api_enabled=False)
    with pytest.raises(NotAllowed, match="not switched on"):
        from_google(connection, Person(), browse=Browser())


Spoil = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda answer: {**answer, "scope": "openid"}, "not told to let exporter manage"),
        (lambda answer: {**answer, "refresh_token": ""}, "no refresh token"),
    ],
)
def test_an_answer_that_would_not_last_is_no_login(
    connection: Connection, spoil: Spoil, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exporter_ytmusic.sandbox.data.accounts import Accounts  # noqa: PLC0415 - the service is to be spoilt

    token = Accounts.token
    monkeypatch.setattr(Accounts, "token", lambda self, *args: spoil(token(self, *args)))
    with pytest.raises(LoginError, match=words):
        from_google(connection, Person(), browse=Browser())


@pytest.mark.parametrize("wrong", ["8765", 0, 70000, True])
def test_refuses_a_port_that_is_none(connection: Connection, wrong: object) -> None:
    connection.settings["redirect_port"] = wrong
    with pytest.raises(UsageError, match="redirect_port"):
        from_google(connection, Person(), browse=Browser())


def test_leaves_no_secret_in_the_log(connection: Connection, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    person = Person()
    kept = from_google(connection, person, browse=Browser())
    for secret in (kept["refresh_token"], kept["client_secret"]):
        assert secret not in caplog.text
        assert secret not in "".join(person.said)
