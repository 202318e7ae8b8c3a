"""The login with what a browser sends: taken from what was pasted, proved by a call that no guest can answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from exporter_ytmusic.login import from_browser

from exporter.errors import LoginError

if TYPE_CHECKING:
    from tests.data_api.conftest import YouTube

PASTED = """POST /youtubei/v1/browse?prettyPrint=false HTTP/2
Host: music.youtube.com
User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0
X-Goog-AuthUser: 0
Authorization: SAPISIDHASH 1_a
Cookie: YSC=a; __Secure-3PAPISID=very-secret/sapisid; PREF=b
"""


@dataclass
class Person:
    """Pastes a text, and remembers what was said."""

    pasted: str
    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: str, *, secret: bool = False) -> str:
        raise AssertionError((question, secret))

    def paste(self, what: str) -> str:
        assert "headers" in what
        return self.pasted


def test_keeps_the_login_and_says_whose_it_is(youtube: YouTube) -> None:
    connection = youtube.connection()
    person = Person(PASTED)
    kept = from_browser(connection, person)
    assert set(kept) == {"cookie", "authuser", "user_agent"}
    assert kept["cookie"] == "YSC=a; __Secure-3PAPISID=very-secret/sapisid; PREF=b"
    assert any("account Sandbox" in text for text in person.said)
    assert connection.redact(kept["cookie"]) == "[hidden]"


def test_a_login_that_is_dead_already_is_none(youtube: YouTube) -> None:
    youtube.sign_out()
    with pytest.raises(LoginError, match="guest"):
        from_browser(youtube.connection(), Person(PASTED))


def test_nothing_is_asked_when_something_is_missing(youtube: YouTube) -> None:
    with pytest.raises(LoginError, match="no cookie"):
        from_browser(youtube.connection(), Person("X-Goog-AuthUser: 0"))
    assert youtube.connections[-1].counts.total() == 0


def test_nothing_of_an_older_login_is_left_behind(youtube: YouTube) -> None:
    connection = youtube.connection(user="109876543210987654321", user_agent="Old", authuser="3")
    from_browser(connection, Person("Cookie: __Secure-3PAPISID=x\nX-Goog-AuthUser: 0"))
    assert "user" not in connection.secrets
    assert "user_agent" not in connection.secrets
    assert connection.secrets["authuser"] == "0"


def test_leaves_no_secret_in_the_log(youtube: YouTube, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    person = Person(PASTED)
    from_browser(youtube.connection(), person)
    assert "very-secret" not in caplog.text
    assert "very-secret" not in "".join(person.said)
