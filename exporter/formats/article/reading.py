"""Reads an article into a listing: blocks, what could be a song in them, which of it is one."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from exporter import Listed, Listing, Song
from exporter.errors import FileError, Problem
from exporter.formats.article import about, finding, judging, lines, markup, prose, told
from exporter.formats.article.blocks import Block, Kind, Page
from exporter.formats.article.finding import Found
from exporter.formats.article.words import fold

_ASIDE_SHARE = 4
"""Songs within sentences are asides where an article lists more than so many times as many."""

_OF_AN_ASIDE = 0.4
"""How sure a song is at most that is an aside: not enough to be taken unasked."""


def read(text: str, source: str) -> Listing:
    """The songs of an article in plain text, Markdown or HTML, with how sure each is.

    Raises:
        FileError: when ``text`` is no text (it holds null characters).
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileError([Problem(source, line, 1, "", "this is no text: it holds null characters")])
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return listing(markup.page(text) if markup.is_page(text) else lines.page(text))


def listing(page: Page) -> Listing:
    """The songs of a page that was taken apart into blocks."""
    below = finding.told_below(page.blocks)
    found = _without_contents(finding.find(page.blocks, below))
    lead = _lead(page, _start(found))
    heading = about.heading(page, lead)
    article = judging.Article(page.blocks, _topic(page, heading, lead), told.shows_named(page.blocks))
    songs, left = judging.judge([one for one in found if one.block is not heading], article)
    songs = _without_echoes(songs, page.blocks)
    owned = _owned(page.blocks, songs)
    said = list(_said(page.blocks, owned, {at for at, _ in songs}))
    songs = sorted([*songs, *_judged(said, songs)], key=lambda one: one[0])
    lead = _lead(page, min((at for at, listed in songs if listed.taken), default=-1))
    return Listing(
        songs=tuple(listed for _, listed in songs),
        name=about.name(page, heading),
        description=about.description(page, lead),
        left=tuple(passage for _, passage in left),
    )


def _start(found: Sequence[Found]) -> int:
    """The number of the block with which the songs begin: the first of those that most are written like."""
    sizes = Counter(one.group for one in found if one.entry.form not in judging.COMMON)
    most = max(sizes.values(), default=0)
    return next((one.at for one in found if sizes[one.group] == most), -1) if most else -1


def _lead(page: Page, start: int) -> list[Block]:
    """The blocks above the songs, lists apart; all of an article that lists none."""
    return [block for block in page.blocks[: start if start >= 0 else None] if block.kind is not Kind.ITEM]


def _topic(page: Page, heading: Block | None, lead: Sequence[Block]) -> str:
    """What tells the topic of an article: its title and heading, or its first sentences where it has none."""
    words = f"{page.title} {heading.text if heading else ''}".strip()
    return words or " ".join(block.text[:300] for block in lead[:2])


def _without_contents(found: Sequence[Found]) -> list[Found]:
    """Without the lines of a table of contents, which say again what headings below say."""
    headings = {fold(one.block.text) for one in found if one.block.kind is Kind.HEADING}
    return [
        one
        for one in found
        if not (one.block.linked and one.block.kind is Kind.ITEM and fold(one.block.text) in headings)
    ]


def _without_echoes(songs: Sequence[tuple[int, Listed]], blocks: Sequence[Block]) -> list[tuple[int, Listed]]:
    """Without the captions of videos that say again what a line of the article says."""
    said = {fold(listed.song.title) for at, listed in songs if blocks[at].kind is not Kind.CAPTION}
    return [
        (at, listed) for at, listed in songs if blocks[at].kind is not Kind.CAPTION or not (_halves(listed.song) & said)
    ]


def _halves(song: Song) -> set[str]:
    return {fold(song.title), *map(fold, song.artists)}


def _owned(blocks: Sequence[Block], songs: Sequence[tuple[int, Listed]]) -> AbstractSet[int]:
    """The paragraphs that are about the song of the line above them: what they name is not another one of the list."""
    heads = {at for at, listed in songs if listed.taken and blocks[at].kind in {Kind.LINE, Kind.HEADING, Kind.CAPTION}}
    owned, owns = set(), False
    for at, _block in enumerate(blocks):
        owns = at in heads or (owns and finding.goes_on(blocks, at))
        if owns:
            owned.add(at)
    return owned


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines of prose that belong together, as one text; ``starts`` say where in it each block begins."""

    text: str
    numbers: tuple[int, ...]
    starts: tuple[int, ...]

    def number(self, sentence: str) -> int:
        """The number of the block in which a sentence begins."""
        return self.numbers[bisect_right(self.starts, max(0, self.text.find(sentence))) - 1]


def _paragraphs(blocks: Sequence[Block], numbers: Sequence[int]) -> Iterator[_Paragraph]:
    """Blocks of prose; those on lines that follow each other are one where a sentence runs on."""
    held: list[int] = []
    for number in numbers:
        block = blocks[number]
        runs_on = held and number == held[-1] + 1 and block.line == blocks[held[-1]].line + 1
        if held and not (runs_on and blocks[held[-1]].text[-1] not in '.!?…。”"’'):
            yield _paragraph(blocks, held)
            held = []
        held.append(number)
    if held:
        yield _paragraph(blocks, held)


def _paragraph(blocks: Sequence[Block], numbers: Sequence[int]) -> _Paragraph:
    starts, text = [], []
    at = 0
    for number in numbers:
        starts.append(at)
        text.append(blocks[number].text)
        at += len(blocks[number].text) + 1
    return _Paragraph(" ".join(text), tuple(numbers), tuple(starts))


def _said(blocks: Sequence[Block], owned: AbstractSet[int], entries: AbstractSet[int]) -> Iterator[tuple[int, Listed]]:
    """The songs that are named within sentences, each with the number of its block."""
    numbers = [
        at
        for at, block in enumerate(blocks)
        if at not in owned
        and at not in entries
        and block.kind in {Kind.LINE, Kind.ITEM}
        and finding.goes_on(blocks, at)
    ]
    for paragraph in _paragraphs(blocks, numbers):
        for named in prose.named(paragraph.text):
            at = paragraph.number(named.sentence)
            doubts = ["it is named within a sentence"]
            if named.sure <= prose.LOOSE:
                doubts.append("that it is a song, or where its title ends, is a guess")
            artists = (named.artist,) if named.artist else ()
            song = Song(named.title, artists, from_=named.show)
            source = blocks[at].source
            text = named.sentence if named.sentence in source else source
            yield at, Listed(song=song, line=blocks[at].line, text=text, sure=named.sure, doubts=tuple(doubts))


def _judged(said: Sequence[tuple[int, Listed]], songs: Sequence[tuple[int, Listed]]) -> Iterator[tuple[int, Listed]]:
    """Songs within sentences beside those that were listed: no echo of one, and no aside taken for one."""
    titles = {fold(listed.song.title) for _, listed in songs}
    counted = sum(listed.taken for _, listed in songs)
    heard = [one for one in said if fold(one[1].song.title) not in titles]
    are_asides = len([one for one in heard if one[1].taken]) * _ASIDE_SHARE < counted
    for at, listed in heard:
        if are_asides and listed.taken:
            doubts = (*listed.doubts, "the article lists its songs elsewhere")
            yield at, replace(listed, sure=_OF_AN_ASIDE, doubts=doubts)
        else:
            yield at, listed
