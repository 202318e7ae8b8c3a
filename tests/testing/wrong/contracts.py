"""The contracts over everything that is wrong, each promise over what breaks it; test_broken_promises.py runs this."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from exporter.exchange import Format
from exporter.testing import BackendContract, EnricherContract, FormatContract, ReadingsContract, Service, Source
from exporter.testing.readings import Readings
from tests.testing.memories import under_test
from tests.testing.wrong import backends, enrichers, formats, readings


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("promise", [metafunc.function.promise])


@pytest.fixture(autouse=True)
def named(promise: str, record_property: Callable[[str, object], None]) -> None:
    """The report says which promise a test is about."""
    record_property("promise", promise)


class TestBackends(BackendContract):
    @pytest.fixture
    def service(self, promise: str) -> Service:
        wrong = backends.WRONG[promise]
        service = under_test(wrong.make)
        return replace(service, info=wrong.info(service.info))


class TestFormats(FormatContract):
    @pytest.fixture
    def format(self, promise: str) -> Format:
        return formats.WRONG[promise].format


class TestReadings(ReadingsContract):
    @pytest.fixture
    def readings(self, promise: str) -> Readings:
        return readings.WRONG[promise].readings

    @pytest.fixture
    def text(self) -> str:
        return readings.TEXT


class TestEnrichers(EnricherContract):
    @pytest.fixture
    def source(self, promise: str) -> Source:
        return enrichers.source(enrichers.WRONG[promise].answer)
