"""JSON: our own with everything, and what others make of songs, read by the names of its keys."""

from __future__ import annotations

import json

import pytest

from exporter import Song
from exporter.errors import FileError
from tests.formats.reading import likeliest, one, read, sheet_of, write

LEMON = Song("Lemon", ("米津玄師",))


@pytest.mark.parametrize(
    ("document", "song"),
    [
        ([{"title": "Lemon", "artist": "米津玄師"}], LEMON),
        (
            {"tracks": [{"name": "Lemon", "artists": ["米津玄師"], "duration_ms": 255000}]},
            Song(*("Lemon", ("米津玄師",)), duration=255.0),
        ),
        (
            {
                "name": "Night",
                "tracks": {
                    "items": [
                        {
                            "added_at": "2024-01-01",
                            "track": {
                                "name": "Lemon",
                                "artists": [{"name": "米津玄師", "uri": "x:artist:1"}, {"name": "B"}],
                                "album": {"name": "Lemon EP"},
                                "external_ids": {"isrc": "JPU901800107"},
                            },
                        }
                    ]
                },
            },
            Song("Lemon", ("米津玄師", "B"), album="Lemon EP", isrc="JPU901800107"),
        ),
        ({"data": [{"attributes": {"name": "Lemon", "artistName": "米津玄師", "durationInMillis": 255000}}]}, LEMON),
        ({"songs": [{"title": 1999, "artist": "Prince", "year": 1982}]}, Song("1999", ("Prince",), year=1982)),
    ],
    ids=["list", "tracks", "a service's answer", "attributes", "numbers"],
)
def test_other_peoples_json_is_read_by_the_names_of_its_keys(document: object, song: Song) -> None:
    text = json.dumps(document)
    assert likeliest(text) == "json"
    found = one("json", text)
    assert found.song == song
    assert found.taken


def test_addresses_are_links() -> None:
    row = {"title": "Lemon", "artist": "A", "uri": "spotify:track:x", "url": "https://x.example/1", "spotify_id": "x"}
    found = one("json", json.dumps([row]))
    assert found.links == ("spotify:track:x", "https://x.example/1")
    assert found.song.ids == {"spotify": "x"}


def test_what_is_no_song_is_left_out() -> None:
    found = read("json", json.dumps({"items": [{"artist": "A"}, 5, None, {"title": "T"}, {}]}))
    assert [(row.song.title, row.taken) for row in found.songs] == [("T", False)]
    assert [row.why for row in found.left] == ["no title"]


@pytest.mark.parametrize("text", ['{"a": 1}', "5", '{"tracks": {"tracks": {"tracks": {"tracks": {"tracks": []}}}}}'])
def test_what_has_no_list_of_songs_is_refused(text: str) -> None:
    with pytest.raises(FileError) as caught:
        read("json", text)
    assert [problem.message for problem in caught.value.problems] == ["no list of songs is in it"]


def test_what_was_decided_stands_beside_what_the_file_says() -> None:
    text = write("json", sheet_of(Song("T", ("A",), ids={"beta": "pin"}), alpha="x1"))
    (row,) = json.loads(text)["songs"]
    assert row["ids"] == {"beta": "pin"}
    assert row["tracks"] == {
        "alpha": {"id": "x1", "url": "https://alpha.example/track/x1", "title": "T", "artists": ["A"]}
    }
    assert one("json", text).song.ids == {"beta": "pin", "alpha": "x1"}
