"""What holds for any text, not only for the cases we thought of."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import exporter.matching
from exporter.backend import Feature
from exporter.matching.queries import queries
from exporter.matching.rules import ACCEPT, RULES
from exporter.matching.score import compare, judge
from exporter.matching.text import fold, loose, people, persons, script, split
from exporter.matching.titles import named
from exporter.model import Song, Track, Verdict

PIECES = [
    "紅蓮華",
    "Gurenge",
    "LiSA",
    "リサ",
    " - ",
    "(",
    ")",
    "～",
    "feat. ",
    "Live",
    "TV size",
    "★",
    "&",
    "7!!",
    "Pt.",
    " ",
    "ver.",
]
NAMES = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
LENGTHS = st.none() | st.floats(1, 1000)
SONGS = st.builds(
    Song,
    NAMES,
    st.lists(NAMES, max_size=2).map(tuple),
    aka=st.lists(NAMES, max_size=2).map(tuple),
    album=NAMES,
    from_=NAMES,
    version=NAMES,
    duration=LENGTHS,
    isrc=st.sampled_from(["", "JPU901900001"]),
)
TRACKS = st.builds(
    Track,
    st.just("service"),
    st.uuids().map(str),
    NAMES,
    st.lists(NAMES, max_size=2).map(tuple),
    album=NAMES,
    year=st.none() | st.integers(1990, 2030),
    duration=LENGTHS,
    isrc=st.sampled_from(["", "JPU901900001"]),
    kind=st.sampled_from(["song", "video"]),
    playable=st.booleans(),
)


@given(NAMES)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert loose(loose(text)) == loose(text)


@given(NAMES)
def test_text_with_a_letter_in_any_script_has_a_key(text: str) -> None:
    assert fold(text) or not any(map(str.isalnum, text))


@given(NAMES)
@example("(FEAT)")
def test_any_text_can_be_read(text: str) -> None:
    split(text), people(text), script(text), named(text)
    assert all(name.strip() for person in persons(text) for name in person)
    assert all(query.isrc or query.title or query.text for query in queries(Song(text, (text,)), set(Feature)))


@given(SONGS, TRACKS)
def test_a_value_lies_between_0_and_1_and_worst_reasons_come_first(song: Song, track: Track) -> None:
    score = compare(song, track)
    assert 0 <= score.value <= 1
    assert [reason.veto for reason in score.reasons] == sorted((reason.veto for reason in score.reasons), reverse=True)
    assert all(reason.words for reason in score.reasons)


@given(SONGS, st.lists(TRACKS, max_size=4))
def test_only_a_clear_track_is_accepted(song: Song, tracks: list[Track]) -> None:
    decision = judge(song, tracks)
    assert (decision.track is not None) == (decision.verdict is Verdict.ACCEPT)
    if decision.track is not None:
        score = compare(song, decision.track)
        assert not score.vetoed
        assert score.value >= ACCEPT
        assert all(RULES[reason.name].ceiling == 1 for reason in score.reasons)


@given(NAMES.filter(fold), NAMES.filter(fold), NAMES, LENGTHS)
def test_the_song_itself_is_accepted(title: str, artist: str, album: str, length: float | None) -> None:
    song = Song(title, (artist,), album=album, duration=length)
    itself = Track("service", "itself", title, (artist,), album=album, duration=length)
    assert judge(song, [itself]).track == itself


def test_a_title_that_quotes_after_its_artist_is_still_itself() -> None:
    itself = Track("service", "itself", 'Live "Aid"', ("Live",))
    assert judge(Song('Live "Aid"', ("Live",)), [itself]).track == itself


@given(SONGS, st.lists(TRACKS, max_size=4), st.randoms())
def test_the_order_of_candidates_decides_only_among_copies(song: Song, tracks: list[Track], random: object) -> None:
    copies = [replace(track, id=f"copy {track.id}") for track in tracks[:1]]
    candidates = [*tracks, *copies]
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = judge(song, candidates), judge(song, shuffled)
    assert (one.verdict, one.score) == (other.verdict, other.score)
    if one.track and other.track:
        assert replace(one.track, id="") == replace(other.track, id="") or compare(song, one.track) == compare(
            song, other.track
        )


ROOMS = ["han", "text", "versions", "titles", "artists", "rules", "evidence", "score", "queries"]


@pytest.mark.parametrize("room", ROOMS)
def test_the_rooms_of_the_matcher_are_pure(room: str) -> None:
    source = (Path(exporter.matching.__file__).parent / f"{room}.py").read_text("utf-8")
    imported = {
        name
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    allowed = {
        "__future__",
        "re",
        "unicodedata",
        "collections.abc",
        "dataclasses",
        "enum",
        "functools",
        "itertools",
        "typing",
    }
    foreign = {name for name in imported - allowed if not name.startswith("exporter.")}
    assert foreign <= {"rapidfuzz", "rapidfuzz.distance"}
    assert {name for name in imported if name.startswith("exporter.")} <= {
        "exporter.backend",
        "exporter.model",
        *(f"exporter.matching.{room}" for room in ROOMS),
    }
