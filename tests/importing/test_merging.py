"""A song that the file has is known again by track, ISRC, or title and artist; new ones go between its neighbours."""

from __future__ import annotations

import pytest

from exporter.importing.merging import Known, places
from exporter.model import Song

FILE = (
    Song("君の知らない物語", ("supercell",), aka=("Kimi no Shiranai Monogatari",)),
    Song("Lemon", ("米津玄師",), artist_aka=("Kenshi Yonezu",), isrc="JPU901800107"),
    Song("オレンジ", ("7!!",), ids={"svc": "x1"}),
    Song("Hello", ("A",), version="piano"),
    Song("Nameless", ()),
    Song("Secret (10 years after Ver.)", ("C",), version="10 years after Ver."),
)


@pytest.mark.parametrize(
    ("song", "place"),
    [
        (Song("君の知らない物語", ("supercell",)), 0),
        (Song("kimi no shiranai MONOGATARI", ("Supercell",)), 0),
        (Song("Lemon", ("Kenshi Yonezu",)), 1),
        (Song("Lemon", ("Somebody, Kenshi Yonezu",)), 1),
        (Song("Quite else", ("B",), isrc="JPU901800107"), 1),
        (Song("Quite else", ("B",), ids={"svc": "x1"}), 2),
        (Song("Quite else", ("B",), ids={"svc": "pushed"}), 3),
        (Song("Hello", ("A",), version="Piano"), 3),
        (Song("Nameless", ("Anybody",)), 4),
        (Song("Secret (10 years after Ver.)", ("C",)), 5),
        (Song("Lemon", ()), 1),
        (Song("Lemon", ("Another",)), None),
        (Song("Hello", ("A",)), None),
        (Song("Lemons", ("米津玄師",)), None),
        (Song("Quite else", ("B",), ids={"other": "x1"}), None),
        (Song("!!", ("A",)), None),
    ],
)
def test_a_song_is_known_again(song: Song, place: int | None) -> None:
    assert Known(FILE, [{}, {}, {}, {"svc": "pushed"}, {}, {}]).place(song) == place


@pytest.mark.parametrize(
    ("already", "where"),
    [
        ([0, None, 1, None], [1, 1, 2, 2]),
        ([None, 2, None, 0, None], [2, 3, 3, 1, 1]),
        ([None, None], [5, 5]),
        ([], []),
    ],
)
def test_new_songs_go_where_their_neighbours_stand(already: list[int | None], where: list[int]) -> None:
    assert list(places(already, 5)) == where
