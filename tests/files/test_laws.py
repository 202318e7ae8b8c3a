"""What holds for every playlist and for every text."""

from __future__ import annotations

import re
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from exporter import files
from exporter.errors import FileError, Problem
from exporter.model import Playlist, Song, TargetSettings

SCHEMA = Draft202012Validator(files.schema())
FOLDED = "\u2028\u2029\ufffe\uffff"
LINE = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=FOLDED), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
LINES = st.lists(LINE, max_size=3)
SERVICES = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("true", "false", "null")
)
IDS = st.from_regex(r"[A-Za-z0-9_:/-]{1,22}", fullmatch=True)
MAYBE = LINE | st.just("")


def songs() -> st.SearchStrategy[Song]:
    return st.builds(
        Song,
        title=LINE,
        artists=LINES.map(tuple),
        aka=LINES.map(tuple),
        artist_aka=LINES.map(tuple),
        from_=MAYBE,
        album=MAYBE,
        year=st.none() | st.integers(1000, 2999),
        duration=st.none() | st.integers(1, 86_399).map(float),
        isrc=st.just("") | st.from_regex(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", fullmatch=True),
        mbid=st.just("") | st.uuids().map(str),
        version=MAYBE,
        ids=st.dictionaries(SERVICES, IDS, max_size=2),
        skip=st.lists(SERVICES, max_size=2).map(tuple),
        note=MAYBE,
        not_=st.dictionaries(SERVICES, st.lists(IDS, min_size=1, max_size=2).map(tuple), max_size=2),
    )


PLAYLISTS = st.builds(
    Playlist,
    slug=st.just("x"),
    name=LINE,
    songs=st.lists(songs(), max_size=3).map(tuple),
    description=st.lists(LINE, max_size=3).map("\n".join),
    targets=st.dictionaries(SERVICES, st.builds(TargetSettings, st.booleans(), st.booleans()), max_size=2),
)


def clock(seconds: float | None) -> str:
    """``m:ss``, as people write a length."""
    return "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def song_data(song: Song) -> dict[str, Any]:
    data = {
        "title": song.title,
        "artist": list(song.artists),
        "aka": list(song.aka),
        "artist_aka": list(song.artist_aka),
        "from": song.from_,
        "album": song.album,
        "year": song.year,
        "duration": clock(song.duration) if song.duration and song.duration < 60_000 else song.duration,
        "isrc": song.isrc,
        "mbid": song.mbid,
        "version": song.version,
        "ids": dict(song.ids),
        "not": {name: list(ids) for name, ids in song.not_.items()},
        "skip": list(song.skip),
        "note": song.note,
    }
    return {key: value for key, value in data.items() if value}


def dump(playlist: Playlist) -> str:
    """The playlist as plain YAML."""
    targets = {name: {"public": one.public, "keep_extras": one.keep_extras} for name, one in playlist.targets.items()}
    data = {
        "name": playlist.name,
        "description": playlist.description,
        "targets": targets,
        "songs": [song_data(song) for song in playlist.songs],
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@given(PLAYLISTS)
def test_a_playlist_that_is_written_as_yaml_is_read_back_the_same(playlist: Playlist) -> None:
    assert files.parse(dump(playlist), "x.yaml", "x") == playlist


BITS = (
    *(
        "name:~ ",
        "songs:",
        "title: ",
        "artist: ",
        "isrc: JPB60",
        "ids: ",
        "<<: ",
        "1999",
        "true",
        "日本",
        "#",
        "%YAML 1.2",
    ),
    *("\n", "  ", "\t", "\r", "\r\n", "\x85", "\u2028", "\x00", "\ud800", "\ufeff", "\\", "\\x", "'", '"', "@", "`"),
    *("- ", "? ", ": ", ", ", "[", "]", "{", "}", "|\n", "> ", "*a", "&a ", "!x ", "!!str ", "---\n", "..."),
)
SCRAPS = st.lists(st.sampled_from(BITS) | st.characters(), max_size=30).map("".join)
SAMPLE = (
    'name: x\ntargets:\n  a: {public: true}\nsongs:\n  - title: "b: c"\n    aka: [d, e]\n    ids: {a: f}\n    # g\n'
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A good file in which a part was replaced."""
    start, end = sorted((draw(st.integers(0, len(SAMPLE))), draw(st.integers(0, len(SAMPLE)))))
    return SAMPLE[:start] + draw(SCRAPS) + SAMPLE[end if draw(st.booleans()) else start :]


def problems(text: str) -> tuple[Problem, ...] | None:
    """What is wrong with a text; None when it is a playlist."""
    try:
        files.parse(text, "x.yaml", "x")
    except FileError as error:
        return error.problems
    return None


@given(SCRAPS | damaged() | st.text())
def test_any_text_is_a_playlist_or_has_problems_inside_it_with_advice(text: str) -> None:
    found = problems(text)
    assert found != ()
    lines = re.split("\r\n|\r|\n", text)
    for problem in found or ():
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert problem.suggestion


@given(PLAYLISTS)
def test_the_schema_accepts_every_playlist(playlist: Playlist) -> None:
    assert SCHEMA.is_valid(yaml.safe_load(dump(playlist)))
