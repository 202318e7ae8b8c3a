"""The Spotify backend keeps the contract, through the unmodified spotipy, against the look-alike over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from exporter_spotify import exporter_backends

from exporter import Backend, Connection, Kind, Song
from exporter.sandbox import running
from exporter.testing import BackendContract, Service

TRACKS = (
    "4rPmTBTX1wobDkGYXKvcGR",
    "7p30D2KjK2XW7YUvI6nH3o",
    "33w7LgNJIuhs5dhSYZ0do1",
    "0Rr5Lw09CzqcchhsH0Pmhs",
    "3fCO1n6l7yekcNRDRkoJJ4",
    "434YBNY61Y9sqBSp7OINBa",
    "4fKjIzm80Rpf4EUAt96hW2",
    "7EUSByOz1UUx78lLDxfxRQ",
    "45YBVp6zMwQZRbUDcPzmMB",
    "2y9InfJTC4tY553hSTkqe9",
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(exporter_backends(), state=tmp_path_factory.mktemp("sandbox")) as address:
        yield address


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, url: str) -> Iterator[Service]:
        requests.post(f"{url}/_sandbox/reset", timeout=5).raise_for_status()
        (info,) = exporter_backends()
        connections: list[Connection] = []

        def connect() -> Backend:
            connections.append(Connection(info, secrets=info.login.sandbox, sandbox_url=url))
            return info.connect(connections[-1])

        yield Service(
            info=info,
            connect=connect,
            song=Song("君の知らない物語", ("supercell",)),
            track_ids=TRACKS,
            writes=lambda: sum(connection.counts[Kind.WRITE] for connection in connections),
        )
        for connection in connections:
            connection.session().close()
