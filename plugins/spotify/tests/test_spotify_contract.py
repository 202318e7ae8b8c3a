"""The Spotify backend keeps the contract, through the unmodified spotipy, against the look-alike over HTTP."""

from __future__ import annotations

import pytest
from exporter_spotify import exporter_backends

from exporter.testing import BackendContract, Sandboxed, Service


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, sandboxed: Sandboxed) -> Service:
        return sandboxed(exporter_backends()[0])
