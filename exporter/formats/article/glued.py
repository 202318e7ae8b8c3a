"""Takes a title and a name apart that were set without a space: "Quiet RiverMori Aoi".

Where a copy lost the line or the element between them, four things tell the place: a seam that the page still has, a
change of case or script, the text below, which names the artist, and the words that the article uses elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from exporter.formats.article.words import CJK, fold, is_asian

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


@lru_cache(256)
def runs_together(told: str) -> str:
    """A text in which words stand without spaces, folded: a name is anywhere in it."""
    return fold(told[:_READ])


def likeness(name: str, told: str) -> float:
    """How surely ``told`` names ``name``, in [0, 1]: in other spelling, or family name first, still counts."""
    runs, capitals = named_in(told)
    folded = fold(name)
    if not folded:
        return 0.0
    if is_asian(told) and folded in runs_together(told):
        return 1.0
    turned = " ".join(reversed(folded.split()))
    if folded in runs or turned in runs:
        return 1.0
    if len(folded) < _ALIKE_FROM:
        return 0.0
    best = max((fuzz.ratio(folded, run) for run in capitals), default=0.0)
    best = max(best, max((fuzz.ratio(turned, run) for run in capitals), default=0.0))
    return best / 100 if best >= _NAMED_ALIKE else 0.0


def split(line: str, seams: tuple[int, ...], told: str, known: AbstractSet[str]) -> Split | None:
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
_STRONG, _WEAK, _FAINT, _NO_EDGE, _NEVER = 0.5, 0.3, 0.05, 0.0, -1.0
"""What the characters on both sides of a place say for it."""

_NAMED, _LEFT_KNOWN, _RIGHT_KNOWN, _PER_LETTER = 0.45, 0.2, 0.1, 0.005
"""What it adds when the text names the right side, and the article knows the words on both sides; longer is better."""

_SHORT_WORD, _SHORT_NAME, _MANY_LETTERS = 3, 2, 20


def _splits(line: str, told: str, known: AbstractSet[str]) -> Iterator[Split]:
    for at in range(2, len(line) - 1):
        title, name = line[:at], line[at:]
        if not title[-1].isspace() and name[0].isalnum() and name.count(" ") < LONGEST_NAME:
            yield Split(title, name, min(1.0, _sign(title, name, told, known)))


def _sign(title: str, name: str, told: str, known: AbstractSet[str]) -> float:
    """How surely the place between ``title`` and ``name`` divides them."""
    edge = _edge(title, name)
    left, right = fold(title.rsplit(None, 1)[-1]), fold(name.split(None, 1)[0])
    is_within_word = edge == _NO_EDGE and (left + right in known or len(name) < _SHORT_NAME)
    if edge < 0 or is_within_word:
        return 0.0
    knows_left, knows_right = (word in known and len(word) >= _SHORT_WORD for word in (left, right))
    alike = likeness(name, told)
    letters = min(len(name), _MANY_LETTERS) if alike else min(len(left), _MANY_LETTERS) * knows_left
    return edge + _NAMED * alike + _LEFT_KNOWN * knows_left + _RIGHT_KNOWN * knows_right + _PER_LETTER * letters


_ABBREVIATION = re.compile(r"(?:\b[A-Z]|Mr|Mrs|Ms|Dr|St|feat|ft|vs|\b(?:No|Vol|vol))\.$")
_EDGES = (
    (re.compile(r"[-‐'’&/(+]\Z"), re.compile(r""), _NEVER),
    (re.compile(r"[.!?…)）」』”’~〜]\Z"), re.compile(r"\w"), _STRONG),
    (re.compile(r",\Z"), re.compile(r"\w"), _FAINT),
    (re.compile(rf"[^\W{CJK}]\Z"), re.compile(rf"[{CJK}]"), _STRONG),
    (re.compile(rf"[{CJK}]\Z"), re.compile(rf"[^\W{CJK}]"), _STRONG),
    (re.compile(r"\d\Z"), re.compile(r"[^\W\d]"), _WEAK),
    (re.compile(r"[^\W\d]\Z"), re.compile(r"\d"), _WEAK),
)
"""How the left side ends and the right begins, and what that says."""


def _edge(title: str, name: str) -> float:
    """What the two characters at a place say: case or script changes, a sentence ends, or nothing."""
    last, first = title[-1], name[0]
    if last == "." and _ABBREVIATION.search(title):
        return _NEVER
    if last.islower() and first.isupper():
        word = title.rsplit(None, 1)[-1]
        return _STRONG if len(word) >= _SHORT_WORD or word.islower() else _WEAK
    said = next((says for ends, begins, says in _EDGES if ends.match(last) and begins.match(first)), None)
    if said is not None:
        return said
    return _NO_EDGE if last.isalpha() and not first.isupper() else _NEVER
