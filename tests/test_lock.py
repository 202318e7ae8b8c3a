"""The lock: one line per decision, in an order of its own, whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter import lock as locks
from exporter.errors import LockError
from exporter.lock import (
    Candidate,
    Home,
    Lock,
    Locked,
    PartHome,
    dumps,
    fingerprint,
    loads,
    song_key,
    to_decision,
    to_locked,
)
from exporter.model import Decision, Reason, Score, Scored, Song, Track, Verdict

LEMON = Song("Lemon", ("米津玄師",))
TRACK = Track(
    "example", "id1", "Lemon", ("米津玄師",), duration=255.0, isrc="JPU901800124", url="https://example.test/1"
)
SETTLED = Lock(
    {"example": {"A": Locked("A", Verdict.ACCEPT, id="id-a"), "B": Locked("B", Verdict.MISSING, on="2026-11-01")}},
    {"example": Home("list1", "https://example.test/list1")},
)


def accepted(song: str, track_id: str) -> Locked:
    return Locked(song, Verdict.ACCEPT, id=track_id, title=song, how="search")


def of(*songs: str) -> Lock:
    return Lock().decide("example", [accepted(song, f"id-{song}") for song in songs])


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
numbers = st.floats(0, 1e6, allow_nan=False)
candidates = st.builds(Candidate, words, text, st.lists(text, max_size=2).map(tuple), numbers, text)
entries = st.builds(
    Locked,
    song=words,
    verdict=st.sampled_from([Verdict.ACCEPT, Verdict.REVIEW, Verdict.MISSING]),
    id=text,
    title=text,
    artists=st.lists(text, max_size=3).map(tuple),
    duration=st.none() | numbers,
    isrc=text,
    url=text,
    score=numbers,
    how=st.sampled_from(["", "pin", "isrc", "search"]),
    on=st.sampled_from(["", "2026-11-21"]),
    asked=text,
    why=text,
    candidates=st.lists(candidates, max_size=3).map(tuple),
    contested=st.booleans(),
)
parts = st.lists(st.builds(PartHome, words, text, text), max_size=2).map(tuple)
homes = st.builds(Home, words, text, st.lists(words, max_size=3, unique=True).map(sorted).map(tuple), parts, parts)
locked = st.builds(
    Lock,
    st.dictionaries(
        words, st.lists(entries, min_size=1, max_size=4).map(lambda found: {one.song: one for one in found}), max_size=3
    ),
    st.dictionaries(words, homes, max_size=3),
)


# As text.


@given(locked)
def test_what_is_written_is_read_back(lock: Lock) -> None:
    assert locks.loads(locks.dumps(lock), "x.lock") == lock


@given(locked)
def test_the_text_depends_on_the_decisions_alone(lock: Lock) -> None:
    turned = Lock(
        {service: dict(reversed(list(found.items()))) for service, found in reversed(list(lock.decisions.items()))},
        dict(reversed(list(lock.homes.items()))),
    )
    assert locks.dumps(turned) == locks.dumps(lock)


@given(locked)
def test_each_decision_is_one_line(lock: Lock) -> None:
    lines = [line.strip().rstrip(",") for line in locks.dumps(lock).split("\n")]
    songs = [json.loads(line)["song"] for line in lines if line.startswith('{"song":')]
    assert songs == [song for service in sorted(lock.decisions) for song in sorted(lock.of(service))]


def test_the_text_is_made_to_be_read_in_a_diff() -> None:
    assert locks.dumps(SETTLED) == (
        "{\n"
        '  "version": "1.0",\n'
        '  "targets": {\n'
        '    "example": {"id":"list1","url":"https://example.test/list1"}\n'
        "  },\n"
        '  "decisions": {\n'
        '    "example": [\n'
        '      {"song":"A","verdict":"accept","id":"id-a","service":"example"},\n'
        '      {"song":"B","verdict":"missing","on":"2026-11-01","service":"example"}\n'
        "    ]\n"
        "  }\n"
        "}\n"
    )


def test_a_lock_names_the_lowest_version_that_knows_what_it_holds() -> None:
    """So that a project without long playlists sees no change, and an older exporter no warning."""
    long = Lock({}, {"example": Home("list1", parts=(PartHome("list2", "https://example.test/list2", "id-x"),))})
    assert '"version": "1.0"' in locks.dumps(SETTLED)
    assert locks.dumps(long) == (
        "{\n"
        '  "version": "1.1",\n'
        '  "targets": {\n'
        '    "example": {"id":"list1","parts":[{"id":"list2","url":"https://example.test/list2","first":"id-x"}]}\n'
        "  }\n"
        "}\n"
    )


def test_japanese_stays_readable() -> None:
    assert "夜に駆ける" in locks.dumps(of("夜に駆ける"))


# As a file.


def test_there_is_no_lock_yet(tmp_path: Path) -> None:
    assert locks.read(tmp_path / "new.lock") == Lock()


def test_an_empty_lock_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "new.lock"
    assert not locks.write(path, Lock({"example": {}}))
    assert not path.exists()


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    assert locks.write(path, SETTLED)
    os.utime(path, ns=(1, 1))
    inode = path.stat().st_ino
    assert not locks.write(path, locks.read(path))
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (1, inode)
    assert locks.write(path, SETTLED.decide("example", [accepted("C", "id-c")]))


def test_a_lock_that_got_empty_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    locks.write(path, of("A"))
    assert locks.write(path, of("A").forget("example", ["A"]))
    assert locks.read(path) == Lock()


def test_a_crash_while_writing_leaves_the_old_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.lock"
    locks.write(path, SETTLED)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        locks.write(path, of("C"))
    assert locks.read(path) == SETTLED
    assert list(tmp_path.iterdir()) == [path]


# Files that cannot be used.


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", r"^a\.lock:1:1: the lock is damaged: "),
        ('{\n  "version": "1.0",\n  "targets": oops\n}', r"^a\.lock:3:14: the lock is damaged: "),
        ("[]", r"^a\.lock: this is no lock: "),
        ('{"version": "1.0", "decisions": {"example": [{"verdict": "accept"}]}}', r"missing required field `song`"),
        ('{"version": "1.0", "decisions": {"x": [{"song": "A", "verdict": "perhaps"}]}}', "'perhaps'"),
        (
            locks.dumps(SETTLED).replace('"missing"', '"perhaps"'),
            r"^a\.lock:9:1: this is no lock: Invalid enum value 'perhaps'",
        ),
        ('{"version": "1.0", "targets": NaN}', r"^a\.lock: this is no lock: "),
        ('{"version": "1.0", "targets": {"x": {"id": "\\ud800"}}}', r"^a\.lock: this is no lock: "),
        ("[" * 100_000, r"^a\.lock: this is no lock: "),
        ('{"targets": {}}', "it does not say which version of a lock it is"),
        ('{"version": "one"}', "'one' is no lock version"),
    ],
    ids=[
        "empty",
        "broken",
        "a list",
        "without a song",
        "verdict",
        "verdict in its line",
        "NaN",
        "surrogate",
        "deep",
        "no version",
        "one",
    ],
)
def test_a_damaged_lock_says_where_and_what_to_do(text: str, told: str) -> None:
    with pytest.raises(LockError, match=told) as caught:
        locks.loads(text, "a.lock")
    assert "Restore it from git" in caught.value.hint


def test_a_lock_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LockError, match=r"a\.lock: this is not UTF-8 text"):
        locks.read(path)


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> theirs"])
def test_a_merge_conflict_is_told_with_its_line(mark: str) -> None:
    lines = locks.dumps(SETTLED).splitlines()
    lines.insert(6, mark)
    with pytest.raises(LockError, match=r"^a\.lock:7:1: a merge conflict is left in the lock\.$") as caught:
        locks.loads("\n".join(lines), "a.lock")
    assert "remove the marks" in caught.value.hint


def test_two_different_decisions_for_one_song_are_a_question_for_a_person() -> None:
    text = locks.dumps(of("A"))
    line = next(line for line in text.splitlines() if '"song"' in line)
    with pytest.raises(LockError, match=r"^a\.lock:6:1: .* two different decisions for 'A' on example") as caught:
        locks.loads(text.replace(line, f"{line},\n{line.replace('id-A', 'id-X')}"), "a.lock")
    assert "Keep one" in caught.value.hint
    assert locks.loads(text.replace(line, f"{line},\n{line}"), "a.lock") == of("A")


def test_a_newer_lock_stops_whatever_its_shape() -> None:
    with pytest.raises(LockError, match=r"by a newer exporter \(lock version 2\.0; this one reads 1\.1\)") as e:
        locks.loads('{"version": "2.0", "decisions": ["of another shape"]}', "a.lock")
    assert "Upgrade" in e.value.hint


def test_a_slightly_newer_lock_is_read_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    caplog.clear()
    logger = locks.logger
    logger.addHandler(caplog.handler)
    try:
        found = locks.loads('{"version": "1.7", "mood": "sad", "targets": {"example": {"id": "1", "x": 2}}}', "a.lock")
    finally:
        logger.removeHandler(caplog.handler)
    assert found == Lock({}, {"example": Home("1")})
    assert "a.lock was written by a newer exporter (lock version 1.7)" in caplog.text


# Decisions.


def test_an_accepted_track_is_kept_as_the_service_shows_it() -> None:
    decision = Decision(Verdict.ACCEPT, TRACK, 0.91234, how="search")
    entry = to_locked(LEMON, "example", decision)
    assert entry == Locked(
        "Lemon - 米津玄師",
        Verdict.ACCEPT,
        id="id1",
        title="Lemon",
        artists=("米津玄師",),
        duration=255.0,
        isrc="JPU901800124",
        url="https://example.test/1",
        score=0.912,
        how="search",
    )
    again = to_decision(entry, "example")
    assert (again.verdict, again.track, again.score, again.how) == (Verdict.ACCEPT, TRACK, 0.912, "search")


@pytest.mark.parametrize("verdict", [Verdict.REVIEW, Verdict.MISSING])
def test_an_open_question_is_kept_with_its_day_and_the_best_candidates(verdict: Verdict) -> None:
    others = tuple(Scored(Track("example", f"id{n}", "Lemon", ("X",)), Score(0.7 - n / 10)) for n in range(6))
    reasons = (Reason("a", "this speaks for it", 0.5), Reason("b", "this against", -0.1), Reason("c", "no", veto=True))
    decision = Decision(verdict, None, 0.7, reasons, others, "search", "2026-11-21")
    entry = to_locked(LEMON, "example", decision)
    assert (entry.verdict, entry.on, entry.id) == (verdict, "2026-11-21", "")
    assert entry.why == "this against; no"
    assert [one.id for one in entry.candidates] == ["id0", "id1", "id2", "id3", "id4"]
    again = to_decision(entry, "example")
    assert (again.verdict, again.on, again.track) == (verdict, "2026-11-21", None)
    assert [one.track.id for one in again.others] == ["id0", "id1", "id2", "id3", "id4"]


def test_a_candidate_keeps_all_that_a_person_wants_to_know() -> None:
    known = Track(
        "example", "v1", "Lemon", ("X",), "STRAY SHEEP", 2020, 255.2, "JPU901800124", "video", url="https://x"
    )
    track = replace(known, playable=False)
    decision = Decision(Verdict.REVIEW, others=(Scored(track, Score(0.7)),), how="search", on="2026-11-21")
    kept = loads(dumps(Lock().decide("example", [to_locked(LEMON, "example", decision)])), "x.lock")
    (entry,) = kept.of("example").values()
    assert to_decision(entry, "example").others == (Scored(track, Score(0.7)),)


def test_a_song_is_known_by_title_artists_and_version() -> None:
    keys = {
        song_key(song)
        for song in (
            LEMON,
            Song("Lemon", ("米津玄師",), version="live"),
            Song("Lemon", ("米津玄師", "X")),
            Song("Lemon", ()),
        )
    }
    assert len(keys) == 4
    told_more = Song("Lemon", ("米津玄師",), aka=("レモン",), year=2018, album="X", note="!", skip=("example",))
    assert song_key(told_more) == song_key(LEMON)


@pytest.mark.parametrize(
    "more",
    [
        {"aka": ("レモン",)},
        {"artist_aka": ("Kenshi Yonezu",)},
        {"from_": "Unnatural"},
        {"album": "Lemon"},
        {"year": 2018},
        {"duration": 255.0},
        {"isrc": "JPU901800124"},
        {"mbid": "x"},
        {"not_": {"example": ("id9",)}},
        {"ids": {"example": "id9"}},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_the_curator_adds_changes_what_is_asked(more: dict[str, object]) -> None:
    assert fingerprint(Song("Lemon", ("米津玄師",), **more), "example") != fingerprint(LEMON, "example")  # type: ignore[arg-type]


def test_what_does_not_help_to_find_a_song_changes_nothing() -> None:
    same = Song("Lemon", ("米津玄師",), note="!", skip=("other",), not_={"other": ("id9",)}, ids={"other": "x"})
    assert fingerprint(same, "example") == fingerprint(LEMON, "example")


# Tracks of ours.


def test_a_replaced_track_stays_ours_until_the_next_push_settles() -> None:
    changed = SETTLED.decide("example", [accepted("A", "id-new")])
    assert changed.homes["example"].former == ("id-a",)
    assert changed.tracks("example", "example") == {"id-new", "id-a"}
    settled = changed.settle("example", Home("list1"))
    assert settled.tracks("example", "example") == {"id-new"}


def test_a_song_that_left_the_file_leaves_its_track_to_be_removed() -> None:
    gone = SETTLED.forget("example", ["A", "never there"])
    assert list(gone.of("example")) == ["B"]
    assert gone.tracks("example", "example") == {"id-a"}


def test_a_track_that_another_song_still_needs_is_not_former() -> None:
    lock = of("A").decide("example", [accepted("B", "id-A")]).settle("example", Home("list1"))
    assert lock.forget("example", ["A"]).homes["example"].former == ()


def test_a_track_that_is_decided_again_is_not_former_any_more() -> None:
    there_and_back = SETTLED.decide("example", [accepted("A", "x")]).decide("example", [accepted("A", "id-a")])
    assert there_and_back.homes["example"].former == ("x",)


def test_every_profile_of_a_backend_remembers_and_no_other_backend() -> None:
    names = ("example", "example@work", "examples", "other@example")
    lock = Lock(SETTLED.decisions, {name: Home(name) for name in names})
    changed = lock.decide("example", [accepted("A", "id-new")])
    assert {name for name, home in changed.homes.items() if home.former} == {"example", "example@work"}


changes = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["", "1", "2", "3"])), max_size=8)


@given(changes)
def test_no_track_of_ours_is_ever_lost_sight_of(steps: list[tuple[str, str]]) -> None:
    lock, ever = Lock().settle("example", Home("list1")), set[str]()
    for song, track_id in steps:
        lock = lock.decide("example", [accepted(song, track_id)] if track_id else [Locked(song, Verdict.MISSING)])
        ever |= {track_id} - {""}
        decided = {entry.id for entry in lock.of("example").values()}
        assert lock.tracks("example", "example") == ever
        assert not decided & set(lock.homes["example"].former)


def test_a_lock_is_never_changed_in_place() -> None:
    before = locks.dumps(SETTLED)
    SETTLED.decide("example", [accepted("A", "x")])
    SETTLED.forget("example", ["A"])
    SETTLED.settle("example", Home("y"))
    assert locks.dumps(SETTLED) == before


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_branches_that_decide_different_songs_merge_without_a_conflict(tmp_path: Path) -> None:
    base = of(*"ABCDEFGHIJ")
    ours = base.decide("example", [accepted("B", "ours"), accepted("BB", "new")])
    theirs = base.decide("example", [accepted("H", "theirs")]).forget("example", ["E"])
    for name, lock in {"base": base, "ours": ours, "theirs": theirs}.items():
        (tmp_path / name).write_text(locks.dumps(lock), encoding="utf-8")
    command = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    merged = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, encoding="utf-8").stdout  # noqa: S603
    wanted = base.decide("example", [accepted("B", "ours"), accepted("BB", "new"), accepted("H", "theirs")])
    assert locks.loads(merged, "a.lock") == wanted.forget("example", ["E"])
