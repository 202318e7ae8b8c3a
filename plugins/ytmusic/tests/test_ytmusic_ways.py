"""Which way is taken to write and to search, and what the backend can do then."""

from __future__ import annotations

import subprocess
import sys

import pytest
from exporter_ytmusic import exporter_backends
from exporter_ytmusic.backend import connect, search_of, writer_of

from exporter import BackendInfo, Connection, Feature, Kind
from exporter.errors import LoginError, UsageError

BROWSER = {"cookie": "__Secure-3PAPISID=x"}
GOOGLE = {"client_id": "id", "client_secret": "secret", "refresh_token": "token"}
BOTH = BROWSER | GOOGLE


@pytest.fixture
def info() -> BackendInfo:
    (found,) = exporter_backends()
    return found


@pytest.mark.parametrize(
    ("secrets", "settings", "writer"),
    [
        (BROWSER, {}, "browser"),
        (GOOGLE, {}, "data-api"),
        (BOTH, {}, "data-api"),
        (BOTH, {"writer": "browser"}, "browser"),
        (BOTH | {"writer": "browser"}, {"writer": "data-api"}, "browser"),
        (exporter_backends()[0].login.sandbox, {}, "browser"),
        (exporter_backends()[0].login.sandbox, {"writer": "data-api"}, "data-api"),
    ],
)
def test_the_writer_is_the_one_asked_for_or_the_one_that_lives_longest(
    secrets: dict[str, str], settings: dict[str, object], writer: str
) -> None:
    assert writer_of(secrets, settings) == writer


@pytest.mark.parametrize(
    ("secrets", "settings"),
    [
        ({}, {}),
        ({"authuser": "0"}, {}),
        (GOOGLE, {"writer": "browser"}),
        (BROWSER, {"writer": "data-api"}),
        ({"refresh_token": "token"}, {}),
    ],
)
def test_a_writer_that_the_login_has_nothing_for_says_what_to_do(
    secrets: dict[str, str], settings: dict[str, object]
) -> None:
    (info,) = exporter_backends()
    with pytest.raises(LoginError) as caught:
        connect(Connection(info, secrets=secrets, settings=settings)).account()
    assert "exporter login ytmusic" in caught.value.hint


def test_a_google_login_that_a_job_was_given_only_a_part_of_is_told(info: BackendInfo) -> None:
    given = {"client_id": "id", "client_secret": "secret"}
    with pytest.raises(LoginError, match="the refresh token is missing"):
        connect(Connection(info, secrets=given)).account()


@pytest.mark.parametrize("wrong", ["oauth", "Browser", 5])
def test_there_are_no_other_ways(wrong: object) -> None:
    with pytest.raises(UsageError, match="no way to write"):
        writer_of(BOTH, {"writer": wrong})
    with pytest.raises(UsageError, match="no way to search"):
        search_of(BOTH, {"search": wrong})


def test_searching_needs_no_login_unless_the_data_api_is_asked_for() -> None:
    assert search_of(BROWSER, {}) == "anonymous"
    assert search_of(GOOGLE, {"search": "data-api"}) == "data-api"
    assert search_of(GOOGLE | {"search": "data-api"}, {}) == "data-api"
    with pytest.raises(LoginError, match="searching"):
        search_of(BROWSER, {"search": "data-api"})


@pytest.mark.parametrize("secrets", [{}, BROWSER])
def test_searching_needs_no_login_whichever_way_is_written(info: BackendInfo, secrets: dict[str, str]) -> None:
    settings = {"writer": "data-api"}
    assert info.fit(secrets, settings).guests
    connect(Connection(info, secrets=secrets, settings=settings))


def test_a_login_is_proved_first_where_the_first_questions_need_none(info: BackendInfo) -> None:
    assert info.fit(BROWSER, {}).guests
    assert info.fit(GOOGLE, {}).guests
    assert not info.fit(GOOGLE, {"search": "data-api"}).guests


def test_features_limits_and_quotas_follow_the_writer(info: BackendInfo) -> None:
    browser, data = info.fit(BROWSER, {}), info.fit(GOOGLE, {})
    assert Feature.MOVE_RANGE in browser.features
    assert Feature.ADD_ANYWHERE not in browser.features
    assert Feature.ADD_ANYWHERE in data.features
    assert Feature.MOVE_RANGE not in data.features
    assert (browser.limits.add, data.limits.add) == (50, 1)
    assert browser.quotas == ()
    assert {quota.name: quota.edit for quota in data.quotas} == {"units": 50, "searches": 0}


def test_edits_cost_nothing_when_only_the_search_goes_through_the_data_api(info: BackendInfo) -> None:
    fitted = info.fit(BOTH, {"writer": "browser", "search": "data-api"})
    assert {quota.name: quota.edit for quota in fitted.quotas} == {"units": 0, "searches": 0}


def test_every_secret_has_a_variable_and_what_is_no_secret_is_known(info: BackendInfo) -> None:
    assert info.login.environment["cookie"] == ("EXPORTER_YTMUSIC_COOKIE",)
    assert not {"cookie", "client_secret", "refresh_token"} & info.login.public


def test_the_plugin_is_known_without_importing_the_client_library() -> None:
    code = (
        "import sys, exporter_ytmusic; (info,) = exporter_ytmusic.exporter_backends();"
        "info.fit(info.login.sandbox, {});"
        "print(sorted({'ytmusicapi', 'requests', 'urllib3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.strip() == "[]"


def test_every_request_is_known_for_what_it_does(info: BackendInfo) -> None:
    music, data = "https://music.youtube.com/youtubei/v1", "https://www.googleapis.com/youtube/v3"
    kinds = {
        ("GET", "https://music.youtube.com/"): Kind.READ,
        ("POST", f"{music}/search?alt=json"): Kind.SEARCH,
        ("POST", f"{music}/player?alt=json"): Kind.READ,
        ("POST", f"{music}/browse?alt=json&key=k"): Kind.READ,
        ("POST", f"{music}/account/account_menu?alt=json"): Kind.READ,
        ("POST", f"{music}/browse/edit_playlist?alt=json"): Kind.WRITE,
        ("POST", f"{music}/playlist/create?alt=json"): Kind.WRITE,
        ("POST", f"{music}/playlist/delete?alt=json"): Kind.WRITE,
        ("GET", f"{data}/search?q=x"): Kind.SEARCH,
        ("GET", f"{data}/playlistItems?part=snippet"): Kind.READ,
        ("POST", f"{data}/playlistItems?part=snippet"): Kind.WRITE,
        ("PUT", f"{data}/playlists?part=snippet"): Kind.WRITE,
        ("DELETE", f"{data}/playlistItems?id=x"): Kind.WRITE,
        ("POST", "https://oauth2.googleapis.com/token"): Kind.AUTH,
    }
    assert {request: info.kind_of(*request) for request in kinds} == kinds


def test_a_browsers_login_is_no_login_for_a_nightly_job(info: BackendInfo) -> None:
    assert "exporter login ytmusic --method google" in info.login.caution(BROWSER)
    assert not info.login.caution(GOOGLE)


@pytest.mark.parametrize(("login", "way"), [(BROWSER, "a browser's login"), (GOOGLE, "YouTube Data API")])
def test_the_way_to_write_is_told(info: BackendInfo, login: dict[str, str], way: str) -> None:
    assert way in info.fit(login, {}).way
