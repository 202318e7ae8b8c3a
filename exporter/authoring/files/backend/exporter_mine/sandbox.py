"""A look-alike of the service, for ``--to mine@sandbox`` and for the tests.

Let it answer as the service does, with its limits, errors and oddities, and not as the backend would like.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from exporter.sandbox import Entry, LookAlike, Row, Stored, World
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SERVICE = "mine"
SHELF = "spotify"
"""Whose shelf of the sandbox's catalogue the look-alike takes its tracks from."""
PAGE = 50
NAME, DESCRIPTION, TRACKS, ROWS = 100, 300, 100, 10_000
"""Limits, in characters, tracks of one request, and rows of one playlist."""
Answer = Callable[[Request], Awaitable[Response]]


def look_alike(world: World) -> LookAlike:
    """The app to serve."""
    return LookAlike(Starlette(routes=Service(world).routes()))


class Service:
    """The service's addresses."""

    def __init__(self, world: World) -> None:
        self._catalogue, self._store, self._world = world.catalogue, world.store, world

    def routes(self) -> list[Route]:
        """Every address with its methods."""
        routes: list[tuple[str, str, Answer]] = [
            ("GET", "/v1/me", self.me),
            ("GET", "/v1/search", self.search),
            ("GET", "/v1/tracks/{id}", self.track),
            ("GET", "/v1/me/playlists", self.playlists),
            ("POST", "/v1/playlists", self.create),
            ("GET", "/v1/playlists/{id}", self.playlist),
            ("PUT", "/v1/playlists/{id}", self.describe),
            ("GET", "/v1/playlists/{id}/tracks", self.rows),
            ("POST", "/v1/playlists/{id}/tracks", self.add),
            ("DELETE", "/v1/playlists/{id}/tracks", self.remove),
            ("POST", "/v1/playlists/{id}/move", self.move),
        ]
        return [Route(path, _guarded(answer), methods=[method]) for method, path, answer in routes]

    async def me(self, _: Request) -> Response:
        return JSONResponse({"id": "me", "name": "Sandbox"})

    async def search(self, request: Request) -> Response:
        asked, limit = request.query_params, min(int(request.query_params.get("limit", "20")), PAGE)
        words, code = asked.get("q", ""), asked.get("isrc", "")
        page = self._catalogue.search(SHELF, text=words, isrc=code, kind="song", limit=limit)
        return JSONResponse({"tracks": [_track(entry) for entry in page.entries]})

    async def track(self, request: Request) -> Response:
        entry = self._catalogue.get(SHELF, request.path_params["id"])
        return JSONResponse(_track(entry)) if entry else _refusal(404)

    async def playlists(self, request: Request) -> Response:
        return _page(request, "playlists", [_playlist(one) for one in self._store.all(SERVICE)])

    async def create(self, request: Request) -> Response:
        body = await request.json()
        if not _fits(body):
            return _refusal(400)
        made = Stored(service=SERVICE, id=self._world.new_id(SERVICE), name=body["name"])
        made = replace(made, description=body["description"], public=bool(body.get("public")))
        return JSONResponse(_playlist(self._store.add(made)), status_code=201)

    async def playlist(self, request: Request) -> Response:
        found = self._store.get(SERVICE, request.path_params["id"])
        return JSONResponse(_playlist(found)) if found else _refusal(404)

    async def describe(self, request: Request) -> Response:
        body = await request.json()
        if not _fits(body):
            return _refusal(400)
        return self._changed(request, lambda old: replace(old, name=body["name"], description=body["description"]))

    async def rows(self, request: Request) -> Response:
        found = self._store.get(SERVICE, request.path_params["id"])
        if found is None:
            return _refusal(404)
        entries = (self._catalogue.get(SHELF, row.track) for row in found.rows)
        return _page(request, "tracks", [_track(entry) if entry else None for entry in entries])

    async def add(self, request: Request) -> Response:
        body = await request.json()
        position, ids = body["position"], body["ids"]
        if len(ids) > TRACKS or not all(self._catalogue.get(SHELF, track_id) for track_id in ids):
            return _refusal(400)

        def added(rows: list[Row]) -> list[Row]:
            new = [Row(track_id, self._world.clock()) for track_id in ids]
            return [*rows[:position], *new, *rows[position:]]

        return self._rearranged(request, added)

    async def remove(self, request: Request) -> Response:
        body = await request.json()
        gone = dict(zip(body["positions"], body["ids"], strict=True))
        if len(gone) > TRACKS:
            return _refusal(400)

        def kept(rows: list[Row]) -> list[Row]:
            if any(rows[position].track != track_id for position, track_id in gone.items()):
                raise IndexError
            return [row for position, row in enumerate(rows) if position not in gone]

        return self._rearranged(request, kept)

    async def move(self, request: Request) -> Response:
        body = await request.json()
        start, end, before = body["start"], body["start"] + body["length"], body["before"]

        def moved(rows: list[Row]) -> list[Row]:
            if before <= start:
                return [*rows[:before], *rows[start:end], *rows[before:start], *rows[end:]]
            return [*rows[:start], *rows[end:before], *rows[start:end], *rows[max(before, end) :]]

        return self._rearranged(request, moved)

    def _rearranged(self, request: Request, edit: Callable[[list[Row]], list[Row]]) -> Response:
        def change(old: Stored) -> Stored:
            rows = tuple(edit(list(old.rows)))
            if len(rows) > ROWS:
                raise IndexError
            return replace(old, rows=rows)

        return self._changed(request, change)

    def _changed(self, request: Request, change: Callable[[Stored], Stored]) -> Response:
        """Change a playlist, and answer what its next version is."""
        try:
            new = self._store.change(SERVICE, request.path_params["id"], change)
        except KeyError:
            return _refusal(404)
        except IndexError:
            return _refusal(409)
        return JSONResponse(_playlist(new))


def _guarded(answer: Answer) -> Answer:
    """Nobody gets an answer without a token."""

    async def guarded(request: Request) -> Response:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return await answer(request) if scheme == "Bearer" and token else _refusal(401)

    return guarded


def _page(request: Request, key: str, found: list[Any]) -> Response:
    """A page of a list, and where the next one begins."""
    offset = int(request.query_params.get("offset", "0"))
    end = offset + PAGE
    return JSONResponse({key: found[offset:end], "next": end if end < len(found) else None})


def _fits(body: dict[str, Any]) -> bool:
    return 0 < len(body["name"]) <= NAME and len(body["description"]) <= DESCRIPTION


def _track(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "title": entry.title,
        "artists": list(entry.artists),
        "album": entry.album,
        "year": entry.year,
        "duration_ms": entry.duration_ms,
        "isrc": entry.isrc,
    }


def _playlist(stored: Stored) -> dict[str, object]:
    return {
        "id": stored.id,
        "name": stored.name,
        "description": stored.description,
        "public": stored.public,
        "version": str(stored.version),
    }


def _refusal(status: int) -> Response:
    return JSONResponse({"error": {"code": status, "message": "Refused."}}, status_code=status)
