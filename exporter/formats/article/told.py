"""What the paragraphs of an article tell about its songs: who sings, what they are from, when they came out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exporter.formats.article.blocks import Block, Kind
from exporter.formats.article.vocabulary import SHOW, SINGER, SINGS
from exporter.formats.article.words import CJK, fold, plain, sentences

READ = 1500
"""How many characters below an entry are taken to be about it."""

NAME_RUN = (
    rf"[A-Z0-9À-ÖØ-Þ{CJK}][\w.'’!?&:;/-]*"
    rf"(?:\s(?:[A-Z0-9À-ÖØ-Þ{CJK}][\w.'’!?&:;/-]*|(?:(?:of|the|in|to|and|for|a|an|no|na|ni|wa|ga|wo|o|de|e|mo|x|×|&|~|-)\s){{1,3}}[A-Z0-9][\w.'’!?&:;/-]*))"
    r"{0,8}"
)
"""A run of capitalised words, with the small words that titles and Japanese names have between them."""

_NAMED_SHOW = re.compile(
    rf"\b(?i:{SHOW})(?:\s+(?:series|film|movie|called|named|titled))?,?\s+(?:[“\"‘『「](?P<quoted>[^”\"’』」]{{1,80}})[”\"’』」]|(?P<bare>{NAME_RUN}))"
)
_THEME = re.compile(
    r"\b(?:theme\s+(?:song|music)|openings?|endings?|insert\s+(?:song|track)|theme\s+(?:for|of|to)\s+(?:the\s+)?(?:[a-z]+\s+)?"
    rf"{SHOW})\b[^.“”\"「『]{{0,80}}[“\"「『](?P<show>[^“”\"「」『』]{{1,80}})[”\"」』]",
    re.IGNORECASE,
)
_NOT_ITS_OWN = re.compile(r"\b(?:coupling|b-side|featuring\s+the|cover(?:s|ed)?|sampl\w+)\b", re.IGNORECASE)
_RELEASED = re.compile(
    r"\b(?:released|came\s+out)\b[^.“”\"]{0,70}?\bin\s+(?:(?:early|late|mid)[ -]|the\s+\w+\s+of\s+)?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:\d{1,2},?\s+)?)?(?P<year>(?:19[2-9]|20[0-4])\d)\b",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"\s(?:no|ni|wa|wo|ga|kara|made|yori)\s")

_AROUND = 50
_SHORTEST = 30
_SOMEBODY_BEFORE = re.compile(rf"\b(?:by|by\s+the|of\s+singer|{SINGER},?)\s+$|\b(?:voice|vocals)\s+of\s+$")
_SOMEBODY_AFTER = re.compile(rf"'s?\s+(?:[\w-]+\s+){{0,3}}{SINGS}")
_OPENS, _CLOSES = re.compile(r"[“\"‘「『]$"), re.compile(r"[,.]?[”\"'」』]")
_SHOW_BEFORE = re.compile(rf"[”\"」]\s+from\s+(?:the\s+)?$|\b{SHOW}(?:\s+series)?,?\s+[“\"‘]?$")
_SHOW_AFTER = re.compile(
    r"[!?]*[”\"]?\s+(?:franchise|anime|ost)\b|[!?]*[”\"]?,?\s+is\s+an?\s+(?:[\w-]+\s+){0,2}(?:anime|game|series|film)\b"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a paragraph says in so many words about its song: the show, the year."""

    show: str = ""
    year: int | None = None


def facts(told: str) -> Facts:
    """The first show that a song is the theme of, and the first year it was released in."""
    show, year = "", None
    for sentence in sentences(told):
        if not _NOT_ITS_OWN.search(sentence):
            theme, released = _THEME.search(sentence), _RELEASED.search(sentence)
            show = show or (plain(theme["show"]).strip(" ,.") if theme else "")
            year = year or (int(released["year"]) if released else None)
    return Facts(show, year)


def speaks_for_artist(half: str, told: str) -> bool:
    """Whether a text uses ``half`` as somebody's name: "Aoi's voice", "the band Aoi", "by Aoi"."""
    return any(_SOMEBODY_BEFORE.search(left) or _SOMEBODY_AFTER.match(right) for left, right in _places(half, told))


def speaks_for_title(half: str, told: str) -> bool:
    """Whether a text puts ``half`` in quotes, as titles are."""
    return any(_OPENS.search(left) and _CLOSES.match(right) for left, right in _places(half, told))


def speaks_for_show(half: str, told: str) -> bool:
    """Whether a text says that something is from ``half``, or calls it an anime, a game or a film."""
    return any(_SHOW_BEFORE.search(left) or _SHOW_AFTER.match(right) for left, right in _places(half, told))


def _places(half: str, told: str) -> Iterator[tuple[str, str]]:
    """What stands before and after ``half`` wherever a text says it."""
    text, sought = told[:READ].replace("’", "'").lower(), half.lower()
    at = text.find(sought)
    while sought and at >= 0:
        end = at + len(sought)
        yield text[max(0, at - _AROUND) : at], text[end : end + _AROUND]
        at = text.find(sought, end)


def shows_named(blocks: tuple[Block, ...]) -> frozenset[str]:
    """The folded names that an article gives to shows anywhere in its text."""
    return frozenset(_shows(blocks)) - {""}


def _shows(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if block.kind is not Kind.ROW and len(block.text) > _SHORTEST:
            for found in _NAMED_SHOW.finditer(block.text):
                yield fold(found["quoted"] or found["bare"] or "")


def may_be_show(name: str, told: str, shows: frozenset[str]) -> bool:
    """Whether a name in an artist's place may be a show: the text says so, or it reads like a Japanese phrase."""
    return fold(name) in shows or speaks_for_show(name, told) or bool(_PARTICLE.search(name))
