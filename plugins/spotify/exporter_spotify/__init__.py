"""Spotify as a backend of exporter. Only the hooks live here; nothing heavy is imported before it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from exporter import BackendInfo, Feature, Kind, Limits, Login, Method, hookimpl

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from exporter import Backend, Connection, Dialogue
    from exporter.sandbox import World

API = "https://api.spotify.com/v1"
ACCOUNTS = "https://accounts.spotify.com"

LIMITS = Limits(
    add=100,  # and remove: Web API reference, /playlists/{id}/items
    remove=100,
    playlist=10_000,  # Web API reference; 11,000 in practice, then 500s
    name=100,  # unpublished; longer ones were answered with 500s
    description=300,  # longer ones are answered with 400
    per_second=3.0,  # unpublished, over a rolling 30 s window; this pace is a careful guess
    workers=4,
)
FEATURES = frozenset(
    {
        Feature.ISRC_SEARCH,
        Feature.ADD_ANYWHERE,
        Feature.MOVE,
        Feature.MOVE_RANGE,
        Feature.DESCRIBE,
        Feature.VERSIONS,
        # Not REMOVE_ROWS: Spotify removes by URI, and then every row that holds it.
    }
)


@hookimpl
def exporter_backends() -> list[BackendInfo]:
    """Spotify."""
    return [
        BackendInfo(
            name="spotify",
            label="Spotify",
            connect=_connect,
            hosts={API: "/spotify/v1", ACCOUNTS: "/spotify/accounts"},
            features=FEATURES,
            limits=LIMITS,
            kind_of=kind_of,
            track_id=_track_id,
            playlist_id=_playlist_id,
            login=Login(
                environment={
                    "client_id": ("EXPORTER_SPOTIFY_CLIENT_ID", "SPOTIPY_CLIENT_ID"),
                    "client_secret": ("EXPORTER_SPOTIFY_CLIENT_SECRET", "SPOTIPY_CLIENT_SECRET"),
                    "refresh_token": ("EXPORTER_SPOTIFY_REFRESH_TOKEN",),
                    "consented": ("EXPORTER_SPOTIFY_CONSENTED",),
                },
                public=frozenset({"client_id"}),
                sandbox={"client_id": "sandbox", "refresh_token": "sandbox-refresh-token"},
                methods=(Method(name="browser", words="agree in a browser; lasts six months", login=_login),),
                page="https://www.spotify.com/account/apps/",
                unattended=_unattended,
                nightly=("client_id", "client_secret", "refresh_token", "consented"),
                expires=_expires,
                counted=("client_id",),
                hint="Run `exporter login spotify`, "
                "or set EXPORTER_SPOTIFY_CLIENT_ID and EXPORTER_SPOTIFY_REFRESH_TOKEN.",
            ),
            sandbox=_sandbox,
            library="spotipy",
        )
    ]


def kind_of(method: str, url: str) -> Kind:
    """What a request is for, by host, method and path."""
    if url.startswith(ACCOUNTS + "/"):
        return Kind.AUTH
    if method not in {"GET", "HEAD"}:
        return Kind.WRITE
    return Kind.SEARCH if urlsplit(url).path.endswith("/search") else Kind.READ


def _track_id(text: str) -> str | None:
    from exporter_spotify.translate import track_id  # noqa: PLC0415 - only `pin` needs it

    return track_id(text)


def _playlist_id(text: str) -> str | None:
    from exporter_spotify.translate import playlist_id  # noqa: PLC0415 - only `import` needs it

    return playlist_id(text)


def _connect(connection: Connection) -> Backend:
    from exporter_spotify.backend import connect  # noqa: PLC0415 - spotipy is needed only from here on

    return connect(connection)


def _login(connection: Connection, dialogue: Dialogue) -> Mapping[str, str]:
    from exporter_spotify.login import login  # noqa: PLC0415 - same

    return login(connection, dialogue.say)


def _unattended(login: Mapping[str, str]) -> Mapping[str, str]:
    """A refresh token that was made with PKCE is refused together with the app's secret."""
    return {key: value for key, value in login.items() if key != "client_secret" or login.get("flow") != "pkce"}


def _expires(login: Mapping[str, str]) -> str:
    from exporter_spotify.auth import expiry  # noqa: PLC0415 - only a run needs it

    ends = expiry(login.get("consented", ""))
    return ends.isoformat() if ends else ""


def _sandbox(world: World) -> Mapping[str, ASGIApp]:
    from exporter_spotify.sandbox import lookalike  # noqa: PLC0415 - only the sandbox needs it

    return lookalike(world)
