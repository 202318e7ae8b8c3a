"""Writing with a browser's login keeps the contract, through the unmodified ytmusicapi, against the look-alike."""

from __future__ import annotations

import pytest
from exporter_ytmusic import exporter_backends

from exporter.testing import BackendContract, Sandboxed, Service


def video_id(number: int) -> str:
    return f"contract{number:03}"


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, sandboxed: Sandboxed) -> Service:
        return sandboxed(exporter_backends()[0], new_id=video_id)
