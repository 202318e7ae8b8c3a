"""Asks the dictionary (MeCab with UniDic) how Japanese words sound, and which foreign words they are.

One tagger serves all threads, behind a lock: MeCab keeps the words of its last answer in memory of its own, which
the next question overwrites. A question takes well under a millisecond, so a tagger for each thread gains nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Any, NamedTuple

from exporter_japanese.kana import is_kana, katakana, revoiced
from exporter_japanese.names import given_name

_PARTINGS = 4
"""How many ways of parting a text into words the dictionary is asked for; most differ in grammar alone."""
_ALONE = 12
"""How many ways of taking a single word it is asked for."""
_SOUNDS = 5
"""How many sounds of one word are kept."""
_CACHE = 1 << 14

_LOCK = Lock()
_STORY = re.compile("(?<=[^aeiou])y$")
_FOREIGN = re.compile(r"(?P<kana>[ァ-ヺー]+)-(?P<word>[A-Za-z][A-Za-z' -]*)(?:（.*）)?")


class Word(NamedTuple):
    """A word of a text: its ``sounds`` in katakana and the ``foreign`` words it may come from, likeliest first."""

    sounds: tuple[str, ...]
    foreign: tuple[str, ...] = ()


class _Entry(NamedTuple):
    """What the dictionary says of a word: how it is written in kana, and pronounced; both empty if it is unknown."""

    surface: str
    kinds: frozenset[str]
    form: str
    sound: str
    spoken: str
    foreign: str

    @property
    def voiced(self) -> bool:
        """Whether it sounds so only after another word: 坂 is zaka in 日向坂."""
        return self.form in {"濁音形", "半濁音形"}

    @property
    def name(self) -> bool:
        """Whether it is the name of a person or place."""
        return "固有名詞" in self.kinds


@lru_cache(_CACHE)
def sentences(text: str) -> tuple[tuple[Word, ...], ...]:
    """The likeliest ways to part a text of kana and kanji into words, likeliest first."""
    ways: dict[tuple[str, ...], list[_Entry]] = {}
    for entries in _ways(text, _PARTINGS):
        ways.setdefault(_surfaces(entries), entries)
    likeliest, *others = ways.values()
    return (tuple(_words(likeliest)), *_as_person(likeliest), *(tuple(_words(entries)) for entries in others))


def _as_person(entries: Sequence[_Entry]) -> Iterator[tuple[Word, ...]]:
    """The text as a family name, which the dictionary knows (or a place of that name), and a given name."""
    family, *rest = entries
    given = given_name("".join(_surfaces(rest)), _SOUNDS) if family.name else ()
    if given:
        yield Word(_as_known(family, first=True)), Word(given)


def _surfaces(entries: Iterable[_Entry]) -> tuple[str, ...]:
    return tuple(entry.surface for entry in entries)


def _words(entries: Iterable[_Entry]) -> Iterator[Word]:
    for number, entry in enumerate(entries):
        if is_kana(entry.surface):
            yield Word(_as_written(entry), _foreign(entry.surface))
        elif entry.sound:
            yield Word(_as_known(entry, first=number == 0))
        else:
            yield from map(_by_itself, entry.surface)


def _as_written(entry: _Entry) -> tuple[str, ...]:
    """The sounds of kana: as written, or as spoken where that differs (言う); particles first as spoken."""
    written = katakana(entry.surface)
    particle = entry.surface in {"は", "へ"} and "助詞" in entry.kinds
    return _distinct((entry.spoken, written) if particle else (written, entry.spoken))


def _as_known(entry: _Entry, *, first: bool) -> tuple[str, ...]:
    """The sound that fits the text, then what else the word may be; names last, unless it is one."""
    others = sorted(_alone(entry.surface), key=lambda other: other.name != entry.name)
    sounds = (entry.sound, *(other.sound for other in others if not (first and other.voiced)))
    return _distinct((*sounds, *_otherwise_voiced(entry)) if first and entry.name else sounds)


def _otherwise_voiced(entry: _Entry) -> Iterator[str]:
    """A name with its last kanji voiced, or not, against the dictionary: 米津 is Yonezu, 中島 Nakajima or Nakashima."""
    for other in _alone(entry.surface[-1]) if len(entry.surface) > 1 else ():
        for ending in (other.sound, revoiced(other.sound)):
            if entry.sound.endswith(ending) and entry.sound != ending:
                yield entry.sound.removesuffix(ending) + revoiced(ending)


def _by_itself(char: str) -> Word:
    """A character of a word that the dictionary does not know."""
    return Word(_distinct(entry.sound for entry in _alone(char) if not entry.voiced))


def _distinct(sounds: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, sounds)))[:_SOUNDS]


def _foreign(surface: str) -> tuple[str, ...]:
    """The foreign words that a loanword may come from. One kana is a syllable of something else."""
    return tuple(dict.fromkeys(entry.foreign for entry in _alone(surface) if entry.foreign and len(surface) > 1))


@lru_cache(_CACHE)
def _alone(surface: str) -> tuple[_Entry, ...]:
    """What a word may be when nothing stands around it, likeliest first."""
    return tuple(
        way[0] for way in _ways(surface, _ALONE) if len(way) == 1 and way[0].sound and "記号" not in way[0].kinds
    )


def _ways(text: str, count: int) -> list[list[_Entry]]:
    """The likeliest ways to part a text into words."""
    with _LOCK:
        return [list(map(_entry, way)) for way in _tagger().nbestToNodeList(text, count)]


@cache
def _tagger() -> Any:
    import fugashi  # type: ignore[import-untyped]  # noqa: PLC0415 - a large dictionary: only when Japanese comes
    import unidic_lite  # type: ignore[import-untyped]  # noqa: PLC0415 - same

    return fugashi.Tagger(f'-d "{unidic_lite.DICDIR}"')


def _entry(node: Any) -> _Entry:
    told = node.feature
    known = not node.is_unk and told.kana not in {None, "*"}
    loan = _FOREIGN.fullmatch(told.lemma or "") if known else None
    return _Entry(
        surface=node.surface,
        kinds=frozenset((told.pos1, told.pos2)),
        form=(told.iForm or "") if known else "",
        sound=told.kana if known else "",
        spoken=(told.pron or "") if known else "",
        foreign=_numbered(loan["word"].lower(), loan["kana"], node.surface) if loan else "",
    )


def _numbered(word: str, kana: str, surface: str) -> str:
    """The foreign word in the plural where the text has it so: フレンズ stands in the dictionary as フレンド-friend."""
    plural = ("ズ", "ツ", "ス")
    if not surface.endswith(plural) or kana.endswith(plural):
        return word
    return f"{_STORY.sub('ie', word)}s"
