"""What a source's facts add to a song: only what is new, never against what is there, and nothing that is a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.enricher import Facts
from exporter.enriching.answers import understood
from exporter.enriching.outcomes import State
from exporter.enriching.proposals import Proposal, propose
from exporter.model import Song

ENGLISH = Song("The Last Rain", ("Yasushi Nakanishi",))
RAIN = Facts(
    title="最後の雨",
    artists=("中西保志",),
    aka=("Saigo no Ame", "The Last Rain"),
    artist_aka=("Yasushi Nakanishi",),
    duration=299.0,
    isrc="JPM471232681",
    mbid="b1a9c0e9-d987-4042-ae91-78d6a3267d69",
    confidence=0.93,
    words="the length is the same",
    url="https://example.test/rain",
)
REMAKE = replace(RAIN, duration=310.0, isrc="JPM471239999", mbid="c1a9c0e9-d987-4042-ae91-78d6a3267d69")


def proposed(song: Song, *found: Facts, original: bool = False) -> Proposal:
    proposal = propose(song, found, original=original)
    assert proposal is not None
    return proposal


def test_the_title_stays_and_the_original_one_comes_beside_it() -> None:
    assert proposed(ENGLISH, RAIN).gives == {
        "aka": ("最後の雨", "Saigo no Ame"),
        "artist_aka": ("中西保志",),
        "duration": "4:59",
        "isrc": "JPM471232681",
        "mbid": "b1a9c0e9-d987-4042-ae91-78d6a3267d69",
    }


def test_the_original_title_becomes_the_title_when_the_curator_says_so() -> None:
    gives = proposed(ENGLISH, RAIN, original=True).gives
    assert gives["title"] == "最後の雨"
    assert gives["aka"] == ("The Last Rain", "Saigo no Ame")


def test_a_title_that_is_the_original_already_is_left_alone() -> None:
    for original in (True, False):
        gives = proposed(Song("最後の雨", ("中西保志",)), RAIN, original=original).gives
        assert "title" not in gives
        assert gives["aka"] == ("Saigo no Ame", "The Last Rain")


def test_what_the_file_says_is_not_said_again() -> None:
    told = Song(
        "最後の雨",
        ("中西保志",),
        aka=("SAIGO NO AME", "The last rain!"),
        artist_aka=("yasushi nakanishi",),
        duration=300,
        isrc=RAIN.isrc,
        mbid=RAIN.mbid,
    )
    proposal = proposed(told, RAIN)
    assert proposal.gives == {}
    assert proposal.clashes == ()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"mbid": REMAKE.mbid}, "the file has the recording c1a9"),
        ({"isrc": REMAKE.isrc}, "the file has the ISRC JPM471239999"),
        ({"duration": 330.0}, "the file says 5:30, this recording takes 4:59"),
    ],
)
def test_a_contradiction_is_told_and_nothing_of_that_recording_is_proposed(more: dict[str, object], words: str) -> None:
    proposal = proposed(replace(ENGLISH, **more), RAIN)  # type: ignore[arg-type]
    assert proposal.clashes[0].startswith(words)
    assert set(proposal.gives) == {"aka", "artist_aka"}


def test_of_several_recordings_that_fit_only_what_they_agree_about_is_proposed() -> None:
    proposal = proposed(ENGLISH, RAIN, REMAKE)
    assert proposal.rivals == (REMAKE,)
    assert set(proposal.gives) == {"aka", "artist_aka"}
    copy = replace(REMAKE, duration=300.0)
    assert set(proposed(ENGLISH, RAIN, copy).gives) == {"aka", "artist_aka", "duration"}


def test_recordings_of_other_titles_or_artists_that_fit_as_well_leave_those_open() -> None:
    other = replace(RAIN, title="最後の雪", artists=("中西",), aka=())
    assert set(proposed(ENGLISH, RAIN, other).gives) == {"duration", "isrc", "mbid"}


def test_a_recording_that_fits_less_well_is_no_rival() -> None:
    assert not proposed(ENGLISH, RAIN, replace(REMAKE, confidence=0.9)).rivals


def test_nothing_found_is_no_proposal() -> None:
    assert propose(ENGLISH, ()) is None


def test_a_piece_whose_artists_nobody_gave_gets_no_other_names_of_them() -> None:
    assert "artist_aka" not in proposed(Song("The Last Rain", ()), RAIN).gives


NAMES = st.lists(st.text(max_size=8), max_size=4).map(tuple)


@given(
    song=st.builds(Song, st.text(min_size=1), NAMES, aka=NAMES, artist_aka=NAMES),
    found=st.builds(Facts, title=st.text(), artists=NAMES, aka=NAMES, artist_aka=NAMES, confidence=st.floats(0, 1)),
    original=st.booleans(),
)
def test_proposing_again_after_it_was_written_adds_nothing(song: Song, found: Facts, *, original: bool) -> None:
    gives = proposed(song, found, original=original).gives
    aka, artist_aka = gives.get("aka", ()), gives.get("artist_aka", ())
    title = gives.get("title", song.title)
    assert isinstance(title, str)
    told = replace(song, title=title, aka=(*song.aka, *aka), artist_aka=(*song.artist_aka, *artist_aka))
    assert not proposed(told, found, original=original).gives


# What a curator answers.


def answered(line: str, *found: Facts) -> Proposal | State | None:
    return understood(line, ENGLISH, found, proposed(ENGLISH, *found))


@pytest.mark.parametrize("line", ["y", "Yes", " y \n"])
def test_yes_takes_all_of_it(line: str) -> None:
    assert answered(line, RAIN) == proposed(ENGLISH, RAIN)


def test_t_takes_the_original_title_as_the_title() -> None:
    assert answered("t", RAIN) == proposed(ENGLISH, RAIN, original=True)


def test_keys_take_what_stands_under_them() -> None:
    taken = answered("isrc, aka", RAIN)
    assert isinstance(taken, Proposal)
    assert set(taken.gives) == {"aka", "isrc"}


def test_a_number_takes_one_of_several_recordings() -> None:
    taken = answered("2", RAIN, REMAKE)
    assert isinstance(taken, Proposal)
    assert taken.gives["mbid"] == REMAKE.mbid


@pytest.mark.parametrize("line", ["", "\n", "s", "skip"])
def test_nothing_and_skip_leave_it_open(line: str) -> None:
    assert answered(line, RAIN) is State.OPEN


def test_no_declines_it() -> None:
    assert answered("n", RAIN) is State.DECLINED


@pytest.mark.parametrize("line", ["2", "0", "maybe", "title aka year", "y aka", "²"])
def test_anything_else_is_no_answer(line: str) -> None:
    assert answered(line, RAIN) is None
