"""Takes a title and a name apart that were set without a space: "Quiet RiverMori Aoi".

Where a copy lost the line or the element between them, four things tell the place: a seam that the page still has, a
change of case or script, the text below, which names the artist, and the words that the article uses elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from exporter.formats.article.words import fold, is_asian

SURE = 0.8
"""From this on a place is right by itself: two of its signs agree."""

FAIR = 0.45
"""From this on a place is worth telling: one good sign."""

LONGEST_NAME = 5
"""The words that the name of an artist has at most, as the lists of services go."""

_NAMED_ALIKE = 78
_ALIKE_FROM = 6
_BADGE = re.compile(r"(?<=[^\s(\[])\s?(?:NEW|HOT|UP|PICK\s?UP)!+\s?(?=\S)")
_CAPITAL_RUN = re.compile(r"[^\W\d_a-z][\w.'’&!-]*(?:[ ,]{1,2}[^\W\d_a-z][\w.'’&!-]*){0,4}")
_POSSESSIVE = re.compile(r"['’]s?\b")
_READ = 1500


@dataclass(frozen=True, slots=True)
class Split:
    """Where a line divides into a title and a name, and how sure that is in [0, 1]."""

    title: str
    name: str
    sure: float


@lru_cache(256)
def named_in(told: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """What a text names: all its words one to five together, folded, and its runs of capitalised words."""
    words = fold(_POSSESSIVE.sub("", told[:_READ])).split()
    runs = {" ".join(words[at : at + length]) for length in range(1, LONGEST_NAME + 1) for at in range(len(words))}
    capitals = {fold(_POSSESSIVE.sub("", run)) for run in _CAPITAL_RUN.findall(told[:_READ])}
    return frozenset(runs), tuple(sorted(capitals))


def likeness(name: str, told: str) -> float:
    """How surely ``told`` names ``name``, in [0, 1]: in other spelling, or family name first, still counts."""
    runs, capitals = named_in(told)
    folded = fold(name)
    if not folded:
        return 0.0
    turned = " ".join(reversed(folded.split()))
    if folded in runs or turned in runs:
        return 1.0
    if len(folded) < _ALIKE_FROM:
        return 0.0
    best = max((fuzz.ratio(folded, run) for run in capitals), default=0.0)
    best = max(best, max((fuzz.ratio(turned, run) for run in capitals), default=0.0))
    return best / 100 if best >= _NAMED_ALIKE else 0.0


def split(line: str, seams: tuple[int, ...], told: str, known: Set[str]) -> Split | None:
    """The likeliest place to divide ``line``; None where there is nothing to divide.

    ``told`` is the text that follows, ``known`` the folded words of the whole article.
    """
    if badge := _BADGE.search(line):
        return Split(line[: badge.start()].strip(), line[badge.end() :].strip(), 0.95)
    if len(seams) == 1:
        return Split(line[: seams[0]].strip(), line[seams[0] :].strip(), 0.95)
    found = max(_splits(line, told, known), key=lambda one: (one.sure, len(one.name)), default=None)
    return found if found and found.sure >= _LEAST else None


_LEAST = 0.2


def _splits(line: str, told: str, known: Set[str]) -> Iterator[Split]:
    for at in range(2, len(line) - 1):
        if not line[at - 1].isspace() and line[at].isalnum() and not line[at].isdigit():
            title, name = line[:at], line[at:]
            if name.count(" ") < LONGEST_NAME and (sign := _sign(title, name, told, known)):
                yield Split(title, name, min(1.0, sign))


def _sign(title: str, name: str, told: str, known: Set[str]) -> float:
    """How surely the place between ``title`` and ``name`` divides them."""
    edge = _edge(title, name)
    if edge < 0:
        return 0.0
    alike = likeness(name, told)
    left, right = fold(title.rsplit(None, 1)[-1]), fold(name.split(None, 1)[0])
    if not edge and (left + right in known or (len(right) < 3 and " " not in name)):
        return 0.0
    both = (0.2 * (left in known and len(left) > 2)) + (0.1 * (right in known and len(right) > 2))
    return edge + 0.45 * alike + both + 0.005 * min(len(left), 10)


_ABBREVIATION = re.compile(r"(?:\b[A-Z]|Mr|Mrs|Ms|Dr|St|feat|ft|vs|\b(?:No|Vol|vol))\.$")


def _edge(title: str, name: str) -> float:
    """What the two characters at a place say: case or script changes, a sentence ends, or nothing."""
    last, first = title[-1], name[0]
    if last in "-‐'’&/(+" or (last == "." and _ABBREVIATION.search(title)):
        return -1.0
    if last in ".!?…)）」』”’~〜":
        return 0.5
    if last == ",":
        return 0.05
    if is_asian(last) != is_asian(first):
        return 0.5
    if last.islower() and first.isupper():
        word = title.rsplit(None, 1)[-1]
        return 0.5 if len(word) > 2 or word.islower() else 0.3
    if last.isdigit() and first.isalpha():
        return 0.3
    return 0.0 if last.isalpha() and first.islower() else -1.0
