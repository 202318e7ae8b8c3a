"""A project of its own for every test, and the sandbox to push to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from exporter.cli.main import run
from tests.storm.report import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]  # pytest asks for it here: where tests run in several processes, too

PLAYLIST = """\
name: Two Songs
songs:
  - title: 君の知らない物語
    artist: supercell
    ids:
      spotify: 434YBNY61Y9sqBSp7OINBa
  - title: 青い栞
    artist: Galileo Galilei
    ids:
      spotify: 3fCO1n6l7yekcNRDRkoJJ4
"""


@dataclass(frozen=True)
class Ended:
    """How a call of the command line ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def result(self) -> Any:
        (result,) = self.json["results"]
        return result


Run = Callable[..., Ended]


class Workplace:
    """A project folder and a state folder that nothing else uses."""

    def __init__(self, root: Path) -> None:
        self.root, self.state = root / "project", root / "state"
        (self.root / "playlists").mkdir(parents=True)

    def write(self, name: str, text: str = PLAYLIST) -> Path:
        path = self.root / "playlists" / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def songs(self, name: str, *songs: Mapping[str, str], head: str = "") -> Path:
        """A playlist of songs given by title, artist and, as ``pin``, a Spotify ID."""
        lines = [f"name: {name.replace('-', ' ').title()}", *head.splitlines(), "songs:"]
        for song in songs:
            lines += [f"  - title: {song['title']}", f"    artist: {song['artist']}"]
            lines += ["    ids:", f"      spotify: {song['pin']}"] if "pin" in song else []
        return self.write(name, "\n".join(lines) + "\n")


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    place = Workplace(tmp_path)
    monkeypatch.chdir(place.root)
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(place.state))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("EXPORTER_SANDBOX_URL", "EXPORTER_SPOTIFY_REFRESH_TOKEN", "NO_COLOR", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture
def exporter(workplace: Workplace, capfd: pytest.CaptureFixture[str]) -> Run:  # noqa: ARG001 - its folders
    """Call the command line as a user does; the words are split at blanks."""

    def call(words: str, *more: str) -> Ended:
        capfd.readouterr()
        code = run([*words.split(), *more])
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    return call


@pytest.fixture
def sandbox(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A running sandbox, which ``@sandbox`` targets use."""
    from exporter.plugins import Plugins  # noqa: PLC0415 - the web stack is for tests that ask for it
    from exporter.sandbox import running  # noqa: PLC0415 - same

    with running([Plugins().backend("spotify")], state=workplace.state / "served") as url:
        monkeypatch.setenv("EXPORTER_SANDBOX_URL", url)
        yield Sandbox(url)


class Sandbox:
    """A look at what reached the service, past exporter."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str) -> Any:
        answer = requests.get(f"{self.url}{path}", headers={"Authorization": "Bearer test"}, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: object = None) -> None:
        requests.post(f"{self.url}{path}", json=body, timeout=10).raise_for_status()

    def spotify(self, method: str, path: str, body: object = None) -> Any:
        headers = {"Authorization": "Bearer test"}
        answer = requests.request(method, f"{self.url}/spotify/v1/{path}", json=body, headers=headers, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def ids(self, playlist_id: str) -> list[str]:
        """The track IDs that a playlist holds, in order."""
        rows: list[str] = []
        while True:
            page = self.spotify("GET", f"playlists/{playlist_id}/items?limit=50&offset={len(rows)}")
            rows += [row["item"]["id"] for row in page["items"]]
            if len(rows) >= page["total"]:
                return rows

    def playlists(self) -> list[Any]:
        found: list[Any] = self.spotify("GET", "me/playlists?limit=50")["items"]
        return found

    def stats(self) -> Any:
        return self.get("/_sandbox/stats")["spotify"]
