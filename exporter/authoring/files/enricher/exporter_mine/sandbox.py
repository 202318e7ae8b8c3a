"""A look-alike of the source, for ``--from mine@sandbox`` and for the tests."""

from __future__ import annotations

from exporter.sandbox import Entry, LookAlike, World
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SHELF = "spotify"
"""Whose shelf of the sandbox's catalogue the look-alike takes its recordings from."""


def look_alike(world: World) -> LookAlike:
    """The app to serve."""

    async def recordings(request: Request) -> Response:
        asked = request.query_params
        title, artist = asked.get("title", ""), asked.get("artist", "")
        page = world.catalogue.search(SHELF, title=title, artist=artist, kind="song", limit=10)
        return JSONResponse({"recordings": [_recording(entry) for entry in page.entries]})

    return LookAlike(Starlette(routes=[Route("/v1/recordings", recordings)]))


def _recording(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "title": entry.title,
        "artists": list(entry.artists),
        "album": entry.album,
        "year": entry.year,
        "duration_ms": entry.duration_ms,
        "isrc": entry.isrc,
    }
