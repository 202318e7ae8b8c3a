"""Folds the habits of spelling Japanese in Latin letters: one key for Hepburn, Kunrei, wapuro and their mixtures. Pure.

The key is Kunrei without length: of the spellings of a syllable it takes the plainest (``shi``, ``si`` → ``si``;
``tsu``, ``tu`` → ``tu``), a long vowel is a short one (``ō``, ``ou``, ``oo``, ``oh`` → ``o``), particles are written
as they sound (``wo`` → ``o``). Words that no kana makes ("magnetic") are kept as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

_DOUBLED = r"(?:([kgszdjpbfhr])(?=\1)|t(?=t|ch)|c(?=ch))"
_ONSET = r"(?:[sc]h|ts|d[zj]|[kg]w|[kgsctdzjnhbpmrf]y|[kgsztjdnhfbpmyrwv])"
_VOWEL = r"(?:oh(?![aiueoy])|[aiueo])"
_ROMAJI = re.compile(rf"(?=.*[aiueo])(?:{_DOUBLED}?{_ONSET}?{_VOWEL}|n|m(?=[bpm]))++")
_ENGLISH_R = re.compile("l+")

_APOSTROPHE = re.compile("['’‘ʼ`´]")
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")
_WORD = re.compile("[0-9]+|[^\\W_0-9]+")
_PARTICLES = {"ha": "wa", "he": "e"}
_FOLDS = [
    (re.compile(pattern), told)
    for pattern, told in (
        ("v", "b"),
        ("[tc](?=ch)", "t"),  # matcha, maccha
        ("ch|cy", "ty"),
        ("sh", "sy"),
        ("[dj](?=d[yzju]|j)", "z"),
        ("d?jy?|dy", "zy"),  # ji, jya, dja
        ("dz|d(?=u)", "z"),  # dzu and du are zu
        ("([stz])yi", r"\1i"),
        ("ts(?=u)", "t"),
        ("hhu", "ffu"),
        ("(?<!f)fu", "hu"),
        ("w(?=o)", ""),
        ("m(?=[bpm])", "n"),  # sempai
        ("nnn+", "nn"),  # ん as typists type it
        ("nn(?=[^aiueoyn]|$)", "n"),
        ("(?<=o)h(?![aiueoy])", ""),  # Ohno
        ("o[ou]+", "o"),
        (r"([aiue])\1+", r"\1"),
    )
]


def canonical(text: str) -> str:
    """The key of a text in Latin letters. Romaji that stands together has no spaces: authors part it as they like.

    >>> canonical("Kanashimi wo Yasashisa ni") == canonical("kanasimi o yasasisani")
    True
    """
    return _key(words_of(text))


def turned(text: str) -> str:
    """The key of a text of two words, a name perhaps, in the other order; empty for any other text."""
    words = words_of(text)
    return _key(words[::-1]) if len(words) == 2 else ""  # noqa: PLR2004 - a given and a family name


def plain(text: str) -> str:
    """The letters of a text, with no habit folded."""
    return "".join(words_of(text))


def has_romaji(text: str) -> bool:
    """Whether a word of the text may be Japanese."""
    return any(map(is_romaji, words_of(text)))


def is_romaji(word: str) -> bool:
    """Whether a lower-case word is made of syllables that kana has: "sakura" and "hero", but not "magnetic"."""
    return bool(_ROMAJI.fullmatch(word))


def words_of(text: str) -> list[str]:
    """The words of a text (a capital in one begins another), lower case, without accents and apostrophes."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return _WORD.findall(_CAMEL.sub(" ", _APOSTROPHE.sub("", bare)).replace("&", " and ").casefold())


def _key(words: Sequence[str]) -> str:
    if any(map(is_romaji, words)):
        words = list(map(_among_romaji, words))
    return " ".join(key for romaji, run in groupby(words, is_romaji) for key in ([_folded(run)] if romaji else run))


def _among_romaji(word: str) -> str:
    """A name like Selene with an r, when it stands in Japanese company; alone it is no romaji."""
    japanese = _ENGLISH_R.sub("r", word)
    return japanese if is_romaji(japanese) else word


def _folded(words: Iterator[str]) -> str:
    """One key for romaji words that stand together: the rules of spelling do not stop where a word ends."""
    key = next(words) + "".join(_PARTICLES.get(word, word) for word in words)
    for pattern, told in _FOLDS:
        key = pattern.sub(told, key)
    return key
