"""Lets a person agree in a browser: opens it, and waits on this machine's loopback for it to come back.

The redirect of OAuth 2.0 for native apps (RFC 8252 7.3).
"""

from __future__ import annotations

import os
import secrets
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from queue import Empty, Queue
from socketserver import ThreadingTCPServer
from urllib.parse import parse_qsl, urlsplit

from exporter.errors import LoginError, UsageError

__all__ = ["PORT", "listening", "open_browser", "port_of"]

PORT = 8765
"""Where the browser answers when the settings name no ``redirect_port``."""

Answer = Mapping[str, str]


def port_of(settings: Mapping[str, object]) -> int:
    """The port on which the browser answers, by a target's settings.

    Raises:
        UsageError: ``redirect_port`` is no port.
    """
    port = settings.get("redirect_port", PORT)
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:  # noqa: PLR2004 - 16 bits
        raise UsageError(f"redirect_port is {port!r}, which is no port.", hint=f"A number such as {PORT} is.")
    return port


def open_browser(address: str) -> None:
    """Open the user's browser where there is a screen; without one the standard library may take the terminal."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        with suppress(webbrowser.Error):
            webbrowser.open(address)


@contextmanager
def listening(port: int, state: str) -> Iterator[Callable[[float], Answer | None]]:
    """Listen on ``port`` for the address ``/callback`` with our ``state``; everybody else is turned away.

    Gives a function that waits so many seconds for that address and returns its query, or None.

    Raises:
        LoginError: the port cannot be used.
    """
    try:
        server = _Answers(port, state)
    except OSError as error:
        raise LoginError(
            f"Port {port} of this machine, where the browser is to answer, cannot be used ({error.strerror}).",
            hint="End the program that uses it, or set redirect_port for this target and in the app's redirect URI.",
        ) from error
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.wait
        finally:
            server.shutdown()
            thread.join()


class _Answers(ThreadingTCPServer):
    # Threads, because browsers open connections in advance and leave them idle.
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, state: str) -> None:
        super().__init__(("127.0.0.1", port), _Callback)
        self.state = state
        self.answers: Queue[Answer] = Queue()

    def wait(self, seconds: float) -> Answer | None:
        try:
            return self.answers.get(timeout=seconds)
        except Empty:
            return None


class _Callback(BaseHTTPRequestHandler):
    server: _Answers
    timeout = 10

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        answer = dict(parse_qsl(parts.query))
        ours = secrets.compare_digest(answer.get("state", "").encode(), self.server.state.encode())
        if parts.path != "/callback" or not ours:
            self._reply(HTTPStatus.NOT_FOUND, "This is not the answer that exporter waits for.")
            return
        self._reply(HTTPStatus.OK, "Thank you. You can close this window and go back to the terminal.")
        self.server.answers.put(answer)

    def _reply(self, status: HTTPStatus, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the address holds the code."""
