"""How hypothesis looks for examples, and what is there for all tests.

Where ``CI`` is set examples are the same every time, so that a change is judged by what it changes; anywhere else they
are new ones. ``EXPORTER_EXAMPLES=5000`` looks for longer.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

settings.register_profile(
    "exporter",
    deadline=None,  # a busy machine is no bug
    derandomize=bool(os.environ.get("CI")),
    max_examples=int(os.environ.get("EXPORTER_EXAMPLES", "100")),
)
settings.load_profile("exporter")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # What a shell starts in the background ignores Ctrl-C, and so would all that tests start to interrupt it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _shipped_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Build the catalogue that comes with exporter once, which takes longer than most tests.

    Sandboxes of this process find it in their state folders, as if it were not the first time.
    """
    from exporter.sandbox import server  # noqa: PLC0415 - the web stack, after pytest is set up
    from exporter.sandbox.catalogue import Catalogue  # noqa: PLC0415 - same

    @cache
    def built() -> Path:
        folder = tmp_path_factory.mktemp("shipped")
        Catalogue.open(None, folder).close()
        (file,) = folder.iterdir()
        return file

    def opened(source: Path | None, folder: Path) -> Catalogue:
        if source is None:
            with suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                os.link(built(), folder / built().name)
        return Catalogue.open(source, folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "Catalogue", SimpleNamespace(open=opened))
        yield
