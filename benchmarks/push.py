"""What a push asks of a service, beside the least that the service's API allows; counted by the sandbox.

    uv run python benchmarks/push.py [SONGS ...]       requests and time, for 10, 500 and 5,000 songs without a number
    uv run python benchmarks/push.py --pace            time under a limit, and with slow answers

Songs are made up, each to be found by one search. The floor counts the requests without which nothing can be known,
written, or seen to be written; what is asked beyond it is named under the table.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from math import ceil
from pathlib import Path
from types import SimpleNamespace

import msgspec
import requests

from exporter import lock as locks
from exporter.app import Depth, Options, Result, run
from exporter.backend import BackendInfo
from exporter.hookspecs import hookimpl
from exporter.model import Decision, Edit, Playlist, Song
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.sandbox import running

KINDS = ("search", "read", "write", "auth")
Words = tuple[str, str]
"""A song's title and artist."""


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


@dataclass(frozen=True)
class Way:
    """A service and how it is written to: where its requests are counted, and how its API pages and edits."""

    name: str
    backend: str
    mounts: tuple[str, ...]
    first_page: int
    page: int
    add: int
    remove: int
    move: int
    adds_anywhere: bool
    versions: bool
    details: int
    tokens: int
    writer: str = ""

    def rows(self, count: int) -> int:
        """Requests that show a playlist of so many rows."""
        return self.details + 1 + ceil(max(0, count - self.first_page) / self.page)

    def floor(self, event: Event) -> Mapping[str, int]:
        """The least that the API allows."""
        before = 1 + (0 if event.known else self.rows(event.before) - 1) if self.versions else self.rows(event.before)
        looks = before if event.before else 1
        read_back = self.rows(event.after) if event.changes else 0
        writes = (
            int(not event.before)
            + ceil(event.added / self.add)
            + int(event.inserted and not self.adds_anywhere)
            + ceil(event.moved / self.move)
            + ceil(event.removed / self.remove)
        )
        return {"search": event.searched, "read": looks + read_back, "write": writes, "auth": self.tokens}


@dataclass(frozen=True)
class Event:
    """One push in a playlist's life: rows before and after it, and what happens to how many of them."""

    name: str
    before: int
    after: int
    searched: int = 0
    added: int = 0
    moved: int = 0
    removed: int = 0
    inserted: bool = False
    known: bool = True

    @property
    def changes(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.added or self.moved or self.removed or not self.before)


WAYS = (
    Way("spotify", "spotify", ("spotify",), 100, 50, 100, 100, 1, True, True, 0, 1),
    Way("ytmusic (browser)", "ytmusic", ("ytmusic",), 100, 100, 50, 50, 50, False, False, 0, 0, "browser"),
    Way("ytmusic (data-api)", "ytmusic", ("ytmusic", "youtube"), 50, 50, 1, 1, 1, True, False, 1, 1, "data-api"),
)


def made_up(count: int) -> list[Words]:
    """Songs that differ from each other in every word."""
    dice = random.Random(5)  # noqa: S311 - made up, not secret
    syllables = ["".join(pair) for pair in product("bdfgklmnprstvz", "aeiou")]
    words = dict.fromkeys("".join(dice.choices(syllables, k=4)) for _ in range(4 * count + 100))
    each = iter(words)
    return [(f"{next(each)} {next(each)}".title(), next(each).title()) for _ in range(count)]


def catalogue(songs: Sequence[Words]) -> str:
    """The songs as both services have them."""
    lengths = {"spotify": 22, "ytmusic": 11}
    return "".join(
        json.dumps(
            {
                "id": f"{number:0{length}d}",
                "title": title,
                "artists": [artist],
                "album": title,
                "duration_ms": 200_000 + number,
                "services": [service],
            }
        )
        + "\n"
        for service, length in lengths.items()
        for number, (title, artist) in enumerate(songs)
    )


@dataclass
class Bench:
    """A project and a sandbox to push to."""

    way: Way
    project: Project
    plugins: Plugins
    url: str

    @property
    def target(self) -> Target:
        """Where to push."""
        return Target.parse(f"{self.way.backend}@sandbox")

    def write(self, songs: Sequence[Words]) -> None:
        """The playlist file of these songs; JSON strings are YAML."""
        rows = (f"  - title: {json.dumps(title)}\n    artist: {json.dumps(artist)}\n" for title, artist in songs)
        path = self.project.root / "playlists" / "bench.yaml"
        path.write_text("name: Bench\nsongs:\n" + "".join(rows), encoding="utf-8")

    def asked(self) -> dict[str, int]:
        """What was asked so far."""
        stats = requests.get(f"{self.url}/_sandbox/stats", timeout=10).json()
        return {kind: sum(stats[mount][kind] for mount in self.way.mounts) for kind in KINDS}

    def push(self, songs: Sequence[Words]) -> tuple[Result, dict[str, int], float]:
        """Push; how it ended, what it asked, and the seconds that it took."""
        self.write(songs)
        before, began = self.asked(), time.perf_counter()
        (result,) = run(
            self.project, self.plugins, ["bench"], [self.target], Depth.PUSH, Silence(), Options(yes=True)
        )
        seconds = time.perf_counter() - began
        if result.error:
            raise result.error
        after = self.asked()
        return result, {kind: after[kind] - before[kind] for kind in KINDS}, seconds

    def forget_playlist(self) -> None:
        """As before the first push, but with every song decided."""
        path = self.project.lock_path("bench", self.target)
        lock = locks.read(path)
        requests.post(f"{self.url}/_sandbox/reset", timeout=10).raise_for_status()
        locks.write(path, msgspec.structs.replace(lock, homes={}))
        self.project.memory_path("bench", self.target).unlink()


@contextmanager
def bench(way: Way, songs: Sequence[Words], *, settings: str = "", **weather: float) -> Iterator[Bench]:
    """An empty project and a sandbox of its own, which has these songs. ``weather`` is for the sandbox."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["EXPORTER_STATE_DIR"] = str(folder / "state")
        (folder / "playlists").mkdir()
        lines = f'[targets."{way.backend}@sandbox"]\n' + (f'writer = "{way.writer}"\n' if way.writer else "") + settings
        (folder / "exporter.toml").write_text(lines, encoding="utf-8")
        source = folder / "catalogue.jsonl"
        source.write_text(catalogue(songs), encoding="utf-8")
        info = Plugins().backend(way.backend)
        with running([info], state=folder / "sandbox", catalogue=source, **weather) as url:  # type: ignore[arg-type]
            os.environ["EXPORTER_SANDBOX_URL"] = url
            switches = {"ytmusic": {"settle_seconds": 0.0}, "youtube": {"settle_seconds": 0.0, "daily_units": 10**9}}
            if way.backend == "ytmusic":
                requests.post(f"{url}/_sandbox/switches", json=switches, timeout=10).raise_for_status()
            yield Bench(way, Project.find(folder), unmetered(info), url)


def unmetered(info: BackendInfo) -> Plugins:
    """The backend without books of its quota: a day's 10,000 units are 200 edits of the Data API."""

    def fitted(secrets: Mapping[str, str], settings: Mapping[str, object]) -> BackendInfo:
        return replace(info.fit(secrets, settings), quotas=())

    @hookimpl
    def exporter_backends() -> list[BackendInfo]:
        return [replace(info, fitted=fitted)]

    return Plugins(points=[], modules=[SimpleNamespace(exporter_backends=exporter_backends)])


def show(name: str, asked: Mapping[str, int], floor: Mapping[str, int], seconds: float) -> None:
    """One line of the table."""
    cells = "  ".join(f"{kind} {asked[kind]:>4} ({floor[kind]:>4})" for kind in KINDS)
    print(f"  {name:<34} {cells}  {seconds:6.2f} s")


def life(way: Way, count: int) -> None:
    """The pushes that happen in a playlist's life."""
    *songs, spare = made_up(count + 1)
    few = min(10, count // 5)
    many = min(20, count // 5)
    dice = random.Random(7)  # noqa: S311 - to be repeatable
    print(f"\n{way.name}, {count} songs: asked (the least that is possible)")
    with bench(way, [*songs, spare]) as there:

        def push(songs: Sequence[Words], event: Event) -> None:
            _, asked, seconds = there.push(songs)
            show(event.name, asked, way.floor(event), seconds)

        push(songs, Event("first push", 0, count, searched=count, added=count))
        there.forget_playlist()
        push(songs, Event("first push, songs in the lock", 0, count, added=count))
        push(songs, Event("unchanged", count, count))
        there.project.memory_path("bench", there.target).unlink()
        push(songs, Event("unchanged, on a new machine", count, count, known=False))
        top = [spare, *songs]
        push(top, Event("one song at the top", count, count + 1, searched=1, added=1, inserted=True))
        block = [*top[few : 2 * few], *top[:few], *top[2 * few :]]
        push(block, Event(f"{few} neighbours moved", count + 1, count + 1, moved=way.move if few > 1 else few))
        moving = set(dice.sample(range(count + 1), few))
        shuffled = [song for at, song in enumerate(block) if at not in moving]
        for at in sorted(moving):
            shuffled.insert(dice.randrange(len(shuffled) + 1), block[at])
        push(shuffled, Event(f"{few} songs moved anywhere", count + 1, count + 1, moved=few))
        gone = set(dice.sample(range(count + 1), many))
        fewer = [song for at, song in enumerate(shuffled) if at not in gone]
        push(fewer, Event(f"{many} songs removed", count + 1, len(fewer), removed=many))


LATENCY_MS, RATE, SLOW_SONGS = 80, 10, 500


def pace(way: Way) -> None:
    """A first push of 500 songs under a limit of ten requests a second, and without one, each answer after 80 ms."""
    songs = made_up(SLOW_SONGS)
    with bench(way, songs, latency_ms=LATENCY_MS) as there:
        _, asked, seconds = there.push(songs)
    total = sum(asked.values())
    alone = total * LATENCY_MS / 1000
    print(f"{way.name}: {total} requests of {LATENCY_MS} ms")
    print(f"  no limit: {seconds:5.1f} s, {alone / seconds:.1f} times as fast as one by one ({alone:.1f} s)")
    settings = f"requests_per_second = {RATE}\n"
    with bench(way, songs, settings=settings, latency_ms=LATENCY_MS, rate=RATE) as there:
        result, asked, seconds = there.push(songs)
    total = sum(asked.values())
    print(
        f"  {RATE} a second: {seconds:5.1f} s, {seconds * RATE / total:.2f} times what the limit allows "
        f"({total / RATE:.1f} s); {result.requests['retried']} asked again"
    )


if __name__ == "__main__":
    if "--pace" in sys.argv:
        for one in WAYS:
            pace(one)
    else:
        for one, number in product(WAYS, [int(word) for word in sys.argv[1:]] or [10, 500, 5000]):
            life(one, number)
