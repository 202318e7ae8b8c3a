"""For plugin authors: what plugins promise, as tests, and an in-memory backend that keeps all of it.

The contract test of a backend with a look-alike of its own (``BackendInfo.sandbox``)::

    import pytest
    from exporter.testing import BackendContract, Sandboxed, Service
    from exporter_mine import exporter_backends

    class TestContract(BackendContract):
        @pytest.fixture
        def service(self, sandboxed: Sandboxed) -> Service:
            return sandboxed(exporter_backends()[0])

``sandboxed`` is a fixture of the pytest plugin that comes with exporter. A backend without a look-alike builds its
:class:`Service` by hand. :class:`FormatContract`, :class:`ReadingsContract` and :class:`EnricherContract` are used in
the same way. A failure says which promise it is about; :data:`PROMISES` holds them all.

The contracts need pytest, which is imported when one is asked for; the in-memory backend does not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.testing.contract import BackendContract
    from exporter.testing.enrichers import EnricherContract, Source
    from exporter.testing.formats import FormatContract
    from exporter.testing.memory import MemoryBackend, MemoryService, memory_info
    from exporter.testing.promises import PROMISES, Promise
    from exporter.testing.readings import Readings, ReadingsContract
    from exporter.testing.sandboxed import Sandboxed
    from exporter.testing.service import Service
    from exporter.testing.texts import HOSTILE

__all__ = [
    "HOSTILE",
    "PROMISES",
    "BackendContract",
    "EnricherContract",
    "FormatContract",
    "MemoryBackend",
    "MemoryService",
    "Promise",
    "Readings",
    "ReadingsContract",
    "Sandboxed",
    "Service",
    "Source",
    "memory_info",
]

_HOMES = {
    "exporter.testing.contract": ("BackendContract",),
    "exporter.testing.enrichers": ("EnricherContract", "Source"),
    "exporter.testing.formats": ("FormatContract",),
    "exporter.testing.memory": ("MemoryBackend", "MemoryService", "memory_info"),
    "exporter.testing.promises": ("PROMISES", "Promise"),
    "exporter.testing.readings": ("Readings", "ReadingsContract"),
    "exporter.testing.sandboxed": ("Sandboxed",),
    "exporter.testing.service": ("Service",),
    "exporter.testing.texts": ("HOSTILE",),
}


def __getattr__(name: str) -> object:
    for home, members in _HOMES.items():
        if name in members:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'exporter.testing' has no attribute {name!r}")
