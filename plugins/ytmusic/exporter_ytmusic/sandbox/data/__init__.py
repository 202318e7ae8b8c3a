"""A look-alike of the YouTube Data API v3 and of Google's OAuth endpoints, as a person's own project met them.

Rules and texts come from the API's discovery document, its reference, and what clients recorded; what was only reported
can be switched (:class:`exporter_ytmusic.sandbox.data.switches.Switches`). Playlists are those of YouTube Music.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.sandbox import LookAlike, World
from exporter_ytmusic.sandbox.data import routes
from exporter_ytmusic.sandbox.data.switches import Switches

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["Switches", "lookalike"]


def lookalike(world: World) -> ASGIApp:
    """What is mounted under ``/youtube``: the API under ``/v3``, OAuth under ``/oauth``."""
    switches = world.switches.define(routes.SERVICE, Switches)
    return LookAlike(routes.app(world, switches), routes.refusal)
