"""A playlist that is longer than YouTube Music allows, end to end: the command line, ytmusicapi and the look-alike."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import exporter_ytmusic
import pytest

from exporter.cli.main import run

if TYPE_CHECKING:
    from tests.browser.conftest import Music

LIMIT = 40
"""Rows in a playlist here, in place of 5,000; 38 of them are taken at first."""


def video_id(number: int) -> str:
    return f"video{number:06d}"


class Curator:
    """Somebody who edits a file and pushes it."""

    def __init__(self, service: Music, root: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.service, self.root, self.capfd = service, root, capfd

    def file(self, *numbers: int) -> None:
        rows = [
            f"  - title: Number {number}\n    artist: Metronome\n    ids: {{ytmusic: {video_id(number)}}}\n"
            for number in numbers
        ]
        (self.root / "playlists" / "list.yaml").write_text(f"name: List\nsongs:\n{''.join(rows)}", encoding="utf-8")

    def push(self) -> Any:
        self.capfd.readouterr()
        code = run(["--json", "push", "list", "--to", "ytmusic@sandbox", "--yes"])
        out, err = self.capfd.readouterr()
        assert code == 0, err
        (result,) = json.loads(out)["results"]
        return result

    def held(self) -> dict[str, list[int]]:
        return {one.name: self.service.numbers(one.id) for one in self.service.playlists()}


@pytest.fixture
def curator(
    service: Music, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Curator:
    root = tmp_path / "project"
    (root / "playlists").mkdir(parents=True)
    monkeypatch.chdir(root)
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("EXPORTER_SANDBOX_URL", service.url)
    monkeypatch.setitem(exporter_ytmusic.LIMITS, "browser", replace(exporter_ytmusic.BROWSER, playlist=LIMIT))
    service.switch(max_rows=LIMIT, settle_seconds=0)
    return Curator(service, root, capfd)


def test_it_lies_in_parts_which_a_song_at_the_top_leaves_alone_until_they_are_full(curator: Curator) -> None:
    songs = list(range(100))
    curator.file(*songs)
    first = curator.push()
    parts = {"List": songs[:38], "List (2)": songs[38:76], "List (3)": songs[76:]}
    assert curator.held() == parts
    assert [part["songs"] for part in first["parts"]] == [38, 38, 24]
    assert first["parts"][0]["playlist_id"] == first["playlist_id"]

    curator.file(202, 201, *songs)
    assert curator.push()["requests"]["write"] == 2, "YouTube Music adds at the end and moves"
    assert curator.held() == {**parts, "List": [202, 201, *songs[:38]]}

    curator.file(203, 202, 201, *songs)
    curator.push()
    assert curator.held() == {
        **parts,
        "List": [203, 202, 201, *songs[:37]],
        "List (2)": songs[37:76],
    }
    again = curator.push()
    assert (again["changed"], again["requests"]["write"]) == (False, 0)


def test_it_is_one_playlist_again_when_it_is_short_enough(curator: Curator) -> None:
    curator.file(*range(60))
    curator.push()
    curator.file(*range(30))
    result = curator.push()
    assert curator.held() == {"List": list(range(30)), "List (2) (empty)": []}
    assert "parts" not in result
    curator.file(*range(60))
    curator.push()
    assert curator.held() == {"List": list(range(38)), "List (2)": list(range(38, 60))}
