"""Characters, words and sentences: what every part of the reader asks of a text. Pure, and linear in its length."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\\-"
"""What articles write for a dash, for a class of a pattern: hyphens, en and em dashes, bars and minus signs."""

CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"

PAIRS = {
    "“": "”“",
    "”": "”",
    "„": "“”",
    '"': '"',
    "«": "»",
    "»": "«",
    "‘": "’",
    "‹": "›",
    "《": "》",
    "〈": "〉",
    "＂": "＂",
}
"""Opening quotes, each with what may close it; a curly one is now and then set the wrong way round."""

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_WORD = re.compile(r"[^\W_]+")
_CHINESE_OR_JAPANESE = re.compile(f"[{CJK}]")
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’」]*\Z")
_SENTENCE_BREAK = re.compile(r"(?:[.!?…][\"'”’)]*\s+(?=[A-Z“\"‘'(]))|(?<=[。！？])(?=[^」』）])")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Vol|feat|ft|vs|Jr|Sr|Op|Pt)|\b[A-Z])\.\s+\Z")

_SHORTEST_SENTENCE, _LONG_LINE, _LONGEST_ORDINAL = 7, 12, 6
_LONGEST_HEADING = 18
_SHORTEST_LINE, _SHORTEST_JAPANESE, _LONGEST_ENTRY = 45, 15, 100
_ENTRY_START = re.compile(r"[“\"‘«「『]|[#№]?\d{1,3}[.)\]:、位]|[①-⑳]|第\d")
_CLAUSE = re.compile(r"(?:「[^「」]*」|『[^『』]*』)(?:[（(][^（）()]*[）)])?(?:は|が|を|も|という|って)[^。]*。")
"""A sentence about what stands in quotes at its beginning."""
_FULL_STOP = re.compile(r"[.。][\"'”’)]?\Z")
_CORNERED = re.compile(r"「[^「」]*」|『[^『』]*』|（[^（）]*）")

SHORT = 200
"""A line longer than this many characters holds prose and no entry of a list."""


def clean(text: str) -> str:
    """``text`` in one line, with single spaces and without what is not seen (zero-width and direction marks)."""
    return " ".join(_INVISIBLE.sub("", text).split())


def plain(text: str) -> str:
    """``text`` as somebody would type it: typesetters' apostrophes straight, dashes and the rest as they are."""
    return clean(text).replace("’", "'").replace("ʼ", "'")


def decoded(text: str) -> str:
    """``text`` with its character references resolved; numbers too long to be one are taken out first."""
    return unescape(_LONG_NUMBER.sub("", text)) if "&" in text else text


@lru_cache(1 << 13)
def fold(text: str) -> str:
    """The words of a text for comparing: no case, accents or punctuation, one space between."""
    if text.isascii():
        return " ".join(_WORD.findall(text.casefold()))
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(_WORD.findall("".join(char for char in letters if not unicodedata.combining(char))))


def is_asian(text: str) -> bool:
    """Whether a text has a character that Japanese, Chinese or Korean is written in."""
    return bool(_CHINESE_OR_JAPANESE.search(text))


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or more of them, and so no heading and no entry of a list."""
    if len(text) > SHORT:
        return True
    begins_as_entry = len(text) <= _LONGEST_ENTRY and bool(_ENTRY_START.match(text))
    if 3 * len(_CHINESE_OR_JAPANESE.findall(text)) > len(text):
        bare = _CORNERED.sub("", text)
        begins_as_entry = begins_as_entry and not _CLAUSE.match(text)
        return len(text) > _SHORTEST_JAPANESE and ("。" in bare[:-1] or (bare.endswith("。") and not begins_as_entry))
    words = text.count(" ") + 1
    ends = (_FULL_STOP if begins_as_entry else _SENTENCE_END).search(text)
    if ends and words >= _SHORTEST_SENTENCE and len(text) >= _SHORTEST_LINE:
        return True
    return words >= _LONGEST_HEADING or (words >= _LONG_LINE and len(sentences(text[_LONGEST_ORDINAL:])) > 1)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, each as it stands there; "No. 5" and "Mr. Children" are not cut."""
    found, start = [], 0
    for gap in _SENTENCE_BREAK.finditer(text):
        if not _ABBREVIATED.search(text, max(start, gap.end() - 8), gap.end()):
            found.append(text[start : gap.end()].strip())
            start = gap.end()
    return [*found, text[start:].strip()]
