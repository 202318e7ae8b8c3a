"""Mine as a backend of exporter. Only the hooks live here; heavy imports come late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from exporter import BackendInfo, Feature, Kind, Limits, Login, Method, hookimpl

if TYPE_CHECKING:
    from exporter import Backend, Connection, Dialogue
    from exporter.sandbox import World
    from starlette.types import ASGIApp

API = "https://api.mine.example/v1"

LIMITS = Limits(  # what the service allows: say where you know it from
    add=100,
    remove=100,
    playlist=10_000,
    name=100,
    description=300,
    per_second=5.0,
    workers=4,
)
FEATURES = frozenset(  # take away what the service cannot do; the core plans within what is left
    {
        Feature.ISRC_SEARCH,
        Feature.ADD_ANYWHERE,
        Feature.MOVE,
        Feature.MOVE_RANGE,
        Feature.REMOVE_ROWS,
        Feature.DESCRIBE,
        Feature.VERSIONS,
    }
)


@hookimpl
def exporter_backends() -> list[BackendInfo]:
    """Mine."""
    return [
        BackendInfo(
            name="mine",
            label="Mine",
            connect=_connect,
            hosts={API: "/mine/v1"},
            features=FEATURES,
            limits=LIMITS,
            kind_of=kind_of,
            track_id=_track_id,
            playlist_id=_playlist_id,
            login=Login(
                environment={"token": ("EXPORTER_MINE_TOKEN",)},
                sandbox={"token": "sandbox-token"},
                methods=(Method(name="token", words="paste a token of your account", login=_login),),
            ),
            sandbox=_sandbox,
        )
    ]


def kind_of(method: str, url: str) -> Kind:
    """What a request is for: writes are never sent twice, and searches are counted apart from other reads."""
    if method != "GET":
        return Kind.WRITE
    return Kind.SEARCH if url.startswith(f"{API}/search") else Kind.READ


def _connect(connection: Connection) -> Backend:
    from exporter_mine.backend import MineBackend

    return MineBackend(connection)


def _login(connection: Connection, dialogue: Dialogue) -> Mapping[str, str]:
    from exporter_mine.auth import login

    return login(connection, dialogue)


def _sandbox(world: World) -> Mapping[str, ASGIApp]:
    from exporter_mine.sandbox import look_alike

    return {"/mine": look_alike(world)}


def _track_id(text: str) -> str | None:
    from exporter_mine.translate import track_id

    return track_id(text)


def _playlist_id(text: str) -> str | None:
    from exporter_mine.translate import playlist_id

    return playlist_id(text)
