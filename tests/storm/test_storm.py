from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.storm.edits import EDITS
from tests.storm.night import Case, Log, Stage, weathered
from tests.storm.services import WAYS, Services
from tests.storm.weather import WEATHERS


@pytest.mark.parametrize("weather", WEATHERS)
@pytest.mark.parametrize("way", WAYS)
def test_storm(way: str, weather: str, services: Services, log: Log, tmp_path: Path) -> None:
    stage = Stage(services, WAYS[way], tmp_path / "project", log)
    for edit in EDITS:
        for seed in range(int(os.environ.get("SEEDS", "1"))):
            weathered(Case(WAYS[way], edit, weather, seed), stage, lambda: None)


def test_one(services: Services, log: Log, tmp_path: Path) -> None:
    text = os.environ.get("EXPORTER_STORM_CASE")
    if not text:
        pytest.skip("no case")
    case = Case.of(text)
    weathered(case, Stage(services, case.way, tmp_path / "project", log), lambda: None)
