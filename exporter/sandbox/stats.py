"""What was asked of each service, and how it was answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from exporter.backend import Kind


@dataclass(slots=True)
class Stats:
    """The counts of one service since the last reset.

    A request that got no answer counts under the fault's name (``"timeout"``, ``"lost"``) in place of a status.
    """

    kinds: Counter[Kind] = field(default_factory=Counter)
    status: Counter[str] = field(default_factory=Counter)

    def as_data(self) -> dict[str, object]:
        """The counts as ``/_sandbox/stats`` shows them."""
        counts: dict[str, object] = {kind.value: self.kinds[kind] for kind in Kind}
        return {**counts, "status": dict(sorted(self.status.items()))}
