"""Every format that ships with exporter keeps the contract of formats."""

from __future__ import annotations

import pytest

from exporter import Format
from exporter.formats import exporter_formats
from exporter.testing import FormatContract


class TestContract(FormatContract):
    @pytest.fixture(params=exporter_formats(), ids=lambda one: one.name)
    def format(self, request: pytest.FixtureRequest) -> Format:
        one: Format = request.param
        return one
