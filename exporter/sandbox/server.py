"""Serves the sandbox on 127.0.0.1: for ever, or in a thread for the length of a ``with``."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import Server

from exporter.errors import UsageError
from exporter.sandbox.catalogue import Catalogue
from exporter.sandbox.faults import parse
from exporter.sandbox.gate import Conditions
from exporter.sandbox.host import Host
from exporter.sandbox.store import Store
from exporter.sandbox.world import World

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from exporter.backend import ServiceInfo

HOST = "127.0.0.1"
KEEP_ALIVE = 600
"""Seconds that an idle connection stays open: longer than any client of ours idles between two requests."""
TICK = 0.1
"""Seconds between two looks at whether a signal came, as uvicorn has it."""
GRACE = 1.0
"""Seconds that requests under way may take to end when the sandbox stops."""


def serve(  # noqa: PLR0913 - the command line's options
    services: Iterable[ServiceInfo],
    *,
    state: Path,
    catalogue: Path | None = None,
    port: int = 0,
    latency_ms: float = 0,
    rate: float = 0,
    faults: str = "",
    seed: int = 0,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the look-alikes of ``services`` until interrupted; Ctrl-C ends it quietly.

    ``state`` is the folder that keeps what was pushed; ``catalogue`` a JSONL file (None: the one that ships with
    exporter); ``port`` 0 means any free port; ``latency_ms`` is what every request waits; ``rate`` the requests a
    second that each service allows (0: any number); ``faults`` a SPEC (see :mod:`exporter.sandbox.faults`); ``seed``
    makes faults and new IDs repeatable. ``ready`` is called once with the address, ``http://127.0.0.1:PORT``.

    Raises:
        UsageError: the SPEC makes no sense, or the port is taken.
        FileError: the catalogue cannot be read.
    """
    conditions = Conditions(latency_ms=latency_ms, rate=rate, faults=parse(faults), seed=seed)
    with _listening(port) as (sock, url), _world(state, catalogue, time.time, seed) as world:
        server = _Server(Host(services, world, conditions).app(), conditions, lambda: ready(url))
        try:
            server.run(sockets=[sock])
        except KeyboardInterrupt:
            return


@contextmanager
def running(  # noqa: PLR0913 - same
    services: Iterable[ServiceInfo],
    *,
    state: Path,
    catalogue: Path | None = None,
    port: int = 0,
    latency_ms: float = 0,
    rate: float = 0,
    faults: str = "",
    seed: int = 0,
    clock: Callable[[], float] = time.time,
) -> Iterator[str]:
    """The same in a thread of this process; gives the address, where requests are answered from then on.

    ``clock`` gives what the look-alikes take for now, in seconds since the epoch.

    Raises:
        UsageError: the SPEC makes no sense, or the port is taken.
        FileError: the catalogue cannot be read.
    """
    conditions = Conditions(latency_ms=latency_ms, rate=rate, faults=parse(faults), seed=seed)
    with _listening(port) as (sock, url), _world(state, catalogue, clock, seed) as world:
        # The socket listens already, so a request that comes before the thread is up waits in its queue.
        server = _Server(Host(services, world, conditions).app(), conditions)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, name="sandbox")
        thread.start()
        try:
            yield url
        finally:
            server.stop()
            thread.join()


class _Protocol(H11Protocol):
    """HTTP as uvicorn speaks it; a look-alike's gate may also close the connection (``lost`` and its like)."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self.app_state = {**self.app_state, "abort": transport.abort, "close": transport.close}


class _Server(Server):
    """A silent uvicorn that another thread can stop at once: its own way takes a fifth of a second of naps."""

    def __init__(self, app: ASGIApp, conditions: Conditions, ready: Callable[[], None] = lambda: None) -> None:
        super().__init__(
            Config(
                app,
                http=_Protocol,
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEEP_ALIVE,
            )
        )
        self._closing = conditions.closing
        self._ready = ready
        self._running_loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._running_loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._ready()

    async def main_loop(self) -> None:
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), TICK)

    def stop(self) -> None:
        self.should_exit = True
        if self._running_loop is not None:
            self._running_loop.call_soon_threadsafe(self._closing.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._closing.set()
        for server in self.servers:
            server.close()
        for sock in sockets or ():
            sock.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=GRACE)
        await asyncio.sleep(0)  # the loop's next round closes the connections


@contextmanager
def _listening(port: int) -> Iterator[tuple[socket.socket, str]]:
    # With its protocol named, asyncio turns Nagle's algorithm off; otherwise every answer is 40 ms late.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((HOST, port))
        except OSError as error:
            raise UsageError(
                f"Port {port} cannot be opened: {error.strerror}.", hint="Choose another one, or 0 for any free port."
            ) from error
        sock.listen()
        yield sock, f"http://{HOST}:{sock.getsockname()[1]}"


@contextmanager
def _world(state: Path, catalogue: Path | None, clock: Callable[[], float], seed: int) -> Iterator[World]:
    store = Store(state / "pushed.sqlite", clock)
    try:
        songs = Catalogue.open(catalogue, state)
        try:
            yield World(catalogue=songs, store=store, clock=clock, seed=seed)
        finally:
            songs.close()
    finally:
        store.close()
