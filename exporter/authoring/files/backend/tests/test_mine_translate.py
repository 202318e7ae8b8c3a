"""The service's JSON, as it comes and as it should not."""

from __future__ import annotations

import pytest
from exporter import Track

from exporter_mine import translate

TRACK = {"id": "t1", "title": "Paper Boats", "artists": ["The Band"], "duration_ms": 200_500}
LINK = "https://mine.example/track/t1"


def test_a_track_is_read() -> None:
    found = translate.track(TRACK)
    assert found == Track("mine", "t1", "Paper Boats", ("The Band",), duration=200.5, url=LINK)


@pytest.mark.parametrize("strange", [None, [], {}, "t1", {"id": 7, "title": "x"}, {"id": "t1"}])
def test_what_is_no_track_is_left_out(strange: object) -> None:
    assert translate.track(strange) is None
    assert [track.id for track in translate.tracks({"tracks": [strange, TRACK]})] == ["t1"]
    assert translate.item(strange).id == ""


@pytest.mark.parametrize("text", ["t1", " https://mine.example/track/t1?from=phone "])
def test_ids_are_read_in_what_a_person_copies(text: str) -> None:
    assert translate.track_id(text) == "t1"


def test_a_link_to_a_playlist_is_no_track() -> None:
    assert translate.track_id("https://mine.example/playlist/p1") is None
    assert translate.playlist_id("https://mine.example/playlist/p1") == "p1"
