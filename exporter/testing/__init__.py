"""For plugin authors: the contract that every backend keeps, as tests, and an in-memory backend that keeps it.

A plugin's contract test is a fixture and a class without a body of its own::

    from exporter.testing import BackendContract, Service

    class TestContract(BackendContract):
        @pytest.fixture
        def service(self) -> Iterator[Service]:
            yield Service(info=..., connect=..., song=..., track_ids=...)

Needs pytest. Install it beside the plugin; exporter itself does not need it.
"""

from exporter.testing.contract import BackendContract, Service
from exporter.testing.memory import MemoryBackend, MemoryService, memory_info

__all__ = ["BackendContract", "MemoryBackend", "MemoryService", "Service", "memory_info"]
