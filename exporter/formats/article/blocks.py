"""What an article is made of, whatever it was written in: headings, list items, lines, table rows and captions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from exporter.formats.article.words import is_prose

BULLET = re.compile(r"(\s*)(?:(?:[-*+–—»→►▶‣◦▪■□●○◆◇※☆★♪♫✓✔]|[・･])\s+|[•・･♪♫►▶‣▪■●]\s*)(?=\S)")
"""What a person types before an item of a list."""


class Kind(StrEnum):
    """What a block is to the eye."""

    HEADING = "heading"
    ITEM = "item"
    LINE = "line"
    ROW = "row"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One line of an article as it is read: ``text`` without markup, from ``line`` (from 1) of the source.

    ``source`` is what stands there for a person to see. ``level`` is that of a heading (from 1) or the depth of an
    item (from 1). ``seams`` are places in ``text`` where one element of the page ended and the next began;
    ``linked`` says that all of it is one link; ``cells`` are those of a row, ``header`` that they name its columns.
    """

    kind: Kind
    text: str
    line: int
    source: str = ""
    level: int = 0
    seams: tuple[int, ...] = ()
    linked: bool = False
    cells: tuple[str, ...] = ()
    header: bool = False
    is_prose: bool = field(init=False)
    """Whether it is sentences and no entry of a list."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_prose", self.kind in {Kind.LINE, Kind.ITEM} and is_prose(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article: its blocks in order, and what it says of itself beside them."""

    blocks: tuple[Block, ...]
    title: str = ""
    description: str = ""
