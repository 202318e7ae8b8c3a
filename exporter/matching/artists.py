"""Compares credits as sets of people: bands and their members, casts, guests, names in either order or script. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product, starmap
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from exporter.matching.han import family_names
from exporter.matching.rules import (
    LONGER,
    NEAR_ARTIST,
    NEAR_ARTIST_LETTERS,
    NEAR_FAMILY_NAME,
    NEAR_GIVEN_NAME,
    NEAR_LETTERS,
    NEAR_SOUND_LETTERS,
    ON_ALBUM_LETTERS,
    PART_LETTERS,
    SURE_ARTIST,
    WHOLE_LETTERS,
    Finding,
)
from exporter.matching.text import (
    CACHE,
    counted_apart,
    fold,
    has_han,
    has_other_characters,
    is_nobody,
    is_unit,
    loose,
    people,
    persons,
    script,
    single,
)
from exporter.matching.titles import Readings, outlines_of, sounds_of


class Person(NamedTuple):
    """Somebody in a credit: the keys of all names that it gives, and the script of the first."""

    keys: frozenset[str]
    script: str


class Credit(NamedTuple):
    """One credit: its key as a whole, everybody in it, and whether they are said to play together ("A with B")."""

    whole: str
    persons: tuple[Person, ...]
    is_unit: bool

    def without(self, keys: frozenset[str]) -> list[Person]:
        """Who is not among ``keys``; nobody when the credit as a whole is."""
        return [] if self.whole in keys else [one for one in self.persons if keys.isdisjoint(one.keys)]

    def leads_elsewhere(self, keys: frozenset[str]) -> bool:
        """Whether somebody stands in it who is not among ``keys``, unless it says "with" one who is."""
        return bool(self.without(keys)) and not (self.is_unit and len(self.without(keys)) < len(self.persons))

    def among(self, keys: frozenset[str]) -> bool:
        """Whether everybody in it is among ``keys``, as a whole or person by person."""
        return not self.without(keys)


class Part(NamedTuple):
    """A part of a Latin name as it is read, and how the rest of the name is read; none if it is all there is."""

    sound: str
    rest: str

    def is_in(self, whole: str) -> bool:
        """Whether the reading of a name begins or ends with this part, and its rest is not quite another name.

        A reading begins with the family name, which others share; those of one given name rarely do.
        """
        if whole.startswith(self.sound):
            return self._rest_is(whole.removeprefix(self.sound), NEAR_GIVEN_NAME)
        return whole.endswith(self.sound) and self._rest_is(whole.removesuffix(self.sound), NEAR_FAMILY_NAME)

    def _rest_is(self, name: str, near: float) -> bool:
        """Whether the rest may be ``name``; longer ones say more than a name: a fan club, a piano."""
        return not self.rest or (len(self.rest) <= LONGER * len(name) and fuzz.ratio(name, self.rest) >= near)


class Names(NamedTuple):
    """Who is credited, and what else they are called.

    ``keys`` are all names, whole or single, with those that do not mind the order of their words; ``aliases`` are
    those of them that a curator gives besides the credit; ``spelled`` are their words in order of the alphabet.
    ``sounds`` are what language plugins read them as, ``parts`` what they read words and short names as,
    ``outlines`` the coarse ones of whole names.
    ``families`` and ``ends`` are Chinese family names in Latin letters, and the outer words of Latin names; ``words``
    are all single words.
    """

    credits: tuple[Credit, ...]
    keys: frozenset[str]
    aliases: frozenset[str]
    spelled: frozenset[str]
    sounds: frozenset[str]
    outlines: frozenset[str]
    parts: frozenset[Part]
    scripts: frozenset[str]
    families: frozenset[str]
    ends: frozenset[str]
    words: frozenset[str]

    def without(self, keys: frozenset[str]) -> list[Person]:
        """Who is credited and not among ``keys``."""
        return [person for credit in self.credits for person in credit.without(keys)]

    @property
    def number(self) -> int:
        """How many people are credited."""
        return sum(len(credit.persons) for credit in self.credits)

    def has(self, name: str) -> bool:
        """Whether somebody of this name is credited."""
        return not _keys(name).isdisjoint(self.keys)

    def has_all(self, credit: str) -> bool:
        """Whether everybody in this credit is credited."""
        return _credit(credit).among(self.keys)


class Credits(NamedTuple):
    """Whom a track names: everybody, those whom not only its title names, and who stands first; then all as shown."""

    named: Names
    credited: Names
    lead: Names
    shown: str


def read_credits(credited: Sequence[str], guests: Sequence[str], readings: Readings) -> Credits:
    """Take in the credits of a track and the guests in its title."""
    alone = read_names(credited, (), readings)
    return Credits(
        named=read_names(credited, guests, readings) if guests else alone,
        credited=alone,
        lead=read_names(credited[:1], (), readings) if len(credited) > 1 else alone,
        shown=", ".join(credited) or "nobody",
    )


def read_names(
    credited: Sequence[str], guests: Sequence[str], readings: Readings, aliases: Sequence[str] = ()
) -> Names:
    """Take in credits, the guests in a title, and other names of those who are credited."""
    real = tuple(credit for credit in credited if not is_nobody(credit))
    every = tuple(dict.fromkeys(name for credit in (*real, *guests, *aliases) for name in people(credit)))
    latin = [fold(name).split() for name in every if script(name) == "latin"]
    return Names(
        credits=tuple(map(_credit, real)),
        keys=frozenset[str]().union(*map(_keys, every)),
        aliases=frozenset[str]().union(*(_keys(name) for alias in aliases for name in people(alias))),
        spelled=_filled(" ".join(sorted(fold(name).split())) for name in every),
        sounds=_filled(sound for name in every for turned in _turned(name) for sound in sounds_of(turned, readings)),
        outlines=frozenset(outline for name in every for outline in outlines_of(name, readings)),
        parts=_parts(latin, readings),
        scripts=frozenset(map(script, every)),
        families=frozenset[str]().union(*map(family_names, every)),
        ends=frozenset(word for words in latin if len(words) > 1 for word in (words[0], words[-1])),
        words=frozenset(word for name in every for word in fold(name).split()),
    )


@lru_cache(CACHE)
def _credit(credit: str) -> Credit:
    return Credit(
        _key(people(credit)[0]) if people(credit) else "",
        tuple(Person(frozenset[str]().union(*map(_keys, names)), script(names[0])) for names in persons(credit)),
        is_unit(credit),
    )


def _filled(keys: Iterable[str]) -> frozenset[str]:
    """Without the empty key: it is no evidence."""
    return frozenset(filter(None, keys))


@lru_cache(CACHE)
def _keys(name: str) -> frozenset[str]:
    """The keys of one name: as it stands, and one that does not mind which is the family name."""
    words = fold(name).split()
    return _filled((_key(name), " ".join(sorted(words)) if len(words) > 1 else ""))


def _key(name: str) -> str:
    return loose(name) or fold(name)


def _turned(name: str) -> tuple[str, ...]:
    """A name, and with its family name last or first if it may have one."""
    words = name.split()
    return (name, " ".join((*words[1:], words[0]))) if len(words) == 2 else (name,)  # noqa: PLR2004 - two names


def _parts(latin: Iterable[Sequence[str]], readings: Readings) -> frozenset[Part]:
    """What may begin or end the reading of a name: a word of a Latin name with the others, or all of a short name."""
    parts = []
    for words in latin:
        whole = "".join(words)
        parts += [Part(_sound(whole, readings), "")] if len(whole) >= WHOLE_LETTERS else []
        for place, word in enumerate(words if len(words) > 1 else ()):
            others = "".join((*words[:place], *words[place + 1 :]))
            parts += [Part(_sound(word, readings), _sound(others, readings))] if len(word) >= PART_LETTERS else []
    return frozenset(parts)


def _sound(text: str, readings: Readings) -> str:
    return single(next(sounds_of(text, readings), "") or loose(text))


def artist_finding(wanted: Names, track: Credits, album: str) -> Finding:
    """Whether the track is by the wanted artists; ``album`` is its record's name."""
    found, credit = track.named, track.shown
    if not wanted.keys:
        return Finding("artist not given", f"no artist is given; this one is by {credit}")
    if not found.keys:
        return Finding("artist not known", "the service names no artist")
    if wanted.keys.isdisjoint(found.keys):
        return _other_spelling(wanted, track, album)
    if wanted.keys.isdisjoint(track.credited.keys) and _untold(wanted.without(found.keys), found):
        # A guest in the title says nothing of whose recording it is: covers copy the title.
        return _other_spelling(wanted, track, album)
    missing, more = _apart(wanted, found)
    if more and not missing and found.credits[0].leads_elsewhere(wanted.keys):
        return _behind_another(credit)
    rule, words = _SHARED[missing, more]
    return Finding(rule, words.format(credit))


def _apart(wanted: Names, found: Names) -> tuple[bool, bool]:
    """Whether some of the wanted artists are missing, and whether there are more than them.

    One who is wanted in a script that the track does not use may be any of those that nobody asked for.
    """
    missing = [] if found.keys & wanted.aliases else wanted.without(found.keys)
    more = found.without(wanted.keys)
    untold = _untold(missing, found)
    return len(missing) > len(untold), len(more) > len(untold)


def _untold(missing: Iterable[Person], found: Names) -> list[Person]:
    """Who is missing in a script that no credit uses."""
    shown = {person.script for credit in found.credits for person in credit.persons}
    return [person for person in missing if person.script not in shown]


_SHARED = {
    (False, False): ("artist same", "the artist is the same"),
    (False, True): ("artist among others", "the artist is among others: {}"),
    (True, False): ("artist in part", "only one of the artists: {}"),
    (True, True): ("artist shared", "one of the artists, with others: {}"),
}


def _behind_another(credit: str) -> Finding:
    return Finding("artist behind another", f"the artist stands behind another: {credit}")


def _other_spelling(wanted: Names, track: Credits, album: str) -> Finding:
    """Of credits that share no name as written: whether it may still be the same artist, and stands first."""
    finding = _other_artist(wanted, track.credited, track.shown, album)
    more = track.credited.number > wanted.number
    if more and finding.rule in SURE_ARTIST and _other_artist(wanted, track.lead, "", album).rule not in SURE_ARTIST:
        return _behind_another(track.shown)
    return finding


def _other_artist(wanted: Names, found: Names, credit: str, album: str) -> Finding:
    others = _are_other_characters(wanted.keys, found.keys)
    if not others and (wanted.sounds & (found.sounds | found.keys) or found.sounds & wanted.keys):
        return Finding("artist reads the same", f"the artist reads the same: {credit}")
    if any(_misspelt(*pair) for pair in product(wanted.spelled, found.spelled)):
        return Finding("artist misspelt", f"the artist differs by one letter: {credit}")
    if any(_alike(*pair) for pair in product(wanted.spelled, found.spelled)):
        return Finding("artist nearly the same", f"the artist is nearly the same: {credit}")
    if wanted.scripts == found.scripts == {"latin"}:
        return Finding("artist other", f"by another artist: {credit}")
    if others:
        return Finding("artist other", f"by another artist: {credit}")
    return _in_another_script(wanted, found, credit, album)


def _are_other_characters(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether both sides have names in Han characters, and every two of them largely others: 山本健司 and 山本賢治."""
    pairs = [pair for pair in product(filter(has_han, ours), theirs) if has_han(pair[1])]
    return bool(pairs) and all(starmap(has_other_characters, pairs))


def _in_another_script(wanted: Names, found: Names, credit: str, album: str) -> Finding:
    """What is left of a name in another script: its sound but for a slip, the family name, a word on the album."""
    outlined = not wanted.outlines.isdisjoint(found.outlines) and wanted.scripts.isdisjoint(found.scripts)
    if outlined or _sounds_alike(wanted, found) or _sounds_alike(found, wanted):
        return Finding("artist reads almost the same", f"the artist reads nearly the same: {credit}")
    if wanted.families & found.ends or found.families & wanted.ends:
        return Finding("artist's family name", f"the family name fits, the rest is in another script: {credit}")
    if not found.scripts <= wanted.scripts and _on_album(wanted, album):
        return Finding("artist on the album", f"the artist is named on the album: {album}")
    if found.scripts <= wanted.scripts | {""}:
        return Finding("artist other", f"by another artist: {credit}")
    return Finding("artist in another script", f"the artist is written in another script: {credit}")


def _sounds_alike(ours: Names, theirs: Names) -> bool:
    """Whether one name is read as the other but for a slip, or begins or ends with a word of it."""
    if any(_misspelt(*pair, NEAR_SOUND_LETTERS) for pair in product(ours.sounds, theirs.sounds | theirs.keys)):
        return True
    return any(part.is_in(single(sound)) for sound in ours.sounds for part in theirs.parts)


def _on_album(wanted: Names, album: str) -> bool:
    """Whether an album's name holds one of the names; short ones may be there by chance."""
    key = loose(album)
    return any(name in key for name in wanted.keys if len(name) >= ON_ALBUM_LETTERS.get(script(name), NEAR_LETTERS))


def _misspelt(ours: str, theirs: str, least: int = NEAR_ARTIST_LETTERS) -> bool:
    """Whether one letter tells two names of at least so many Latin letters apart."""
    if min(len(ours), len(theirs)) < least or counted_apart(ours, theirs):
        return False
    return ours.isascii() and theirs.isascii() and OSA.distance(ours, theirs, score_cutoff=1) <= 1


def _alike(ours: str, theirs: str) -> bool:
    long_enough = min(len(ours), len(theirs)) >= NEAR_LETTERS
    return long_enough and fuzz.ratio(ours, theirs, score_cutoff=NEAR_ARTIST) > 0
