"""CSV and TSV: the exports of other tools, spreadsheets in any language, and tables without a header."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from exporter import Song
from exporter.errors import FileError
from exporter.formats.columns import column
from exporter.formats.facts import seconds
from tests.formats.reading import likeliest, one, read, sheet_of, write

EXPORTIFY_APP = """\
"Track URI","Track Name","Artist URI(s)","Artist Name(s)","Album URI","Album Name","Album Artist URI(s)",\
"Album Artist Name(s)","Album Release Date","Album Image URL","Disc Number","Track Number","Track Duration (ms)",\
"Track Preview URL","Explicit","Popularity","ISRC","Added By","Added At"
"spotify:track:7KA4W4McWYRpgf0fWsJZWB","See You Again","spotify:artist:4V8LLVI7PbaPR0K2TGSxFF, spotify:artist:6U3",\
"Tyler\\, The Creator, Kali Uchis","spotify:album:2nkto6YNI4rUYTLqEwWJ3o","Flower Boy","spotify:artist:4V8LLVI",\
"Tyler\\, The Creator","2017-07-21","https://i.scdn.co/image/ab67","1","5","180386","","true","90","USQX91701278",\
"spotify:user:me","2024-01-02T03:04:05Z"
"spotify:episode:512ojhOuo1ktJprKbVcKyQ","A Talk","","","","","","","","","1","1","3600000","","false","0","","",""
"""
EXPORTIFY_NET = """\
\ufeff"Track URI","Track Name","Album Name","Artist Name(s)","Release Date","Duration (ms)","Popularity"
"spotify:track:4u7EnebtmKWzUH433cf5Qv","Under Pressure","Hot Space","Queen;David Bowie","1982","248440","80"
"""
EXPORTIFY_GERMAN = """\
"Track-URI","Track-Name","Künstler-URI(s)","Künstlername(n)","Album-Name","Track-Dauer (ms)","ISRC"
"spotify:track:4u7EnebtmKWzUH433cf5Qv","99 Luftballons","spotify:artist:6Tz0QRoe083BcOo2","Nena","Nena","233000",""
"""
EXPORTIFY_JAPANESE = """\
トラックURI,トラック名,アーティストURI,アーティスト名,アルバム名,アルバム発売日,トラックの長さ（ミリ秒）
spotify:track:04TshWXkhV1qkqHzf31Hn6,Lemon,spotify:artist:1snhtMLeb2DYoMOcVbb8iB,米津玄師,Lemon,2018-03-14,255000
"""
TUNE_MY_MUSIC = """\
Track name,Artist name,Album,Playlist name,Type,ISRC,Spotify - id
Lemon,Kenshi Yonezu,Lemon,Night,Playlist,JPU901800107,04TshWXkhV1qkqHzf31Hn6
BOOTLEG,Kenshi Yonezu,BOOTLEG,Night,Album,,
"""
SOUNDIIZ = """\
sep=;
title;artist;album;isrc
Instant Crush;Daft Punk;Random Access Memories;USQX91300105
"""


def test_exportify_names_artists_with_commas_in_them_and_says_what_is_an_episode() -> None:
    found = one("csv", EXPORTIFY_APP)
    assert found.song == Song(
        "See You Again",
        ("Tyler, The Creator", "Kali Uchis"),
        album="Flower Boy",
        year=2017,
        duration=180.386,
        isrc="USQX91701278",
    )
    assert found.links == ("spotify:track:7KA4W4McWYRpgf0fWsJZWB",)
    assert (found.line, found.sure) == (2, 1.0)
    (left,) = read("csv", EXPORTIFY_APP).left
    assert (left.line, left.why) == (3, "an episode of a podcast, not a song")


def test_of_a_table_with_several_playlists_the_first_is_taken_and_the_others_are_shown() -> None:
    table = "Track name,Artist name,Playlist name\nA,X,Rock\nB,X,Pop\nC,X,Rock\nD,X,\n"
    found = read("csv", table)
    assert found.name == "Rock"
    assert [one.song.title for one in found.songs if one.taken] == ["A", "C", "D"]
    assert [one.doubts for one in found.songs if not one.taken] == [("of another playlist, “Pop”",)]


@pytest.mark.parametrize(
    ("text", "song"),
    [
        (
            EXPORTIFY_NET,
            Song("Under Pressure", ("Queen", "David Bowie"), album="Hot Space", year=1982, duration=248.44),
        ),
        (EXPORTIFY_GERMAN, Song("99 Luftballons", ("Nena",), album="Nena", duration=233.0)),
        (EXPORTIFY_JAPANESE, Song("Lemon", ("米津玄師",), album="Lemon", year=2018, duration=255.0)),
        (SOUNDIIZ, Song("Instant Crush", ("Daft Punk",), album="Random Access Memories", isrc="USQX91300105")),
        (
            TUNE_MY_MUSIC,
            Song(
                *("Lemon", ("Kenshi Yonezu",)),
                album="Lemon",
                isrc="JPU901800107",
                ids={"spotify": "04TshWXkhV1qkqHzf31Hn6"},
            ),
        ),
    ],
    ids=["exportify.net", "German", "Japanese", "Soundiiz", "TuneMyMusic"],
)
def test_what_other_tools_export_is_read(text: str, song: Song) -> None:
    assert likeliest(text) == "csv"
    assert one("csv", text).song == song


def test_tune_my_music_says_the_playlist_and_what_is_no_song() -> None:
    found = read("csv", TUNE_MY_MUSIC)
    assert found.name == "Night"
    assert [passage.why for passage in found.left] == ["an album, not a song"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *(("Song Title", "title"), ("trackName", "title"), ("Titre", "title"), ("Canción", "title"), ("曲名", "title")),
        *(
            ("Nom(s) de l'artiste", "artist"),
            ("Interpret", "artist"),
            ("アーティスト", "artist"),
            ("Artists", "artists"),
        ),
        *(("Длительность", "duration"), ("Länge", "duration"), ("Durée du titre (ms)", "duration")),
        *(("Year", "year"), ("発売日", "year"), ("Album Release Date", "year"), ("ISRC", "isrc"), ("mbid", "mbid")),
        *(("Track URI", "link"), ("URL", "link"), ("YouTube link", "link"), ("Spotify ID", "id"), ("youtube_id", "id")),
    ],
)
def test_a_header_may_be_spelt_in_many_ways(header: str, field: str) -> None:
    found = column(header)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize(
    "header",
    [
        *("Album URI", "Artist URI(s)", "Künstler-URI(s)", "Added By", "Added At", "Track Preview URL", "user_id"),
        *("Popularity", "Playlist ID", "", "Album Artist Name(s)", "Disc Number", "Album Image URL"),
    ],
)
def test_what_is_about_something_else_is_no_column_of_ours(header: str) -> None:
    assert column(header) is None


@pytest.mark.parametrize(
    ("header", "cell", "length"),
    [
        *(("Duration", "5:31", 331.0), ("Duration", "1:05:31", 3931.0), ("Length", "331", 331.0)),
        *(("Duration", "331000", 331.0), ("Duration (ms)", "5000", 5.0), ("duration_ms", "331000", 331.0)),
        *(("Duration (s)", "12000", 12_000.0), ("Duration", "PT5M31S", 331.0), ("Time", "0:00", None)),
        *(("Time", "long", None), ("Time", "", None), ("再生時間", "4:15", 255.0)),
    ],
)
def test_a_length_may_be_a_clock_seconds_or_milliseconds(header: str, cell: str, length: float | None) -> None:
    assert one("csv", f"title,artist,{header}\nT,A,{cell}\n").song.duration == length


@pytest.mark.parametrize(
    ("header", "cell", "artists"),
    [
        ("artist", "A; B", ("A", "B")),
        ("artists", "A, B", ("A", "B")),
        ("artist", "Earth, Wind & Fire", ("Earth, Wind & Fire",)),
        ("Artist Name(s)", "Earth\\, Wind & Fire, B", ("Earth, Wind & Fire", "B")),
        ("artist", "AC/DC", ("AC/DC",)),
        ("artists", "Earth, Wind & Fire; B", ("Earth, Wind & Fire", "B")),
    ],
)
def test_several_artists_share_a_cell(header: str, cell: str, artists: tuple[str, ...]) -> None:
    assert one("csv", f'title,{header}\nT,"{cell}"\n').song.artists == artists


def test_ids_and_addresses_are_told_with_the_names_the_table_has_for_services() -> None:
    text = "title,artist,YouTube ID,Spotify URI,link\nT,A,abc,spotify:track:x,https://x.example/1\n"
    found = one("csv", text)
    assert found.song.ids == {"youtube": "abc", "spotify": "spotify:track:x"}
    assert found.links == ("https://x.example/1",)


def test_a_row_without_an_artist_is_doubtful_and_one_without_a_title_left_out() -> None:
    found = read("csv", "title,artist\nAlone,\n,Nobody\n\n,\n")
    assert [(row.song.title, row.taken, row.doubts) for row in found.songs] == [("Alone", False, ("no artist",))]
    assert [(row.line, row.text, row.why) for row in found.left] == [(3, "Nobody", "no title")]


def test_a_row_of_several_lines_stands_where_it_begins() -> None:
    found = read("csv", 'title,artist,note\nT,A,"one\ntwo"\nU,B,\n')
    assert [(row.song.title, row.line) for row in found.songs] == [("T", 2), ("U", 4)]


def test_without_a_header_columns_are_known_by_what_stands_in_them() -> None:
    text = "Kenshi Yonezu,Lemon,4:15,JPU901800107\nKenshi Yonezu,Flamingo,3:14,JPU901802817\nKing Gnu,白日,4:36,\n"
    found = read("csv", text).songs
    assert found[0].song == Song("Lemon", ("Kenshi Yonezu",), duration=255.0, isrc="JPU901800107")
    assert [row.song.title for row in found] == ["Lemon", "Flamingo", "白日"]
    assert all(row.taken and row.doubts and row.line for row in found)


def test_without_a_header_titles_stand_first_where_nothing_else_tells() -> None:
    assert one("tsv", "Lemon\tKenshi Yonezu\n").song == Song("Lemon", ("Kenshi Yonezu",))


@pytest.mark.parametrize("text", ["", "just a line\n", "a\nb,c\n", "artist,album\nA,B\n"[:0], "1,2\n3,4\n"])
def test_what_holds_no_titles_is_refused(text: str) -> None:
    with pytest.raises(FileError) as caught:
        read("csv", text, "songs.csv")
    (problem,) = caught.value.problems
    assert (problem.file, problem.message) == ("songs.csv", "no column holds titles")


def test_a_table_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(FileError) as caught:
        read("csv", f'title,artist\n"{"x" * 200_000}",A\n')
    assert "not a table" in caught.value.problems[0].message


def test_python_and_other_software_read_what_is_written() -> None:
    song = Song("=1+1(x)", ("A", "B"), year=2009, duration=341.4)
    rows = list(csv.DictReader(io.StringIO(write("csv", sheet_of(song, alpha="x1")).removeprefix("\ufeff"))))
    assert {key: value for key, value in rows[0].items() if value} == {
        "title": "'=1+1(x)",  # which no spreadsheet carries out
        "artist": "A; B",
        "year": "2009",
        "duration": "5:41",
        "alpha id": "x1",
        "alpha url": "https://alpha.example/track/x1",
    }


@pytest.mark.parametrize("title", ["=LOVE", "'=1(", "''=1(", "+44", "@onefive (live)", "-mirage-"])
def test_a_title_that_looks_like_a_formula_comes_back(title: str) -> None:
    assert one("csv", write("csv", sheet_of(Song(title, ("A",))))).song == replace(Song("", ("A",)), title=title)


def test_seconds_of_nonsense_are_none() -> None:
    assert [seconds(text) for text in ("", "-", "5:3", "x:31", "P1D")] == [None] * 5
