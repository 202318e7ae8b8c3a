from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exporter_spotify.backend import Spotify, connect

from exporter import Add, Query
from exporter.errors import (
    ExporterError,
    LoginError,
    NotAllowed,
    NotFound,
    Rejected,
    ServiceError,
    Unreachable,
    WaitLonger,
)

if TYPE_CHECKING:
    from tests.conftest import Open, Service

LIST = "3cEYpjA9oz9GiPac4AsH4n"
KIMI = "4iV5W9uYEdYUVa79Axb7Rh"
SEARCH = "GET /v1/search"
ADD = f"POST /v1/playlists/{LIST}/items"


def failed_search(spotify: Spotify) -> ExporterError:
    with pytest.raises(ExporterError) as caught:
        spotify.search(Query(text="x"))
    return caught.value


@pytest.mark.parametrize(
    ("status", "message", "meant"),
    [
        (401, "The access token expired", (LoginError, "exporter login spotify")),
        (401, "Invalid access token", (LoginError, "exporter login spotify")),
        (403, "Active premium subscription required for the owner of the app. When ...", (NotAllowed, "Premium")),
        (403, "User not registered in the Developer Dashboard", (NotAllowed, "User Management")),
        (403, "Insufficient client scope", (NotAllowed, "agree to everything")),
        (403, "Forbidden", (NotAllowed, "development mode")),
        (403, "Playlist size limit reached.", (ExporterError, "plans anew")),
        (404, "Resource not found", (NotFound, "this search")),
        (400, "Invalid limit", (Rejected, "400: Invalid limit")),
        (413, "", (Rejected, "413")),
        (500, "Server error.", (ServiceError, "run the same command again")),
        (502, "Error while loading resource", (ServiceError, "502")),
    ],
)
def test_each_refusal_says_what_it_means_and_what_to_do(
    spotify: Spotify, service: Service, status: int, message: str, meant: tuple[type[ExporterError], str]
) -> None:
    service.refuse(SEARCH, status, message)
    kind, words = meant
    error = failed_search(spotify)
    assert type(error) is kind
    assert words in f"{error.message} {error.hint}"


@pytest.mark.parametrize("body", [{"error": "some string"}, {"error": ["a"]}, ["a"], {"error": None}, {}])
@pytest.mark.parametrize(
    ("status", "kind"), [(401, LoginError), (403, NotAllowed), (400, Rejected), (500, ServiceError)]
)
def test_an_odd_error_body_hides_nothing(
    spotify: Spotify, service: Service, status: int, kind: type[ExporterError], body: Any
) -> None:
    service.say(SEARCH, body, status)
    assert type(failed_search(spotify)) is kind


@pytest.mark.parametrize("page", ["<html><body>Sorry</body></html>", "x" * 5000, "line\x1b[31m"])
def test_a_page_in_place_of_an_error_is_not_repeated_to_the_user(spotify: Spotify, service: Service, page: str) -> None:
    service.say(SEARCH, page, 403)
    error = failed_search(spotify)
    assert isinstance(error, NotAllowed)
    assert page not in error.message
    assert len(error.message) < 100


def test_a_plain_text_refusal_is_understood(spotify: Spotify, service: Service) -> None:
    service.say(SEARCH, "User not registered in the Developer Dashboard", 403)
    assert "User Management" in failed_search(spotify).hint


def test_secrets_in_a_message_are_masked(spotify: Spotify, service: Service) -> None:
    service.refuse(SEARCH, 400, "bad token access-token-1")
    error = failed_search(spotify)
    assert "access-token-1" not in error.message
    assert error.__cause__ is None


def test_a_short_wait_is_waited_for(spotify: Spotify, service: Service) -> None:
    service.refuse(SEARCH, 429, "API rate limit exceeded")
    service.say(SEARCH, {"tracks": {"items": [], "total": 0}})
    assert list(spotify.search(Query(text="x"))) == []
    assert len(service.asked(SEARCH)) == 2


def test_a_used_up_quota_ends_the_job_at_once(spotify: Spotify, service: Service) -> None:
    body = {"error": {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}}
    service.say(SEARCH, body, 429)
    error = failed_search(spotify)
    assert isinstance(error, WaitLonger)
    assert "today" in error.message
    assert len(service.asked(SEARCH)) == 1


def test_a_used_up_quota_says_when_to_come_back(spotify: Spotify, service: Service) -> None:
    service.say(ADD, {"error": {"status": 429, "reason": "QUOTA_EXCEEDED"}}, 429, Retry_After="48925")
    with pytest.raises(WaitLonger, match="14 hours") as caught:
        spotify.apply(LIST, Add(0, (KIMI,)))
    assert caught.value.seconds == 48925


def test_a_lost_connection_is_no_answer(spotify: Spotify, service: Service) -> None:
    service.say(SEARCH, "{", Content_Length="100")
    assert isinstance(failed_search(spotify), Unreachable)


def test_a_redirect_to_elsewhere_gets_no_token(spotify: Spotify, service: Service) -> None:
    service.say(SEARCH, "", 307, Location="https://evil.example/v1/search")
    assert isinstance(failed_search(spotify), ServiceError)


def test_our_own_mistakes_are_not_blamed_on_spotify(spotify: Spotify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("spotipy.Spotify.search")
    with pytest.raises(AttributeError):
        spotify.search(Query(text="x"))


def test_nobody_logged_in_is_said_before_anything_is_asked(service: Service, open_connection: Open) -> None:
    with pytest.raises(LoginError) as caught:
        connect(open_connection(secrets={})).account()
    assert "EXPORTER_SPOTIFY_REFRESH_TOKEN" in caught.value.hint
    assert service.requests == []
