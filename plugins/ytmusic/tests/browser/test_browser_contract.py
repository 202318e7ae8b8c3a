"""Writing with a browser's login keeps the contract, through the unmodified ytmusicapi, against the look-alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from exporter_ytmusic import exporter_backends

from exporter import Backend, Connection, Kind, Song
from exporter.sandbox import running
from exporter.testing import BackendContract, Service

TRACKS = (
    "6UPzWw0VMiU",
    "VgiNmhBJ9HM",
    "-64LW7D60No",
    "WFAOunQr-dY",
    "CWzIsAPFdag",
    "ICzWQQA1AMA",
    "d79s87muvxo",
    "036-aW6i0PU",
    "SewwRRLL3K0",
    "DExc5NCZVIA",
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(exporter_backends(), state=tmp_path_factory.mktemp("sandbox")) as address:
        yield address


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, url: str) -> Iterator[Service]:
        settled = {"switches": {"ytmusic": {"settle_seconds": 0.0}}}  # otherwise the first edit is sent twice
        requests.post(f"{url}/_sandbox/reset", json=settled, timeout=5).raise_for_status()
        (plain,) = exporter_backends()
        info = plain.fit(plain.login.sandbox, {})
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
