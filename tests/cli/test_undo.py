"""``exporter diff`` and ``exporter restore``, end to end: the command line, spotipy and the look-alike over HTTP."""

from __future__ import annotations

import pytest

from tests.conftest import Run, Sandbox, Workplace

KIMI = {"title": "君の知らない物語", "artist": "supercell", "pin": "434YBNY61Y9sqBSp7OINBa"}
AOI = {"title": "青い栞", "artist": "Galileo Galilei", "pin": "3fCO1n6l7yekcNRDRkoJJ4"}
ORANGE = {"title": "オレンジ", "artist": "7!!", "pin": "7p30D2KjK2XW7YUvI6nH3o"}
AGAIN = {"title": "again", "artist": "YUI", "pin": "7EUSByOz1UUx78lLDxfxRQ"}
FOUR = [KIMI, AOI, ORANGE, AGAIN]
TO = "list --to spotify@sandbox"


def pins(*songs: dict[str, str]) -> list[str]:
    return [song["pin"] for song in songs]


@pytest.fixture
def playlist(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> str:  # noqa: ARG001 - it runs
    """The ID of a playlist that held four songs and holds two, in another order."""
    workplace.songs("list", *FOUR)
    assert exporter(f"push {TO}").code == 0
    workplace.songs("list", AGAIN, KIMI)
    result = exporter(f"--json push {TO}").result
    playlist_id: str = result["playlist_id"]
    return playlist_id


def test_what_a_push_took_away_comes_back(exporter: Run, sandbox: Sandbox, playlist: str) -> None:
    assert sandbox.ids(playlist) == pins(AGAIN, KIMI)
    listed = exporter(f"restore {TO} --list")
    assert listed.code == 0
    assert "1" in listed.out
    shown = exporter(f"restore {TO} --dry-run")
    assert "Restoring would take" in shown.out
    assert "青い栞" in shown.out
    assert sandbox.ids(playlist) == pins(AGAIN, KIMI)
    restored = exporter(f"restore {TO} --at 1")
    assert restored.code == 0
    assert sandbox.ids(playlist) == pins(*FOUR)
    assert "The file says otherwise: the next push stops" in restored.out.replace("\n", " ")


def test_the_next_push_does_as_was_told(exporter: Run, sandbox: Sandbox, playlist: str) -> None:
    document = exporter(f"--json restore {TO}").json
    assert document["next_push"] == "stops"
    assert document["changed"]
    assert [edit["edit"] for edit in document["edits"]]
    assert exporter(f"push {TO}").code == 6
    assert sandbox.ids(playlist) == pins(*FOUR)


def test_backups_are_listed_in_json(exporter: Run, playlist: str) -> None:
    (backup,) = exporter(f"--json restore {TO} --list").json["backups"]
    assert (backup["number"], backup["tracks"], backup["playlist_id"]) == (1, 4, playlist)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("restore list --to spotify@sandbox --at 7", 2, "There is no backup 7"),
        ("restore list --to spotify@sandbox --at never", 2, "is no time"),
        ("restore other --to spotify@sandbox", 2, "no playlist called"),
        ("restore list --to spotify", 2, "has not been pushed to spotify yet"),
        ("diff list --to spotify", 2, "has not been pushed to spotify yet"),
    ],
)
def test_mistakes_are_told(exporter: Run, playlist: str, words: str, code: int, told: str) -> None:
    assert playlist
    ended = exporter(words)
    assert ended.code == code
    assert told in ended.err.replace("\n", " ")


def test_a_guard_of_restore_ends_with_6(exporter: Run, sandbox: Sandbox, playlist: str) -> None:
    sandbox.spotify("POST", f"playlists/{playlist}/items", {"uris": ["spotify:track:0Rr5Lw09CzqcchhsH0Pmhs"]})
    refused = exporter(f"restore {TO}")
    assert refused.code == 6
    assert f"`exporter restore {TO} --yes` removes them" in refused.err.replace("\n", " ")
    assert exporter(f"restore {TO} --yes").code == 0
    assert sandbox.ids(playlist) == pins(*FOUR)


def test_a_difference_is_shown_by_rows_and_counted(exporter: Run, sandbox: Sandbox, playlist: str) -> None:
    same = exporter(f"diff {TO} --strict")
    assert same.code == 0
    assert "As in the file: 2 songs." in same.out
    sandbox.spotify(
        "PUT", f"playlists/{playlist}/items", {"uris": [f"spotify:track:{pin}" for pin in pins(AOI, AGAIN)]}
    )
    shown = exporter(f"diff {TO}")
    assert shown.code == 0
    assert "there at 1, not in the file" in shown.out
    assert "not there" in shown.out
    assert "2 songs in the file: 1 there in their place, 1 not there; 1 row there not in the file." in shown.out
    assert exporter(f"diff {TO} --strict").code == 3


def test_a_row_that_a_push_would_keep_is_not_marked_as_one_that_goes(
    exporter: Run, workplace: Workplace, sandbox: Sandbox, playlist: str
) -> None:
    path = workplace.root / "playlists" / "list.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"targets:\n  spotify: {{keep_extras: true}}\n{text}", encoding="utf-8")
    uris = [f"spotify:track:{pin}" for pin in pins(AGAIN, KIMI, AOI)]
    sandbox.spotify("PUT", f"playlists/{playlist}/items", {"uris": uris})
    shown = exporter(f"diff {TO}").out
    assert "there at 3, not in the file, and stays" in shown
    assert "  -  " not in shown


def test_a_difference_in_json_has_every_row(exporter: Run, sandbox: Sandbox, playlist: str) -> None:
    sandbox.spotify("PUT", f"playlists/{playlist}/items", {"uris": [f"spotify:track:{pin}" for pin in pins(AOI, KIMI)]})
    (result,) = exporter(f"--json diff {TO}").json["results"]
    assert result["differs"]
    assert result["counts"] == {"same": 1, "moved": 0, "missing": 1, "extra": 1}
    assert [(row["row"], row["song"], row["position"]) for row in result["rows"]] == [
        ("extra", None, 1),
        ("missing", 1, None),
        ("same", 2, 2),
    ]
    assert result["error"] is None
