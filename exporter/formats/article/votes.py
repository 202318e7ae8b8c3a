"""Which half is the title: decided once for all lines that are written alike, by what most of them say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from exporter.formats.article.extras import is_version, names_a_soundtrack
from exporter.formats.article.forms import Entry, Form, Order
from exporter.formats.article.told import speaks_for_artist, speaks_for_show, speaks_for_title
from exporter.formats.article.words import fold

HEARD = 400
"""How many lines are asked; more would say the same."""

CLEAR = 0.9
"""The sum of votes from which an order is no guess."""

_SMALL_WORDS_TEXT = (
    "a am an and are at be can can't do don't for from had has have her his i i'm in is it it's me my no not "
    "of on one our she so that the their there they this to up us was we when where who why will with without "
    "you your wo wa ni ga"
)
_SMALL_WORDS = frozenset(_SMALL_WORDS_TEXT.split())
_GROUP = re.compile(
    r"\b(?:band|orchestra|ensemble|quartet|quintet|trio|group|choir|chorus|philharmonic|symphony|boys|girls|sisters|brothers"
    r"|project|mr\.?|mrs\.?|dj|mc|lil|feat\.?|ft\.?|cv)\b|\w\s?[&×]\s?\w",
    re.IGNORECASE,
)
_USUAL = {Form.SLASHED: Order.TITLE_FIRST, Form.PAIRED: Order.TITLE_FIRST}
"""How a form is written where nothing tells; the others begin with the name, as file names and charts do."""


def order(lines: Sequence[tuple[Entry, str]], *, hint: Order = Order.OPEN) -> tuple[Order, bool]:
    """The order of lines that are written alike, each with the text below it; and whether anything told it.

    ``hint`` is what the article says of its own lines ("artist - title").
    """
    if hint is not Order.OPEN:
        return hint, True
    asked = list(islice(lines, HEARD))
    votes = _repeats([entry for entry, _ in asked]) + sum(_vote(entry, told) for entry, told in asked)
    if abs(votes) < CLEAR:
        form = asked[0][0].form if asked else Form.DASHED
        usual = _USUAL.get(form, Order.NAME_FIRST)
        return (usual if abs(votes) < CLEAR / 3 else _leaning(votes)), False
    return _leaning(votes), True


def _leaning(votes: float) -> Order:
    return Order.TITLE_FIRST if votes > 0 else Order.NAME_FIRST


def _repeats(entries: Sequence[Entry]) -> float:
    """A list has many titles and fewer names: the side that repeats itself is the names'."""
    firsts, seconds = (
        ({fold(half) for half in side} for side in zip(*_halves(entries), strict=True)) if entries else ((), ())
    )
    return 1.5 * (len(firsts) - len(seconds))


def _halves(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    return ((entry.first, entry.second) for entry in entries)


def _vote(entry: Entry, told: str) -> float:
    """What one line says; above 0: its first half is the title."""
    return _title_like(entry.first, told) - _title_like(entry.second, told)


def _title_like(half: str, told: str) -> float:
    """How much a half is like a title (above 0), or like a name (below)."""
    small = sum(word in _SMALL_WORDS for word in half.lower().split())
    return (
        0.25 * min(small, 3)
        + 0.6 * is_version(half)
        - 0.8 * bool(_GROUP.search(half))
        - 0.8 * names_a_soundtrack(half)
        + (speaks_for_title(half, told) - speaks_for_artist(half, told) - speaks_for_show(half, told) if told else 0.0)
    )
