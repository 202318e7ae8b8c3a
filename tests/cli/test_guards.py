"""Every guard of a push, from the command line: it ends with 6 before anything is written, and has a way on."""

from __future__ import annotations

import pytest

from tests.conftest import Run, Sandbox, Workplace

PUSH = "push list --to spotify@sandbox"
KIMI = "434YBNY61Y9sqBSp7OINBa"
STRANGER = "0Rr5Lw09CzqcchhsH0Pmhs"
KEEP = "targets:\n  spotify: {keep_extras: true}"


def written(sandbox: Sandbox) -> int:
    count: int = sandbox.stats()["write"]
    return count


def songs(count: int) -> list[dict[str, str]]:
    """So many rows of one song, which may stand in a list more than once."""
    return [{"title": "君の知らない物語", "artist": "supercell", "pin": KIMI}] * count


@pytest.fixture
def pushed(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> str:
    """The ID of a playlist of twelve rows."""
    workplace.songs("list", *songs(12))
    result = exporter(f"--json {PUSH}").result
    assert len(sandbox.ids(result["playlist_id"])) == 12
    playlist_id: str = result["playlist_id"]
    return playlist_id


def test_removing_more_than_thirty_percent(exporter: Run, workplace: Workplace, sandbox: Sandbox, pushed: str) -> None:
    workplace.songs("list", *songs(8))
    before = written(sandbox)
    refused = exporter(PUSH)
    assert refused.code == 6
    assert "4 of 12" in refused.err
    assert "--yes" in refused.err
    assert written(sandbox) == before
    assert exporter(f"{PUSH} --yes").code == 0
    assert len(sandbox.ids(pushed)) == 8


def test_tracks_that_somebody_else_put_there(
    exporter: Run, workplace: Workplace, sandbox: Sandbox, pushed: str
) -> None:
    sandbox.spotify("POST", f"playlists/{pushed}/items", {"uris": [f"spotify:track:{STRANGER}"]})
    before = written(sandbox)
    for words in (PUSH, f"{PUSH} --yes"):
        refused = exporter(words)
        assert refused.code == 6
        assert "keep_extras: true" in refused.err
        assert "--adopt" in refused.err
    assert written(sandbox) == before
    workplace.songs("list", *songs(12), head=KEEP)
    assert exporter(PUSH).code == 0
    assert STRANGER in sandbox.ids(pushed)
    workplace.songs("list", *songs(12))
    assert exporter(f"{PUSH} --adopt").code == 0
    assert STRANGER not in sandbox.ids(pushed)


def test_a_playlist_that_suddenly_reads_empty(exporter: Run, sandbox: Sandbox, pushed: str) -> None:
    sandbox.spotify("PUT", f"playlists/{pushed}/items", {"uris": []})
    before = written(sandbox)
    refused = exporter(PUSH)
    assert refused.code == 6
    assert "reads empty, but held 12 tracks" in refused.err.replace("\n", " ")
    assert written(sandbox) == before
    assert exporter(f"{PUSH} --yes").code == 0
    assert len(sandbox.ids(pushed)) == 12


def test_a_playlist_of_the_same_name_that_no_lock_knows(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    sandbox.spotify("POST", "me/playlists", {"name": "List", "public": False})
    workplace.songs("list", *songs(1))
    before = written(sandbox)
    refused = exporter(PUSH)
    assert refused.code == 6
    assert "--adopt" in refused.err
    assert written(sandbox) == before
    assert exporter(f"{PUSH} --adopt").code == 0
    assert len(sandbox.playlists()) == 1


@pytest.mark.parametrize("emptied", [True, False])
def test_a_plan_says_what_would_stop_a_push_and_ends_well(
    exporter: Run, workplace: Workplace, sandbox: Sandbox, pushed: str, *, emptied: bool
) -> None:
    if emptied:
        sandbox.spotify("PUT", f"playlists/{pushed}/items", {"uris": []})
    else:
        workplace.songs("list", *songs(2))
    planned = exporter("plan list --to spotify@sandbox")
    assert planned.code == 0
    assert "A push would stop here." in planned.err
