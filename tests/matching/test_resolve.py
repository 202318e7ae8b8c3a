"""Who is asked what: pins and the lock first, each song once, and nothing more after a refusal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from exporter.backend import Feature, Limits
from exporter.errors import (
    ExporterError,
    LoginError,
    NotAllowed,
    NotFound,
    Rejected,
    ServiceError,
    Unreachable,
    WaitLonger,
)
from exporter.lock import Locked, fingerprint, song_key, to_locked
from exporter.matching.resolve import ASK_AGAIN, Asking, Resolution, known_decisions, resolve
from exporter.matching.score import judge
from exporter.model import Decision, Query, Song, Track, Verdict
from exporter.testing import MemoryBackend, MemoryService, memory_info

TODAY = date(2026, 11, 21)
NAMES = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot")
TRACKS = [Track("memory", f"id-{name}", name, (f"{name} Band",), duration=200.0) for name in NAMES]


def song(name: str) -> Song:
    return Song(name, (f"{name} Band",), duration=200.0)


ALPHA, BRAVO, CHARLIE = map(song, NAMES[:3])
ABSENT = song("Zulu")


class Backend(MemoryBackend):
    """A service in memory that remembers its searches and does ``meanwhile`` during each."""

    searches: list[Query]
    meanwhile: Callable[[Query], None]

    def search(self, query: Query) -> Sequence[Track]:
        self.searches.append(query)
        self.meanwhile(query)
        return super().search(query)


class Bench:
    """A service and everything needed to ask it. ``told`` are the calls of ``decided``."""

    def __init__(
        self,
        *,
        workers: int = 1,
        meanwhile: Callable[[Query], None] = lambda _: None,
        features: Collection[Feature] = (),
    ) -> None:
        self.service = MemoryService.of(TRACKS)
        self.info = memory_info(self.service, limits=Limits(workers=workers), features=frozenset(features))
        self.backend = Backend(self.service, self.info)
        self.backend.searches, self.backend.meanwhile = [], meanwhile
        self.told: list[tuple[Song, Verdict, bool]] = []

    def resolve(self, *songs: Song, lock: dict[str, Locked] | None = None, today: date = TODAY) -> Resolution:
        asking = Asking(self.backend, self.info, judge, lock or {}, today, asked={})
        return resolve(songs, asking, lambda song, decision, fresh: self.told.append((song, decision.verdict, fresh)))

    @property
    def asked(self) -> list[str]:
        """The titles that were searched for."""
        return [(query.title or query.text).split()[0] for query in self.backend.searches]

    @property
    def requests(self) -> int:
        return self.service.requests.total()


def locked(song: Song, decision: Decision) -> dict[str, Locked]:
    return {song_key(song): to_locked(song, "memory", decision)}


def verdicts(resolution: Resolution) -> str:
    return " ".join(decision.verdict for decision in resolution.decisions)


def ids(resolution: Resolution) -> list[str]:
    return [decision.track.id if decision.track else "" for decision in resolution.decisions]


# Every song, in order, once.


@pytest.mark.parametrize("workers", [1, 4])
def test_decisions_come_in_the_order_of_the_songs(workers: int) -> None:
    songs = [song(name) for name in reversed(NAMES)]
    resolution = Bench(workers=workers).resolve(*songs, ABSENT)
    assert ids(resolution) == [*(f"id-{name}" for name in reversed(NAMES)), ""]
    assert verdicts(resolution).endswith("missing")
    assert resolution.stopped is None
    assert {decision.on for decision in resolution.decisions} == {"2026-11-21"}


def test_a_song_that_stands_in_the_file_twice_is_asked_once() -> None:
    bench = Bench()
    resolution = bench.resolve(ALPHA, BRAVO, replace(ALPHA, note="again"), ALPHA)
    assert ids(resolution) == ["id-Alpha", "id-Bravo", "id-Alpha", "id-Alpha"]
    assert bench.asked == ["Alpha", "Bravo"]
    assert bench.told == [(ALPHA, Verdict.ACCEPT, True), (BRAVO, Verdict.ACCEPT, True)]


def test_the_asking_stops_at_the_first_clear_answer() -> None:
    bench = Bench()
    bench.resolve(replace(ALPHA, aka=("Alfa", "Alef")))
    assert len(bench.backend.searches) == 1


def test_a_song_that_is_not_found_is_asked_for_in_other_words_before_it_is_missing() -> None:
    def meanwhile(query: Query) -> None:
        if query.text.startswith("Zulu"):
            bench.service.tracks["id"] = Track("memory", "id", "Zulu", ABSENT.artists, duration=200.0)

    bench = Bench(meanwhile=meanwhile)
    bench.service.tracks.clear()
    resolution = bench.resolve(replace(ABSENT, title="ズールー", aka=("Zulu",)))
    assert bench.asked == ["ズールー", "Zulu"]
    assert ids(resolution) == ["id"]


def test_a_song_that_only_others_sing_is_asked_for_as_a_video_and_in_no_other_words() -> None:
    bench = Bench(features={Feature.VIDEO_SEARCH})
    bench.service.tracks.update({"cover": Track("memory", "cover", "Zulu", ("Somebody Else",))})
    assert verdicts(bench.resolve(ABSENT)) == "missing"
    assert [query.kind for query in bench.backend.searches] == ["song", "video"]


def test_a_song_without_a_word_to_search_for_is_a_question_and_not_missing() -> None:
    bench = Bench()
    resolution = bench.resolve(Song(" ", ()))
    assert verdicts(resolution) == "review"
    assert "pin" in resolution.decisions[0].reasons[0].words
    assert bench.requests == 0


def test_several_songs_are_asked_at_once_as_wide_as_the_service_bears() -> None:
    together = threading.Barrier(3)

    def meanwhile(_: Query) -> None:
        together.wait(5)

    bench = Bench(workers=3, meanwhile=meanwhile)
    assert verdicts(bench.resolve(*map(song, NAMES))) == "accept accept accept accept accept accept"


def test_never_more_are_asked_at_once_than_the_service_bears() -> None:
    lock, now, most = threading.Lock(), 0, 0

    def meanwhile(_: Query) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.002)
        with lock:
            now -= 1

    Bench(workers=2, meanwhile=meanwhile).resolve(*map(song, NAMES))
    assert most <= 2


def test_decisions_are_told_in_the_callers_thread_as_they_come() -> None:
    threads: set[int] = set()
    bench = Bench(workers=4)
    asking = Asking(bench.backend, bench.info, judge, {}, TODAY)
    resolve([ALPHA, BRAVO], asking, lambda *_: threads.add(threading.get_ident()))
    assert threads == {threading.get_ident()}


# What needs no question.


def test_a_song_that_the_file_leaves_out_here_is_skipped() -> None:
    bench = Bench()
    resolution = bench.resolve(replace(ALPHA, skip=("memory",)), replace(BRAVO, skip=("other",)))
    assert verdicts(resolution) == "skip accept"
    assert bench.asked == ["Bravo"]
    assert bench.told[0][1:] == (Verdict.SKIP, False)


def test_what_the_lock_accepts_is_not_asked_again() -> None:
    bench = Bench()
    lock = locked(ALPHA, Decision(Verdict.ACCEPT, replace(TRACKS[0], id="other"), 0.9, how="search"))
    resolution = bench.resolve(ALPHA, lock=lock, today=TODAY + timedelta(days=3650))
    assert ids(resolution) == ["other"]
    assert bench.requests == 0
    assert bench.told == [(ALPHA, Verdict.ACCEPT, False)]


@pytest.mark.parametrize("verdict", [Verdict.REVIEW, Verdict.MISSING])
@pytest.mark.parametrize(("days", "again"), [(0, False), (ASK_AGAIN - 1, False), (ASK_AGAIN, True)])
def test_an_open_question_is_asked_again_after_a_while(verdict: Verdict, days: int, *, again: bool) -> None:
    bench = Bench()
    lock = locked(ALPHA, Decision(verdict, on=TODAY.isoformat()))
    resolution = bench.resolve(ALPHA, lock=lock, today=TODAY + timedelta(days=days))
    assert verdicts(resolution) == ("accept" if again else verdict)
    assert bench.told[0][2] is again


@pytest.mark.parametrize(
    ("days", "since", "again"),
    [(9, None, True), (9, 3, False), (9, 7, True), (9, 12, True), (9, -1, True), (14, 3, False)],
)
def test_whoever_remembers_asks_a_week_after_the_last_time(days: int, since: int | None, *, again: bool) -> None:
    """However long the same answer stands in the lock."""
    bench, today = Bench(), TODAY + timedelta(days=days)
    lock = locked(ALPHA, Decision(Verdict.MISSING, on=TODAY.isoformat()))
    asked = {} if since is None else {song_key(ALPHA): today - timedelta(days=since)}
    asking = Asking(bench.backend, bench.info, judge, lock, today, asked=asked)
    assert verdicts(resolve([ALPHA], asking)) == ("accept" if again else "missing")


def due(songs: Sequence[Song], night: date, *, ask_again: int = ASK_AGAIN) -> list[str]:
    """The songs that a machine without memory asks about in a night, of those that were missing on ``TODAY``."""
    bench, missing = Bench(), Decision(Verdict.MISSING, on=TODAY.isoformat())
    lock = {key: entry for song in songs for key, entry in locked(song, missing).items()}
    asking = Asking(bench.backend, bench.info, judge, lock, night, ask_again=ask_again)
    different = {song_key(song): song for song in songs}
    return [key for key in different if key not in known_decisions(different, asking)]


MANY = [song(f"Song {number}") for number in range(70)]


@pytest.mark.parametrize("ask_again", [1, 3, 7, 30])
def test_whoever_remembers_nothing_asks_about_each_song_once_in_every_week(ask_again: int) -> None:
    begin = TODAY + timedelta(days=ask_again - TODAY.toordinal() % ask_again)
    for week in range(4):
        nights = [begin + timedelta(days=ask_again * week + day) for day in range(ask_again)]
        asked = [key for night in nights for key in due(MANY, night, ask_again=ask_again)]
        assert sorted(asked) == sorted(map(song_key, MANY))


def test_whoever_remembers_nothing_does_not_ask_again_on_the_day_of_the_answer() -> None:
    assert due(MANY, TODAY, ask_again=1) == []


def test_a_job_that_runs_on_one_day_of_the_week_gets_to_every_song() -> None:
    nights = [TODAY + timedelta(weeks=week, days=3) for week in range(104)]
    assert {key for night in nights for key in due(MANY, night)} == set(map(song_key, MANY))


def test_no_night_of_a_week_has_all_the_songs_to_ask_about() -> None:
    assert max(len(due(MANY, TODAY + timedelta(days=day))) for day in range(1, 8)) < len(MANY) / 3


@pytest.mark.parametrize("verdict", [Verdict.REVIEW, Verdict.MISSING])
def test_an_open_question_is_asked_again_when_the_curator_tells_more(verdict: Verdict) -> None:
    bench = Bench()
    lock = locked(ALPHA, Decision(verdict, on=TODAY.isoformat()))
    assert verdicts(bench.resolve(replace(ALPHA, note="only a note"), lock=lock)) == verdict
    assert verdicts(bench.resolve(replace(ALPHA, year=2011), lock=lock)) == "accept"


@pytest.mark.parametrize("day", ["", "yesterday", "2026-13-45", "2030-01-01"])
def test_an_open_question_of_no_known_day_is_asked_again(day: str) -> None:
    bench = Bench()
    assert verdicts(bench.resolve(ALPHA, lock=locked(ALPHA, Decision(Verdict.MISSING, on=day)))) == "accept"


def test_a_refused_track_is_asked_anew_and_not_taken_again() -> None:
    bench = Bench()
    lock = locked(ALPHA, Decision(Verdict.ACCEPT, TRACKS[0], 0.9, how="search"))
    resolution = bench.resolve(replace(ALPHA, not_={"memory": ("id-Alpha",)}), lock=lock)
    assert set(bench.asked) == {"Alpha"}
    assert ids(resolution) == [""]
    assert ids(bench.resolve(replace(ALPHA, not_={"other": ("id-Alpha",)}), lock=lock)) == ["id-Alpha"]


# Pins.


PINNED = replace(ALPHA, ids={"memory": "id-Bravo", "other": "x"})


def test_a_pin_is_looked_up_and_not_searched_for_and_wins() -> None:
    bench = Bench()
    lock = locked(ALPHA, Decision(Verdict.ACCEPT, TRACKS[0], 0.9, how="search"))
    (decision,) = bench.resolve(PINNED, lock=lock).decisions
    assert decision.track == TRACKS[1]
    assert (decision.verdict, decision.how, decision.score) == (Verdict.ACCEPT, "pin", 1.0)
    assert bench.service.requests == {"read": 1}


def test_a_pin_is_checked_once() -> None:
    bench = Bench()
    (decision,) = bench.resolve(PINNED).decisions
    (again,) = bench.resolve(PINNED, lock=locked(PINNED, decision)).decisions
    assert (again.track, again.how) == (TRACKS[1], "pin")
    assert bench.requests == 1


def test_a_pin_of_another_id_is_checked_anew() -> None:
    bench = Bench()
    (decision,) = bench.resolve(PINNED).decisions
    moved = replace(PINNED, ids={"memory": "id-Charlie"})
    assert ids(bench.resolve(moved, lock=locked(PINNED, decision))) == ["id-Charlie"]


def test_a_pin_that_the_service_knows_by_another_id_stays_the_pin() -> None:
    bench = Bench()
    bench.service.tracks["old"] = TRACKS[0]
    (decision,) = bench.resolve(replace(ALPHA, ids={"memory": "old"})).decisions
    assert decision.track == replace(TRACKS[0], id="old")


def test_a_pin_that_the_service_does_not_know_is_a_question_until_the_pin_changes() -> None:
    bench = Bench()
    pinned = replace(ALPHA, ids={"memory": "gone"})
    (decision,) = bench.resolve(pinned).decisions
    assert (decision.verdict, decision.how) == (Verdict.REVIEW, "pin")
    assert "the pinned track gone is not on Memory" in decision.reasons[0].words
    lock = locked(pinned, decision)
    assert verdicts(bench.resolve(pinned, lock=lock)) == "review"
    assert bench.service.requests == {"read": 1}
    assert ids(bench.resolve(PINNED, lock=lock)) == ["id-Bravo"]
    bench.resolve(pinned, lock=lock, today=TODAY + timedelta(days=ASK_AGAIN))
    assert bench.service.requests == {"read": 3}


def test_each_of_two_equal_songs_keeps_its_own_pin() -> None:
    other = replace(ALPHA, ids={"memory": "id-Charlie"})
    assert ids(Bench().resolve(ALPHA, PINNED, other)) == ["id-Alpha", "id-Bravo", "id-Charlie"]


def test_a_song_whose_pin_was_taken_away_is_searched_for() -> None:
    bench = Bench()
    (decision,) = bench.resolve(PINNED).decisions
    assert ids(bench.resolve(ALPHA, lock=locked(PINNED, decision))) == ["id-Alpha"]


def only_here(song: Song, decision: Decision) -> dict[str, Locked]:
    """A person's answer as the sandbox's lock has it."""
    entry = to_locked(song, "memory", replace(decision, how="pin"))
    asked = fingerprint(song, "memory")
    return {song_key(song): msgspec.structs.replace(entry, only_here=True, asked=asked)}


@pytest.mark.parametrize(
    "decision",
    [
        Decision(Verdict.ACCEPT, TRACKS[1]),
        Decision(Verdict.MISSING, on="2020-01-01"),
        Decision(Verdict.SKIP, on="2020-01-01"),
    ],
    ids=lambda decision: decision.verdict,
)
def test_an_answer_that_only_the_sandboxs_lock_has_stands_whatever_the_curator_tells(decision: Decision) -> None:
    bench = Bench()
    told_more = replace(ALPHA, aka=("Alfa",), year=1999)
    assert verdicts(bench.resolve(told_more, lock=only_here(ALPHA, decision))) == decision.verdict
    assert bench.requests == 0


@pytest.mark.parametrize(
    "changed", [replace(ALPHA, ids={"memory": "id-Alpha"}), replace(ALPHA, not_={"memory": ("id-Bravo",)})]
)
def test_such_an_answer_ends_when_the_file_pins_another_track_or_refuses_this_one(changed: Song) -> None:
    lock = only_here(ALPHA, Decision(Verdict.ACCEPT, TRACKS[1]))
    assert ids(Bench().resolve(changed, lock=lock)) == ["id-Alpha"]


def test_such_an_answer_may_stand_beside_a_pin_that_the_sandbox_does_not_have() -> None:
    pinned = replace(ALPHA, ids={"memory": "elsewhere"})
    assert ids(Bench().resolve(pinned, lock=only_here(pinned, Decision(Verdict.ACCEPT, TRACKS[1])))) == ["id-Bravo"]


# When no answer comes.


@pytest.mark.parametrize("error", [ServiceError("nonsense"), Rejected("too long"), NotFound("gone")])
def test_one_song_that_fails_is_unknown_and_the_others_go_on(error: ExporterError) -> None:
    bench = Bench()
    bench.service.fail_search = [None, error]
    resolution = bench.resolve(ALPHA, BRAVO, CHARLIE)
    assert verdicts(resolution) == "accept unknown accept"
    assert resolution.stopped is None
    unknown = resolution.decisions[1]
    assert (unknown.reasons[0].words, unknown.on, unknown.track) == (error.message, "", None)


STOPS = [WaitLonger("enough", seconds=9), LoginError("who?"), NotAllowed("no"), Unreachable("nobody there")]


@pytest.mark.parametrize("error", STOPS, ids=lambda error: type(error).__name__)
def test_what_concerns_every_song_stops_the_asking(error: ExporterError) -> None:
    bench = Bench()
    bench.service.fail_search = [None, error]
    skipped, known = replace(song("Delta"), skip=("memory",)), song("Echo")
    lock = locked(known, Decision(Verdict.ACCEPT, TRACKS[4], 0.9))
    pinned = replace(song("Foxtrot"), ids={"memory": "id-Foxtrot"})
    resolution = bench.resolve(ALPHA, BRAVO, CHARLIE, skipped, known, pinned, lock=lock)
    assert verdicts(resolution) == "accept unknown unknown skip accept unknown"
    assert resolution.stopped is error
    assert bench.asked == ["Alpha", "Bravo"]
    assert bench.service.requests == {"search": 2}
    assert {decision.reasons[0].words for decision in resolution.decisions[1:3]} == {error.message}


@pytest.mark.parametrize("error", STOPS, ids=lambda error: type(error).__name__)
def test_a_pin_that_cannot_be_checked_stops_it_too(error: ExporterError, monkeypatch: pytest.MonkeyPatch) -> None:
    def track(_: str) -> Track:
        raise error

    bench = Bench()
    monkeypatch.setattr(bench.backend, "track", track)
    resolution = bench.resolve(PINNED, BRAVO)
    assert verdicts(resolution) == "unknown unknown"
    assert resolution.stopped is error
    assert bench.asked == []


def test_nobody_starts_a_search_after_the_refusal_however_many_are_under_way() -> None:
    songs = [song(f"Title{number}") for number in range(60)]
    bench = Bench(workers=4)
    bench.service.fail_search = [WaitLonger("enough") for _ in songs]
    resolution = bench.resolve(*songs)
    assert len(bench.backend.searches) <= 4
    assert set(verdicts(resolution).split()) == {"unknown"}
    assert isinstance(resolution.stopped, WaitLonger)


def test_a_song_under_way_asks_nothing_more_after_the_refusal() -> None:
    refused = threading.Event()

    def meanwhile(query: Query) -> None:
        if "Bravo" in query.title + query.text:
            raise WaitLonger("enough")
        refused.wait(5)

    bench = Bench(workers=2, meanwhile=meanwhile)
    asking = Asking(bench.backend, bench.info, judge, {}, TODAY)
    resolution = resolve([ABSENT, BRAVO], asking, lambda *_: refused.set())
    assert bench.asked.count("Zulu") == 1
    assert verdicts(resolution) == "unknown unknown"


def test_a_mistake_in_a_plugin_is_not_taken_for_an_answer() -> None:
    def meanwhile(_: Query) -> None:
        raise KeyError("items")

    with pytest.raises(KeyError):
        Bench(meanwhile=meanwhile).resolve(ALPHA, BRAVO)
    assert not resolving()


def resolving() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("ask")]


@pytest.mark.parametrize("workers", [1, 4])
def test_an_interruption_ends_the_asking_quickly(workers: int) -> None:
    bench = Bench(workers=workers, meanwhile=lambda _: time.sleep(0.002))
    asking = Asking(bench.backend, bench.info, judge, {}, TODAY)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resolve([song(f"Title{number}") for number in range(300)], asking, interrupt)
    assert len(bench.backend.searches) < 150
    assert not resolving()
