"""M3U and M3U8: what players write, and what they and a library for them read of ours."""

from __future__ import annotations

import m3u8  # type: ignore[import-untyped]  # the stubs are not worth a package for one test
import pytest

from exporter import Playlist, Sheet, Song
from exporter.errors import FileError
from tests.formats.reading import likeliest, one, read, sheet_of, write

PLAYERS = """\
#EXTM3U
#PLAYLIST:Night Songs
#EXTINF:255,米津玄師 - Lemon
C:\\Music\\Kenshi Yonezu\\Lemon.flac
#EXTINF:-1 tvg-id="x, y" group-title="J, Pop",King Gnu - 白日
https://radio.example/hakujitsu.mp3

#EXTALB:Traveler
#EXTART:Official髭男dism
#EXTINF:327,Official髭男dism - Pretender - live
music/pretender.mp3
"""


def test_players_say_length_artist_title_and_more() -> None:
    found = read("m3u8", PLAYERS)
    assert found.name == "Night Songs"
    assert [row.song for row in found.songs] == [
        Song("Lemon", ("米津玄師",), duration=255.0),
        Song("白日", ("King Gnu",)),
        Song("Pretender - live", ("Official髭男dism",), album="Traveler", duration=327.0),
    ]
    assert [row.links for row in found.songs] == [(), ("https://radio.example/hakujitsu.mp3",), ()]
    assert [row.line for row in found.songs] == [3, 5, 10]
    assert all(row.sure == 1.0 for row in found.songs)


@pytest.mark.parametrize(
    ("path", "song"),
    [
        ("Music/YOASOBI/01 - YOASOBI - 夜に駆ける.mp3", Song("夜に駆ける", ("YOASOBI",))),
        ("D:\\Music\\1-02 King Gnu - 白日.flac", Song("白日", ("King Gnu",))),
        ("file:///music/King%20Gnu%20-%20%E7%99%BD%E6%97%A5.ogg", Song("白日", ("King Gnu",))),
        ("7!! - オレンジ.mp3", Song("オレンジ", ("7!!",))),
    ],
)
def test_where_nothing_else_is_said_the_name_of_the_file_tells(path: str, song: Song) -> None:
    found = one("m3u8", f"{path}\n")
    assert found.song == song
    assert found.taken
    assert found.doubts == ("read from the name of the file",)


def test_a_file_without_an_artist_in_its_name_is_doubtful() -> None:
    found = one("m3u8", "music/03 Lemon.mp3\n")
    assert (found.song, found.taken) == (Song("Lemon", ()), False)


def test_a_bare_address_is_no_song() -> None:
    (left,) = read("m3u8", "#EXTM3U\nhttps://radio.example/stream\n").left
    assert (left.line, left.why) == (2, "an address without a title")


def test_a_list_of_a_streams_pieces_is_refused() -> None:
    with pytest.raises(FileError) as caught:
        read("m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9.009,\nhttp://a.example/1.ts\n")
    (problem,) = caught.value.problems
    assert (problem.line, problem.message) == (2, "this is a list of a stream's pieces, and names no songs")


def test_a_song_without_an_address_stands_in_a_comment() -> None:
    text = write("m3u8", sheet_of(Song("Lemon", ("米津玄師",), duration=255.4)))
    assert text == "#EXTM3U\n#PLAYLIST:Night\n#EXPORTER-UNLINKED:255,米津玄師 - Lemon\n"


def test_a_library_for_m3u8_reads_what_is_written() -> None:
    songs = (Song("Lemon", ("米津玄師", "B"), duration=255.0, album="Lemon"), Song("白日, slow", ()))
    text = write("m3u8", sheet_of(*songs, alpha="x1", beta="x2"))
    found = m3u8.loads(text)
    assert [(row.title, row.duration, row.uri) for row in found.segments] == [
        ("米津玄師, B - Lemon", 255.0, "https://alpha.example/track/x1"),
        ("白日, slow", -1.0, "https://alpha.example/track/x1"),
    ]


def test_nothing_that_a_song_says_ends_its_line() -> None:
    song = Song("Le\nmon\r#EXTINF:1,x", ("A\u2028B",))
    sheet = Sheet(playlist=Playlist("night", "Ni\nght", (song,)), tracks=({},))
    assert len(write("m3u8", sheet).splitlines()) == 3
    assert likeliest(write("m3u8", sheet)) == "m3u8"
