"""The Data API writer keeps the contract, against the look-alike over HTTP."""

from __future__ import annotations

import pytest
from exporter_ytmusic import exporter_backends

from exporter.testing import BackendContract, Sandboxed, Service

NO_QUOTAS = {"youtube": {"daily_units": 10**9, "daily_searches": 10**9, "creations_a_day": None}}


def video_id(number: int) -> str:
    return f"contract{number:03}"


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, sandboxed: Sandboxed) -> Service:
        return sandboxed(
            exporter_backends()[0],
            new_id=video_id,
            settings={"writer": "data-api", "search": "data-api"},
            secrets={"client_id": "the-client", "client_secret": "client-secret", "refresh_token": "refresh-token"},
            switches=NO_QUOTAS,
        )
