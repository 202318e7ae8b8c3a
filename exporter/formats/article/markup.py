"""A page of HTML as blocks. Menus, footers, forms, sharing buttons and lists of related posts are left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from exporter.formats.article.blocks import BULLET, Block, Kind, Page
from exporter.formats.article.tags import Tag, Text, tokens
from exporter.formats.article.words import clean

_PAGE = re.compile(
    r"\s*<(?:!doctype html|html|head|body|article|main|div|section|h[1-6]|p|ul|ol|table)\b", re.IGNORECASE
)
_ELEMENT = re.compile(r"</?(?:p|h[1-6]|li|ul|ol|div|tr|td|table|section|article|body)\b[^<>]{0,500}>", re.IGNORECASE)
_LOOKED_AT = 1 << 16
_FEW_ELEMENTS = 3

_LEFT_OUT = {"aside", "button", "datalist", "footer", "form", "math", "nav", "object", "select", "svg"}
_ASIDE = re.compile(
    r"(?:post|entry|site|article|page|jp|wp)?[-_]?(?:related(?:posts)?|shar(?:e|ing)|social|sidebar|breadcrumbs?|menu|toc"
    r"|comments?|footer|newsletter|advert(?:isement)?|promo|pagination|tag-?cloud|cookie)"
    r"(?:[-_](?:posts?|articles?|links?|list|box|container|area|section|wrapper|nav|buttons?|bar))?",
    re.IGNORECASE,
)
_MAY_BE_ASIDE = {"div", "section", "ul", "ol", "p"}
_BREAKS = {
    *("address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "figure", "header"),
    *("hr", "html", "main", "p", "pre", "section", "summary", "head"),
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CELLS = {"td", "th"}


def is_page(text: str) -> bool:
    """Whether a text is HTML: it begins as a page does, or holds some elements of one."""
    beginning = text[:_LOOKED_AT]
    return bool(_PAGE.match(beginning.lstrip("\ufeff"))) or len(_ELEMENT.findall(beginning)) > _FEW_ELEMENTS


def page(text: str) -> Page:
    """The blocks of a page; broken HTML gives what can be made of it."""
    reader = _Reader()
    for token in tokens(text):
        if isinstance(token, Tag):
            reader.meet(token)
        else:
            reader.say(token)
    reader.end_row()
    reader.flush()
    return Page(blocks=tuple(reader.blocks), title=reader.title, description=reader.description)


class _Reader:
    """Where in the page we are, and what was said since the last block."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.title = self.description = ""
        self.left_out = 0
        self._left_out_as = ""
        self._in_title = self._in_link = False
        self._kind, self._level, self._lists = Kind.LINE, 0, 0
        self._row: list[_Said] | None = None
        self._said = _Said()
        self._line = 1

    def meet(self, tag: Tag) -> None:
        """Go through one tag."""
        if self.left_out:
            self._stay_out(tag)
        elif not tag.closes and _is_left_out(tag):
            self.flush()
            self.left_out, self._left_out_as = 1, tag.name
        elif handle := _HANDLERS.get(tag.name):
            handle(self, tag)
        elif tag.name in _BREAKS:
            self._break()
        else:
            self._said.pieces.append(_SEAM)

    def say(self, text: Text) -> None:
        """Take a piece of text."""
        self._line = text.line
        if self.left_out:
            return
        if self._in_title:
            self.title = self.title or clean(text.words)
        else:
            self._said.add(text, linked=self._in_link)

    def flush(self) -> None:
        """End the block, or the cell, that was being said."""
        said = self._said
        if not said.pieces and not said.is_cell:
            return
        self._said = _Said()
        words, seams = said.words()
        if self._row is not None:
            self._row.append(said)
        elif words:
            self.blocks.append(self._block(said, words, seams))

    def _block(self, said: _Said, words: str, seams: tuple[int, ...]) -> Block:
        """What was said as a block; a line that begins with a bullet is an item, whatever its element is called."""
        kind = self._kind
        bullet = BULLET.match(words) if kind in {Kind.LINE, Kind.ITEM} else None
        if bullet:
            start = bullet.end()
            kind, words, seams = Kind.ITEM, words[start:], tuple(seam - start for seam in seams if seam > start)
        level = {Kind.HEADING: self._level, Kind.ITEM: self._lists or 1}.get(kind, 0)
        return Block(kind=kind, text=words, line=said.line, source=words, level=level, seams=seams, linked=said.is_link)

    def end_row(self) -> None:
        """End the row of a table, if we are in one."""
        if self._row is None:
            return
        self.flush()
        row, self._row = [cell for cell in self._row if cell.is_cell or cell.words()[0]], None
        cells = tuple(cell.words()[0] for cell in row)
        if any(cells):
            words = " | ".join(cells)
            line = next(cell.line for cell in row if cell.line)
            header = all(cell.is_header for cell in row)
            self.blocks.append(Block(kind=Kind.ROW, text=words, line=line, source=words, cells=cells, header=header))

    def _stay_out(self, tag: Tag) -> None:
        if tag.name == self._left_out_as:
            self.left_out += -1 if tag.closes else 1
        elif tag.name in {"article", "main"} and not tag.closes:
            self.left_out = 0

    def _break(self) -> None:
        """A new line; within a cell of a table only a space."""
        if self._row is None:
            self.flush()
        else:
            self._said.pieces.append(" ")

    def heading(self, tag: Tag) -> None:
        """A heading begins or ends."""
        self.end_row()
        self.flush()
        self._kind, self._level = (self._around(), 0) if tag.closes else (Kind.HEADING, _HEADINGS[tag.name])

    def item(self, tag: Tag) -> None:
        """An item of a list begins or ends."""
        self.end_row()
        self.flush()
        self._kind = Kind.LINE if tag.closes and not self._lists else Kind.ITEM

    def list_(self, tag: Tag) -> None:
        """A list begins or ends; they may lie in each other."""
        self.end_row()
        self.flush()
        self._lists = max(0, self._lists + (-1 if tag.closes else 1))
        self._kind = self._around()

    def caption(self, tag: Tag) -> None:
        """A caption begins or ends."""
        self._break()
        self._kind = self._around() if tag.closes else Kind.CAPTION

    def frame(self, tag: Tag) -> None:
        """A video stands here; its title is a caption."""
        words = clean(tag.facts.get("title", ""))
        if words and self._row is None:
            self.flush()
            self.blocks.append(Block(kind=Kind.CAPTION, text=words, line=self._line, source=words))

    def table_row(self, tag: Tag) -> None:
        """A row, or its table, begins or ends."""
        self.end_row()
        self.flush()
        self._row = None if tag.closes or tag.name == "table" else []

    def cell(self, tag: Tag) -> None:
        """A cell begins or ends."""
        self.flush()
        if not tag.closes:
            self._said.is_cell, self._said.is_header = True, tag.name == "th"

    def line_break(self, _tag: Tag) -> None:
        """A new line; within a heading a mere seam."""
        if self._kind is Kind.HEADING:
            self._said.pieces.append(_BROKEN)
        else:
            self._break()

    def link(self, tag: Tag) -> None:
        """A link begins or ends."""
        self._in_link = not tag.closes
        self._said.pieces.append(_SEAM)

    def page_title(self, tag: Tag) -> None:
        """The title of the page begins or ends."""
        self._in_title = not tag.closes and not self.title

    def meta(self, tag: Tag) -> None:
        """The page says something of itself."""
        about = tag.facts.get("name") or tag.facts.get("property", "")
        if about.lower() in {"description", "og:description"}:
            self.description = self.description or clean(tag.facts.get("content", ""))

    def _around(self) -> Kind:
        return Kind.ITEM if self._lists else Kind.LINE


_SEAM, _BROKEN = "\ue000", "\ue001"
"""Private characters: an element ended here, or a line within a heading."""

_SEAMS = re.compile(f"(?<=[^ {_SEAM}{_BROKEN}])[{_SEAM}{_BROKEN}]+(?=[^ {_SEAM}{_BROKEN}])| ?[{_SEAM}{_BROKEN}]+ ?")


@dataclass(slots=True)
class _Said:
    """What was said since the last block, and the line it began on."""

    pieces: list[str] = field(default_factory=list)
    line: int = 0
    visible: int = 0
    linked: int = 0
    is_cell: bool = False
    is_header: bool = False

    @property
    def is_link(self) -> bool:
        """Whether all that can be seen is a link."""
        return bool(self.visible) and self.linked == self.visible

    def add(self, text: Text, *, linked: bool) -> None:
        """Take a piece of text."""
        words = text.words.replace(_SEAM, "").replace(_BROKEN, "")
        visible = len(words.strip())
        if visible and not self.line:
            self.line = text.line + words[: len(words) - len(words.lstrip())].count("\n")
        self.pieces.append(words)
        self.visible += visible
        self.linked += visible if linked else 0

    def words(self) -> tuple[str, tuple[int, ...]]:
        """All of it in one line, and the places where an element ended within it."""
        marked = clean("".join(self.pieces)).strip(f" {_SEAM}{_BROKEN}")
        if _SEAM not in marked and _BROKEN not in marked:
            return marked, ()
        parts: list[str] = []
        seams: list[int] = []
        at = length = 0
        for mark in _SEAMS.finditer(marked):
            parts.append(marked[at : mark.start()])
            length += len(parts[-1])
            if _BROKEN in mark[0] or " " not in mark[0]:
                seams.append(length)
            if _BROKEN in mark[0] or " " in mark[0]:
                parts.append(" ")
                length += 1
            at = mark.end()
        return "".join([*parts, marked[at:]]), tuple(seams)


def _is_left_out(tag: Tag) -> bool:
    if tag.name in _LEFT_OUT:
        return True
    if tag.name not in _MAY_BE_ASIDE or not tag.facts:
        return False
    names = f"{tag.facts.get('class', '')} {tag.facts.get('id', '')}".split()
    return "hidden" in tag.facts or any(map(_ASIDE.fullmatch, names))


_HANDLERS: dict[str, Callable[[_Reader, Tag], None]] = {
    **dict.fromkeys(_HEADINGS, _Reader.heading),
    "li": _Reader.item,
    **dict.fromkeys(("ul", "ol"), _Reader.list_),
    "figcaption": _Reader.caption,
    "iframe": _Reader.frame,
    **dict.fromkeys(("tr", "table"), _Reader.table_row),
    **dict.fromkeys(_CELLS, _Reader.cell),
    "br": _Reader.line_break,
    "a": _Reader.link,
    "title": _Reader.page_title,
    "meta": _Reader.meta,
}
"""What is done at a tag, opening or closing, that means more than a new line."""
