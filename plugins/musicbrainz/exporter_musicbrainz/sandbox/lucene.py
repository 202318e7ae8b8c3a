"""The part of Lucene's query language that is understood here: fields, phrases, AND, OR, NOT and brackets. Pure.

As in Lucene, clauses side by side are OR, and AND binds tighter than OR.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from exporter_musicbrainz.sandbox.library import tokens

Document = Mapping[str, Sequence[str]]
"""The texts of a thing by field; those of the empty name are looked at where no field is named."""
Rank = Callable[[Document], float]
"""How well a thing fits: 0 not at all."""
Piece = dict[str, str | None]
"""A word, phrase or bracket of a query, by the names of TOKEN."""

TOKEN = re.compile(
    r"""\s*(?:(?P<field>[a-z]+):)?
    (?:"(?P<phrase>(?:\\.|[^"\\])*)"|(?P<word>(?:\\.|[^\s()":\\])+)|(?P<sign>[()]))""",
    re.VERBOSE,
)


class NotUnderstood(Exception):  # noqa: N818 - what the service says
    """The query is none."""


def parse(query: str) -> Rank:
    """What a query asks for.

    Raises:
        NotUnderstood: it makes no sense.
    """
    reading = _Reading(query)
    rank = reading.either()
    if reading.piece is not None:
        raise NotUnderstood(query)
    return rank


class _Reading:
    """The pieces of a query, one after the other."""

    def __init__(self, query: str) -> None:
        self._pieces = _pieces(query)
        self.piece = next(self._pieces, None)

    def either(self) -> Rank:
        ranks = [self._all()]
        while self.piece is not None and self.piece["sign"] != ")":
            if self.piece["word"] == "OR":
                self._step()
            ranks.append(self._all())
        return lambda thing: max(rank(thing) for rank in ranks)

    def _all(self) -> Rank:
        ranks = [self._one()]
        while self.piece is not None and self.piece["word"] == "AND":
            self._step()
            ranks.append(self._one())
        return lambda thing: min(rank(thing) for rank in ranks) and sum(rank(thing) for rank in ranks)

    def _one(self) -> Rank:
        piece = self._step()
        if piece["word"] == "NOT":
            rank = self._one()
            return lambda thing: 0.0 if rank(thing) else 1.0
        if piece["sign"] == "(":
            rank = self.either()
            if self._step()["sign"] != ")":
                raise NotUnderstood("a bracket stays open")
            return rank
        if piece["sign"]:
            raise NotUnderstood("a bracket closes too early")
        text = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        return _finds(piece["field"] or "", re.sub(r"\\(.)", r"\1", text or ""))

    def _step(self) -> Piece:
        piece = self.piece
        if piece is None:
            raise NotUnderstood("something is missing at the end")
        self.piece = next(self._pieces, None)
        return piece


def _pieces(query: str) -> Iterator[Piece]:
    place = 0
    while query[place:].strip():
        found = TOKEN.match(query, place)
        if found is None:
            raise NotUnderstood(query[place:])
        yield dict(found.groupdict())
        place = found.end()


def _finds(field: str, text: str) -> Rank:
    wanted = tokens(text)

    def rank(thing: Document) -> float:
        return max((_fit(wanted, tokens(one)) for one in thing.get(field, ())), default=0.0)

    return rank


def _fit(wanted: Sequence[str], words: Sequence[str]) -> float:
    """The share of a text that the words make out which stand side by side in it."""
    size = len(wanted)
    there = size and any(tuple(words[at : at + size]) == tuple(wanted) for at in range(len(words) - size + 1))
    return size / len(words) if there else 0.0
