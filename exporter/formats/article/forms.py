"""The forms in which articles write a song in a line of its own, taken apart without deciding who is who.

Each form is a function from a line to an :class:`Entry` or None. All look at short lines only, so none can be slow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from exporter.formats.article.words import DASHES, PAIRS, SHORT


class Form(StrEnum):
    """How a line says what it says, from the clearest to the vaguest."""

    LABELS = "labels"  # Title: … and Artist: … below each other
    CORNERS = "corners"  # Artist「曲名」
    QUOTED = "quoted"  # “Title” – Artist
    COLUMNS = "columns"  # a row of a table
    GLUED = "glued"  # TitleArtist
    PAIRED = "paired"  # the title on one line, the artist on the next
    DASHED = "dashed"  # Title – Artist, or the other way round
    BY = "by"  # Title by Artist
    SLASHED = "slashed"  # 曲名 / アーティスト
    HYPHEN = "hyphen"  # Title-Artist
    COLON = "colon"  # Artist: Title
    ALONE = "alone"  # nothing but a title


class Order(StrEnum):
    """Which half is the title."""

    TITLE_FIRST = "title first"
    NAME_FIRST = "name first"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line in two halves. ``show`` is what it says the song is from; ``doubts`` are about the taking apart."""

    form: Form
    first: str
    second: str = ""
    order: Order = Order.OPEN
    show: str = ""
    quoted: bool = False
    numbered: bool = False
    doubts: tuple[str, ...] = ()


_ORDINAL = re.compile(
    r"(?:(?:No|Nr|Track|Song|Number)\.?\s*|[#№＃]\s*)?\d{1,3}\s*(?:[.)\]．、](?!\d)|[:：](?=\s)|位[.:：、]?)\s*(?=\S)"
    r"|[#№＃]\s*\d{1,3}\s+(?:[-–—:]\s*)?(?=\S)|第\s?\d{1,3}\s?位[.:：、]?\s*(?=\S)|[\[(]\d{1,3}[\])]\s*(?=\S)"
    r"|[①-⑳❶-❿⑴-⒛]\s*(?=\S)|0\d\s+(?:[-–—]\s*)?(?=\S)",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"\d{{1,3}}\s+[{DASHES}]\s+(?=.*\S\s+[{DASHES}/|]\s+\S|[“\"「『])")
_CLOSING = {opening: re.compile(rf"[{closing}](?!\w)") for opening, closing in PAIRS.items()}
_SIGN = re.compile(rf"[{DASHES}{''.join(PAIRS)}「『:：/／|｜〜～~∼ー·]|\bby\b", re.IGNORECASE)
"""What a line must hold to have any form."""

_INNER = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】|「[^「」]*」|『[^『』]*』")
_DASH = re.compile(rf"[{DASHES}]{{1,3}}|(?<=\s)[ー〜～~∼](?=\s)")
_SLASH = re.compile(r"\s[/|｜·]+\s|\s?[／]\s?|\s?｜\s?")
_COLON = re.compile(r"(?P<first>[^:：]{1,80}?)\s*(?:：|:(?=\s))\s*(?P<second>\S.*)")
_BY = re.compile(r"(?P<first>\S.*\S|\S)\s+(?:performed by|sung by|by)\s+(?P<second>\S.*)", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:a|an|any|each|far|her|him|his|its|itself|me|mistake|my|no|now|our|some|that|their|them|these|this|us|you|your)\b"
)
_PARTS = rf"[{DASHES}:：|/／｜~〜～,、·•ー]"
_CORNERS = re.compile(r"(?P<before>[^「」]{0,80})「(?P<title>[^「」]{1,120})」(?P<after>[^「」]{0,100})")
_DOUBLE_CORNERS = re.compile(r"(?P<before>[^『』]{0,80})『(?P<title>[^『』]{1,120})』(?P<after>[^『』]{0,100})")
_SHOW_FIRST = re.compile(r"『(?P<show>[^『』]{1,80})』\s*(?P<rest>[^『』\s].*)")

_AFTER_QUOTE = re.compile(
    rf"(?:\s*[(（\[](?P<extra>[^()（）\[\]]+)[)）\]](?=\s*(?:{_PARTS}|by\b)))?(?:\s*{_PARTS}+\s*(?P<who>[^\s{DASHES}].*)"
    r"|\s*(?:performed|sung|composed)?\s*\bby\b:?\s+(?P<by>\S.*)"
    r"|\s*,?\s*\b(?:from|off|in)\b\s+(?P<of>\S.*)"
    r"|\s*[(（\[](?P<inner>[^()（）\[\]]+)[)）\]])",
    re.IGNORECASE,
)
_ORIGIN = re.compile(r"(?:from|off|in)\b", re.IGNORECASE)
_EDGE = re.compile(rf"\A(?:[\s,;:：、|/／]|[{DASHES}](?=\s))+|(?:[\s,;:：、|/／]|(?<=\s)[{DASHES}])+\Z|\A[{DASHES}]+\Z")
"""Separators left at the edges of a half; a dash that touches a word is part of it (-Main theme-)."""

_LONGEST_NAME = 5
_EDGES = " \t,;:：、|/／" + DASHES.replace("\\", "")


def entry(line: str) -> Entry | None:
    """The first form that a line has; None for one that is long, or has none."""
    if len(line) > SHORT or not _SIGN.search(line):
        return None
    numbered, text = without_ordinal(line)
    main, _, beside = text.partition(" · ")
    if beside and (found := entry(main)):
        return replace(found, numbered=numbered, show=found.show or beside.partition(" · ")[0])
    forms = (_show_first, _corners, _quoted, _dashed, _by, _slashed, _colon, _hyphen)
    found = next(filter(None, (form(text) for form in forms)), None)
    return replace(found, numbered=numbered) if found and found.first else None


def alone(line: str) -> Entry:
    """A line that is nothing but a title, if it is a song at all."""
    numbered, text = without_ordinal(line)
    inner = quote(text, 0)
    quoted = bool(inner and inner[1] == len(text))
    title = trimmed(inner[0]) if inner and quoted else text
    return Entry(form=Form.ALONE, first=title, order=Order.TITLE_FIRST, quoted=quoted, numbered=numbered)


def without_ordinal(text: str) -> tuple[bool, str]:
    """Whether a line is numbered (``1.``, ``#1``, ``第1位``, ``①``), and what comes after the number."""
    found = _ORDINAL.match(text) or _COUNTED.match(text)
    return (True, text[found.end() :].strip()) if found else (False, text)


def quote(text: str, start: int) -> tuple[str, int] | None:
    """What the quote says that opens at ``start``, and where the text goes on after it."""
    closes = _CLOSING.get(text[start : start + 1])
    found = closes.search(text, start + 2, start + SHORT) if closes else None
    return (text[start + 1 : found.start()], found.end()) if found else None


def trimmed(half: str) -> str:
    """A half without the quotes around it and the separators at its edges."""
    text = _EDGE.sub("", half)
    inner = quote(text, 0)
    return _EDGE.sub("", inner[0]) if inner and inner[1] == len(text) else text


def _show_first(text: str) -> Entry | None:
    """『Show』 Title / Artist."""
    found = _SHOW_FIRST.fullmatch(text)
    rest = found["rest"].lstrip(_EDGES) if found else ""
    inner = (_corners(rest) or _slashed(rest) or _dashed(rest)) if found else None
    if not found or not inner or not inner.second:
        return None
    order = Order.TITLE_FIRST if inner.order is Order.OPEN else inner.order
    return replace(inner, form=Form.CORNERS, show=found["show"].strip(), order=order)


def _corners(text: str) -> Entry | None:
    """Artist「曲名」 or 「曲名」Artist; 『』 serves as well where there is no 「」."""
    found = _CORNERS.fullmatch(text) or _DOUBLE_CORNERS.fullmatch(text)
    if not found:
        return None
    title = found["title"].strip()
    before, after = found["before"].strip(_EDGES), found["after"].strip(_EDGES)
    if before.endswith(("の", "は", "が", "で")) and after:
        return None
    if before and not before.startswith("『"):
        show = after if after.startswith(("(", "（", "『", "from")) else ""
        return Entry(form=Form.CORNERS, first=before, second=title, order=Order.NAME_FIRST, show=show, quoted=True)
    show = before.strip("『』")
    form = Form.CORNERS if after else Form.ALONE
    return Entry(form=form, first=title, second=after, order=Order.TITLE_FIRST, show=show, quoted=True)


def _quoted(text: str) -> Entry | None:
    """“Title” – Artist, “Title” by Artist, Artist – “Title” and their kin."""
    if opening := quote(text, 0):
        return _title_quoted_first(opening[0], text[opening[1] :])
    at = next((at for at, char in enumerate(text) if at and char in PAIRS and not text[at - 1].isalnum()), 0)
    inner = quote(text, at) if at else None
    if not inner:
        return None
    lead, tail = text[:at].strip(), text[inner[1] :].strip()
    title, name = trimmed(inner[0]), trimmed(lead)
    if (tail and tail[0] not in "([（") or not title or not name or name.count(" ") > _LONGEST_NAME:
        return None
    separated = lead[-1:] in _EDGES
    doubts = () if separated else ("no dash stands between the name and the quoted title",)
    return Entry(
        form=Form.QUOTED, first=name, second=title, order=Order.NAME_FIRST, show=tail, quoted=True, doubts=doubts
    )


def _title_quoted_first(inner: str, rest: str) -> Entry | None:
    title = trimmed(inner)
    if not title or not rest.strip(" .,;"):
        return None
    found = _AFTER_QUOTE.fullmatch(f",{rest}" if inner.rstrip().endswith(",") else rest)
    if not found:
        return None
    name = found["who"] or found["by"] or ""
    if extra := found["extra"]:
        title, show = (title, f"({extra})") if _ORIGIN.match(extra) else (f"{title} ({extra})", "")
        return Entry(
            form=Form.QUOTED, first=title, second=trimmed(name), order=Order.TITLE_FIRST, show=show, quoted=True
        )
    if not name and found["inner"]:
        words = found["inner"]
        name, show = ("", f"({words})") if _ORIGIN.match(words) else (words, "")
    else:
        show = found["of"] or ""
    return Entry(form=Form.QUOTED, first=title, second=trimmed(name), order=Order.TITLE_FIRST, show=show, quoted=True)


def _masked(text: str) -> str:
    """``text`` with what is in brackets blanked, so that nothing is divided there."""
    return _INNER.sub(lambda found: "x" * len(found[0]), text)


def _dashed(text: str) -> Entry | None:
    """Title – Artist, whatever dash it is, with a space at least on one side or an en or em dash without."""
    marks = [(rank, found) for found in _DASH.finditer(_masked(text)) if (rank := _rank(found)) < _TIGHT]
    if not marks:
        return None
    best = min(rank for rank, _ in marks)
    places = [found for rank, found in marks if rank == best]
    first, second = trimmed(text[: places[0].start()]), trimmed(text[places[0].end() :])
    doubts = ("there is more than one dash",) if len(places) > 1 else ()
    return Entry(form=Form.DASHED, first=first, second=second, doubts=doubts) if first and second else None


_TIGHT = 5
"""The rank from which a dash is more likely part of a word."""


def _rank(found: re.Match[str]) -> int:
    """How sure it is that a dash divides; 0 is surest."""
    text, dash = found.string, found[0]
    before, after = text[: found.start()][-1:].isspace(), text[found.end() :][:1].isspace()
    long = dash[0] in "–—―" or len(dash) > 1
    if dash in "ー〜～~∼":
        return 4
    if before and after:
        return 0 if long else 1
    if before or after:
        return 2 if long or not before else _TIGHT
    return 3 if long else _TIGHT


def _hyphen(text: str) -> Entry | None:
    """Title-Artist with a bare hyphen: only where it is the only one and there are words on both sides."""
    first, mark, second = text.partition("-")
    if not mark or "-" in second or not first.strip() or not second.strip():
        return None
    if not (" " in first.strip() or " " in second.strip()) or first[-1].isspace() or not second[0].isupper():
        return None
    doubts = ("a bare hyphen may be part of a word",)
    return Entry(form=Form.HYPHEN, first=trimmed(first), second=trimmed(second), doubts=doubts)


def _slashed(text: str) -> Entry | None:
    """曲名 / アーティスト."""
    places = list(_SLASH.finditer(_masked(text)))
    if not places:
        return None
    first, second = trimmed(text[: places[0].start()]), trimmed(text[places[0].end() :])
    doubts = ("there is more than one stroke",) if len(places) > 1 else ()
    return Entry(form=Form.SLASHED, first=first, second=second, doubts=doubts) if first and second else None


def _colon(text: str) -> Entry | None:
    """Artist: Title."""
    found = _COLON.fullmatch(text)
    if not found:
        return None
    first, second = trimmed(found["first"]), trimmed(found["second"])
    return Entry(form=Form.COLON, first=first, second=second) if first and second else None


def _by(text: str) -> Entry | None:
    """Title by Artist."""
    found = _BY.fullmatch(text)
    if not found or _NOBODY.match(found["second"]):
        return None
    first, second = trimmed(found["first"]), trimmed(found["second"])
    doubts = ("there is more than one “by”",) if " by " in f" {first} ".lower() else ()
    return Entry(form=Form.BY, first=first, second=second, order=Order.TITLE_FIRST, doubts=doubts)
