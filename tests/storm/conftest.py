"""Services to push to in a storm, for all tests of a run."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from exporter.session import Connection
from tests.storm.services import Services, both_services
from tests.storm.stage import Log, Stage


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Both services, and waiting that takes no time."""
    folder = tmp_path_factory.mktemp("storm")
    with pytest.MonkeyPatch.context() as patch, both_services(folder / "sandbox") as running:

        def sleep(connection: Connection, seconds: float) -> None:
            running.clock.sleep(seconds)
            connection.check_interrupted()

        patch.setattr(Connection, "sleep", sleep)
        patch.setattr("exporter.store.os.fsync", lambda _handle: None)  # nobody pulls the plug of this machine
        patch.setenv("EXPORTER_SANDBOX_URL", running.url)
        patch.setenv("EXPORTER_STATE_DIR", str(folder / "state"))
        patch.setenv("HOME", str(folder))
        yield running


@pytest.fixture(scope="module")
def log() -> Iterator[Log]:
    """Everything that exporter says while these tests run."""
    handler, logger = Log(), logging.getLogger("exporter")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture(scope="module")
def stage(services: Services, log: Log, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A project with one playlist, that begins anew with every case."""
    return Stage(services, tmp_path_factory.mktemp("stage") / "project", log)
