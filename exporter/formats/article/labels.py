"""Songs whose parts stand below each other with labels: ``Title: …``, ``Artist: …``, ``Anime: …``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exporter.formats.article.blocks import Block, Kind
from exporter.formats.article.forms import Entry, Form, Order, alone, entry, quote, trimmed

_ROLES = {
    "title": r"(?:song|track)?\s*(?:title|name)|song|track|曲名?|タイトル|楽曲",
    "artist": (
        r"artists?(?:\s*name)?|singers?|(?:performed|sung|song)\s+by|by|performers?|bands?|vocals?|musicians?|composers?"
        r"|歌手名?|アーティスト(?:名)?|歌|唄|うた"
    ),
    "show": (
        r"anime|(?:tv\s+)?show|series|from|source|game|film|movie|drama|soundtrack|used\s+in|featured\s+in"
        r"|作品名?|アニメ|番組|ドラマ|映画"
    ),
    "year": r"years?|released?(?:\s+(?:date|in|year))?|発売(?:年|日)?|リリース",
}
_LABEL = re.compile(
    r"(?:" + "|".join(f"(?P<{role}>{words})" for role, words in _ROLES.items()) + r")\s*[:：]\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_BY_LINE = re.compile(r"by\s+(?P<value>\S.*)", re.IGNORECASE)
_HEADER = {role: re.compile(rf"(?:{words})", re.IGNORECASE) for role, words in _ROLES.items()}
_FAR = 4


def role_of(header: str) -> str:
    """What the cells below a header hold: ``title``, ``artist``, ``show``, ``year``, or nothing that is known."""
    return next((role for role, words in _HEADER.items() if words.fullmatch(header.strip(" :*"))), "")


def label(line: str) -> tuple[str, str]:
    """The role and the value of a labelled line; empty ones for any other."""
    if len(line) > _LONGEST:
        return "", ""
    if (":" in line or "：" in line) and (found := _LABEL.fullmatch(line)):
        return next(role for role in _ROLES if found[role]), found["value"].strip()
    by = _BY_LINE.fullmatch(line)
    return ("artist", by["value"]) if by else ("", "")


_LONGEST = 150


@dataclass(slots=True)
class _Record:
    at: int
    facts: dict[str, str]
    heading: Entry | None = None


def labelled(blocks: Sequence[Block]) -> Mapping[int, Entry]:
    """The songs that are written with labels, by the number of the block they begin with."""
    return {record.at: found for record in _records(blocks) if (found := _entry(record))}


def members(blocks: Sequence[Block]) -> frozenset[int]:
    """The numbers of the blocks that are a labelled line."""
    return frozenset(at for at, block in enumerate(blocks) if block.kind is not Kind.ROW and label(block.text)[0])


def _records(blocks: Sequence[Block]) -> Iterator[_Record]:
    held: _Record | None = None
    for at, block in enumerate(blocks):
        role, value = label(block.text) if block.kind is not Kind.ROW else ("", "")
        if role == "title" or (role and (not held or role in held.facts or at - held.at > _FAR)):
            if held:
                yield held
            held = _begun(blocks, at, role)
        if role and held:
            held.facts.setdefault(role, value)
        elif held and block.is_prose:
            yield held
            held = None
    if held:
        yield held


def _begun(blocks: Sequence[Block], at: int, role: str) -> _Record:
    """A record that begins with a label, or with the heading just above one that is not its title."""
    above = blocks[at - 1] if at and role != "title" else None
    if above and at > 1 and not (above.kind is Kind.HEADING and above.level == 1) and _may_head(above):
        return _Record(at - 1, {}, entry(above.text) or alone(above.text))
    return _Record(at, {})


def _may_head(block: Block) -> bool:
    return not block.is_prose and block.kind is not Kind.ROW and not label(block.text)[0]


def _entry(record: _Record) -> Entry | None:
    facts, heading = record.facts, record.heading
    title, show = facts.get("title", ""), facts.get("show", "")
    artist = facts.get("artist", "")
    if heading and not title:
        title = heading.second if heading.order is Order.NAME_FIRST else heading.first
        other = heading.first if heading.order is Order.NAME_FIRST else heading.second
        show, artist = (show or (other if artist else "")), artist or other
    inner = quote(title, 0)
    if inner and inner[1] < len(title) and not artist and (found := entry(title)):
        title, artist = found.first, found.second
    if not title or not (artist or show):
        return None
    return Entry(
        form=Form.LABELS,
        first=trimmed(title),
        second=trimmed(artist),
        order=Order.TITLE_FIRST,
        show=show,
    )
