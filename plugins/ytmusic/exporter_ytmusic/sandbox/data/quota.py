"""What a project may still ask today: units, searches, new playlists. Days begin at midnight Pacific time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from exporter.sandbox import World
from exporter_ytmusic.sandbox.data import refused
from exporter_ytmusic.sandbox.data.switches import Switches

Bucket = Literal["units", "searches", "playlists"]

SERVICE = "youtube"
"""The service's name in switches, notes and statistics."""
PACIFIC = ZoneInfo("America/Los_Angeles")
METRICS = {"units": "Queries", "searches": "Search Queries"}
"""The names in the newer shape of the refusal; the second one is a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The books of one project."""

    world: World
    switches: Switches

    def check(self, bucket: Bucket, price: int) -> None:
        """Refuse what no longer fits into the day."""
        daily, spent = self._limits(bucket)
        if daily is None or spent + self._booked(bucket) + price <= daily:
            return
        if bucket == "playlists":
            raise refused.exhausted()
        if self.switches.quota_reason == "rateLimitExceeded":
            raise refused.metric_exceeded(METRICS[bucket])
        raise refused.quota_exceeded()

    def book(self, bucket: Bucket, price: int) -> None:
        """Write down what was asked."""
        self.world.store.write_note(SERVICE, self._page(bucket), str(self._booked(bucket) + price))

    def _limits(self, bucket: Bucket) -> tuple[int | None, int]:
        """A day's amount, and what others spent of it."""
        return {
            "units": (self.switches.daily_units, self.switches.spent_units),
            "searches": (self.switches.daily_searches, self.switches.spent_searches),
            "playlists": (self.switches.creations_a_day, 0),
        }[bucket]

    def _booked(self, bucket: Bucket) -> int:
        return int(self.world.store.note(SERVICE, self._page(bucket)) or 0)

    def _page(self, bucket: Bucket) -> str:
        return f"{bucket} {datetime.fromtimestamp(self.world.clock(), PACIFIC):%Y-%m-%d}"
