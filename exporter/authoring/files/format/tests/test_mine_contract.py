"""Everything that a playlist format promises."""

from __future__ import annotations

import pytest
from exporter import Format
from exporter.testing import FormatContract

from exporter_mine import exporter_formats


class TestContract(FormatContract):
    @pytest.fixture
    def format(self) -> Format:
        return exporter_formats()[0]
