"""The door in front of each look-alike, the same for all services: it counts, delays, limits, and lets things fail."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from exporter.backend import Kind, ServiceInfo, kind_by_method
from exporter.sandbox.faults import Dice, Faults
from exporter.sandbox.stats import Stats
from exporter.sandbox.world import LookAlike, plain_refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PROXY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
MAY_RETRY_AFTER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


@dataclass(slots=True)
class Conditions:
    """The weather over all services; changed through ``/_sandbox/faults`` while the sandbox runs."""

    latency_ms: float = 0.0
    rate: float = 0.0
    faults: Faults = field(default_factory=Faults)
    seed: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)


class Gate:
    """One service's door.

    ``services`` are those whose hosts may lie below this mount; they tell what a request is for.
    """

    def __init__(self, app: ASGIApp, service: str, services: Iterable[ServiceInfo], conditions: Conditions) -> None:
        self._app = app
        self._service = service
        self._conditions = conditions
        self._hosts = [(path, host, info.kind_of) for info in services for host, path in info.hosts.items()]
        self._hosts.sort(key=lambda one: len(one[0]), reverse=True)
        self.reset()

    def reset(self) -> None:
        """Count from zero and throw the dice from the start."""
        self.stats = Stats()
        self._window = Window()
        self.shuffle()

    def shuffle(self) -> None:
        """Throw the dice from the start, for the conditions as they are now."""
        self._dice = Dice(self._conditions.faults, self._conditions.seed, self._service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or not."""
        kind = self._kind(scope)
        self.stats.kinds[kind] += 1
        if self._conditions.latency_ms:
            await self._pause(self._conditions.latency_ms / 1000, receive=None)
        wait = self._window.enter(self._conditions.rate)
        if wait:
            await self._respond(self._refusal(scope, 429, wait), scope, receive, send)
            return
        await self._answer(self._dice.throw(kind), scope, receive, send)

    async def _answer(self, fault: str, scope: Scope, receive: Receive, send: Send) -> None:
        faults = self._conditions.faults
        match fault:
            case "":
                await self._app(scope, receive, self._counted(send))
            case "timeout":
                self.stats.status[fault] += 1
                await self._pause(faults.hang, receive)
                await _hang_up(scope, receive)
            case "lost":
                await self._swallowed(scope, receive)
                self.stats.status[fault] += 1
                await _hang_up(scope, receive)
            case "late":
                await self._swallowed(scope, receive)
                await self._respond(self._refusal(scope, 502), scope, receive, send)
            case "cut":
                start, body = await self._swallowed(scope, receive)
                self.stats.status[fault] += 1
                await send(start)
                await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
                await _hang_up(scope, receive, politely=True)
            case "empty":
                await self._swallowed(scope, receive)
                await self._respond(Response(), scope, receive, send)
            case "html":
                await self._respond(HTMLResponse(PROXY_PAGE, status_code=502), scope, receive, send)
            case status:
                refusal = self._refusal(scope, int(status), faults.retry_after, faults.reason)
                await self._respond(refusal, scope, receive, send)

    def _kind(self, scope: Scope) -> Kind:
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        for below, host, kind_of in self._hosts:
            if path == below or path.startswith(below + "/"):
                url = host.rstrip("/") + path[len(below) :] + (f"?{query}" if query else "")
                return kind_of(scope["method"], url)
        return kind_by_method(scope["method"], path)

    def _refusal(self, scope: Scope, status: int, wait: float | None = None, reason: str = "") -> Response:
        words = self._app.refusal if isinstance(self._app, LookAlike) else plain_refusal
        path = scope["path"][len(scope.get("root_path", "")) :]
        headers = {"Retry-After": f"{wait:.15g}"} if wait is not None and status in MAY_RETRY_AFTER else None
        return JSONResponse(words(path, status, reason), status_code=status, headers=headers)

    async def _respond(self, response: Response, scope: Scope, receive: Receive, send: Send) -> None:
        await response(scope, receive, self._counted(send))

    def _counted(self, send: Send) -> Send:
        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.stats.status[str(message["status"])] += 1
            await send(message)

        return counting

    async def _swallowed(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """Let the look-alike carry the request out and keep its answer."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        return messages[0], b"".join(message.get("body", b"") for message in messages[1:])

    async def _pause(self, seconds: float, receive: Receive | None) -> None:
        """Wait; no longer than the sandbox runs, nor, given ``receive``, than the client stays."""
        waits: list[asyncio.Task[Any]] = [asyncio.create_task(self._conditions.closing.wait())]
        if receive is not None:
            waits.append(asyncio.create_task(_until_gone(receive)))
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


class Window:
    """A limit of requests in any one second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entered: deque[float] = deque()

    def enter(self, rate: float) -> int:
        """0 for a request that may pass, else the whole seconds after which it may (Retry-After has no others)."""
        now = self._clock()
        while self._entered and self._entered[0] <= now - 1:
            self._entered.popleft()
        if rate and len(self._entered) >= max(1, rate):
            return 1
        self._entered.append(now)
        return 0


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _hang_up(scope: Scope, receive: Receive, *, politely: bool = False) -> None:
    """Close the connection under the answer. Politely: after what was sent has left."""
    scope["state"]["close" if politely else "abort"]()
    await _until_gone(receive)
