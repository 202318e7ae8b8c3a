"""MusicBrainz as a source of facts about songs. Only the hooks live here; nothing heavy is imported before its time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from exporter import EnricherInfo, Kind, Limits, Setting, hookimpl

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from exporter import Connection, Enricher
    from exporter.sandbox import World

NAME = "musicbrainz"
API = "https://musicbrainz.org/ws/2"

LIMITS = Limits(
    per_second=1.0,  # on average and for one address: musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting
    workers=1,
    pause=2.0,  # every request is refused until the rate drops, so that hurrying only prolongs it
)
BUSY = frozenset({429, 503})
"""By 503 it says that there were too many requests (same page); 429 is there for those who sit in front of it."""


@hookimpl
def exporter_enrichers() -> list[EnricherInfo]:
    """MusicBrainz."""
    return [
        EnricherInfo(
            name=NAME,
            label="MusicBrainz",
            connect=_connect,
            hosts={API: f"/{NAME}/ws/2"},
            limits=LIMITS,
            busy=BUSY,
            kind_of=kind_of,
            sandbox=_sandbox,
            settings={"contact": Setting(lambda value: isinstance(value, str), "text")},
        )
    ]


def kind_of(method: str, url: str) -> Kind:
    """What a request is for: with a query it searches, otherwise it looks something up."""
    if method not in {"GET", "HEAD"}:
        return Kind.WRITE
    return Kind.SEARCH if "query" in parse_qs(urlsplit(url).query) else Kind.READ


def _connect(connection: Connection) -> Enricher:
    from exporter_musicbrainz.enricher import connect  # noqa: PLC0415 - only `exporter enrich` needs it

    return connect(connection)


def _sandbox(world: World) -> Mapping[str, ASGIApp]:
    from exporter_musicbrainz.sandbox import lookalike  # noqa: PLC0415 - only the sandbox needs it

    return lookalike(world)
