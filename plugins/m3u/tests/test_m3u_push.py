"""From a playlist file to a file that players open, by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exporter_m3u.scratch import silent_flac

from exporter.cli.main import run

PLAYLIST = """\
name: Two Songs
targets:
  m3u: {}
songs:
  - title: again
    artist: YUI
  - title: 99 Luftballons
    artist: Nena
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "playlists").mkdir()
    (tmp_path / "playlists" / "two-songs.yaml").write_text(PLAYLIST, encoding="utf-8")
    (tmp_path / "Music").mkdir()
    for artist, title in (("YUI", "again"), ("Nena", "99 Luftballons")):
        content = silent_flac({"TITLE": [title], "ARTIST": [artist]}, 200)
        (tmp_path / "Music" / f"{artist} - {title}.flac").write_bytes(content)
    (tmp_path / "exporter.toml").write_text(f'[targets.m3u]\nmusic = "{(tmp_path / "Music").as_posix()}"\n')
    return tmp_path


def test_a_push_writes_a_file_and_the_next_one_has_nothing_to_do(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["push", "two-songs", "--to", "m3u"]) == 0
    text = (project / "Music" / "Two Songs.m3u8").read_text(encoding="utf-8")
    assert text.splitlines() == [
        "#EXTM3U",
        "#PLAYLIST:Two Songs",
        "#EXTINF:200,YUI - again",
        "YUI - again.flac",
        "#EXTINF:200,Nena - 99 Luftballons",
        "Nena - 99 Luftballons.flac",
    ]
    capsys.readouterr()
    assert run(["push", "two-songs", "--to", "m3u", "--json"]) == 0
    (again,) = json.loads(capsys.readouterr().out)["results"]
    assert (again["changed"], again["requests"]["write"]) == (False, 0)


def test_a_stranger_s_file_of_the_name_is_not_taken_unasked(project: Path) -> None:
    theirs = project / "Music" / "Two Songs.m3u8"
    theirs.write_text("# mine\nNena - 99 Luftballons.flac\n", encoding="utf-8")
    assert run(["push", "two-songs", "--to", "m3u"]) == 6
    assert theirs.read_text(encoding="utf-8") == "# mine\nNena - 99 Luftballons.flac\n"
    assert run(["push", "two-songs", "--to", "m3u", "--adopt"]) == 0
    assert "# mine" in theirs.read_text(encoding="utf-8").splitlines()


@pytest.mark.usefixtures("project")
def test_sync_and_doctor_need_no_login(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync"]) == 0
    assert run(["doctor", "m3u"]) == 0
    assert run(["login", "m3u"]) == 2
    assert "needs no login" in capsys.readouterr().err


def test_the_sandbox_has_music_for_somebody_without_any(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "exporter.toml").unlink()
    assert run(["push", "two-songs", "--to", "m3u@sandbox", "--json"]) == 0
    (result,) = json.loads(capsys.readouterr().out)["results"]
    assert result["songs"]["accept"] >= 1
    assert Path(result["url"]).is_relative_to(project / "state")
    assert Path(result["url"]).is_file()


def test_a_misspelt_setting_is_told_with_what_was_meant(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "exporter.toml").write_text('[targets.m3u]\nmusik = "~/Music"\n', encoding="utf-8")
    assert run(["push", "two-songs", "--to", "m3u"]) == 2
    assert "Known: music." in capsys.readouterr().err


@pytest.mark.parametrize("named", ["Music", "~nobody-of-this-name/Music"])
def test_a_folder_that_can_be_none_is_told_before_anything_runs(
    project: Path, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    (project / "exporter.toml").write_text(f'[targets.m3u]\nmusic = "{named}"\n', encoding="utf-8")
    assert run(["push", "two-songs", "--to", "m3u"]) == 2
    assert "is not a" in capsys.readouterr().err
