"""Which backup a person means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import NotFound, UsageError
from exporter.remotes.when import moment_of, pick

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)
HOURLY = [(NOW - timedelta(hours=hours), f"{hours} h") for hours in (1, 2, 3)]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("", "1 h"),
        ("1", "1 h"),
        (" 3 ", "3 h"),
        ("90 minutes ago", "1 h"),
        ("an hour ago", "1 h"),
        ("2  Hours AGO", "2 h"),
        ("yesterday", "3 h"),
        ("a week ago", "3 h"),
        ("2026-11-21T15:30:00Z", "2 h"),
        ("2026-11-21 15:30+00:00", "2 h"),
        ("2026-11-20", "3 h"),
    ],
)
def test_a_number_a_time_and_how_long_ago_are_understood(words: str, meant: str) -> None:
    assert pick(HOURLY, words, NOW) == meant


@pytest.mark.parametrize("words", ["soon", "2 moons ago", "-1", "2026-13-01", "99999999 weeks ago", "noon", "1.5"])
def test_what_is_no_time_is_told_with_what_is_one(words: str) -> None:
    with pytest.raises(UsageError, match="is no time") as caught:
        pick(HOURLY, words, NOW)
    assert "2 hours ago" in caught.value.hint


@pytest.mark.parametrize("number", ["0", "4"])
def test_a_number_that_is_not_in_the_list_is_told(number: str) -> None:
    with pytest.raises(UsageError, match=f"no backup {number}: there are 3"):
        pick(HOURLY, number, NOW)


def test_without_a_backup_there_is_nothing_to_pick() -> None:
    with pytest.raises(NotFound, match="no backup of this playlist on this machine"):
        pick([], "1", NOW)


def test_a_time_after_the_last_backup_says_that_nothing_was_taken_away_since() -> None:
    with pytest.raises(NotFound, match="Nothing was removed, moved or renamed since"):
        pick(HOURLY, "5 minutes ago", NOW)


def test_a_time_without_a_zone_is_local() -> None:
    local = datetime(2026, 11, 21, 16, 30).astimezone()
    assert moment_of("2026-11-21 16:30", NOW) == local


@given(st.lists(st.integers(0, 1000), min_size=1, unique=True), st.integers(0, 1000))
def test_a_playlist_stood_as_the_first_backup_after_a_moment_says(minutes: list[int], ago: int) -> None:
    taken = [(NOW - timedelta(minutes=one), one) for one in sorted(minutes)]
    later = [one for one in minutes if one <= ago]
    if later:
        assert pick(taken, f"{ago} minutes ago", NOW) == max(later)
    else:
        with pytest.raises(NotFound):
            pick(taken, f"{ago} minutes ago", NOW)
