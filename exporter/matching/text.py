"""Reads names: a comparing key that keeps the script, the parts of a title, the names in a credit. Pure.

Nothing is reduced to ASCII and nothing is transliterated: 漢字 stays 漢字. An empty key is no evidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from exporter.matching.han import ONE_FORM
from exporter.matching.rules import NEAR_CHARACTERS

CACHE = 1 << 15
"""How many names are remembered by each reader here; a run sees the same few thousand again and again."""

_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LATIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
_WORDS = str.maketrans({"&": " and ", "×": " x "})
_LOOSE: dict[int, int | str | None] = {
    **{code: code + 0x60 for code in range(0x3041, 0x3097)},
    **{ord(number): str(value) for value, number in enumerate("一二三四五六七八九", start=1)},
    ord(" "): None,
}
_APOSTROPHES = frozenset("'’‘ʼ`´")

_ACCENT = re.compile("(?:^|(?<=[a-z\\s]))[\u0300-\u036f]+")
_REPEAT = re.compile("([\u3400-\u9fff])(々+)")
_CJK_GAP = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_IS_CJK = re.compile(f"[{_CJK}]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_DOLLAR = re.compile(r"(?<=[a-z])\$|\$(?=[a-z])")
_SHOUT = re.compile(r"(?<=[a-z])!(?=[a-z])")
_SHORT = {"pt": "part", "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_SHORT_WORD = re.compile(rf"(?<![^ ])(?:{'|'.join(_SHORT)})(?![^ ])")
_COUNTED = re.compile(
    r"(?<![^ ])(part|pt|vol|volume|chapter|act|no|number) (one|two|three|four|five|six|i|v|x|[0-9]+)(?![^ ])"
)
_COUNTS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "i": "1", "v": "5", "x": "10"}
_COUNTED_WHAT = {"pt": "part", "vol": "volume", "no": "number"}
_ARTICLE = re.compile(r"(?:the|an?) (?=[^ ])")


class _Letters(dict[int, int | str | None]):
    """What a key keeps of each character: letters, digits and marks. Learnt from Unicode on first sight."""

    def __missing__(self, code: int) -> int | str | None:
        self[code] = kept = self._kept(chr(code))
        return kept

    @staticmethod
    def _kept(char: str) -> int | str | None:
        if char in _APOSTROPHES:
            return None
        return ord(char) if unicodedata.category(char)[0] in "LNM" else " "


_LETTERS = _Letters()


class _Visible(dict[int, int | None]):
    """Drops what is not seen: control and format characters and variation selectors, but no kind of space."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        hidden = unicodedata.category(char) in {"Cf", "Cc"} or "\ufe00" <= char <= "\ufe0f"
        self[code] = kept = None if hidden and not char.isspace() else code
        return kept


_VISIBLE = _Visible()


@lru_cache(CACHE)
def fold(text: str) -> str:
    """The key that two spellings of one name share: width, case, Latin accents, punctuation, spacing folded away.

    So are the forms of a Han character (氣, 気, 气) and Roman numerals (``Part II`` is ``Part 2``; ``I``, ``V`` and
    ``X`` are words too and stay). The script is kept. A name of symbols alone, or of a single Latin letter or digit
    among symbols, is compared as written (``★``, ``!!!``, ``7!!``). Empty only for text without any visible character.
    """
    written = _written(text)
    bare = "".join(written.translate(_LETTERS).split())
    if not bare or (len(bare) == 1 and bare < "\u3000"):
        return "".join(written.split()) or "".join(text.translate(_VISIBLE).split())
    letters = _DOLLAR.sub("s", _SHOUT.sub("i", written)).translate(_WORDS).translate(_LETTERS)
    return _counted(_CJK_GAP.sub("", " ".join(letters.split())))


def _counted(words: str) -> str:
    """With one way to count: ``Pt. One``, ``Part I`` and ``Part 1``, ``No. 5`` and ``Number 5``."""
    words = _SHORT_WORD.sub(lambda found: _SHORT[found[0]], words)
    return _COUNTED.sub(
        lambda found: f"{_COUNTED_WHAT.get(found[1], found[1])} {_COUNTS.get(found[2], found[2])}", words
    )


def _written(text: str) -> str:
    """``text`` with width, case, Latin accents and 々 folded, its symbols kept and what is invisible dropped."""
    visible = text.translate(_VISIBLE)
    if visible.isascii():
        return visible.lower()
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold()).translate(_LATIN)
    bare = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", plain)))
    return _REPEAT.sub(lambda found: found[1] * (1 + len(found[2])), bare.translate(ONE_FORM))


@lru_cache(CACHE)
def loose(text: str) -> str:
    """A weaker key: :func:`fold` without spaces or a leading article, hiragana as katakana, 一 as 1."""
    folded = _ARTICLE.sub("", fold(text), count=1) if _ARTICLE.match(fold(text)) else fold(text)
    return folded.replace(" ", "") if folded.isascii() else folded.translate(_LOOSE)


_DOUBLE = re.compile(r"(.)\1")


def single(sound: str) -> str:
    """A reading with doubled letters single: a small tsu, or a short name of いいのに, may leave out any of them."""
    return _DOUBLE.sub(r"\1", sound)


def counted_apart(ours: str, theirs: str) -> bool:
    """Whether two names count differently: in other digits, or other words of one letter (Étude A, Étude B)."""
    (our_digits, our_letters), (their_digits, their_letters) = _counts(ours), _counts(theirs)
    letters_differ = bool(our_letters and their_letters) and our_letters != their_letters
    return our_digits != their_digits or letters_differ


@lru_cache(CACHE)
def _counts(text: str) -> tuple[str, str]:
    folded = fold(text)
    return "".join(filter(str.isdigit, folded)), "".join(word for word in folded.split() if len(word) == 1)


def is_sequel(ours: str, theirs: str) -> bool:
    """Whether two names that sound alike count differently: 第一章 and 第二章, 花火 and 花火 II.

    A number within a name may be written out in the other (2人 is ふたり); one that ends it is another song's.
    """
    count = number_of if script(ours) == script(theirs) else _figures
    our_number, their_number = count(ours), count(theirs)
    if our_number and their_number:
        return our_number != their_number
    return our_number != their_number and (fold(ours)[-1:].isdecimal() or fold(theirs)[-1:].isdecimal())


def _figures(text: str) -> str:
    return "".join(filter(str.isdecimal, fold(text)))


@lru_cache(CACHE)
def number_of(text: str) -> str:
    """The digits of a name, Roman and Japanese ones too; empty if it does not count."""
    return "".join(char for char in loose(text) if char.isdecimal() or char in "十百千")


def has_han(text: str) -> bool:
    """Whether a name has a Han character."""
    return bool(_HAN.search(text))


@lru_cache(CACHE)
def has_other_characters(ours: str, theirs: str) -> bool:
    """Whether two names are written in largely other Han characters: of one sound, they are other words (雨, 飴)."""
    mine, others = loose(ours), loose(theirs)
    few, many = sorted((mine, others), key=lambda name: len(set(_HAN.findall(name))))
    fewer, more = set(_HAN.findall(few)), set(_HAN.findall(many))
    is_spelt_out = fewer <= more and (fewer == more or len(few) > len(many))
    return bool(fewer) and not is_spelt_out and fuzz.ratio(few, many) < NEAR_CHARACTERS


@lru_cache(CACHE)
def script(text: str) -> str:
    """The writing a name is in: its first that is not Latin, else ``latin``, else empty (digits, symbols).

    Japanese and Chinese are one (``cjk``), as a name is often in both.
    """
    folded = fold(text)
    if folded.isascii():
        return "latin" if any(map(str.isalpha, folded)) else ""
    if _IS_CJK.search(folded):
        return "cjk"
    names = [unicodedata.name(char, "").partition(" ")[0].lower() for char in folded if char.isalpha()]
    return next((name for name in names if name != "latin"), names[0] if names else "")


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart: the ``core``, what stands in brackets or after a dash, and who is credited in it."""

    core: str
    parts: tuple[str, ...] = ()
    features: tuple[str, ...] = ()


_DIVIDED = re.compile(r"[^\w\s]|(?:feat|ft)", re.IGNORECASE)
_DASHES = re.compile("[‐‑‒–—―−]")
_WAVES = re.compile("[〜～∼˜]")
_BRACKETED = re.compile(r"[(\[{【〔〖]([^()\[\]{}【】〔〕〖〗]*)[)\]}】〕〗]")
_TAIL = re.compile(
    r"""\s*~(?P<wave>[^~]+)~?\s*$          # core ~subtitle~
      | \s-(?P<hyphens>[^\s-][^-]*)-\s*$   # core -subtitle-
      | \s[-|/]\s(?P<dash>(?:(?!\s[-|/]\s).)+)$  # core - subtitle
      | \s*<(?P<angle>[^<>]+)>\s*$        # core <subtitle>
      | :\s+(?P<from>from\s.+)$              # core: from the show""",
    re.VERBOSE | re.IGNORECASE,
)
_FEATURE = re.compile(r"(?:^|\s)(?:feat(?:\.|uring\b|\b)|ft(?:\.|\b)|w/(?!o\b))\s*(?P<who>.+)$", re.IGNORECASE)
_CREDIT = re.compile(
    r"^(?:with\s|&\s|\+\s|\+(?=[^\W\d])|×\s*|prod(?:\.|uced\b|\b)\s*(?:by\s)?)(?P<who>.+)$", re.IGNORECASE
)


@lru_cache(CACHE)
def split(title: str) -> Title:
    """Take a title apart; text that has nothing around it is all core."""
    if not _DIVIDED.search(title):
        return Title(" ".join(unicodedata.normalize("NFKC", title).split()))
    rest = _WAVES.sub(
        "~", _DASHES.sub("-", unicodedata.normalize("NFKC", title.translate(_VISIBLE)).replace("〜", "~"))
    ).strip()
    parts: list[str] = []
    while (found := _BRACKETED.search(rest)) and _has_core(rest, found):
        parts.append(found[1].strip())
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    while (found := _TAIL.search(rest)) and _has_core(rest, found):
        parts.append(next(filter(None, found.groups())))
        rest = rest[: found.start()]
    credited_last = []
    if (found := _FEATURE.search(rest)) and _has_core(rest, found):
        credited_last.append(found["who"])
        rest = rest[: found.start()]
    credited = {part: found["who"] for part in parts if (found := _FEATURE.match(part) or _CREDIT.match(part))}
    named = [name for who in (*credited_last, *credited.values()) for name in people(who)]
    kept = (part.strip() for part in parts if part not in credited)
    return Title(" ".join(rest.split()), tuple(part for part in kept if part), tuple(dict.fromkeys(named)))


def _has_core(text: str, found: re.Match[str]) -> bool:
    """Whether a title is left when ``found`` is taken out."""
    return bool(fold(f"{text[: found.start()]}{text[found.end() :]}"))


_VOICE = re.compile(r"(?P<character>[^()]+?)\s*\(\s*(?:cv|vo|声)\s*[.:\s]\s*(?P<voice>[^()]+)\)", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*(?:,(?!\s*(?:jr|sr)\b)|[、;/|&×+])\s*"
    r"|\s+(?:featuring|with|and|x|vs\.?|from|meets)\s+|\s+(?:feat|ft)\b\.?\s*|\s*\bfeat\.\s*"
    rf"|(?<=[{_CJK}])-(?=[{_CJK}])",
    re.IGNORECASE,
)
_WORK = re.compile(r"《[^《》]*》")
_TOGETHER = re.compile(r"\s(?:with|feat\.?|ft\.?|featuring|meets)\s|\s*×\s*", re.IGNORECASE)
_MIDDLE_DOT = re.compile(r"\s*・\s*")
_FEATURED = re.compile(r"(?:feat|ft)\b\.?\s*", re.IGNORECASE)
_KATAKANA_NAME = re.compile("[\u30a0-\u30ff\\s]+")
_CHANNEL = re.compile(
    r"(?:\s+-\s+topic|\s*(?:official|オフィシャル)(?:\s*(?:youtube|artist|music|ユーチューブ))*(?:\s*(?:channel|チャンネル))?"
    r"|vevo|公式(?:チャンネル)?)$",
    re.IGNORECASE,
)
_HALF = r"[a-z][a-z0-9 .'/-]{2,}"
_TWO_SCRIPTS = re.compile(rf"([{_CJK}]{{2,}})\s*({_HALF})|({_HALF}?)\s*([{_CJK}]{{2,}})", re.IGNORECASE)
_NO_NAME = re.compile(r"(?:by|part|pt|vol|chapter|act)(?![a-z])|i+$", re.IGNORECASE)
_NOBODY = re.compile(r"various(?: artists)?|v ?a|varios(?: artistas)?|verschiedene interpreten|オムニバス|群星")


@lru_cache(CACHE)
def people(credit: str) -> tuple[str, ...]:
    """The names in one credit, the whole credit first: bands keep their ``&``, casts give character and voice.

    >>> people("Aoi × Midori from 星組")
    ('Aoi × Midori from 星組', 'Aoi', 'Midori', '星組')
    """
    names = (_whole(credit), *(name for person in persons(credit) for name in person))
    return tuple(dict.fromkeys(name for name in names if name.strip()))


@lru_cache(CACHE)
def persons(credit: str) -> tuple[tuple[str, ...], ...]:
    """Everybody in one credit, each with the names the credit gives: character and voice, or one name in two scripts.

    >>> persons("星野(CV.山田花子), 陳大文 David Chan")
    (('星野', '山田花子'), ('陳大文 David Chan', '陳大文', 'David Chan'))
    """
    return tuple(_persons(_whole(credit)))


def is_nobody(credit: str) -> bool:
    """Whether a credit names nobody: "Various Artists" and its kin."""
    return bool(_NOBODY.fullmatch(fold(credit)))


_WORK_NUMBER = re.compile(
    r"(?<![a-z])(?:(?:(?:op(?:us)?|bwv|kv|rv|hwv|hob|woo|twv) [0-9]|(?:k|d|sc) [0-9]{2}|(?<=[a-z] )act [0-9])[0-9]*"
    r"|(?:symphon|concert|sonat|suite|quartet|trio|nocturne|prelud|etude|waltz|mazurka|polonaise|rhapsod|impromptu"
    r"|fugue|gymnopedie|gnossienne|partita|ballade|scherzo)[a-z]*(?: [a-z]+)? (?:in [a-g]$|(?:number|nr) [0-9])"
    r"|in [a-g](?: (?:flat|sharp))? (?:major|minor))(?![a-z])"
)


def is_work(title: str) -> bool:
    """Whether a title names a work by its number, key or act, as composers' works are: others play it too."""
    return bool(_WORK_NUMBER.search(fold(title)))


def is_unit(credit: str) -> bool:
    """Whether a credit says in words that its people play together, which no band's name does: "A with B"."""
    return bool(_TOGETHER.search(credit))


def _whole(credit: str) -> str:
    plain = unicodedata.normalize("NFKC", credit).strip()
    return _CHANNEL.sub("", plain).strip() or plain


def _persons(whole: str) -> Iterator[tuple[str, ...]]:
    for found in _VOICE.finditer(whole):
        yield found["character"].strip(" ,、/&"), found["voice"].strip()
    rest = _VOICE.sub(" ", whole)
    rest = _WORK.sub(" ", rest)
    inner = [name.strip() for name in _BRACKETED.findall(rest) if name.strip()]
    outer = [name for piece in _SEPARATOR.split(_BRACKETED.sub(" ", rest)) for name in _dotted(piece.strip())]
    for number, name in enumerate(outer):
        also = [one for one in inner if not _FEATURED.match(one)] if number == len(outer) - 1 else []
        if name:
            yield tuple(dict.fromkeys((name, *two_scripts(name), *also)))
    alone = (_FEATURED.sub("", one, count=1) for one in inner if _FEATURED.match(one) or not any(outer))
    yield from ((name,) for name in alone if name)


def _dotted(name: str) -> list[str]:
    """Names between middle dots: 山田花子・鈴木一郎 are two, ジョン・スミス is one."""
    names = _MIDDLE_DOT.split(name)
    return [name] if all(map(_KATAKANA_NAME.fullmatch, names)) else names


def two_scripts(name: str) -> tuple[str, ...]:
    """The two halves of a name that is written in two scripts, one after the other: 星空HOSHIZORA."""
    found = _TWO_SCRIPTS.fullmatch(name)
    halves = tuple(half.strip() for half in found.groups() if half) if found else ()
    return () if any(map(_NO_NAME.match, halves)) else halves
