"""The look-alikes with everything that a storm needs: a clock that only waiting moves, a witness of every write."""

from __future__ import annotations

import threading
from asyncio import to_thread
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal

import requests

from exporter import BackendInfo, Kind, hookimpl
from exporter.plugins import Plugins
from exporter.sandbox import LookAlike, Row, Stored, World, running
from tests.storm import songs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BATCH = 3
"""Songs that one request adds or removes here, so that short playlists take several of them."""
PLENTY = 1000
"""Rows that a playlist takes where it is not to be split."""
DAY = 86_400.0


@dataclass(frozen=True)
class Way:
    """One way to write to one service. ``most`` is what a playlist takes: a longer one is split into parts."""

    name: str
    backend: str
    writer: str = ""
    most: int = PLENTY

    @property
    def in_parts(self) -> bool:
        """Whether playlists are split here."""
        return self.most < PLENTY

    @property
    def target(self) -> str:
        """The target's name."""
        return f"{self.backend}@sandbox"

    @property
    def settings(self) -> str:
        """What exporter.toml says."""
        return f'[targets.{self.backend}]\nwriter = "{self.writer}"\n' if self.writer else ""


WAYS = {
    way.name: way
    for way in (
        Way("spotify", "spotify"),
        Way("ytmusic by browser", "ytmusic", "browser"),
        Way("ytmusic by data-api", "ytmusic", "data-api"),
        Way("spotify in parts", "spotify", most=5),
        Way("ytmusic by browser in parts", "ytmusic", "browser", most=5),
    )
}


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds


Moment = Literal["before", "after"]


class Witness:
    """Sees every write that reaches a look-alike, before it is carried out and before it is answered."""

    def __init__(self) -> None:
        self.rest()

    def rest(self) -> None:
        """Forget what was, and do nothing about what comes."""
        self.writes = 0
        self.act: Callable[[Moment, int], None] = lambda _moment, _number: None

    def beside(self, app: ASGIApp, info: BackendInfo) -> ASGIApp:
        """The look-alike with the witness beside it."""
        inner = app.app if isinstance(app, LookAlike) else app

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            if _kind(scope, info) is not Kind.WRITE:
                await inner(scope, receive, send)
                return
            answer: list[Message] = []
            self.writes += 1
            number = self.writes
            await to_thread(self.act, "before", number)
            await inner(scope, receive, _into(answer))
            await to_thread(self.act, "after", number)
            for message in answer:
                await send(message)

        return replace(app, app=watched) if isinstance(app, LookAlike) else watched


def _into(answer: list[Message]) -> Send:
    async def keep(message: Message) -> None:
        answer.append(message)

    return keep


def _kind(scope: Scope, info: BackendInfo) -> Kind:
    path = scope["path"]
    url = next(host + path[len(below) :] for host, below in info.hosts.items() if path.startswith(below))
    return info.kind_of(scope["method"], url)


class Services:
    """Both services, as they run."""

    def __init__(self, url: str, world: World, clock: Clock, witness: Witness) -> None:
        self.url, self.world, self.clock, self.witness = url, world, clock, witness
        self.most = PLENTY
        self._session = requests.Session()

    def begin(self, most: int) -> None:
        """Nothing was ever pushed, and the weather is fine. Playlists take edits as soon as they are made."""
        self.most = most
        self.world.store.clear()
        self.calm()

    def calm(self) -> None:
        """Nothing goes wrong from now on, and nobody else is there."""
        self.witness.rest()
        self.trouble()

    def trouble(self, faults: str = "", *, seed: int = 0, lag: float = 0.0, latency_ms: float = 0.0) -> None:
        """What goes wrong from now on."""
        self.world.switches.reset()
        self.world.switches.set(
            {
                "spotify": {"snapshot_lag": lag, "stale_read": lag, "max_items": self.most},
                "ytmusic": {"settle_seconds": 0.0, "read_lag": lag, "library_lag": lag},
                "youtube": {"settle_seconds": 0.0, "read_lag": lag},
            }
        )
        body = {"faults": faults, "seed": seed, "latency_ms": latency_ms}
        self._session.post(f"{self.url}/_sandbox/faults", json=body, timeout=10).raise_for_status()

    def playlists(self, way: Way) -> tuple[Stored, ...]:
        """Every playlist that there is on a way's service."""
        return self.world.store.all(way.backend)

    def meddle(self, way: Way, does: str, rng: Random) -> bool:
        """Let somebody else change the playlist, if there is one; whether that changed it."""
        met = False
        for playlist in self.playlists(way):
            rows = list(playlist.rows)
            MEDDLING[does](rows, lambda letter: self._row(way, letter), rng)
            changed = partial(replace, rows=tuple(rows))
            self.world.store.change(way.backend, playlist.id, changed, remember=60.0)
            met |= [row.track for row in rows] != [row.track for row in playlist.rows]
        return met

    def kept(self) -> Callable[[], None]:
        """What the services hold now; call it to bring that back."""
        db = self.world.store._db  # the store itself has no way back
        rows = db.execute("SELECT * FROM playlists").fetchall()

        def bring_back() -> None:
            self.world.store.clear()
            db.executemany("INSERT INTO playlists VALUES (?, ?, ?, ?, ?)", rows)

        return bring_back

    def _row(self, way: Way, letter: str) -> Row:
        track = songs.track_id(way.backend, letter)
        row = self.world.new_id(way.backend, length=16, alphabet="0123456789ABCDEF") if way.backend == "ytmusic" else ""
        return Row(track, self.clock(), row)


NewRow = Callable[[str], Row]


def _adds(rows: list[Row], new: NewRow, rng: Random) -> None:
    for letter in songs.THEIRS[: rng.randint(1, 2)]:
        rows.insert(rng.randint(0, len(rows)), new(letter))


def _removes(rows: list[Row], _new: NewRow, rng: Random) -> None:
    if rows:
        rows.pop(rng.randrange(len(rows)))


def _moves(rows: list[Row], _new: NewRow, rng: Random) -> None:
    rng.shuffle(rows)


def _doubles(rows: list[Row], new: NewRow, rng: Random) -> None:
    if rows:
        letter = rng.choice(rows).track[0]
        rows.insert(rng.randint(0, len(rows)), new(letter))


def _clears(rows: list[Row], _new: NewRow, _rng: Random) -> None:
    rows.clear()


MEDDLING = {"adds": _adds, "removes": _removes, "moves": _moves, "doubles": _doubles, "clears": _clears}


@cache
def small_plugins(most: int) -> Plugins:
    """The installed backends, with requests that hold little, and playlists of so many rows."""

    @hookimpl
    def exporter_backends() -> list[BackendInfo]:
        return [small(Plugins().backend(name), most) for name in songs.LENGTHS]

    return Plugins(points=[], modules=[SimpleNamespace(exporter_backends=exporter_backends)])


def small(info: BackendInfo, most: int) -> BackendInfo:
    """The backend with requests that hold little, and playlists of so many rows."""

    def fitted(secrets: Mapping[str, str], settings: Mapping[str, object]) -> BackendInfo:
        fit = info.fit(secrets, settings)
        add, remove = min(fit.limits.add, BATCH), min(fit.limits.remove, BATCH)
        return replace(fit, limits=replace(fit.limits, add=add, remove=remove, playlist=most))

    return replace(info, fitted=fitted)


@contextmanager
def both_services(folder: Path) -> Iterator[Services]:
    """Both services, served for the length of a ``with``; ``folder`` keeps what they hold."""
    clock, witness, worlds = Clock(), Witness(), list[World]()
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "catalogue.jsonl"
    source.write_text(songs.catalogue(), encoding="utf-8")

    def watched(info: BackendInfo) -> BackendInfo:
        def look_alike(world: World) -> Mapping[str, ASGIApp]:
            worlds.append(world)
            made = info.sandbox(world) if info.sandbox else {}
            return {path: witness.beside(app, info) for path, app in made.items()}

        return replace(info, sandbox=look_alike)

    backends = [watched(Plugins().backend(name)) for name in songs.LENGTHS]
    with running(backends, state=folder, catalogue=source, clock=clock) as url:
        services = Services(url, worlds[0], clock, witness)
        yield services
        services._session.close()
