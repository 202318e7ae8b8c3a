"""What a push asks of a service, beside the least that the service's API allows; counted by the sandbox.

    uv run python benchmarks/push.py [SONGS ...]

Songs are taken from the sandbox's own catalogue by title and artist, so that every one is searched for and found.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from itertools import cycle, islice
from math import ceil
from pathlib import Path

import requests

from exporter.app import Depth, Options, run
from exporter.model import Decision, Edit, Playlist, Song
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.sandbox import running

TARGET = Target.parse("spotify@sandbox")
PAGE, BATCH = 50, 100
FIRST_PAGE = 100
"""Rows that come along with a playlist's details."""


class Silence:
    """A face that shows nothing and agrees to everything."""

    def searching(self, playlist: Playlist, target: Target, total: int) -> None:
        """Nothing."""

    def decided(self, song: Song, decision: Decision) -> None:
        """Nothing."""

    def planned(self, result: object) -> None:
        """Nothing."""

    def written(self, edit: Edit) -> None:
        """Nothing."""

    def finished(self, result: object) -> None:
        """Nothing."""

    def ask(self, question: str) -> bool:  # noqa: ARG002 - a Face
        """Go on."""
        return True


def found_songs(count: int) -> list[tuple[str, str]]:
    """Titles and artists of recordings that stand alone in the catalogue; repeated when there are too few."""
    lines = files("exporter.sandbox").joinpath("catalogue.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [entry for entry in map(json.loads, lines) if "spotify" in entry.get("services", ["spotify"])]
    titles = [entry["title"] for entry in entries]
    single = [entry for entry in entries if titles.count(entry["title"]) == 1 and len(entry["artists"]) == 1]
    return [(entry["title"], entry["artists"][0]) for entry in islice(cycle(single), count)]


def write(path: Path, songs: list[tuple[str, str]]) -> None:
    """The playlist file of these songs; JSON strings are YAML."""
    rows = (f"  - title: {json.dumps(title)}\n    artist: {json.dumps(artist)}\n" for title, artist in songs)
    path.write_text("name: Bench\nsongs:\n" + "".join(rows), encoding="utf-8")


@contextmanager
def project() -> Iterator[tuple[Project, str]]:
    """An empty project and a sandbox of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EXPORTER_STATE_DIR"] = f"{folder}/state"
        (Path(folder) / "playlists").mkdir()
        with running([Plugins().backend("spotify")], state=Path(folder) / "sandbox") as url:
            os.environ["EXPORTER_SANDBOX_URL"] = url
            yield Project.find(Path(folder)), url


def reads_whole(rows: int) -> int:
    """Requests that show a playlist of so many rows."""
    return 1 + ceil(max(0, rows - FIRST_PAGE) / PAGE)


def measure(name: str, where: Project, url: str, songs: list[tuple[str, str]], floor: dict[str, int]) -> None:
    """Push, and print what the sandbox counted beside the floor."""
    write(where.root / "playlists" / "bench.yaml", songs)
    before = requests.get(f"{url}/_sandbox/stats", timeout=10).json()["spotify"]
    began = time.perf_counter()
    (result,) = run(where, Plugins(), ["bench"], [TARGET], Depth.PUSH, Silence(), Options(yes=True))
    seconds = time.perf_counter() - began
    if result.error:
        raise result.error
    after = requests.get(f"{url}/_sandbox/stats", timeout=10).json()["spotify"]
    asked = {kind: after[kind] - before[kind] for kind in ("search", "read", "write", "auth")}
    cells = "  ".join(f"{kind} {asked[kind]:>4} ({floor[kind]:>4})" for kind in asked)
    accepted = result.counts["accept"]
    print(f"{name:<28} {cells}  {seconds:6.2f} s  {accepted:>5} accepted")


def bench(count: int) -> None:
    """The pushes that happen in a playlist's life."""
    songs = found_songs(count + 1)
    spare, songs = songs[-1], songs[:-1]
    distinct = len(set(songs))
    print(f"\n{count} songs: asked (the least that is possible)")
    with project() as (where, url):
        rows = reads_whole(count)
        adds = ceil(count / BATCH)
        measure("first push", where, url, songs, {"search": distinct, "read": 2 + rows, "write": 1 + adds, "auth": 1})
        measure("unchanged", where, url, songs, {"search": 0, "read": 1, "write": 0, "auth": 1})
        top = [spare, *songs]
        measure(
            "one song at the top",
            where,
            url,
            top,
            {"search": int(spare not in songs), "read": 1 + reads_whole(count + 1), "write": 1, "auth": 1},
        )
        shuffled = [*top[5:10], *top[:5], *top[10:]]
        measure(
            "five neighbours moved",
            where,
            url,
            shuffled,
            {"search": 0, "read": 1 + reads_whole(count + 1), "write": 1, "auth": 1},
        )
        fewer = shuffled[:-2]
        measure(
            "two songs taken out",
            where,
            url,
            fewer,
            {"search": 0, "read": 1 + reads_whole(count - 1), "write": 1, "auth": 1},
        )


if __name__ == "__main__":
    for number in [int(word) for word in sys.argv[1:]] or [10, 100, 500]:
        bench(number)
