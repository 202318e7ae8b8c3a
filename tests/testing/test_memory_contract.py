"""The in-memory backend keeps the contract, with every set of features that a service may have."""

from __future__ import annotations

import pytest

from exporter.backend import Feature
from exporter.testing import BackendContract, Service
from tests.testing.memories import under_test

FEATURES = {
    "everything": frozenset(Feature),
    "removes by track": frozenset(Feature) - {Feature.REMOVE_ROWS},
    "appends and moves": frozenset({Feature.MOVE, Feature.REMOVE_ROWS}),
    "bare": frozenset[Feature](),
}


class TestContract(BackendContract):
    @pytest.fixture(params=FEATURES.values(), ids=list(FEATURES))
    def service(self, request: pytest.FixtureRequest) -> Service:
        return under_test(features=request.param)
