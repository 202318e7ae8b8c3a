"""MusicBrainz over HTTP, against its look-alike: which recording it finds by which way, and what it asks for that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from exporter_musicbrainz.enricher import MusicBrainz, connect
from exporter_musicbrainz.sandbox.library import mbid
from exporter_musicbrainz.service import user_agent

from exporter import Connection, Song
from exporter.errors import NotAllowed, ServiceError, Unreachable, UsageError, WaitLonger

if TYPE_CHECKING:
    from tests.conftest import LookAlike

Made = Callable[[], tuple[MusicBrainz, Connection]]
RAIN = mbid("recording", "JPM471232681")
STORY = mbid("recording", "JPA320592244")


def asked(connection: Connection) -> int:
    return sum(connection.counts.values())


@pytest.mark.parametrize(
    ("song", "most"),
    [
        (Song("whatever", ("中西保志",), mbid=RAIN), 2),
        (Song("最後の雨", ("中西保志",), isrc="JPM471232681"), 2),
        (Song("最後の雨", ("中西保志",)), 2),
        (Song("最後の雨", ("Yasushi Nakanishi",)), 4),
        (Song("最後の雨", ("Nakanishi Yasushi",)), 4),
        (Song("The Last Rain", ("Yasushi Nakanishi",)), 4),
        (Song("Saigo no Ame", ("Yasushi Nakanishi",)), 5),
    ],
    ids=["its ID", "its code", "its names", "the artist's Latin name", "family name first", "an alias", "romaji"],
)
def test_a_song_is_found_by(musicbrainz: Made, song: Song, most: int) -> None:
    enricher, connection = musicbrainz()
    facts, *rivals = enricher.facts(song)
    assert (facts.mbid, facts.title, facts.isrc, facts.duration) == (RAIN, "最後の雨", "JPM471232681", 299)
    assert set(facts.aka) == {"The Last Rain", "Saigo no Ame"}
    assert facts.artist_aka == ("Yasushi Nakanishi",)
    assert facts.confidence >= 0.8
    assert not rivals, "neither the cover nor the live take nor karaoke"
    assert asked(connection) <= most


def test_a_title_on_a_pseudo_release_is_found_though_no_language_reads_it(musicbrainz: Made) -> None:
    """The recording is called 約束 alone; only the transliterated record says Yakusoku no Uta."""
    (facts,) = musicbrainz()[0].facts(Song("Yakusoku no Uta", ("supercell",)))
    assert facts.title == "約束"
    assert "Yakusoku no Uta is its title in Latin letters, on a record" in facts.words


def test_a_reading_is_found_among_all_recordings_of_the_artist(musicbrainz: Made) -> None:
    (facts,) = musicbrainz()[0].facts(Song("Kimi no Shiranai Monogatari", ("supercell",)))
    assert (facts.mbid, facts.title) == (STORY, "君の知らない物語")
    assert facts.words.startswith("the title reads the same")


def test_an_english_title_that_is_written_nowhere_is_not_guessed(musicbrainz: Made) -> None:
    assert not musicbrainz()[0].facts(Song("The Window", ("Yasushi Nakanishi",)))


def test_a_song_that_is_not_there_is_not_found(musicbrainz: Made) -> None:
    enricher, _ = musicbrainz()
    assert not enricher.facts(Song("最後の雨", ("Nobody at All",)))
    assert not enricher.facts(Song("No Such Song", ()))
    assert not enricher.facts(Song("No Such Song", ("Nobody",), mbid=mbid("none"), isrc="USZZZ9999999"))


def test_two_recordings_that_fit_equally_well_are_both_given(musicbrainz: Made) -> None:
    first, second = musicbrainz()[0].facts(Song("Twins", ("The Pair",)))
    assert first.confidence == second.confidence
    assert {first.isrc, second.isrc} == {"USAAA0000001", "USAAA0000002"}


def test_titles_full_of_signs_are_looked_for_as_they_stand(musicbrainz: Made) -> None:
    (facts,) = musicbrainz()[0].facts(Song('AND/OR: "Why?" (no)', ("C++ & [Friends]",)))
    assert facts.duration == 180


# What was answered before.


def test_what_was_answered_is_not_asked_again_by_a_later_run(musicbrainz: Made) -> None:
    song = Song("The Last Rain", ("Yasushi Nakanishi",))
    enricher, connection = musicbrainz()
    first = enricher.facts(song)
    assert asked(connection) > 0
    enricher, connection = musicbrainz()
    assert enricher.facts(song) == first
    assert asked(connection) == 0


def test_not_there_is_an_answer_too(musicbrainz: Made) -> None:
    song = Song("No Such Song", ("Nobody",), mbid=mbid("none"), isrc="USZZZ9999999")
    musicbrainz()[0].facts(song)
    enricher, connection = musicbrainz()
    assert not enricher.facts(song)
    assert asked(connection) == 0


@pytest.mark.parametrize("fault", ["500", "empty", "html", "cut", "503", "404", "403", "400"])
def test_what_could_not_be_asked_is_no_answer(musicbrainz: Made, lookalike: LookAlike, fault: str) -> None:
    song = Song("最後の雨", ("中西保志",))
    lookalike.faults(f"{fault}=1,retry_after=none")
    if fault != "404":  # which MusicBrainz means when it says so
        with pytest.raises((ServiceError, WaitLonger, NotAllowed)):
            musicbrainz()[0].facts(song)
        assert not list(lookalike.answers.rglob("*.json"))
    lookalike.faults("")
    if fault != "404":
        assert musicbrainz()[0].facts(song)[0].mbid == RAIN


def test_a_run_that_is_cut_off_goes_on_where_it_stopped(musicbrainz: Made, lookalike: LookAlike) -> None:
    song = Song("Saigo no Ame", ("Yasushi Nakanishi",))
    lookalike.faults("timeout=1,hang=0.01,skip=3")
    with pytest.raises(Unreachable):
        musicbrainz()[0].facts(song)
    lookalike.faults("")
    enricher, connection = musicbrainz()
    assert enricher.facts(song)[0].mbid == RAIN
    assert asked(connection) <= 2, "three answers were kept"


# Too many requests.


def test_503_is_waited_for_by_pauses_that_grow(musicbrainz: Made, lookalike: LookAlike) -> None:
    lookalike.faults("503=1,times=3,retry_after=none")
    enricher, connection = musicbrainz()
    assert enricher.facts(Song("最後の雨", ("中西保志",)))
    first, second, third = lookalike.slept
    assert first >= 2
    assert second >= 4
    assert third >= 8
    assert connection.counts["retried"] == 3


def test_503_beyond_all_patience_says_that_it_is_to_be_asked_later(lookalike: LookAlike) -> None:
    lookalike.switch(silent=True)
    enricher = connect(lookalike.connection(patience=10))
    with pytest.raises(WaitLonger):
        enricher.facts(Song("最後の雨", ("中西保志",)))
    assert sum(lookalike.slept) <= 10


def test_at_its_own_pace_the_service_never_refuses(lookalike: LookAlike) -> None:
    """Its limit is counted in real time; sped up tenfold for the test."""
    lookalike.switch(per_second=5)
    connection = lookalike.connection(requests_per_second=4)
    connection._sleep = __import__("time").sleep
    assert connect(connection).facts(Song("Saigo no Ame", ("Yasushi Nakanishi",)))
    assert connection.counts["retried"] == 0


# Who is asking.


def test_musicbrainz_is_told_who_is_asking(lookalike: LookAlike) -> None:
    agent = user_agent(lookalike.connection(contact="me@example.org"))
    assert agent.startswith("exporter/")
    assert agent.endswith(" ( me@example.org )")


def test_without_a_contact_nothing_is_sent(lookalike: LookAlike) -> None:
    service = Connection(lookalike.connection().info)
    with pytest.raises(UsageError, match="who is asking") as told:
        connect(service)
    assert "[targets.musicbrainz]" in told.value.hint


@pytest.mark.parametrize("contact", ["me\r\nX-Evil: 1", "ich bin’s", "\x1b[31m"])
def test_a_contact_that_is_no_header_is_refused(lookalike: LookAlike, contact: str) -> None:
    with pytest.raises(UsageError):
        user_agent(lookalike.connection(contact=contact))


def test_answers_lie_in_files_of_their_own(musicbrainz: Made, lookalike: LookAlike) -> None:
    musicbrainz()[0].facts(Song("最後の雨", ("中西保志",)))
    files = list(Path(lookalike.answers).rglob("*.json"))
    assert len(files) == 2
