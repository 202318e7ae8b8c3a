"""Two songs that were given one track: who keeps it, and what the other is asked."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from exporter.lock import to_claim, to_locked
from exporter.matching import compare, judge
from exporter.matching.contest import settle_contests
from exporter.model import Decision, Score, Scored, Song, Track, Verdict

DAY = "2026-11-21"
TRACK = Track("memory", "t1", "Butterfly", ("Ann",), "Wings", 2001, 200.0)
OTHER = Track("memory", "t2", "Butterfly", ("Ann",), "More", 2005, 260.0)
EXACT = Song("Butterfly", ("Ann",))
SLIP = Song("Buterfly", ("Ann",))
ALIAS = Song("蝶", ("Ann",), aka=("Butterfly",))
GUEST = Song("Butterfly", ("Ann", "Bob"))


def accepted(song: Song, track: Track = TRACK, how: str = "search") -> Decision:
    score = compare(song, track)
    return Decision(Verdict.ACCEPT, track, score.value, score.reasons, (Scored(OTHER, Score(0.6)),), how)


def settle(*pairs: tuple[Song, Decision]) -> tuple[Decision, ...]:
    songs, decisions = zip(*pairs, strict=True)
    return settle_contests(songs, decisions, compare, DAY)


def verdicts(*songs: Song) -> str:
    return " ".join(decision.verdict for decision in settle(*((song, accepted(song)) for song in songs)))


def test_the_song_of_the_tracks_own_title_keeps_it_and_the_other_is_asked_about() -> None:
    assert verdicts(SLIP, EXACT) == "review accept"


def test_what_is_asked_names_the_other_song_and_proposes_the_track_first() -> None:
    kept, asked = settle((EXACT, accepted(EXACT)), (SLIP, accepted(SLIP)))
    assert kept == accepted(EXACT)
    assert asked.reasons[0].words == "'Butterfly - Ann' was given the same track"
    assert [one.track.id for one in asked.others] == ["t1", "t2"]
    assert (asked.track, asked.on, asked.how) == (None, DAY, "search")


def test_the_song_of_the_tracks_own_artists_keeps_it() -> None:
    assert verdicts(EXACT, replace(GUEST, artists=("Bob", "Ann"))) == "accept review"


def test_songs_that_fit_equally_well_are_both_a_question() -> None:
    first, second = settle((EXACT, accepted(EXACT)), (ALIAS, accepted(ALIAS)))
    assert first.reasons[0].words == "'蝶 - Ann' was given the same track"
    assert second.reasons[0].words == "'Butterfly - Ann' was given the same track"


def test_where_the_names_are_equal_the_one_that_is_clearly_nearer_keeps_it() -> None:
    assert verdicts(replace(EXACT, duration=200.0), replace(ALIAS, duration=205.0)) == "accept review"
    assert verdicts(replace(EXACT, duration=200.0), replace(ALIAS, duration=201.0)) == "review review"


def test_a_title_is_not_outweighed_by_what_the_curator_told_of_the_other_song() -> None:
    told = replace(SLIP, duration=200.0, album="Wings", year=2001)
    assert compare(told, TRACK).value > compare(EXACT, TRACK).value
    assert verdicts(EXACT, told) == "accept review"


def test_one_with_the_title_and_one_with_the_code_are_both_a_question() -> None:
    coded = replace(TRACK, isrc="JPU901402557")
    song = replace(SLIP, isrc="JPU901402557")
    settled = settle((EXACT, accepted(EXACT, coded)), (song, accepted(song, coded)))
    assert [decision.verdict for decision in settled] == ["review", "review"]


def test_of_three_the_best_keeps_it_only_if_it_is_better_than_both() -> None:
    assert verdicts(SLIP, EXACT, replace(SLIP, title="Butterfy")) == "review accept review"
    first, second, third = settle(*((song, accepted(song)) for song in (EXACT, SLIP, ALIAS)))
    assert [first.verdict, second.verdict, third.verdict] == ["review", "review", "review"]
    assert second.reasons[0].words == "'Butterfly - Ann' and '蝶 - Ann' were given the same track"


def test_one_song_listed_twice_shares_its_track() -> None:
    assert verdicts(EXACT, replace(EXACT, note="again")) == "accept accept"
    assert verdicts(EXACT, replace(EXACT, from_="A Film"), SLIP) == "accept accept review"


def test_a_pin_is_never_questioned_however_badly_it_fits() -> None:
    pinned, asked = settle((SLIP, accepted(SLIP, how="pin")), (EXACT, accepted(EXACT)))
    assert pinned == accepted(SLIP, how="pin")
    assert asked.reasons[0].words == "'Buterfly - Ann' is pinned to the same track"
    two = settle((SLIP, accepted(SLIP, how="pin")), (EXACT, accepted(EXACT, how="pin")), (ALIAS, accepted(ALIAS)))
    assert [decision.verdict for decision in two] == ["accept", "accept", "review"]
    assert "'Buterfly - Ann' and 'Butterfly - Ann' are pinned to" in two[2].reasons[0].words


def test_different_tracks_are_no_concern_of_anybodys() -> None:
    pairs = ((EXACT, accepted(EXACT)), (SLIP, accepted(SLIP, OTHER)), (ALIAS, Decision(Verdict.MISSING)))
    assert settle(*pairs) == tuple(decision for _, decision in pairs)


def test_what_the_lock_keeps_of_a_track_is_weighed_like_what_a_search_tells() -> None:
    """Both songs are weighed against the fuller of the two records, so that nobody wins by what the lock left out."""
    thin = Track("memory", "t1", "Butterfly", ("Ann",), duration=200.0)
    on_album = replace(EXACT, album="Wings")
    fresh = settle((on_album, accepted(on_album)), (ALIAS, accepted(ALIAS)))
    again = settle((on_album, accepted(on_album, thin)), (ALIAS, accepted(ALIAS)))
    assert [one.verdict for one in fresh] == [one.verdict for one in again] == ["accept", "review"]


SONGS = (EXACT, SLIP, ALIAS, GUEST, replace(EXACT, album="Wings"), replace(ALIAS, duration=200.0))


@given(st.permutations(SONGS))
def test_the_order_of_the_playlist_settles_nothing(songs: list[Song]) -> None:
    settled = dict(zip(songs, settle(*((song, accepted(song)) for song in songs)), strict=True))
    expected = dict(zip(SONGS, settle(*((song, accepted(song)) for song in SONGS)), strict=True))
    assert {song: one.verdict for song, one in settled.items()} == {song: one.verdict for song, one in expected.items()}


@given(st.lists(st.sampled_from(SONGS), min_size=1, unique=True))
def test_settled_once_more_from_the_lock_nothing_changes(songs: list[Song]) -> None:
    settled = settle(*((song, judge(song, [TRACK])) for song in songs))
    entries = [to_locked(song, "memory", one) for song, one in zip(songs, settled, strict=True)]
    claims = [
        to_claim(entry, "memory") if entry.contested else one for entry, one in zip(entries, settled, strict=True)
    ]
    again = settle(*zip(songs, claims, strict=True))
    assert [to_locked(song, "memory", one) for song, one in zip(songs, again, strict=True)] == entries
    assert sum(one.verdict is Verdict.ACCEPT for one in settled) == sum(one.verdict is Verdict.ACCEPT for one in again)
