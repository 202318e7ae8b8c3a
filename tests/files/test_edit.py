"""Edits of a playlist file: the one thing that was asked for changes, every other character stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import FileError, Unsafe
from exporter.files import edit
from exporter.files.edit import Source
from exporter.model import Playlist, Song

SONG = """\
name: List  # mine
songs:
  # the first
  - title: "Re: Re:"   # quoted
    artist: 7!!
    {}
    note: |
      two
      lines

  - title: B
"""


def source(text: str) -> Source:
    return Source(Path("list.yaml"), text)


def song(*lines: str) -> str:
    return SONG.format("\n    ".join(lines) or "album: x")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["album: x # best"], ["album: x # best", "ids:", "  svc: NEW"]),
        (["ids:", "  svc: old  # mine"], ["ids:", "  svc: NEW  # mine"]),
        (["ids:", "  svc: 'old'"], ["ids:", "  svc: 'NEW'"]),
        (["ids:", '  svc: "old"'], ["ids:", '  svc: "NEW"']),
        (["ids:", "    other: id"], ["ids:", "    other: id", "    svc: NEW"]),
        (["ids: {other: id}"], ["ids: {other: id, svc: NEW}"]),
        (["ids: {svc: old, other: id}"], ["ids: {svc: NEW, other: id}"]),
        (["ids: {}"], ["ids: {svc: NEW}"]),
        (["ids:   # none yet"], ["ids:   # none yet", "  svc: NEW"]),
        (["ids: {other: id,", "  more: id}"], ["ids: {other: id,", "  more: id, svc: NEW}"]),
    ],
)
def test_a_pin_stands_where_the_author_would_have_put_it(before: list[str], after: list[str]) -> None:
    assert source(song(*before)).pin(0, "svc", "NEW") == song(*after)


def test_a_new_key_goes_before_those_that_come_after_it_in_a_well_kept_file() -> None:
    text = song("skip: [other]")
    assert source(text).pin(0, "svc", "NEW") == text.replace("7!!\n", "7!!\n    ids:\n      svc: NEW\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["album: x"], ["album: x", "not:", "  svc: [NEW]"]),
        (["not:", "  svc: old # no"], ["not:", "  svc: [old, NEW] # no"]),
        (["not:", "  svc: a,b"], ["not:", '  svc: ["a,b", NEW]']),
        (["not:", "  svc: [old]"], ["not:", "  svc: [old, NEW]"]),
        (["not:", "  svc: [NEW]"], ["not:", "  svc: [NEW]"]),
        (["not:", "  svc:", "    - old # karaoke"], ["not:", "  svc:", "    - old # karaoke", "    - NEW"]),
        (["not:", "  svc:", "  - old"], ["not:", "  svc:", "  - old", "  - NEW"]),
        (["not: {other: [id]}"], ["not: {other: [id], svc: [NEW]}"]),
        (["not: {svc: []}"], ["not: {svc: [NEW]}"]),
    ],
)
def test_a_refused_track_joins_those_that_are_refused_already(before: list[str], after: list[str]) -> None:
    assert source(song(*before)).refuse(0, "svc", "NEW") == song(*after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["album: x"], ["album: x", "skip: [svc]"]),
        (["skip: other"], ["skip: [other, svc]"]),
        (["skip: 'other'"], ["skip: ['other', svc]"]),
        (["skip: [svc, other]"], ["skip: [svc, other]"]),
        (["skip: svc"], ["skip: svc"]),
        (["skip: # nowhere"], ["skip: [svc] # nowhere"]),
        (["skip:", "- other"], ["skip:", "- other", "- svc"]),
    ],
)
def test_a_service_joins_those_that_the_song_is_left_out_on(before: list[str], after: list[str]) -> None:
    assert source(song(*before)).leave_out(0, "svc") == song(*after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- {title: A, artist: X}", "- {title: A, artist: X, ids: {svc: NEW}}"),
        ("- {title: A, ids}", "- {title: A, ids: {svc: NEW}}"),
        ("- {title: A, ids: , note: x}", "- {title: A, ids: {svc: NEW} , note: x}"),
        ("- {title: A,  # c\n   note: x}", "- {title: A, ids: {svc: NEW},  # c\n   note: x}"),
        ("- title: A", "- title: A\n  ids:\n    svc: NEW"),
        ("-   title: A\n    aka:\n    - a # b", "-   title: A\n    aka:\n    - a # b\n    ids:\n      svc: NEW"),
        ("- title: |+\n    A\n\n\n", "- title: |+\n    A\n\n\n  ids:\n    svc: NEW\n"),
        ("- title: >-\n    A\n\n\n", "- title: >-\n    A\n  ids:\n    svc: NEW\n\n\n"),
        ("- ? title\n  : A", "- ? title\n  : A\n  ids:\n    svc: NEW"),
    ],
)
def test_every_way_to_write_a_song_is_understood(before: str, after: str) -> None:
    head = "name: x\nsongs:\n"
    assert source(head + before).pin(0, "svc", "NEW") == head + after


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_stay_as_they_are(newline: str, mark: str) -> None:
    text = mark + song().replace("\n", newline)
    assert source(text).pin(1, "svc", "NEW") == text.rstrip() + f"{newline}    ids:{newline}      svc: NEW{newline}"


@pytest.mark.parametrize(
    ("track", "written"),
    [
        ("45YBVp6zMwQZRbUDcPzmMB", "45YBVp6zMwQZRbUDcPzmMB"),
        ("3135556", '"3135556"'),
        ("1e5", '"1e5"'),
        ("-dQw4w9WgXc", '"-dQw4w9WgXc"'),
        ("a:b#c,{}", '"a:b#c,{}"'),
        ('a"b', "'a\"b'"),
        ("it's", '"it\'s"'),
    ],
)
def test_an_id_that_other_readers_would_mistake_gets_quotes(track: str, written: str) -> None:
    text = source(song()).pin(1, "svc", track)
    assert f"svc: {written}\n" in text
    assert source(text).playlist().songs[1].ids == {"svc": track}


def test_the_indentation_of_the_file_is_followed() -> None:
    text = "name: x\nsongs:\n- title: A\n  ids:\n      svc: a\n- title: B\n"
    assert source(text).pin(1, "svc", "b") == text + "  ids:\n      svc: b\n"


@pytest.mark.parametrize("track", ["a b", "a\x07", "a\nb"])
def test_what_the_file_could_not_hold_is_refused_with_its_place(track: str) -> None:
    made = source(song())
    try:
        text = made.pin(1, "svc", track)
    except FileError as error:
        (problem,) = error.problems
        assert (problem.line, problem.path) == (11, "songs[1]")
    else:
        with pytest.raises(FileError):
            replace(made, text=text).playlist()


# The file on disk.


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "list.yaml"
    path.write_bytes(song().replace("\n", "\r\n").encode())
    return path


def test_a_file_is_replaced_and_restored_byte_for_byte_and_keeps_its_mode(path: Path) -> None:
    path.chmod(0o640)
    before = path.read_bytes()
    read = Source.read(path)
    written = read.write(read.pin(0, "svc", "NEW"))
    assert b"svc: NEW\r\n" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o640
    written.write(read.text)
    assert path.read_bytes() == before


def test_a_link_to_the_file_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(path.name)
    read = Source.read(link)
    read.write(read.leave_out(0, "svc"))
    assert link.is_symlink()
    assert b"skip: [svc]" in path.read_bytes()


@pytest.mark.parametrize("meanwhile", [lambda path: path.write_text("name: y\n"), os.remove])
def test_a_file_that_changed_since_it_was_read_is_left_alone(path: Path, meanwhile: Callable[[Path], object]) -> None:
    read = Source.read(path)
    meanwhile(path)
    now = path.read_bytes() if path.exists() else None
    with pytest.raises(Unsafe, match="was changed by somebody else"):
        read.write(read.pin(0, "svc", "NEW"))
    assert (path.read_bytes() if path.exists() else None) == now


def test_writing_what_is_there_already_writes_nothing(path: Path) -> None:
    before = path.stat()
    read = Source.read(path)
    assert read.write(read.text) is read
    assert path.stat() == before


# Laws.

ID = st.from_regex(r"[A-Za-z0-9_:/-]{1,12}", fullmatch=True).filter(lambda text: text not in {"true", "false", "null"})
SERVICE = st.sampled_from(["svc", "other", "third"])
PLAIN = st.from_regex(r"[A-Za-zぁ-ん一-龯][A-Za-zぁ-ん0-9一-龯 ]{0,8}[A-Za-z]", fullmatch=True)
COMMENT = st.sampled_from(["", "", "  # why", " # a: [b", "  #"])
BLANK = st.sampled_from(["", "", "", "\n", "\n# between\n", "\n\n"])


def quotes(text: str, draw: st.DrawFn) -> str:
    plain = text[0] not in "-:_/" and ":" not in text
    return draw(st.sampled_from([f'"{text}"', f"'{text}'", *([text] if plain else [])]))


@st.composite
def files(draw: st.DrawFn) -> str:
    """A valid playlist file as authors write them: every layout, comment, quote and line end that YAML allows."""
    lead = draw(st.sampled_from(["", "  ", "    "]))
    step = draw(st.sampled_from([1, 2, 4]))
    songs = "".join(draw(flow_song(lead) | block_song(lead, step)) for _ in range(draw(st.integers(1, 3))))
    tail = draw(st.sampled_from(["", "\n# end", "...\n", "description: x\n"]))
    text = f"{draw(BLANK).lstrip()}name: x{draw(COMMENT)}\nsongs:{draw(COMMENT)}\n{songs}{tail}"
    if not tail and draw(st.booleans()):
        text = text.rstrip("\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@st.composite
def flow_song(draw: st.DrawFn, lead: str) -> str:
    parts = [f"title: {quotes(draw(PLAIN), draw)}"]
    parts += [f"ids: {draw(flow_map(one=True))}"] if draw(st.booleans()) else []
    parts += [f"not: {draw(flow_map(one=False))}"] if draw(st.booleans()) else []
    parts += [draw(st.sampled_from(["skip: []", "skip", "skip: [third]", "skip: third", "ids", "note: x"]))]
    unique = {part.partition(":")[0]: part for part in draw(st.permutations(parts))}
    comma = draw(st.sampled_from([", ", ",\n" + " " * 8, ",  "]))
    return f"{lead}- {{{comma.join(unique.values())}{draw(st.sampled_from(['', ',', ' ']))}}}{draw(COMMENT)}\n"


@st.composite
def flow_map(draw: st.DrawFn, *, one: bool) -> str:
    values = ID.map(lambda text: f'"{text}"') if one else st.sampled_from(['"a"', "[]", "[a, 'b']", "[a,]"])
    found = draw(st.dictionaries(SERVICE, values, max_size=2))
    return "{" + ", ".join(f"{name}: {value}" for name, value in found.items()) + "}"


@st.composite
def block_song(draw: st.DrawFn, lead: str, step: int) -> str:
    dash = draw(st.sampled_from(["- ", "-   "]))
    here, inner = lead + " " * len(dash), lead + " " * (len(dash) + step)

    def many(key: str, values: list[str]) -> str:
        block = f"{key}:{draw(COMMENT)}\n" + "".join(f"{here}- {value}{draw(COMMENT)}\n" for value in values)
        return draw(st.sampled_from([f"{key}: [{', '.join(values)}]{draw(COMMENT)}\n", block]))

    def by_service(key: str, values: st.SearchStrategy[str]) -> str:
        found = draw(st.dictionaries(SERVICE, values, min_size=1, max_size=3))
        rows = "".join(f"{inner}{name}: {value}{draw(COMMENT)}\n" for name, value in found.items())
        return draw(st.sampled_from([f"{key}:{draw(COMMENT)}\n{rows}", f"{key}: {draw(flow_map(one=key == 'ids'))}\n"]))

    lists = st.sampled_from(["[a, 'b']", '"a"', "a", f"\n{inner}- a\n{inner}- b # c", "[]"])
    scalar = ID.map(lambda text: f'"{text}"') | st.sampled_from(["abc", "'abc'"])
    title = draw(
        st.sampled_from(["|\n{i}{t}\n", ">-\n{i}{t}\n\n", "|+\n{i}{t}\n\n\n", '"{t}"{c}\n', "'{t}'{c}\n", "{t}{c}\n"])
    )
    keys = {
        "title": "title: " + title.format(i=inner, t=draw(PLAIN), c=draw(COMMENT)),
        "artist": many("artist", [quotes(draw(PLAIN), draw) for _ in range(2)]),
        "album": f"album:{draw(COMMENT)}\n",
        "ids": draw(st.sampled_from([by_service("ids", scalar), f"ids:{draw(COMMENT)}\n"])),
        "not": draw(st.sampled_from([by_service("not", lists), f"not:{draw(COMMENT)}\n"])),
        "skip": draw(st.sampled_from([many("skip", ["other"]), "skip: third\n", f"skip:{draw(COMMENT)}\n"])),
        "note": f"note: |\n{inner}a\n\n{inner}# no comment\n",
    }
    chosen = draw(st.permutations(["title", *draw(st.sets(st.sampled_from(sorted(keys.keys() - {"title"}))))]))
    parts = [keys[key] for key in chosen]
    return (
        f"{lead}{dash}" + here.join(parts[:1]) + "".join(draw(BLANK).lstrip("\n") + here + part for part in parts[1:])
    )


Change = tuple[str, str, str]
CHANGES = st.tuples(st.sampled_from(["pin", "refuse", "leave_out"]), SERVICE, ID)


def edited(text: str, number: int, change: Change) -> str:
    kind, service, track = change
    method = getattr(source(text), kind)
    return cast("str", method(number, service, *([] if kind == "leave_out" else [track])))


def wanted(song: Song, change: Change) -> Song:
    kind, service, track = change
    if kind == "pin":
        return replace(song, ids={**song.ids, service: track})
    if kind == "refuse":
        refused = song.not_.get(service, ())
        return replace(song, not_={**song.not_, service: refused if track in refused else (*refused, track)})
    return song if service in song.skip else replace(song, skip=(*song.skip, service))


@given(files(), st.integers(0, 2), CHANGES)
def test_an_edit_of_any_file_changes_what_was_asked_for_and_nothing_else(
    text: str, number: int, change: Change
) -> None:
    before: Playlist = source(text).playlist()
    number %= len(before.songs)
    new = edited(text, number, change)
    songs = [*before.songs]
    songs[number] = wanted(songs[number], change)
    assert source(new).playlist() == replace(before, songs=tuple(songs)), "the playlist says what was asked for"
    assert len(taken_away(text, new)) <= max(map(len, [*before.songs[number].ids.values(), "'abc'"])) + 2
    assert edited(new, number, change) == new, "the same once more changes nothing"


def taken_away(text: str, new: str) -> str:
    """What of the old text is not in the new one any more: at most the ID that another takes the place of."""
    start = same(text, new)
    return text[start : len(text) - same(text[:start:-1], new[:start:-1])]


def same(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@given(files(), st.lists(st.tuples(st.integers(0, 2), CHANGES), min_size=1, max_size=4))
def test_edits_one_after_the_other_add_up(text: str, changes: list[tuple[int, Change]]) -> None:
    songs = [*source(text).playlist().songs]
    for number, change in changes:
        place = number % len(songs)
        text = edited(text, place, change)
        songs[place] = wanted(songs[place], change)
    assert source(text).playlist().songs == tuple(songs)


def test_an_edit_that_would_say_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit._Edit, "set", lambda *_: edit._Splice(0, 4, "NAME"))
    with pytest.raises(FileError) as caught:
        source(song()).pin(0, "svc", "NEW")
    (problem,) = caught.value.problems
    assert problem.path == "songs[0]"
    assert problem.suggestion == "add it yourself: ids: {svc: NEW}"


# Facts.


@pytest.mark.parametrize(
    ("before", "facts", "after"),
    [
        ([], {"mbid": "b1a9c0e9-d987"}, ["album: x", "mbid: b1a9c0e9-d987"]),
        (["ids: {a: b}"], {"isrc": "JPU901402557"}, ["isrc: JPU901402557", "ids: {a: b}"]),
        (["album: x"], {"duration": "5:31"}, ["album: x", 'duration: "5:31"']),
        (["duration:   # unknown"], {"duration": "5:31"}, ['duration: "5:31"   # unknown']),
        (["aka: Old"], {"aka": ["最後の雨"]}, ["aka: [Old, 最後の雨]"]),
        (["aka: [Old One] # mine"], {"aka": ["最後の雨", "a: b"]}, ['aka: [Old One, 最後の雨, "a: b"] # mine']),
        (
            ["aka:", "  - Old", "  # why", "album: x"],
            {"aka": ["b"]},
            ["aka:", "  - Old", "  - b", "  # why", "album: x"],
        ),
        ([], {"aka": ["No", "1999"]}, ['aka: ["No", "1999"]', "album: x"]),
        ([], {"artist_aka": ["Meiko (CV: Ai)"]}, ['artist_aka: ["Meiko (CV: Ai)"]', "album: x"]),
    ],
    ids=str,
)
def test_facts_stand_under_their_keys_and_everything_else_stays(
    before: list[str], facts: dict[str, str | list[str]], after: list[str]
) -> None:
    assert source(song(*before)).add_facts(0, facts) == song(*after)


@pytest.mark.parametrize(
    ("title", "new", "written"),
    [
        ("The Last Rain  # article", "最後の雨", "最後の雨  # article"),
        ('"The Last Rain"', "最後の雨", '"最後の雨"'),
        ("'It''s'", "It's 雨", "'It''s 雨'"),
        ("Rain", "7", '"7"'),
        ("Rain", "a: b # c", '"a: b # c"'),
    ],
)
def test_a_title_is_replaced_in_the_quotes_that_its_author_used(title: str, new: str, written: str) -> None:
    text = "name: L\nsongs:\n  - title: {}\n    artist: x\n"
    assert source(text.format(title)).add_facts(0, {"title": new}) == text.format(written)


def test_a_name_that_is_there_is_not_written_twice() -> None:
    text = song("aka: [Old]")
    assert source(text).add_facts(0, {"aka": ["Old"]}) == text


def test_facts_fit_into_a_song_on_one_line() -> None:
    text = "name: L\nsongs: [{title: Rain, artist: x}]\n"
    told = source(text).add_facts(0, {"aka": ["最後の雨", "a, b"], "duration": "5:31", "mbid": "ab-12"})
    assert told == (
        'name: L\nsongs: [{title: Rain, artist: x, aka: [最後の雨, "a, b"], duration: "5:31", mbid: ab-12}]\n'
    )


@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip), max_size=3),
    flow=st.booleans(),
)
def test_any_name_is_read_back_as_it_was_given(names: list[str], *, flow: bool) -> None:
    text = "name: L\nsongs: [{title: Rain, aka: [x]}]\n" if flow else song("aka: [x]")
    try:
        told = source(text).add_facts(0, {"aka": names})
    except FileError:
        return  # refused rather than written wrongly
    (first, *_) = replace(source(text), text=told).playlist().songs
    assert first.aka == tuple(dict.fromkeys(["x", *(name.strip() for name in names)]))
