"""How many pairs of one Japanese song or artist in two scripts are recognised, and how many of two songs.

    uv run python benchmarks/readings.py [FOLDER] [--misses]

FOLDER holds pairs of titles and artists gathered from public lists; it is not part of the project, and without it
there is nothing to measure. Each pair is looked at in three ways: by the readings alone, by the whole matcher, and by
the matcher without the plugin. Titles that are translations, which no reading finds, are counted apart.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from exporter.matching.rules import NEAR_LETTERS, NEAR_TITLE, SURE_ARTIST, SURE_TITLE
from exporter.matching.score import compare, no_readings
from exporter.matching.text import loose
from exporter.matching.titles import Readings
from exporter.model import Song, Track
from exporter.plugins import Plugins

SHARED = Path(__file__).parents[2] / "shared" / "bench"
Pair = dict[str, Any]
Same = Callable[[Pair], bool]


def pairs(path: Path) -> list[Pair]:
    """The rows of a file, its first line apart: that one tells where they come from."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if "_readme" not in row]


def keys(text: str, read: Readings) -> set[str]:
    """All that a text may be compared by."""
    return {key for key in map(loose, (text, *read(text))) if key}


def meet(ours: str, theirs: str, read: Readings) -> bool:
    """Whether two texts read the same."""
    return not keys(ours, read).isdisjoint(keys(theirs, read))


def nearly(ours: str, theirs: str, read: Readings) -> bool:
    """Whether two texts read nearly the same, the numbers in them apart."""
    return any(
        min(map(len, pair)) >= NEAR_LETTERS and digits(pair[0]) == digits(pair[1]) and fuzz.ratio(*pair) >= NEAR_TITLE
        for pair in product(keys(ours, read), keys(theirs, read))
    )


def digits(key: str) -> str:
    """The numbers in a key: what tells the second of two songs from the first."""
    return "".join(filter(str.isdigit, key))


def rules(song: Song, track: Track, read: Readings) -> set[str]:
    """What the matcher finds."""
    return {reason.name for reason in compare(song, track, read).reasons}


def same_title(pair: Pair, read: Readings) -> bool:
    """Whether the matcher has no question about the title, the artist being the same."""
    track = Track("service", "1", pair["title_latin"], ("somebody",))
    return bool(rules(Song(pair["title_ja"], ("somebody",)), track, read) & SURE_TITLE)


def same_artist(ours: str, theirs: str, read: Readings) -> bool:
    """Whether the matcher has no question about the artist, the title being the same."""
    return bool(rules(Song("title", (ours,)), Track("service", "1", "title", (theirs,)), read) & SURE_ARTIST)


def titles(rows: Sequence[Pair], read: Readings) -> None:
    """The table of titles."""
    ways: dict[str, Same] = {
        "readings meet": lambda row: meet(row["title_ja"], row["title_latin"], read),
        f"... or are {NEAR_TITLE:.0f} % alike": lambda row: (
            meet(row["title_ja"], row["title_latin"], read) or nearly(row["title_ja"], row["title_latin"], read)
        ),
        "the matcher is sure": lambda row: same_title(row, read),
        "... without the plugin": lambda row: same_title(row, no_readings),
    }
    kinds = {
        "romaji": [row for row in rows if row["same"] and "romaji" in row["kind"]],
        "translated": [row for row in rows if row["same"] and "romaji" not in row["kind"]],
        "two songs": [row for row in rows if not row["same"]],
    }
    print(f"{'titles':24}{''.join(f'{name:>14}' for name in kinds)}{'precision':>14}")
    print(f"{'pairs':24}{''.join(f'{len(of_kind):14}' for of_kind in kinds.values())}")
    for name, same in ways.items():
        romaji, translated, wrong = (sum(map(same, of_kind)) for of_kind in kinds.values())
        shares = (romaji / len(kinds["romaji"]), translated / len(kinds["translated"]))
        precision = (romaji + translated) / max(1, romaji + translated + wrong)
        print(f"{name:24}{shares[0]:14.1%}{shares[1]:14.1%}{wrong:14}{precision:14.2%}")


def artists(rows: Sequence[Pair], read: Readings) -> None:
    """The table of artists. Wrong pairs are made: everybody with everybody else who shares no name."""
    names = [(row["artist_ja"], row["artist_latin"]) for row in rows]
    apart = [(one[0], other[1]) for one, other in product(names, names) if not share_a_name(one, other)]
    print(f"\n{'artists':24}{'same':>14}{'of':>8}{'two artists':>14}{'of':>8}")
    for name, used in {"the matcher is sure": read, "... without the plugin": no_readings}.items():
        right = sum(same_artist(*pair, used) for pair in names)
        wrong = sum(same_artist(*pair, used) for pair in apart)
        print(f"{name:24}{right / len(names):14.1%}{len(names):8}{wrong:14}{len(apart):8}")


def share_a_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two credits are known, in one of the scripts, to name one person."""
    return any(same_artist(*both, no_readings) for both in zip(one, other, strict=True))


def times(texts: Iterable[str], read: Readings) -> str:
    """Median and ninth decile of reading each text once, in µs."""
    taken = []
    for text in texts:
        start = time.perf_counter()
        read(text)
        taken.append((time.perf_counter() - start) * 1e6)
    return f"{statistics.median(taken):8.1f} µs median, {statistics.quantiles(taken, n=10)[-1]:8.1f} µs for one in ten"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--misses", action="store_true", help="print the pairs that the matcher gets wrong")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"There are no pairs to measure on in {options.folder}.")
        return
    plugins = Plugins()
    plugins.all()
    rows, names = (pairs(options.folder / f"{kind}_pairs.jsonl.gz") for kind in ("title", "artist"))
    print(f"first text ever  {times(['さくら', '桜'], plugins.readings)}")
    for script in ("title_ja", "title_latin"):
        texts = sorted({row[script] for row in rows} - {"さくら", "桜"})
        print(f"{script:16} {times(texts, plugins.readings)}; again {times(texts, plugins.readings)}")
    print()
    titles(rows, plugins.readings)
    artists(names, plugins.readings)
    if options.misses:
        for row in rows:
            if same_title(row, plugins.readings) != (row["same"] and "romaji" in row["kind"]):
                print(f"{row['kind'][:8]:10}{row['title_ja']} | {row['title_latin']}")


if __name__ == "__main__":
    main()
