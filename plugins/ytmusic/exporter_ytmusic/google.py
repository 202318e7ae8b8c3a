"""Google's tokens: the one access token of a run, the exchange of a code, the end of a login.

Not through google-auth, though it is well kept. All that is needed of it is one form POST; in return it brings
``cryptography`` (16 MB), retries of its own beside the session's, and messages about ``gcloud`` that help nobody here.
Its ``AuthorizedSession`` cannot wrap our session, google-auth-oauthlib refuses plain-HTTP endpoints and so the
sandbox, and google-api-python-client takes no ``requests`` session at all (all tried with the releases of November
2026). The look-alike is checked against Google's own libraries instead.

https://developers.google.com/identity/protocols/oauth2/native-app
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

import requests

from exporter import Connection
from exporter.errors import ExporterError, LoginError, ServiceError
from exporter.session import json_of
from exporter_ytmusic import TOKENS
from exporter_ytmusic.refusals import AGAIN, LOG_IN

SERVICE = "Google's login service"
MARGIN = 60.0
"""Seconds before its end at which an access token is not used any more."""
TOKEN_LIFE = 3600.0
"""Seconds an access token lives when the answer does not say (3599 in practice)."""
TESTING_DAYS = 7
"""What a refresh token lives while the app's consent screen is in testing, however much it is used."""
CLIENTS = "https://console.cloud.google.com/auth/clients"
AUDIENCE = "https://console.cloud.google.com/auth/audience"

Answer = Mapping[str, object]


class Tokens:
    """The access token of a run: one for all threads, fetched when it is first needed and renewed before it ends."""

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.monotonic) -> None:
        """Ask for nothing yet."""
        self._connection = connection
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._ends = 0.0
        self._dead: LoginError | None = None

    def access(self, *, refused: str = "") -> str:
        """An access token, good for another minute; not the one that was ``refused``.

        Raises:
            LoginError: nobody is logged in, or the login has died.
        """
        with self._lock:
            if self._dead is not None:
                raise self._dead  # what is dead stays dead, and every song of a list would ask
            if self._clock() > self._ends - MARGIN or self._token == refused:
                try:
                    self._renew()
                except LoginError as error:
                    self._dead = error
                    raise
            return self._token

    def _renew(self) -> None:
        login, asked_at = self._connection.secrets, self._clock()
        if not (login.get("client_id") and login.get("client_secret") and login.get("refresh_token")):
            raise _nobody(self._connection)
        form = {"grant_type": "refresh_token", "refresh_token": login["refresh_token"]}
        answer = token_answer(self._connection, form)
        self._token = hidden(self._connection, answer, "access_token")
        self._ends = asked_at + _life(answer)


def token_answer(connection: Connection, form: Mapping[str, str]) -> Answer:
    """What the token endpoint answers to a grant, with the client's ID and secret in the form.

    Raises:
        LoginError: it refuses the grant or the client.
        ServiceError: it is in trouble.
    """
    client = {key: connection.secrets.get(key, "") for key in ("client_id", "client_secret")}
    answer, status = _posted(connection, "/token", {**form, **client})
    if status != HTTPStatus.OK:
        raise _refused(connection, status, answer, by_code="code" in form)
    return answer


def revoke(connection: Connection) -> bool:
    """End a login at Google: its refresh token, and with it every access token. Whether it has ended.

    One that had ended already is fine; a login that is none of Google's goes on.

    Raises:
        ServiceError: Google did not do it.
    """
    token = connection.secrets.get("refresh_token")
    if not token:
        return False
    answer, status = _posted(connection, "/revoke", {"token": token})
    if status != HTTPStatus.OK and answer.get("error") not in {"invalid_token", "invalid_grant"}:
        raise ServiceError(
            f"Google did not revoke the login ({status}).",
            hint="Take it back at https://myaccount.google.com/connections, under the name of your app.",
        )
    return True


def expiry(connection: Connection) -> date | None:
    """The day a connection's login dies, as :func:`end_of` tells."""
    return end_of(connection.secrets)


def end_of(login: Mapping[str, str]) -> date | None:
    """The day a login dies, known only when Google gave it for a limited time."""
    if not login.get("testing"):
        return None
    days = int(login["testing"]) if re.fullmatch("[0-9]{1,4}", login["testing"]) else TESTING_DAYS
    try:
        return date.fromisoformat(login.get("consented", "")) + timedelta(days=days)
    except ValueError:
        return None


def today() -> date:
    """The day it is (UTC)."""
    return datetime.now(UTC).date()


def hidden(connection: Connection, answer: Answer, key: str) -> str:
    """A token out of an answer, masked from now on.

    Raises:
        ServiceError: there is none.
    """
    token = answer.get(key)
    if not (isinstance(token, str) and token.isascii() and token.isprintable() and token):
        raise ServiceError(f"{SERVICE} answered without the {key.replace('_', ' ')}.", hint=AGAIN)
    connection.hide(token)
    return token


def _posted(connection: Connection, path: str, form: Mapping[str, str]) -> tuple[Answer, int]:
    try:
        response = connection.session().post(TOKENS + path, data=form)
    except requests.RequestException as error:  # what the session does not know; its text may hold the form
        raise ServiceError(f"{SERVICE} cannot be used ({type(error).__name__}).", hint=AGAIN) from None
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return {}, response.status_code
    answer = json_of(response, SERVICE)
    return answer if isinstance(answer, dict) else {}, response.status_code


def _refused(connection: Connection, status: int, answer: Answer, *, by_code: bool) -> ExporterError:
    error = answer.get("error")
    if error == "invalid_grant" and by_code:  # good for one exchange: so too when its answer got lost
        return LoginError("What the browser brought back from Google is used up or too old.", hint=LOG_IN)
    if error == "invalid_grant":
        return LoginError(f"Google does not accept this login any more. {_likely(connection)}", hint=_renewal())
    if error in {"invalid_client", "unauthorized_client", "deleted_client"}:
        return LoginError(
            "Google does not know this client ID, or its secret is another.",
            hint=f"Compare both with the client's (type: Desktop app) at {CLIENTS}.",
        )
    name = error if isinstance(error, str) and re.fullmatch("[a-z_]{1,40}", error) else ""
    return ServiceError(f"{SERVICE} failed ({status}{', ' + name if name else ''}).", hint=AGAIN)


def _likely(connection: Connection) -> str:
    """Why a refresh token dies, the likeliest first; Google does not tell."""
    ends = expiry(connection)
    if ends and ends <= today():
        return f"It was given for a limited time, until {ends}, because the app's consent screen is in testing."
    return (
        f"Likely reasons: it was made while the app's consent screen was in testing ({TESTING_DAYS} days are all it "
        "lives then), it was revoked, it was not used for six months, or a hundred newer logins replaced it."
    )


def _renewal() -> str:
    return (
        f"Publish the app at {AUDIENCE} (no review is needed), and log in once more. {LOG_IN} "
        "A job needs the new EXPORTER_YTMUSIC_REFRESH_TOKEN, too: `exporter login ytmusic --print-env` prints it."
    )


def _nobody(connection: Connection) -> LoginError:
    words = {"client_id": "client ID", "client_secret": "client secret", "refresh_token": "refresh token"}
    lacking = [word for key, word in words.items() if not connection.secrets.get(key)]
    return LoginError(
        f"A Google login needs a client ID, its secret and a refresh token; here the {' and the '.join(lacking)} "
        f"{'is' if len(lacking) == 1 else 'are'} missing.",
        hint=connection.info.login.hint or LOG_IN,
    )


def _life(answer: Answer) -> float:
    seconds = answer.get("expires_in")
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else TOKEN_LIFE
