"""Finds what speaks for and against a track: one function for each kind of evidence. Pure.

A finding is the name of a rule and its words for a person; :mod:`exporter.matching.rules` says what it weighs. An
absent field is never agreement, and an empty key is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from rapidfuzz import fuzz

from exporter.matching.rules import (
    CLOSE_LENGTH,
    DOUBTS,
    FAR_LENGTH,
    FAR_SHARE,
    NEAR_ARTIST,
    NEAR_LETTERS,
    NEAR_TITLE,
    OFF_LENGTH,
    RULES,
    SAME_LENGTH,
    SURE_ARTIST,
    SURE_TITLE,
)
from exporter.matching.text import CACHE, fold, loose, people, script
from exporter.matching.versions import (
    Clash,
    Named,
    clash,
    named,
    same_of_its_kind,
    versions_of_record,
    wanted_version,
    words,
)
from exporter.model import Song, Track

Readings = Callable[[str], Sequence[str]]
"""What a language plugin says: other spellings of a text, none if it is not its own."""


class Finding(NamedTuple):
    """A rule that applies, and why, for a person."""

    rule: str
    words: str


def findings(song: Song, track: Track, readings: Readings) -> tuple[Finding, ...]:
    """All that speaks for and against ``track`` being ``song``."""
    wanted = _wanted(song, readings)
    found = _without_artist(_found(track, readings), wanted)
    title, exact = _title(wanted, found)
    artist = _artist(wanted.names, found.names, listed(track.artists))
    rest = (
        *_versions(wanted, found, exact=exact),
        *_length(song.duration, track.duration),
        *_record(song, track),
        *_code(song, track),
    )
    return *_supported(title, artist, {finding.rule for finding in rest}), *rest


def _supported(title: Finding, artist: Finding, rest: set[str]) -> tuple[Finding, Finding]:
    """Title and artist, where other facts make up for what one of the two leaves open.

    A code decides together with a title or an artist, never alone: codes are misassigned. The length makes up for
    a small difference in the title, the record for an artist that is missing or in another script.
    """
    code = "code same" in rest and not rest & DOUBTS
    if artist.rule in SURE_ARTIST and title.rule not in SURE_TITLE:
        if code and title.rule != "title empty":
            return Finding("title other, code same", f"{title.words}, but the ISRC is the same"), artist
        if f"{title.rule}, length same" in RULES and "length same" in rest:
            return Finding(f"{title.rule}, length same", f"{title.words}, but the length is the same"), artist
    if title.rule in SURE_TITLE and artist.rule not in SURE_ARTIST:
        if code:
            return title, Finding("artist other, code same", f"{artist.words}, but the ISRC is the same")
        if _record_fits(artist.rule, rest):
            return title, Finding(f"{artist.rule}, record same", f"{artist.words}, but the record fits")
    return title, artist


def _record_fits(artist: str, rest: set[str]) -> bool:
    """Whether the record makes up for the artist. A show in the title does not: covers name it too."""
    if artist == "artist not given":
        return bool(rest & {"album same", "soundtrack same"}) or {"show same", "length same"} <= rest
    return artist == "artist in another script" and {"album same", "length same"} <= rest


class Names(NamedTuple):
    """The names in some credits.

    ``wholes`` are keys of whole credits and ``keys`` of every name in them; ``turned`` do not mind which is the
    family name; ``readings`` are what language plugins read.
    """

    credits: tuple[str, ...]
    wholes: frozenset[str]
    keys: frozenset[str]
    turned: frozenset[str]
    readings: frozenset[str]
    scripts: frozenset[str]

    def has(self, name: str) -> bool:
        """Whether somebody of this name is credited."""
        return _name_key(name) in self.keys or _turned(name) in self.turned

    def has_all_of(self, other: Names) -> bool:
        """Whether everybody credited there is credited here, as a whole or name by name."""
        return all(self.has(credit) or all(map(self.has, people(credit)[1:] or (credit,))) for credit in other.credits)


class Side(NamedTuple):
    """A song or a track, read once: its titles, what they sound like, its names, and its versions."""

    written: str
    titles: tuple[Named, ...]
    titles_read: frozenset[str]
    names: Names
    versions: frozenset[str]
    details: frozenset[str]
    versions_of_record: frozenset[str]


@lru_cache(CACHE)
def _wanted(song: Song, readings: Readings) -> Side:
    titles = tuple(dict.fromkeys(named(title) for title in (song.title, *song.aka)))
    credited = (*song.artists, *song.artist_aka)
    features = tuple(name for title in titles for name in title.features)
    versions, details = wanted_version(song.version)
    return Side(
        song.title,
        titles,
        _titles_read(titles, readings),
        _names(credited, features, readings),
        titles[0].versions | versions,
        titles[0].details | details,
        _of_record(song.title, song.album, *credited),
    )


@lru_cache(CACHE)
def _found(track: Track, readings: Readings) -> Side:
    title = named(track.title)
    return Side(
        track.title,
        (title,),
        _titles_read((title,), readings),
        _names(track.artists, title.features, readings),
        title.versions,
        title.details,
        _of_record(track.album, *track.artists),
    )


def _of_record(*names: str) -> frozenset[str]:
    return frozenset[str]().union(*map(versions_of_record, names))


def _titles_read(titles: Iterable[Named], readings: Readings) -> frozenset[str]:
    return _keys(loose(reading) for title in titles for reading in readings(title.text))


def _names(credited: Sequence[str], features: Sequence[str], readings: Readings) -> Names:
    every = tuple(dict.fromkeys(name for credit in (*credited, *features) for name in people(credit)))
    read = tuple(reading for name in every for reading in readings(name))
    return Names(
        credits=tuple(credited),
        wholes=_keys(map(_name_key, credited)),
        keys=_keys(map(_name_key, every)),
        turned=_keys(map(_turned, every)),
        readings=_keys((*map(loose, read), *map(_turned, read))),
        scripts=frozenset(map(script, every)),
    )


def _keys(keys: Iterable[str]) -> frozenset[str]:
    """Without the empty key: it is no evidence."""
    return frozenset(filter(None, keys))


@lru_cache(CACHE)
def _name_key(name: str) -> str:
    """A loose key without channel suffixes and "The"."""
    folded = fold(next(iter(people(name)), ""))
    return loose(folded.removeprefix("the ")) or folded


@lru_cache(CACHE)
def _turned(name: str) -> str:
    """A key for names of several words that does not mind which is the family name."""
    parts = fold(name).split()
    return " ".join(sorted(parts)) if len(parts) > 1 else ""


def _title(wanted: Side, found: Side) -> tuple[Finding, bool]:
    """How the titles agree, over every pair of spellings; and whether they do so to the letter, version included."""
    theirs = found.titles[0]
    rule = _nearest(wanted, theirs)
    if rule not in SURE_TITLE:
        rule = _by_reading(wanted, found, theirs) or rule
    exact = any(ours.whole == theirs.whole for ours in wanted.titles)
    return Finding(rule, _TITLE_WORDS[rule].format(found.written)), exact


_TITLE_WORDS = {
    "title same": "the title is the same",
    "title in other kana": "the title is the same, in other kana",
    "title in two scripts": "the title is the same in one of its two scripts: {}",
    "title reads the same": "the title reads the same: {}",
    "title without subtitle": "the title is the same, without the subtitle: {}",
    "title with subtitle": "the title says more: {}",
    "title with another subtitle": "the title goes on differently: {}",
    "title nearly the same": "the title is nearly the same: {}",
    "title reads nearly the same": "the title reads nearly the same: {}",
    "title in another script": "the title is written in another script: {}",
    "title other": "another title: {}",
    "title empty": "there is no title to compare",
}

_CREDITED = re.compile(
    r"(?P<who>.+?)\s*(?:[「『“\"](?P<quoted>[^」』”\"]+)[」』”\"]|\s[-–—/|]\s(?P<dashed>[^「『“]+))(?P<rest>.*)"
)


def _without_artist(found: Side, wanted: Side) -> Side:
    """A video called "Artist「Title」…" or "Artist - Title" by the wanted artist is called what follows."""
    credited = _CREDITED.match(found.written)
    if not credited or not wanted.names.has(credited["who"]) or _nearest(wanted, found.titles[0]) in SURE_TITLE:
        return found
    rest = f" ({credited['rest'].strip()})" if credited["rest"].strip() else ""
    title = named((credited["quoted"] or credited["dashed"]) + rest)
    versions, details = found.versions | title.versions, found.details | title.details
    return found._replace(titles=(title,), versions=versions, details=details)


def _nearest(wanted: Side, theirs: Named) -> str:
    """The best rule over every spelling of the wanted title. Its own script says more than another."""
    rules = {_agreement(ours, theirs) for ours in wanted.titles}
    return max(rules - {"title in another script"} or rules, key=lambda name: RULES[name].effect)


def _agreement(ours: Named, theirs: Named) -> str:
    if not (ours.core and theirs.core):
        return "title empty"
    if ours.whole == theirs.whole or ours.name == theirs.name:
        return "title same"
    if loose(ours.name) == loose(theirs.name):
        return "title in other kana"
    if ours.core == theirs.core:
        return _subtitles_apart(ours, theirs)
    return "title in two scripts" if ours.halves & theirs.halves else _likeness(ours, theirs)


_COUNTED = re.compile(r"\d|^(?:part|chapter|act|no|vol)?[ivx]+$")


def _subtitles_apart(ours: Named, theirs: Named) -> str:
    """Of titles with one core: which of the two says more. A numbered part is another song."""
    if (ours.subtitles and theirs.subtitles) or any(map(_COUNTED.search, ours.subtitles | theirs.subtitles)):
        return "title with another subtitle"
    if ours.subtitles:
        return "title without subtitle"
    return "title in two scripts" if len(theirs.halves) > len(theirs.subtitles) else "title with subtitle"


def _likeness(ours: Named, theirs: Named) -> str:
    if _alike(ours.name, theirs.name) >= NEAR_TITLE and _digits(ours.name) == _digits(theirs.name):
        return "title nearly the same"
    return "title other" if script(ours.core) == script(theirs.core) else "title in another script"


def _by_reading(wanted: Side, found: Side, theirs: Named) -> str:
    """The rule for titles that sound alike, as far as a plugin reads either of them; empty when they do not."""
    written = frozenset[str]().union(*(ours.halves for ours in wanted.titles))
    if found.titles_read & (written | wanted.titles_read) or wanted.titles_read & theirs.halves:
        return "title reads the same"
    pairs = (*product(found.titles_read, written | wanted.titles_read), *product(wanted.titles_read, theirs.halves))
    return "title reads nearly the same" if any(_alike(*pair) >= NEAR_TITLE for pair in pairs) else ""


def _alike(ours: str, theirs: str) -> float:
    return fuzz.ratio(ours, theirs) if min(len(ours), len(theirs)) >= NEAR_LETTERS else 0.0


def _digits(key: str) -> str:
    return "".join(filter(str.isdigit, key))


def _artist(wanted: Names, found: Names, credit: str) -> Finding:
    if not wanted.keys:
        return Finding("artist not given", f"no artist is given; this one is by {credit}")
    if not found.keys:
        return Finding("artist not known", "the service names no artist")
    if wanted.keys & found.keys or wanted.turned & found.turned:
        return _shared_artist(wanted, found, credit)
    return _other_artist(wanted, found, credit)


def _shared_artist(wanted: Names, found: Names, credit: str) -> Finding:
    """Of credits that share a name: whether one of the two lists more."""
    if not wanted.has_all_of(found):
        return Finding("artist among others", f"the artist is among others: {credit}")
    if not found.wholes & wanted.wholes and not found.has_all_of(wanted):
        return Finding("artist in part", f"only one of the artists: {credit}")
    return Finding("artist same", "the artist is the same")


def _other_artist(wanted: Names, found: Names, credit: str) -> Finding:
    """Of credits that share no name as written: whether it may still be the same artist."""
    ours, theirs = wanted.keys | wanted.turned, found.keys | found.turned
    if ours & found.readings or wanted.readings & (theirs | found.readings):
        return Finding("artist reads the same", f"the artist reads the same: {credit}")
    if any(_alike(*pair) >= NEAR_ARTIST for pair in product(ours, theirs)):
        return Finding("artist nearly the same", f"the artist is nearly the same: {credit}")
    if found.scripts <= wanted.scripts | {""}:
        return Finding("artist other", f"by another artist: {credit}")
    return Finding("artist in another script", f"the artist is written in another script: {credit}")


def _versions(wanted: Side, found: Side, *, exact: bool) -> Iterator[Finding]:
    """Where the versions differ. Titles equal to the letter name the same version, whatever its words."""
    known = wanted.versions | wanted.versions_of_record
    told = frozenset[str]() if exact else found.versions
    for version in sorted(told - known):
        yield Finding("version other" if clash(version) is Clash.FATAL else "version in question", words(version))
    for version in sorted(found.versions_of_record - found.versions - known):
        yield Finding("version by its record", f"its album or artist says {words(version)}")
    shared = wanted.versions & told
    if shared and not same_of_its_kind(wanted.details, found.details, shared):
        yield Finding("version in question", f"another one of its kind: {found.written}")
    marked = found.versions | found.versions_of_record | found.titles[0].subtitles
    for version in sorted(wanted.versions - marked):
        yield Finding("version missing", f"{words(version)} is wanted, and it is not marked as one")
    if wanted.versions and wanted.versions <= found.versions:
        yield Finding("version same", f"{listed(map(words, sorted(wanted.versions)))}, as wanted")
    if wanted.titles[0].editions != found.titles[0].editions:
        yield Finding("edition other", f"the edition differs: {found.written}")


def _length(wanted: float | None, found: float | None) -> Iterator[Finding]:
    if wanted is None:
        return
    if found is None:
        yield Finding("length not known", "the service does not tell its length")
        return
    apart = abs(wanted - found)
    if apart <= SAME_LENGTH:
        yield Finding("length same", f"the length is the same, {clock(found)}")
    elif apart <= CLOSE_LENGTH:
        yield Finding("length close", f"the length differs by {apart:.0f} s")
    else:
        yield Finding(_length_off(apart, wanted), f"{clock(found)}, but {clock(wanted)} is wanted")


def _length_off(apart: float, wanted: float) -> str:
    if apart <= OFF_LENGTH:
        return "length off"
    return "length far off" if apart > FAR_LENGTH and apart > FAR_SHARE * wanted else "length doubtful"


_SOUNDTRACK = re.compile(r"soundtrack|サウンドトラック|(?<![a-z])ost(?![a-z])|original score|原聲帶|原声带")


def _record(song: Song, track: Track) -> Iterator[Finding]:
    if fold(song.album) and named(song.album).core == named(track.album).core:
        yield Finding("album same", "the album is the same")
    if (show := loose(song.from_)) and (show in loose(track.album) or show in loose(track.title)):
        soundtrack = show in loose(track.album) and _SOUNDTRACK.search(fold(track.album))
        yield Finding("soundtrack same" if soundtrack else "show same", f"it names {song.from_}")
    if song.year and song.year == track.year:
        yield Finding("year same", f"from the same year, {track.year}")
    if track.kind == "video":
        yield Finding("a video", "a video, not a song")
    if not track.playable:
        yield Finding("not playable", "the service says that this account cannot play it")


def _code(song: Song, track: Track) -> Iterator[Finding]:
    ours, theirs = isrc(song.isrc), isrc(track.isrc)
    if ours and theirs:
        same = ours == theirs
        yield Finding("code same", "the ISRC is the same") if same else Finding("code other", f"another ISRC: {theirs}")


def isrc(code: str) -> str:
    """A code as it is compared: ``JP-U90-09-00900`` and ``jpu900900900`` are one."""
    return "".join(filter(str.isalnum, code.upper()))


def clock(seconds: float) -> str:
    """A length for a person: ``90 s``, ``4:05``."""
    whole = round(seconds)
    return f"{whole} s" if whole < 120 else f"{whole // 60}:{whole % 60:02}"  # noqa: PLR2004 - two minutes


def listed(names: Iterable[str]) -> str:
    """Names for a person."""
    return ", ".join(names) or "nobody"
