"""JSPF with MusicBrainz' extension: new and old dialects are read, and the rules of both are kept in writing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from exporter import Playlist, Sheet, Song
from exporter.errors import FileError
from exporter.model import TargetSettings
from tests.formats.reading import likeliest, one, read, sheet_of, sheets, write

PLAYLIST, TRACK = "https://musicbrainz.org/doc/jspf#playlist", "https://musicbrainz.org/doc/jspf#track"
MBID = "b1a9c0e9-d987-4042-ae91-78d6a3267d69"
LISTENBRAINZ: dict[str, Any] = {
    "playlist": {
        "title": "Night",
        "creator": "somebody",
        "identifier": "https://listenbrainz.org/playlist/5f9b3a2e-0000-4000-8000-000000000000",
        "date": "2026-11-21T00:00:00+00:00",
        "annotation": "For the <b>night</b>",
        "extension": {PLAYLIST: {"public": True, "creator": "somebody", "collaborators": []}},
        "track": [
            {
                "title": "Lemon",
                "creator": "米津玄師",
                "album": "Lemon",
                "duration": 255000,
                "identifier": [f"https://musicbrainz.org/recording/{MBID}"],
                "location": ["https://open.spotify.com/track/04TshWXkhV1qkqHzf31Hn6"],
                "extension": {
                    TRACK: {"added_by": "somebody", "artist_identifiers": ["https://musicbrainz.org/artist/x"]}
                },
            }
        ],
    }
}


def track_with(**changes: object) -> str:
    (track,) = LISTENBRAINZ["playlist"]["track"]
    return json.dumps({"playlist": {"title": "T", "track": [{**track, **changes}]}})


def test_what_listenbrainz_writes_is_read() -> None:
    text = json.dumps(LISTENBRAINZ)
    found = read("jspf", text)
    assert likeliest(text) == "jspf"
    assert (found.name, found.description) == ("Night", "For the <b>night</b>")
    assert found.songs[0].song == Song("Lemon", ("米津玄師",), album="Lemon", duration=255.0, mbid=MBID)
    assert found.songs[0].links == ("https://open.spotify.com/track/04TshWXkhV1qkqHzf31Hn6",)
    assert found.songs[0].sure == 1.0


@pytest.mark.parametrize(
    "changes",
    [
        {"identifier": f"https://musicbrainz.org/recording/{MBID}"},
        {"identifier": f"http://musicbrainz.org/recording/{MBID.upper()}"},
        {"location": "https://open.spotify.com/track/04TshWXkhV1qkqHzf31Hn6"},
        {"extension": {TRACK: [{"artist_mbids": ["x"]}]}},
        {"extension": []},
        {"extension": {TRACK: None}},
        {"trackNum": 3, "image": None, "meta": "nonsense"},
    ],
    ids=str,
)
def test_older_dialects_are_read_alike(changes: dict[str, object]) -> None:
    found = one("jspf", track_with(**changes))
    assert found.song == Song("Lemon", ("米津玄師",), album="Lemon", duration=255.0, mbid=MBID)
    assert found.links == ("https://open.spotify.com/track/04TshWXkhV1qkqHzf31Hn6",)


@pytest.mark.parametrize(
    "changes",
    [
        {"identifier": ["isrc:JPU901800107"]},
        {"identifier": ["urn:isrc:JPU901800107"]},
        {"meta": [{"http://purl.org/ontology/mo/isrc": "JPU901800107"}]},
        {"extension": {TRACK: [{"additional_metadata": {"isrc": "JPU901800107"}}]}},
    ],
    ids=str,
)
def test_an_isrc_is_found_wherever_people_put_it(changes: dict[str, object]) -> None:
    assert one("jspf", track_with(**changes)).song.isrc == "JPU901800107"


def test_a_track_without_a_title_is_left_out_and_one_without_an_artist_doubtful() -> None:
    found = read("jspf", json.dumps({"playlist": {"track": [{"creator": "A"}, {"title": "T"}, "nonsense"]}}))
    assert [(row.text, row.why) for row in found.left] == [("A", "no title")]
    assert [(row.song.title, row.taken) for row in found.songs] == [("T", False)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes"),
        ("[]", "there is no 'playlist' in it"),
        ('{"playlist": []}', "there is no 'playlist' in it"),
        ("[" * 100_000, "not JSON that makes sense: nested too deep"),
    ],
    ids=["no JSON", "a list", "no object", "deep"],
)
def test_what_is_no_jspf_is_refused(text: str, message: str) -> None:
    with pytest.raises(FileError) as caught:
        read("jspf", text)
    assert [problem.message for problem in caught.value.problems] == [message]


# The rules of xspf.org/jspf and wiki.musicbrainz.org/jspf.


@given(sheets())
def test_what_is_written_keeps_the_rules(sheet: Sheet) -> None:
    playlist = json.loads(write("jspf", sheet))["playlist"]
    assert playlist["title"] == sheet.playlist.name
    assert isinstance(playlist["extension"][PLAYLIST]["public"], bool)
    assert len(playlist["track"]) == len(sheet.tracks)
    for track in playlist["track"]:
        assert set(track) <= {"title", "creator", "album", "duration", "identifier", "location", "extension"}
        assert isinstance(track.get("duration", 0), int)
        assert all(isinstance(track.get(key, []), list) for key in ("identifier", "location"))
        assert set(track.get("extension", {})) <= {TRACK}


def test_a_recording_is_an_address_at_musicbrainz() -> None:
    text = write("jspf", sheet_of(Song("T", ("A",), mbid=MBID)))
    (track,) = json.loads(text)["playlist"]["track"]
    assert track == {"title": "T", "creator": "A", "identifier": [f"https://musicbrainz.org/recording/{MBID}"]}


@pytest.mark.parametrize("public", [True, False])
def test_a_playlist_is_public_where_one_of_its_targets_is(*, public: bool) -> None:
    targets = {"alpha": TargetSettings(), "beta": TargetSettings(public=public)}
    playlist = Playlist("night", "Night", (), targets=targets)
    document = json.loads(write("jspf", Sheet(playlist=playlist, tracks=(), homes={"beta": "https://b.example/1"})))
    assert document["playlist"]["extension"] == {PLAYLIST: {"public": public}}
    assert document["playlist"]["info"] == "https://b.example/1"
