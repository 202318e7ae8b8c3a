"""One playlist on one target over many nights: what the lock, the memory and the service's own state are good for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from rich.console import Console

from exporter import lock as locks
from exporter.app import Depth, Options, Result, run
from exporter.backend import BackendInfo, Feature, Limits
from exporter.errors import ExporterError, LoginError, NotAllowed, Rejected, ServiceError, Unsafe, WaitLonger
from exporter.face import Silent
from exporter.model import Add, Create, Edit, Item, Remote, Track, Verdict
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.render import decision_json, plan
from exporter.testing import MemoryBackend, MemoryService, memory_info
from tests.conftest import Workplace

LETTERS = "abcdefghijklmnop"
SPOTIFY_LIKE = frozenset(Feature) - {Feature.REMOVE_ROWS}


class Quiet(Silent):
    """A face that says ``answer`` to every question and keeps the questions."""

    def __init__(self, *, answer: bool = False, written: Callable[[Edit], None] = lambda _: None) -> None:
        self.answer, self.questions, self._written = answer, list[str](), written

    def written(self, edit: Edit) -> None:
        self._written(edit)

    def ask(self, question: str) -> bool:
        self.questions.append(question)
        return self.answer


@dataclass
class Nights:
    """A project whose playlist ``list`` is pushed again and again to a service in memory."""

    workplace: Workplace
    memory: MemoryService = field(default_factory=lambda: MemoryService.of(map(track, LETTERS)))
    limits: Limits = field(default_factory=Limits)
    face: Quiet = field(default_factory=Quiet)
    forgetful: bool = False

    @property
    def info(self) -> BackendInfo:
        known = memory_info(self.memory, features=SPOTIFY_LIKE, limits=self.limits)
        return replace(known, forgetful=self.forgetful)

    def file(self, letters: str, *, name: str = "List", head: str = "", of: dict[str, str] | None = None) -> None:
        more = of or {}
        rows = [
            f"  - title: Title {called(letter)}\n    artist: Artist {called(letter)}\n{more.get(letter, '')}"
            for letter in letters
        ]
        self.workplace.write("list", f"name: {name}\n{head}songs:{'' if rows else ' []'}\n{''.join(rows)}")

    def run(self, depth: Depth = Depth.PUSH, *, to: str = "memory", adopt: bool = False) -> Result:
        plugins = Plugins(points=[], modules=[SimpleNamespace(exporter_backends=hook(self.info))])
        target = Target.parse(to)
        project, options = Project.find(self.workplace.root), Options(adopt=adopt)
        (result,) = run(project, plugins, ["list"], [target], depth, self.face, options)
        return result

    def push(self, *, adopt: bool = False) -> Result:
        result = self.run(adopt=adopt)
        if result.error:
            raise result.error
        return result

    def rows(self, number: int = 1) -> str:
        return "".join(self.memory.ids(f"list{number}"))

    def lock(self) -> locks.Lock:
        return locks.read(self.workplace.root / "playlists" / "list.lock")

    def text(self) -> str:
        """The lock, as git sees it."""
        return (self.workplace.root / "playlists" / "list.lock").read_text(encoding="utf-8")

    def lose_state(self) -> None:
        """As a CI job that starts on a new machine every night."""
        shutil.rmtree(self.workplace.state, ignore_errors=True)

    def lose_lock(self) -> None:
        (self.workplace.root / "playlists" / "list.lock").unlink()


def hook(info: BackendInfo) -> Callable[[], list[BackendInfo]]:
    from exporter import hookimpl  # noqa: PLC0415 - a marker for this function alone

    @hookimpl
    def exporter_backends() -> list[BackendInfo]:
        return [info]

    return exporter_backends


def called(letter: str) -> str:
    """Capitals are songs of their own: no title differs from another in its capitals alone."""
    return letter * 2 if letter.isupper() else letter


def track(letter: str) -> Track:
    name = called(letter)
    return Track("memory", letter, f"Title {name}", (f"Artist {name}",), duration=200.0 + ord(letter))


@pytest.fixture
def nights(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Nights:
    for variable in ("EXPORTER_MEMORY_TOKEN", "EXPORTER_MEMORY_TOKEN__WORK"):
        monkeypatch.setenv(variable, "a-secret-token")
    monkeypatch.setattr("exporter.session.Connection.sleep", lambda _self, _seconds: None)
    return Nights(workplace)


def test_a_machine_without_memory_reads_and_writes_nothing_when_nothing_changed(nights: Nights) -> None:
    nights.file("abc")
    nights.push()
    nights.lose_state()
    nights.memory.requests.clear()
    assert not nights.push().changed
    assert nights.memory.requests == {"read": 1}


def test_a_song_that_left_the_file_is_removed_by_a_machine_without_memory(nights: Nights) -> None:
    nights.file("abc")
    nights.push()
    nights.lose_state()
    nights.file("ac")
    nights.push()
    assert nights.rows() == "ac"
    assert set(nights.lock().of("memory")) == {"Title a - Artist a", "Title c - Artist c"}


def test_a_track_that_was_replaced_by_a_pin_is_removed_although_no_decision_names_it_any_more(nights: Nights) -> None:
    nights.file("abc")
    nights.push()
    nights.file("abc", of={"b": "    ids:\n      memory: m\n"})
    nights.run(Depth.RESOLVE)
    nights.lose_state()
    assert nights.lock().homes["memory"].former == ("b",)
    nights.push()
    assert nights.rows() == "amc"
    assert nights.lock().homes["memory"].former == ()


def test_a_job_that_cannot_keep_its_lock_makes_no_second_playlist(nights: Nights) -> None:
    nights.file("abc")
    nights.push()
    nights.lose_state()
    nights.lose_lock()
    assert isinstance(nights.run().error, Unsafe)
    assert len(nights.memory.remotes) == 1
    nights.push(adopt=True)
    assert len(nights.memory.remotes) == 1


def test_a_push_that_was_cut_off_while_creating_finds_its_own_playlist(nights: Nights) -> None:
    nights.file("abc")
    nights.memory.fail_after = [ServiceError("the answer got lost")]
    result = nights.push()
    assert result.created
    assert len(nights.memory.remotes) == 1
    assert nights.rows() == "abc"


@pytest.mark.parametrize("late", [2, 4, 9])
def test_a_playlist_that_is_listed_late_is_not_made_twice_by_the_next_run_either(
    nights: Nights, monkeypatch: pytest.MonkeyPatch, late: int
) -> None:
    looks, listed = 0, MemoryBackend.playlists

    def listed_late(backend: MemoryBackend, name: str) -> Sequence[Remote]:
        nonlocal looks
        looks += bool(nights.memory.remotes)
        return listed(backend, name) if looks > late else ()

    monkeypatch.setattr(MemoryBackend, "playlists", listed_late)
    nights.limits = Limits(listed_after=15.0)
    nights.file("abc")
    nights.memory.fail_after = [ServiceError("the answer got lost")]
    first = nights.run()
    assert (first.error is None) == (late < 6)
    nights.push()
    assert len(nights.memory.remotes) == 1
    assert nights.rows() == "abc"


@pytest.mark.parametrize("kind", [Create, Add])
def test_a_push_that_was_killed_after_a_write_is_completed(nights: Nights, kind: type[Edit]) -> None:
    class Killed(BaseException):
        pass

    def kill(edit: Edit) -> None:
        if isinstance(edit, kind):
            raise Killed

    nights.file("abc")
    nights.face = Quiet(written=kill)
    with pytest.raises(Killed):
        nights.run()
    nights.face = Quiet()
    nights.push()
    assert len(nights.memory.remotes) == 1
    assert nights.rows() == "abc"


def test_a_playlist_that_was_deleted_on_the_service_is_made_anew(nights: Nights) -> None:
    nights.file("abc")
    nights.push()
    nights.memory.remotes.clear()
    assert nights.push().created
    assert nights.rows() == "abc"


def test_a_track_that_the_service_refuses_is_put_in_review_and_not_tried_every_night(nights: Nights) -> None:
    nights.file("abc")
    nights.memory.refused = {"b"}
    result = nights.push()
    assert nights.rows() == "ac"
    assert result.counts["review"] == 1
    console = Console(width=80)
    with console.capture() as shown:
        console.print(plan(result) or "")
    assert "+    2  Title b - Artist b" in shown.get()
    assert decision_json(*result.songs[1])["id"] == ""
    nights.memory.requests.clear()
    again = nights.push()
    assert again.counts["review"] == 1
    assert not nights.memory.requests["write"]


def test_a_pin_that_the_service_refuses_is_not_tried_every_night_either(nights: Nights) -> None:
    nights.file("abc", of={"b": "    ids:\n      memory: m\n"})
    nights.memory.refused = {"m"}
    nights.push()
    assert nights.rows() == "ac"
    nights.memory.requests.clear()
    nights.push()
    assert nights.memory.requests == {"read": 1}


def test_one_song_listed_twice_with_two_pins_is_two_tracks(nights: Nights) -> None:
    pins = ("    ids:\n      memory: m\n", "    ids:\n      memory: n\n", "")
    rows = "".join(f"  - title: Title a\n    artist: Artist a\n{pin}" for pin in pins)
    nights.workplace.write("list", f"name: List\nsongs:\n{rows}")
    nights.push()
    assert nights.rows() == "mna"
    assert not nights.push().changed


def test_a_pin_that_moves_to_a_copy_of_the_same_recording_is_applied(nights: Nights) -> None:
    for letter in "mn":
        nights.memory.tracks[letter] = replace(nights.memory.tracks["a"], id=letter, isrc="JPAA11000001")
    for pin in "mnm":
        nights.file("a", of={"a": f"    ids:\n      memory: {pin}\n"})
        nights.push()
        assert nights.rows() == pin


def test_a_track_that_the_file_refuses_leaves_although_its_copy_is_wanted(nights: Nights) -> None:
    nights.memory.tracks["a"] = replace(nights.memory.tracks["a"], isrc="JPAA11000001")
    nights.memory.tracks["m"] = replace(nights.memory.tracks["a"], id="m")
    nights.file("a")
    nights.push()
    first = nights.rows()
    nights.file("a", of={"a": f"    not:\n      memory: {first}\n"})
    nights.push()
    assert nights.rows() == ("m" if first == "a" else "a")


def test_entries_that_say_different_things_of_a_song_are_decided_apart(nights: Nights) -> None:
    rows = ("", "    skip: memory\n", "    not:\n      memory: a\n")
    songs = "".join(f"  - title: Title a\n    artist: Artist a\n{row}" for row in rows)
    nights.workplace.write("list", f"name: List\nsongs:\n{songs}")
    result = nights.push()
    assert [str(decision.verdict) for _, decision in result.songs] == ["accept", "skip", "missing"]
    nights.memory.requests.clear()
    nights.push()
    assert nights.memory.requests == {"read": 1}


def test_two_profiles_have_a_playlist_each_and_share_the_decisions(nights: Nights) -> None:
    nights.file("ab")
    first, second = nights.run(), nights.run(to="memory@work", adopt=True)
    assert not first.error
    assert not second.error
    nights.memory.requests.clear()
    nights.file("b")
    nights.run()
    assert nights.lock().homes["memory@work"].former == ("a",)
    assert nights.memory.requests["search"] == 0


def test_a_song_that_could_not_be_asked_about_costs_no_row(nights: Nights) -> None:
    nights.file("abc")
    nights.push()
    nights.file("abc", of={"b": "    ids:\n      memory: b\n"})
    nights.memory.fail_read = [ServiceError("503")]
    result = nights.run()
    assert result.counts["unknown"] == 1
    assert nights.rows() == "abc"
    assert not nights.push().changed
    assert nights.rows() == "abc"


def test_adopting_with_keep_extras_keeps_what_others_added(nights: Nights) -> None:
    nights.memory.remotes["list1"] = Remote("list1", "List", (Item("x"), Item("a"), Item(""), Item("y")), version="1")
    nights.file("ab", head="targets:\n  memory: {keep_extras: true}\n")
    nights.push(adopt=True)
    assert sorted(nights.memory.ids("list1")) == ["", "a", "b", "x", "y"]


def test_a_playlist_that_was_deleted_but_stays_readable_is_made_anew(nights: Nights) -> None:
    nights.file("abc")
    nights.push()
    nights.memory.deleted = {"list1"}
    nights.file("abcd")
    assert nights.push().created
    assert nights.rows(2) == "abcd"
    assert nights.rows(1) == "abc"


def test_a_list_of_the_same_name_that_somebody_made_after_a_refusal_is_not_taken(nights: Nights) -> None:
    nights.file("abc")
    nights.memory.fail_before = [Rejected("400")]
    assert nights.run().error
    nights.memory.remotes["theirs"] = Remote("theirs", "List", (), version="1")
    assert isinstance(nights.run().error, Unsafe)


def test_one_playlists_refusal_does_not_stop_the_others(nights: Nights) -> None:
    nights.file("a")
    nights.workplace.write("other", "name: Other\nsongs:\n  - title: Title b\n    artist: Artist b\n")
    nights.memory.fail_before = [NotAllowed("not yours")]
    plugins = Plugins(points=[], modules=[SimpleNamespace(exporter_backends=hook(nights.info))])
    results = run(
        Project.find(nights.workplace.root), plugins, ["list", "other"], [Target.parse("memory")], Depth.PUSH, Quiet()
    )
    assert [bool(result.error) for result in results] == [True, False]


def test_a_full_disk_is_one_playlists_error_and_says_so(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    nights.file("abc")
    monkeypatch.setattr("exporter.lock.write_atomic", full)
    error = nights.run().error
    assert error is not None
    assert "No space left on device" in error.message
    monkeypatch.undo()


def test_unknown_is_never_kept(nights: Nights) -> None:
    nights.file("ab")
    nights.memory.fail_search = [ServiceError("503")]
    result = nights.push()
    assert result.counts["unknown"] == 1
    assert len(nights.lock().of("memory")) == 1
    assert nights.push().counts["accept"] == 2
    assert nights.rows() == "ab"


def test_a_service_that_is_busy_while_searching_is_left_alone(nights: Nights) -> None:
    nights.file(LETTERS)
    nights.memory.fail_search = [None, None, WaitLonger("come back tomorrow", seconds=50_000)]
    result = nights.run()
    assert isinstance(result.error, WaitLonger)
    assert result.counts["accept"] >= 2
    assert nights.memory.requests["write"] == 0
    assert len(nights.lock().of("memory")) == result.counts["accept"]


def test_a_playlist_of_which_nothing_is_found_is_not_made(nights: Nights) -> None:
    nights.file("z")
    result = nights.push()
    assert result.counts["missing"] == 1
    assert not nights.memory.remotes


def test_an_emptied_file_empties_the_playlist_after_asking(nights: Nights) -> None:
    nights.file(LETTERS[:10])
    nights.push()
    nights.file("")
    assert isinstance(nights.run().error, Unsafe)
    assert nights.rows() == LETTERS[:10]
    nights.face = Quiet(answer=True)
    nights.push()
    assert nights.rows() == ""
    assert "10 of 10" in nights.face.questions[0]


def test_a_playlist_that_changed_while_a_person_was_asked_is_left_alone(nights: Nights) -> None:
    nights.file(LETTERS[:10])
    nights.push()

    class Meddling(Quiet):
        def ask(self, question: str) -> bool:
            self.questions.append(question)
            remote = nights.memory.remotes["list1"]
            nights.memory.remotes["list1"] = replace(remote, items=(Item("p"), *remote.items), version="99")
            return True

    nights.file("ab")
    nights.face = Meddling()
    assert isinstance(nights.run().error, Unsafe)
    assert nights.rows() == "p" + LETTERS[:10]


def test_a_name_that_is_too_long_is_cut_and_stays_the_same_every_night(nights: Nights) -> None:
    nights.limits = Limits(name=10, description=12)
    nights.file("a", name="A very long name indeed", head="description: and many words below it\n")
    nights.push()
    (remote,) = nights.memory.remotes.values()
    assert (len(remote.name), len(remote.description)) == (10, 12)
    assert not nights.push().changed


def test_a_plan_writes_neither_lock_nor_memory_nor_playlist(nights: Nights) -> None:
    nights.file("abc")
    result = nights.run(Depth.PLAN)
    assert result.plan is not None
    assert result.plan.requests == 2
    assert not nights.memory.remotes
    assert not (nights.workplace.root / "playlists" / "list.lock").exists()
    assert not list(nights.workplace.state.rglob("*.json"))


def test_resolve_keeps_decisions_and_touches_no_playlist(nights: Nights) -> None:
    nights.file("abc")
    nights.run(Depth.RESOLVE)
    assert not nights.memory.remotes
    assert {entry.verdict for entry in nights.lock().of("memory").values()} == {Verdict.ACCEPT}
    nights.memory.requests.clear()
    nights.push()
    assert nights.memory.requests["search"] == 0


def test_every_removing_push_leaves_a_backup(nights: Nights) -> None:
    nights.file("abc")
    nights.push()
    nights.file("abcd")
    nights.push()
    backups = nights.workplace.state / "projects"
    assert not list(backups.glob("*/backups/memory/list/*.json"))
    nights.file("abd")
    nights.push()
    assert len(list(backups.glob("*/backups/memory/list/*.json"))) == 1


@pytest.mark.parametrize("error", [LoginError("dead"), WaitLonger("later", seconds=9999)])
def test_a_dead_login_stops_its_target_only(nights: Nights, error: ExporterError) -> None:
    nights.file("a")
    nights.workplace.write("other", "name: Other\nsongs:\n  - title: Title b\n    artist: Artist b\n")
    nights.memory.fail_search = [error]
    healthy = MemoryService.of(map(track, LETTERS))
    infos = [nights.info, memory_info(healthy, name="healthy", features=SPOTIFY_LIKE)]
    plugins = Plugins(points=[], modules=[SimpleNamespace(exporter_backends=hook(info)) for info in infos])
    targets = [Target.parse("memory"), Target.parse("healthy")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXPORTER_HEALTHY_TOKEN", "another-secret")
        results = run(Project.find(nights.workplace.root), plugins, ["list", "other"], targets, Depth.PUSH, Quiet())
    assert [bool(result.error) for result in results] == [True, True, False, False]
    assert len(healthy.remotes) == 2


# Songs that stay open.


def nights_later(patch: pytest.MonkeyPatch, days: int) -> None:
    later = datetime.now(UTC).date() + timedelta(days=days)
    patch.setattr("exporter.clock.today", lambda: later)


@pytest.mark.parametrize("keeps_state", [True, False])
def test_the_same_answer_once_more_is_no_news_for_the_lock(
    nights: Nights, monkeypatch: pytest.MonkeyPatch, *, keeps_state: bool
) -> None:
    nights.file("az")
    nights.push()
    path = nights.workplace.root / "playlists" / "list.lock"
    lock, asked = path.read_text(encoding="utf-8"), []
    for day in range(1, 23):
        nights_later(monkeypatch, day)
        nights.memory.requests.clear()
        nights.push()
        asked += [day] if nights.memory.requests["search"] else []
        if not keeps_state:
            nights.lose_state()
    assert asked == [7, 14, 21] if keeps_state else 2 <= len(asked) <= 4
    assert path.read_text(encoding="utf-8") == lock


def test_another_answer_has_its_own_day(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.file("az")
    nights.push()
    nights_later(monkeypatch, 7)
    nights.memory.tracks["z1"] = Track("memory", "z1", "Title z", ("Somebody Else",), duration=200.0)
    nights.push()
    entry = nights.lock().of("memory")["Title z - Artist z"]
    assert entry.on == (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
    assert [one.id for one in entry.candidates] == ["z1"]


def test_what_this_machine_remembers_may_be_damaged(nights: Nights) -> None:
    nights.file("az")
    nights.push()
    (path,) = nights.workplace.state.glob("projects/*/asked/memory/list.json")
    path.write_text("[not a day]")
    nights.memory.requests.clear()
    assert nights.push().counts["missing"] == 1
    assert not nights.memory.requests["search"]


# One track for two songs.

BUTTERFLY = Track("memory", "fly", "Butterfly", ("Ann",), "Wings", 2001, 200.0)
WINGS = Track("memory", "wings", "Butterfly Wings", ("Ann",), "Wings", 2001, 260.0)


class Contest:
    """A playlist whose songs, by title, were given one track."""

    def __init__(self, nights: Nights) -> None:
        self.nights = nights
        nights.memory.tracks |= {"fly": BUTTERFLY}

    def file(self, **songs: str) -> None:
        rows = [f"  - title: {title}\n    artist: Ann\n{more}" for title, more in songs.items()]
        self.nights.workplace.write("list", f"name: List\nsongs:\n{''.join(rows)}")

    def push(self) -> str:
        """The verdicts after a push that must not fail."""
        return " ".join(decision.verdict for _, decision in self.nights.push().songs)

    def text(self) -> str:
        return (self.nights.workplace.root / "playlists" / "list.lock").read_text(encoding="utf-8")


@pytest.fixture
def contest(nights: Nights) -> Contest:
    return Contest(nights)


TWIN = "    aka: Butterfly\n"


def test_a_track_that_two_songs_were_given_is_pushed_once_and_the_other_song_is_a_question(contest: Contest) -> None:
    contest.file(Butterfly="", Buterfly="")
    result = contest.nights.push()
    assert [decision.verdict for _, decision in result.songs] == ["accept", "review"]
    assert contest.nights.memory.ids("list1") == ["fly"]
    entry = contest.nights.lock().of("memory")["Buterfly - Ann"]
    assert entry.why.startswith("'Butterfly - Ann' was given the same track")
    assert [one.id for one in entry.candidates] == ["fly"]


@pytest.mark.parametrize("other", [{"Buterfly": ""}, {"Chou": TWIN}], ids=["one keeps it", "none keeps it"])
def test_a_contest_is_settled_alike_every_night_without_asking_anything(
    contest: Contest, other: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    contest.file(Butterfly="", **other)
    first, lock = contest.push(), contest.text()
    for days in (0, 1, 8, 30):
        nights_later(monkeypatch, days)
        contest.nights.memory.requests.clear()
        assert contest.push() == first
        assert contest.text() == lock
        assert contest.nights.memory.requests["search"] == contest.nights.memory.requests["write"] == 0


def test_a_lock_that_gives_two_songs_one_track_is_not_believed(contest: Contest) -> None:
    """As one that an older exporter left, or a run that was killed before the songs were seen together."""
    contest.file(Butterfly="", Chou=TWIN)
    contest.push()
    given = [
        locks.Locked(f"{title} - Ann", Verdict.ACCEPT, id="fly", title="Butterfly", artists=("Ann",), how="search")
        for title in ("Butterfly", "Chou")
    ]
    locks.write(
        contest.nights.workplace.root / "playlists" / "list.lock", contest.nights.lock().decide("memory", given)
    )
    contest.nights.memory.requests.clear()
    assert contest.push() == "review review"
    assert contest.nights.memory.requests["search"] == 2
    contest.nights.memory.requests.clear()
    assert contest.push() == "review review"
    assert contest.nights.memory.requests["search"] == 0


def test_a_new_song_may_take_the_track_that_the_lock_gave_to_another(contest: Contest) -> None:
    contest.file(Buterfly="")
    assert contest.push() == "accept"
    contest.file(Buterfly="", Butterfly="")
    contest.nights.memory.requests.clear()
    assert contest.push() == "review accept"
    assert contest.nights.memory.ids("list1") == ["fly"]
    assert not contest.nights.memory.requests["write"], "the row stays where it is"


def test_once_the_other_song_is_gone_or_has_another_track_the_question_is_none_any_more(contest: Contest) -> None:
    contest.nights.memory.tracks["wings"] = WINGS
    for settled in ({"Buterfly": ""}, {"Butterfly": "    ids: {memory: wings}\n", "Buterfly": ""}):
        contest.file(Butterfly="", Buterfly="")
        assert contest.push() == "accept review"
        contest.nights.memory.requests.clear()
        contest.file(**settled)
        assert contest.push() == " ".join("accept" for _ in settled)
        assert contest.nights.memory.requests["search"] == 0
        assert contest.nights.lock().of("memory")["Buterfly - Ann"].id == "fly"


def test_a_pin_keeps_the_track_and_the_song_that_had_it_becomes_a_question(contest: Contest) -> None:
    contest.file(Butterfly="", Buterfly="")
    contest.push()
    contest.file(Butterfly="", Buterfly="    ids: {memory: fly}\n")
    assert contest.push() == "review accept"
    assert "'Buterfly - Ann' is pinned to the same track" in contest.text()
    contest.file(Butterfly="    ids: {memory: fly}\n", Buterfly="    ids: {memory: fly}\n")
    assert contest.push() == "accept accept"
    assert contest.nights.memory.ids("list1") == ["fly", "fly"]


def test_while_a_song_cannot_be_asked_about_nothing_is_settled_in_the_others_favour(contest: Contest) -> None:
    contest.file(Butterfly="", Chou=TWIN)
    assert contest.push() == "review review"
    lock = contest.text()
    contest.file(Butterfly="    year: 2001\n", Chou=TWIN)
    contest.nights.memory.fail_search = [ServiceError("503")]
    assert contest.push() == "unknown review"
    assert contest.text() == lock
    assert contest.push() == "review review"


def test_a_run_that_is_killed_before_the_songs_are_seen_together_is_settled_by_the_next(contest: Contest) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    contest.file(Butterfly="", Chou=TWIN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exporter.decide.settle_contests", killed)
        with pytest.raises(Killed):
            contest.nights.run()
    assert contest.text().count('"verdict":"accept"') == 2, "what was paid for is kept"
    assert contest.push() == "review review"
