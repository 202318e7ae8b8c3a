"""Radio: a made-up service with two ways to log in, a quota, guests and links, for tests that need all of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import EntryPoint
from types import ModuleType
from typing import TYPE_CHECKING

from exporter import hookimpl, plugins
from exporter.backend import Account, BackendInfo, Dialogue, Limits, Login, Method, Quota
from exporter.errors import ExporterError, LoginError
from exporter.model import Edit, Remote, Track
from exporter.session import Connection
from exporter.testing import MemoryBackend, MemoryService, memory_info

if TYPE_CHECKING:
    import pytest

LETTERS = "abcdefghijklmnop"
ME = Account(id="me", name="Me on the air")
UNITS = Quota(name="units", per_day=100, price=lambda method, _: 10 if method == "POST" else 0, edit=10)
"""Ten edits a day, the next day beginning at midnight UTC."""


def track(letter: str, service: str = "radio", **more: object) -> Track:
    """Track ``a`` of the service is song ``a`` of a playlist by :func:`songs`."""
    plain = Track(
        service, f"{service}-{letter}", f"Title {letter}", (f"Artist {letter}",), duration=200.0 + ord(letter)
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def songs(letters: str, *, head: str = "", of: Mapping[str, str] | None = None) -> str:
    """A playlist file of these songs; ``of`` adds lines to some of them."""
    rows = [f"  - title: Title {one}\n    artist: Artist {one}\n{(of or {}).get(one, '')}" for one in letters]
    return f"name: List\n{head}songs:\n{''.join(rows)}"


@dataclass
class Radio:
    """The service: who is let in by which token, and what it was told."""

    name: str = "radio"
    accounts: dict[str, Account] = field(default_factory=lambda: {"token-of-me": ME, "sandbox": ME})
    broken: ExporterError | None = None
    guests: bool = False
    links: Callable[[Sequence[str]], Sequence[str]] | None = None
    limits: Limits = field(default_factory=Limits)
    quotas: tuple[Quota, ...] = ()
    library: str = ""
    revoked: list[str] = field(default_factory=list)
    fail_revoke: ExporterError | None = None
    revokes: bool = True
    proved: int = 0
    asking: str = "GET"

    def __post_init__(self) -> None:
        self.service = MemoryService.of(track(letter, self.name) for letter in LETTERS)

    @property
    def info(self) -> BackendInfo:
        """The backend, as its plugin would give it."""
        known = memory_info(self.service, name=self.name, limits=self.limits)
        return replace(
            known,
            connect=lambda connection: Tuner(self, connection, known),
            quotas=self.quotas,
            guests=self.guests,
            links=self.links,
            library=self.library,
            login=Login(
                environment={
                    "client_id": ("EXPORTER_RADIO_CLIENT_ID", "RADIO_ID"),
                    "token": ("EXPORTER_RADIO_TOKEN", "RADIO_TOKEN"),
                    "secret": ("EXPORTER_RADIO_SECRET",),
                },
                public=frozenset({"client_id"}),
                sandbox={"token": "sandbox"},
                methods=(
                    Method(name="headers", words="paste what the browser sends; lasts hours", login=_paste),
                    Method(name="code", words="type a code; lasts for ever", login=_code),
                ),
                revoke=self._revoke,
                page="https://radio.example/apps",
                unattended=lambda login: {key: value for key, value in login.items() if key != "secret"},
                hint="Run `exporter login radio`.",
            ),
        )

    def _revoke(self, connection: Connection) -> bool:
        if self.fail_revoke:
            raise self.fail_revoke
        self.revoked.append(connection.secrets["token"])
        return self.revokes


class Tuner(MemoryBackend):
    """A backend on a radio. Every edit is booked as a request would be."""

    def __init__(self, radio: Radio, connection: Connection, info: BackendInfo) -> None:
        super().__init__(radio.service, info)
        self.radio, self.connection = radio, connection

    def account(self) -> Account:
        self.radio.proved += 1
        self._request(self.radio.asking)
        if self.radio.broken:
            raise self.radio.broken
        token = self.connection.secrets.get("token", "")
        if token not in self.radio.accounts:
            raise LoginError("The radio does not know you any more.", hint="Log in again:\nexporter login radio")
        return self.radio.accounts[token]

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        self._request("POST")
        return super().create(name, description, public=public)

    def apply(self, playlist_id: str, edit: Edit) -> None:
        self._request("POST")
        super().apply(playlist_id, edit)

    def _request(self, method: str) -> None:
        """What the session does before it sends anything."""
        self.connection.check_interrupted()
        self.connection.book(method, "https://radio.example")


def _paste(_: Connection, dialogue: Dialogue) -> Mapping[str, str]:
    headers = dict(line.split(": ", 1) for line in dialogue.paste("the request's headers").splitlines() if line)
    return {"token": headers["token"], "user": "Me"}


def _code(connection: Connection, dialogue: Dialogue) -> Mapping[str, str]:
    client = connection.secrets.get("client_id", "")
    dialogue.say(f"Logging in by the app {client}.")
    return {"client_id": client, "token": dialogue.ask("The code", secret=True), "secret": "not for jobs"}


def plug(monkeypatch: pytest.MonkeyPatch, *infos: BackendInfo) -> None:
    """Let the command line find these backends, each as a plugin, beside the others; the last of a name counts."""
    names = {info.name for info in infos}
    points = [point for point in plugins.entry_points() if point.name not in names]
    for info in infos:
        module = ModuleType(f"plugged_{info.name}")
        module.exporter_backends = _hook(info)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        points.append(EntryPoint(info.name, module.__name__, plugins.GROUP))
    monkeypatch.setattr(plugins, "entry_points", lambda: tuple(points))


def _hook(info: BackendInfo) -> Callable[[], list[BackendInfo]]:
    @hookimpl
    def exporter_backends() -> list[BackendInfo]:
        return [info]

    return exporter_backends
