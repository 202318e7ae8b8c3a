"""The two logins of a person: at Google, for the Data API, and with what a browser that is logged in sends."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from urllib.parse import urlencode

from exporter import Connection, Dialogue
from exporter.errors import LoginError
from exporter.loopback import listening, open_browser, port_of
from exporter_ytmusic import CONSENT
from exporter_ytmusic.data import DataLibrary
from exporter_ytmusic.google import CLIENTS, Answer, hidden, revoke, today, token_answer
from exporter_ytmusic.headers import HOW, secrets_in
from exporter_ytmusic.refusals import CONSOLE, LOG_IN

__all__ = ["from_browser", "from_google", "revoke"]

AUTHORIZE = f"{CONSENT}/v2/auth"
SCOPE = "https://www.googleapis.com/auth/youtube"
"""The narrowest that may change playlists, and the one that every kind of client may ask for."""
WAIT = 300.0
"""Seconds that a person has to agree in the browser."""
SECONDS_A_DAY = 24 * 3600


def from_google(
    connection: Connection,
    dialogue: Dialogue,
    *,
    browse: Callable[[str], object] | None = None,
    wait: float = WAIT,
) -> dict[str, str]:
    """Walk a person through Google's consent, and return the secrets to keep.

    Authorization code with PKCE (RFC 7636) on a loopback redirect, for a client of the type "Desktop app":
    https://developers.google.com/identity/protocols/oauth2/native-app

    Raises:
        LoginError: the client is unknown, nobody agreed in time, or the account has no channel.
        UsageError: the setting ``redirect_port`` is no port.
    """
    client = _client(connection, dialogue)
    connection.secrets.update(client)
    verifier, state, port = secrets.token_urlsafe(64), secrets.token_urlsafe(16), port_of(connection.settings)
    redirect = f"http://127.0.0.1:{port}/callback"
    with listening(port, state) as wait_for_answer:
        address = (
            f"{connection.sandboxed(AUTHORIZE)}?{urlencode(_question(client['client_id'], redirect, state, verifier))}"
        )
        dialogue.say(
            f"Agree in the browser, within {wait / 60:.0f} minutes. If none opens, go to:\n{address}\n"
            "Google will warn that it has not verified the app: it is your own."
        )
        (browse or open_browser)(address)
        code = _code(wait_for_answer(wait))
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
    kept = {**client, **_granted(connection, token_answer(connection, form))}
    connection.secrets.pop("testing", None)
    connection.secrets.update(kept)
    account = DataLibrary(connection).account()  # proves the refresh token too, not only the first access token
    dialogue.say(f"Playlists will be made and changed in the YouTube channel {account.name}.")
    return kept


def from_browser(connection: Connection, dialogue: Dialogue) -> dict[str, str]:
    """Take the login out of what a person copied from a browser, prove it, and return the secrets to keep.

    Raises:
        LoginError: something is missing, or the login is dead.
    """
    from exporter_ytmusic.browser import BrowserLibrary  # noqa: PLC0415 - ytmusicapi is needed only here

    dialogue.say(HOW)
    kept = secrets_in(dialogue.paste("the request headers"))
    for secret in ("cookie", "user"):
        connection.hide(kept.get(secret, ""))
    for secret in ("user", "user_agent"):
        connection.secrets.pop(secret, None)
    connection.secrets.update(kept)
    account = BrowserLibrary(connection).account()
    dialogue.say(f"Playlists will be made and changed in the account {account.name}.")
    return kept


def _client(connection: Connection, dialogue: Dialogue) -> dict[str, str]:
    """ID and secret of the person's own OAuth client, asked for where they are not known."""
    known = connection.secrets
    if not (known.get("client_id") and known.get("client_secret")):
        dialogue.say(
            "This needs an OAuth client of your own, which costs nothing and is made once:\n"
            f"1. Switch on the YouTube Data API v3: {CONSOLE}\n"
            f"2. Make a client of the type Desktop app, and publish the app: {CLIENTS}"
        )
    client_id = known.get("client_id") or dialogue.ask("Client ID").strip()
    client_secret = known.get("client_secret") or dialogue.ask("Client secret", secret=True).strip()
    if not (client_id and client_secret):
        raise LoginError(
            "A Google login needs the ID and the secret of an OAuth client of yours.",
            hint=f"Make one (type: Desktop app) at {CLIENTS}. {LOG_IN}",
        )
    connection.hide(client_secret)
    return {"client_id": client_id, "client_secret": client_secret}


def _question(client_id: str, redirect: str, state: str, verifier: str) -> Mapping[str, str]:
    return {
        "client_id": client_id,
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": SCOPE,
        "state": state,
        "code_challenge": urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("="),
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent",  # without it Google gives a refresh token only the first time
    }


def _code(answer: Mapping[str, str] | None) -> str:
    if answer is None:
        raise LoginError("Nobody agreed in the browser in time.", hint=LOG_IN)
    if not answer.get("code"):
        raise LoginError("Google was told not to let exporter in.", hint=f"{LOG_IN} Then agree.")
    return answer["code"]


def _granted(connection: Connection, answer: Answer) -> dict[str, str]:
    """What the first answer brings: the refresh token, the day, and how many days it lives if they are counted."""
    scopes = answer.get("scope")
    if isinstance(scopes, str) and SCOPE not in scopes.split():
        raise LoginError(
            "Google was not told to let exporter manage YouTube playlists.",
            hint=f"{LOG_IN} Then leave the permission for YouTube ticked.",
        )
    if not answer.get("refresh_token"):
        raise LoginError(
            "Google gave no refresh token, without which the login would end within the hour.",
            hint=f"Remove the app at https://myaccount.google.com/connections, then log in again. {LOG_IN}",
        )
    granted = {"refresh_token": hidden(connection, answer, "refresh_token"), "consented": today().isoformat()}
    seconds = answer.get("refresh_token_expires_in")
    if isinstance(seconds, int | float) and seconds > 0:
        granted["testing"] = str(max(1, round(seconds / SECONDS_A_DAY)))
    return granted
