"""ytmusicapi's clients: one for each thread, which leaves the process's locale alone and keeps the last answer."""

from __future__ import annotations

import locale
import threading
from http.cookiejar import DefaultCookiePolicy
from http.cookies import CookieError
from typing import TypeVar

from requests.structures import CaseInsensitiveDict
from ytmusicapi import YTMusic
from ytmusicapi.constants import SUPPORTED_LOCATIONS
from ytmusicapi.exceptions import YTMusicUserError
from ytmusicapi.helpers import get_visitor_id, initialize_headers

from exporter import Connection
from exporter.errors import UsageError
from exporter_ytmusic import answers
from exporter_ytmusic.answers import Json
from exporter_ytmusic.errors import logged_out, no_cookie, nobody

LANGUAGE = "en"
"""The only language in which ytmusicapi 1.12 understands the answer to a filtered search (its issue 1006)."""
VISITOR = "X-Goog-Visitor-Id"

_making = threading.Lock()


class Client(YTMusic):
    """A client without a login. ``answer`` is the last one that came, empty when none did."""

    answer: Json

    def _send_request(self, endpoint: str, body: Json, additionalParams: str = "") -> Json:  # noqa: N803 - its name
        self.answer = {}
        self.answer = answers.mended(super()._send_request(endpoint, body, additionalParams))
        return self.answer

    def send(self, endpoint: str, body: Json) -> Json:
        """A request that ytmusicapi has no method for, or none that says all that YouTube Music can do."""
        return self._send_request(endpoint, body)


class SignedIn(Client):
    """A client with a browser's login."""

    def _send_request(self, endpoint: str, body: Json, additionalParams: str = "") -> Json:  # noqa: N803 - its name
        answer = super()._send_request(endpoint, body, additionalParams)
        if answers.is_for_guest(answer):
            raise logged_out()
        return answer


C = TypeVar("C", bound=Client)


class Clients:
    """The clients of one connection: one without and one with its login for each thread that asks."""

    def __init__(self, connection: Connection) -> None:
        """Make none yet.

        Raises:
            UsageError: YouTube Music is not in the market that the settings name.
        """
        self._connection = connection
        self._market = _market(connection)
        self._threads = threading.local()
        self._lock = threading.Lock()
        self._visitor: str | None = None

    def guest(self) -> Client:
        """This thread's client without a login."""
        client: Client | None = getattr(self._threads, "guest", None)
        if client is None:
            client = self._threads.guest = self._made(Client)
            client.base_headers = self._headers()
        return client

    def signed_in(self) -> SignedIn:
        """This thread's client with the browser's login.

        Raises:
            LoginError: there is no cookie, or it is no login.
        """
        client: SignedIn | None = getattr(self._threads, "signed_in", None)
        if client is None:
            secrets = self._connection.secrets
            if not secrets.get("cookie"):
                raise nobody(secrets)
            for pair in secrets["cookie"].split(";"):  # each is a secret of its own
                self._connection.hide(pair.partition("=")[2].strip())
            headers = self._headers()
            headers["authorization"] = "SAPISIDHASH"  # only a mark for ytmusicapi, which makes the hash anew each time
            headers["cookie"] = secrets["cookie"]
            headers["x-goog-authuser"] = secrets.get("authuser", "0")
            headers["user-agent"] = secrets.get("user_agent") or headers["user-agent"]
            client = self._threads.signed_in = self._made(SignedIn, dict(headers), secrets.get("user"))
        return client

    def _made(self, kind: type[C], headers: Json | None = None, user: str | None = None) -> C:
        """A new client of this thread's session. Making one changes the locale of the whole process for a moment."""
        session = self._connection.session()
        # Otherwise what comes with answers to the login would go along with searches, too.
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        with _making:
            before = locale.setlocale(locale.LC_ALL)
            try:
                return kind(headers, user, session, language=LANGUAGE, location=self._market)
            except YTMusicUserError:
                raise no_cookie("it lacks __Secure-3PAPISID") from None
            except CookieError:
                raise no_cookie("it is not made of names and values") from None
            finally:
                locale.setlocale(locale.LC_ALL, before)

    def _headers(self) -> CaseInsensitiveDict[str]:
        return CaseInsensitiveDict({**initialize_headers(), VISITOR: self._visitor_id()})

    def _visitor_id(self) -> str:
        """The ID that YouTube Music's start page gives to a new visitor: one for all clients; empty without one."""
        with self._lock:
            if self._visitor is None:
                session = self._connection.session()
                try:
                    found = get_visitor_id(lambda url: session.get(url, headers=initialize_headers()))
                except (ValueError, AttributeError):  # a page that says something else
                    found = {}
                self._visitor = found.get(VISITOR) or ""
            return self._visitor


def _market(connection: Connection) -> str:
    market = connection.settings.get("market") or ""
    if market and market not in SUPPORTED_LOCATIONS:
        raise UsageError(
            f"The setting market is {market!r}, which is no country of YouTube Music.",
            hint='Give two capital letters, such as "JP".',
        )
    return str(market)
