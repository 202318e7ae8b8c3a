"""How well articles are read: per article the songs it names, those found, read without a mend, and taken for songs.

    uv run python benchmarks/import.py [--data FOLDER] [--mends]

FOLDER (``../shared/seeds`` by default) holds articles (``*.txt``) and ``songs.csv``, which says for each song the title
and the artist that stand in the article, the show, and the year. A song is found when its title is among those read;
read without a mend when title and artist (where the article names one, else the show) are right as well and it would be
imported unasked. ``--mends`` lists what had to be mended.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from exporter.exchange import Listed
from exporter.formats.article import ARTICLE

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
ROMAJI = {"四月は君の嘘": "Shigatsu wa Kimi no Uso"}
"""Shows that songs.csv has in another script than the article."""

HEAD = ("article", "songs", "found", "no mend", "sure of", "no song", "in order", "years", "ms")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A song as its article has it; ``show`` as somebody who knows it wrote it down, in several spellings."""

    title: str
    artist: str
    show: str
    year: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one article."""

    name: str
    songs: int
    found: int
    right: int
    taken: int
    foreign: int
    in_order: bool
    years: tuple[int, int]
    seconds: float
    mends: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """The result as the cells of a table."""
        right, said = self.years
        return (
            self.name,
            *(str(number) for number in (self.songs, self.found, self.right, self.taken, self.foreign)),
            "yes" if self.in_order else "no",
            f"{right}/{said}",
            f"{self.seconds * 1000:.0f}",
        )


def main() -> int:
    """Read every article and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SEEDS)
    parser.add_argument("--mends", action="store_true", help="list what had to be mended")
    options = parser.parse_args()
    if not (options.data / "songs.csv").is_file():
        print(f"No articles to read: there is no {options.data / 'songs.csv'}. Name their folder with --data.")
        return 1
    results = [measure(path, songs) for path, songs in articles(options.data)]
    print_table([HEAD, *(result.row for result in results), total(results)])
    if options.mends:
        for result in results:
            print(*(f"{result.name}: {mend}" for mend in result.mends), sep="\n", end="\n" if result.mends else "")
    return 0


def articles(folder: Path) -> Iterator[tuple[Path, Sequence[Wanted]]]:
    """Every article with its songs, in the order of the article."""
    songs: defaultdict[str, list[Wanted]] = defaultdict(list)
    with (folder / "songs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            wanted = Wanted(row["seed_title"], row["seed_artist"], row["show"], row["year"])
            songs[row["seed_file"]].append(wanted)
    return ((folder / name, songs[name]) for name in sorted(songs))


def measure(path: Path, songs: Sequence[Wanted]) -> Result:
    """Read one article and compare it with what it holds."""
    assert ARTICLE.read  # noqa: S101 - for the type checker
    text = path.read_text(encoding="utf-8")
    start = time.perf_counter()
    read = ARTICLE.read(text, path.name).songs
    seconds = time.perf_counter() - start
    rest, pairs, mends = list(read), dict[Wanted, Listed](), list[str]()
    for song in songs:
        same = next((one for one in rest if key(one.song.title) == key(song.title)), None)
        if same:
            rest.remove(same)
            pairs[song] = same
        if not same or not (is_right(song, same) and same.taken):
            mends.append(f"{song.title} - {song.artist or song.show}: {same.song.label if same else 'not found'}")
    places = [read.index(one) for one in pairs.values()]
    said = [(song, one.song.year) for song, one in pairs.items() if one.song.year and song.year]
    return Result(
        name=path.stem.partition("_")[0],
        songs=len(songs),
        found=len(pairs),
        right=len(songs) - len(mends),
        taken=sum(one.taken for one in pairs.values()),
        foreign=sum(one.taken for one in rest),
        in_order=places == sorted(places),
        years=(sum(int(song.year) == year for song, year in said), len(said)),
        seconds=seconds,
        mends=tuple(mends),
    )


def is_right(wanted: Wanted, read: Listed) -> bool:
    """Whether the artist is the one the article names, wherever it went; else whether the show is."""
    names = {key(name) for name in (*read.song.artists, read.song.from_)}
    if wanted.artist:
        return key(wanted.artist) in names
    spellings = f"{wanted.show} {ROMAJI.get(wanted.show.partition(' (')[0], '')}"
    return not wanted.show or fuzz.partial_ratio(key(read.song.from_), key(spellings)) >= 80


def key(text: str) -> str:
    """A title for comparing: no case, no kinds of apostrophes, single spaces."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    return " ".join(plain.split())


def total(results: Iterable[Result]) -> tuple[str, ...]:
    """The last row of the table."""
    rows = [result.row for result in results]
    sums = (str(sum(int(row[column]) for row in rows)) for column in range(1, 6))
    years = (sum(int(row[7].split("/")[part]) for row in rows) for part in (0, 1))
    return ("all", *sums, "yes" if all(row[6] == "yes" for row in rows) else "no", "/".join(map(str, years)), "")


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Columns under each other, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


if __name__ == "__main__":
    sys.exit(main())
