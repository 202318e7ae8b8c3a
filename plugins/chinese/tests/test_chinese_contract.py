"""Chinese readings keep the contract of readings."""

from __future__ import annotations

import pytest
from exporter_chinese import exporter_readings

from exporter.testing import Readings, ReadingsContract


class TestContract(ReadingsContract):
    @pytest.fixture
    def readings(self) -> Readings:
        return exporter_readings

    @pytest.fixture
    def text(self) -> str:
        return "月亮代表我的心"
