"""Reads a text: the keys that it shares with other spellings of the same Japanese words."""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from exporter_japanese.bones import bones_of_kana, bones_of_latin
from exporter_japanese.kana import spelled
from exporter_japanese.numerals import in_kanji
from exporter_japanese.romaji import canonical, has_romaji, plain, turned

if TYPE_CHECKING:
    from exporter_japanese.dictionary import Word

MOST = 9
"""Readings of one text at most, an outline among them."""
LONGEST = 300
"""Characters of the longest text that is read; no title or credit comes near it."""

_SOUNDS = 8
"""Sounds of one text at most."""
_FOLLOWED = 3 * _SOUNDS
"""How many guesses are followed while the words of a text are put together: some fold to one key."""
_LOANS = 0.5
"""What it costs to take loanwords for the foreign words they come from; another sound of a word costs 1."""

_JAPANESE = "\u3005-\u3007\u3041-\u3096\u30a1-\u30f6\u30fc\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAS_JAPANESE = re.compile(f"[{_JAPANESE}]")
_HAS_KANA = re.compile("[\u3041-\u3096\u30a1-\u30f6]")
_PIECES = re.compile(f"(?P<japanese>[{_JAPANESE}]+)|(?P<number>[0-9]+)|[^{_JAPANESE}0-9]+")
_REPEATED = re.compile("(?P<kana>[\u3041-\u3096\u30a1-\u30f6])(?:[ゝヽ]|(?P<voiced>[ゞヾ]))")
_LENT_WORD = re.compile("[\u30a1-\u30f6\u30fc]{3}")
_GAP = re.compile("(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
_DRAWN = re.compile("(?<=[\u3041-\u30ff])[~〜](?=[\u3041-\u30ff])")


class Guess(NamedTuple):
    """What a text may sound like, in katakana and Latin letters: the less it costs, the likelier."""

    cost: float
    said: str


def readings(text: str) -> tuple[str, ...]:
    """At most :data:`MOST` keys, likeliest first; none for text that is neither Japanese nor romaji."""
    plainly = unicodedata.normalize("NFKC", text)
    if len(plainly) > LONGEST:
        return ()
    if not _HAS_JAPANESE.search(plainly):
        return _of_romaji(plainly)
    return _of_japanese(_in_full(plainly)) if _is_japanese(plainly) else ()


def _in_full(text: str) -> str:
    """The text with the marks written out that repeat a kana (こゝろ) or draw it out (スクリ～ム), kanji together."""
    return _GAP.sub("", _DRAWN.sub("ー", _REPEATED.sub(_repeated, text)))


def _repeated(found: re.Match[str]) -> str:
    kana = found["kana"]
    return kana + (unicodedata.normalize("NFC", f"{kana}\u3099") if found["voiced"] else kana)


def _of_romaji(text: str) -> tuple[str, ...]:
    """The key, and that of a name in the other order; text that looks like its key has no *other* spelling."""
    keys = dict.fromkeys((canonical(text), turned(text)) if has_romaji(text) else ())
    told = tuple(key for key in keys if key and key.replace(" ", "") != plain(text))
    outline = bones_of_latin(text)
    return (*told, outline) if outline else told


def _is_japanese(text: str) -> bool:
    """Whether kana, or the Japanese standard of characters, say so: Chinese simplified most common words out of it."""
    return bool(_HAS_KANA.search(text)) or all(map(_is_standard, _HAS_JAPANESE.findall(text)))


def _is_standard(char: str) -> bool:
    try:
        return bool(char.encode("euc_jis_2004"))
    except UnicodeEncodeError:
        return False


def _of_japanese(text: str) -> tuple[str, ...]:
    """Loanwords are read as they sound, or else all of them as the foreign words they come from."""
    pieces = list(_PIECES.finditer(text))
    sounds = _joined(map(_sounds, pieces))
    outline = bones_of_kana(sounds[0].said) if sounds and _LENT_WORD.search(text) else ""
    loans = (Guess(cost + _LOANS, said) for cost, said in _joined(map(_loans, pieces)))
    keys = (canonical(spelled(said)) for _, said in heapq.merge(sounds, loans, key=_cost))
    told = tuple(islice(filter(None, dict.fromkeys(keys)), _SOUNDS))
    return (*told, outline) if outline else told


def _sounds(piece: re.Match[str]) -> Sequence[Guess]:
    if piece["japanese"]:
        ways = enumerate(_parted(piece[0]))
        return _likeliest(
            Guess(rank + cost, said) for rank, words in ways for cost, said in _joined(map(_as_heard, words))
        )
    written = Guess(0, f" {piece[0]} ")
    if not piece["number"]:
        return (written,)
    counted = _joined(map(_as_heard, _parted(in_kanji(piece[0]))[0]))
    return (written, *(Guess(1 + cost, said) for cost, said in counted))


def _loans(piece: re.Match[str]) -> Sequence[Guess]:
    return _joined(map(_as_lent, _parted(piece[0])[0])) if piece["japanese"] else _sounds(piece)


def _parted(text: str) -> Sequence[Sequence[Word]]:
    from exporter_japanese.dictionary import sentences  # noqa: PLC0415 - the first Japanese text loads it, no other

    return sentences(text)


def _as_heard(word: Word) -> list[Guess]:
    return [Guess(rank, sound) for rank, sound in enumerate(word.sounds)]


def _as_lent(word: Word) -> list[Guess]:
    """As the foreign word, or at a price after all as it sounds."""
    lent = [Guess(rank, f" {name} ") for rank, name in enumerate(word.foreign)]
    return lent + [Guess(cost + 2, said) for cost, said in _as_heard(word)] if lent else _as_heard(word)


def _joined(parts: Iterable[Sequence[Guess]]) -> list[Guess]:
    """The likeliest guesses at a whole, from the guesses at each of its parts, likeliest first."""
    best = [Guess(0, "")]
    for part in parts:
        best = _likeliest(Guess(cost + more, before + said) for cost, before in best for more, said in part)
    return best


def _likeliest(guesses: Iterable[Guess]) -> list[Guess]:
    return heapq.nsmallest(_FOLLOWED, guesses, key=_cost)


def _cost(guess: Guess) -> float:
    return guess.cost
