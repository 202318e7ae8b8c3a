"""Plain text and Markdown as blocks: one reader, as articles that were copied are mostly a bit of both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from exporter.formats.article.blocks import BULLET, Block, Kind, Page
from exporter.formats.article.words import SHORT, clean, decoded

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_RULE = re.compile(r"[-*_=~—–\s]{3,}|```.*|~~~.*")
_TABLE_RULE = re.compile(r"\|?[\s:|-]*-{2,}[\s:|-]*\|?")
_CELL_END = re.compile(r"(?<!\\)\|")

_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,2000}(?:\s[^()]{0,300})?\)")
_LINK = re.compile(
    r"\[([^\[\]]{1,300})\](?:\([^()\s]{0,2000}(?:\([^()\s]{0,300}\)[^()\s]{0,300})?(?:\s[^()]{0,300})?\))"
)
_LINK_BESIDE = re.compile(rf"\s[·•]\s{_LINK.pattern}")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~()!-])")
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)[^\s<>]{1,2000}>?")
_BOLD = re.compile(r"\*{2,3}|(?<!\w)_{2,3}(?=\w)|(?<=\w)_{2,3}(?!\w)|~~")
_ITALIC = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])([^*]{1,300})(?<=[^\s*\\])\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_]{1,300})_(?!\w)"
)
_CODE = re.compile(r"`([^`]{1,300})`")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|em|font|i|img|mark|p|q|s|small|span|strong|sub|sup|time|u)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)


def _inside(found: re.Match[str]) -> str:
    return found[1] or found[2] or ""


_MARKUP: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("](", _IMAGE, ""),
    ("](", _LINK_BESIDE, ""),
    ("](", _LINK, r"\1"),
    ("<", _INLINE, ""),
    ("http", _ADDRESS, ""),
    ("www.", _ADDRESS, ""),
    ("`", _CODE, r"\1"),
    ("**", _BOLD, ""),
    ("__", _BOLD, ""),
    ("~~", _BOLD, ""),
    ("*", _ITALIC, _inside),
    ("_", _ITALIC, _inside),
)
"""The markup within a line: a sign that a line must hold to have it, its form, and what is left of it."""


def page(text: str) -> Page:
    """The blocks of a text whose lines end with line feeds."""
    lines = text.split("\n")
    start, title, description = _front_matter(lines)
    return Page(blocks=tuple(_blocks(lines, start)), title=title, description=description)


def _front_matter(lines: list[str]) -> tuple[int, str, str]:
    """Where the article begins, and the title and description that YAML above it gives."""
    if lines[0].strip() != "---":
        return 0, "", ""
    end = next((at for at, line in enumerate(lines[1:60], start=1) if line.strip() == "---"), 0)
    facts = dict(line.split(":", 1) for line in lines[1:end] if ":" in line)
    title, description = (clean(facts.get(key, "")).strip("\"' ") for key in ("title", "description"))
    return (end + 1 if end else 0), title, description


def _blocks(lines: list[str], start: int) -> Iterator[Block]:
    held: Block | None = None
    for number, raw in enumerate(lines[start:], start=start + 1):
        stripped = raw.strip()
        if held and _UNDERLINE.fullmatch(stripped) and held.line == number - 1 and held.kind is Kind.LINE:
            held = replace(held, kind=Kind.HEADING, level=1 if stripped[0] == "=" else 2)
        elif held and _TABLE_RULE.fullmatch(stripped) and held.kind is Kind.ROW:
            held = replace(held, header=True)
        elif stripped and not _RULE.fullmatch(stripped):
            if held:
                yield held
            held = _block(raw, stripped, number)
    if held:
        yield held


def _block(raw: str, stripped: str, number: int) -> Block | None:
    if stripped.startswith("|") and stripped.count("|") > 1:
        cells = tuple(inline(cell) for cell in _CELL_END.split(stripped.strip("|")))
        return Block(kind=Kind.ROW, text=" | ".join(cells), line=number, source=stripped, cells=cells)
    kind, level, rest = Kind.LINE, 0, stripped.removeprefix("> ")
    if heading := _HEADING.fullmatch(stripped):
        kind, level, rest = Kind.HEADING, len(heading[1]), heading[2].rstrip("#")
    elif bullet := BULLET.match(raw):
        kind, level, rest = Kind.ITEM, 1 + len(bullet[1].expandtabs(4)) // 2, raw[bullet.end() :]
    text = inline(rest)
    link = _LINK.fullmatch(rest.strip())
    return Block(kind=kind, text=text, line=number, source=stripped, level=level, linked=bool(link)) if text else None


def inline(text: str) -> str:
    """A line without its markup: links as their words, no emphasis, images, addresses or tags."""
    if len(text) > 10 * SHORT:
        return clean(text)
    words = text
    for sign, markup, meaning in _MARKUP:
        if sign in words:
            words = markup.sub(meaning, words)
    return clean(decoded(_ESCAPED.sub(r"\1", words)))
