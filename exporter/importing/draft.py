"""What an import would write, and what the curator makes of it: drop, take, mend. Pure: every change is a new draft."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from exporter.exchange import Listed, Listing, Passage
from exporter.model import Song

MENDED = ()
"""The doubts about what a person wrote, or told the two halves of."""


@dataclass(frozen=True, slots=True)
class Row:
    """A song of the source. ``taken``: it is to be imported. ``already``: its place (from 0) in a file that has it."""

    listed: Listed
    taken: bool
    already: int | None = None

    @property
    def song(self) -> Song:
        """The song as it would be written."""
        return self.listed.song

    @property
    def is_new(self) -> bool:
        """Whether it will be written."""
        return self.taken and self.already is None


@dataclass(frozen=True, slots=True)
class Draft:
    """A playlist that is to be imported. Rows are in the source's order; ``left`` is what was not read as a song."""

    description: str
    rows: tuple[Row, ...]
    left: tuple[Passage, ...] = ()

    @property
    def new(self) -> tuple[Row, ...]:
        """What will be written."""
        return tuple(row for row in self.rows if row.is_new)

    @property
    def unsure(self) -> tuple[Row, ...]:
        """What is not taken and not in the file."""
        return tuple(row for row in self.rows if not row.taken and row.already is None)

    @property
    def known(self) -> tuple[Row, ...]:
        """What the file has already."""
        return tuple(row for row in self.rows if row.already is not None)


def draft(listing: Listing, already: Sequence[int | None]) -> Draft:
    """The first draft: what the reader is sure of is taken."""
    rows = zip(listing.songs, already, strict=True)
    return Draft(listing.description, tuple(Row(one, one.taken, place) for one, place in rows), listing.left)


def choose(draft: Draft, numbers: Collection[int], *, taken: bool) -> Draft:
    """The draft with these rows (from 1) taken or dropped."""
    return _changed(draft, {number: replace(draft.rows[number - 1], taken=taken) for number in numbers})


def mend(draft: Draft, number: int, title: str, artists: Sequence[str]) -> Draft:
    """The draft with a row's title and artists as a person says they are; it is taken then."""
    row = draft.rows[number - 1]
    song = replace(row.song, title=title, artists=tuple(artists))
    return _changed(draft, {number: Row(replace(row.listed, song=song, sure=1.0, doubts=MENDED), taken=True)})


def swap(draft: Draft, numbers: Collection[int]) -> Draft:
    """The draft with title and artist of these rows in each other's place, where there is one artist."""
    swapped = {}
    for number in numbers:
        row = draft.rows[number - 1]
        if len(row.song.artists) == 1:
            song = replace(row.song, title=row.song.artists[0], artists=(row.song.title,))
            listed = replace(row.listed, song=song)
            swapped[number] = replace(row, listed=replace(listed, sure=1.0, doubts=MENDED) if row.taken else listed)
    return _changed(draft, swapped)


def add(draft: Draft, number: int, title: str, artists: Sequence[str]) -> Draft:
    """The draft with a passage that was left out (from 1) as a song after all, where the source has it."""
    passage = draft.left[number - 1]
    row = Row(Listed(song=Song(title, tuple(artists)), line=passage.line, text=passage.text), taken=True)
    before = sum(other.listed.line <= passage.line for other in draft.rows) if passage.line else len(draft.rows)
    left = (*draft.left[: number - 1], *draft.left[number:])
    return replace(draft, rows=(*draft.rows[:before], row, *draft.rows[before:]), left=left)


def recognised(draft: Draft, already: Sequence[int | None]) -> Draft:
    """The draft with every row's place in the file found anew."""
    return replace(
        draft, rows=tuple(replace(row, already=place) for row, place in zip(draft.rows, already, strict=True))
    )


def _changed(draft: Draft, rows: dict[int, Row]) -> Draft:
    return replace(draft, rows=tuple(rows.get(number, row) for number, row in enumerate(draft.rows, start=1)))
