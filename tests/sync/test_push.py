"""A push converges: whatever goes wrong on the way, it or the next one ends in exactly the wanted list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.backend import BackendInfo, Feature, Limits
from exporter.errors import ExporterError, NotFound, Rejected, ServiceError, Unreachable, Unsafe, WaitLonger
from exporter.model import Add, Item, Plan, Remote, Remove, Track
from exporter.sync.plan import Details, clear_and_refill, item_edits
from exporter.sync.push import Pushed, Want, Watch, plan_for, push, recognise
from exporter.testing import MemoryBackend, MemoryService, memory_info

DETAILS = Details("Sad Anime", "why")
SPOTIFY_LIKE = frozenset(Feature) - {Feature.REMOVE_ROWS}
LOST = Unreachable("the answer got lost")
BROKEN = ServiceError("502")


def track(name: str) -> Track:
    return Track("memory", name, f"Song {name}", ("Artist",), duration=200.0 + ord(name[0]) + len(name))


def want(names: str, **more: object) -> Want:
    return replace(Want(tuple(map(track, names.split())), DETAILS, frozenset("abcdefghij")), **more)  # type: ignore[arg-type]


def of(*tracks: Track) -> Want:
    return Want(tracks, DETAILS)


class Bench:
    """A memory service with one playlist, and a push that does not really wait."""

    def __init__(self, names: str = "", *, features: frozenset[Feature] = SPOTIFY_LIKE) -> None:
        self.memory = MemoryService.of(map(track, "abcdefghijklmnopqrstuvwxyz"))
        self.info: BackendInfo = memory_info(self.memory, features=features)
        self.backend = MemoryBackend(self.memory, self.info)
        self.slept: list[float] = []
        items = tuple(Item(name, "", f"Song {name}", ("Artist",), track(name).duration) for name in names.split())
        self.memory.remotes["list1"] = Remote("list1", DETAILS.name, items, DETAILS.description, "1", total=len(items))

    def push(self, wanted: Want, *, new: bool = False, watch: Watch | None = None) -> Pushed:
        remote = None if new else self.memory.remotes["list1"]
        return push(self.backend, self.info, wanted, remote, watch=watch, sleep=self.slept.append)

    @property
    def rows(self) -> str:
        return " ".join(self.memory.ids("list1"))


def test_a_new_playlist_is_made_and_filled() -> None:
    bench = Bench()
    pushed = bench.push(want("a b c a"), new=True)
    assert pushed.created
    assert pushed.remote.ids == ("a", "b", "c", "a")


def test_a_playlist_that_is_right_is_left_alone() -> None:
    bench = Bench("a b c")
    assert bench.push(want("a b c")).edits == ()
    assert bench.memory.requests["write"] == 0


@given(
    current=st.lists(st.sampled_from("abcdef"), max_size=8),
    wanted=st.lists(st.sampled_from("abcdef"), max_size=8),
    features=st.sampled_from(
        [frozenset(Feature), SPOTIFY_LIKE, frozenset({Feature.MOVE, Feature.REMOVE_ROWS}), frozenset()]
    ),
    before=st.lists(st.sampled_from([None, None, BROKEN, LOST]), max_size=4),
    after=st.lists(st.sampled_from([None, None, BROKEN, LOST]), max_size=4),
    lag=st.integers(0, 2),
)
def test_failures_before_and_after_a_write_end_in_the_wanted_list(
    current: list[str],
    wanted: list[str],
    features: frozenset[Feature],
    before: list[ExporterError | None],
    after: list[ExporterError | None],
    lag: int,
) -> None:
    bench = Bench(" ".join(current), features=features)
    bench.memory.fail_before, bench.memory.fail_after, bench.memory.lag = list(before), list(after), lag
    try:
        bench.push(want(" ".join(wanted)))
    except ServiceError:
        bench.push(want(" ".join(wanted)))
    assert bench.rows.split() == wanted


def test_a_write_whose_answer_got_lost_is_not_sent_again() -> None:
    bench = Bench("a b")
    bench.memory.fail_after = [LOST]
    bench.push(want("c a b"))
    assert bench.rows == "c a b"
    assert bench.memory.requests["write"] == 1


def test_reading_back_waits_until_the_service_shows_what_was_written() -> None:
    bench = Bench("a b")
    bench.memory.lag = 2
    bench.push(want("c a b"))
    assert bench.memory.requests["write"] == 1
    assert bench.rows == "c a b"


@pytest.mark.parametrize("error", [Rejected("400"), BROKEN])
def test_a_track_that_the_service_refuses_is_found_left_out_and_told(error: ExporterError) -> None:
    class Poisoned(MemoryBackend):
        def apply(self, playlist_id: str, edit: object) -> None:
            if "d" in getattr(edit, "ids", ()):
                self.service.requests["write"] += 1
                raise error
            super().apply(playlist_id, edit)  # type: ignore[arg-type]

    bench = Bench("a")
    bench.backend = Poisoned(bench.memory, bench.info)
    pushed = bench.push(want("a b c d e f g h"))
    assert pushed.refused == ("d",)
    assert bench.rows == "a b c e f g h"


def test_a_track_that_fails_alone_by_chance_is_not_refused() -> None:
    class Unlucky(MemoryBackend):
        failures = 0

        def apply(self, playlist_id: str, edit: object) -> None:
            if getattr(edit, "ids", ()) == ("d",) and self.failures < 4:
                self.failures += 1
                raise BROKEN
            if len(getattr(edit, "ids", ())) > 1 and "d" in getattr(edit, "ids", ()):
                raise BROKEN
            super().apply(playlist_id, edit)  # type: ignore[arg-type]

    bench = Bench("a")
    bench.backend = Unlucky(bench.memory, bench.info)
    pushed = bench.push(want("a b c d e f g h"))
    assert pushed.refused == ()
    assert bench.rows == "a b c d e f g h"


def test_many_tracks_that_the_service_refuses_are_all_found() -> None:
    bench = Bench("a")
    bench.memory.refused = set("bdfhjlnprt")
    pushed = bench.push(want("a b c d e f g h i j k l m n o p q r s t u"))
    assert set(pushed.refused) == set("bdfhjlnprt")
    assert bench.rows == "a c e g i k m o q s u"


@pytest.mark.parametrize("lag", [3, 4, 5, 6])
def test_a_service_that_shows_its_writes_late_gets_them_once(lag: int) -> None:
    bench = Bench("a b")
    bench.memory.lag = lag
    bench.push(want("a b c d"))
    assert bench.rows == "a b c d"
    assert bench.memory.requests["write"] == 1


def test_a_service_that_never_shows_its_writes_is_an_error_and_nothing_is_doubled() -> None:
    bench = Bench("a b")
    bench.memory.lag = 1000
    with pytest.raises(ServiceError, match="still shows"):
        bench.push(want("a b c d"))
    assert bench.rows == "a b c d"


def test_a_fresh_playlist_that_is_not_there_for_a_moment_is_waited_for() -> None:
    class Late(MemoryBackend):
        blind = 2

        def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
            self.blind -= 1
            if self.blind >= 0:
                raise NotFound("not yet")
            return super().read(playlist_id, known_version=known_version)

    bench = Bench()
    bench.backend = Late(bench.memory, bench.info)
    assert bench.push(want("a b"), new=True).remote.ids == ("a", "b")


def test_a_copy_of_our_track_that_somebody_added_beside_it_is_not_taken_for_ours() -> None:
    wanted = replace(track("a"), isrc="JPU901402557")
    both = Remote("list1", "n", (Item("a", isrc="JPU901402557"), Item("theirs", isrc="JPU901402557")))
    assert recognise(both, of(wanted)).ids == ("a", "theirs")


def test_one_local_file_does_not_make_a_shuffle_dear() -> None:
    names = [str(number) for number in range(100, 400)]
    shuffled = [str(100 + (number * 101) % 300) for number in range(300)]
    edits, _ = item_edits(["", *names], ["", *shuffled], SPOTIFY_LIKE, Limits(), frozenset({""}))
    to_make_room_for_it = 2
    assert len(edits) <= clear_and_refill(names, shuffled, SPOTIFY_LIKE, Limits()) + to_make_room_for_it
    assert all("" not in edit.ids for edit in edits if isinstance(edit, Add | Remove))


def test_a_short_wait_that_the_service_asks_for_is_kept_and_the_push_goes_on() -> None:
    bench = Bench("a")
    bench.memory.fail_before = [WaitLonger("slow down", seconds=7)]
    bench.push(want("a b"))
    assert 7 in bench.slept
    assert bench.rows == "a b"


def test_a_service_that_now_and_then_asks_to_wait_is_served_at_its_pace() -> None:
    bench = Bench()
    bench.info = replace(bench.info, limits=replace(bench.info.limits, add=1))
    bench.memory.fail_before = [None, WaitLonger("slow down", seconds=1)] * 60
    names = [*"abcdefghij"] * 4
    bench.push(want(" ".join(names)))
    assert bench.rows.split() == names


def test_a_service_that_only_ever_asks_to_wait_is_left_alone_after_a_while() -> None:
    bench = Bench("a")
    bench.memory.fail_before = [WaitLonger("slow down", seconds=1)] * 100
    with pytest.raises(WaitLonger):
        bench.push(want("a b"))
    assert bench.memory.requests["write"] == 10


def test_a_write_that_was_told_to_come_later_is_not_looked_for() -> None:
    bench = Bench("a")
    bench.memory.fail_before = [WaitLonger("slow down", seconds=7)]
    bench.push(want("a b"))
    to_plan_on, to_see_it_written = 1, 1
    assert bench.memory.requests["read"] == to_plan_on + to_see_it_written


def test_a_long_wait_stops_the_push_and_the_next_one_completes_it() -> None:
    bench = Bench("a b c")
    bench.memory.fail_before = [None, WaitLonger("come back tomorrow", seconds=50_000)]
    with pytest.raises(WaitLonger):
        bench.push(want("c x b"))
    bench.push(want("c x b"))
    assert bench.rows == "c x b"


def test_a_playlist_that_vanished_is_an_error_not_a_loop() -> None:
    bench = Bench("a")
    bench.memory.fail_before = [NotFound("gone")]
    with pytest.raises(NotFound):
        bench.push(want("a b"))


def test_a_service_that_never_stops_failing_is_given_up() -> None:
    bench = Bench("a")
    bench.memory.fail_before = [BROKEN] * 100
    with pytest.raises(ServiceError):
        bench.push(want("a b"))


def test_what_somebody_else_adds_while_we_write_is_not_removed() -> None:
    class Shared(MemoryBackend):
        def apply(self, playlist_id: str, edit: object) -> None:
            super().apply(playlist_id, edit)  # type: ignore[arg-type]
            remote = self.service.remotes[playlist_id]
            self.service.remotes[playlist_id] = replace(remote, items=(*remote.items, Item("theirs", title="Theirs")))

    bench = Bench("a b")
    bench.backend = Shared(bench.memory, bench.info)
    with pytest.raises(Unsafe):
        bench.push(want("b a"))
    assert "theirs" in bench.rows


def test_rows_of_others_stay_with_keep_extras() -> None:
    bench = Bench("a x b")
    bench.push(want("b a c", keep_extras=True))
    assert bench.rows == "b a x c"


def test_a_row_without_a_track_stays_where_it_is() -> None:
    bench = Bench("a b")
    remote = bench.memory.remotes["list1"]
    bench.memory.remotes["list1"] = replace(
        remote, items=(remote.items[0], Item("", title="local.mp3"), remote.items[1])
    )
    bench.push(want("c a b"))
    assert bench.memory.ids("list1") == ["c", "a", "", "b"]


@pytest.mark.parametrize("playable", [True, False])
def test_a_row_that_nobody_can_play_any_more_is_never_added_again_while_it_is_wanted(*, playable: bool) -> None:
    items = tuple(Item(name, playable=playable or name != "d") for name in "abcdefg")
    remote = Remote("list1", DETAILS.name, items, DETAILS.description)
    written = [
        edit.ids for edit in plan_for(want("h g f e d c a"), remote, Bench().info).edits if isinstance(edit, Add)
    ]
    assert any("d" in ids for ids in written) is playable
    gone = plan_for(want("h g f e c a"), remote, Bench().info)
    assert "d" in gone.lost


def test_a_row_that_shows_no_track_for_a_while_counts_as_the_wanted_one() -> None:
    shown = Remote("list1", DETAILS.name, (Item("a"), Item(""), Item("c")), DETAILS.description)
    assert plan_for(want("a b c"), shown, Bench().info, written=["a", "b", "c"]).edits == ()
    again = plan_for(want("a m c"), shown, Bench().info, written=["a", "b", "c"])
    assert again.edits == (Remove((1,), ("b",)), Add(1, ("m",)))


def test_a_track_under_another_id_of_the_same_recording_is_recognised() -> None:
    wanted = replace(track("a"), isrc="JPU901402557")
    by_code = Remote("list1", "n", (Item("other", isrc="JPU901402557"),))
    by_face = Remote("list1", "n", (Item("other", "", "song A", ("ARTIST",), wanted.duration),))
    stranger = Remote("list1", "n", (Item("other", "", "Song A (Live)", ("Artist",), wanted.duration),))
    assert recognise(by_code, of(wanted)).ids == ("a",)
    assert recognise(by_face, of(wanted)).ids == ("a",)
    assert recognise(by_code, replace(of(wanted), no_twins=frozenset({"other"}))).ids == ("other",)
    assert recognise(stranger, of(wanted)).ids == ("other",)


def test_guards_see_every_plan_before_it_is_carried_out() -> None:
    seen: list[Plan] = []

    def refuse(plan: Plan, _remote: Remote | None) -> None:
        seen.append(plan)
        raise Unsafe("no")

    bench = Bench("a b")
    with pytest.raises(Unsafe):
        bench.push(want("b"), watch=Watch(before=refuse))
    assert len(seen) == 1
    assert bench.memory.requests["write"] == 0


def test_name_and_description_are_brought_up_to_date() -> None:
    bench = Bench("a")
    bench.push(replace(want("a"), details=Details("New name", "new words")))
    remote = bench.memory.remotes["list1"]
    assert (remote.name, remote.description) == ("New name", "new words")


@pytest.mark.parametrize("features", [frozenset(Feature), SPOTIFY_LIKE])
def test_a_description_that_did_not_get_there_is_written_again(features: frozenset[Feature]) -> None:
    bench = Bench("a", features=features)
    bench.memory.fail_before = [BROKEN]
    bench.push(replace(want("a"), details=Details(DETAILS.name, "new words")))
    assert bench.memory.remotes["list1"].description == "new words"


def test_a_description_whose_answer_got_lost_is_written_once_and_told() -> None:
    bench = Bench("a")
    bench.memory.fail_after = [LOST]
    pushed = bench.push(replace(want("a"), details=Details(DETAILS.name, "new words")))
    assert bench.memory.requests["write"] == 1
    assert len(pushed.edits) == 1


def test_a_position_that_somebody_elses_edit_took_away_is_not_the_tracks_fault() -> None:
    class Shared(MemoryBackend):
        def apply(self, playlist_id: str, edit: object) -> None:
            remote = self.service.remotes[playlist_id]
            if self.service.requests["write"] == 0:
                self.service.remotes[playlist_id] = replace(remote, items=remote.items[:1])
                self.service.requests["write"] += 1
                raise Rejected("Index out of bounds.")
            super().apply(playlist_id, edit)  # type: ignore[arg-type]

    bench = Bench("a b c")
    bench.backend = Shared(bench.memory, bench.info)
    assert bench.push(want("a b c d")).refused == ()
    assert bench.rows == "a b c d"


def test_a_service_that_rewords_the_description_is_left_at_that() -> None:
    class Rewording(MemoryBackend):
        def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
            return replace(super().read(playlist_id, known_version=known_version), description="Why.")

    bench = Bench("a")
    bench.backend = Rewording(bench.memory, bench.info)
    pushed = bench.push(replace(want("a b"), details=Details(DETAILS.name, "why not")))
    assert bench.rows == "a b"
    assert pushed.remote.description == "Why."


@pytest.mark.parametrize("cut", range(1, 6))
def test_a_push_that_is_killed_after_any_write_is_completed_by_the_next(cut: int) -> None:
    class Killed(BaseException):
        pass

    def kill_at(count: int) -> Callable[[object], None]:
        def applied(_edit: object) -> None:
            nonlocal count
            count -= 1
            if not count:
                raise Killed

        return applied

    names: Sequence[str] = ["f", "a", "b", "c", "d", "e"]
    bench = Bench(" ".join(names))
    wanted = want("a x b y c z d g e")
    try:
        bench.push(wanted, watch=Watch(applied=kill_at(cut)))
    except Killed:
        bench.push(wanted)
    assert bench.rows == "a x b y c z d g e"
