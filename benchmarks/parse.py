"""How long a playlist of 10,000 songs takes to read and validate, beside the YAML C loader alone on the same text.

    uv run python benchmarks/parse.py [--songs N] [--runs N]

The two are timed in turn, so that a busy machine slows both. What counts is the ratio of the medians; the aim is
at most 2.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import yaml

from exporter import files
from exporter.errors import FileError


def playlist(songs: int) -> str:
    """A playlist file with the keys that curated ones have."""
    return "name: Benchmark\nsongs:\n" + "".join(map(_song, range(songs)))


def _song(number: int) -> str:
    return f"""\
  - title: 君の知らない物語 {number}
    artist: [supercell, nagi {number % 97}]
    aka: [Kimi no Shiranai Monogatari {number}, The Story You Don't Know]
    from: Bakemonogatari
    album: 君の知らない物語
    year: {1980 + number % 45}
    duration: "{number % 9 + 1}:{number % 60:02}"
    isrc: JPU90{number:07}
    ids: {{first: 4iV5W9uYEdYUVa79{number:06}, second: lY2yjAdb{number:06}}}
    skip: [third]
"""


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Time both in turn and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--songs", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    text = playlist(options.songs)
    loader, ours = [], []
    for _ in range(options.runs):
        loader.append(seconds(lambda: yaml.load(text, Loader=yaml.CSafeLoader)))
        ours.append(seconds(lambda: files.parse(text, "benchmark.yaml", "benchmark")))
    wrong = text.replace("isrc: JPU90", "isrc: JPU9", options.songs // 10)
    problems = seconds(lambda: refused(wrong))
    base, mine = statistics.median(loader), statistics.median(ours)
    print(f"{options.songs} songs, {len(text.encode()) / 1e6:.1f} MB, median of {options.runs} runs")
    print(f"YAML C loader alone    {base:6.2f} s")
    print(f"exporter.files.parse   {mine:6.2f} s   {mine / base:.2f} times the loader")
    print(f"with 10 % wrong ISRCs  {problems:6.2f} s   {problems / base:.2f} times the loader (one run)")


def refused(text: str) -> int:
    """How many problems the text has."""
    try:
        files.parse(text, "benchmark.yaml", "benchmark")
    except FileError as error:
        return len(error.problems)
    return 0


if __name__ == "__main__":
    main()
