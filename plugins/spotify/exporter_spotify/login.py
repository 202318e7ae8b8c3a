"""The login of a person in a browser: authorization code with PKCE.

https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

import spotipy  # type: ignore[import-untyped]
from spotipy.cache_handler import MemoryCacheHandler  # type: ignore[import-untyped]
from spotipy.oauth2 import SpotifyPKCE  # type: ignore[import-untyped]

from exporter import Connection
from exporter.errors import LoginError
from exporter.loopback import PORT, listening, open_browser, port_of
from exporter_spotify import ACCOUNTS, translate
from exporter_spotify.auth import hidden, today, token_answer
from exporter_spotify.errors import DASHBOARD, LOG_IN, nonsense, translated

AUTHORIZE = f"{ACCOUNTS}/authorize"
SCOPES = (
    "playlist-read-private",
    "playlist-read-collaborative",
    "playlist-modify-public",
    "playlist-modify-private",
    "user-follow-read",
    "user-follow-modify",
    "user-library-read",
    "user-library-modify",
)
"""All at once, because asking for one more later means that a person has to log in again."""
WAIT = 300.0
"""Seconds that a person has to agree in the browser."""


def login(
    connection: Connection,
    say: Callable[[str], None],
    *,
    browse: Callable[[str], object] | None = None,
    wait: float = WAIT,
) -> dict[str, str]:
    """Walk a person through the login in a browser, and return the secrets to keep.

    Raises:
        LoginError: there is no client ID, nobody agreed in time, or Spotify refused.
        UsageError: the setting ``redirect_port`` is no port.
    """
    client_id = connection.secrets.get("client_id", "")
    if not client_id:
        raise LoginError(
            "Logging in to Spotify needs the client ID of an app of yours.",
            hint=f"Make one at {DASHBOARD}, with the redirect URI http://127.0.0.1:{PORT}/callback, "
            "and name it: exporter login spotify --client-id ID (or set EXPORTER_SPOTIFY_CLIENT_ID).",
        )
    port = port_of(connection.settings)
    pkce = _pkce(connection, client_id, f"http://127.0.0.1:{port}/callback")
    state = secrets.token_urlsafe(16)
    with listening(port, state) as wait_for_answer:
        address = pkce.get_authorize_url(state)
        say(f"Agree in the browser, within {wait / 60:.0f} minutes. If none opens, go to:\n{address}")
        (browse or open_browser)(address)
        code = _code(wait_for_answer(wait))
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": pkce.redirect_uri,
        "code_verifier": pkce.code_verifier,
    }
    answer = token_answer(connection, form, pkce=True)
    _say_what_lacks(answer, say)
    refresh_token = hidden(connection, answer, "refresh_token")
    user = _user(connection, hidden(connection, answer, "access_token"))
    return {
        "client_id": client_id,
        "refresh_token": refresh_token,
        "flow": "pkce",
        "consented": today().isoformat(),
        "user": user,
    }


def _pkce(connection: Connection, client_id: str, redirect_uri: str) -> SpotifyPKCE:
    """PKCE by spotipy, for the address and the verifier only: its prompts, browser and cache stay unused."""
    pkce = SpotifyPKCE(
        client_id=client_id,
        redirect_uri=redirect_uri,
        scope=list(SCOPES),
        requests_session=connection.session(),
        cache_handler=MemoryCacheHandler(),
        open_browser=False,
    )
    pkce.OAUTH_AUTHORIZE_URL = connection.sandboxed(AUTHORIZE)
    return pkce


def _code(answer: Mapping[str, str] | None) -> str:
    if answer is None:
        raise LoginError("Nobody agreed in the browser in time.", hint=LOG_IN)
    if not answer.get("code"):
        raise LoginError("Spotify was told not to let exporter in.", hint=f"{LOG_IN} Then agree.")
    return answer["code"]


def _say_what_lacks(answer: Mapping[str, object], say: Callable[[str], None]) -> None:
    """Tell which permissions were not given, when the answer lists those that were."""
    granted = answer.get("scope")
    lacking = set(SCOPES) - set(granted.split()) if isinstance(granted, str) and granted else ()
    if lacking:
        say(f"Spotify did not grant {', '.join(sorted(lacking))}; some commands may be refused.")


def _user(connection: Connection, access_token: str) -> str:
    """The name of who logged in. This first request also shows whether Spotify lets the account use the app."""
    with translated(connection, "your account"):
        answer = spotipy.Spotify(auth=access_token, requests_session=connection.session(), requests_timeout=None).me()
    found = translate.account(answer, "")
    if found is None:
        raise nonsense("your account")
    return found.name
