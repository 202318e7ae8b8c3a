"""What a playlist file means when nothing is wrong with it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from exporter import files
from exporter.model import Playlist, Song, TargetSettings

WHOLE = """\
# The songs everybody asks for.
name: Sad Anime
description: Songs from the scenes nobody forgets.
targets:
  spotify: {public: true}
  ytmusic: {keep_extras: true}
  spotify@work:
songs:
  - title: 君の知らない物語
    artist: supercell
    aka: [Kimi no Shiranai Monogatari, "The Story You Don't Know"]
    artist_aka: スーパーセル
    from: Bakemonogatari
    album: 君の知らない物語
    year: 2009
    duration: "5:31"
    isrc: JPU901402557
    mbid: B1A9C0E9-d987-4042-ae91-78d6a3267d69
    version: piano
    ids: {spotify: 4PTG3Z6ehGkBFwjybzWkR8, ytmusic: 0123}
    not: {spotify: [one, two], ytmusic: three}
    skip: [ytmusic]
    note: free text, never sent
  - title: Lit
"""


def song(yaml: str) -> Song:
    """The one song of a file whose song has these lines."""
    lines = "".join(f"    {line}\n" for line in yaml.splitlines())
    (found,) = files.parse(f"name: x\nsongs:\n  -\n{lines}", "x.yaml", "x").songs
    return found


def test_a_whole_file_becomes_a_playlist() -> None:
    assert files.parse(WHOLE, "playlists/sad-anime.yaml", "sad-anime") == Playlist(
        slug="sad-anime",
        name="Sad Anime",
        description="Songs from the scenes nobody forgets.",
        targets={
            "spotify": TargetSettings(public=True),
            "ytmusic": TargetSettings(keep_extras=True),
            "spotify@work": TargetSettings(),
        },
        songs=(
            Song(
                title="君の知らない物語",
                artists=("supercell",),
                aka=("Kimi no Shiranai Monogatari", "The Story You Don't Know"),
                artist_aka=("スーパーセル",),
                from_="Bakemonogatari",
                album="君の知らない物語",
                year=2009,
                duration=331.0,
                isrc="JPU901402557",
                mbid="b1a9c0e9-d987-4042-ae91-78d6a3267d69",
                version="piano",
                ids={"spotify": "4PTG3Z6ehGkBFwjybzWkR8", "ytmusic": "0123"},
                not_={"spotify": ("one", "two"), "ytmusic": ("three",)},
                skip=("ytmusic",),
                note="free text, never sent",
            ),
            Song(title="Lit", artists=()),
        ),
    )


@pytest.mark.parametrize(
    "title",
    [
        "1999",
        "0123",
        "1e3",
        "5:31",
        "No",
        "yes",
        "true",
        "null",
        "~",
        "7!!",
        "2020-01-01",
        "=",
        ".inf",
        "50%",
        "a#b",
    ],
)
def test_an_unquoted_title_is_text_as_written(title: str) -> None:
    assert song(f"title: {title}").title == title


@pytest.mark.parametrize("artist", ["7!!", "1999", "No", "null"])
def test_an_unquoted_artist_is_text_as_written_alone_and_in_a_list(artist: str) -> None:
    assert song(f"title: x\nartist: {artist}").artists == (artist,)
    assert song(f"title: x\nartist: [{artist}, y]").artists == (artist, "y")


@pytest.mark.parametrize("artist", ["", "artist:", "artist: []"])
def test_the_artist_may_be_unknown(artist: str) -> None:
    assert song(f"title: x\n{artist}").artists == ()


def test_an_optional_key_may_be_left_empty() -> None:
    empty = "title: x\naka:\nfrom:\nyear:\nduration:\nisrc:\nmbid:\nids:\nnot:\nskip:\nnote:"
    assert song(empty) == Song("x", ())


def test_the_space_around_a_text_goes_and_the_space_inside_stays() -> None:
    assert song('title: "  君の　知らない  物語 "').title == "君の　知らない  物語"


def test_line_breaks_and_tabs_in_a_title_become_one_space() -> None:
    assert song('title: "a \\n\\t b\\u2028c"').title == "a b c"
    assert song("title: a\n  b").title == "a b"


def test_text_keeps_its_unicode_form() -> None:
    assert song("title: カ\u3099").title == "カ\u3099"


def test_a_description_keeps_its_lines() -> None:
    text = "name: x\ndescription: |\n  one\n  two\nsongs: []\n"
    assert files.parse(text, "x.yaml", "x").description == "one\ntwo"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("5:31", 331),
        ("0:07", 7),
        ("90:00", 5400),
        ("1:05:31", 3931),
        ("331", 331),
        ("331.5", 331.5),
        ("5:31.25", 331.25),
    ],
)
def test_a_duration_is_read_in_seconds(written: str, seconds: float) -> None:
    assert song(f"title: x\nduration: {written}").duration == seconds


@pytest.mark.parametrize("written", ["JPU901402557", "jpu901402557", "JP-U90-14-02557", "jp-u90-14-02557"])
def test_an_isrc_is_kept_without_hyphens_in_capitals(written: str) -> None:
    assert song(f"title: x\nisrc: {written}").isrc == "JPU901402557"


@pytest.mark.parametrize("flag", ["true", "True", "TRUE"])
def test_a_setting_is_true_as_yaml_writes_it(flag: str) -> None:
    text = f"name: x\ntargets: {{spotify: {{public: {flag}}}}}\nsongs: []"
    assert files.parse(text, "x.yaml", "x").targets["spotify"].public


def test_the_same_song_may_stand_there_twice() -> None:
    twice = files.parse("name: x\nsongs: [{title: a}, {title: a}]", "x.yaml", "x")
    assert twice.songs == (Song("a", ()), Song("a", ()))


def test_a_playlist_may_have_no_songs_yet() -> None:
    assert files.parse("name: x\nsongs: []", "x.yaml", "x").songs == ()


@pytest.mark.parametrize(
    "text", ["\ufeffname: x\nsongs: []", "name: x\r\nsongs: []\r\n", "--- \nname: x\nsongs: []\n...\n"]
)
def test_marks_and_line_ends_of_other_editors_are_tolerated(text: str) -> None:
    assert files.parse(text, "x.yaml", "x") == Playlist("x", "x", ())


def test_importing_the_door_imports_nothing_heavy() -> None:
    code = "import sys, exporter.files; print(*sorted({'yaml', 'msgspec', 'exporter.model'} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert run.stdout.strip() == ""


def test_the_door_has_three_names() -> None:
    assert files.__all__ == ["load", "parse", "schema"]
    with pytest.raises(AttributeError, match="no attribute 'dump'"):
        _ = files.dump
