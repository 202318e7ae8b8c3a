"""What every backend promises, as tests: one class of five parts, which is all that a plugin's test inherits."""

from __future__ import annotations

from exporter.testing.editing import Editing
from exporter.testing.enduring import Enduring
from exporter.testing.failing import Failing
from exporter.testing.finding import Finding
from exporter.testing.keeping import Keeping
from exporter.testing.service import Service

__all__ = ["BackendContract", "Service"]


class BackendContract(Enduring, Failing, Editing, Keeping, Finding):  # pytest begins with the last
    """Every test is a promise of :class:`exporter.backend.Backend`. Give it a ``service`` fixture."""
