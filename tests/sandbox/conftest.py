"""A sandbox with one small made-up service, the jukebox, whose look-alike keeps playlists and does nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import requests
from starlette.requests import Request
from starlette.responses import JSONResponse

from exporter import BackendInfo, Kind
from exporter.sandbox import LookAlike, Row, Stored, World, running

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

SONGS = (
    {"id": "lemon", "title": "Lemon", "artists": ["米津玄師"], "album": "STRAY SHEEP", "duration_ms": 255_000},
    {"id": "script", "title": "<script>alert(1)</script>", "artists": ["<b>Band</b>"], "album": "A & B"},
)


def line(song: Mapping[str, object]) -> str:
    common = {"album": "", "duration_ms": 200_000, "year": 2018, "isrc": "", "popularity": 50, "kind": "song"}
    return json.dumps({**common, "services": ["jukebox"], "titles": {}, **song})


def look_alike(world: World) -> Mapping[str, ASGIApp]:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method == "POST" and not scope["path"].endswith("/search"):
            name = (await request.body()).decode()
            rows = tuple(Row(track, world.clock()) for track in ("lemon", "script", "nowhere"))
            one = Stored(service="jukebox", id=world.new_id("jukebox"), name=name, description="<i>", rows=rows)
            await JSONResponse({"id": world.store.add(one).id}, status_code=201)(scope, receive, send)
            return
        names = [playlist.name for playlist in world.store.all("jukebox")]
        await JSONResponse({"names": names, "padding": "x" * 2000})(scope, receive, send)

    def refusal(path: str, status: int, reason: str) -> Mapping[str, object]:
        return {"path": path, "no": status, "why": reason}

    return {"/jukebox": LookAlike(answer, refusal)}


def kind_of(method: str, url: str) -> Kind:
    if url.startswith("https://login.jukebox.example/"):
        return Kind.AUTH
    if url.startswith("https://api.jukebox.example/v1/search"):
        return Kind.SEARCH
    return Kind.READ if method == "GET" else Kind.WRITE


def never(_: object) -> Any:
    raise AssertionError


JUKEBOX = BackendInfo(
    name="jukebox",
    label="The Jukebox",
    connect=never,
    hosts={"https://api.jukebox.example/v1": "/jukebox/v1", "https://login.jukebox.example": "/jukebox/login"},
    kind_of=kind_of,
    sandbox=look_alike,
)


class Sandbox:
    """A running sandbox and a client that is not patient."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()

    def get(self, path: str, timeout: float = 5) -> requests.Response:
        return self.session.get(self.url + path, timeout=timeout)

    def post(self, path: str, body: object = None, timeout: float = 5) -> requests.Response:
        data = body.encode() if isinstance(body, str) else json.dumps(body) if body is not None else None
        return self.session.post(self.url + path, data=data, timeout=timeout)

    def push(self, name: str = "Mine") -> requests.Response:
        return self.post("/jukebox/v1/playlists", name)

    def names(self) -> list[str]:
        names: list[str] = self.get("/jukebox/v1/playlists").json()["names"]
        return names

    def stats(self) -> dict[str, Any]:
        stats: dict[str, Any] = self.get("/_sandbox/stats").json()["jukebox"]
        return stats


class Start(Protocol):
    def __call__(self, state: Path | None = None, **settings: Any) -> Sandbox: ...


@pytest.fixture
def jukebox() -> BackendInfo:
    return JUKEBOX


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.jsonl"
    path.write_text("".join(line(song) + "\n" for song in SONGS), encoding="utf-8")
    return path


@pytest.fixture
def start(tmp_path: Path, catalogue: Path) -> Iterator[Start]:
    """Starts sandboxes that run until the test ends."""
    with ExitStack() as stack:

        def begin(state: Path | None = None, **settings: Any) -> Sandbox:
            url = stack.enter_context(running([JUKEBOX], state=state or tmp_path, catalogue=catalogue, **settings))
            sandbox = Sandbox(url)
            stack.callback(sandbox.session.close)
            return sandbox

        yield begin


@pytest.fixture
def sandbox(start: Start) -> Sandbox:
    """One without any trouble."""
    return start()


@pytest.fixture
def open_at(catalogue: Path) -> Callable[[Path], AbstractContextManager[str]]:
    """Opens a sandbox on a state folder, to be closed by the test."""
    return lambda state: running([JUKEBOX], state=state, catalogue=catalogue)
