"""Goes through an article and finds everything in it that could be a song, without judging it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exporter.formats.article import glued, labels
from exporter.formats.article.blocks import Block, Kind
from exporter.formats.article.extras import without_noise
from exporter.formats.article.forms import Entry, Form, Order, alone, entry, trimmed, without_ordinal
from exporter.formats.article.told import READ
from exporter.formats.article.words import fold

_GLUED_LINES = 2000
"""How many lines are tried for glue; an article with more songs does not exist."""

_LONGEST_GLUED = 150


@dataclass(frozen=True, slots=True)
class Found:
    """Something in block number ``at`` that could be a song; ``split`` is how surely it was taken apart, if glued."""

    at: int
    block: Block
    entry: Entry
    told: str = ""
    split: float = 1.0

    @property
    def group(self) -> tuple[str, Form]:
        """What it has in common with lines that are written alike: where it stands, and its form."""
        stands = "line" if self.block.kind is Kind.HEADING else str(self.block.kind)
        return stands, self.entry.form


def told_below(blocks: Sequence[Block]) -> dict[int, str]:
    """For each block that has prose below it, the beginning of that prose; captions between do not end it."""
    told: dict[int, str] = {}
    for at, block in enumerate(blocks):
        if not block.is_prose:
            text = _told(blocks, at + 1)
            if text:
                told[at] = text
    return told


def _told(blocks: Sequence[Block], start: int) -> str:
    text = ""
    for block in blocks[start : _next(blocks, start)]:
        text += f" {block.text[: READ - len(text)]}" if block.kind is not Kind.CAPTION else ""
        if len(text) >= READ:
            break
    return text.strip()


def _next(blocks: Sequence[Block], start: int) -> int:
    at = start
    while at < len(blocks) and at - start < READ and goes_on(blocks, at):
        at += 1
    return at


def goes_on(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block belongs to the text above it: prose, the short end of a sentence on the next line, a caption."""
    block, above = blocks[at], blocks[at - 1] if at else None
    ends = block.kind is Kind.LINE and block.text[-1] in ".。" and above and block.line == above.line + 1
    return block.is_prose or block.kind is Kind.CAPTION or bool(ends and (above and above.kind is Kind.LINE))


def find(blocks: Sequence[Block], told: Mapping[int, str]) -> list[Found]:
    """Everything that could be a song in a line of its own, in order."""
    written = labels.labelled(blocks)
    taken = labels.members(blocks)
    rows = dict(_rows(blocks))
    joined = _glued(blocks, told)
    pairs = _pairs(blocks, told)
    names = {at + 1 for at in pairs}
    found: list[Found] = []
    for at, block in enumerate(blocks):
        if at in written:
            found.append(Found(at, block, written[at], told.get(at, "")))
        elif at in taken or at in names or block.is_prose:
            continue
        elif at in pairs:
            found.append(Found(at, block, pairs[at], told.get(at + 1, "")))
        elif at in joined:
            found.append(_from_split(at, block, joined[at], told.get(at, "")))
        elif one := rows.get(at) if block.kind is Kind.ROW else _line(block):
            found.append(Found(at, block, one, told.get(at, "")))
    return found


def _line(block: Block) -> Entry | None:
    text = without_noise(block.text)
    found = entry(text)
    if found:
        return found
    one = alone(text)
    return one if (one.quoted or one.numbered) and one.first else None


def _from_split(at: int, block: Block, place: glued.Split, told: str) -> Found:
    numbered, title = without_ordinal(place.title)
    one = Entry(
        form=Form.GLUED, first=trimmed(title), second=trimmed(place.name), order=Order.TITLE_FIRST, numbered=numbered
    )
    return Found(at, block, one, told, place.sure)


def _glued(blocks: Sequence[Block], told: Mapping[int, str]) -> Mapping[int, glued.Split]:
    """The lines that are a title and a name without a space, if the article writes its songs so; else none."""
    lines = [(at, blocks[at]) for at in _may_be_glued(blocks, told)][:_GLUED_LINES]
    known = _known(blocks, {at for at, _ in lines})
    places = {
        at: place for at, block in lines if (place := glued.split(block.text, block.seams, told.get(at, ""), known))
    }
    sure = sum(place.sure >= glued.SURE for place in places.values())
    fair = sum(place.sure >= glued.FAIR for place in places.values())
    are_told = sure >= _FEW and 4 * len(places) >= len(lines)
    are_alike = fair >= _SOME and 3 * fair >= 2 * len(lines)
    return places if are_told or are_alike else {}


_FEW, _SOME = 2, 4
"""How many lines make a way of writing, where the text below tells that they are one, and where only looks do."""


def _pairs(blocks: Sequence[Block], told: Mapping[int, str]) -> Mapping[int, Entry]:
    """The songs whose title and artist stand on two lines, one below the other, if most of the article's stand so."""
    ends = [at for at in told if at and blocks[at].kind in _LINES]
    pairs = {at - 1: _pair(blocks[at - 1], blocks[at]) for at in ends if _is_pair(blocks, at)}
    return pairs if len(pairs) >= _FEW and 2 * len(pairs) >= len(ends) else {}


def _is_pair(blocks: Sequence[Block], at: int) -> bool:
    above, below = blocks[at - 1], blocks[at]
    adjacent = above.kind in _LINES and not above.is_prose and below.line - above.line <= 1
    alone = at == 1 or blocks[at - 2].is_prose or above.line - blocks[at - 2].line > 1
    return adjacent and alone and not any(entry(block.text) for block in (above, below))


def _pair(above: Block, below: Block) -> Entry:
    numbered, first = without_ordinal(above.text)
    quoted = trimmed(first) != first
    order = Order.TITLE_FIRST if quoted else Order.OPEN
    return Entry(form=Form.PAIRED, first=trimmed(first), second=trimmed(below.text), order=order, numbered=numbered)


_LINES = {Kind.LINE, Kind.HEADING}


def _may_be_glued(blocks: Sequence[Block], told: Mapping[int, str]) -> Iterator[int]:
    """Short lines with text below them, and those that the page itself divides."""
    for at, block in enumerate(blocks):
        may = block.kind in _LINES and not block.is_prose and len(block.text) <= _LONGEST_GLUED
        may = may and not goes_on(blocks, at)
        if may and (at in told or len(block.seams) == 1) and not (block.kind is Kind.HEADING and block.level == 1):
            found = entry(block.text)
            if not found or found.form in {Form.BY, Form.HYPHEN, Form.COLON}:
                yield at


def _known(blocks: Sequence[Block], but: set[int]) -> frozenset[str]:
    """The words of an article, those of some blocks excepted."""
    return frozenset(word for at, block in enumerate(blocks) if at not in but for word in fold(block.text).split())


_COUNT = re.compile(r"[#№]?\d{1,4}[.:]?|\d{1,2}:\d\d|[-–—]?")


def _rows(blocks: Sequence[Block]) -> Iterator[tuple[int, Entry]]:
    """The rows of tables whose columns are known by their header, or that have a title and a name at least."""
    roles: tuple[str, ...] | None = None
    before = -2
    for at, block in enumerate(blocks):
        if block.kind is not Kind.ROW:
            continue
        if at != before + 1:
            roles = None
        before = at
        named = tuple(map(labels.role_of, block.cells))
        if block.header or named.count("title") == 1:
            roles = named
        elif (roles is None or "title" in roles) and (one := _row(block.cells, roles)):
            yield at, one


def _row(cells: tuple[str, ...], roles: tuple[str, ...] | None) -> Entry | None:
    if roles:
        said = {role: cell for role, cell in zip(roles, cells, strict=False) if role and cell}
        title, artist, show = (said.get(role, "") for role in ("title", "artist", "show"))
        inner = entry(title) if not artist else None
        if inner and inner.quoted and inner.second:
            title, artist = inner.first, inner.second
        order = Order.TITLE_FIRST
    else:
        title, artist, show, *_ = [*(cell for cell in cells if not _COUNT.fullmatch(cell)), "", "", ""]
        order = Order.OPEN
    if not title or not (artist or show or roles):
        return None
    show = show if roles else ""
    return Entry(form=Form.COLUMNS, first=trimmed(title), second=trimmed(artist), order=order, show=show)
