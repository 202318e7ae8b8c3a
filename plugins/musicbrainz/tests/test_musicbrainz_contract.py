"""MusicBrainz keeps the contract of sources of facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from exporter_musicbrainz import exporter_enrichers

from exporter import Song
from exporter.testing import EnricherContract, Sandboxed, Source


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("facts") / "catalogue.jsonl"
    file.write_text('{"id": "1", "title": "Lemon", "artists": ["米津玄師"]}', encoding="utf-8")
    return file


class TestContract(EnricherContract):
    @pytest.fixture
    def source(self, sandboxed: Sandboxed, catalogue: Path) -> Source:
        (info,) = exporter_enrichers()
        return sandboxed.enricher(info, song=Song("Lemon", ("米津玄師",)), catalogue=catalogue)
