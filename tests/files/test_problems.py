"""Everything that can be wrong with a playlist file, and what its author is told."""

from __future__ import annotations

import time
from dataclasses import astuple

import pytest

from exporter import files
from exporter.errors import FileError, Problem

HEAD = "name: x\nsongs:\n  - title: a\n"
"""Three lines; the next one, indented by four, goes on with the song."""


def problems(text: str) -> tuple[Problem, ...]:
    """What is wrong with a text."""
    with pytest.raises(FileError) as raised:
        files.parse(text, "x.yaml", "x")
    return raised.value.problems


def only(text: str) -> Problem:
    """The one thing that is wrong with a text."""
    (problem,) = problems(text)
    return problem


def test_a_problem_says_where_what_and_how_to_write_it_right() -> None:
    text = HEAD + "    artist: b\n    isrc: JPB60\n"
    assert only(text) == Problem(
        "x.yaml", 5, 11, "songs[0].isrc", "not an ISRC: 'JPB60'", "an ISRC is like JPU901402557"
    )


def test_all_problems_are_told_at_once_in_the_order_of_the_text() -> None:
    text = """\
nmae: x
songs:
  - titel: a
    year: 20111
  - artist: b
    skip: true
  -
  - title: c
    title: d
    isrc: [x]
targets: spotify
"""
    assert [(one.line, one.column, one.path) for one in problems(text)] == [
        (1, 1, "nmae"),
        (3, 5, "songs[0].titel"),
        (4, 11, "songs[0].year"),
        (5, 5, "songs[1].title"),
        (6, 11, "songs[1].skip"),
        (7, 4, "songs[2]"),
        (9, 5, "songs[3].title"),
        (10, 11, "songs[3].isrc"),
        (11, 10, "targets"),
    ]


@pytest.mark.parametrize(
    ("line", "path", "message", "suggestion"),
    [
        ("year: '20111'", "songs[0].year", "not a year: '20111'", "a year is like 2011"),
        ("year: 3000", "songs[0].year", "not a year: '3000'", "a year is like 2011"),
        ("year: 999", "songs[0].year", "not a year: '999'", "a year is like 2011"),
        ("year: ２０１１", "songs[0].year", "not a year: '２０１１'", "a year is like 2011"),
        ("duration: 5:61", "songs[0].duration", "not a duration: '5:61'", '"5:31"'),
        ("duration: 0:00", "songs[0].duration", "not a duration: '0:00'", '"5:31"'),
        ("duration: 331000", "songs[0].duration", "not a duration: '331000'", "a number of seconds"),
        ("duration: -1", "songs[0].duration", "not a duration: '-1'", '"5:31"'),
        ("duration: five", "songs[0].duration", "not a duration: 'five'", '"5:31"'),
        ("isrc: JPU90140255", "songs[0].isrc", "not an ISRC", "JPU901402557"),
        ("isrc: 1PU901402557", "songs[0].isrc", "not an ISRC", "JPU901402557"),
        ("isrc: {a: b}", "songs[0].isrc", "expected an ISRC, found a mapping", "JPU901402557"),
        ("mbid: abc", "songs[0].mbid", "not a MusicBrainz ID: 'abc'", "an ID is like"),
        (
            "mbid: https://musicbrainz.org/recording/b1a9c0e9-d987-4042-ae91-78d6a3267d69",
            "songs[0].mbid",
            "not a MusicBrainz ID",
            "write the ID alone: b1a9c0e9-d987-4042-ae91-78d6a3267d69",
        ),
        ("aka: [b, '']", "songs[0].aka[1]", "no text here", "write it, or remove it"),
        ("aka: [Re: Zero]", "songs[0].aka[0]", "expected text, found a mapping", "put text in quotes"),
        ("artist: {name: b}", "songs[0].artist", "expected text, found a mapping", "put text in quotes"),
        ("album: [b]", "songs[0].album", "expected text, found a list", "put text in quotes"),
        ("artist_aka: [[b]]", "songs[0].artist_aka[0]", "expected text, found a list", "put text in quotes"),
        ("skip: true", "songs[0].skip", "not the name of a service: 'true'", "`exporter plugins`"),
        ("skip: [Spotify]", "songs[0].skip[0]", "not the name of a service: 'Spotify'", 'did you mean "spotify"?'),
        ("skip: {spotify: true}", "songs[0].skip", "expected the name of a service, found a mapping", "plugins"),
        ("skip: spotify@work", "songs[0].skip", "not the name of a service", 'did you mean "spotify"?'),
        ("ids: [b]", "songs[0].ids", "expected a mapping, found a list", "ids are like {SERVICE: ID}"),
        ("ids: b", "songs[0].ids", "expected a mapping, found 'b'", "ids are like {SERVICE: ID}"),
        ("ids: {spotify: b c}", "songs[0].ids.spotify", "not an ID: 'b c'", "an ID has no spaces in it"),
        ("ids: {spotify: ''}", "songs[0].ids.spotify", "not an ID: ''", "an ID"),
        ("ids: {spotify: }", "songs[0].ids.spotify", "expected an ID, found nothing", "an ID"),
        ("ids: {Spotify: b}", "songs[0].ids.Spotify", "not the name of a service: 'Spotify'", '"spotify"'),
        ("not: {spotify: [b, c d]}", "songs[0].not.spotify[1]", "not an ID: 'c d'", "no spaces"),
        ("artists: [b]", "songs[0].artists", "unknown key 'artists'", 'did you mean "artist"?'),
        ("ISRC: JPU901402557", "songs[0].ISRC", "unknown key 'ISRC'", 'did you mean "isrc"?'),
        ("anime: b", "songs[0].anime", "unknown key 'anime'", 'did you mean "from"?'),
        ("xyzzy: b", "songs[0].xyzzy", "unknown key 'xyzzy'", "known keys: title, artist, aka,"),
        ("title: b", "songs[0].title", "the key 'title' is already given above", "keep one of the two"),
        ("<<: {artist: b}", "songs[0]", "merge keys (<<) are not used here", "write the keys out"),
        ("artist: *b", "songs[0].artist", "'*b' is a YAML alias", 'in quotes: "*b"'),
        ("artist: &b c", "songs[0].artist", "'&b' is a YAML anchor", 'in quotes: "&b c"'),
        ("artist: !b c", "songs[0].artist", "'!b' is a YAML tag", 'in quotes: "!b c"'),
        ("year: !!int 2011", "songs[0].year", "'!!int' is a YAML tag", 'in quotes: "!!int 2011"'),
        ("ids: &b {spotify: c}", "songs[0].ids", "'&b' is a YAML anchor", "remove it"),
        ('album: "a\\x07b"', "songs[0].album", "the text holds the control character U+0007", "remove it"),
    ],
)
def test_in_a_song(line: str, path: str, message: str, suggestion: str) -> None:
    problem = only(f"{HEAD}    {line}\n")
    assert (problem.file, problem.line, problem.path) == ("x.yaml", 4, path)
    assert message in problem.message
    assert suggestion in problem.suggestion


@pytest.mark.parametrize(
    ("text", "place", "path", "message", "suggestion"),
    [
        ("", (1, 1), "", "the file is empty", "`name:` and `songs:`"),
        ("# nothing\n", (1, 1), "", "the file is empty", "`name:` and `songs:`"),
        ("---\n", (1, 4), "", "expected a playlist, found nothing", "`name:` and `songs:`"),
        ("- title: a\n", (1, 1), "", "expected a playlist, found a list", "`name:` and `songs:`"),
        ("Sad Anime", (1, 1), "", "expected a playlist, found 'Sad Anime'", "`name:` and `songs:`"),
        ("name: x", (1, 1), "songs", "the key 'songs' is missing", "a playlist has `name:` and `songs:`"),
        ("songs: []", (1, 1), "name", "the key 'name' is missing", "a playlist has `name:` and `songs:`"),
        ("name:\nsongs: []", (1, 6), "name", "no text here", "write it"),
        ("name: x\nsongs:\n", (2, 7), "songs", "expected a list, found nothing", "write [] for none"),
        (
            "name: x\nsongs: {title: a}",
            (2, 8),
            "songs",
            "expected a list, found a mapping",
            "begin each entry with `- `",
        ),
        ("name: x\nsongs: [a]", (2, 9), "songs[0]", "expected a song, found 'a'", "a song is like `- title: …`"),
        ("name: x\nsongs: [{}]", (2, 9), "songs[0].title", "the key 'title' is missing", "a song is like"),
        ("name: x\nsongs:\n - title:\n", (3, 10), "songs[0].title", "no text here", "write it"),
        ("name: x\nsongs: [{title: ' '}]", (2, 17), "songs[0].title", "no text here", "write it"),
        ("name: x\nsongs:\n - title: #1\n", (3, 10), "songs[0].title", "no text here", "begins with # needs quotes"),
        ("name: x\nsongs: []\nname: y", (3, 1), "name", "the key 'name' is already given above", "keep one"),
        ("name: x\nsongs: []\n---\nname: y", (3, 1), "", "a second document starts here", "one playlist in a file"),
        ("name: x\nsongs: []\n? [a]\n: b", (3, 3), "", "a key must be plain text", "quotes"),
        ("name: x\nsongs: []\n*a : b", (3, 1), "", "'*a' is a YAML alias", "quotes"),
        ("&a name: x\nsongs: []", (1, 1), "", "'&a' is a YAML anchor", "quotes"),
    ],
)
def test_in_a_file(text: str, place: tuple[int, int], path: str, message: str, suggestion: str) -> None:
    problem = only(text)
    assert ((problem.line, problem.column), problem.path) == (place, path)
    assert message in problem.message
    assert suggestion in problem.suggestion


@pytest.mark.parametrize(
    ("targets", "path", "message", "suggestion"),
    [
        ("[spotify]", "targets", "expected a mapping, found a list", "{SERVICE: {public: true}}"),
        ("{spotify: [a]}", "targets.spotify", "expected the settings of a target, found a list", "write {} for none"),
        ("{spotify: {pubic: true}}", "targets.spotify.pubic", "unknown key 'pubic'", 'did you mean "public"?'),
        ("{spotify: {public: yes}}", "targets.spotify.public", "not true or false: 'yes'", "write true"),
        ("{spotify: {public: Off}}", "targets.spotify.public", "not true or false: 'Off'", "write false"),
        ("{spotify: {public: maybe}}", "targets.spotify.public", "not true or false", "write true or false"),
        ("{Spotify@Work: {}}", "targets.Spotify@Work", "not a target", 'did you mean "spotify@Work"?'),
        ("{a b: {}}", "targets.a b", "not a target: 'a b'", "SERVICE@PROFILE"),
    ],
)
def test_in_the_targets(targets: str, path: str, message: str, suggestion: str) -> None:
    problem = only(f"name: x\ntargets: {targets}\nsongs: []\n")
    assert (problem.line, problem.path) == (2, path)
    assert message in problem.message
    assert suggestion in problem.suggestion


@pytest.mark.parametrize(
    ("line", "column", "message", "suggestion"),
    [
        ("artist: Re: Zero", 15, "a second ': '", 'put it in quotes: artist: "Re: Zero"'),
        ("artist: Re: Zero  # the show", 15, "a second ': '", 'put it in quotes: artist: "Re: Zero"'),
        ('artist: Re: "Zero"', 15, "a second ': '", "put it in quotes: artist: 'Re: \"Zero\"'"),
        ("artist: * b", 13, "a value cannot begin with '*'", 'put it in quotes: artist: "* b"'),
        ("artist: @b", 13, "a value cannot begin with '@'", 'put it in quotes: artist: "@b"'),
        ("artist: `b`", 13, "a value cannot begin with '`'", 'put it in quotes: artist: "`b`"'),
        ("artist: %b", 13, "a value cannot begin with '%'", 'put it in quotes: artist: "%b"'),
        ("artist: - b", 13, "a value cannot begin with '-'", 'put it in quotes: artist: "- b"'),
        ("artist: ? b", 13, "a value cannot begin with '?'", 'put it in quotes: artist: "? b"'),
        ("artist: | b", 13, "a value cannot begin with '|'", 'put it in quotes: artist: "| b"'),
        ("artist: ] b", 13, "a value cannot begin with ']'", 'put it in quotes: artist: "] b"'),
        ("artist: !a!b c", 13, "a value cannot begin with '!'", 'put it in quotes: artist: "!a!b c"'),
        ("aka: [b, @c]", 14, "a value cannot begin with '@'", 'put it in quotes: "@c"'),
        ("aka: [b,, c]", 13, "an entry is missing here", "remove the comma too many"),
        ("aka: [b, c", 10, "the '[' that opens here is not closed", "put it in quotes"),
        ("ids: {a: b", 10, "the '{' that opens here is not closed", "put it in quotes"),
        ("artist: [b] c", 17, "this does not belong", 'put it in quotes: artist: "[b] c"'),
        ('artist: "b" c', 17, "this does not belong", "put it in quotes: artist: '\"b\" c'"),
        ("artist: 'it's'", 17, "this does not belong", 'put it in quotes: artist: "it\'s"'),
        ("artist: 'b", 13, "the quote that opens here is never closed", "close it"),
        ('artist: "b', 13, "the quote that opens here is never closed", "close it"),
        ("artist", 5, "a line that is neither `key: value` nor `- entry`", "is a ': ' or a quote missing?"),
        ("  artist: b", 13, "a key too far right", "check the indentation"),
        ("aka:\n\t- b", 1, "a tab where only spaces may stand", "indent with spaces"),
        ("artist: b\u2028c\n    aka: d", 14, "an invisible line separator", "remove it"),
        ("artist: b\x07c", 14, "the control character U+0007", "remove it"),
        ("artist: b\ud800c", 14, "the control character U+D800", "remove it"),
    ],
)
def test_in_the_yaml_itself(line: str, column: int, message: str, suggestion: str) -> None:
    problem = only(f"{HEAD}    {line}\n")
    assert (problem.line, problem.column) == (5 if "\t" in line else 4, column)
    assert message in problem.message
    assert suggestion in problem.suggestion


@pytest.mark.parametrize("text", ["name: x\n  - a\nsongs: []\n b: c", "%YAML 3.0\n---\na: b", 'a: "\\xZZ"', "%b"])
def test_other_broken_yaml_is_still_one_problem_with_an_advice(text: str) -> None:
    problem = only(text)
    assert problem.message
    assert problem.suggestion


def test_what_was_wrong_before_broken_yaml_is_told_too() -> None:
    found = problems(HEAD + "    title: b\n    artist: @c\n")
    assert [(one.line, one.path) for one in found] == [(4, "songs[0].title"), (5, "songs[0].artist")]


def test_a_problem_beside_an_alias_is_told_once() -> None:
    assert [one.path for one in problems("name: x\nsongs: *songs\nskip: a")] == ["songs", "skip"]


def test_places_count_characters_and_lines_as_editors_do() -> None:
    text = "\ufeffname: 日本語\r\nsongs:\r\n- {title: 君の知らない物語, isrc: 物語}\r\n"
    assert astuple(only(text))[1:3] == (3, 27)


def test_a_long_text_is_shortened_in_a_message() -> None:
    assert len(only(f"{HEAD}    isrc: {'A' * 1000}").message) < 100


def test_aliases_that_would_grow_without_end_are_refused_before_they_grow() -> None:
    bombs = "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 10)}]\n" for n in range(1, 40))
    found = problems("name: x\nsongs: []\nb0: &b0 [lol]\n" + bombs)
    assert "'&b0' is a YAML anchor" in found[1].message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_quickly(opening: str) -> None:
    start = time.process_time()
    found = problems(opening * 50_000)
    assert "nested more than 16 levels deep" in found[-1].message
    assert time.process_time() - start < 5


def test_a_text_over_20_mb_is_refused() -> None:
    assert "larger than 20 MB" in only("#" * (20 * 2**20 + 1)).message
