"""The pytest plugin: the fixture ``sandboxed``. It is there wherever exporter is, so it loads nothing early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from exporter.testing.sandboxed import Sandboxed


@pytest.fixture(scope="session")
def exporter_sandboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandboxed]:
    """The look-alikes of this run, each served from when it is first asked for. Tests take ``sandboxed``."""
    from exporter.errors import PluginError  # noqa: PLC0415 - nothing is loaded early

    try:
        from exporter.testing.sandboxed import Sandboxed  # noqa: PLC0415 - the web stack is for tests that ask for it
    except PluginError as error:
        raise pytest.fail.Exception(f"{error.message} {error.hint}", pytrace=False) from None
    sandboxes = Sandboxed(lambda: tmp_path_factory.mktemp("sandbox"))
    yield sandboxes
    sandboxes.close()


@pytest.fixture
def sandboxed(exporter_sandboxes: Sandboxed) -> Iterator[Sandboxed]:
    """Serves a plugin's own look-alike and gives the service under test: ``sandboxed(info)``."""
    yield exporter_sandboxes
    exporter_sandboxes.let_go()
