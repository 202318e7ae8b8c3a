"""Whatever a source says, what is kept of it can stand in a playlist file; links become pins by what backends read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter import BackendInfo, Connection, Listed, Listing, Playlist, Song
from exporter.files import parse
from exporter.files.writing import new_file
from exporter.importing.tidy import pins, tidied
from exporter.plugins import Plugins


def backend(name: str, label: str) -> BackendInfo:
    """A backend whose IDs are ``t1`` and so on, and whose links have them behind its name."""

    def connect(_: Connection) -> object:
        raise NotImplementedError

    def track_id(text: str) -> str | None:
        bare = text.strip().removeprefix(f"https://{name}.example/")
        return bare if bare[:1] == "t" and bare[1:].isdecimal() else None

    return BackendInfo(name=name, label=label, hosts={}, connect=connect, track_id=track_id)  # type: ignore[arg-type]


TWO = (backend("alpha", "Alpha"), backend("beta", "Beta Music"))
ANY = st.text(max_size=12)


@pytest.mark.parametrize(
    ("ids", "links", "found"),
    [
        ({"alpha": "t1"}, (), {"alpha": "t1"}),
        ({"ALPHA": "https://alpha.example/t1"}, (), {"alpha": "t1"}),
        ({"beta music": "t2"}, (), {"beta": "t2"}),
        ({"Beta": "t2"}, (), {"beta": "t2"}),
        ({"bet": "t2"}, (), {"bet": "t2"}),
        ({"alpha": "nonsense"}, (), {}),
        (
            {},
            ("https://alpha.example/t1", "https://beta.example/t2", "https://gamma.example/t3"),
            {"alpha": "t1", "beta": "t2"},
        ),
        ({"alpha": "t1"}, ("https://alpha.example/t9",), {"alpha": "t1"}),
        ({}, ("t1",), {}),
        ({"gamma": "x-1"}, (), {"gamma": "x-1"}),
        ({"gamma": "gamma:track:1"}, (), {}),
        ({"Gamma Music": "x"}, (), {}),
    ],
)
def test_pins_are_what_a_backend_takes_for_its_tracks(
    ids: dict[str, str], links: tuple[str, ...], found: dict[str, str]
) -> None:
    assert pins(ids.items(), links, TWO) == found


def test_links_of_the_services_become_pins() -> None:
    infos = [Plugins().backend(name) for name in ("spotify", "ytmusic")]
    links = ["spotify:track:04TshWXkhV1qkqHzf31Hn6", "https://music.youtube.com/watch?v=SX_ViT4Ra7k"]
    assert pins([], links, infos) == {"spotify": "04TshWXkhV1qkqHzf31Hn6", "ytmusic": "SX_ViT4Ra7k"}
    assert pins([("youtube", "SX_ViT4Ra7k")], [], infos) == {"ytmusic": "SX_ViT4Ra7k"}


def test_what_is_no_code_is_left_out_and_said() -> None:
    song = Song("T", ("A",), isrc="none", mbid="x", year=99, duration=1e9, ids={"alpha": "no"})
    (found,) = tidied(Listing(songs=(Listed(song=song),)), TWO).songs
    assert found.song == Song("T", ("A",))
    assert found.doubts == ("without its ISRC, which is none: none", "without its MusicBrainz ID, which is none: x")
    assert found.taken


def test_codes_are_written_as_a_file_has_them() -> None:
    song = Song("T", ("A",), isrc="jp-u90-18-00107", mbid="B1A9C0E9-D987-4042-AE91-78D6A3267D69", duration=255.4)
    (found,) = tidied(Listing(songs=(Listed(song=song),)), ()).songs
    assert (found.song.isrc, found.song.duration) == ("JPU901800107", 255.0)
    assert found.song.mbid == "b1a9c0e9-d987-4042-ae91-78d6a3267d69"


def test_a_title_of_nothing_visible_is_none() -> None:
    listing = tidied(Listing(songs=(Listed(song=Song("\x00 \n", ("A",)), line=3, text="x"),)), ())
    assert not listing.songs
    assert [(one.line, one.why) for one in listing.left] == [(3, "no title")]


wild = st.builds(
    Song,
    title=ANY,
    artists=st.lists(ANY, max_size=2).map(tuple),
    aka=st.lists(ANY, max_size=2).map(tuple),
    artist_aka=st.lists(ANY, max_size=2).map(tuple),
    from_=ANY,
    album=ANY,
    year=st.none() | st.integers(),
    duration=st.none() | st.floats(),
    isrc=ANY,
    mbid=ANY,
    version=ANY,
    ids=st.dictionaries(ANY, ANY, max_size=2),
    skip=st.lists(ANY, max_size=2).map(tuple),
    note=ANY,
    not_=st.dictionaries(ANY, st.lists(ANY, max_size=2).map(tuple), max_size=2),
)


@given(ANY, ANY, st.lists(st.builds(Listed, song=wild), max_size=2))
def test_whatever_a_source_says_makes_a_file_that_says_the_same(name: str, about: str, songs: list[Listed]) -> None:
    listing = tidied(Listing(songs=tuple(songs), name=name, description=about), TWO)
    playlist = Playlist("x", listing.name or "X", tuple(one.song for one in listing.songs), listing.description)
    assert parse(new_file(playlist), "x.yaml", "x") == playlist


@given(wild)
def test_tidying_twice_is_tidying_once(song: Song) -> None:
    once = tidied(Listing(songs=(Listed(song=song),)), TWO).songs
    again = tidied(Listing(songs=tuple(replace(one, doubts=()) for one in once)), TWO).songs
    assert [one.song for one in again] == [one.song for one in once]
