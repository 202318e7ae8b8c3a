"""Pushes with a browser's login end in the right list, whatever goes wrong on the way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from exporter_ytmusic import exporter_backends

from exporter import Connection
from exporter.cli.main import run
from exporter.errors import LoginError, NotAllowed, WaitLonger
from exporter.sandbox import running

if TYPE_CHECKING:
    from tests.browser.conftest import Music

SAD_ANIME = Path(__file__).parents[4] / "playlists" / "sad-anime.yaml"


def video_id(number: int) -> str:
    return f"video{number:06d}"


@pytest.mark.parametrize("length", [1, 50, 120, 250])
def test_a_new_playlist_of_any_length_is_written_in_batches(service: Music, length: int) -> None:
    service.switch(settle_seconds=0.0)
    pushed = service.push(range(length))
    assert service.numbers(pushed.remote.id) == list(range(length))
    assert service.writes() == 1 + -(-length // 50)


def test_duplicates_are_written_and_left_alone(service: Music) -> None:
    wanted = [1, 2, 1, 1, 3, 2]
    pushed = service.push(wanted)
    assert service.numbers(pushed.remote.id) == wanted
    assert service.push(wanted, pushed.remote.id).edits == ()


def test_another_order_keeps_the_rows(service: Music) -> None:
    planted = service.plant(*range(30))
    rows = {row.id for row in service.stored(planted).rows}
    wanted = [*range(20, 30), *range(20), 40]
    service.push(wanted, planted)
    assert service.numbers(planted) == wanted
    assert rows < {row.id for row in service.stored(planted).rows}


def test_a_stretch_of_rows_moves_by_one_request(service: Music) -> None:
    planted = service.plant(*range(40))
    service.push([*range(30, 40), *range(30)], planted)
    assert service.writes() == 1


def test_a_second_push_writes_nothing(service: Music) -> None:
    pushed = service.push(range(120))
    writes = service.writes()
    assert service.push(range(120), pushed.remote.id).edits == ()
    assert service.writes() == writes


def test_a_playlist_that_settles_late_is_waited_for(service: Music) -> None:
    service.switch(settle_seconds=20.0)
    pushed = service.push(range(60))
    assert service.numbers(pushed.remote.id) == list(range(60))


@pytest.mark.parametrize("lag", [1.0, 4.0])
def test_writes_that_show_late_are_not_doubled(service: Music, lag: float) -> None:
    service.switch(read_lag=lag)
    planted = service.plant(*range(10))
    service.push([*range(5, 10), *range(5), *range(20, 90)], planted)
    assert service.numbers(planted) == [*range(5, 10), *range(5), *range(20, 90)]


@pytest.mark.parametrize("dead", [0, 17, 49, 50, 59])
def test_a_dead_video_is_found_in_its_batch_and_left_out(service: Music, dead: int) -> None:
    planted = service.plant()
    service.switch(gone={video_id(dead): "grey"})
    pushed = service.push(range(60), planted)
    assert pushed.refused == (video_id(dead),)
    assert service.numbers(planted) == [number for number in range(60) if number != dead]


def test_a_dead_video_in_a_new_playlist_is_found_too(service: Music) -> None:
    service.switch(refused=[video_id(3)])
    pushed = service.push(range(6))
    assert pushed.refused == (video_id(3),)
    assert service.numbers(pushed.remote.id) == [0, 1, 2, 4, 5]


@pytest.mark.parametrize("how", ["grey", "no_video", "no_row", "nothing", "deleted"])
def test_rows_of_dead_videos_do_not_keep_the_others_from_their_places(service: Music, how: str) -> None:
    planted = service.plant(*range(8))
    service.switch(gone={video_id(2): how})
    service.push([7, *range(2), *range(3, 7), 30], planted)
    assert [number for number in service.numbers(planted) if number != 2] == [7, 0, 1, 3, 4, 5, 6, 30]


def test_ids_that_come_back_different_are_not_written_again(service: Music) -> None:
    service.switch(replaced={video_id(number): video_id(number + 100) for number in range(5)})
    pushed = service.push(range(10))
    assert pushed.remote.ids == tuple(map(video_id, range(10)))
    assert service.numbers(pushed.remote.id) == list(range(10))


@pytest.mark.parametrize("applied", [1, 3, 20])
def test_batches_that_are_cut_in_silence_are_completed(service: Music, applied: int) -> None:
    planted = service.plant(*range(20))
    service.switch(actions_applied=applied)
    wanted = [*range(10, 20), *range(10), *range(30, 30 + 5 * applied)]
    service.push(wanted, planted)
    assert service.numbers(planted) == wanted


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "faults", ["429=0.2", "500=0.2", "lost=0.3,only=write", "late=0.3,only=write", "cut=0.2", "html=0.1,empty=0.1"]
)
def test_faults_end_in_the_right_list_after_at_most_one_more_run(service: Music, faults: str, seed: int) -> None:
    planted = service.plant(*range(30))
    wanted = [*range(15, 30), *range(15), 3, *range(40, 150)]
    service.control("faults", {"faults": faults, "seed": seed})
    try:
        service.push(wanted, planted)
    except Exception:  # noqa: BLE001 - whatever it was, the next run mends it
        service.fault("")
        service.push(wanted, planted)
    assert service.numbers(planted) == wanted


def test_a_login_that_dies_in_mid_push_is_told_and_the_next_run_completes_it(service: Music) -> None:
    planted = service.plant()
    service.switch(login_requests=4)
    with pytest.raises(LoginError, match="died"):
        service.push(range(200), planted)
    done = service.numbers(planted)
    assert 0 < len(done) < 200
    service.switch(login_requests=None)
    service.push(range(200), planted)
    assert service.numbers(planted) == list(range(200))


def test_a_dead_login_makes_nothing(service: Music) -> None:
    service.switch(signed_in=False)
    with pytest.raises(LoginError):
        service.push(range(5))
    assert service.playlists() == ()


def test_a_playlist_whose_making_got_no_answer_is_found_though_the_library_lists_it_late(service: Music) -> None:
    service.switch(library_lag=10.0)
    service.fault("lost=1,only=write,times=1")
    pushed = service.push(range(5))
    assert [one.id for one in service.playlists()] == [pushed.remote.id]
    assert service.numbers(pushed.remote.id) == list(range(5))


def test_the_refusal_to_make_a_playlist_ends_the_push_at_once(service: Music) -> None:
    service.switch(creations_a_day=0)
    with pytest.raises(WaitLonger):
        service.push(range(5))
    assert service.writes() == 1


def test_a_full_playlist_ends_the_push_and_blames_no_song(service: Music) -> None:
    planted = service.plant(*range(10))
    service.switch(max_rows=12)
    with pytest.raises(NotAllowed, match="no room"):
        service.push(range(20), planted)


# From the command line.


class Shell:
    """A project with one real playlist, a sandbox, and the command line."""

    def __init__(self, url: str, capfd: pytest.CaptureFixture[str]) -> None:
        self.url, self._capfd = url, capfd

    def __call__(self, words: str) -> tuple[int, str, str]:
        self._capfd.readouterr()
        code = run(words.split())
        out, err = self._capfd.readouterr()
        return code, out, err

    def result(self, words: str) -> Any:
        code, out, _ = self(f"--json {words}")
        (found,) = json.loads(out)["results"]
        return {**found, "code": code}

    def switch(self, **values: object) -> None:
        requests.post(f"{self.url}/_sandbox/switches", json={"ytmusic": values}, timeout=5).raise_for_status()

    def kept(self, playlist_id: str) -> list[str]:
        """What the sandbox holds, seen past exporter's own reading of it."""
        (info,) = exporter_backends()
        connection = Connection(info, secrets=info.login.sandbox, sandbox_url=self.url)
        found = info.connect(connection).read(playlist_id).ids
        connection.session().close()
        return list(found)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    playlists = tmp_path / "project" / "playlists"
    playlists.mkdir(parents=True)
    shutil.copy(SAD_ANIME, playlists)
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(tmp_path / "state"))
    for key in exporter_backends()[0].login.environment.values():
        monkeypatch.delenv(key[0], raising=False)
    with running(exporter_backends(), state=tmp_path / "served") as url:
        monkeypatch.setenv("EXPORTER_SANDBOX_URL", url)
        shell = Shell(url, capfd)
        shell.switch(settle_seconds=0.0)
        yield shell


def chosen(result: Any) -> list[str]:
    return [song["id"] for song in result["decisions"] if song["verdict"] == "accept"]


def test_a_playlist_pushed_twice_is_in_order_and_written_once(shell: Shell) -> None:
    first = shell.result("push sad-anime --to ytmusic@sandbox")
    assert (first["code"], first["created"], first["requests"]["write"]) == (0, True, 2)
    assert len(chosen(first)) >= 12
    assert shell.kept(first["playlist_id"]) == chosen(first)
    second = shell.result("push sad-anime --to ytmusic@sandbox")
    assert (second["code"], second["changed"], second["requests"]["write"]) == (0, False, 0)
    assert (second["requests"]["search"], second["playlist_id"]) == (0, first["playlist_id"])
    assert shell.kept(first["playlist_id"]) == chosen(first)


def test_ids_that_come_back_different_are_not_written_again_by_the_next_run(shell: Shell) -> None:
    first = shell.result("push sad-anime --to ytmusic@sandbox")
    shell.switch(settle_seconds=0.0, replaced={chosen(first)[0]: "nL7bA1QnLwc"})
    second = shell.result("push sad-anime --to ytmusic@sandbox")
    assert (second["code"], second["changed"], second["requests"]["write"]) == (0, False, 0)


@pytest.mark.parametrize("lives_for", [None, 2, 3])
def test_a_list_whose_ids_come_back_different_can_be_changed(
    shell: Shell, tmp_path: Path, lives_for: int | None
) -> None:
    before = chosen(shell.result("push sad-anime --to ytmusic@sandbox"))
    first, *others = before
    shell.switch(replaced={first: "nL7bA1QnLwc"}, login_requests=lives_for)
    file = tmp_path / "project" / "playlists" / "sad-anime.yaml"
    head, songs = file.read_text(encoding="utf-8").split("songs:\n")
    *kept, last = songs.split("  - title: ")[1:]
    file.write_text(head + "songs:\n" + "".join(f"  - title: {song}" for song in (last, *kept)), encoding="utf-8")
    changed = shell.result("push sad-anime --to ytmusic@sandbox")
    shell.switch(login_requests=None)
    if lives_for:
        assert changed["code"] == 4
        changed = shell.result("push sad-anime --to ytmusic@sandbox")
    assert (changed["code"], changed["error"]) == (0, None)
    assert shell.kept(changed["playlist_id"]) == [others[-1], "nL7bA1QnLwc", *others[:-1]]
    again = shell.result("push sad-anime --to ytmusic@sandbox")
    assert (again["code"], again["requests"]["write"]) == (0, 0)


def test_a_dead_login_gives_exit_code_4_and_says_what_to_do(shell: Shell) -> None:
    shell.result("push sad-anime --to ytmusic@sandbox")
    shell.switch(signed_in=False)
    code, _, err = shell("push sad-anime --to ytmusic@sandbox")
    assert code == 4
    assert "guest" in err
    assert "exporter login ytmusic" in " ".join(err.split())


@pytest.mark.parametrize("lives_for", [2, 3, 4, 5])
def test_a_login_that_dies_in_mid_push_gives_exit_code_4_and_the_next_run_doubles_nothing(
    shell: Shell, lives_for: int
) -> None:
    shell.switch(settle_seconds=0.0, login_requests=lives_for)
    assert shell.result("push sad-anime --to ytmusic@sandbox")["code"] == 4
    shell.switch(settle_seconds=0.0, login_requests=None)
    second = shell.result("push sad-anime --to ytmusic@sandbox")
    assert (second["code"], shell.kept(second["playlist_id"])) == (0, chosen(second))
    (info,) = exporter_backends()
    connection = Connection(info, secrets=info.login.sandbox, sandbox_url=shell.url)
    assert len(info.connect(connection).playlists("Sad Anime")) == 1
    connection.session().close()


def test_a_dead_google_login_is_found_before_songs_are_searched_for(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPORTER_YTMUSIC_WRITER", "data-api")
    requests.post(
        f"{shell.url}/_sandbox/switches", json={"youtube": {"invalid_grant": "revoked"}}, timeout=5
    ).raise_for_status()
    result = shell.result("push sad-anime --to ytmusic@sandbox")
    assert (result["code"], result["requests"]["search"], result["requests"]["write"]) == (4, 0, 0)
    assert shell.result("resolve sad-anime --to ytmusic@sandbox")["code"] == 0, "which needs no login"
