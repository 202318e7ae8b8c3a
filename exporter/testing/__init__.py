"""For plugin authors: the contract that every backend keeps, as tests, and an in-memory backend that keeps it.

A plugin's contract test is a fixture and a class without a body of its own::

    from exporter.testing import BackendContract, Service

    class TestContract(BackendContract):
        @pytest.fixture
        def service(self) -> Service:
            return Service(info=..., connect=..., song=..., track_ids=..., writes=...)

The contract needs pytest, which is imported when it is asked for; the in-memory backend does not.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from exporter.testing.memory import MemoryBackend, MemoryService, memory_info

if TYPE_CHECKING:
    from exporter.testing.contract import BackendContract, Service

__all__ = ["BackendContract", "MemoryBackend", "MemoryService", "Service", "memory_info"]


def __getattr__(name: str) -> object:
    if name in {"BackendContract", "Service"}:
        return getattr(import_module("exporter.testing.contract"), name)
    raise AttributeError(f"module 'exporter.testing' has no attribute {name!r}")
