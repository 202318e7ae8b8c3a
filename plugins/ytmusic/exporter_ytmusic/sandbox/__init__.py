"""Look-alikes of YouTube Music's own API and of the YouTube Data API, over the same playlists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from exporter.sandbox import World

__all__ = ["lookalike"]


def lookalike(world: World) -> Mapping[str, ASGIApp]:
    """What ``BackendInfo.sandbox`` makes: YouTube Music under ``/ytmusic``, the Data API under ``/youtube``."""
    from exporter_ytmusic.sandbox import data, music  # noqa: PLC0415 - one module of both is enough to import

    return {"/ytmusic": music.lookalike(world), "/youtube": data.lookalike(world)}
