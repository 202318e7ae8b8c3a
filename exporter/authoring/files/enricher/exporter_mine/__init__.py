"""Mine as a source of facts about songs. Only the hooks live here; heavy imports come late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from exporter import EnricherInfo, Kind, Limits, hookimpl

if TYPE_CHECKING:
    from exporter import Connection, Enricher
    from exporter.sandbox import World
    from starlette.types import ASGIApp

API = "https://api.mine.example/v1"


@hookimpl
def exporter_enrichers() -> list[EnricherInfo]:
    """What ``exporter enrich --from mine`` asks."""
    return [
        EnricherInfo(
            name="mine",
            label="Mine",
            connect=_connect,
            hosts={API: "/mine/v1"},
            limits=Limits(per_second=1.0, workers=1),  # what the source bears: say where you know it from
            kind_of=lambda _method, _url: Kind.SEARCH,
            sandbox=_sandbox,
        )
    ]


def _connect(connection: Connection) -> Enricher:
    from exporter_mine.enricher import MineEnricher

    return MineEnricher(connection)


def _sandbox(world: World) -> Mapping[str, ASGIApp]:
    from exporter_mine.sandbox import look_alike

    return {"/mine": look_alike(world)}
