"""PLS: what players and radio stations write."""

from __future__ import annotations

from exporter import Playlist, Sheet, Song
from tests.formats.reading import likeliest, read, sheet_of, write

STATION = """\
[Playlist]
NumberOfEntries=4
File2=https://radio.example/2.mp3
Title2=米津玄師 - Lemon
Length2=255
File10=C:\\Music\\King Gnu - 白日.flac
file1=https://radio.example/1.mp3
title1=Queen - Don't Stop Me Now
length1=-1
File3=https://radio.example/stream
Version=2
"""


def test_players_number_what_they_say() -> None:
    found = read("pls", STATION)
    assert [(row.song, row.links, row.line) for row in found.songs] == [
        (Song("Don't Stop Me Now", ("Queen",)), ("https://radio.example/1.mp3",), 7),
        (Song("Lemon", ("米津玄師",), duration=255.0), ("https://radio.example/2.mp3",), 3),
        (Song("白日", ("King Gnu",)), (), 6),
    ]
    assert [row.doubts for row in found.songs] == [(), (), ("read from the name of the file",)]
    assert [(row.line, row.why) for row in found.left] == [(10, "an address without a title")]
    assert likeliest(STATION) == "pls"


def test_a_song_without_an_address_has_no_file() -> None:
    text = write("pls", sheet_of(Song("Lemon", ("米津玄師",), duration=255.4)))
    assert text == (
        "[playlist]\nX-GNOME-Title=Night\nTitle1=米津玄師 - Lemon\nLength1=255\nNumberOfEntries=1\nVersion=2\n"
    )


def test_nothing_that_a_song_says_ends_its_line() -> None:
    song = Song("Le\nmon\rFile1=x", ("A\u2028B",))
    sheet = Sheet(playlist=Playlist("night", "Ni\nght", (song,)), tracks=({},))
    assert len(write("pls", sheet).splitlines()) == 6
