"""A look-alike of the Spotify Web API and its accounts service, as a Development-Mode app met them in 2026.

Rules and texts come from the Web API reference, its 2026 change logs, and what clients reported; where a rule was only
reported, a switch turns it off (:class:`exporter_spotify.sandbox.switches.Switches`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from exporter.sandbox import LookAlike, World
from exporter_spotify.sandbox import accounts, routes
from exporter_spotify.sandbox.switches import Switches

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["Switches", "lookalike"]


def lookalike(world: World) -> Mapping[str, ASGIApp]:
    """What ``BackendInfo.sandbox`` makes: the Web API under ``/spotify/v1``, accounts under ``/spotify/accounts``."""
    switches = world.switches.define(routes.SERVICE, Switches)
    return {f"/{routes.SERVICE}": LookAlike(routes.app(world, switches), refusal)}


def refusal(path: str, status: int, reason: str) -> Mapping[str, object]:
    """How Spotify words a refusal that has nothing to do with what was asked."""
    if path.startswith("/accounts"):
        return accounts.error("temporarily_unavailable" if status in OUTAGES else "invalid_request", f"Status {status}")
    message = "Too many requests" if reason else TEXTS.get(status, "Refused")
    return {"error": {"status": status, "message": message, **({"reason": reason} if reason else {})}}


OUTAGES = {429, 500, 502, 503, 504}
TEXTS = {
    400: "Bad request",
    401: "The access token expired",
    403: "Forbidden",
    404: "Resource not found",
    429: "API rate limit exceeded",
    500: "Server error.",
    502: "Error while loading resource",
    503: "Service unavailable",
}
