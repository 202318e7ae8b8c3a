"""Songs of a file beside rows of a remote."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from exporter.remotes.difference import Row, Sort, rows

letters = st.lists(st.sampled_from("abcde"), max_size=12)
songs_of = st.lists(st.sampled_from(["", *"abcde"]), max_size=12)


def shown(songs: str, remote: str) -> str:
    """Every row by its sign and its track."""
    tracks = [(place, track.strip("_")) for place, track in enumerate(songs)]
    signs = {Sort.SAME: "=", Sort.MOVED: "~", Sort.MISSING: "+", Sort.EXTRA: "-"}
    return " ".join(
        signs[row.sort] + (songs[row.song] if row.song is not None else remote[row.row or 0])
        for row in rows(tracks, list(remote))
    )


def test_equal_lists_are_the_same_row_by_row() -> None:
    assert shown("abc", "abc") == "=a =b =c"


def test_what_is_only_in_the_file_and_what_is_only_there_stand_where_they_belong() -> None:
    assert shown("abc", "xaycz") == "-x =a -y +b =c -z"


def test_a_song_in_another_place_is_one_row_not_two() -> None:
    assert shown("abcd", "dabc") == "=a =b =c ~d"


def test_a_song_without_a_track_is_not_there() -> None:
    assert shown("a_c", "ac") == "=a +_ =c"


def test_rows_without_a_track_serve_no_song() -> None:
    assert rows([(0, "")], [""]) == (Row(Sort.EXTRA, None, 0), Row(Sort.MISSING, 0, None))


@given(songs_of, letters)
def test_every_song_and_every_row_is_told_once_and_the_most_stay_in_place(songs: list[str], remote: list[str]) -> None:
    found = rows(list(enumerate(songs)), remote)
    assert [row.song for row in found if row.song is not None] == list(range(len(songs)))
    assert sorted(row.row for row in found if row.row is not None) == list(range(len(remote)))
    for row in found:
        assert (row.song is None) == (row.sort is Sort.EXTRA)
        assert (row.row is None) == (row.sort is Sort.MISSING)
        if row.song is not None and row.row is not None:
            assert songs[row.song] == remote[row.row]
    same = [row.row for row in found if row.sort is Sort.SAME]
    assert len(same) == LCSseq.similarity([song or "none" for song in songs], remote)
    assert same == sorted(row for row in same if row is not None)
    missing = Counter(songs[row.song or 0] for row in found if row.sort is Sort.MISSING)
    assert +missing == Counter(songs) - Counter(remote)


@given(letters)
def test_the_same_list_differs_in_nothing(tracks: list[str]) -> None:
    assert {row.sort for row in rows(list(enumerate(tracks)), tracks)} <= {Sort.SAME}
