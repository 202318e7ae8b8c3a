"""What a push asks of a service, beside the least that the service's API allows; counted by the sandbox.

    uv run python benchmarks/push.py [SONGS ...]       requests and time, for 10, 500 and 5,000 songs without a number
    uv run python benchmarks/push.py --pace            time under a limit, and with slow answers

Songs are made up, each to be found by one search. The floor counts the requests without which nothing can be known,
written, or seen to be written, with every song that is in order left where it is. What is above it is marked, and
docs/push.md says what it is for.
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
from rapidfuzz.distance import LCSseq, MatchingBlock

from exporter import lock as locks
from exporter.app import Depth, Options, Result, run
from exporter.backend import BackendInfo
from exporter.hookspecs import hookimpl
from exporter.model import Decision, Edit, Playlist, Song
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.sandbox import running

MANY_WRITES = 1000
"""Writes of a push that is measured once and not twice: one song a request takes long."""
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


@dataclass(frozen=True, kw_only=True)
class Way:
    """A service and how it is written to: where requests are counted, and what the API puts into one.

    ``first_page`` and ``page`` are rows that one request shows, ``details`` requests for name and description where
    they do not come with the rows. ``add``, ``remove`` and ``move`` are rows in one request, ``neighbours`` those that
    stand together; ``insert`` is what one song at the top takes. ``versions``: one request tells that nothing changed.
    """

    name: str
    backend: str
    mounts: tuple[str, ...]
    writer: str = ""
    first_page: int
    page: int
    details: int = 0
    versions: bool = False
    tokens: int = 0
    add: int
    insert: int
    remove: int
    move: int
    neighbours: int
    most: int

    def rows(self, count: int) -> int:
        """Requests that show a playlist of so many rows."""
        return self.details + 1 + ceil(max(0, count - self.first_page) / self.page)

    def looks(self, count: int, *, known: bool = True) -> int:
        """Requests that tell what so many rows hold; ``known``: nobody changed them since the last time."""
        return 1 if self.versions and known else self.rows(count)

    def reorder(self, before: Sequence[Words], after: Sequence[Words]) -> int:
        """Writes that bring songs into another order and leave those that are in order where they are.

        No more than removing and adding every song takes, as far as that can be less.
        """
        stay = {at for block in LCSseq.editops(before, after).as_matching_blocks() for at in block_of(block)}
        strays = len(after) - len(stay)
        gaps = sum(at not in stay and (at == 0 or at - 1 in stay) for at in range(len(after)))
        in_runs = ceil(strays / self.remove) + max(gaps, ceil(strays / self.add))
        refill = ceil(len(before) / self.remove) + ceil(len(after) / self.add)
        return min(ceil(strays / self.move), in_runs, refill)


def block_of(block: MatchingBlock) -> range:
    """The places in the later list that a block of both lists takes."""
    return range(block.b, block.b + block.size)


WAYS = (
    Way(
        name="spotify",
        backend="spotify",
        mounts=("spotify",),
        first_page=100,
        page=50,
        versions=True,
        tokens=1,
        add=100,
        insert=1,
        remove=100,
        move=1,
        neighbours=100,
        most=10_000,
    ),
    Way(
        name="ytmusic (browser)",
        backend="ytmusic",
        mounts=("ytmusic",),
        writer="browser",
        first_page=100,
        page=100,
        add=50,
        insert=2,
        remove=50,
        move=50,
        neighbours=50,
        most=4_990,
    ),
    Way(
        name="ytmusic (data-api)",
        backend="ytmusic",
        mounts=("ytmusic", "youtube"),
        writer="data-api",
        first_page=50,
        page=50,
        details=1,
        tokens=1,
        add=1,
        insert=1,
        remove=1,
        move=1,
        neighbours=1,
        most=4_990,
    ),
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
        (result,) = run(self.project, self.plugins, ["bench"], [self.target], Depth.PUSH, Silence(), Options(yes=True))
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
    above = [f"{kind} +{asked[kind] - floor[kind]}" for kind in KINDS if asked[kind] > floor[kind]]
    print(f"  {name:<34} {cells}  {seconds:6.2f} s  {'<- ' + ', '.join(above) if above else ''}".rstrip())


def life(way: Way, count: int) -> None:
    """The pushes that happen in a playlist's life."""
    count = min(count, way.most)
    *songs, spare = made_up(count + 1)
    few, many = min(10, count // 4), min(20, count // 4)
    dice = random.Random(7)  # noqa: S311 - to be repeatable
    print(f"\n{way.name}, {count} songs: asked (the least that is possible)")
    with bench(way, [*songs, spare]) as there:

        def push(name: str, now: Sequence[Words], *, writes: int, reads: int, searches: int = 0) -> None:
            _, asked, seconds = there.push(now)
            reads += way.rows(len(now)) if writes else 0  # to see it written
            show(name, asked, {"search": searches, "read": reads, "write": writes, "auth": way.tokens}, seconds)

        first = 1 + ceil(count / way.add)
        push("first push", songs, writes=first, reads=1, searches=count)
        if first <= MANY_WRITES:
            there.forget_playlist()
            push("first push, songs in the lock", songs, writes=first, reads=1)
        push("unchanged", songs, writes=0, reads=way.looks(count))
        there.project.memory_path("bench", there.target).unlink()
        push("unchanged, on a new machine", songs, writes=0, reads=way.looks(count, known=False))
        top = [spare, *songs]
        push("one song at the top", top, writes=way.insert, reads=way.looks(count), searches=1)
        block = [*top[few : 2 * few], *top[:few], *top[2 * few :]]
        push(f"{few} neighbours moved", block, writes=ceil(few / way.neighbours), reads=way.looks(count + 1))
        mixed = moved(block, few, dice)
        push(f"{few} songs moved anywhere", mixed, writes=way.reorder(block, mixed), reads=way.looks(count + 1))
        ten = [*dice.sample(mixed[:10], 10), *mixed[10:]]
        push("the first ten songs shuffled", ten, writes=way.reorder(mixed, ten), reads=way.looks(count + 1))
        gone = set(dice.sample(range(count + 1), many))
        fewer = [song for at, song in enumerate(ten) if at not in gone]
        push(f"{many} songs removed", fewer, writes=ceil(many / way.remove), reads=way.looks(count + 1))


def moved(songs: Sequence[Words], count: int, dice: random.Random) -> list[Words]:
    """The list with so many of its songs at other places."""
    moving = set(dice.sample(range(len(songs)), count))
    found = [song for at, song in enumerate(songs) if at not in moving]
    for at in sorted(moving):
        found.insert(dice.randrange(len(found) + 1), songs[at])
    return found


LATENCY, RATE, SLOW_SONGS = 0.08, 10, 500


def pace(way: Way) -> None:
    """A first push of 500 songs, each answer after 80 ms: without a limit, and with one of ten requests a second."""
    songs = made_up(SLOW_SONGS)
    with bench(way, songs, latency_ms=LATENCY * 1000) as there:
        _, asked, seconds = there.push(songs)
    total = sum(asked.values())
    times = total * LATENCY / seconds
    print(f"{way.name}, {total} requests, no limit: {seconds:.1f} s, {times:.1f} times as fast as one by one")
    settings = f"requests_per_second = {RATE}\n"
    with bench(way, songs, settings=settings, latency_ms=LATENCY * 1000, rate=RATE) as there:
        result, _, seconds = there.push(songs)
    times, again = seconds / (total / RATE), result.requests["retried"]
    print(f"{way.name}, {RATE} a second: {seconds:.1f} s, {times:.2f} times what the limit allows; {again} asked again")


if __name__ == "__main__":
    if "--pace" in sys.argv:
        for one in WAYS:
            pace(one)
    else:
        for one, number in product(WAYS, [int(word) for word in sys.argv[1:]] or [10, 500, 5000]):
            life(one, number)
