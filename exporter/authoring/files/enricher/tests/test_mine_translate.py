"""The source's JSON, as it comes and as it should not."""

from __future__ import annotations

import pytest
from exporter import Song

from exporter_mine.translate import facts

SONG = Song("Paper Boats", ("The Band",))
CODE = "QZCTR2600001"
RECORDING = {"id": "r1", "title": "Paper Boats", "artists": ["The Band"], "duration_ms": 200_500, "isrc": CODE}


def test_a_recording_of_the_song_is_likely() -> None:
    found = facts(RECORDING, SONG)
    assert found is not None
    assert (found.duration, found.isrc) == (200.5, CODE)
    assert found.confidence > 0.8
    assert found.words


def test_another_song_is_not() -> None:
    found = facts({**RECORDING, "title": "Velvet Harbour"}, SONG)
    assert found is not None
    assert found.confidence < 0.5


@pytest.mark.parametrize("strange", [None, [], {}, {"title": 7}, {"title": ""}])
def test_what_is_no_recording_is_left_out(strange: object) -> None:
    assert facts(strange, SONG) is None
