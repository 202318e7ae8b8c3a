"""A look-alike of YouTube Music's own API, as its web client met it in November 2026.

The API is undocumented: shapes and rules come from what ytmusicapi 1.12 parses, from its saved answers, and from what
its users reported. Where a rule was only reported, a switch turns it (:class:`Switches`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from exporter.sandbox import LookAlike, World
from exporter_ytmusic.sandbox.library import SERVICE
from exporter_ytmusic.sandbox.music.refused import error
from exporter_ytmusic.sandbox.music.routes import app
from exporter_ytmusic.sandbox.music.switches import Switches

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["Switches", "lookalike"]


def lookalike(world: World) -> ASGIApp:
    """YouTube Music, to be mounted under ``/ytmusic``: its API under ``/youtubei/v1``, and its start page."""
    return LookAlike(app(world, world.switches.define(SERVICE, Switches)), refusal)


def refusal(path: str, status: int, reason: str) -> Mapping[str, object]:  # noqa: ARG001 - a Refusal
    """How the service words a refusal that has nothing to do with what was asked."""
    return error(status, reason=reason)
