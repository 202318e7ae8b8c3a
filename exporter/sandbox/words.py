"""The words a text is found by: Latin words folded, Japanese and Korean cut into pieces.

Japanese writes no spaces, so a run of it is indexed as its single characters and its pairs of neighbours. A longer
run is then found as a phrase of pairs, which means anywhere inside a title, and 絆 is found by its one character.
Pure text in, words out. Nothing but letters, digits and full-width symbols ever leaves this module, so no text can
change the meaning of a query it is put into.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_RUN = re.compile(
    "([\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
"""A run of kana, ideographs or Hangul, without the middle dot, which separates words."""
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['’‘`´]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_FULL_WIDTH = str.maketrans({code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if not chr(code).isalnum()})


def indexed(text: str) -> list[str]:
    """Every word to store for ``text``, in an order in which neighbouring pairs of a run stay neighbours."""
    folded = _fold(text)
    return [
        *(
            word
            for piece, run in _pieces(folded)
            for word in ([*piece, *_pairs(piece)] if run else _WORD.findall(piece))
        ),
        *_odd(folded),
    ]


def phrases(text: str) -> list[list[str]]:
    """What to look for: each item is a list of words that must stand side by side.

    Symbols count only where there is nothing else to go by: ``7!!`` and ``★`` are looked for as they are written,
    while the dash in ``Song - Live`` is not.
    """
    folded = _fold(text)
    odd = _odd(folded)
    if len(odd) == len(folded.split()):
        return [[word] for word in odd]
    return [
        phrase
        for piece, run in _pieces(folded)
        for phrase in ([_pairs(piece) or [piece]] if run else [[word] for word in _WORD.findall(piece)])
    ]


def _fold(text: str) -> str:
    return _APOSTROPHES.sub("", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


def _pieces(folded: str) -> Iterator[tuple[str, bool]]:
    """The text cut where the script changes: each piece, and whether it is a run without spaces."""
    for position, piece in enumerate(_RUN.split(folded)):
        run = position % 2 == 1
        yield (piece if run else _plain(piece)), run


def _plain(piece: str) -> str:
    """Letters without their accents."""
    letters = unicodedata.normalize("NFKD", piece.translate(_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _odd(folded: str) -> list[str]:
    """Words that are symbols with at most one letter, such as ``7!!``; in full width, which no index splits."""
    return [odd for chunk in folded.split() if (odd := _symbols(chunk))]


def _symbols(chunk: str) -> str:
    kept = "".join(sign for sign in chunk if sign.isalnum() or unicodedata.category(sign)[0] in "PS")
    letters = sum(sign.isalnum() for sign in kept)
    return kept.translate(_FULL_WIDTH) if letters <= 1 and letters < len(kept) else ""
