"""A stand-in for Spotify on 127.0.0.1 that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from exporter_spotify import exporter_backends
from exporter_spotify.backend import Spotify, connect

from exporter import Connection

PREFIX = "/spotify"
TOKEN = "POST /accounts/api/token"


@dataclass(frozen=True)
class Request:
    """What was asked: ``line`` is ``GET /v1/me``; ``body`` is JSON as data, or a form as a dict."""

    line: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Answer:
    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        if self.body is None:
            return b""
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


class Service:
    """Answers in the order they were given; the last one of each line repeats."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Request] = []
        self._answers: dict[str, list[Answer]] = defaultdict(list)
        self._lock = threading.Lock()

    def say(self, line: str, body: Any = None, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._answers[line].append(Answer(body, status, named))

    def refuse(self, line: str, status: int, message: str = "", **more: Any) -> None:
        self.say(line, {"error": {"status": status, "message": message, **more}}, status)

    def asked(self, line: str) -> list[Request]:
        return [request for request in self.requests if request.line == line]

    def api(self) -> list[str]:
        """What the Web API was asked, in order: the lines only."""
        return [request.line for request in self.requests if " /v1/" in request.line]

    def take(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            answers = self._answers[request.line]
            if not answers:
                return Answer({"error": {"status": 404, "message": "Resource not found"}}, 404)
            return answers.pop(0) if len(answers) > 1 else answers[0]


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def _any(self) -> None:
        parts = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = "urlencoded" in (self.headers.get("Content-Type") or "")
        body = dict(parse_qsl(raw)) if form else json.loads(raw or "null")
        line = f"{self.command} {parts.path.removeprefix(PREFIX)}"
        headers = {name.title(): value for name, value in self.headers.items()}
        answer = self.service.take(Request(line, dict(parse_qsl(parts.query)), headers, body))
        self.send_response(answer.status)
        content = answer.bytes()
        for name, value in {"Content-Length": str(len(content)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[Service]:
    """A service with one account, ``u``, and a login that works."""

    class Handler(_Handler):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Handler.service = Service(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield Handler.service
        server.shutdown()
        thread.join()


@pytest.fixture
def logged_in(service: Service) -> Service:
    service.say(TOKEN, {"access_token": "access-token-1", "token_type": "Bearer", "expires_in": 3600})
    service.say("GET /v1/me/", {"id": "u", "display_name": "U", "type": "user"})
    return service


Open = Callable[..., Connection]


@pytest.fixture
def open_connection(service: Service) -> Open:
    """Opens a connection to the stand-in; keyword arguments go to it (``secrets`` replace the sandbox's)."""

    def opened(**kwargs: Any) -> Connection:
        info = exporter_backends()[0]
        settings = {"requests_per_second": 10_000, **kwargs.pop("settings", {})}
        secrets = kwargs.pop("secrets", info.login.sandbox)
        return Connection(
            info, secrets=secrets, settings=settings, sandbox_url=service.url, sleep=lambda _: None, **kwargs
        )

    return opened


@pytest.fixture
def spotify(logged_in: Service, open_connection: Open) -> Spotify:
    """The backend, logged in to the stand-in."""
    assert logged_in.requests == []
    return connect(open_connection())


@pytest.fixture
def saved() -> Callable[[str], Any]:
    """JSON as Spotify sends it, made by hand after its reference and reports; the name says the month it shows."""

    def load(name: str) -> Any:
        return json.loads((Path(__file__).parent / "data" / f"{name}.json").read_text(encoding="utf-8"))

    return load
