"""Google's tokens: one for all threads, renewed in time, and words for a person when the login is dead."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from exporter_ytmusic.google import Tokens, expiry
from exporter_ytmusic.login import revoke

from exporter import Connection, Kind
from exporter.errors import LoginError, ServiceError

if TYPE_CHECKING:
    from tests.data_api.conftest import YouTube


class Stopwatch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def asked(connection: Connection) -> int:
    """How many requests for tokens were sent."""
    return connection.counts[Kind.AUTH]


class TestTokens:
    def test_one_lasts_an_hour_less_a_minute(self, youtube: YouTube) -> None:
        connection, watch = youtube.connection(), Stopwatch()
        tokens = Tokens(connection, watch)
        first = tokens.access()
        watch.now = 3530
        assert tokens.access() == first
        assert asked(connection) == 1
        watch.now = 3545
        tokens.access()
        assert asked(connection) == 2

    def test_eight_threads_fetch_one(self, youtube: YouTube) -> None:
        connection = youtube.connection()
        tokens = Tokens(connection)
        together = threading.Barrier(8)
        seen: list[str] = []

        def fetch() -> None:
            together.wait()
            seen.append(tokens.access())

        threads = [threading.Thread(target=fetch) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(seen) == 8
        assert len(set(seen)) == 1
        assert asked(connection) == 1

    def test_catalogue_and_library_share_one(self, youtube: YouTube) -> None:
        backend = youtube.backend(youtube.connection())
        backend.playlists("Any")
        backend.track("vid00000003")
        assert youtube.stats()["auth"] == 1

    def test_a_refused_one_is_replaced_once_for_all_who_had_it(self, youtube: YouTube) -> None:
        connection = youtube.connection()
        tokens = Tokens(connection)
        first = tokens.access()
        youtube.clock.now += 1
        second = tokens.access(refused=first)
        assert tokens.access(refused=first) == second
        assert asked(connection) == 2

    def test_a_token_that_stays_refused_is_a_dead_login(self, youtube: YouTube) -> None:
        youtube.switch(token_expired=True)
        with pytest.raises(LoginError):
            youtube.library().account()
        assert asked(youtube.connections[-1]) == 2

    def test_is_masked(self, youtube: YouTube) -> None:
        connection = youtube.connection()
        token = Tokens(connection).access()
        assert connection.redact(f"{token} the-client-secret the-refresh-token") == "[hidden] [hidden] [hidden]"

    def test_a_service_in_trouble_is_asked_again(self, youtube: YouTube) -> None:
        youtube.fault("503=1,times=2")
        assert Tokens(youtube.connection()).access()


class TestADeadLogin:
    @pytest.mark.parametrize("form", ["revoked", "expired"])
    def test_tells_the_likely_reasons_and_the_way_out(self, youtube: YouTube, form: str) -> None:
        youtube.switch(invalid_grant=form)
        with pytest.raises(LoginError) as caught:
            youtube.library().account()
        for reason in ("in testing", "revoked", "six months", "newer logins"):
            assert reason in caught.value.message
        assert "Publish" in caught.value.hint
        assert "exporter login ytmusic" in caught.value.hint
        assert "EXPORTER_YTMUSIC_REFRESH_TOKEN" in caught.value.hint

    def test_names_the_one_reason_when_it_is_known(self, youtube: YouTube) -> None:
        youtube.switch(invalid_grant="revoked")
        with pytest.raises(LoginError, match="until 2026-01-08, because the app's consent screen is in testing"):
            youtube.library(consented="2026-01-01", testing="7").account()

    def test_is_asked_only_once(self, youtube: YouTube) -> None:
        youtube.switch(invalid_grant="revoked")
        library = youtube.library()
        for _ in range(5):
            with pytest.raises(LoginError):
                library.account()
        assert asked(youtube.connections[-1]) == 1

    def test_an_unknown_client_is_not_taken_for_an_old_login(self, youtube: YouTube) -> None:
        youtube.switch(client_known=False)
        with pytest.raises(LoginError, match="client ID"):
            youtube.library().account()

    @pytest.mark.parametrize(
        ("secret", "word"),
        [("client_id", "client ID"), ("client_secret", "client secret"), ("refresh_token", "refresh token")],
    )
    def test_says_what_is_missing(self, youtube: YouTube, secret: str, word: str) -> None:
        with pytest.raises(LoginError, match=f"the {word} is missing"):
            youtube.library(**{secret: ""}).account()
        assert youtube.stats()["auth"] == 0

    @pytest.mark.parametrize("spec", ["500=1", "503=1", "html=1", "empty=1", "cut=1", "418=1", "404=1"])
    def test_a_failing_service_is_no_dead_login(self, youtube: YouTube, spec: str) -> None:
        youtube.fault(f"{spec},only=auth")
        with pytest.raises(ServiceError):
            youtube.library().account()

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda answer: {**answer, "access_token": None},
            lambda answer: {**answer, "access_token": "two\nlines"},
            lambda answer: {**answer, "access_token": "ü"},
            lambda _: ["access_token"],
            lambda _: {},
        ],
    )
    def test_an_answer_without_a_token_is_no_dead_login(
        self, youtube: YouTube, spoil: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from exporter_ytmusic.sandbox.data.accounts import Accounts  # noqa: PLC0415 - the service is to be spoilt

        token = Accounts.token
        monkeypatch.setattr(Accounts, "token", lambda self, *args: spoil(token(self, *args)))
        with pytest.raises(ServiceError):
            youtube.library().account()

    def test_shows_nothing_secret(self, youtube: YouTube, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("DEBUG")
        youtube.switch(invalid_grant="revoked")
        with pytest.raises(LoginError) as caught:
            youtube.library().account()
        told = f"{caught.value.message} {caught.value.hint} {caplog.text}"
        assert "the-refresh-token" not in told
        assert "the-client-secret" not in told


class TestExpiry:
    @pytest.mark.parametrize(
        ("consented", "testing", "day"),
        [
            ("2026-01-01", "7", "2026-01-08"),
            ("2026-12-30", "7", "2027-01-06"),
            ("2026-01-01", "3", "2026-01-04"),
            ("2026-01-01", "yes", "2026-01-08"),
            ("2026-01-01", "", "None"),
            ("", "7", "None"),
            ("yesterday", "7", "None"),
        ],
    )
    def test_is_known_only_when_google_counts_the_days(
        self, youtube: YouTube, consented: str, testing: str, day: str
    ) -> None:
        connection = youtube.connection(consented=consented, testing=testing)
        assert str(expiry(connection)) == day
        assert connection.info.login.expires(connection.secrets) == day.replace("None", "")


class TestRevoking:
    def test_ends_the_login(self, youtube: YouTube) -> None:
        assert revoke(youtube.connection())
        with pytest.raises(LoginError):
            youtube.library().account()

    def test_takes_one_that_has_ended_already(self, youtube: YouTube) -> None:
        connection = youtube.connection()
        revoke(connection)
        assert revoke(connection)

    def test_says_where_to_do_it_by_hand_when_google_does_not(self, youtube: YouTube) -> None:
        youtube.fault("500=1")
        with pytest.raises(ServiceError) as caught:
            revoke(youtube.connection())
        assert "myaccount.google.com" in caught.value.hint

    def test_without_anything_to_revoke_asks_nothing(self, youtube: YouTube) -> None:
        assert not revoke(youtube.connection(refresh_token=""))
        assert youtube.stats()["auth"] == 0
