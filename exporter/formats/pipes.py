"""Tables in Markdown, ``| Title | Artist |``, with the headers that tables of other formats have. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from exporter import Listed, Listing, Passage
from exporter.errors import FileError, Problem
from exporter.formats.article.lines import inline
from exporter.formats.columns import Column, column
from exporter.formats.facts import listed

LIKELY = 0.95
MOST = 0.6
"""How many of a page's lines have to be those of its table for the page to be nothing else."""
HEAD = 2
"""The lines of a table that are no rows."""
CELL_END = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"[\s|:]*-[\s|:-]*")
"""The line below a header."""
ADDRESS = re.compile(r"https?://[^\s<>()|]+")
LINK = Column("link")


class Row(NamedTuple):
    """A row, its line, and what its columns hold."""

    line: int
    text: str
    columns: Sequence[Column | None]


def sniff(text: str) -> float:
    """How likely this is a page that is nothing but a table of songs."""
    lines = [line for line in text[:50_000].split("\n") if line.strip()]
    rows = len(list(_rows(lines)))
    return LIKELY if rows and rows + HEAD >= MOST * len(lines) else 0.0


def read(text: str, file: str) -> Listing:
    """The rows of all tables that have a column of titles.

    Raises:
        FileError: there are none.
    """
    lines = text.split("\n")
    found = [_read(row) for row in _rows(lines)]
    if not found:
        hint = "--from article reads other pages"
        raise FileError([Problem(file, 1, 1, "", "no page that exporter wrote, and no table of songs", hint)])
    return Listing(
        songs=tuple(one for one in found if isinstance(one, Listed)),
        left=tuple(one for one in found if isinstance(one, Passage)),
        name=next((inline(line[2:]) for line in lines if line.startswith("# ")), ""),
    )


def _rows(lines: Sequence[str]) -> Iterator[Row]:
    """The rows of songs: those below a rule that stands below a header with titles and artists."""
    columns: Sequence[Column | None] = ()
    above = ""
    for number, line in enumerate(map(str.strip, lines), start=1):
        if "|" not in line:
            columns = ()
        elif RULE.fullmatch(line):
            columns = _header(above)
        elif columns:
            yield Row(number, line, columns)
        above = line


def _header(line: str) -> Sequence[Column | None]:
    columns = tuple(column(inline(cell)) for cell in _cells(line))
    fields = {one.field for one in columns if one}
    return columns if "title" in fields and fields & {"artist", "artists"} else ()


def _cells(line: str) -> list[str]:
    cells = CELL_END.split(line.removeprefix("|"))
    return cells if cells[-1] else cells[:-1]


def _read(row: Row) -> Listed | Passage | None:
    said = zip(row.columns, _cells(row.text), strict=False)  # a row may have fewer cells than its header, or more
    links = [(LINK, address) for address in ADDRESS.findall(row.text)]
    words = [(known, inline(cell)) for known, cell in said if known and known.field != "link"]
    return listed([*words, *links], row.line, row.text)
