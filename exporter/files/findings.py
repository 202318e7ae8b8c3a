"""What is wrong, and where: the words that the reader and the rules share."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""What a file says, before any rule: text as written, a list, a mapping, or None where nothing is written."""

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: ``("songs", 3, "isrc")``."""

LINE_BREAK = re.compile(r"\r\n|\r|\n")
LONGEST_QUOTE = 60
"""Characters of the user's text that a message shows at most."""


class Finding(NamedTuple):
    """One thing wrong at a path: ``message`` says what is there, ``suggestion`` what to write instead.

    ``on_key`` means the key itself rather than its value.
    """

    path: Path
    message: str
    suggestion: str = ""
    on_key: bool = False


class Placed(NamedTuple):
    """A finding and where it stands: ``offset`` counts the characters before it."""

    offset: int
    finding: Finding


class Lines:
    """Turns offsets into lines and columns, counting lines as editors do."""

    def __init__(self, text: str) -> None:
        self._end = len(text.rstrip("\r\n"))
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1. What lies behind the last line counts as the end of that line."""
        inside = min(offset, self._end)
        line = bisect_right(self._starts, inside)
        return line, inside - self._starts[line - 1] + 1


def written(path: Path) -> str:
    """The path as people write it: ``songs[3].isrc``."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def shown(value: Value) -> str:
    """A value as a message names it: short text in quotes, everything else by its kind."""
    match value:
        case None:
            return "nothing"
        case str():
            return repr(value if len(value) <= LONGEST_QUOTE else value[:LONGEST_QUOTE] + "…")
        case list():
            return "a list"
        case dict():
            return "a mapping"


def quoted(text: str) -> str:
    """The text as a YAML scalar in the quotes that need the least escaping."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
