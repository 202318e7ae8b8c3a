"""Everything that a backend promises."""

from __future__ import annotations

import pytest
from exporter.testing import BackendContract, Sandboxed, Service

from exporter_mine import exporter_backends


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, sandboxed: Sandboxed) -> Service:
        return sandboxed(exporter_backends()[0])
