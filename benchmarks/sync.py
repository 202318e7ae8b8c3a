"""What a whole night asks of a service, beside the least that its API allows; counted by the sandbox.

    uv run python benchmarks/sync.py [PLAYLISTS]

Playlists of fifty songs that the sandbox's catalogue has, synchronised by the command line: a first night, and one
without changes.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import requests

from exporter.plugins import Plugins
from exporter.sandbox import running

SONGS = 50
KINDS = ("search", "read", "write", "auth")


def catalogue() -> list[tuple[str, str]]:
    """Titles and artists of recordings that stand alone in the catalogue."""
    lines = files("exporter.sandbox").joinpath("catalogue.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [entry for entry in map(json.loads, lines) if "spotify" in entry.get("services", ["spotify"])]
    titles = [entry["title"] for entry in entries]
    return [(one["title"], one["artists"][0]) for one in entries if titles.count(one["title"]) == 1]


def write(folder: Path, count: int) -> None:
    """So many playlist files; JSON strings are YAML."""
    known, dice = catalogue(), random.Random(7)  # noqa: S311 - the same songs every time
    for number in range(count):
        chosen = dice.sample(known, SONGS)
        rows = (f"  - title: {json.dumps(title)}\n    artist: {json.dumps(artist)}\n" for title, artist in chosen)
        head = f"name: List {number}\ntargets:\n  spotify@sandbox:\nsongs:\n"
        (folder / f"list{number:03}.yaml").write_text(head + "".join(rows), encoding="utf-8")


@contextmanager
def project(count: int) -> Iterator[tuple[list[str], str]]:
    """The command that synchronises a project of its own, and the sandbox that it goes to."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "playlists").mkdir()
        write(folder / "playlists", count)
        os.environ["EXPORTER_STATE_DIR"] = str(folder / "state")
        with running([Plugins().backend("spotify")], state=folder / "served") as url:
            os.environ["EXPORTER_SANDBOX_URL"] = url
            main = "from exporter.cli.main import main; main()"
            yield [sys.executable, "-c", main, "--project", str(folder), "sync"], url


def night(command: list[str], url: str) -> str:
    """One run: its requests by kind, its seconds, and the lines that it says."""
    before, began = counts(url), time.perf_counter()
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seconds, after = time.perf_counter() - began, counts(url)
    asked = "".join(f"{after[kind] - before[kind]:>8,}" for kind in KINDS)
    return f"{asked}{seconds:>9.1f}{len(said.splitlines()):>7}"


def counts(url: str) -> dict[str, int]:
    """What reached the sandbox so far."""
    found: dict[str, int] = requests.get(f"{url}/_sandbox/stats", timeout=10).json()["spotify"]
    return found


if __name__ == "__main__":
    playlists = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{playlists} playlists of {SONGS} songs" + "".join(f"{kind:>8}" for kind in KINDS) + "  seconds  lines")
    with project(playlists) as (command, url):
        print(f"{'first night':<28}{night(command, url)}")
        print(f"{'unchanged':<28}{night(command, url)}")
        print(f"{'unchanged, the floor':<28}{0:>8}{playlists:>8,}{0:>8}{1:>8}")
