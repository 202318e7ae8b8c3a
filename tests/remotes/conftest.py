"""Playlists that were pushed to a service in memory, night after night."""

from __future__ import annotations

import pytest

from tests.conftest import Workplace
from tests.test_work import Nights


@pytest.fixture
def nights(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Nights:
    for variable in ("EXPORTER_MEMORY_TOKEN", "EXPORTER_MEMORY_TOKEN__WORK"):
        monkeypatch.setenv(variable, "a-secret-token")
    monkeypatch.setattr("exporter.session.Connection.sleep", lambda _self, _seconds: None)
    return Nights(workplace)
