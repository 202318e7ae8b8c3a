"""How well texts in old encodings are read: of short playlists in each, how many come out as they were written.

    uv run python benchmarks/encodings.py [--rule ours|charset-normalizer] [--mends]

Playlists of 1 to 50 lines are cut from tests/data/languages and encoded, as lines and as tables. ``right`` counts those
whose every letter comes back; ``sure`` the right ones that are told without a doubt; ``lies`` those that are wrong and
told without one, which must be none. What UTF-8 reads as well (nothing but ASCII in it) is not counted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from exporter.importing.encodings import decode

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "tests" / "data" / "languages"
CODECS = {
    "japanese": ("shift_jis", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le"),
    "simplified": ("gbk", "gb18030", "utf-16", "utf-16-be"),
    "traditional": ("big5", "gbk"),
    "korean": ("euc_kr", "utf-16-le"),
    "russian": ("cp1251", "koi8_r", "iso8859_5", "cp866", "utf-16-le"),
    "ukrainian": ("cp1251", "koi8_u"),
    "western": ("cp1252", "utf-16", "utf-16-le"),
    "polish": ("cp1250",),
    "czech": ("cp1250",),
    "turkish": ("cp1254",),
    "greek": ("cp1253",),
}
SIZES = (1, 2, 5, 10, 20, 50)

Rule = Callable[[bytes], tuple[str, bool]]
"""The text of some bytes, and whether it is told without a doubt."""


class Sample(NamedTuple):
    """A playlist as it was written, and its bytes."""

    size: int
    text: str
    data: bytes


def ours(data: bytes) -> tuple[str, bool]:
    """What an import does."""
    found = decode(data)
    return found.text, not found.doubtful


def normalizer(data: bytes) -> tuple[str, bool]:
    """What the library charset-normalizer makes of it; it is never in doubt, as far as it tells."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only on demand

    best = from_bytes(data).best()
    return (str(best), True) if best else ("", False)


def samples(language: str, codec: str) -> Iterator[Sample]:
    """Playlists of every size, some songs of the language each."""
    lines = (TEXTS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    for size in SIZES:
        for start in range(0, len(lines), max(size, 2)):
            chosen = lines[start : start + size]
            table = ["title,artist", *(",".join(reversed(line.split(" - ", 1))) for line in chosen)]
            for text in ("\n".join(chosen) + "\n", "\r\n".join(table)):
                data = text.encode(codec, "ignore")
                if not data.isascii() or b"\x1b" in data or b"\0" in data:
                    yield Sample(size, data.decode(codec), data)


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rule", choices=["ours", "charset-normalizer"], default="ours")
    parser.add_argument("--mends", action="store_true", help="show what was read wrongly")
    given = parser.parse_args()
    rule: Rule = ours if given.rule == "ours" else normalizer
    print(f"{'language':<12} {'encoding':<11}" + "".join(f"{size:>16}" for size in SIZES) + f"{'lies':>6}")
    lies = 0
    for language, codecs_ in CODECS.items():
        for codec in codecs_:
            lies += _row(language, codec, rule, mends=given.mends)
    print(f"right/sure/all by number of lines; {lies} told without a doubt and wrong")
    return 1 if lies else 0


def _row(language: str, codec: str, rule: Rule, *, mends: bool) -> int:
    counted = {size: [0, 0, 0] for size in SIZES}
    lies, wrong = 0, list[str]()
    for sample in samples(language, codec):
        text, sure = rule(sample.data)
        right = text.removeprefix("\ufeff").replace("～", "〜") == sample.text
        counts = counted[sample.size]
        counts[0] += right
        counts[1] += right and sure
        counts[2] += 1
        lies += sure and not right
        if not right:
            wrong.append(f"    {'LIE ' if sure else ''}{sample.text[:60]!r} -> {text[:60]!r}")
    shown = "".join(f"{'/'.join(map(str, counts)) if counts[2] else '':>16}" for counts in counted.values())
    print(f"{language:<12} {codec:<11}{shown}{lies:>6}")
    if mends:
        print("\n".join(wrong[:12]))
    return lies


if __name__ == "__main__":
    sys.exit(main())
