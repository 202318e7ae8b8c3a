"""Everything that an enricher promises."""

from __future__ import annotations

import pytest
from exporter import Song
from exporter.testing import EnricherContract, Sandboxed, Source

from exporter_mine import exporter_enrichers


class TestContract(EnricherContract):
    @pytest.fixture
    def source(self, sandboxed: Sandboxed) -> Source:
        return sandboxed.enricher(exporter_enrichers()[0], song=Song("君の知らない物語", ("supercell",)))
