"""A service under test out of a plugin's own look-alike, served over HTTP as ``exporter sandbox serve`` does."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import requests

from exporter.backend import Backend, BackendInfo, Kind, ServiceInfo
from exporter.model import Song, Track
from exporter.quota import Ledger
from exporter.sandbox import Entry, digits, running
from exporter.session import SHORTEST_SECRET, Connection
from exporter.testing.service import Service
from exporter.testing.texts import HOSTILE

if TYPE_CHECKING:
    from exporter.enricher import Enricher, EnricherInfo
    from exporter.testing.enrichers import Source

SONGS = (
    ("夜明けの約束", "契約合唱団"),
    ("Paper Boats", "The Contract"),
    ("Sommerregen", "Die Übereinkunft"),
    ("Ночной поезд", "Договор"),
    ("Überall Schnee", "The Contract"),
    ("Velvet Harbour", "The Contract"),
    ("雨の図書館", "契約合唱団"),
    ("Café Lumière", "Le Contrat"),
    ("Quiet Machines", "The Contract"),
    ("달빛 정거장", "계약"),
    ("Ninety Windows", "The Contract"),
    ("Ember Street", "The Contract"),
)
"""Title and artist of what the look-alike has; no two titles share a word."""
ARTIST = "The Hostile"
"""Who made the tracks with hostile titles."""
PLENTY = 10**9
"""Units of every quota: a contract costs more than a day's, and the books have tests of their own."""
TIMEOUT = 10.0
"""Seconds that the sandbox has for each of its controls."""


def plain_id(number: int) -> str:
    """IDs as many services have them: 22 digits and letters."""
    return digits(f"contract:{number}")


def songs(new_id: Callable[[int], str]) -> tuple[Entry, ...]:
    """What the look-alike has beside hostile titles; every song also as a video."""
    made = (
        (
            Entry(id=new_id(number), title=title, artists=(artist,), kind="song", isrc=f"QZCTR26{number:05}", **FACTS),
            Entry(id=new_id(100 + number), title=f"{title} (Official Video)", artists=(artist,), kind="video"),
        )
        for number, (title, artist) in enumerate(SONGS)
    )
    return tuple(entry for pair in made for entry in pair)


FACTS: Mapping[str, Any] = {"album": "Contracts", "duration_ms": 200_000, "year": 2020, "popularity": 50}


def hostile(new_id: Callable[[int], str]) -> tuple[Entry, ...]:
    """The tracks with hostile titles."""
    return tuple(
        Entry(id=new_id(200 + number), title=title, artists=(ARTIST,), **FACTS)
        for number, title in enumerate(HOSTILE.values())
    )


class Clock:
    """Time for the look-alikes: it goes on only when somebody sleeps, so that no test waits."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass for the service, and for nobody else."""
        self.now += seconds


class Watched(Connection):
    """A connection that remembers what it sent to prove who it is."""

    def __init__(self, info: ServiceInfo, secrets: Mapping[str, str], **rest: Any) -> None:
        super().__init__(info, secrets=secrets, **rest)
        self.proofs = {value for key, value in secrets.items() if key not in info.login.public}
        self.opened: list[requests.Session] = []

    def session(self) -> requests.Session:
        """This thread's own session, which is watched from its first request on."""
        session = super().session()
        if session not in self.opened:
            self.opened.append(session)
            session.hooks["response"].insert(0, self._note)
        return session

    def _note(self, response: requests.Response, **_: object) -> None:
        headers = response.request.headers
        self.proofs.update(str(headers.get("Authorization", "")).split()[-1:])
        self.proofs.update(part.partition("=")[2] for part in str(headers.get("Cookie", "")).split("; "))

    def close(self) -> None:
        """Let go of every thread's session."""
        for session in self.opened:
            session.close()


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox that runs, and its clock."""

    url: str
    clock: Clock

    def control(self, name: str, body: object) -> None:
        """Use one of the sandbox's controls."""
        requests.post(f"{self.url}/_sandbox/{name}", json=body, timeout=TIMEOUT).raise_for_status()

    def weather(self, spec: str) -> None:
        """Let requests fail from now on."""
        self.control("faults", {"faults": spec})

    def writes(self, info: ServiceInfo) -> int:
        """The writing requests that reached the services of ``info``."""
        stats = requests.get(f"{self.url}/_sandbox/stats", timeout=TIMEOUT).json()
        names = {path.strip("/").partition("/")[0] for path in info.hosts.values()}
        return sum(stats[name][Kind.WRITE] for name in names if name in stats)


class Sandboxed:
    """Gives the service under test for a plugin's own look-alike (``BackendInfo.sandbox``); the fixture ``sandboxed``.

    The look-alike has a small catalogue of its own, with hostile titles in it, and a clock that nobody waits for.
    """

    def __init__(self, new_folder: Callable[[], Path]) -> None:
        """Serve nothing yet. ``new_folder`` makes a folder for what a sandbox keeps."""
        self._new_folder = new_folder
        self._running: dict[object, Running] = {}
        self._servers = ExitStack()
        self._connections: list[Watched] = []

    def __call__(
        self,
        info: BackendInfo,
        *,
        new_id: Callable[[int], str] = plain_id,
        switches: Mapping[str, Mapping[str, object]] | None = None,
        secrets: Mapping[str, str] | None = None,
        settings: Mapping[str, object] | None = None,
        catalogue: Path | None = None,
    ) -> Service:
        """The service under test, empty and in good weather.

        ``new_id`` gives the ID of the n-th track, as the service's IDs look; ``switches`` set the look-alike's
        oddities; ``secrets`` and ``settings`` are those of the login and the target (without them: the login's for the
        sandbox, and no settings); ``catalogue`` is a file with more entries that the look-alike needs.
        """
        given = dict(info.login.sandbox if secrets is None else secrets)
        fitted = info.fit(given, settings or {})
        sandbox = self._sandbox(info, new_id, catalogue)
        sandbox.control("reset", {"faults": "", "switches": switches or {}})

        def connect() -> Backend:
            return fitted.connect(self._connection(fitted, given, settings, sandbox))

        return Service(
            info=fitted,
            connect=connect,
            song=Song(*SONGS[0][:1], SONGS[0][1:], isrc=songs(new_id)[0].isrc),
            track_ids=[entry.id for entry in songs(new_id) if entry.kind == "song"],
            writes=lambda: sandbox.writes(fitted),
            weather=sandbox.weather,
            hostile=[Track(info.name, entry.id, entry.title, entry.artists) for entry in hostile(new_id)],
            secrets=self._proofs,
            sleep=sandbox.clock.sleep,
        )

    def enricher(
        self,
        info: EnricherInfo,
        *,
        song: Song,
        switches: Mapping[str, Mapping[str, object]] | None = None,
        catalogue: Path | None = None,
    ) -> Source:
        """The same for an enricher; ``song`` is one that its look-alike knows.

        Without a ``catalogue`` the look-alike has the one that comes with exporter.
        """
        from exporter.testing.enrichers import Source  # noqa: PLC0415 - only a test of an enricher needs it

        sandbox = self._sandbox(info, None, catalogue)
        sandbox.control("reset", {"faults": "", "switches": switches or {}})

        def connect() -> Enricher:
            return info.connect(self._connection(info, info.login.sandbox, None, sandbox))

        return Source(info=info, connect=connect, song=song, weather=sandbox.weather)

    def let_go(self) -> None:
        """Close every connection, and end the weather. The look-alikes are served on, for the next test."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        for sandbox in self._running.values():
            sandbox.weather("")

    def close(self) -> None:
        """End everything."""
        self._servers.close()

    def _connection(
        self,
        info: ServiceInfo,
        secrets: Mapping[str, str],
        settings: Mapping[str, object] | None,
        sandbox: Running,
    ) -> Watched:
        made = Watched(
            info,
            secrets,
            settings=settings,
            sandbox_url=sandbox.url,
            ledger=Ledger([replace(quota, per_day=PLENTY) for quota in info.quotas]),
            sleep=sandbox.clock.sleep,
        )
        self._connections.append(made)
        return made

    def _proofs(self) -> set[str]:
        """What the logins are proved by; short texts are not masked by anybody."""
        return {proof for one in self._connections for proof in one.proofs if len(proof) >= SHORTEST_SECRET}

    def _sandbox(self, info: ServiceInfo, new_id: Callable[[int], str] | None, catalogue: Path | None) -> Running:
        key = (info.name, new_id, catalogue)
        if key not in self._running:
            folder, clock = self._new_folder(), Clock(time.time())
            file = catalogue if new_id is None else _catalogue(folder, new_id, catalogue)
            url = self._servers.enter_context(running([info], state=folder, catalogue=file, clock=clock))
            self._running[key] = Running(url, clock)
        return self._running[key]


def _catalogue(folder: Path, new_id: Callable[[int], str], more: Path | None) -> Path:
    """The file of the contract's own entries, and more."""
    lines = [msgspec.json.encode(entry) for entry in (*songs(new_id), *hostile(new_id))]
    file = folder / "contract.jsonl"
    file.write_bytes(b"\n".join([*lines, more.read_bytes() if more else b""]))
    return file
