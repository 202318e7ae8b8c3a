"""What a format can hold comes back equal; no text ends in anything but a listing or an error with a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exporter import Listing, Sheet, Song, Track
from exporter.errors import FileError
from tests.formats.reading import FORMATS, READING, likeliest, links, read, sheets, write
from tests.songs import names, songs


def ids(tracks: Mapping[str, Track]) -> dict[str, str]:
    return {service: one.id for service, one in tracks.items()}


def came_back(name: str, sheet: Sheet) -> Listing:
    """What a format reads of what it wrote, which it knows for its own."""
    text = write(name, sheet)
    assert not sheet.tracks or likeliest(text) == name
    return read(name, text)


def told(listing: Listing) -> list[tuple[Song, tuple[str, ...]]]:
    return [(one.song, one.links) for one in listing.songs]


@pytest.mark.parametrize("name", ["csv", "tsv"])
@given(sheets())
def test_a_table_holds_every_fact_but_what_is_not_for_others(name: str, sheet: Sheet) -> None:
    assume(
        not any("\\" in name for song in sheet.playlist.songs for name in (*song.artists, *song.aka, *song.artist_aka))
    )
    assert told(came_back(name, sheet)) == [
        (replace(song, ids=ids(found), not_={}, skip=(), note=""), links(dict(found)))
        for song, found in zip(sheet.playlist.songs, sheet.tracks, strict=True)
    ]


@given(sheets())
def test_json_holds_everything(sheet: Sheet) -> None:
    found = came_back("json", sheet)
    assert (found.name, found.description) == (sheet.playlist.name, sheet.playlist.description)
    assert told(found) == [
        (replace(song, ids={**song.ids, **ids(tracks)}), links(dict(tracks)))
        for song, tracks in zip(sheet.playlist.songs, sheet.tracks, strict=True)
    ]


@given(sheets())
def test_jspf_holds_every_fact_but_what_is_not_for_others(sheet: Sheet) -> None:
    found = came_back("jspf", sheet)
    assert (found.name, found.description) == (sheet.playlist.name, sheet.playlist.description)
    assert told(found) == [
        (replace(song, ids=ids(tracks), not_={}, skip=(), note=""), links(dict(tracks)))
        for song, tracks in zip(sheet.playlist.songs, sheet.tracks, strict=True)
    ]


@given(sheets())
def test_xspf_holds_what_it_has_elements_for_and_the_addresses(sheet: Sheet) -> None:
    found = came_back("xspf", sheet)
    assert (found.name, found.description) == (sheet.playlist.name, sheet.playlist.description)
    assert told(found) == [
        (
            replace(song, ids={}, not_={}, skip=(), note="", version="", from_="", artist_aka=()),
            links(dict(tracks)),
        )
        for song, tracks in zip(sheet.playlist.songs, sheet.tracks, strict=True)
    ]


@given(sheets(st.builds(replace, songs(), artists=names().filter(bool))))
def test_m3u_holds_title_credit_length_album_and_one_address(sheet: Sheet) -> None:
    credits_ = [", ".join(song.artists) for song in sheet.playlist.songs]
    assume(all(f"{credit} - ".index(" - ") == len(credit) for credit in credits_))
    found = came_back("m3u8", sheet)
    assert found.name == sheet.playlist.name
    assert told(found) == [
        (
            Song(song.title, (credit,), album=song.album if tracks else "", duration=song.duration),
            links(dict(tracks))[:1],
        )
        for song, tracks, credit in zip(sheet.playlist.songs, sheet.tracks, credits_, strict=True)
    ]


@given(sheets(st.builds(replace, songs(), artists=names().filter(bool))))
def test_pls_holds_title_credit_length_and_one_address(sheet: Sheet) -> None:
    credits_ = [", ".join(song.artists) for song in sheet.playlist.songs]
    assume(all(f"{credit} - ".index(" - ") == len(credit) for credit in credits_))
    found = came_back("pls", sheet)
    assert found.name == sheet.playlist.name
    assert told(found) == [
        (Song(song.title, (credit,), duration=song.duration), links(dict(tracks))[:1])
        for song, tracks, credit in zip(sheet.playlist.songs, sheet.tracks, credits_, strict=True)
    ]


@given(sheets())
def test_a_page_in_markdown_holds_titles_artists_shows_versions_and_addresses(sheet: Sheet) -> None:
    found = came_back("markdown", sheet)
    assert (found.name, found.description) == (sheet.playlist.name, sheet.playlist.description)
    assert told(found) == [
        (
            Song(
                song.title,
                song.artists,
                from_=song.from_,
                version="" if song.version in song.title else song.version,
            ),
            links(dict(tracks)),
        )
        for song, tracks in zip(sheet.playlist.songs, sheet.tracks, strict=True)
    ]


WORD = st.from_regex(r"[A-Za-z]{1,8}(?: [A-Za-z]{1,8})?", fullmatch=True)


@given(sheets(st.builds(Song, WORD, WORD.map(lambda name: (name,)))))
def test_lines_hold_title_and_artist(sheet: Sheet) -> None:
    assert [one.song for one in came_back("lines", sheet).songs] == list(sheet.playlist.songs)


# Any text.

PIECES = (
    *("[playlist]\n", "File1=", "Title1=", "Length1=", "1"),
    *('{"playlist":{"track":[', '{"songs":[{"title":1}]}', "#EXTINF:1,", '<playlist xmlns="http://xspf.org/ns/0/">'),
    *("<!-- exporter export --as markdown -->", "1. **", "** – ", "| title | artist |\n|-|-|\n"),
    *("title,", "\n", "\t", ";", '"', "sep=", " - ", "[[[[", "</track>", "spotify:episode:x", "\ufeff", "\x00", "&a;"),
    "\ud800",
)


@pytest.mark.parametrize("name", READING)
@given(st.lists(st.text(max_size=20) | st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_text_is_read_or_refused_with_a_place(name: str, text: str) -> None:
    assert 0 <= FORMATS[name].sniff(text) <= 1
    places, titles = outcome(name, text)
    assert all(place == ("source", True) for place in places)
    assert all(titles)


def outcome(name: str, text: str) -> tuple[list[tuple[str, bool]], list[str]]:
    """Of each problem the file and whether it has a line; or else the titles that were read."""
    try:
        return [], [one.song.title for one in read(name, text).songs]
    except FileError as error:
        return [(problem.file, problem.line >= 1) for problem in error.problems], []


HUGE = "9" * 4_000
XSPF = "<playlist><trackList><track>{}</track></trackList></playlist>"
BLANKS = " " * 200_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("csv", f"title,artist,duration,year\nT,A,{HUGE},{HUGE}\n"),
        ("csv", f"title,artist,duration\nT,A,{HUGE}:00:00\n"),
        ("json", f'[{{"title": "T", "artist": "A", "duration": {HUGE}, "year": {HUGE}}}]'),
        ("jspf", f'{{"playlist": {{"track": [{{"title": "T", "creator": "A", "duration": {HUGE}}}]}}}}'),
        ("xspf", XSPF.format(f"<title>T</title><creator>A</creator><duration>{HUGE}</duration>")),
        ("m3u8", f"#EXTINF:{HUGE},A - T\nx\n"),
        ("m3u8", f"#EXTINF:1,A{BLANKS}- T\nx\n"),
        ("pls", f"[playlist]\nTitle1=A{BLANKS}- T\nLength1={HUGE}\nTitle{HUGE}=x\n"),
        ("lines", f"A - T\nB{BLANKS}b\n"),
    ],
    ids=lambda given: given[:30],
)
def test_what_is_far_too_large_is_passed_over(name: str, text: str) -> None:
    (found,) = read(name, text).songs
    assert (found.song.title, found.song.artists) == ("T", ("A",))
