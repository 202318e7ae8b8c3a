"""How sure it is that a recording is the song: the matcher's rules, and what MusicBrainz says beside the title."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from exporter_musicbrainz import shapes
from exporter_musicbrainz.translate import Found
from exporter_musicbrainz.weigh import GIVEN, LEAST, Weighed, weigh

from exporter import Song
from exporter.matching import compare

SONG = Song("最後の雨", ("中西保志",), duration=299)


def weighed(song: Song = SONG, **more: Any) -> Weighed:
    known = {"id": "x", "title": "最後の雨", "length": 299000, "artist-credit": [credit("中西保志")]}
    return weigh(song, Found(msgspec.convert({**known, **more}, shapes.Recording)), compare)


def credit(name: str) -> dict[str, Any]:
    return {"name": name, "artist": {"id": name, "name": name, "sort-name": name}}


def test_the_same_title_artist_and_length_is_sure() -> None:
    assert weighed().confidence >= 0.95
    assert weighed().words.startswith("the title is the same; the artist is the same")


@pytest.mark.parametrize(
    "more",
    [
        {"disambiguation": "live, 2005-12-31: 日本武道館"},
        {"disambiguation": "instrumental"},
        {"disambiguation": "off vocal"},
        {"title": "最後の雨 (カラオケ)"},
        {"title": "最後の雨 (piano version)"},
        {"artist-credit": [credit("森進一")]},
        {"length": 90_000},
        {"video": True},
        {"releases": [{"title": "Tour", "release-group": {"secondary-types": ["Live"]}}]},
        {"title": "窓"},
    ],
    ids=str,
)
def test_covers_live_takes_karaoke_and_videos_are_no_candidates(more: dict[str, Any]) -> None:
    assert weighed(**more).confidence == 0


def test_a_comment_that_names_no_version_is_no_part_of_the_title() -> None:
    assert weighed(disambiguation="theme song of a drama").confidence == weighed().confidence


def test_a_wanted_version_is_recognised_by_the_comment() -> None:
    live = Song("最後の雨", ("中西保志",), duration=299, version="live")
    assert weighed(live, disambiguation="live").confidence > 0.9
    assert weighed(live).confidence < 0.8


def test_another_title_that_somebody_added_is_worth_a_little_less() -> None:
    english = Song("The Last Rain", ("中西保志",), duration=299)
    found = weighed(english, aliases=[{"name": "The Last Rain"}])
    assert LEAST < found.confidence < weighed().confidence
    assert "The Last Rain is another title of it" in found.words


def test_a_title_in_another_script_that_nobody_can_read_is_no_candidate() -> None:
    assert weighed(Song("The Last Rain", ("中西保志",), duration=299)).confidence == 0


def test_a_recording_whose_id_the_file_has_needs_no_title() -> None:
    given = Song("The Last Rain", ("中西保志",), mbid="x")
    assert weighed(given).confidence >= GIVEN


def test_a_recording_id_of_somebody_elses_is_told() -> None:
    given = Song("最後の雨", ("森進一",), mbid="x")
    found = weighed(given)
    assert found.confidence == LEAST
    assert "by another artist" in found.words
