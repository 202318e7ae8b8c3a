"""Finds what speaks for and against a track: one function for each kind of evidence. Pure.

A finding is the name of a rule and its words for a person; :mod:`exporter.matching.rules` says what it weighs. An
absent field is never agreement, and an empty key is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from exporter.matching.artists import Credits, Names, artist_finding, read_credits, read_names
from exporter.matching.rules import (
    CLOSE_LENGTH,
    DOUBTS,
    FAR_LENGTH,
    FAR_SHARE,
    LONGEST,
    OFF_LENGTH,
    RULES,
    SAME_LENGTH,
    SURE_ARTIST,
    SURE_TITLE,
    TV_SIZE,
    Finding,
)
from exporter.matching.text import CACHE, fold, loose, script, split
from exporter.matching.titles import Named, Readings, Titles, named, nearest, read_titles, title_finding
from exporter.matching.versions import (
    KINDS,
    Clash,
    clash,
    same_of_its_kind,
    versions_of_record,
    wanted_version,
    words,
)
from exporter.model import Song, Track


def findings(song: Song, track: Track, readings: Readings) -> tuple[Finding, ...]:
    """All that speaks for and against ``track`` being ``song``."""
    if any(len(name) > LONGEST for name in _all_names(song, track)):
        return (Finding("name too long", f"a name has more than {LONGEST:,} letters"),)
    wanted = _wanted(song, readings)
    shown = _found(track, readings)
    found = _without_artist(shown, wanted, readings)
    title = title_finding(wanted.titles, found.titles)
    artist = artist_finding(wanted.names, found.credits, track.album)
    if found is not shown and artist.rule in {"artist other", "artist in another script"}:
        artist = Finding("artist in the title", f"the title names the artist, but it is by {listed(track.artists)}")
    exact = any(ours.whole == theirs.whole for ours in wanted.titles.named for theirs in found.titles.named)
    rest = (
        *_guests(wanted, found),
        *_versions(wanted, found, exact=exact),
        *_length(song, track.duration),
        *_record(song, track),
        *_code(song, track),
    )
    told = {finding.rule for finding in rest}
    if not told & {"length same", "length close", "code same"}:
        rest = (*rest, *_another_record(song, track, told))
    return *_supported(title, artist, told), *rest


def _all_names(song: Song, track: Track) -> Iterator[str]:
    yield from (song.title, *song.aka, song.album, song.from_, song.version, track.title, track.album)
    yield from (", ".join(names) for names in (song.artists, song.artist_aka, track.artists))


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
        if artist.rule == "artist other" and "album same" in rest:
            # The file may name the label or the arranger: a question, where a cover on another record is none.
            return title, Finding("artist other, album same", artist.words)
        if _record_fits(artist.rule, rest):
            return title, Finding(f"{artist.rule}, record same", f"{artist.words}, but the record fits")
    return title, artist


def _record_fits(artist: str, rest: set[str]) -> bool:
    """Whether the record makes up for the artist. A show in the title does not: covers name it too."""
    if artist == "artist not given":
        return bool(rest & {"album same", "soundtrack same"}) or {"show same", "length same"} <= rest
    if artist in {"artist behind another", "artist in part", "artist shared"}:
        return bool(rest & {"album same", "soundtrack same", "length same"})
    return artist == "artist in another script" and {"album same", "length same"} <= rest


class Side(NamedTuple):
    """A song or a track, read once: what it is called, who is credited, which version it says it is.

    ``names`` are all who are named, in the title too. ``versions_of_name`` are the kinds of version that a title
    speaks of without being one: a song called "Cover Me".
    """

    titles: Titles
    names: Names
    credits: Credits
    versions: frozenset[str]
    details: frozenset[str]
    versions_of_record: frozenset[str]
    album: str
    versions_of_name: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()


@lru_cache(CACHE)
def _wanted(song: Song, readings: Readings) -> Side:
    titles = tuple(dict.fromkeys(map(named, (song.title, *song.aka))))
    guests = tuple(name for title in titles for name in title.features)
    names = read_names(song.artists, guests, readings, song.artist_aka)
    versions, details = wanted_version(song.version)
    return Side(
        read_titles(song.title, _without_trimmings(titles, names, song.album), readings),
        names,
        Credits(names, names, names, ""),
        titles[0].versions | versions,
        titles[0].details | details,
        _of_record(song.album, *song.artists, *song.artist_aka),
        _key_of_record(song.album),
        _of_record(song.title),
        frozenset(titles[0].features),
    )


@lru_cache(CACHE)
def _found(track: Track, readings: Readings) -> Side:
    title = named(track.title)
    credit = read_credits(track.artists, title.features, readings)
    return Side(
        read_titles(track.title, _without_trimmings((title,), credit.named, track.album), readings),
        credit.named,
        credit,
        title.versions,
        title.details,
        _of_record(track.album, *track.artists),
        _key_of_record(track.album),
    )


def _of_record(*names: str) -> frozenset[str]:
    return frozenset[str]().union(*map(versions_of_record, names))


def _key_of_record(album: str) -> str:
    """What a version that is named after the record is called, if its name is not that of a kind: "Live"."""
    name = fold(named(album).core_text)
    return "" if name in KINDS else name


def _without_trimmings(titles: Iterable[Named], names: Names, album: str) -> tuple[Named, ...]:
    """Titles without the parts that only say who performs ("Title / Artist"), or on which record."""
    return tuple(
        title.without(lambda part, title=title: names.has_all(part) or _is_record(part, title, album))  # type: ignore[misc]
        if title.subtitles
        else title
        for title in titles
    )


def _is_record(part: str, title: Named, album: str) -> bool:
    """Whether a part of a title is its album's name. A single is named after its version, and says the title too."""
    record = loose(album)
    return loose(part) in record and title.weak_core not in record


_CREDITED = re.compile(
    r"(?P<who>.+?)\s*(?:[「『“\"](?P<quoted>[^」』”\"]+)[」』”\"]|\s[-–—/|]\s(?P<dashed>[^「『“]+))(?P<rest>.*)"
)


def _without_artist(found: Side, wanted: Side, readings: Readings) -> Side:
    """A video called "Artist「Title」…" or "Artist - Title" by the wanted artist is called what follows."""
    credited = _CREDITED.match(found.titles.written)
    if not credited or not wanted.names.has(credited["who"]):
        return found
    if nearest(wanted.titles, found.titles.named[0]) in SURE_TITLE:
        return found
    rest = f" ({credited['rest'].strip()})" if credited["rest"].strip() else ""
    title = named((credited["quoted"] or credited["dashed"]) + rest)
    versions, details = found.versions | title.versions, found.details | title.details
    titles = read_titles(found.titles.written, (title,), readings)
    return found._replace(titles=titles, versions=versions, details=details)


def _guests(wanted: Side, found: Side) -> Iterator[Finding]:
    """Who is missing of those that the wanted title credits; ignored where it is in another script."""
    missing = [guest for guest in sorted(wanted.guests) if {script(guest)} == found.names.scripts]
    if missing and not any(map(found.names.has, missing)):
        yield Finding("guest missing", f"not credited: {listed(missing)}")


def _versions(wanted: Side, found: Side, *, exact: bool) -> Iterator[Finding]:
    """Where the versions differ. Titles equal to the letter name the same version, whatever its words."""
    known = wanted.versions | wanted.versions_of_record
    told = frozenset[str]() if exact else found.versions
    for version in sorted(told - known - {wanted.album}):
        yield Finding("version other" if clash(version) is Clash.FATAL else "version in question", words(version))
    for version in sorted(found.versions_of_record - found.versions - known - wanted.versions_of_name):
        yield Finding("version by its record", f"its album or artist says {words(version)}")
    shared = wanted.versions & told
    if shared and not same_of_its_kind(wanted.details, found.details, shared):
        # Whose remix it is may stand in the credit instead; where nobody's was asked for, that tells nothing.
        credited = wanted.details and wanted.details | found.details <= found.names.words
        rule = "version by its credit" if credited else "version in question"
        yield Finding(rule, f"another one of its kind: {found.titles.written}")
    marked = found.versions | found.versions_of_record | found.titles.named[0].subtitles | {found.album}
    for version in sorted(wanted.versions - marked):
        rule = "edit not marked" if version == "edit" else "version missing"
        yield Finding(rule, f"{words(version)} is wanted, and it is not marked as one")
    if wanted.versions and wanted.versions <= found.versions:
        yield Finding("version same", f"{listed(map(words, sorted(wanted.versions)))}, as wanted")
    if wanted.titles.named[0].editions != found.titles.named[0].editions:
        yield Finding("edition other", f"the edition differs: {found.titles.written}")


def _length(song: Song, found: float | None) -> Iterator[Finding]:
    wanted = song.duration
    if wanted is None:
        if song.from_ and found and TV_SIZE[0] <= found <= TV_SIZE[1]:
            yield Finding("length of a TV size", f"{clock(found)} is as long as the part that television plays")
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
    on_album, in_title = _names_show(track.album, song.from_), _names_show(track.title, song.from_)
    if on_album or in_title:
        soundtrack = on_album and _SOUNDTRACK.search(fold(track.album))
        yield Finding("soundtrack same" if soundtrack else "show same", f"it names {song.from_}")
    if song.year and song.year == track.year:
        yield Finding("year same", f"from the same year, {track.year}")
    if track.kind == "video":
        yield Finding("a video", "a video, not a song")
    if not track.playable:
        yield Finding("not playable", "the service says that this account cannot play it")


def _another_record(song: Song, track: Track, told: set[str]) -> Iterator[Finding]:
    """That both sides name a record, and neither the album, nor the show, nor the year fits."""
    years_apart = song.year and track.year and abs(song.year - track.year) > 1
    if song.album and track.album and years_apart and not told & {"album same", "show same", "soundtrack same"}:
        yield Finding("record other", f"from another record: {track.album} ({track.year})")


def _names_show(text: str, show: str) -> bool:
    """Whether a text names the show by one of its names: ``君の名は。 (Your Name.)`` is two."""
    key = fold(text)
    return any(name.search(key) for name in _shows(show))


@lru_cache(CACHE)
def _shows(show: str) -> tuple[re.Pattern[str], ...]:
    """A show's names as whole words, and no number behind them: its second season is another show."""
    taken = split(show)
    names = filter(None, map(fold, dict.fromkeys((show, taken.core, *taken.parts))))
    return tuple(
        re.compile(rf"(?<![0-9a-z]){re.escape(name)}(?![0-9a-z])(?! ?(?:[0-9]+|[ivx]+)(?![0-9a-z]))") for name in names
    )


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
