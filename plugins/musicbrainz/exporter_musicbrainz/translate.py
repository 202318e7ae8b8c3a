"""From MusicBrainz' words to ours. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from exporter import Facts, Song, Track
from exporter_musicbrainz import NAME, shapes

PAGE = "https://musicbrainz.org/recording/"
PSEUDO = "Pseudo-Release"
MOST_TITLES, MOST_NAMES = 4, 3
"""Other titles of a song, and other names of one artist, that are worth proposing: some have dozens."""
TELLING = frozenset({"Demo", "DJ-mix", "Live", "Remix"})
"""Kinds of record that say what the recordings on them are."""
LANGUAGES = ("ja", "en")
"""Whose usual names of an artist are proposed, beside the name that the artist goes by."""


class Where(StrEnum):
    """Where a recording is called so."""

    TITLE = "its title"
    ALIAS = "another title of it"
    ROMAJI = "its title in Latin letters, on a record"
    TRANSLATION = "its title on a translated record"
    RECORD = "its title on a record"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a recording's title."""

    text: str
    where: Where = Where.TITLE


@dataclass(frozen=True, slots=True)
class Found:
    """A recording, and titles of it that its own entry does not tell."""

    recording: shapes.Recording
    elsewhere: tuple[Spelling, ...] = ()

    def together(self, other: Found) -> Found:
        """The same recording as two answers show it: the fuller of them, and the titles of both."""
        fuller = max(self, other, key=lambda found: (len(found.recording.aliases), len(found.recording.releases)))
        return fuller.called((*self.elsewhere, *other.elsewhere))

    def called(self, spellings: Iterable[Spelling]) -> Found:
        """The same with more titles."""
        return replace(self, elsewhere=tuple(dict.fromkeys((*self.elsewhere, *spellings))))


def spellings(found: Found) -> tuple[Spelling, ...]:
    """All titles of a recording, its own first; each once."""
    recording = found.recording
    aliases = sorted(recording.aliases, key=lambda alias: not alias.primary)
    every = (
        Spelling(recording.title),
        *(Spelling(track.title, where) for where, track in _tracks(recording.releases)),
        *found.elsewhere,
        *(Spelling(alias.name, Where.ALIAS) for alias in aliases),
    )
    return tuple({key(spelling.text): spelling for spelling in reversed(every) if spelling.text.strip()}.values())[::-1]


def on_records(releases: Iterable[shapes.Release]) -> Iterator[Found]:
    """The recordings on records that tell them, under the titles that they have there."""
    for where, track in _tracks(releases):
        if track.recording:
            yield Found(track.recording, (Spelling(track.title, where),))


def _tracks(releases: Iterable[shapes.Release]) -> Iterator[tuple[Where, shapes.Track]]:
    for release in releases:
        for medium in release.media:
            for track in (*medium.track, *medium.tracks):
                yield _where(release), track


def _where(release: shapes.Release) -> Where:
    if release.status != PSEUDO:
        return Where.RECORD
    text = release.text_representation
    translated = text is not None and text.language == "eng"
    return Where.TRANSLATION if translated else Where.ROMAJI


def names(credit: shapes.Credit) -> tuple[str, ...]:
    """All names of a credited artist: as credited, as the artist goes by, the usual ones, then all others."""
    artist = credit.artist
    usual = [alias.name for alias in artist.aliases if alias.primary]
    every = (credit.name, artist.name, *usual, turned(artist.sort_name), *(alias.name for alias in artist.aliases))
    return tuple(dict.fromkeys(filter(None, every)))


def turned(sort_name: str) -> str:
    """``Nakanishi, Yasushi`` as the name is said: Yasushi Nakanishi."""
    family, comma, given = sort_name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else sort_name


def key(text: str) -> str:
    """What is the same however it is written: letter case, width, punctuation and the order of words aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(sorted(re.findall(r"\w+", folded))) or folded.strip()


def track(song: Song, recording: shapes.Recording, title: str) -> Track:
    """A recording as the matcher takes it, under one of its titles.

    An artist is called as the song calls him, if that is one of his names; of its records the one that the song names.
    """
    wanted = {key(name) for name in (*song.artists, *song.artist_aka)}
    credited = [
        next((name for name in names(credit) if key(name) in wanted), credit.name) for credit in recording.artist_credit
    ]
    albums = [release.title for release in recording.releases if song.album and key(release.title) == key(song.album)]
    return Track(
        service=NAME,
        id=recording.id,
        title=title,
        artists=tuple(credited),
        album=next(iter(albums), ""),
        year=_year(recording),
        duration=recording.length / 1000 if recording.length else None,
        isrc=_isrc(song, recording),
        url=PAGE + recording.id,
    )


def marks(recording: shapes.Recording) -> str:
    """What MusicBrainz says of a recording beside its title: its comment, and what kind of records it is on."""
    kinds = [set(release.release_group.secondary_types) for release in recording.releases if release.release_group]
    shared = set.intersection(*kinds) & TELLING if kinds else set()
    return ", ".join(filter(None, (recording.disambiguation or "", *sorted(shared))))


def facts(song: Song, found: Found, confidence: float, words: str) -> Facts:
    """What MusicBrainz knows of a recording."""
    recording = found.recording
    own, *others = [spelling.text for spelling in spellings(found)]
    credited = tuple(credit.name for credit in recording.artist_credit)
    return Facts(
        title=own,
        artists=credited,
        aka=tuple(others[:MOST_TITLES]),
        artist_aka=tuple(dict.fromkeys(name for credit in recording.artist_credit for name in _other_names(credit))),
        album=_album(recording.releases),
        year=_year(recording),
        duration=round(recording.length / 1000) if recording.length else None,
        isrc=_isrc(song, recording),
        mbid=recording.id,
        confidence=round(confidence, 3),
        words=words,
        url=PAGE + recording.id,
    )


def _other_names(credit: shapes.Credit) -> Sequence[str]:
    """The names of an artist that services may show: the name itself, and the usual ones in a few languages."""
    artist = credit.artist
    usual = [alias.name for alias in artist.aliases if alias.primary and (alias.locale or "")[:2] in LANGUAGES]
    every = [artist.name, *usual, *([] if usual else [turned(artist.sort_name)])]
    once = {key(name): name for name in reversed(every) if name}
    once.pop(key(credit.name), None)
    return list(once.values())[::-1][:MOST_NAMES]


def _isrc(song: Song, recording: shapes.Recording) -> str:
    """The code: the song's own if the recording has it, the only one, or none where it would be a guess."""
    if song.isrc in recording.isrcs:
        return song.isrc
    return recording.isrcs[0] if len(recording.isrcs) == 1 else ""


def _album(releases: Iterable[shapes.Release]) -> str:
    """The earliest record that is known with a date."""
    dated = [release for release in releases if release.date and release.status != PSEUDO]
    return min(dated, key=lambda release: release.date or "").title if dated else ""


def _year(recording: shapes.Recording) -> int | None:
    found = re.match(r"[12][0-9]{3}", recording.first_release_date or "")
    return int(found[0]) if found else None
