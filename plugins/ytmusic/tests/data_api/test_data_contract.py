"""The Data API writer keeps the contract, against the look-alike over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter import Backend, Song
from exporter.quota import Ledger
from exporter.testing import BackendContract, Service

if TYPE_CHECKING:
    from tests.data_api.conftest import YouTube


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, youtube: YouTube) -> Service:
        youtube.switch(daily_units=100_000)

        def connect() -> Backend:
            connection = youtube.connection()
            connection.ledger = Ledger()  # the longest playlist costs more than a day's units
            return youtube.backend(connection)

        return Service(
            info=youtube.info,
            connect=connect,
            song=Song("Lemon & Lime's <End>", ("米津玄師",)),
            track_ids=[f"vid{number:08d}" for number in range(1, 11)],
            writes=youtube.writes,
        )
