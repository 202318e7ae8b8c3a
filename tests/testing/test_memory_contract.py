"""The in-memory backend keeps the contract, with every set of features that a service may have."""

from __future__ import annotations

import pytest

from exporter.backend import BackendInfo, Feature
from exporter.model import Song, Track
from exporter.testing import BackendContract, MemoryService, Service, memory_info

TRACKS = [Track("memory", f"{number}x{number}y", f"Song {number}", ("Artist",), duration=200.0) for number in range(12)]


class TestContract(BackendContract):
    @pytest.fixture(
        params=[
            frozenset(Feature),
            frozenset(Feature) - {Feature.REMOVE_ROWS},
            frozenset({Feature.MOVE, Feature.REMOVE_ROWS}),
            frozenset(),
        ],
        ids=["everything", "removes by track", "appends and moves", "bare"],
    )
    def service(self, request: pytest.FixtureRequest) -> Service:
        memory = MemoryService.of(TRACKS)
        info: BackendInfo = memory_info(memory, features=request.param)
        return Service(
            info=info,
            connect=lambda: info.connect(None),  # type: ignore[arg-type]  # memory needs no connection
            song=Song("Song 1", ("Artist",)),
            track_ids=[track.id for track in TRACKS],
            writes=lambda: memory.requests["write"],
        )
