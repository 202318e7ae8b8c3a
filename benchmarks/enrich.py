"""What enriching a playlist is worth: songs that are accepted on a sandbox service before and after it.

``python benchmarks/enrich.py [TARGET ...]`` takes the five playlists twice: as they are, and with nothing but the
titles and artists of the articles that they were made from. Each is resolved, enriched with ``--yes``, and resolved
again.

Both look-alikes are made from one catalogue, so the figures say that the machinery works, not how much MusicBrainz
knows. Of English titles and romaji the look-alike has those that a service shows to its listeners, which are few.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "tests" / "data" / "articles.json"
THRESHOLDS = ("0.9", "0.8")
SOURCE = "musicbrainz@sandbox"


class Measured(NamedTuple):
    """How many songs there are, how many were accepted, and what was added under each key."""

    songs: int
    accepted: int
    added: Counter[str]


def main() -> None:
    print("playlists     target            songs  accepted", *(f" enriched at {at}" for at in THRESHOLDS))
    for kind, fill in (("as they are", curated), ("the articles", articles)):
        for target in sys.argv[1:] or ["spotify@sandbox"]:
            before, *after = [measured(fill, target, at) for at in ("", *THRESHOLDS)]
            print(f"{kind:<13} {target:<17} {before.songs:>5} {before.accepted:>9}", end="")
            print(*(f"{one.accepted:>16}" for one in after))
            print("  added:", *(f"{at}: {dict(one.added)}" for at, one in zip(THRESHOLDS, after, strict=True)))


def curated(folder: Path) -> None:
    for path in (ROOT / "playlists").glob("*.yaml"):
        shutil.copy(path, folder)


def articles(folder: Path) -> None:
    for name, songs in json.loads(ARTICLES.read_text(encoding="utf-8")).items():
        rows = [{"title": title, **({"artist": artist} if artist else {})} for title, artist in songs]
        lines = [f"  - {json.dumps(row)}" for row in rows]  # JSON is YAML
        (folder / f"{name}.yaml").write_text("\n".join([f"name: {name}", "songs:", *lines, ""]), encoding="utf-8")


def measured(fill: Any, target: str, threshold: str) -> Measured:
    """Accepted songs of all playlists in a project of their own, after enriching them if a threshold is given."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "playlists")
        folder.mkdir()
        fill(folder)
        names = sorted(path.stem for path in folder.glob("*.yaml"))
        added: Counter[str] = Counter()
        for name in names if threshold else ():
            told = run(root, "enrich", name, "--from", SOURCE, "--yes", "--threshold", threshold)
            added.update(key for song in told["songs"] if song["state"] == "written" for key in song["adds"])
        found = [result["songs"] for result in run(root, "resolve", *names, "--to", target)["results"]]
        return Measured(sum(one["total"] for one in found), sum(one["accept"] for one in found), added)


def run(root: str, *words: str) -> Any:
    state = {"EXPORTER_STATE_DIR": str(Path(root, "state"))}
    command = [sys.executable, "-c", "from exporter.cli.main import main; main()", "--json", "--project", root, *words]
    return json.loads(subprocess.run(command, env={**os.environ, **state}, capture_output=True, check=True).stdout)


if __name__ == "__main__":
    main()
