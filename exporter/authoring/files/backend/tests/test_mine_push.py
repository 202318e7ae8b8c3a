"""From a playlist file to the service's look-alike, as a curator does it."""

from __future__ import annotations

from pathlib import Path

import exporter
import pytest

PLAYLIST = """\
name: First
songs:
  - title: 君の知らない物語
    artist: supercell
"""


def test_a_playlist_is_pushed_and_the_next_push_has_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(tmp_path / "state"))
    (tmp_path / "playlists").mkdir()
    (tmp_path / "playlists" / "first.yaml").write_text(PLAYLIST, encoding="utf-8")
    playlist = exporter.open_project(tmp_path).playlist("first")
    first = playlist.push(to="mine@sandbox")
    assert first.counts["accept"] == 1, "the look-alike was asked, and the song was not found"
    assert first.changed
    assert not playlist.push(to="mine@sandbox").changed
