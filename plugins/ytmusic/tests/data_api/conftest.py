"""The Data API writer, connected to its look-alike on 127.0.0.1."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from exporter_ytmusic import exporter_backends
from exporter_ytmusic.data import DataCatalogue, DataLibrary
from exporter_ytmusic.quota import QUOTAS
from exporter_ytmusic.sandbox import library, lookalike

from exporter import (
    Backend,
    BackendInfo,
    Connection,
    Kind,
)
from exporter.quota import Ledger
from exporter.sandbox import Catalogue, Stored, World, running

if TYPE_CHECKING:
    from starlette.types import ASGIApp

SECRETS = {"client_id": "the-client", "client_secret": "the-client-secret", "refresh_token": "the-refresh-token"}

SETTINGS = {"writer": "data-api", "search": "data-api"}


def video_id(number: int) -> str:
    return f"vid{number:08d}"


def entry(number: int, **values: object) -> dict[str, object]:
    return {
        "id": video_id(number),
        "title": f"Number {number}",
        "artists": ["Metronome"],
        "album": "Counting",
        "duration_ms": 180_000 + 1000 * number,
        "popularity": 10,
        "kind": "song",
        "services": ["ytmusic"],
        **values,
    }


ENTRIES = (
    *(entry(number) for number in range(40)),
    entry(900, title="Lemon & Lime's <End>", artists=["米津玄師", "Someone"], album="STRAY SHEEP", popularity=80),
    entry(901, title="Lemon & Lime's <End> (Music Video)", artists=["Kenshi Yonezu"], kind="video", popularity=99),
    entry(902, title="Deleted video", artists=["Prankster"], kind="video"),
    entry(903, title="\x1b[31mred\x07", artists=["<b>Bold</b>"], kind="video"),
)


class Clock:
    """A clock that stands until a test moves it: 2026-09-21, 15:33:20 UTC, which is 08:33 in California."""

    now = 1_790_004_800.0

    def __call__(self) -> float:
        return self.now

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)


class YouTube:
    """The look-alike, what is known behind its back, and connections to it."""

    def __init__(self, url: str, world: World, clock: Clock) -> None:
        self.url, self.world, self.clock = url, world, clock
        self.slept: list[float] = []
        self.warnings: list[str] = []
        self.connections: list[Connection] = []

    @property
    def info(self) -> BackendInfo:
        return exporter_backends()[0].fit(SECRETS, SETTINGS)

    def sleep(self, seconds: float) -> None:
        """Time passes for the service, and for nobody else."""
        self.slept.append(seconds)
        self.clock.now += seconds

    def connection(self, books: Path | None = None, /, **secrets: str) -> Connection:
        """A connection; its books lie in memory, where none are given."""
        made = Connection(
            self.info,
            secrets={**SECRETS, **secrets},
            settings=SETTINGS,
            sandbox_url=self.url,
            ledger=Ledger(QUOTAS, books, self.clock.moment),
            sleep=self.sleep,
            warn=self.warnings.append,
        )
        self.connections.append(made)
        return made

    def backend(self, connection: Connection) -> Backend:
        return self.info.connect(connection)

    def library(self, **secrets: str) -> DataLibrary:
        return DataLibrary(self.connection(**secrets))

    def catalogue(self) -> DataCatalogue:
        return DataCatalogue(self.connection())

    def switch(self, **values: object) -> None:
        """Set the oddities of the Data API."""
        self._control("switches", {"youtube": values})

    def sign_out(self) -> None:
        """Let every browser's login die."""
        self._control("switches", {"ytmusic": {"signed_in": False}})

    def fault(self, spec: str, *, seed: int = 0) -> None:
        """Let requests fail from now on."""
        self._control("faults", {"faults": spec, "seed": seed})

    def stats(self) -> Any:
        return requests.get(f"{self.url}/_sandbox/stats", timeout=5).json()["youtube"]

    def _control(self, name: str, body: object) -> None:
        answer = requests.post(f"{self.url}/_sandbox/{name}", json=body, timeout=5)
        assert answer.ok, answer.text

    def plant(self, *numbers: int, name: str = "Planted", owner: str = "", privacy: str = "private") -> str:
        """A playlist that was made elsewhere."""
        rows = tuple(library.new_row(self.world, video_id(number)) for number in numbers)
        one = Stored(service=library.SERVICE, id=library.new_playlist_id(self.world), name=name, owner=owner, rows=rows)
        return self.world.store.add(library.with_privacy(one, privacy)).id

    def stored(self, playlist_id: str) -> Stored:
        found = self.world.store.get(library.SERVICE, playlist_id)
        assert found is not None
        return found

    def numbers(self, playlist_id: str) -> list[int]:
        """The songs of a playlist, in order, as the service keeps them."""
        return [int(row.track.removeprefix("vid")) for row in self.stored(playlist_id).rows]

    def all_playlists(self) -> list[Stored]:
        return list(self.world.store.all(library.SERVICE))

    def writes(self) -> int:
        return sum(connection.counts[Kind.WRITE] for connection in self.connections)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogue, as a file and built: to build it takes longer than most tests."""
    folder = tmp_path_factory.mktemp("catalogue")
    source = folder / "catalogue.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in ENTRIES), encoding="utf-8")
    Catalogue.open(source, folder).close()
    return folder


@pytest.fixture
def youtube(tmp_path: Path, built: Path) -> Iterator[YouTube]:
    """The service, as it is on a good day: new playlists have to settle, everything else goes well."""
    state = tmp_path / "sandbox"
    shutil.copytree(built, state)
    worlds: list[World] = []

    def remembered(world: World) -> Mapping[str, ASGIApp]:
        worlds.append(world)
        return lookalike(world)

    clock = Clock()
    backends = [replace(exporter_backends()[0], sandbox=remembered)]
    with running(backends, state=state, catalogue=state / "catalogue.jsonl", clock=clock) as url:
        youtube = YouTube(url, worlds[-1], clock)
        yield youtube
        for connection in youtube.connections:
            connection.session().close()
