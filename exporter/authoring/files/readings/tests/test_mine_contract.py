"""Everything that readings promise."""

from __future__ import annotations

import pytest
from exporter.testing import Readings, ReadingsContract

from exporter_mine import exporter_readings


class TestContract(ReadingsContract):
    @pytest.fixture
    def readings(self) -> Readings:
        return exporter_readings

    @pytest.fixture
    def text(self) -> str:
        return "Καλημέρα"
