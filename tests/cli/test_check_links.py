"""``exporter check --links``, end to end: the command line, spotipy and the look-alike over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run, Sandbox, Workplace

KIMI = {"title": "君の知らない物語", "artist": "supercell"}
AOI = {"title": "青い栞", "artist": "Galileo Galilei", "pin": "3fCO1n6l7yekcNRDRkoJJ4"}
LINKS = "check list --links --on spotify@sandbox"
NOWHERE = "0000000000000000000000"


@pytest.fixture
def lock(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> Path:  # noqa: ARG001 - it runs
    """The lock of a playlist with one song that was searched for, and one that is pinned."""
    workplace.songs("list", KIMI, AOI)
    assert exporter("push list --to spotify@sandbox").code == 0
    (found,) = workplace.state.glob("projects/*/sandbox/list.lock")
    return found


def kill(lock: Path, track: str, nowhere: str = NOWHERE) -> None:
    """As when the service took a track away: the lock names one that is not there."""
    text = lock.read_text(encoding="utf-8")
    assert track in text
    lock.write_text(text.replace(track, nowhere), encoding="utf-8")


def found_id(exporter: Run) -> str:
    links = exporter(f"--json {LINKS}").json["links"][0]["links"]
    track: str = next(link["id"] for link in links if not link["pinned"])
    return track


def test_links_that_are_fine_say_so_in_two_lines(exporter: Run, lock: Path) -> None:
    assert lock.exists()
    ended = exporter(f"{LINKS} --strict")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "1 playlist checked, nothing wrong.",
        "2 tracks on spotify@sandbox: 2 fine. (2 reads)",
    ]


def test_what_youtube_music_does_not_have_today_is_doubted_and_asked_about_another_day(
    exporter: Run, workplace: Workplace
) -> None:
    workplace.songs("list", KIMI)
    assert exporter("push list --to ytmusic@sandbox").code == 0
    (lock,) = workplace.state.glob("projects/*/sandbox/list.lock")
    links = "check list --links --on ytmusic@sandbox"
    kill(lock, exporter(f"--json {links}").json["links"][0]["links"][0]["id"], "00000000000")
    doubted = exporter(f"{links} --strict")
    assert doubted.code == 3
    assert "YouTube Music does not have its track 00000000000 today" in doubted.out
    assert "1 perhaps gone" in doubted.out
    assert "its track 00000000000 is gone" in exporter(f"{links} --yes").out


def test_a_dead_track_is_told_proposed_and_with_write_replaced(exporter: Run, lock: Path) -> None:
    right = found_id(exporter)
    before = lock.read_text(encoding="utf-8")
    kill(lock, right)
    told = exporter(f"{LINKS} --strict")
    assert told.code == 3
    assert f"its track {NOWHERE} is gone" in told.out
    assert "--write" in told.out
    assert NOWHERE in lock.read_text(encoding="utf-8")
    written = exporter(f"{LINKS} --strict --write")
    assert written.code == 0
    assert "written to list.lock" in written.out
    assert right in lock.read_text(encoding="utf-8")
    assert lock.read_text(encoding="utf-8").count("\n") == before.count("\n"), "one line changed, none came or went"


def test_a_dead_pin_is_told_with_the_command_that_mends_it(exporter: Run, workplace: Workplace, lock: Path) -> None:
    kill(lock, AOI["pin"])
    workplace.songs("list", KIMI, {**AOI, "pin": NOWHERE})
    before = lock.read_text(encoding="utf-8")
    told = exporter(f"{LINKS} --write")
    assert told.code == 0
    assert "exporter pin list 2 URL --on spotify@sandbox" in told.out
    assert lock.read_text(encoding="utf-8") == before


def test_every_link_is_in_the_json(exporter: Run, lock: Path) -> None:
    kill(lock, found_id(exporter))
    (target,) = exporter(f"--json {LINKS} --write").json["links"]
    assert target["counts"] == {"fine": 1, "gone": 1, "unplayable": 0, "changed": 0, "doubted": 0, "unknown": 0}
    dead = next(link for link in target["links"] if link["condition"] == "gone")
    assert dead["written"]
    assert dead["proposal"]["verdict"] == "accept"
    assert target["requests"]["read"] == 2


def test_without_links_nothing_is_asked(exporter: Run, sandbox: Sandbox, lock: Path) -> None:
    assert lock.exists()
    before = sandbox.stats()
    assert exporter("check list").code == 0
    assert sandbox.stats() == before
    assert exporter("check list --write").code == 2


def test_a_wrong_file_is_told_before_anything_is_asked(
    exporter: Run, workplace: Workplace, sandbox: Sandbox, lock: Path
) -> None:
    assert lock.exists()
    workplace.write("list", "name: List\nsongs:\n  - titel: x\n")
    before = sandbox.stats()
    assert exporter(LINKS).code == 2
    assert sandbox.stats() == before


def test_a_service_that_nobody_is_logged_in_to_is_told(exporter: Run, workplace: Workplace) -> None:
    workplace.songs("list", AOI)
    (workplace.root / "playlists" / "list.lock").write_text(
        '{"version": "1.0", "decisions": {"spotify": [\n'
        '{"song":"青い栞 - Galileo Galilei","verdict":"accept","id":"3fCO1n6l7yekcNRDRkoJJ4","how":"pin"}\n]}}',
        encoding="utf-8",
    )
    ended = exporter("check --links")
    assert ended.code == 4
    assert "exporter login" in ended.err
