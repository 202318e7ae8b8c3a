"""Reads a text in pinyin: as words, as a person's name, and with the family name last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from exporter_chinese.names import family_name

MOST = 6
"""Readings of one text at most."""
LONGEST = 300
"""Characters of the longest text that is read; no title or credit comes near it."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_HAN}]+")
_SEVERAL = re.compile(f"[{_HAN}].*[{_HAN}]", re.DOTALL)
_JAPANESE = re.compile("[\u3005\u3041-\u3096\u30a1-\u30f6]")
_STANDARDS = ("gb2312", "big5")
"""Sets of characters that hold the common ones, simplified and traditional, but hardly a form that is only Japanese."""
_U_UMLAUT = ("u", "v", "yu")
"""How ü is written in Latin letters: left out, as it is typed, as in a passport."""


def readings(text: str) -> tuple[str, ...]:
    """At most :data:`MOST` spellings without tones, likeliest first; none for text that is not Chinese.

    One character is no evidence: dozens sound the same.
    """
    if len(text) > LONGEST or not (_SEVERAL.search(text) and _is_chinese(text)):
        return ()
    keys = (key for said in _said(text) for key in _without_umlaut(said))
    return tuple(islice(dict.fromkeys(keys), MOST))


def _is_chinese(text: str) -> bool:
    """Whether nothing says that it is Japanese: kana, repetition marks, characters that Chinese does not write."""
    return not _JAPANESE.search(text) and all(map(_is_standard, "".join(_RUN.findall(text))))


def _is_standard(char: str) -> bool:
    return any(char.encode(standard, "ignore") for standard in _STANDARDS)


def _said(text: str) -> Iterator[str]:
    """The text in pinyin, ü as v: as words, then as the name of a person, whose family name may come last."""
    yield _RUN.sub(lambda run: f" {_pinyin(run[0])} ", text).strip().lower()
    if name := family_name(text):
        family = name.sound or _pinyin(name.family)
        yield family + _pinyin(name.given)
        yield f"{_pinyin(name.given)} {family}"


def _without_umlaut(said: str) -> Iterator[str]:
    return (re.sub("(?<=[ln])v", written, said) for written in _U_UMLAUT)


def _pinyin(han: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a large dictionary: only when Chinese comes

    return "".join(lazy_pinyin(han))
