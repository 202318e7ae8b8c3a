"""The sandbox's own app: mounts each plugin's look-alike behind its gate, and has the controls under ``/_sandbox``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from exporter.errors import ExporterError, UsageError
from exporter.sandbox import faults
from exporter.sandbox.gate import Conditions, Gate
from exporter.sandbox.page import page
from exporter.sandbox.store import Row, Stored
from exporter.sandbox.world import World

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from exporter.backend import ServiceInfo

T = TypeVar("T")
HEX = "0123456789ABCDEF"
"""What the IDs of rows are made of."""
LOCAL = {"127.0.0.1", "localhost", "::1"}
PAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What ``POST /_sandbox/faults`` and ``/_sandbox/reset`` may change; what is left out stays as it is."""

    faults: str | None = None
    latency_ms: float | None = None
    rate: float | None = None
    seed: int | None = None
    switches: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A playlist that ``POST /_sandbox/playlists`` puts there: a foreign one when ``owner`` names somebody."""

    service: str
    name: str
    tracks: tuple[str, ...] = ()
    id: str = ""
    description: str = ""
    owner: str = ""
    public: bool = True
    collaborative: bool = False
    saved: bool = True
    extra: dict[str, str] = field(default_factory=dict)

    def stored(self, world: World) -> Stored:
        """The playlist as the store keeps it."""
        ids = (world.new_id(self.service, length=16, alphabet=HEX) for _ in self.tracks)
        rows = tuple(Row(track, world.clock(), row) for track, row in zip(self.tracks, ids, strict=False))
        return Stored(
            service=self.service,
            id=self.id or world.new_id(self.service),
            name=self.name,
            description=self.description,
            owner=self.owner,
            public=self.public,
            collaborative=self.collaborative,
            saved=self.saved,
            rows=rows,
            extra=self.extra,
        )


class Host:
    """All gates, and what governs them."""

    def __init__(self, services: Iterable[ServiceInfo], world: World, conditions: Conditions) -> None:
        services = tuple(services)
        self._world = world
        self._conditions = conditions
        self._labels = {_service(path): info.label for info in services for path in info.hosts.values()}
        self._gates = {
            _service(path): Gate(app, _service(path), services, conditions)
            for path, app in _look_alikes(services, world).items()
        }

    def app(self) -> ASGIApp:
        """The app to serve."""
        controls = [
            Route("/", self._home),
            Route("/_sandbox/health", self._health),
            Route("/_sandbox/stats", self._stats),
            Route("/_sandbox/reset", self._reset, methods=["POST"]),
            Route("/_sandbox/faults", self._faults, methods=["POST"]),
            Route("/_sandbox/switches", self._switches, methods=["GET", "POST"]),
            Route("/_sandbox/playlists", self._plant, methods=["POST"]),
        ]
        mounts = [Mount(f"/{service}", app=gate) for service, gate in self._gates.items()]
        return LocalOnly(Starlette(routes=[*controls, *mounts], exception_handlers={ExporterError: _explain}))

    async def _home(self, _: Request) -> Response:
        return HTMLResponse(page(self._world, self._labels), headers=PAGE_HEADERS)

    async def _health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok", "services": sorted(self._gates)})

    async def _stats(self, _: Request) -> Response:
        return JSONResponse({service: gate.stats.as_data() for service, gate in self._gates.items()})

    async def _reset(self, request: Request) -> Response:
        self._change(await _body(request, Changes))
        self._world.store.clear()
        for gate in self._gates.values():
            gate.reset()
        return JSONResponse({"status": "ok"})

    async def _faults(self, request: Request) -> Response:
        self._change(await _body(request, Changes))
        for gate in self._gates.values():
            gate.shuffle()
        return JSONResponse({"status": "ok"})

    async def _switches(self, request: Request) -> Response:
        if request.method == "POST":
            self._world.switches.set(await _body(request, dict[str, dict[str, Any]]))
        return JSONResponse(self._world.switches.as_data())

    async def _plant(self, request: Request) -> Response:
        planted = await _body(request, Planted)
        if planted.service not in self._gates:
            raise UsageError(f"The sandbox has no service {planted.service!r}.")
        if planted.id and self._world.store.get(planted.service, planted.id):
            raise UsageError(f"There is a playlist {planted.id!r} already.")
        stored = self._world.store.add(planted.stored(self._world))
        return JSONResponse({"id": stored.id}, status_code=201)

    def _change(self, changes: Changes) -> None:
        parsed = None if changes.faults is None else faults.parse(changes.faults)
        self._world.switches.set(changes.switches)
        conditions = self._conditions
        for name, value in (
            ("faults", parsed),
            ("latency_ms", changes.latency_ms),
            ("rate", changes.rate),
            ("seed", changes.seed),
        ):
            if value is not None:
                setattr(conditions, name, value)


@dataclass(frozen=True, slots=True)
class LocalOnly:
    """Keeps strangers out: a web page that is open in the same browser may know the port.

    Only requests addressed to this machine's own name are answered, and the controls only to pages of its own. (The
    look-alikes take any ``Origin``: client libraries send that of the real service.)
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 403."""
        headers = Headers(scope=scope)
        names = {_hostname(headers.get("host", ""))}
        if scope["path"].startswith("/_sandbox") and "origin" in headers:
            names.add(_hostname(headers["origin"]))
        refusal = PlainTextResponse("Only for this machine.", status_code=403)
        await (self.app if names <= LOCAL else refusal)(scope, receive, send)


def _look_alikes(services: Iterable[ServiceInfo], world: World) -> dict[str, ASGIApp]:
    """Every look-alike that the services bring, by mount path; one that two of them share is made once."""
    makers = dict.fromkeys(info.sandbox for info in services if info.sandbox is not None)
    mounts: dict[str, ASGIApp] = {}
    for make in makers:
        mounts.update(make(world))
    return mounts


def _service(path: str) -> str:
    """The service's name: the first part of its path."""
    return path.strip("/").partition("/")[0]


def _hostname(address: str) -> str:
    try:
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""


async def _body(request: Request, kind: type[T]) -> T:
    """The JSON of a request to the controls; an empty body asks for nothing.

    Raises:
        UsageError: it is not JSON, or not what this control takes.
    """
    try:
        return msgspec.json.decode(await request.body() or b"{}", type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The sandbox does not understand the request: {error}") from error


async def _explain(_: Request, error: Exception) -> Response:
    assert isinstance(error, ExporterError)  # noqa: S101 - Starlette calls it for nothing else
    return JSONResponse({"error": error.message, "hint": error.hint}, status_code=400)
