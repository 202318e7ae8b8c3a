"""Locks in teams: what git makes of two branches reads as both of them, or asks a person, naming the line."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter import lock as locks
from exporter.errors import LockError
from exporter.lock import Home, Lock, Locked, PartHome
from exporter.model import Verdict
from tests.conftest import Run, Workplace

ROOT = Path(__file__).parent.parent
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def accepted(song: str, track_id: str = "", how: str = "search", score: float = 0.9) -> Locked:
    return Locked(song, Verdict.ACCEPT, id=track_id or f"id-{song}", title=song, how=how, score=score)


def asking(song: str, on: str = "2026-11-01") -> Locked:
    return Locked(song, Verdict.REVIEW, on=on, how="search", why="two fit")


def missing(song: str, on: str = "2026-11-01") -> Locked:
    return Locked(song, Verdict.MISSING, on=on, how="search")


def of(songs: str, service: str = "radio", lock: Lock | None = None) -> Lock:
    return (lock or Lock()).decide(service, [accepted(song) for song in songs])


HOME = Home("list1", "https://radio.example/list1")


@dataclass
class Team:
    """A repository in which branches change one lock."""

    root: Path

    @property
    def path(self) -> Path:
        return self.root / "playlists" / "list.lock"

    def git(self, *words: str) -> int:
        author = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", *author, "-c", "core.hooksPath=/dev/null", *words]
        return subprocess.run(command, cwd=self.root, check=False, capture_output=True).returncode  # noqa: S603

    def commit(self, lock: Lock) -> None:
        """As a run leaves it: no file for an empty lock."""
        locks.write(self.path, lock)
        assert self.git("add", "-A") == 0
        assert self.git("commit", "--allow-empty", "-qm", "Decisions") == 0

    def merged(self, base: Lock, *branches: Lock) -> int:
        """What `git merge` ends with, the last time, when the branches are merged into the first, in their order."""
        self.git("init", "-qb", "main")
        self.commit(base)
        for number, lock in enumerate(branches):
            self.git("checkout", "-qb", f"branch{number}", "main")
            self.commit(lock)
        self.git("checkout", "-q", "branch0")
        codes = [self.git("merge", "-q", "-m", "Both", f"branch{number}") for number in range(1, len(branches))]
        return codes[-1]

    @property
    def lock(self) -> Lock:
        return locks.read(self.path)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """With the attributes that this repository has."""
    (tmp_path / "playlists").mkdir()
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    return Team(tmp_path)


Change = Callable[[Lock], Lock]


def adds(songs: str, service: str = "radio") -> Change:
    return lambda lock: of(songs, service, lock)


def drops(songs: str, service: str = "radio") -> Change:
    return lambda lock: lock.forget(service, songs)


def lives(target: str, home: Home = HOME) -> Change:
    return lambda lock: lock.settle(target, home)


def decides(*entries: Locked) -> Change:
    return lambda lock: lock.decide("radio", entries)


EMPTY, LONG = Lock(), of("acegikmoqs")
FULL = adds("ace", "other")(lives("other")(lives("radio")(LONG)))
LONGER = Home(HOME.id, HOME.url, parts=(PartHome("list2"),))

CASES: dict[str, tuple[Lock, list[Change]]] = {
    "far apart": (LONG, [adds("b"), adds("r")]),
    "neighbours": (LONG, [adds("f"), adds("h")]),
    "at the same place": (LONG, [adds("eg"), adds("f")]),
    "at the end": (LONG, [adds("t"), adds("u")]),
    "at the end, the later one first": (LONG, [adds("u"), adds("t")]),
    "at the top": (LONG, [adds("A"), adds("B")]),
    "three branches at the end": (LONG, [adds("t"), adds("v"), adds("u")]),
    "the same song alike": (LONG, [adds("f"), adds("f")]),
    "one deletes": (LONG, [drops("c"), adds("t")]),
    "the first decisions of all": (EMPTY, [adds("a"), adds("b")]),
    "the first decisions of a service": (LONG, [adds("ab", "other"), adds("cd", "other")]),
    "the first decisions of two services": (LONG, [adds("ab", "other"), adds("cd", "third")]),
    "a service begun where the other adds": (LONG, [adds("ab", "zoo"), adds("z")]),
    "a song added where the other begins a service": (LONG, [adds("z"), adds("ab", "zoo")]),
    "services begun above and below": (LONG, [adds("ab", "zoo"), adds("cd", "abc")]),
    "a song in both services": (LONG, [adds("z", "zoo"), adds("z")]),
    "homes of different targets": (LONG, [lives("radio"), lives("other")]),
    "homes beside homes": (FULL, [lives("abc"), lives("zoo")]),
    "three homes": (LONG, [lives("radio"), lives("other"), lives("zoo")]),
    "a home, and the first decision": (EMPTY, [lives("radio"), adds("a")]),
    "a home, and a service": (LONG, [lives("radio"), adds("a", "zoo")]),
    "a second part, and a song at the top": (FULL, [lives("radio", LONGER), adds("A")]),
    "a second part, and another home": (FULL, [lives("radio", LONGER), lives("abc")]),
}
"""What the branches began with, and what each made of it."""


@needs_git
@pytest.mark.parametrize(("base", "changes"), CASES.values(), ids=CASES)
def test_branches_that_decide_different_things_merge_as_both(team: Team, base: Lock, changes: list[Change]) -> None:
    assert team.merged(base, *(change(base) for change in changes)) == 0
    wanted = base
    for change in changes:
        wanted = change(wanted)
    assert team.lock == wanted


@needs_git
def test_a_line_that_git_put_into_another_services_section_keeps_its_service(team: Team) -> None:
    team.merged(LONG, adds("ab", "zoo")(LONG), adds("z")(LONG))
    lines = team.path.read_text().splitlines()
    (begun,) = [number for number, line in enumerate(lines) if '"zoo": [' in line]
    (added,) = [number for number, line in enumerate(lines) if '{"song":"z"' in line]
    assert begun < added, "no longer the case that this is about"
    assert set(team.lock.of("zoo")) == {"a", "b"}
    assert "z" in team.lock.of("radio")


@needs_git
def test_a_deletion_beside_another_change_may_come_back_for_the_next_push_to_forget(team: Team) -> None:
    team.merged(LONG, drops("c")(LONG), drops("e")(LONG))
    assert set(team.lock.of("radio")) - set(LONG.of("radio")) == set()
    assert drops("ce")(team.lock) == drops("ce")(LONG)


@needs_git
def test_the_next_writing_puts_a_merged_lock_in_order(team: Team) -> None:
    team.merged(LONG, adds("u")(LONG), adds("t")(LONG))
    assert team.path.read_text() != locks.dumps(team.lock)
    assert locks.write(team.path, team.lock)
    assert team.path.read_text() == locks.dumps(of("tu", lock=LONG))


@needs_git
def test_a_branch_that_decides_anew_wins_over_one_that_only_added_beside_it(team: Team) -> None:
    """Git brings the old line back then; a pin is known to be newer by the file, which says so."""
    base = decides(asking("e"))(LONG)
    team.merged(base, decides(accepted("e", "right", how="pin"))(base), adds("f")(base))
    assert team.lock == adds("f")(decides(accepted("e", "right", how="pin"))(base))


@needs_git
def test_one_song_decided_differently_is_a_question_that_names_both_lines(team: Team) -> None:
    team.merged(LONG, decides(accepted("f", "one"))(LONG), decides(accepted("f", "two"))(LONG))
    lines = [number for number, line in enumerate(team.path.read_text().splitlines(), 1) if '"song":"f"' in line]
    with pytest.raises(LockError, match=rf"list\.lock:{lines[1]}:1: .*'f' on radio.* in line {lines[0]}") as caught:
        locks.read(team.path)
    assert f"({lines[0]}: one, {lines[1]}: two)" in caught.value.hint


@needs_git
def test_one_playlist_made_twice_is_a_question(team: Team) -> None:
    team.merged(LONG, lives("radio")(LONG), lives("radio", Home("list9", "https://radio.example/list9"))(LONG))
    with pytest.raises(LockError, match=r"two different playlists for radio, the other in line \d+") as caught:
        locks.read(team.path)
    assert "https://radio.example/list1 and https://radio.example/list9" in caught.value.hint


@needs_git
def test_without_the_attributes_a_conflict_is_told_with_its_line(team: Team) -> None:
    (team.root / ".gitattributes").unlink()
    assert team.merged(LONG, adds("t")(LONG), adds("u")(LONG)) == 1
    marks = [number for number, line in enumerate(team.path.read_text().splitlines(), 1) if line.startswith("<<<<<<<")]
    with pytest.raises(LockError, match=rf"list\.lock:{marks[0]}:1: a merge conflict is left in the lock"):
        locks.read(team.path)


@needs_git
@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_removing_the_marks_is_all_that_a_conflict_needs(team: Team, style: str) -> None:
    (team.root / ".gitattributes").unlink()
    team.git("init", "-qb", "main")
    team.git("config", "merge.conflictStyle", style)
    team.merged(LONG, adds("t")(LONG), adds("u")(LONG))
    with pytest.raises(LockError, match="merge conflict"):
        locks.read(team.path)
    kept = [line for line in team.path.read_text().splitlines() if not line.startswith(("<", "|", "=", ">"))]
    assert locks.loads("\n".join(kept) + "\n", "list.lock") == of("tu", lock=LONG)


# Any two locks.


songs = st.sampled_from("abcdef")
decisions = st.builds(
    lambda song, how, score: accepted(song, how=how, score=score),
    songs,
    st.sampled_from(["pin", "search"]),
    st.sampled_from([0.8, 0.9]),
)
changes = st.one_of(
    st.builds(
        lambda entries, service: lambda lock: lock.decide(service, entries),
        st.lists(decisions, min_size=1, max_size=5),
        st.sampled_from(["a", "m", "z"]),
    ),
    st.builds(lives, st.sampled_from(["a", "m", "z", "z@work"])),
)


def made(steps: list[Change]) -> Lock:
    lock = Lock()
    for step in steps:
        lock = step(lock)
    return lock


agreeing = st.lists(changes, max_size=4).map(made)


@given(agreeing, agreeing, st.randoms(use_true_random=False))
def test_any_union_of_two_locks_that_agree_reads_as_both(one: Lock, other: Lock, chance: Random) -> None:
    """Whatever order the lines come in, and whichever of them come twice or lost their commas."""
    lines = [line.rstrip(",") for lock in (one, other) for line in locks.dumps(lock).splitlines()[1:-1]]
    chance.shuffle(lines)
    text = "\n".join(["{", *(line + "," * chance.randint(0, 2) for line in lines), "}"])
    union = locks.loads(text, "x.lock")
    for lock in (one, other):
        for service in lock.decisions:
            for song, entry in lock.of(service).items():
                assert (union.of(service)[song].verdict, union.of(service)[song].id) == (entry.verdict, entry.id)
        assert {target: home.id for target, home in lock.homes.items()}.items() <= {
            target: home.id for target, home in union.homes.items()
        }.items()
    assert union == locks.loads(locks.dumps(union), "x.lock")
    assert union == locks.loads("\n".join(["{", *reversed(lines), "}"]), "x.lock"), "it depends on the order"


@given(agreeing)
def test_a_lock_that_meets_itself_is_itself(lock: Lock) -> None:
    text = locks.dumps(lock)
    inner = text.splitlines()[1:-1]
    assert locks.loads("\n".join(["{", *inner, *inner, "}"]), "x.lock") == lock


# Which lines say the same.


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (accepted("a", score=0.8), accepted("a", score=0.9), 1),
        (accepted("a", "x", how="pin"), accepted("a", "y"), 0),
        (asking("a"), accepted("a", how="pin"), 1),
        (asking("a", "2026-11-01"), asking("a", "2026-11-09"), 1),
        (missing("a", "2026-11-09"), missing("a", "2026-11-01"), 0),
    ],
    ids=["the same track", "a pin", "a pin and a question", "two questions", "twice missing"],
)
def test_lines_that_say_the_same_are_one(one: Locked, other: Locked, wanted: int) -> None:
    assert locks.loads(both(one, other), "x.lock").of("radio") == {"a": (one, other)[wanted]}
    assert locks.loads(both(other, one), "x.lock").of("radio") == {"a": (one, other)[wanted]}


@pytest.mark.parametrize(
    ("one", "other", "hint"),
    [
        (accepted("a", "x"), accepted("a", "y"), "Keep one of the two lines (5: x, 6: y)"),
        (accepted("a", "x", how="pin"), accepted("a", "y", how="pin"), "whose track the playlist file pins"),
        (asking("a"), accepted("a"), "keep line 6, unless somebody took that answer back"),
        (accepted("a"), missing("a"), "keep line 5, unless somebody took that answer back"),
        (asking("a"), missing("a"), "Or remove both, and the song is decided anew."),
    ],
    ids=["two tracks", "two pins", "asked and answered", "there and not there", "asked and not there"],
)
def test_lines_that_differ_are_for_a_person_who_is_told_what_to_do(one: Locked, other: Locked, hint: str) -> None:
    with pytest.raises(LockError, match=r"^x\.lock:6:1: .*'a' on radio, the other in line 5\.$") as caught:
        locks.loads(both(one, other), "x.lock")
    assert hint in caught.value.hint


def test_in_another_layout_nobody_knows_the_lines() -> None:
    text = json.dumps(json.loads(both(accepted("a", "x"), accepted("a", "y")).replace("}\n      {", "},\n{")), indent=4)
    with pytest.raises(LockError, match=r"^x\.lock: it holds two different decisions for 'a' on radio\.$") as caught:
        locks.loads(text, "x.lock")
    assert "Keep one of the two lines (x, y)" in caught.value.hint


def test_checking_a_project_tells_what_a_merge_left(workplace: Workplace, exporter: Run) -> None:
    workplace.write("list")
    (workplace.root / "playlists" / "list.lock").write_text(both(accepted("a", "x"), accepted("a", "y")))
    ended = exporter("check")
    assert ended.code == 2
    told = " ".join(ended.err.split())
    assert "playlists/list.lock:6:1: it holds two different decisions for 'a' on radio, the other in line 5." in told
    assert "Keep one of the two lines (5: x, 6: y) and remove the other." in told


def both(one: Locked, other: Locked) -> str:
    """A lock with both lines, the first in line 5."""
    first, second = (locks.dumps(Lock().decide("radio", [entry])).splitlines() for entry in (one, other))
    return "\n".join([*first[:5], second[4], *first[5:]])


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (Home("l", former=("x",)), Home("l", former=("y",)), Home("l", former=("x", "y"))),
        (Home("l"), Home("l", "https://r"), Home("l", "https://r")),
        (Home("l", parts=(PartHome("p"),)), Home("l"), Home("l", parts=(PartHome("p"),))),
        (Home("l", spare=(PartHome("p"),)), Home("l", parts=(PartHome("p"),)), Home("l", parts=(PartHome("p"),))),
        (
            Home("l", parts=(PartHome("p", first="a"),)),
            Home("l", parts=(PartHome("p", first="b"),)),
            Home("l", parts=(PartHome("p", first="b"),)),
        ),
        (Home("l", parts=(PartHome("p"),)), Home("l", parts=(PartHome("q"),)), None),
        (Home("l"), Home("k"), None),
    ],
    ids=[
        "former tracks",
        "an address",
        "a part more",
        "a part taken again",
        "it begins elsewhere",
        "other parts",
        "other playlists",
    ],
)
def test_two_lines_of_one_target(one: Home, other: Home, wanted: Home | None) -> None:
    for first, second in ((one, other), (other, one)):
        lines = [locks.dumps(lives("radio", home)(Lock())).splitlines() for home in (first, second)]
        text = "\n".join([*lines[0][:4], lines[1][3], *lines[0][4:]])
        if wanted is None:
            with pytest.raises(LockError, match=r"^x\.lock:5:1: it holds two different playlists for radio"):
                locks.loads(text, "x.lock")
        else:
            assert locks.loads(text, "x.lock").homes == {"radio": wanted}


# Hands, editors and other systems.


GOOD = lives("radio")(decides(accepted("a"), asking("b"), accepted("c"))(Lock()))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        lambda text: text.replace("  ", "\t"),
        lambda text: text.replace(",\n", " ,\n"),
        lambda text: text.replace(",\n", "\n"),
        lambda text: text.replace("]", "],"),
        lambda text: text.rstrip("\n"),
        lambda text: f"{text}\n\n",
        lambda text: json.dumps(json.loads(text)),
        lambda text: json.dumps(json.loads(text), indent=4),
        lambda text: text.replace(',"service":"radio"', ""),
    ],
    ids=[
        "Windows",
        "BOM",
        "tabs",
        "blanks",
        "no commas",
        "more commas",
        "cut end",
        "blank end",
        "one line",
        "many lines",
        "older",
    ],
)
def test_what_means_the_same_reads_the_same(change: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    path.write_bytes(change(locks.dumps(GOOD)).encode())
    assert locks.read(path) == GOOD


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda text: text.replace('"verdict":"review"', '"verdcit":"review"'),
            r":9:1: .*unknown key 'verdcit', which may mean 'verdict'",
        ),
        (lambda text: text.replace('"id":"id-c"', '"idd":"id-c"'), r":10:1: .*unknown key 'idd', which may mean 'id'"),
        (lambda text: text.replace('{"id":"list1"', '{"ID":"list1"'), r":4:1: .*unknown key 'ID'"),
        (lambda text: text.replace('"score":0.9', '"score":"high"', 1), r":8:1: .*Expected `float`, got `str`"),
        (lambda text: text.replace('"id":"id-c"', '"id":"id-c'), r":10:\d+: the lock is damaged"),
        (lambda text: text.replace('"id":"id-c"', '"id":id-c'), r":10:43: the lock is damaged: Expecting value"),
        (lambda text: text[: text.index("id-c")], r":10:\d+: the lock is damaged"),
        (lambda text: text[: text.index('      {"song":"b"')], r":8:1: the lock is damaged: it ends too early"),
        (lambda text: text.replace('"decisions"', '"decision"'), r"unknown key 'decision'"),
        (lambda text: text.replace("}\n}", "}\n}\nsome words"), r":14:1: the lock is damaged"),
        (lambda text: text.replace('"version": "1.0",\n', ""), r"does not say which version"),
        (
            lambda text: text.replace('"1.0",', '"1.0",\n  "version": "2.0",'),
            r"by a newer exporter \(lock version 2\.0",
        ),
    ],
    ids=[
        "a key",
        "an ID's key",
        "a home's key",
        "a type",
        "a quote",
        "a value",
        "cut in a line",
        "cut between lines",
        "a section",
        "words behind it",
        "no version",
        "two versions",
    ],
)
def test_what_a_hand_broke_is_told_with_its_line(change: Callable[[str], str], told: str) -> None:
    text = change(locks.dumps(GOOD))
    assert text != locks.dumps(GOOD)
    with pytest.raises(LockError, match=told) as caught:
        locks.loads(text, "x.lock")
    assert caught.value.hint


@pytest.mark.parametrize("key", ["targets", "decisions", "radio", "id", "song"])
def test_a_key_that_stands_twice_in_another_layout_is_told(key: str) -> None:
    """JSON readers take the last one without a word."""
    text = json.dumps(json.loads(locks.dumps(GOOD)), indent=4)
    twice = re.sub(rf'^( *)"{key}": ', rf'\1"{key}": {{}},\n\1"{key}": ', text, count=1, flags=re.MULTILINE)
    assert json.loads(twice) == json.loads(text)
    with pytest.raises(LockError, match=f"this is no lock: '{key}' stands twice"):
        locks.loads(twice, "x.lock")


def test_lines_of_an_older_exporter_are_read_by_their_section() -> None:
    lock = adds("bc", "zoo")(GOOD)
    assert (
        locks.loads(locks.dumps(lock).replace(',"service":"radio"', "").replace(',"service":"zoo"', ""), "x.lock")
        == lock
    )


@needs_git
def test_merged_lines_of_an_older_exporter_are_never_taken_for_another_service(team: Team) -> None:
    def older(lock: Lock) -> str:
        return re.sub(r',"service":"\w+"', "", locks.dumps(lock))

    base, ours, theirs = (team.root / name for name in ("base", "ours", "theirs"))
    for path, lock in ((base, LONG), (ours, adds("ab", "zoo")(LONG)), (theirs, adds("z")(LONG))):
        path.write_text(older(lock))
    command = ["git", "merge-file", "-p", "--union", *map(str, (ours, base, theirs))]
    merged = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout  # noqa: S603
    with pytest.raises(LockError, match="does not say which service it is about"):
        locks.loads(merged, "x.lock")


def test_a_newer_lock_may_say_more() -> None:
    text = locks.dumps(GOOD).replace('"1.0"', '"1.9"').replace('"id":"id-c"', '"id":"id-c","mood":"sad"')
    assert locks.loads(text.replace('{"id":"list1"', '{"id":"list1","since":2026'), "x.lock") == GOOD
