"""A look-alike of MusicBrainz' web service (version 2, JSON), made from the sandbox's catalogue.

Rules and texts come from the documentation of the API and of its rate limit, and from the server's own tests. What the
catalogue has of a song on any service is one recording here, by its ISRC: titles in other languages become aliases,
those in ``ja-Latn`` stand on a pseudo-release, and an artist goes by the Japanese name with the Latin one as alias.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from exporter.sandbox import LookAlike, World
from exporter_musicbrainz import NAME
from exporter_musicbrainz.sandbox import routes
from exporter_musicbrainz.sandbox.switches import Switches

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["Switches", "lookalike"]


def lookalike(world: World) -> Mapping[str, ASGIApp]:
    """What ``EnricherInfo.sandbox`` makes: the web service under ``/musicbrainz/ws/2``."""
    switches = world.switches.define(NAME, Switches)
    return {f"/{NAME}": LookAlike(routes.app(world, switches), refusal)}


def refusal(path: str, status: int, reason: str) -> Mapping[str, object]:  # noqa: ARG001 - a Refusal
    """How MusicBrainz words a refusal that has nothing to do with what was asked."""
    return routes.error(TEXTS.get(status, "The MusicBrainz web server is currently unavailable."))


TEXTS = {429: routes.TOO_FAST, 503: routes.TOO_FAST}
