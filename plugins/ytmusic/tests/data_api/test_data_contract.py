"""The Data API writer keeps the contract, against the look-alike over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exporter_ytmusic.data import DataCatalogue, DataLibrary

from exporter import Account, Backend, Connection, Edit, Query, Remote, Song, Track
from exporter.quota import Ledger
from exporter.testing import BackendContract, Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.data_api.conftest import YouTube


class Together:
    """Both rooms as one backend."""

    def __init__(self, connection: Connection) -> None:
        self.catalogue, self.library = DataCatalogue(connection), DataLibrary(connection)

    def account(self) -> Account:
        return self.library.account()

    def search(self, query: Query) -> Sequence[Track]:
        return self.catalogue.search(query)

    def track(self, track_id: str) -> Track | None:
        return self.catalogue.track(track_id)

    def playlists(self, name: str) -> Sequence[Remote]:
        return self.library.playlists(name)

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        return self.library.read(playlist_id, known_version=known_version)

    def in_library(self, playlist_id: str) -> bool:
        return self.library.in_library(playlist_id)

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        return self.library.create(name, description, public=public)

    def apply(self, playlist_id: str, edit: Edit) -> None:
        self.library.apply(playlist_id, edit)


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, youtube: YouTube) -> Service:
        youtube.switch(daily_units=100_000)

        def connect() -> Backend:
            connection = youtube.connection()
            connection.ledger = Ledger()  # the longest playlist costs more than a day's units
            return Together(connection)

        return Service(
            info=youtube.info,
            connect=connect,
            song=Song("Lemon & Lime's <End>", ("米津玄師",)),
            track_ids=[f"vid{number:08d}" for number in range(1, 11)],
            writes=youtube.writes,
        )
