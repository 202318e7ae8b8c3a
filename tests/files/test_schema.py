"""The JSON Schema and the parser agree. The schema sees documents as editors do: with the types of YAML 1.2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from exporter import files
from exporter.errors import FileError

CURATED = sorted((Path(__file__).parents[2] / "playlists").glob("*.yaml"))
SCHEMA = Draft202012Validator(files.schema())


class Editor(yaml.SafeLoader):
    """Reads scalars by the YAML 1.2 core schema (section 10.3.2), as yaml-language-server does."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML wants it so


def resolve(kind: str, pattern: str, convert: Callable[[str], object]) -> None:
    """Teach the editor one kind of scalar."""
    tag = f"tag:yaml.org,2002:{kind}"
    Editor.add_implicit_resolver(tag, re.compile(f"^(?:{pattern})$"), None)
    Editor.add_constructor(tag, lambda _loader, node: convert(str(node.value)))


resolve("null", "~|null|Null|NULL|", lambda _text: None)
resolve("bool", "true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true")
resolve("int", "[-+]?[0-9]+", int)
resolve("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", float)


def as_editors_see_it(text: str) -> object:
    return yaml.load(text, Loader=Editor)  # noqa: S506 - a SafeLoader with fewer rules


def fits(text: str) -> bool:
    """Whether an editor finds nothing wrong with the text."""
    return SCHEMA.is_valid(as_editors_see_it(text))


def parses(text: str) -> bool:
    """Whether we find nothing wrong with the text."""
    try:
        files.parse(text, "x.yaml", "x")
    except FileError:
        return False
    return True


SONG_LINES_RIGHT = """\
artist: b
artist: [b, 7!!, 1999, No]
artist: []
artist:
aka: b
aka: [b, 1, true]
artist_aka: [b]
from: 86
album: 1984
album: ''
year: 2009
year: '2009'
duration: 5:31
duration: "1:05:31"
duration: 331
duration: 331.5
isrc: JPU901402557
isrc: jp-u90-14-02557
mbid: b1a9c0e9-d987-4042-ae91-78d6a3267d69
version: live
ids: {spotify: 4PTG3Z6ehGkBFwjybzWkR8, ytmusic: 123}
ids: {}
ids:
not: {spotify: b, ytmusic: [c, 4]}
skip: ytmusic
skip: [ytmusic, spotify]
note: never sent
note: 1
""".splitlines()

SONG_LINES_WRONG = """\
artist: {name: b}
artist: ''
aka: ['']
aka: [b, [c]]
from: [b]
year: 999
year: 3000
year: 20.5
year: '20111'
year: soon
duration: 0
duration: '0:00'
duration: 5:61
duration: 331000
duration: -1
duration: true
isrc: JPB60
isrc: 5
mbid: b1a9c0e9
ids: b
ids: [b]
ids: {spotify: b c}
ids: {spotify: }
ids: {Spotify: b}
ids: {spotify: [b]}
not: {spotify: [b c]}
not: [b]
skip: true
skip: {spotify: true}
skip: [Spotify]
artists: [b]
note: {a: b}
""".splitlines()

FILES_RIGHT = [
    "name: x\nsongs: []",
    "name: 86\nsongs: [{title: 1999}, {title: true}]",
    "name: x\ndescription:\ntargets:\nsongs: []",
    "name: x\ndescription: 5\ntargets: {spotify: {public: true, keep_extras: False}, ytmusic: , a@b: {}}\nsongs: []",
    "name: x\ntargets: {spotify: {public: 'true'}}\nsongs: []",
]

FILES_WRONG = [
    "[]",
    "x",
    "{}",
    "name: x",
    "songs: []",
    "name:\nsongs: []",
    "name: ' '\nsongs: []",
    "name: [x]\nsongs: []",
    "name: x\nsongs:",
    "name: x\nsongs: {}",
    "name: x\nsongs: [a]",
    "name: x\nsongs: [{}]",
    "name: x\nsongs: [{title: }]",
    "name: x\nsongs: [{title: ''}]",
    "name: x\nsongs: [{title: [a]}]",
    "name: x\nsongs: [{title: a}, b]",
    "name: x\nsongs: []\ntracks: []",
    "name: x\nsongs: []\ntargets: spotify",
    "name: x\nsongs: []\ntargets: [spotify]",
    "name: x\nsongs: []\ntargets: {Spotify: {}}",
    "name: x\nsongs: []\ntargets: {spotify: {pubic: true}}",
    "name: x\nsongs: []\ntargets: {spotify: {public: yes}}",
    "name: x\nsongs: []\ntargets: {spotify: {public: 1}}",
]


def with_song(line: str) -> str:
    """A file whose one song has this line."""
    return f"name: x\nsongs:\n  - title: a\n    {line}\n"


def test_it_is_a_valid_schema_of_2020_12() -> None:
    Draft202012Validator.check_schema(files.schema())
    assert files.schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("text", [*FILES_RIGHT, *map(with_song, SONG_LINES_RIGHT)])
def test_it_accepts_what_the_parser_accepts(text: str) -> None:
    assert parses(text)
    assert fits(text)


@pytest.mark.parametrize("text", [*FILES_WRONG, *map(with_song, SONG_LINES_WRONG)])
def test_it_refuses_what_the_parser_refuses(text: str) -> None:
    assert not parses(text)
    assert not fits(text)


KEYS = ("title", "artist", "aka", "from", "year", "duration", "isrc", "mbid", "ids", "not", "skip", "note", "nope")
TEXTS = "a spotify Spotify true 2011 20111 5:31 0:00 331 JPU901402557 JPB60 b1a9c0e9-d987-4042-ae91-78d6a3267d69 君の"
TYPED = (5, 2011, 3000, 331, 331.5, 0, 100_000, -1, True, False, None)
SCALARS = st.sampled_from((*TEXTS.split(), "", " ", "a b", *TYPED))
NAMES = st.sampled_from(["spotify", "Spotify", "a b", "true", "public", "keep_extras"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2))
SONGS = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=2).map(lambda song: {"title": "a", **song})
DOCUMENTS = st.fixed_dictionaries(
    {"name": SCALARS, "songs": st.lists(SONGS, max_size=1) | VALUES},
    optional={"description": VALUES, "targets": VALUES, "nope": SCALARS},
)


class Writer(yaml.SafeDumper):
    """Writes None as nothing at all."""


Writer.add_representer(type(None), lambda writer, _none: writer.represent_scalar("tag:yaml.org,2002:null", ""))


@given(DOCUMENTS)
def test_it_agrees_with_the_parser_on_any_document(document: object) -> None:
    text = yaml.dump(document, Dumper=Writer, allow_unicode=True)
    assert fits(text) == parses(text)


@pytest.mark.parametrize("title", ["null", "~"])
def test_the_one_difference_is_an_unquoted_null(title: str) -> None:
    text = f"name: x\nsongs: [{{title: {title}}}]"
    assert parses(text)
    assert not fits(text)


@pytest.mark.parametrize("path", CURATED, ids=lambda path: path.stem)
def test_the_curated_playlists_please_both(path: Path) -> None:
    files.load(path)
    document = as_editors_see_it(path.read_text(encoding="utf-8"))
    assert [error.message for error in SCHEMA.iter_errors(document)] == []


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that an editor can offer, with its own schema."""
    for name, inner in schema.get("properties", {}).items():
        yield name, inner
        yield from properties(inner)
    for nested in ("items", "additionalProperties"):
        if isinstance(schema.get(nested), dict):
            yield from properties(schema[nested])


def test_every_key_is_described_and_no_other_is_allowed() -> None:
    schema = files.schema()
    offered = dict(properties(schema))
    assert {"name", "songs", "targets", "public", "keep_extras", "title", "artist", "from", "not"} <= offered.keys()
    assert all(inner["description"] for inner in offered.values())
    assert schema["additionalProperties"] is False
    assert schema["properties"]["songs"]["items"]["additionalProperties"] is False
