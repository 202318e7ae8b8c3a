"""The walk through what an import has read: the curator drops, takes and mends, then writes it or leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

import click

from exporter.cli.context import Context
from exporter.importing import draft as drafts
from exporter.importing import screens
from exporter.importing.draft import Draft
from exporter.importing.tidy import line
from exporter.render import clean

HELP = (
    "Enter writes what is marked ✓. d 3 5-7 drops songs, t 4 takes them; e 4 mends title and artist; s 1-9 swaps "
    "the two; l shows what was not read as a song, t l2 makes a song of it; p shows the list again; q leaves "
    "without writing."
)
PROMPT = "What next? "
RANGE = re.compile(r"(\d+)(?:-(\d+))?")
ALL = "all"
MANY = 30
"""Longer lists are not shown again after every change."""


class Curation:
    """One walk. Nothing is written here: it gives the draft as the curator left it."""

    def __init__(self, context: Context, draft: Draft, look_up: Callable[[Draft], Draft], *, pins: bool) -> None:
        """``look_up`` finds what the file has already, after a change; ``pins``: tracks are written, too."""
        self._context, self._draft, self._look_up, self._pins = context, draft, look_up, pins

    def hold(self) -> Draft | None:
        """Take answers until the curator has enough; None when nothing is to be written."""
        self._say(HELP)
        while True:
            word, _, rest = self._ask(PROMPT).partition(" ")
            key = word.casefold()
            if key in {"", "w", "write", "y", "yes"}:
                return self._draft
            if key in {"q", "quit", "n", "no"}:
                return None
            self._answer(key, rest.strip())

    def _answer(self, key: str, rest: str) -> None:
        if key in {"d", "drop"}:
            self._change(rest, lambda numbers: drafts.choose(self._draft, numbers, taken=False))
        elif key in {"t", "take"} and re.fullmatch(r"l\d+", rest):
            self._add(int(rest[1:]))
        elif key in {"t", "take"}:
            self._change(rest, lambda numbers: drafts.choose(self._draft, numbers, taken=True))
        elif key in {"s", "swap"}:
            self._change(rest, lambda numbers: drafts.swap(self._draft, numbers))
        elif key in {"e", "edit", "mend"}:
            self._mend(rest)
        elif key in {"l", "left"}:
            self._context.tell(screens.left(self._draft.left) if self._draft.left else "Everything was read as a song.")
        elif key in {"p", "print"}:
            self._show(self._all())
        else:
            self._say(f"{clean(key)} is no answer here.\n{HELP}")

    def _change(self, words: str, change: Callable[[Sequence[int]], Draft]) -> None:
        numbers = numbers_in(words, len(self._draft.rows))
        if numbers is None:
            self._say(f"Name songs by their numbers, 1 to {len(self._draft.rows)}: 3 5-7, or all.")
            return
        self._become(change(numbers), numbers)

    def _mend(self, words: str) -> None:
        numbers = numbers_in(words, len(self._draft.rows))
        if numbers is None or len(numbers) != 1:
            self._say(f"Name one song by its number, 1 to {len(self._draft.rows)}.")
            return
        song = self._draft.rows[numbers[0] - 1].song
        title, artists = self._names(song.title, "; ".join(song.artists))
        if title:
            self._become(drafts.mend(self._draft, numbers[0], title, artists), numbers)

    def _add(self, number: int) -> None:
        if not 1 <= number <= len(self._draft.left):
            self._say("There is no such piece of text; l shows them.")
            return
        self._say(f"  {clean(self._draft.left[number - 1].text)}")
        title, artists = self._names("", "")
        if title:
            self._become(drafts.add(self._draft, number, title, artists), self._all())

    def _names(self, title: str, artists: str) -> tuple[str, tuple[str, ...]]:
        """A title and artists as they are typed; Enter keeps what is there."""
        told = line(self._ask(f"Title [{clean(title)}]: ") or title)
        credit = self._ask(f"Artists, with ; between them [{clean(artists)}]: ") or artists
        return told, tuple(filter(None, (line(name) for name in credit.split(";"))))

    def _become(self, draft: Draft, changed: Collection[int]) -> None:
        """Go on with another draft; of a long one only what changed is shown."""
        self._draft = self._look_up(draft)
        self._show(self._all() if len(self._draft.rows) <= MANY else changed)

    def _all(self) -> Collection[int]:
        return range(1, len(self._draft.rows) + 1)

    def _show(self, numbers: Collection[int]) -> None:
        self._context.tell(screens.songs(self._draft, numbers, pins=self._pins))

    def _say(self, words: str) -> None:
        self._context.tell(words)

    def _ask(self, question: str) -> str:
        answer: str = click.prompt(question, default="", show_default=False, prompt_suffix="", err=True)
        return answer.strip()


def numbers_in(words: str, most: int) -> Sequence[int] | None:
    """The numbers that ``3 5-7`` or ``all`` names, each from 1 to ``most``; None when it names none or others."""
    if words.casefold() == ALL:
        return range(1, most + 1)
    numbers = list[int]()
    for word in words.replace(",", " ").split():
        found = RANGE.fullmatch(word)
        if not found:
            return None
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= most:
            return None
        numbers += range(first, last + 1)
    return numbers or None
