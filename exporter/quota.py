"""The books of a service's daily quotas, which no answer of the service tells.

They lie in the state folder, by the owner of the quota, so that every target and every run of one app on this machine
writes into the same. A machine without them learns from the service's refusal.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from exporter.backend import Quota, ServiceInfo
from exporter.store import PRIVATE, alone, write_atomic


@dataclass(frozen=True, slots=True)
class Balance:
    """What the books say of one quota: ``left`` of ``per_day`` until ``resets`` (in UTC)."""

    quota: str
    left: int
    per_day: int
    resets: datetime


@dataclass(frozen=True, slots=True)
class Price:
    """What edits cost of one quota: ``cost`` now, ``left`` of ``per_day`` until ``resets`` (in UTC).

    ``fit`` is how many of the edits fit into what is left.
    """

    quota: str
    cost: int
    left: int
    per_day: int
    resets: datetime
    fit: int


class _Entry(msgspec.Struct, frozen=True):
    """What was spent of one quota on one day (ISO, in the quota's time zone)."""

    day: str
    spent: int


class Ledger:
    """The books of one owner's quotas. Safe for threads and processes; without a ``path`` only for this run.

    ``clock`` gives the time, in UTC.
    """

    def __init__(
        self,
        quotas: Sequence[Quota] = (),
        path: Path | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Read nothing yet."""
        self._quotas = tuple(quotas)
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}

    def book(self, method: str, url: str) -> Quota | None:
        """Book what a request costs; nothing is booked of a quota that it does not fit into, which is given back."""
        for quota in self._quotas:
            if (price := quota.price(method, url)) and not self._spend(quota, price):
                return quota
        return None

    def costs(self, method: str, url: str) -> dict[str, int]:
        """What a request costs of each quota, by the quota's name; nothing is booked."""
        return {quota.name: quota.price(method, url) for quota in self._quotas}

    def exhaust(self, name: str) -> Quota:
        """Book that nothing is left of a quota today: the service said so."""
        quota = next(quota for quota in self._quotas if quota.name == name)
        self._change(quota, lambda _: quota.per_day)
        return quota

    def left(self, quota: Quota) -> int:
        """What is left of a quota today, as far as the books tell."""
        return max(0, quota.per_day - self._spent(self._read(), quota))

    def resets(self, quota: Quota) -> datetime:
        """When the quota's next day begins (in UTC)."""
        today = self._clock().astimezone(ZoneInfo(quota.zone))
        midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight + timedelta(days=1)).astimezone(UTC)

    def seconds_to_reset(self, quota: Quota) -> float:
        """Seconds until the quota's next day begins."""
        return (self.resets(quota) - self._clock()).total_seconds()

    def balances(self) -> tuple[Balance, ...]:
        """What is left of each quota."""
        return tuple(Balance(quota.name, self.left(quota), quota.per_day, self.resets(quota)) for quota in self._quotas)

    def prices(self, edits: int) -> tuple[Price, ...]:
        """What so many edits cost of each quota that they cost something of."""
        return tuple(self._price(quota, edits) for quota in self._quotas if quota.edit)

    def _price(self, quota: Quota, edits: int) -> Price:
        left = self.left(quota)
        fit = min(edits, left // quota.edit)
        return Price(quota.name, edits * quota.edit, left, quota.per_day, self.resets(quota), fit)

    def _spend(self, quota: Quota, price: int) -> bool:
        fits = True

        def spend(spent: int) -> int:
            nonlocal fits
            fits = spent + price <= quota.per_day
            return spent + price if fits else spent

        self._change(quota, spend)
        return fits

    def _change(self, quota: Quota, change: Callable[[int], int]) -> None:
        with self._lock, self._alone():
            entries = dict(self._read())
            entries[quota.name] = self._changed(entries, quota, change)
            self._write(entries)

    def _alone(self) -> AbstractContextManager[None]:
        """No other process writes the books meanwhile."""
        return alone("the books of a quota", self._path.with_suffix(".busy")) if self._path else nullcontext()

    def _changed(self, entries: Mapping[str, _Entry], quota: Quota, change: Callable[[int], int]) -> _Entry:
        return _Entry(self._today(quota), change(self._spent(entries, quota)))

    def _spent(self, entries: Mapping[str, _Entry], quota: Quota) -> int:
        entry = entries.get(quota.name)
        return max(0, entry.spent) if entry and entry.day == self._today(quota) else 0

    def _read(self) -> Mapping[str, _Entry]:
        """The books as they are; damaged ones are none, since the service keeps its own."""
        if self._path is None:
            return self._entries
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Entry])
        except (FileNotFoundError, msgspec.DecodeError):
            return {}

    def _write(self, entries: dict[str, _Entry]) -> None:
        self._entries = entries
        if self._path is not None:
            write_atomic(self._path, msgspec.json.encode(entries).decode(), mode=PRIVATE)

    def _today(self, quota: Quota) -> str:
        return self._clock().astimezone(ZoneInfo(quota.zone)).date().isoformat()


def ledger(info: ServiceInfo, secrets: Mapping[str, str], state: Path | None) -> Ledger:
    """The books of a login's quotas, in the ``state`` folder; without one only for this run."""
    owners = {secrets.get(quota.owner, "") for quota in info.quotas}
    if state is None or not owners:
        return Ledger(info.quotas)
    owner = hashlib.sha256("\0".join(sorted(owners)).encode()).hexdigest()[:16]
    return Ledger(info.quotas, state / "quotas" / f"{info.name}-{owner}.json")
