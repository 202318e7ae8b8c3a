"""The one access token of a run, and the endpoint that gives tokens. Asks nothing on the terminal, writes no file."""

from __future__ import annotations

import calendar
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from exporter import Connection
from exporter.errors import ExporterError, LoginError, ServiceError
from exporter.session import json_of
from exporter_spotify import ACCOUNTS
from exporter_spotify.errors import AGAIN, DASHBOARD, LOG_IN, nonsense, translated

if TYPE_CHECKING:
    import requests

TOKEN = f"{ACCOUNTS}/api/token"
MARGIN = 60.0
"""Seconds before its end at which an access token is not used any more (spotipy's own margin)."""
TOKEN_LIFE = 3600.0
"""Seconds an access token lives when the answer does not say."""
CONSENT_MONTHS = 6
"""A refresh token dies six months after the consent, however much it is used (Spotify's blog, 2026-06-18)."""
WARN_DAYS = 30
"""Days before that on which to begin to warn."""

# spotipy logs headers with the access token, bodies with the refresh token and every search.
for _name in ("spotipy.client", "spotipy.oauth2"):
    logging.getLogger(_name).disabled = True


class Tokens:
    """The access token of a run, for spotipy as its ``auth_manager``: one for all threads, renewed when it must be."""

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.monotonic) -> None:
        """Ask for nothing yet; the first request does."""
        self._connection = connection
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._ends = 0.0
        self._warned = False
        self._failure: ExporterError | None = None

    def get_access_token(self, *, as_dict: bool = False) -> str:  # noqa: ARG002 - spotipy passes it
        """The access token, good for another minute at least.

        Raises:
            LoginError: nobody is logged in, or the login has died.
        """
        with self._lock:
            if self._failure is not None:
                raise self._failure  # asking again for every song would only hammer a login service in trouble
            if self._clock() > self._ends - MARGIN:
                try:
                    self._renew()
                except ExporterError as error:
                    self._failure = error
                    raise
            return self._token

    @property
    def expires(self) -> str:
        """The day the login dies, as an ISO date; empty when nobody noted the day of consent."""
        day = expiry(self._connection.secrets.get("consented", ""))
        return day.isoformat() if day else ""

    def _renew(self) -> None:
        login = self._connection.secrets
        if not (login.get("client_id") and login.get("refresh_token")):
            raise LoginError("Nobody is logged in to Spotify.", hint=self._connection.info.login.hint)
        self._warn_in_time()
        asked_at = self._clock()
        form = {"grant_type": "refresh_token", "refresh_token": login["refresh_token"]}
        answer = token_answer(self._connection, form)
        self._token = hidden(self._connection, answer, "access_token")
        self._ends = asked_at + _life(answer)
        self._keep_newer(answer)

    def _keep_newer(self, answer: Mapping[str, object]) -> None:
        """Remember a refresh token that replaces ours; most answers since June 2026 bring none."""
        newer = answer.get("refresh_token")
        if isinstance(newer, str) and newer and newer != self._connection.secrets["refresh_token"]:
            self._connection.keep({"refresh_token": newer})

    def _warn_in_time(self) -> None:
        ends = expiry(self._connection.secrets.get("consented", ""))
        left = (ends - today()).days if ends else WARN_DAYS
        if left >= WARN_DAYS or self._warned:
            return
        self._warned = True
        when = f"ends in {left} days, on {ends}" if left > 0 else f"was due to end on {ends}"
        self._connection.warn(f"The Spotify login {when}: six months after consent, whatever we do. {LOG_IN}")


def expiry(consented: str) -> date | None:
    """The day a login dies whose consent was given on this day (ISO); None when that is no date."""
    try:
        given = date.fromisoformat(consented)
        years, month = divmod(given.month - 1 + CONSENT_MONTHS, 12)
        last = calendar.monthrange(given.year + years, month + 1)[1]
        return date(given.year + years, month + 1, min(given.day, last))
    except ValueError:
        return None


def today() -> date:
    """The day it is (UTC)."""
    return datetime.now(UTC).date()


def token_answer(connection: Connection, form: Mapping[str, str], *, pkce: bool = False) -> Mapping[str, object]:
    """What the token endpoint answers.

    A refresh token works only the way it was made: with the client's secret, or with PKCE and without.
    """
    client_id, secret = connection.secrets["client_id"], connection.secrets.get("client_secret", "")
    if pkce or connection.secrets.get("flow") == "pkce" or not secret:
        form, basic = {**form, "client_id": client_id}, None
    else:
        basic = (client_id, secret)
    with translated(connection, "the login"):
        response = connection.session().post(TOKEN, data=form, auth=basic)
    answer = _json(response)
    if not response.ok:
        raise _refused(connection, response.status_code, answer.get("error"))
    return answer


def _json(response: requests.Response) -> Mapping[str, object]:
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return {}
    answer = json_of(response, "Spotify's login service")
    return answer if isinstance(answer, dict) else {}


def _refused(connection: Connection, status: int, error: object) -> LoginError | ServiceError:
    if error == "invalid_grant":
        return LoginError(f"The Spotify login has expired or was revoked. {_lifetime(connection)}", hint=_renewal())
    if error in ("invalid_client", "unauthorized_client") or status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        message = "Spotify does not know this client ID, or its secret is another."
        return LoginError(message, hint=f"Compare them with the app's at {DASHBOARD}.")
    name = error if isinstance(error, str) and re.fullmatch("[a-z_]{1,40}", error) else ""
    message = f"Spotify's login service failed ({status}{', ' + name if name else ''})."
    return ServiceError(message, hint=AGAIN)


def _lifetime(connection: Connection) -> str:
    consented = connection.secrets.get("consented", "")
    ends = expiry(consented)
    rule = "Spotify ends every login six months after the consent"
    return f"{rule}; this one's was given on {consented} and lasts until {ends}." if ends else f"{rule}."


def _renewal() -> str:
    return f"{LOG_IN} Where no person is, renew EXPORTER_SPOTIFY_REFRESH_TOKEN with what it stored."


def hidden(connection: Connection, answer: Mapping[str, object], key: str) -> str:
    """A token out of an answer, masked from now on."""
    token = answer.get(key)
    if not isinstance(token, str) or not token:
        raise nonsense("the login")
    connection.hide(token)
    return token


def _life(answer: Mapping[str, object]) -> float:
    seconds = answer.get("expires_in")
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else TOKEN_LIFE
