"""What is left of a foreign word once kana has written it: its consonants, as far as kana tells them apart. Pure.

English spelling does not tell the vowels that a loanword has (リバーブ is "reverb"), kana adds some that nobody says,
and it has one sound for l and r, for b and v, for s, z and th. Of 31,000 loanwords in UniDic these rules bring three
in four to the consonants of their kana. What that says of a text is an *outline*, as :mod:`exporter.hookspecs` puts it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter_japanese.kana import spelled
from exporter_japanese.romaji import is_romaji, words_of

LEAST = 4
"""Consonants from which a text is told from others: one loanword in ten thousand has the same four as another."""

_Rules = Sequence[tuple[re.Pattern[str], str]]


def _rules(*rules: tuple[str, str]) -> _Rules:
    return [(re.compile(pattern), told) for pattern, told in rules]


_OF_LATIN = _rules(
    ("igh(?=t|\\b)", "i"),
    ("w(?=[aiueoy])|wh|(?<![cpstg])h|gh", ""),
    ("(?<=[aiueoy])r(?![aiueoyr])", ""),  # star is sutā
    ("sch|tch", "s"),
    ("chr", "kr"),
    ("dg|j|g(?=[eiy])", "s"),
    ("[sct]i(?=on|a)|[cst]h|ts|z|c(?=[eiy])|tu", "s"),
    ("ph", "f"),
    ("c?k|c|qu?", "k"),
    ("x", "ks"),
    ("v", "b"),
    ("l", "r"),
    ("mb\\b", "m"),
    ("m(?=[bp])", "n"),
    ("\\b[kg](?=n)", ""),
)
_OF_KANA = _rules(
    ("(?<=[テデ])ィ|(?<=[トド])ゥ", ""),
    ("[チヂ]", "シ"),
)
_OF_SOUND = _rules(
    ("z|ts|tu", "s"),
    ("hu", "fu"),
    ("h|w(?=[aiueoy])", ""),
)
_DOUBLED = re.compile(r"([^aiueo])\1+")
_VOWELS = re.compile("[aiueoyw]")
_KATAKANA = re.compile("[\u30a1-\u30f6\u30fc]+")
_ASCII = re.compile("[a-z0-9]+")


def bones_of_latin(text: str) -> str:
    """The key of a text in Latin letters that is not romaji altogether; empty if it has too few consonants.

    >>> bones_of_latin("Reverberate") == bones_of_kana("リヴァーバレイト")
    True
    """
    latin = words_of(text)
    return "" if all(map(is_romaji, latin)) else _key(_folded(" ".join(latin), _OF_LATIN))


def bones_of_kana(said: str) -> str:
    """The key of a text in katakana, Latin letters between it or not."""
    pieces = re.split(f"({_KATAKANA.pattern})", said)
    return _key("".join(_of_kana(piece) if _KATAKANA.match(piece) else _of_words(piece) for piece in pieces))


def _of_kana(kana: str) -> str:
    return _folded(spelled(_folded(kana, _OF_KANA)), _OF_SOUND)


def _of_words(text: str) -> str:
    return _folded(" ".join(words_of(text)), _OF_LATIN)


def _folded(text: str, rules: _Rules) -> str:
    for pattern, told in rules:
        text = pattern.sub(told, text)
    return text


def _key(folded: str) -> str:
    """The consonants and numbers, and whether a vowel stands before them."""
    joined = _DOUBLED.sub(r"\1", folded.replace(" ", ""))
    bones = _VOWELS.sub("", joined)
    if len(bones) < LEAST or not _ASCII.fullmatch(bones):
        return ""
    return f"={'a' if joined[0] in 'aiueoy' else ''}{bones}"
