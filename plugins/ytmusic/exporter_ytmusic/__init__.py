"""YouTube Music as a backend of exporter. Only the hooks live here; nothing heavy is imported before it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from exporter import BackendInfo, Feature, Kind, Limits, Login, hookimpl

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from exporter import Backend, Connection
    from exporter.sandbox import World

MUSIC = "https://music.youtube.com"
DATA = "https://www.googleapis.com/youtube/v3"
TOKENS = "https://oauth2.googleapis.com"
CONSENT = "https://accounts.google.com/o/oauth2"

WRITES = ("/browse/edit_playlist", "/playlist/create", "/playlist/delete")
"""The paths of YouTube Music's own API that change something; it answers POST to everything."""


@hookimpl
def exporter_backends() -> list[BackendInfo]:
    """YouTube Music."""
    return [
        BackendInfo(
            name="ytmusic",
            label="YouTube Music",
            connect=_connect,
            hosts={MUSIC: "/ytmusic", DATA: "/youtube/v3", TOKENS: "/youtube/oauth", CONSENT: "/youtube/oauth"},
            features=frozenset({Feature.MOVE}),
            limits=Limits(playlist=5000),
            kind_of=kind_of,
            login=Login(),
            sandbox=_sandbox,
        )
    ]


def kind_of(method: str, url: str) -> Kind:
    """What a request is for, by host, method and path."""
    if url.startswith((TOKENS + "/", CONSENT + "/")):
        return Kind.AUTH
    path = urlsplit(url).path
    if path.endswith("/search"):
        return Kind.SEARCH
    if url.startswith(MUSIC):
        return Kind.WRITE if path.endswith(WRITES) else Kind.READ
    return Kind.READ if method in {"GET", "HEAD"} else Kind.WRITE


def _connect(connection: Connection) -> Backend:
    from exporter_ytmusic.backend import connect  # noqa: PLC0415 - ytmusicapi is needed only from here on

    return connect(connection)


def _sandbox(world: World) -> Mapping[str, ASGIApp]:
    from exporter_ytmusic.sandbox import lookalike  # noqa: PLC0415 - only the sandbox needs it

    return lookalike(world)
