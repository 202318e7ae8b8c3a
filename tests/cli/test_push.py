"""``exporter push``, end to end: the command line, spotipy and the look-alike over HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run, Sandbox, Workplace

KIMI = {"title": "君の知らない物語", "artist": "supercell", "pin": "434YBNY61Y9sqBSp7OINBa"}
AOI = {"title": "青い栞", "artist": "Galileo Galilei", "pin": "3fCO1n6l7yekcNRDRkoJJ4"}
ORANGE = {"title": "オレンジ", "artist": "7!!", "pin": "7p30D2KjK2XW7YUvI6nH3o"}
AGAIN = {"title": "again", "artist": "YUI", "pin": "7EUSByOz1UUx78lLDxfxRQ"}
TRAIN = {"title": "Last Train Home", "artist": "Pat Metheny Group", "pin": "0Rr5Lw09CzqcchhsH0Pmhs"}
FIVE = [KIMI, AOI, ORANGE, AGAIN, TRAIN]
PUSH = "push list --to spotify@sandbox"


def pins(*songs: dict[str, str]) -> list[str]:
    return [song["pin"] for song in songs]


def test_a_first_push_makes_the_playlist_and_a_second_one_reads_once_and_writes_nothing(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("list", *FIVE)
    first = exporter("--json " + PUSH)
    assert first.code == 0
    assert first.result["created"]
    assert first.result["songs"] == {"total": 5, "accept": 5, "review": 0, "missing": 0, "unknown": 0, "skip": 0}
    assert sandbox.ids(first.result["playlist_id"]) == pins(*FIVE)
    second = exporter("--json " + PUSH)
    assert second.code == 0
    assert not second.result["changed"]
    assert second.result["edits"] == []
    assert {kind: second.result["requests"][kind] for kind in ("search", "read", "write")} == {
        "search": 0,
        "read": 1,
        "write": 0,
    }


def test_the_result_in_json_has_everything_that_is_promised(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("list", KIMI)
    result = exporter("--json " + PUSH).result
    promised = {
        "playlist",
        "target",
        "playlist_id",
        "url",
        "created",
        "changed",
        "songs",
        "edits",
        "requests",
        "seconds",
    }
    assert promised | {"error"} <= set(result)
    assert set(result["requests"]) == {"search", "read", "write", "auth", "retried"}
    assert (result["playlist"], result["target"], result["error"]) == ("list", "spotify@sandbox", None)
    assert result["requests"]["auth"] == 1
    assert sandbox.stats()["write"] == result["requests"]["write"]


@pytest.mark.parametrize(
    ("songs", "writes"),
    [
        ([AGAIN, KIMI, AOI, ORANGE], 1),
        ([KIMI, ORANGE], 1),
        ([ORANGE, KIMI, AOI], 1),
        ([KIMI, AOI, ORANGE, KIMI], 1),
        ([AOI, ORANGE, AGAIN], 2),
        ([ORANGE, AOI, KIMI], 2),
    ],
    ids=["insert at the top", "take out", "move", "a second time", "take out and append", "reverse"],
)
def test_an_edit_of_the_file_takes_the_fewest_requests(
    exporter: Run, workplace: Workplace, sandbox: Sandbox, songs: list[dict[str, str]], writes: int
) -> None:
    workplace.songs("list", KIMI, AOI, ORANGE)
    exporter(PUSH)
    workplace.songs("list", *songs)
    result = exporter("--json " + PUSH).result
    assert result["requests"]["write"] == writes
    assert sandbox.ids(result["playlist_id"]) == pins(*songs)


def test_a_dry_run_writes_nothing_anywhere(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    workplace.songs("list", *FIVE)
    for command in ("push list --dry-run --to spotify@sandbox", "plan list --to spotify@sandbox"):
        planned = exporter("--json " + command)
        assert planned.code == 0
        assert [edit["edit"] for edit in planned.result["edits"]] == ["create", "add"]
        assert not planned.result["changed"]
    assert sandbox.playlists() == []
    assert not list(workplace.state.rglob("*.lock"))


def test_name_and_description_follow_the_file(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    workplace.songs("list", KIMI)
    exporter(PUSH)
    workplace.write("list", (workplace.root / "playlists/list.yaml").read_text(encoding="utf-8").replace(
        "name: List", "name: Another Name\ndescription: it's <sad> & \"true\""
    ))  # fmt: skip
    result = exporter("--json " + PUSH).result
    assert [edit["edit"] for edit in result["edits"]] == ["describe"]
    assert sandbox.spotify("GET", f"playlists/{result['playlist_id']}")["name"] == "Another Name"
    assert not exporter("--json " + PUSH).result["changed"]


def test_songs_that_are_left_out_are_named_with_the_reason(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("list", KIMI, {"title": "Qzxj Vwkq", "artist": "Zzxq"})
    ended = exporter(PUSH)
    assert ended.code == 0
    assert "1 accepted, 1 missing" in ended.out
    assert "Qzxj Vwkq - Zzxq" in ended.out
    assert exporter(PUSH + " --strict").code == 3
    assert sandbox.playlists()


def test_an_existing_playlist_of_that_name_is_never_taken_or_doubled_unasked(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    theirs = sandbox.spotify("POST", "me/playlists", {"name": "List", "public": False})["id"]
    sandbox.spotify("POST", f"playlists/{theirs}/items", {"uris": [f"spotify:track:{TRAIN['pin']}"]})
    workplace.songs("list", KIMI, AOI)
    refused = exporter(PUSH)
    assert refused.code == 6
    assert "--adopt" in refused.err
    assert sandbox.ids(theirs) == pins(TRAIN)
    assert exporter(PUSH + " --adopt").code == 0
    assert sandbox.ids(theirs) == pins(KIMI, AOI)
    assert len(sandbox.playlists()) == 1


def test_tracks_that_somebody_else_added_are_not_removed_unasked(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("list", KIMI, AOI)
    ours = exporter("--json " + PUSH).result["playlist_id"]
    sandbox.spotify("POST", f"playlists/{ours}/items", {"uris": [f"spotify:track:{TRAIN['pin']}"], "position": 1})
    refused = exporter(PUSH)
    assert refused.code == 6
    assert "Last Train Home" in refused.err
    assert sandbox.ids(ours) == pins(KIMI, TRAIN, AOI)
    workplace.songs("list", AOI, KIMI, head="targets:\n  spotify: {keep_extras: true}")
    assert exporter(PUSH).code == 0
    assert sandbox.ids(ours) in (pins(AOI, KIMI, TRAIN), pins(TRAIN, AOI, KIMI), pins(AOI, TRAIN, KIMI))


def test_removing_many_needs_yes_and_leaves_a_backup(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    workplace.songs("list", *FIVE, *FIVE)
    ours = exporter("--json " + PUSH).result["playlist_id"]
    workplace.songs("list", *FIVE)
    refused = exporter(PUSH)
    assert refused.code == 6
    assert "5 of 10" in refused.err
    assert sandbox.ids(ours) == pins(*FIVE, *FIVE)
    assert exporter(PUSH + " --yes").code == 0
    assert sandbox.ids(ours) == pins(*FIVE)
    assert len(list((workplace.state / "projects").glob("*/backups/spotify@sandbox/list/*.json"))) == 1


def test_a_playlist_that_suddenly_reads_empty_is_not_believed(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("list", *FIVE)
    ours = exporter("--json " + PUSH).result["playlist_id"]
    sandbox.spotify("PUT", f"playlists/{ours}/items", {"uris": []})
    refused = exporter(PUSH)
    assert refused.code == 6
    assert "reads empty" in refused.err
    assert exporter(PUSH + " --yes").code == 0
    assert sandbox.ids(ours) == pins(*FIVE)


def test_one_playlists_failure_never_stops_another(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    sandbox.spotify("POST", "me/playlists", {"name": "First", "public": False})
    workplace.songs("first", KIMI)
    workplace.songs("second", AOI)
    ended = exporter("--json push first second --to spotify@sandbox")
    assert ended.code == 6
    first, second = ended.json["results"]
    assert first["error"]["kind"] == "Unsafe"
    assert second["created"]


def test_nobody_logged_in_is_4_and_says_how_to_log_in(exporter: Run, workplace: Workplace) -> None:
    workplace.songs("list", KIMI)
    ended = exporter("push list --to spotify")
    assert ended.code == 4
    assert "exporter login spotify" in ended.err
    assert "spotify@sandbox" in ended.err


def test_an_unreachable_service_is_1_and_nothing_is_kept_as_an_answer(
    exporter: Run, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPORTER_SANDBOX_URL", "http://127.0.0.1:1")
    monkeypatch.setattr("exporter.session.ATTEMPTS", 1)
    workplace.songs("list", {"title": "君の知らない物語", "artist": "supercell"})
    ended = exporter("--json " + PUSH)
    assert ended.code == 1
    assert ended.result["songs"]["unknown"] == 1
    assert not list(workplace.state.rglob("*.lock"))


def test_a_long_wait_is_5_keeps_what_was_found_and_says_when_to_come_back(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("list", KIMI, {"title": "だんご大家族", "artist": "茶太"})
    sandbox.post("/_sandbox/faults", {"faults": "429=1,retry_after=50000"})
    ended = exporter("--json " + PUSH)
    assert ended.code == 5
    assert ended.result["error"]["retry_after"] == 50_000
    assert "nothing is lost" in ended.result["error"]["hint"]
    sandbox.post("/_sandbox/faults", {"faults": ""})
    assert exporter(PUSH).code == 0


@pytest.mark.parametrize("fault", ["500", "502", "lost", "429", "cut"])
def test_with_faults_at_most_one_more_run_ends_in_the_wanted_list(
    exporter: Run, workplace: Workplace, sandbox: Sandbox, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exporter.session.Connection.sleep", lambda _self, _seconds: None)
    workplace.songs("list", *FIVE)
    ours = exporter("--json " + PUSH).result["playlist_id"]
    sandbox.post("/_sandbox/faults", {"faults": f"{fault}=0.25,retry_after=0", "seed": 7})
    wanted = [AGAIN, KIMI, TRAIN, KIMI, ORANGE]
    workplace.songs("list", *wanted)
    ended = exporter(PUSH)
    sandbox.post("/_sandbox/faults", {"faults": ""})
    if ended.code:
        assert exporter(PUSH).code == 0
    assert sandbox.ids(ours) == pins(*wanted)


@pytest.fixture
def slow_push(workplace: Workplace, sandbox: Sandbox) -> Iterator[subprocess.Popen[bytes]]:
    """A push in a process of its own, slow enough to be killed between two writes."""
    sandbox.post("/_sandbox/faults", {"latency_ms": 150})
    command = [sys.executable, "-c", "from exporter.cli.main import main; main()", *PUSH.split()]
    environment = {**os.environ, "EXPORTER_STATE_DIR": str(workplace.state)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - ourselves
        yield process
        process.kill()


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_a_push_that_is_killed_between_two_writes_is_completed_by_the_next(
    exporter: Run, workplace: Workplace, sandbox: Sandbox, request: pytest.FixtureRequest, writes: int
) -> None:
    workplace.songs("list", *(FIVE * 50))
    process = request.getfixturevalue("slow_push")
    deadline = time.monotonic() + 20
    while sandbox.stats()["write"] < writes and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    sandbox.post("/_sandbox/faults", {"latency_ms": 0})
    assert exporter(PUSH).code == 0
    (only,) = sandbox.playlists()
    assert sandbox.ids(only["id"]) == pins(*(FIVE * 50))


def test_two_pushes_at_once_make_one_playlist(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    workplace.songs("list", *(FIVE * 30))
    sandbox.post("/_sandbox/faults", {"latency_ms": 30})
    command = [sys.executable, "-c", "from exporter.cli.main import main; main()", *PUSH.split()]
    environment = {**os.environ, "EXPORTER_STATE_DIR": str(workplace.state)}
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in "ab"]  # noqa: S603 - ourselves
    for process in both:
        process.communicate()
    assert [process.returncode for process in both] == [0, 0]
    (only,) = sandbox.playlists()
    assert sandbox.ids(only["id"]) == pins(*(FIVE * 30))
    assert not exporter("--json " + PUSH).result["changed"]


def test_ctrl_c_while_the_service_makes_us_wait_ends_at_once(workplace: Workplace, sandbox: Sandbox) -> None:
    workplace.songs("list", *({"title": f"Song {number}", "artist": "Nobody"} for number in range(40)))
    sandbox.post("/_sandbox/faults", {"faults": "429=1,retry_after=20,only=search"})
    command = [sys.executable, "-c", "from exporter.cli.main import main; main()", *PUSH.split()]
    environment = {**os.environ, "EXPORTER_STATE_DIR": str(workplace.state)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:  # noqa: S603 - ourselves
        deadline = time.monotonic() + 20
        while not sandbox.stats()["search"] and time.monotonic() < deadline:
            time.sleep(0.02)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
    assert process.returncode == 130
    assert time.monotonic() - began < 5
    assert b"Interrupted" in told
    assert b"Traceback" not in told


def test_a_playlist_that_was_deleted_on_spotify_is_made_anew_with_the_next_change(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("list", KIMI, AOI)
    ours = exporter("--json " + PUSH).result["playlist_id"]
    sandbox.spotify("DELETE", f"me/library?uris=spotify:playlist:{ours}")
    workplace.songs("list", KIMI, AOI, ORANGE)
    result = exporter("--json " + PUSH).result
    assert result["created"]
    assert result["playlist_id"] != ours
    assert sandbox.ids(result["playlist_id"]) == pins(KIMI, AOI, ORANGE)


def test_a_bad_playlist_file_is_2_with_every_problem_and_nothing_is_done(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("good", KIMI)
    workplace.write("bad", "name: Bad\nsongs:\n  - titel: x\n    isrc: JPB60\n")
    ended = exporter("push good bad --to spotify@sandbox")
    assert ended.code == 2
    assert "bad.yaml:3:5: songs[0].titel" in ended.err
    assert "bad.yaml:4:11: songs[0].isrc" in ended.err
    assert sandbox.playlists() == []


def test_hostile_titles_do_not_reach_the_terminal_as_they_are(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    ours = sandbox.spotify("POST", "me/playlists", {"name": "List", "description": "d", "public": False})["id"]
    sandbox.spotify("PUT", f"playlists/{ours}", {"name": "\x1b[31mred \u202egnp.exe\a"})
    workplace.songs("list", KIMI, head='description: "\\u202Egnp.exe"')
    for words in (PUSH, "show list", "check"):
        ended = exporter(words)
        for char in "\x1b\u202e\a":
            assert char not in ended.out + ended.err


def test_verbose_says_what_is_asked_without_secrets(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    workplace.songs("list", KIMI)
    ended = exporter("-vv " + PUSH)
    assert "auth POST /spotify/accounts/api/token -> 200" in ended.err
    assert "write POST /spotify/v1/me/playlists -> 201" in ended.err
    assert "Bearer" not in ended.err + ended.out
    assert "sandbox-refresh-token" not in ended.err + ended.out
    assert sandbox.playlists()


def test_the_playlists_that_come_with_exporter_all_push(
    exporter: Run, workplace: Workplace, sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    shipped = Path(request.config.rootpath) / "playlists"
    names = []
    for path in sorted(shipped.glob("*.yaml")):
        workplace.write(path.stem, path.read_text(encoding="utf-8"))
        names.append(path.stem)
    ended = exporter("--json push --to spotify@sandbox", *names)
    assert ended.code == 0
    for result in ended.json["results"]:
        accepted = [decision["id"] for decision in result["decisions"] if decision["verdict"] == "accept"]
        assert accepted
        assert sandbox.ids(result["playlist_id"]) == accepted
    again = exporter("--json push --to spotify@sandbox", *names)
    assert [result["requests"]["write"] for result in again.json["results"]] == [0] * len(names)


def test_hostile_titles_of_a_service_do_not_reach_the_terminal_as_they_are(
    exporter: Run, workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exporter.plugins import Plugins  # noqa: PLC0415 - the web stack is for this test
    from exporter.sandbox import running  # noqa: PLC0415 - same

    line = {"id": "0" * 22, "title": "Nice\u001b[31m \u202esong\u0007", "artists": ["An [bold]Artist[/bold]"]}
    catalogue = tmp_path / "hostile.jsonl"
    catalogue.write_text(json.dumps({**line, "album": "x", "duration_ms": 200_000, "services": ["spotify"]}) + "\n")
    workplace.songs("list", {"title": "Nice song", "artist": "An [bold]Artist[/bold]", "pin": "0" * 22})
    with running([Plugins().backend("spotify")], state=workplace.state / "hostile", catalogue=catalogue) as url:
        monkeypatch.setenv("EXPORTER_SANDBOX_URL", url)
        ended = exporter(PUSH)
    assert ended.code == 0
    assert "An [bold]Artist[/bold]" in ended.out
    for char in "\x1b\u202e\a":
        assert char not in ended.out + ended.err
