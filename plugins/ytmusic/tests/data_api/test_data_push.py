"""A push through the Data API ends in the right list, whatever happens on the way, and doubles nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter import Track
from exporter.errors import ExporterError, LoginError, WaitLonger
from exporter.sync.plan import Details
from exporter.sync.push import Pushed, Want, Watch, push

if TYPE_CHECKING:
    from pathlib import Path

    from tests.data_api.conftest import YouTube

LIST = (*range(12), 3, 1)


def vid(number: int) -> str:
    return f"vid{number:08d}"


def want(*numbers: int) -> Want:
    tracks = tuple(Track("ytmusic", vid(number), f"Number {number}", ("Metronome",)) for number in numbers)
    return Want(tracks, Details("Pushed", "words"), ours=frozenset(vid(number) for number in range(40)))


def run(youtube: YouTube, wanted: Want, *, books: Path | None = None) -> Pushed:
    """One run of the command: a new connection that knows nothing but the playlist's name."""
    connection = youtube.connection(books)
    backend = youtube.backend(connection)
    found = backend.playlists("Pushed")
    remote = backend.read(found[0].id) if found else None
    return push(backend, youtube.info, wanted, remote, sleep=youtube.sleep)


def at_most_twice(youtube: YouTube, wanted: Want) -> Pushed:
    """What a person does: run it, and when it failed run it once more."""
    try:
        return run(youtube, wanted)
    except ExporterError:
        return run(youtube, wanted)


def test_makes_the_list_and_a_second_push_writes_nothing(youtube: YouTube) -> None:
    pushed = run(youtube, want(*LIST))
    assert pushed.created
    assert youtube.numbers(pushed.remote.id) == [*LIST]
    before = youtube.writes()
    assert run(youtube, want(*LIST)).edits == ()
    assert youtube.writes() == before


def test_changes_what_differs_and_nothing_else(youtube: YouTube) -> None:
    run(youtube, want(*LIST))
    before = youtube.writes()
    pushed = run(youtube, want(12, *LIST[:5], *LIST[6:10], 4, 11, 3, 10))
    assert youtube.numbers(pushed.remote.id) == [12, *LIST[:5], *LIST[6:10], 4, 11, 3, 10]
    assert youtube.writes() - before <= 6


@pytest.mark.parametrize(
    "spec",
    [
        "lost=1,skip=1,times=1",
        "lost=0.2,only=write",
        "late=0.2,only=write",
        "500=0.2",
        "503=0.1,429=0.1,retry_after=none",
        "429=0.2,retry_after=1",
        "cut=0.15",
        "empty=0.15,only=write",
        "html=0.2",
        "409=0.3",
        "lost=0.05,500=0.05,429=0.05,cut=0.05,late=0.05,html=0.05",
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_survives_faults(youtube: YouTube, spec: str, seed: int) -> None:
    youtube.fault(spec, seed=seed)
    try:
        run(youtube, want(*LIST))
    except ExporterError:
        youtube.fault("")
        run(youtube, want(*LIST))
    (playlist,) = youtube.all_playlists()
    assert youtube.numbers(playlist.id) == [*LIST]


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_aborted_edits_are_sent_again(youtube: YouTube, share: float) -> None:
    youtube.switch(aborted=share)
    at_most_twice(youtube, want(*LIST))
    (playlist,) = youtube.all_playlists()
    assert youtube.numbers(playlist.id) == [*LIST]


@pytest.mark.parametrize("skip", range(14))
def test_a_lost_answer_doubles_no_row_and_no_playlist(youtube: YouTube, skip: int) -> None:
    youtube.fault(f"lost=1,only=write,skip={skip},times=1")
    run(youtube, want(*LIST))
    (playlist,) = youtube.all_playlists()
    assert youtube.numbers(playlist.id) == [*LIST]


def test_a_quota_that_ends_in_mid_push_is_waited_out_by_the_next_run(youtube: YouTube, tmp_path: Path) -> None:
    books = tmp_path / "books.json"
    youtube.switch(spent_units=9_700)  # by somebody else: our books do not know
    with pytest.raises(WaitLonger, match="no units left") as caught:
        run(youtube, want(*LIST), books=books)
    (playlist,) = youtube.all_playlists()
    begun = youtube.numbers(playlist.id)
    assert 0 < len(begun) < len(LIST)
    asked = youtube.stats()
    with pytest.raises(WaitLonger):
        run(youtube, want(*LIST), books=books)  # the books know now: nothing is even asked
    assert (youtube.stats()["read"], youtube.stats()["write"]) == (asked["read"], asked["write"])
    youtube.clock.now += (caught.value.seconds or 0) + 1
    youtube.switch(spent_units=0)
    run(youtube, want(*LIST), books=books)
    (playlist,) = youtube.all_playlists()
    assert youtube.numbers(playlist.id) == [*LIST]


def test_a_dead_video_is_left_out_and_named(youtube: YouTube) -> None:
    youtube.switch(unavailable=[vid(4)], gone=[vid(6)])
    pushed = run(youtube, want(*LIST))
    assert set(pushed.refused) == {vid(4), vid(6)}
    assert youtube.numbers(pushed.remote.id) == [number for number in LIST if number not in (4, 6)]


def test_a_video_that_died_in_the_list_stays_while_it_is_wanted_and_goes_when_it_is_not(youtube: YouTube) -> None:
    run(youtube, want(*LIST))
    youtube.switch(gone=[vid(5)])
    assert run(youtube, want(*LIST)).edits == ()
    pushed = run(youtube, want(*(number for number in LIST if number != 5)))
    assert 5 not in youtube.numbers(pushed.remote.id)


def test_late_reads_do_not_lead_to_doubled_rows(youtube: YouTube) -> None:
    run(youtube, want(1, 2, 3))
    youtube.switch(read_lag=6.0)
    youtube.clock.now += 100
    pushed = run(youtube, want(3, 1, 2, 4, 5))
    assert youtube.numbers(pushed.remote.id) == [3, 1, 2, 4, 5]


def test_a_login_that_dies_in_mid_push_stops_it_and_the_next_one_completes_it(youtube: YouTube) -> None:
    connection = youtube.connection()
    backend = youtube.backend(connection)
    done: list[object] = []

    def die_after_three(edit: object) -> None:
        done.append(edit)
        if len(done) == 3:
            youtube.switch(token_expired=True, invalid_grant="revoked")

    with pytest.raises(LoginError, match="does not accept this login any more"):
        push(backend, youtube.info, want(*LIST), None, watch=Watch(applied=die_after_three), sleep=youtube.sleep)
    (playlist,) = youtube.all_playlists()
    assert 0 < len(youtube.numbers(playlist.id)) < len(LIST)
    youtube.switch(token_expired=False, invalid_grant="")
    run(youtube, want(*LIST))
    (playlist,) = youtube.all_playlists()
    assert youtube.numbers(playlist.id) == [*LIST]


def test_an_access_token_that_ends_in_mid_push_is_renewed(youtube: YouTube) -> None:
    connection = youtube.connection()
    backend = youtube.backend(connection)
    backend.account()
    youtube.clock.now += 3700  # the service's clock alone: ours believes that the token still lives
    pushed = push(backend, youtube.info, want(*LIST), None, sleep=youtube.sleep)
    assert youtube.numbers(pushed.remote.id) == [*LIST]
