"""Google's refusals as our errors: the reason decides, then the status."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from exporter_ytmusic import DATA, MUSIC, TOKENS, exporter_backends
from exporter_ytmusic.quota import QUOTAS, searches, units
from exporter_ytmusic.refusals import SHORT, Refusal, error_of, plain, refusal
from hypothesis import given
from hypothesis import strategies as st

from exporter import Connection
from exporter.errors import ExporterError, LoginError, NotAllowed, NotFound, Rejected, ServiceError, WaitLonger

QUOTA = 'exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'
PER_DAY = (
    "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service 'youtube.googleapis.com' "
    "for consumer 'project_number:1'."
)


def answer(status: int, body: object) -> requests.Response:
    made = requests.Response()
    made.status_code = status
    made._content = (body if isinstance(body, str) else json.dumps(body)).encode()
    return made


def envelope(status: int, reason: str, message: str = "No.") -> dict[str, Any]:
    error = {"message": message, "domain": "youtube.x", "reason": reason}
    return {"error": {"code": status, "message": message, "errors": [error]}}


def error(status: int, reason: str, message: str = "No.", **secrets: str) -> ExporterError:
    said = refusal(answer(status, envelope(status, reason, message)))
    return error_of(said, Connection(exporter_backends()[0], secrets=secrets), "the thing")


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (400, "failedPrecondition", Rejected),
        (400, "invalidPlaylistSnippet", Rejected),
        (400, "maxPlaylistExceeded", Rejected),
        (400, "manualSortRequired", NotAllowed),
        (400, "playlistOperationUnsupported", NotAllowed),
        (400, "invalidSnippet", ServiceError),
        (400, "invalidPlaylistItemPosition", ServiceError),
        (400, "badRequest", ServiceError),
        (400, "somethingNew", Rejected),
        (401, "authError", LoginError),
        (401, "youtubeSignupRequired", LoginError),
        (403, "insufficientPermissions", NotAllowed),
        (403, "accessNotConfigured", NotAllowed),
        (403, "forbidden", NotAllowed),
        (403, "playlistForbidden", NotAllowed),
        (403, "playlistItemsNotAccessible", NotAllowed),
        (403, "playlistContainsMaximumNumberOfVideos", NotAllowed),
        (403, "rateLimitExceeded", WaitLonger),
        (403, "userRateLimitExceeded", WaitLonger),
        (404, "playlistNotFound", NotFound),
        (404, "videoNotFound", Rejected),
        (404, "playlistItemNotFound", ServiceError),
        (404, "notFound", NotFound),
        (409, "SERVICE_UNAVAILABLE", ServiceError),
        (409, "videoAlreadyInPlaylist", Rejected),
        (409, "duplicate", Rejected),
        (500, "internalError", ServiceError),
        (503, "backendError", ServiceError),
    ],
)
def test_every_reason_has_its_error(status: int, reason: str, kind: type[ExporterError]) -> None:
    assert type(error(status, reason)) is kind


@pytest.mark.parametrize(
    ("status", "reason", "message", "today"),
    [
        (403, "quotaExceeded", QUOTA, True),
        (403, "dailyLimitExceeded", "Daily Limit Exceeded", True),
        (429, "rateLimitExceeded", PER_DAY, True),
        (403, "rateLimitExceeded", PER_DAY, True),
        (429, "rateLimitExceeded", "Queries per minute per user", False),
        (403, "forbidden", "No.", False),
        (400, "badRequest", "per day", False),
    ],
)
def test_a_spent_day_is_known_by_its_reason_or_its_words(status: int, reason: str, message: str, today: bool) -> None:  # noqa: FBT001
    assert refusal(answer(status, envelope(status, reason, message))).is_for_today is today


@pytest.mark.parametrize(
    "body",
    ["", "<html>502</html>", "null", "[]", "5", {"error": "x"}, {"error": {"errors": {}}}, {"error": {"errors": [5]}}],
)
def test_a_page_of_somebody_else_has_only_its_status(body: object) -> None:
    assert refusal(answer(502, body)) == Refusal(502)


def test_html_is_taken_out_of_messages() -> None:
    assert plain(f"You have {QUOTA}") == "You have exceeded your quota."
    assert plain("a &lt;b&gt; &amp; c") == "a <b> & c"


@given(st.text() | st.none() | st.integers())
def test_what_is_shown_of_a_message_is_one_short_plain_line(message: object) -> None:
    shown = plain(message)
    assert len(shown) <= SHORT
    assert shown == "" or shown.isprintable()


def test_hostile_words_reach_nobody() -> None:
    said = error(
        418,
        "evil\x1b[31m",
        "\x1b]0;owned\x07 the-refresh-token\n\r <script>x</script>",
        refresh_token="the-refresh-token",
    )
    assert said.message.isprintable()
    assert "the-refresh-token" not in said.message
    assert "script" not in said.message


class TestPrices:
    @pytest.mark.parametrize(
        ("method", "path", "price", "search"),
        [
            ("GET", "/playlists?part=snippet", 1, 0),
            ("GET", "/playlistItems", 1, 0),
            ("GET", "/videos", 1, 0),
            ("GET", "/channels", 1, 0),
            ("POST", "/playlists", 50, 0),
            ("PUT", "/playlists", 50, 0),
            ("POST", "/playlistItems?part=snippet", 50, 0),
            ("PUT", "/playlistItems", 50, 0),
            ("DELETE", "/playlistItems?id=x", 50, 0),
            ("GET", "/search?q=x", 0, 1),
        ],
    )
    def test_are_googles(self, method: str, path: str, price: int, search: int) -> None:
        assert (units(method, DATA + path), searches(method, DATA + path)) == (price, search)

    @pytest.mark.parametrize("url", [f"{MUSIC}/youtubei/v1/search", f"{TOKENS}/token", f"{DATA}x/playlists"])
    def test_everything_else_is_free(self, url: str) -> None:
        assert (units("POST", url), searches("POST", url)) == (0, 0)

    def test_a_new_list_of_199_songs_is_a_days_work(self) -> None:
        amount = QUOTAS[0]
        assert amount.edit * (199 + 1) == amount.per_day
