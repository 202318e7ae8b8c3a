"""What a day's quota buys, and how it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.lookalike.data.conftest import Start, YouTube

QUOTA = 'exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'


def spent(youtube: YouTube) -> int:
    """What the day's books say."""
    return int(youtube.world.store.note("youtube", "units 2026-09-21") or 0)


def cost(youtube: YouTube, method: str, path: str, **request: Any) -> int:
    """The units that a request costs."""
    before = spent(youtube)
    youtube.ask(method, path, **request)
    return spent(youtube) - before


class TestPrices:
    def test_a_read_costs_one_unit_and_a_write_fifty(self, youtube: YouTube) -> None:
        youtube.switch(settle_seconds=0)
        planted = youtube.plant(1)
        item = youtube.rows(planted)[0]["id"]
        resource = {"kind": "youtube#video", "videoId": "00000000001"}
        snippet = {"playlistId": planted, "resourceId": resource}
        named = {"id": planted, "snippet": {"title": "x"}}
        assert cost(youtube, "GET", "playlists", part="snippet,status", mine="true", maxResults=50) == 1
        assert cost(youtube, "GET", "playlistItems", part="id", playlistId=planted) == 1
        assert cost(youtube, "GET", "videos", part="id,snippet,contentDetails,status", id="x,y") == 1
        assert cost(youtube, "POST", "playlists", part="snippet", json=named) == 50
        assert cost(youtube, "PUT", "playlists", part="snippet", json=named) == 50
        assert cost(youtube, "POST", "playlistItems", part="snippet", json={"snippet": snippet}) == 50
        assert cost(youtube, "PUT", "playlistItems", part="snippet", json={"id": item, "snippet": snippet}) == 50
        assert cost(youtube, "DELETE", "playlistItems", id=item) == 50
        assert cost(youtube, "DELETE", "playlists", id=planted) == 50

    def test_a_refused_request_costs_its_price_too(self, youtube: YouTube) -> None:
        assert cost(youtube, "DELETE", "playlists", id="PLnever") == 50
        assert cost(youtube, "GET", "playlists", part="nonsense") == 1

    def test_or_just_one_unit(self, youtube: YouTube) -> None:
        youtube.switch(refused_price="one")
        assert cost(youtube, "DELETE", "playlists", id="PLnever") == 1

    def test_a_request_without_a_login_costs_nothing(self, youtube: YouTube) -> None:
        assert cost(youtube, "GET", "playlists", part="id", mine="true", token="") == 0

    def test_a_search_costs_no_units(self, youtube: YouTube) -> None:
        assert cost(youtube, "GET", "search", part="id", q="lemon") == 0


class TestTheEnd:
    def test_a_request_that_no_longer_fits_changes_nothing(self, youtube: YouTube) -> None:
        planted = youtube.plant(1)
        youtube.switch(daily_units=99)
        assert youtube.insert(planted, 2).status_code == 200
        answer = youtube.insert(planted, 3)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (403, 403)
        assert error["message"].endswith(QUOTA)
        assert error["errors"] == [{"message": error["message"], "domain": "youtube.quota", "reason": "quotaExceeded"}]
        assert youtube.numbers(planted) == [1, 2]

    def test_in_the_newer_shape_the_metric_has_its_day(self, youtube: YouTube) -> None:
        youtube.switch(daily_units=0, quota_reason="rateLimitExceeded")
        answer = youtube.ask("GET", "channels", part="id", mine="true")
        error = answer.json()["error"]
        assert (answer.status_code, error["errors"][0]["reason"]) == (429, "rateLimitExceeded")
        assert (
            "quota metric 'Queries' and limit 'Queries per day' of service 'youtube.googleapis.com'" in error["message"]
        )

    def test_what_others_spent_counts(self, youtube: YouTube) -> None:
        youtube.switch(spent_units=9_951)
        assert youtube.insert(youtube.plant(), 1).status_code == 403
        assert youtube.get("channels", part="id", mine="true")

    @pytest.mark.parametrize("month", [1, 7])
    def test_it_comes_back_at_midnight_in_california(self, youtube: YouTube, month: int) -> None:
        midnight = datetime(2027, month, 15, 8 if month == 1 else 7, tzinfo=UTC).timestamp()
        youtube.switch(daily_units=1)
        youtube.clock.now = midnight - 1
        assert youtube.ask("GET", "channels", part="id", mine="true").status_code == 200
        assert youtube.ask("GET", "channels", part="id", mine="true").status_code == 403
        youtube.clock.now = midnight
        assert youtube.ask("GET", "channels", part="id", mine="true").status_code == 200

    def test_searches_have_a_bucket_of_their_own(self, youtube: YouTube) -> None:
        youtube.switch(spent_searches=98, daily_units=0)
        statuses = [youtube.ask("GET", "search", part="id", q="lemon").status_code for _ in range(3)]
        assert statuses == [200, 200, 403]

    def test_only_ten_playlists_can_be_made_in_a_day(self, youtube: YouTube) -> None:
        for _ in range(10):
            youtube.create()
        body = {"snippet": {"title": "x"}}
        assert youtube.refused("POST", "playlists", part="snippet", json=body) == (429, "rateLimitExceeded", "global")
        assert len(youtube.get("playlists", part="id", mine="true", maxResults=50)["items"]) == 10
        youtube.clock.now += 24 * 3600
        assert youtube.create()["id"]

    def test_the_books_outlive_a_restart_and_not_a_reset(self, start: Start) -> None:
        first = start()
        first.switch(daily_searches=1)
        first.get("search", part="id", q="lemon")
        again = start()
        again.switch(daily_searches=1)
        assert again.ask("GET", "search", part="id", q="lemon").status_code == 403
        again.control("reset", {})
        assert again.get("search", part="id", q="lemon")
