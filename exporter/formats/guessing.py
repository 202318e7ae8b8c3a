"""What the columns of a table without a header hold, told by what stands in them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.formats.columns import Column

KINDS = (
    ("isrc", re.compile("[A-Za-z]{2}-?[A-Za-z0-9]{3}-?[0-9]{2}-?[0-9]{5}")),
    ("link", re.compile(r"[a-z][a-z0-9+.-]*:\S+")),
    ("duration", re.compile(r"(?:[0-9]+:)?[0-9]{1,3}:[0-9]{2}|[0-9]{5,7}")),
    ("year", re.compile("(?:19|20)[0-9]{2}(?:-[0-9]{2}-[0-9]{2})?")),
    ("", re.compile(r"[0-9\W]*")),
)
"""What is known by its looks, the surest first; numbers that are none of these tell nothing."""
MOST = 0.8
"""How many of the cells that hold something have to look so."""
WORDS = ("title", "artist", "album")


def guess(rows: Sequence[Sequence[str]]) -> tuple[Column | None, ...]:
    """The columns of these rows, which are all of one width.

    Of two columns of words the artists are those that come again and again; else titles stand first.
    """
    columns = list(zip(*rows, strict=True))
    fields: list[str | None] = [_kind(cells) for cells in columns]
    words = [place for place, field in enumerate(fields) if field is None]
    for place, field in zip(_in_order(words, columns), WORDS, strict=False):
        fields[place] = field
    return tuple(Column(field) if field else None for field in fields)


def _in_order(words: Sequence[int], columns: Sequence[Sequence[str]]) -> Sequence[int]:
    """The columns of words: titles, artists, albums."""
    if len(words) < 2:  # noqa: PLR2004 - nothing to tell apart
        return words
    first, second, *rest = words
    turned = len(set(columns[first])) < len(set(columns[second]))
    return (second, first, *rest) if turned else words


def _kind(cells: Sequence[str]) -> str | None:
    """The field that a column looks like, empty for one that tells nothing, None for words."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return ""
    return next(
        (kind for kind, looks in KINDS if sum(map(bool, map(looks.fullmatch, filled))) >= MOST * len(filled)), None
    )
