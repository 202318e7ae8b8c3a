"""XSPF: what is written fits the schema of its specification; what others write is read, and no DTD is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree  # type: ignore[import-untyped]  # the stubs are not worth a package for one test

from exporter import Playlist, Sheet, Song
from exporter.errors import FileError
from tests.formats.reading import likeliest, one, read, sheet_of, sheets, track, write

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("xspf.rng")))
OTHERS = """\
<?xml version="1.0" encoding="UTF-8"?>
<x:playlist version="1" xmlns:x="http://xspf.org/ns/0/" xmlns:vlc="http://www.videolan.org/vlc/playlist/ns/0/">
  <x:trackList>
    <x:track>
      <x:duration>255000</x:duration>
      <x:creator>米津玄師 &amp; more</x:creator>
      <x:title>Lemon</x:title>
      <x:location>../music/lemon.flac</x:location>
      <x:location>https://x.example/lemon</x:location>
      <x:identifier>https://musicbrainz.org/recording/B1A9C0E9-d987-4042-ae91-78d6a3267d69</x:identifier>
      <x:identifier>isrc:JPU901800107</x:identifier>
      <x:extension application="http://www.videolan.org/vlc/playlist/0"><vlc:id>0</vlc:id></x:extension>
    </x:track>
    <x:track><x:location>file:///unnamed.mp3</x:location></x:track>
    <x:track><x:title>Alone</x:title></x:track>
  </x:trackList>
  <x:title>Night</x:title>
</x:playlist>
"""


def test_what_others_write_is_read_whatever_its_order_and_prefixes() -> None:
    found = read("xspf", OTHERS)
    assert likeliest(OTHERS) == "xspf"
    assert found.name == "Night"
    assert found.songs[0].song == Song(
        *("Lemon", ("米津玄師 & more",)),
        duration=255.0,
        isrc="JPU901800107",
        mbid="b1a9c0e9-d987-4042-ae91-78d6a3267d69",
    )
    assert found.songs[0].links == ("../music/lemon.flac", "https://x.example/lemon")
    assert [(row.song.title, row.line, row.taken) for row in found.songs] == [("Lemon", 4, True), ("Alone", 15, False)]
    assert [(row.line, row.text, row.why) for row in found.left] == [(14, "file:///unnamed.mp3", "no title")]


def test_a_playlist_without_the_namespace_is_read_all_the_same() -> None:
    text = "<playlist><trackList><track><title>T</title><creator>A</creator></track></trackList></playlist>"
    assert one("xspf", text).song == Song("T", ("A",))


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><playlist><title>&b;</title></playlist>'
FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><playlist><title>&a;</title></playlist>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "a DTD is not read here"),
        (FILE, "a DTD is not read here"),
        ("<playlist>", "not XML: no element found"),
        ("", "not XML: no element found"),
        ("<playlist><title>&amp</title></playlist>", "not XML: not well-formed (invalid token)"),
        ("<rss/>", "not an XSPF playlist: it begins with <rss>"),
        ('<playlist xmlns="urn:other"/>', "not an XSPF playlist: it begins with <urn:other playlist>"),
    ],
)
def test_what_is_no_xspf_is_refused(text: str, message: str) -> None:
    with pytest.raises(FileError) as caught:
        read("xspf", text, "a.xspf")
    (problem,) = caught.value.problems
    assert (problem.file, problem.message) == ("a.xspf", message)


@given(sheets())
def test_what_is_written_fits_the_schema(sheet: Sheet) -> None:
    SCHEMA.assertValid(etree.fromstring(write("xspf", sheet).encode()))


def test_the_schema_can_refuse() -> None:
    assert SCHEMA.validate(etree.fromstring(OTHERS.encode()))
    for wrong in ("<title>again</title><title>T</title>", "<duration>1:05</duration>", "<isrc>x</isrc>"):
        track_list = f"<trackList><track>{wrong}</track></trackList>"
        text = f'<playlist version="1" xmlns="http://xspf.org/ns/0/">{track_list}</playlist>'
        assert not SCHEMA.validate(etree.fromstring(text))


def test_every_address_stands_there_and_each_of_several_artists() -> None:
    sheet = sheet_of(Song("T", ("A", "B"), year=2009, isrc="JPU901800107"), alpha="x1", beta="x2")
    text = write("xspf", sheet)
    assert "<creator>A, B</creator>" in text
    assert one("xspf", text).song.artists == ("A", "B")
    assert one("xspf", text).links == ("https://alpha.example/track/x1", "https://beta.example/track/x2")


def test_what_no_xml_may_hold_is_left_out() -> None:
    sheet = Sheet(playlist=Playlist("n", "N\x00\x0b", (Song("T\ud800", ("A]]>",)),)), tracks=({"a": track("a", "1")},))
    text = write("xspf", sheet)
    assert SCHEMA.validate(etree.fromstring(text.encode()))
    assert one("xspf", text).song == Song("T", ("A]]>",))
