"""Kana in the plainest romaji, for :mod:`exporter_japanese.romaji` to fold. Pure."""

from __future__ import annotations

import re
import unicodedata

_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "s": "サシスセソ",
    "t": "タチツテト",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
    "g": "ガギグゲゴ",
    "z": "ザジズゼゾ",
    "d": "ダヂヅデド",
    "b": "バビブベボ",
    "p": "パピプペポ",
}
_OTHERS = {
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヰ": "wi", "ヱ": "we", "ヲ": "o", "ン": "n",
    "ヂ": "zi", "ヅ": "zu", "ヴ": "bu", "ヵ": "ka", "ヶ": "ke",
}  # fmt: skip
_SYLLABLES = {
    kana: row + vowel for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, "aiueo", strict=True)
} | _OTHERS
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}
_LENT = {
    "ウ": "w",
    "ク": "kw",
    "グ": "gw",
    "ツ": "ts",
    "テ": "t",
    "デ": "d",
    "ト": "t",
    "ド": "d",
    "フ": "f",
    "ヴ": "b",
}
"""The consonants of kana whose vowel a small one replaces: ファ is fa."""

_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_KANA = re.compile(rf"(?P<kana>[{''.join(_SYLLABLES)}])(?P<small>[{''.join(_SMALL)}]?)|[{''.join(_SMALL)}ー]")
_STOPPED = re.compile("ッ+([b-df-hj-np-tv-z])")
_ALL_KANA = re.compile("[\u3041-\u3096\u30a1-\u30f6\u30fc]+")


def is_kana(text: str) -> bool:
    """Whether there is nothing but kana in the text."""
    return bool(_ALL_KANA.fullmatch(text))


def katakana(text: str) -> str:
    """The text with its hiragana as katakana."""
    return text.translate(_HIRAGANA)


def revoiced(kana: str) -> str:
    """Katakana with its first sound voiced, or not voiced any more; as it is where there is nothing to voice.

    >>> revoiced("シマ"), revoiced("ジマ"), revoiced("ノ")
    ('ジマ', 'シマ', 'ノ')
    """
    bare = unicodedata.normalize("NFD", kana[0])[0]
    return (unicodedata.normalize("NFC", f"{bare}\u3099")[0] if bare == kana[0] else bare) + kana[1:]


def spelled(text: str) -> str:
    """Katakana as romaji, vowels as short as they are; what is not kana stays.

    >>> spelled("シッテル ラバー hello")
    'sitteru raba hello'
    """
    return _STOPPED.sub(r"\1\1", _KANA.sub(_syllable, text)).replace("ッ", "")


def _syllable(found: re.Match[str]) -> str:
    kana, small = found["kana"], found["small"]
    if not kana:
        return _SMALL.get(found[0], "")
    syllable, vowel = _SYLLABLES[kana], _SMALL.get(small, "")
    if vowel and kana in _LENT:
        return _LENT[kana] + vowel
    if vowel and vowel != "i" and syllable.endswith("i"):
        return f"{syllable[:-1]}y{vowel.removeprefix('y')}"
    return syllable + vowel
