"""Compares titles over every pair of spellings: as written, in other letters or two scripts, as they are read. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from exporter.matching.rules import (
    NEAR_LETTERS,
    NEAR_READING,
    NEAR_READING_LETTERS,
    NEAR_TITLE,
    PHRASE_WORDS,
    RULES,
    SURE_TITLE,
    Finding,
)
from exporter.matching.text import (
    CACHE,
    counted_apart,
    fold,
    has_other_characters,
    is_sequel,
    loose,
    number_of,
    script,
    single,
    split,
    two_scripts,
)
from exporter.matching.versions import EDITIONS, details_of, read_part, versions_with

Readings = Callable[[str], Sequence[str]]
"""What a language plugin says: other spellings of a text, none if it is not its own."""
OUTLINE = "="
"""What a reading begins with that counts only when it is equal, and only between two scripts."""


def sounds_of(text: str, readings: Readings) -> Iterator[str]:
    """What a text is read as."""
    return (loose(reading) for reading in readings(text) if not reading.startswith(OUTLINE))


def outlines_of(text: str, readings: Readings) -> Iterator[str]:
    """The outlines of what a text is read as."""
    return (reading for reading in readings(text) if reading.startswith(OUTLINE))


@dataclass(frozen=True, slots=True)
class Named:
    """A title as it is compared. Keys are folded and without spaces; weak keys are :func:`loose`.

    ``whole`` is everything; ``name`` leaves out credits, versions and trimmings; ``core`` leaves out ``subtitles``
    too. ``halves`` are weak keys of the name in one of its two scripts. ``is_phrase`` says that the subtitles read
    like the rest of a sentence, not like the name of a version. ``details`` tell versions of one kind apart;
    ``editions`` are harmless differences (a remaster, the single).
    """

    core_text: str
    subtitle_texts: tuple[str, ...]
    whole: str
    versions: frozenset[str]
    details: frozenset[str]
    editions: frozenset[str]
    features: tuple[str, ...]
    text: str = ""
    name: str = ""
    core: str = ""
    weak: str = ""
    weak_core: str = ""
    subtitles: frozenset[str] = frozenset()
    halves: frozenset[str] = frozenset()
    script: str = ""
    is_phrase: bool = False

    @property
    def is_in_two_scripts(self) -> bool:
        """Whether every subtitle says the title in another script."""
        return all(script(text) != self.script for text in self.subtitle_texts)

    def without(self, is_trimming: Callable[[str], bool]) -> Named:
        """The title without the subtitles that say nothing about it."""
        kept = tuple(text for text in self.subtitle_texts if not is_trimming(text))
        return _with_keys(replace(self, subtitle_texts=kept))


_TRAILING = re.compile(
    r"\s+(?P<version>(?:tv[ -]?(?:size|サイズ)|(?:short|full|movie|live|piano|tv|english|japanese)\s(?:ver\b|version)"
    r"|off[ -]vocal|カラオケ|karaoke|remix|\S+\sver)\.?)$",
    re.IGNORECASE,
)
_TRACK_NUMBER = re.compile(r"^\d{1,2}\.\s*(?=[^\W\d])")
_SENTENCE = frozenset(
    re.findall(
        r"\S+",
        """
        am are be because but can cant could did didnt do does dont for had has have he her his how i if is it its
        let me my never not our she so that their them they this to us was we were what when where who whose why will
        you your ich je me mi no nous que te ti toi tu
        """,
    )
)
"""Words that a sentence has, and the name of a version has not."""


@lru_cache(CACHE)
def named(title: str) -> Named:
    """Read a title: what the song is called, which version it is, and who is credited in it."""
    taken = split(title)
    core, unmarked = _unmarked(taken.core)
    parts = (*taken.parts, *unmarked)
    read = {part: read_part(fold(part)) for part in parts}
    dates = _dates(read)
    with_what = map(versions_with, taken.features)
    return _with_keys(
        Named(
            core_text=_TRACK_NUMBER.sub("", core),
            subtitle_texts=tuple(sorted(part for part in parts if read[part] is None and part not in dates)),
            whole=_key(title),
            versions=frozenset(name for known in (*read.values(), *with_what) for name in known or ()),
            details=frozenset(word for part in parts if read[part] or part in dates for word in details_of(fold(part))),
            editions=frozenset(word for part in parts for word in EDITIONS.findall(fold(part))),
            features=taken.features,
        )
    )


def _unmarked(core: str) -> tuple[str, tuple[str, ...]]:
    """A core without the version that ends it in words of its own, or in its other script: ``Lemon 弾き語り``."""
    if trailing := _TRAILING.search(core):
        return core[: trailing.start()], (trailing["version"],)
    halves = two_scripts(core) if " " in core else ()
    return (halves[0], halves[1:]) if halves and read_part(fold(halves[1])) else (core, ())


_DATE = re.compile(
    r"(?:[0-9]{1,2} )?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* )?(?:[0-9]{1,2} )?"
    r"(?:19|20)[0-9]{2}年?"
)


def _dates(read: Mapping[str, frozenset[str] | None]) -> frozenset[str]:
    """The parts that only say when the version was made that another part names: ``Live - 2015``, ``2009 - Remaster``.

    Alone a year says that this is another recording than the song's.
    """
    if not any(known or "remaster" in fold(part) for part, known in read.items()):
        return frozenset()
    return frozenset(part for part, known in read.items() if known is None and _DATE.fullmatch(fold(part)))


def _with_keys(title: Named) -> Named:
    core, subtitles = title.core_text, title.subtitle_texts
    text = " ".join((core, *subtitles))
    said = [subtitle for subtitle in subtitles if script(subtitle) != script(core)]
    return replace(
        title,
        text=text,
        name=_key(text),
        core=_key(core),
        weak=loose(text),
        weak_core=loose(core),
        subtitles=frozenset(map(_key, subtitles)),
        halves=frozenset(map(loose, (core, *said, *(two_scripts(core) if " " in core else ())))),
        script=script(core),
        is_phrase=bool(subtitles) and all(map(_is_phrase, subtitles)),
    )


def _is_phrase(subtitle: str) -> bool:
    words = fold(subtitle).split()
    return not _CIRCUMSTANCE.search(fold(subtitle)) and (len(words) >= PHRASE_WORDS or not _SENTENCE.isdisjoint(words))


_CIRCUMSTANCE = re.compile(r"^(?:at|by|how) |(?<![a-z])(?:[a-z]+ed|sung|vocals?|voice) by |[0-9]|原曲")
"""Words of a subtitle that tells who performs it, where or when, and is no rest of a sentence."""


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


class Titles(NamedTuple):
    """The names of one song or track, as written and taken apart, and what language plugins read them as.

    ``sounds`` are readings of whole names, ``core_sounds`` of names without their subtitles;
    ``outlines`` are the coarse ones of whole names.
    """

    written: str
    named: tuple[Named, ...]
    sounds: frozenset[str]
    core_sounds: frozenset[str]
    outlines: frozenset[str]


def read_titles(written: str, named: Sequence[Named], readings: Readings) -> Titles:
    """Take in titles together with their readings; an empty reading is none."""
    return Titles(
        written,
        tuple(dict.fromkeys(named)),
        _sounds((title.text for title in named), readings),
        _sounds((title.core_text for title in named), readings),
        frozenset(outline for title in named for outline in outlines_of(title.text, readings)),
    )


def _sounds(texts: Iterable[str], readings: Readings) -> frozenset[str]:
    return frozenset(filter(None, (sound for text in texts for sound in sounds_of(text, readings))))


def title_finding(wanted: Titles, found: Titles) -> Finding:
    """How the titles agree. The original script says more than another, and letters say more than sounds."""
    theirs = found.named[0]
    rule = nearest(wanted, theirs)
    if rule not in SURE_TITLE or RULES[rule].effect < RULES["title reads the same"].effect:
        rule = max(rule, _by_reading(wanted, found), key=_strength)
    return Finding(rule, _WORDS[rule].format(found.written))


_WORDS = {
    "title same": "the title is the same",
    "title same, trimmed": "the title is the same",
    "title in other letters": "the title is the same, in other letters: {}",
    "title in two scripts": "the title is the same in one of its two scripts: {}",
    "title reads the same": "the title reads the same: {}",
    "title with its rest": "the title is the same, with the rest of it: {}",
    "title without subtitle": "the title is the same, without the subtitle: {}",
    "title misspelt": "the title differs by one letter: {}",
    "title reads almost the same": "the title reads the same but for a slip: {}",
    "title with subtitle": "the title says more: {}",
    "title sounds the same": "the title only sounds the same: {}",
    "title with another subtitle": "the title goes on differently: {}",
    "title nearly the same": "the title is nearly the same: {}",
    "title in another script": "the title is written in another script: {}",
    "title other": "another title: {}",
    "title empty": "there is no title to compare",
}


def nearest(wanted: Titles, theirs: Named) -> str:
    """The best rule over every spelling of the wanted title. Its own script says more than another."""
    if len(wanted.named) == 1:
        return _agreement(wanted.named[0], theirs)
    rules = {_agreement(ours, theirs) for ours in wanted.named}
    return max(rules - {"title in another script"} or rules, key=_strength)


def _strength(rule: str) -> float:
    return RULES[rule].effect


def _agreement(ours: Named, theirs: Named) -> str:
    if not (ours.core and theirs.core):
        return "title empty"
    if same := _same(ours, theirs):
        return same
    if ours.weak_core == theirs.weak_core:
        return _subtitles_apart(ours, theirs)
    return _goes_on(ours, theirs) or _likeness(ours, theirs)


def _same(ours: Named, theirs: Named) -> str:
    """How two titles are the same, if they are: to the letter, but for trimmings, or but for how it is written."""
    if ours.whole == theirs.whole:
        return "title same"
    if ours.name == theirs.name:
        return "title same, trimmed"
    return "title in other letters" if ours.weak == theirs.weak else ""


_COUNTED = re.compile(r"\d|^(?:part|chapter|act|no|vol)?[ivx]+$")


def _subtitles_apart(ours: Named, theirs: Named) -> str:
    """Of titles with one core: which of the two says more. A numbered part is another song."""
    if any(map(_COUNTED.search, ours.subtitles ^ theirs.subtitles)):
        return "title with another subtitle"
    if ours.subtitles and theirs.subtitles:
        slip = not counted_apart(ours.text, theirs.text) and _misspelt(ours.name, theirs.name)
        return "title misspelt" if slip else "title with another subtitle"
    if ours.subtitles and ours.is_in_two_scripts:
        return "title in two scripts"
    if ours.subtitles:
        return "title without subtitle"
    return "title with its rest" if theirs.is_phrase else "title with subtitle"


def _goes_on(ours: Named, theirs: Named) -> str:
    """Of titles with different cores: whether one is a half of the other, or begins it ("A / B" and "A/B (C)")."""
    if ours.halves & theirs.halves:
        return "title in two scripts"
    if ours.name == theirs.core:
        return "title with its rest" if theirs.is_phrase else "title with subtitle"
    return "title without subtitle" if ours.core == theirs.name else ""


def _likeness(ours: Named, theirs: Named) -> str:
    if _is_censored(ours, theirs) or _is_censored(theirs, ours):
        return "title in other letters"
    if not counted_apart(ours.text, theirs.text):
        if _misspelt(ours.name, theirs.name):
            return "title misspelt"
        if _alike(ours.name, theirs.name):
            return "title nearly the same"
    return "title other" if ours.script == theirs.script else "title in another script"


def _is_censored(ours: Named, theirs: Named) -> bool:
    """Whether stars in one title stand for letters of the other: ``F**k`` and ``Fuck``."""
    if not _STARS.search(ours.text):
        return False
    pieces = map(re.escape, map(_key, _STARS.split(ours.text)))
    return re.fullmatch(r"\w{1,4}".join(pieces), theirs.name) is not None


_STARS = re.compile(r"(?<=\w)\*+(?=\w)|(?<=\w)\*{2,}")


def _alike(ours: str, theirs: str) -> bool:
    long_enough = min(len(ours), len(theirs)) >= NEAR_LETTERS
    return long_enough and fuzz.ratio(ours, theirs, score_cutoff=NEAR_TITLE) > 0


def _misspelt(ours: str, theirs: str) -> bool:
    """Whether one slip of the finger tells two names in Latin letters apart; another ending is no slip (Believer)."""
    if min(len(ours), len(theirs)) < NEAR_LETTERS or not (ours.isascii() and theirs.isascii()):
        return False
    return ours[-1] == theirs[-1] and OSA.distance(ours, theirs, score_cutoff=1) <= 1


def _by_reading(wanted: Titles, found: Titles) -> str:
    """The rule for titles that sound alike, as far as a plugin reads either of them."""
    rule = _by_sound(wanted, found)
    if _outlined(wanted, found):
        rule = max(rule, "title reads almost the same", key=_strength)
    return "title sounds the same" if rule in SURE_TITLE and _only_sounds(rule, wanted, found) else rule


def _only_sounds(rule: str, wanted: Titles, found: Titles) -> bool:
    """Whether titles that sound alike are still apart as they are written: in their numbers, or in other words."""
    theirs = found.named[0].text
    if rule == "title reads almost the same" and any(number_of(title.text) for title in (*wanted.named, *found.named)):
        return True  # the slip may be the number
    return any(is_sequel(ours.text, theirs) or has_other_characters(ours.text, theirs) for ours in wanted.named)


def _outlined(wanted: Titles, found: Titles) -> bool:
    """Whether titles in two scripts have one outline."""
    scripts = {title.script for title in wanted.named}
    return bool(wanted.outlines & found.outlines) and found.named[0].script not in scripts


def _by_sound(wanted: Titles, found: Titles) -> str:
    if not (wanted.sounds or found.sounds):
        return "title other"
    theirs = found.named[0]
    if any(_turned(ours, theirs) for ours in wanted.named):
        return "title other"
    ours = wanted.sounds.union(*(title.halves | {title.weak} for title in wanted.named))
    if found.sounds & ours or wanted.sounds & (theirs.halves | {theirs.weak}):
        return "title reads the same"
    if found.core_sounds & ours:
        return "title with its rest" if theirs.is_phrase else "title with subtitle"
    if wanted.core_sounds & found.sounds:
        return "title without subtitle"
    return "title reads almost the same" if _sounds_nearly(wanted, found, ours) else "title other"


def _sounds_nearly(wanted: Titles, found: Titles, ours: frozenset[str]) -> bool:
    """Whether titles of different cores sound alike; where the subtitles differ, a long core would hide how much."""
    theirs = found.named[0]
    if any(title.weak_core == theirs.weak_core for title in wanted.named):
        return False
    pairs = product(found.sounds, ours) if found.sounds else product(wanted.sounds, theirs.halves)
    return any(_sounds_alike(*pair) for pair in pairs)


def _turned(ours: Named, theirs: Named) -> bool:
    """Whether two titles are the same words in another order: then they only sound alike as names do."""
    if not ours.script == theirs.script == "latin" or ours.core == theirs.core:
        return False
    return sorted(fold(ours.core_text).split()) == sorted(fold(theirs.core_text).split())


def _sounds_alike(ours: str, theirs: str) -> bool:
    if min(len(ours), len(theirs)) < NEAR_READING_LETTERS or counted_apart(ours, theirs):
        return False
    return fuzz.ratio(single(ours), single(theirs), score_cutoff=NEAR_READING) > 0
