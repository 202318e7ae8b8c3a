"""The books of a quota: no day costs more, a new day begins at its zone's midnight, and the books survive."""

from __future__ import annotations

import multiprocessing
import stat
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.backend import BackendInfo, Quota
from exporter.errors import WaitLonger
from exporter.quota import Ledger, ledger
from exporter.session import Connection
from exporter.testing import MemoryService, memory_info

PACIFIC = "America/Los_Angeles"
NOON = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
"""Noon in California."""


def price(method: str, url: str) -> int:
    """A write costs 50, a read 1, and logging in nothing."""
    if url.endswith("/token"):
        return 0
    return 50 if method == "POST" else 1


UNITS = Quota(name="units", per_day=1000, price=price, edit=50, zone=PACIFIC, owner="client_id")
SEARCHES = Quota(name="searches", per_day=2, price=lambda _, url: 1 if url.endswith("/search") else 0, zone=PACIFIC)
LIST = "https://service.example/list"


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def books(path: Path | None = None, clock: Clock | None = None, *quotas: Quota) -> Ledger:
    return Ledger(quotas or (UNITS,), path, clock or Clock())


# Booking.


def test_a_request_is_booked_at_its_price() -> None:
    account = books()
    assert account.book("POST", LIST) is None
    assert account.book("GET", LIST) is None
    assert account.left(UNITS) == 1000 - 51


def test_what_costs_nothing_is_always_possible() -> None:
    account = books()
    account.exhaust("units")
    assert account.book("POST", "https://service.example/token") is None
    assert account.book("GET", LIST) == UNITS


def test_a_request_that_does_not_fit_is_not_booked_and_a_cheaper_one_still_fits() -> None:
    account = books(None, None, replace(UNITS, per_day=60))
    assert account.book("POST", LIST) is None
    assert account.book("POST", LIST) is not None
    assert account.book("GET", LIST) is None
    assert [balance.left for balance in account.balances()] == [9]


def test_every_quota_has_books_of_its_own() -> None:
    account = books(None, None, UNITS, SEARCHES)
    search = "https://service.example/search"
    assert [account.book("GET", search) for _ in range(3)] == [None, None, SEARCHES]
    assert account.book("GET", LIST) is None
    assert account.left(SEARCHES) == 0


def test_when_the_service_says_that_nothing_is_left_the_books_say_so_too() -> None:
    account = books()
    assert account.exhaust("units") == UNITS
    assert account.left(UNITS) == 0


@given(st.lists(st.sampled_from(["POST", "GET"]), max_size=60), st.integers(0, 400))
def test_no_day_ever_costs_more_than_the_quota(methods: Sequence[str], per_day: int) -> None:
    quota = replace(UNITS, per_day=per_day)
    account = books(None, None, quota)
    spent = sum(price(method, LIST) for method in methods if account.book(method, LIST) is None)
    assert spent <= per_day
    assert account.left(quota) == per_day - spent


def test_threads_spend_no_more_than_the_quota(tmp_path: Path) -> None:
    for path in (None, tmp_path / "books.json"):
        account = books(path, None, replace(UNITS, per_day=30))
        booked: list[bool] = []

        def spend(account: Ledger = account, booked: list[bool] = booked) -> None:
            booked.extend(account.book("GET", LIST) is None for _ in range(5))

        threads = [threading.Thread(target=spend) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert booked.count(True) == 30
        assert len(booked) == 40


# The books.


def test_the_next_run_goes_on_with_the_same_books(tmp_path: Path) -> None:
    path = tmp_path / "quotas" / "books.json"
    books(path).book("POST", LIST)
    again = books(path)
    assert again.left(UNITS) == 950
    again.book("POST", LIST)
    assert books(path).left(UNITS) == 900


def test_the_books_are_private(tmp_path: Path) -> None:
    books(tmp_path / "books.json").book("POST", LIST)
    assert stat.S_IMODE((tmp_path / "books.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"units": 5}',
        '{"units": {"day": "2026-11-21"}}',
        '{"units": {"day": "2026-11-21", "spent": -9}}',
    ],
)
def test_damaged_books_are_none_and_are_written_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "books.json"
    path.write_text(text)
    assert books(path).left(UNITS) == 1000
    books(path).book("POST", LIST)
    assert books(path).left(UNITS) == 950


def _spend(path: str, times: int) -> None:
    account = Ledger((UNITS,), Path(path), Clock())
    for _ in range(times):
        account.book("GET", LIST)


def test_two_processes_write_into_the_same_books(tmp_path: Path) -> None:
    path = tmp_path / "books.json"
    spawn = multiprocessing.get_context("spawn")
    running = [spawn.Process(target=_spend, args=(str(path), 20)) for _ in range(2)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert books(path).left(UNITS) == 1000 - 40


def test_each_owner_of_a_quota_has_books_of_its_own(tmp_path: Path) -> None:
    info = replace(memory_info(MemoryService()), quotas=(UNITS,))

    def of(client: str) -> Ledger:
        return ledger(info, {"client_id": client, "token": "whoever"}, tmp_path)

    of("app").exhaust("units")
    assert of("app").left(UNITS) == 0
    assert of("another").left(UNITS) == 1000
    assert not [path for path in tmp_path.rglob("*") if "app" in path.name], "whose it is stands in no file's name"


def test_without_a_quota_or_a_state_folder_nothing_is_written(tmp_path: Path) -> None:
    ledger(memory_info(MemoryService()), {}, tmp_path).book("POST", LIST)
    without = ledger(replace(memory_info(MemoryService()), quotas=(UNITS,)), {}, None)
    without.book("POST", LIST)
    assert without.left(UNITS) == 950
    assert not list(tmp_path.iterdir())


# Days.


@pytest.mark.parametrize(
    ("now", "resets"),
    [
        (datetime(2026, 11, 21, 20, 0, tzinfo=UTC), datetime(2026, 11, 22, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 20, 0, tzinfo=UTC), datetime(2026, 7, 2, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 8, 9, 0, tzinfo=UTC), datetime(2026, 3, 9, 7, 0, tzinfo=UTC)),  # 23 hours long
        (datetime(2026, 11, 1, 8, 0, tzinfo=UTC), datetime(2026, 11, 2, 8, 0, tzinfo=UTC)),  # 25 hours long
        (
            datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
            datetime(2026, 11, 2, 8, 0, tzinfo=UTC),
        ),  # its hour that comes twice
    ],
)
def test_the_next_day_begins_at_midnight_in_the_quotas_zone(now: datetime, resets: datetime) -> None:
    account = books(None, Clock(now))
    assert account.resets(UNITS) == resets
    assert account.seconds_to_reset(UNITS) == (resets - now).total_seconds()


def test_a_new_day_has_the_whole_quota_again(tmp_path: Path) -> None:
    clock = Clock()
    account = books(tmp_path / "books.json", clock)
    account.exhaust("units")
    clock.now = account.resets(UNITS) - timedelta(seconds=1)
    assert account.left(UNITS) == 0
    clock.now += timedelta(seconds=1)
    assert account.left(UNITS) == 1000
    account.book("POST", LIST)
    assert account.left(UNITS) == 950


moments = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001 - set right there
zones = st.sampled_from(
    [PACIFIC, "UTC", "Asia/Tokyo", "Europe/Berlin", "Africa/Cairo", "Asia/Beirut", "America/Havana"]
)


@given(moments, zones)
def test_a_day_ends_when_the_next_date_begins_also_where_clocks_change(now: datetime, zone: str) -> None:
    def day(moment: datetime) -> object:
        return moment.astimezone(ZoneInfo(zone)).date()

    quota = replace(UNITS, zone=zone)
    resets = books(None, Clock(now), quota).resets(quota)
    assert now < resets <= now + timedelta(hours=26)
    assert day(resets - timedelta(microseconds=1)) == day(now)
    assert day(resets) != day(now)


@given(st.lists(st.tuples(st.sampled_from(["POST", "GET", "later", "again"]), st.integers(0, 40)), max_size=30))
def test_whatever_happens_no_date_of_the_zone_costs_more_than_the_quota(steps: Sequence[tuple[str, int]]) -> None:
    quota = replace(UNITS, per_day=120)
    clock = Clock()
    spent: dict[object, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.json"
        account = books(path, clock, quota)
        for what, hours in steps:
            if what == "later":
                clock.now += timedelta(hours=hours)
            elif what == "again":
                account = books(path, clock, quota)
            elif account.book(what, LIST) is None:
                day = clock.now.astimezone(ZoneInfo(PACIFIC)).date()
                spent[day] = spent.get(day, 0) + price(what, LIST)
    assert all(sum_of_day <= 120 for sum_of_day in spent.values())


# Prices.


def test_a_plan_is_priced_and_says_how_much_of_it_fits() -> None:
    account = books(None, None, UNITS, SEARCHES)
    account.book("POST", LIST)
    (units,) = account.prices(30)
    assert (units.quota, units.cost, units.left, units.per_day, units.fit) == ("units", 1500, 950, 1000, 19)
    assert units.resets == account.resets(UNITS)


@given(st.integers(0, 50), st.integers(0, 50))
def test_as_many_edits_can_be_booked_as_were_said_to_fit(before: int, edits: int) -> None:
    account = books()
    for _ in range(before):
        account.book("POST", LIST)
    (units,) = account.prices(edits)
    booked = [account.book("POST", LIST) is None for _ in range(edits)]
    assert booked.count(True) == units.fit
    assert booked == sorted(booked, reverse=True)


# The session.


@pytest.fixture
def info() -> BackendInfo:
    return replace(memory_info(MemoryService()), hosts={"http://127.0.0.1:9": "/service"}, quotas=(UNITS,))


def test_a_request_that_does_not_fit_is_never_sent(info: BackendInfo) -> None:
    account = books()
    account.exhaust("units")
    door = Connection(info, ledger=account)
    with pytest.raises(WaitLonger) as caught:
        door.session().post("http://127.0.0.1:9/list")
    assert caught.value.message.startswith("Memory has no units left for today.")
    assert caught.value.seconds == 12 * 3600
    assert not door.counts, "nothing was counted, for nothing was sent"


def test_a_request_is_booked_before_it_is_sent_for_its_answer_may_be_lost(info: BackendInfo) -> None:
    account = books()
    with suppress(Exception):
        Connection(info, ledger=account).session().post("http://127.0.0.1:9/list")  # nobody answers there
    assert account.left(UNITS) == 950


def test_every_time_that_a_read_is_sent_again_costs_again(info: BackendInfo) -> None:
    account = books()
    door = Connection(info, ledger=account, sleep=lambda _: None)
    with suppress(Exception):
        door.session().get("http://127.0.0.1:9/list")
    assert 1000 - account.left(UNITS) == door.counts["read"] > 1


def test_the_sandbox_is_priced_by_the_services_own_addresses(info: BackendInfo) -> None:
    asked: list[tuple[str, str]] = []

    def noting(method: str, url: str) -> int:
        asked.append((method, url))
        return 0

    quota = replace(UNITS, price=noting)
    door = Connection(info, ledger=books(None, None, quota), sandbox_url="http://127.0.0.1:1")
    door.book("post", "http://127.0.0.1:1/service/list")
    assert set(asked) == {("POST", "http://127.0.0.1:9/list")}


def test_a_refusal_of_the_service_is_booked_and_told_with_the_time_to_come_back(info: BackendInfo) -> None:
    account = books()
    error = Connection(info, ledger=account).used_up("units")
    assert account.left(UNITS) == 0
    assert (error.exit_code, error.seconds) == (5, 12 * 3600)
    assert "Run the same command again after" in error.hint
