from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import requests

if TYPE_CHECKING:
    from tests.sandbox.conftest import Sandbox, Start


def test_requests_are_counted_by_what_they_are_for(sandbox: Sandbox) -> None:
    sandbox.get("/jukebox/v1/playlists")
    sandbox.get("/jukebox/v1/search?q=lemon")
    sandbox.post("/jukebox/v1/search", "lemon")
    sandbox.post("/jukebox/login/search", "x")
    sandbox.push()
    assert sandbox.stats() == {"search": 2, "read": 1, "write": 1, "auth": 1, "status": {"200": 4, "201": 1}}


def test_a_status_fault_refuses_in_the_services_own_words_and_does_nothing(start: Start) -> None:
    sandbox = start(faults="503=1,reason=QUOTA,retry_after=7")
    answer = sandbox.push()
    assert answer.status_code == 503
    assert answer.json() == {"path": "/v1/playlists", "no": 503, "why": "QUOTA"}
    assert answer.headers["Retry-After"] == "7"
    sandbox.post("/_sandbox/faults", {"faults": ""})
    assert sandbox.names() == []
    assert sandbox.stats()["status"] == {"503": 1, "200": 1}


def test_retry_after_can_be_left_out(start: Start) -> None:
    assert "Retry-After" not in start(faults="429=1,retry_after=none").get("/jukebox/v1/x").headers


def test_a_lost_write_is_applied_and_never_answered(start: Start) -> None:
    sandbox = start(faults="lost=1")
    with pytest.raises(requests.ConnectionError):
        sandbox.push("Lost")
    assert sandbox.names() == ["Lost"]
    assert sandbox.stats()["status"] == {"lost": 1, "200": 1}


def test_a_late_write_is_applied_and_answered_with_502(start: Start) -> None:
    sandbox = start(faults="late=1")
    assert sandbox.push("Late").status_code == 502
    assert sandbox.names() == ["Late"]


def test_a_timeout_gives_no_answer_and_does_nothing(start: Start) -> None:
    sandbox = start(faults="timeout=1")
    with pytest.raises(requests.ReadTimeout):
        sandbox.post("/jukebox/v1/playlists", "Never", timeout=0.2)
    sandbox.post("/_sandbox/faults", {"faults": ""})
    assert sandbox.names() == []


def test_a_timeout_ends_by_cutting_the_connection(start: Start) -> None:
    sandbox = start(faults="timeout=1,hang=0.1")
    with pytest.raises(requests.ConnectionError):
        sandbox.push("Never")


def test_a_cut_answer_stops_in_the_middle(start: Start) -> None:
    sandbox = start(faults="cut=1")
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        sandbox.get("/jukebox/v1/playlists")
    assert sandbox.stats()["status"] == {"cut": 1}


def test_answers_can_be_empty_or_a_proxys_page(start: Start) -> None:
    empty = start(faults="empty=1").get("/jukebox/v1/playlists")
    assert (empty.status_code, empty.content) == (200, b"")
    page = start(faults="html=1").get("/jukebox/v1/playlists")
    assert page.status_code == 502
    assert page.headers["Content-Type"].startswith("text/html")


def test_faults_can_be_kept_to_a_kind_skipped_and_limited(start: Start) -> None:
    sandbox = start(faults="500=1,only=write,skip=1,times=1")
    statuses = [sandbox.get("/jukebox/v1/x").status_code] + [sandbox.push(str(n)).status_code for n in range(3)]
    assert statuses == [200, 201, 500, 201]


def test_the_same_seed_gives_the_same_faults_again(start: Start) -> None:
    sandbox = start(faults="500=0.3,429=0.3", seed=5)

    def statuses() -> list[int]:
        return [sandbox.get("/jukebox/v1/x").status_code for _ in range(30)]

    first = statuses()
    assert set(first) == {200, 429, 500}
    sandbox.post("/_sandbox/reset", {})
    assert statuses() == first
    sandbox.post("/_sandbox/reset", {"seed": 6})
    assert statuses() != first


def test_the_sandboxs_own_pages_never_fail(start: Start) -> None:
    sandbox = start(faults="500=1", rate=1)
    assert [sandbox.get("/_sandbox/health").status_code for _ in range(5)] == [200] * 5


def test_every_request_waits_as_long_as_asked(start: Start) -> None:
    sandbox = start(latency_ms=60)
    began = time.monotonic()
    sandbox.get("/jukebox/v1/x")
    assert time.monotonic() - began >= 0.06


def test_above_the_rate_the_service_asks_to_wait(start: Start) -> None:
    sandbox = start(rate=3)
    answers = [sandbox.get("/jukebox/v1/x") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["Retry-After"] == "1"
    assert answers[-1].json()["no"] == 429
    sandbox.post("/_sandbox/faults", {"rate": 0})
    assert sandbox.get("/jukebox/v1/x").status_code == 200


def test_a_stopping_sandbox_lets_hanging_clients_go(start: Start) -> None:
    """The fixture stops it; a hanging request must not hold that up for the minute it would hang."""
    sandbox = start(faults="timeout=1,hang=60")
    with pytest.raises(requests.ReadTimeout):
        sandbox.get("/jukebox/v1/x", timeout=0.1)
