"""How likely a recording is the one that a song means. Pure, but for the readings of ``compare``.

The matcher's rules judge, so that no cover, live take or karaoke is ever proposed that a push would not take either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from exporter import Facts, Score, Song, Track
from exporter_musicbrainz import translate
from exporter_musicbrainz.shapes import Recording
from exporter_musicbrainz.translate import Found, Spelling, Where

Compare = Callable[[Song, Track], Score]

SHARES: Mapping[Where, float] = MappingProxyType(
    {Where.TITLE: 1.0, Where.RECORD: 0.98, Where.ROMAJI: 0.97, Where.TRANSLATION: 0.95, Where.ALIAS: 0.95}
)
"""What a match is worth by where the title stands: anybody may add another title, and translations differ."""
GIVEN = 0.95
"""The least that a recording is worth whose ID stands in the file."""
LEAST = 0.6
"""Below this nothing is proposed: it would be guessing."""
UNREAD = frozenset({"title in another script", "title empty"})
"""What says nothing about the title: every song of the artist would fit as well."""
SAID_OF_ARTIST = "artist other"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A recording with what speaks for it; a ``confidence`` of 0 is no candidate."""

    found: Found
    confidence: float
    words: str

    def facts(self, song: Song) -> Facts:
        """What it adds to the song."""
        return translate.facts(song, self.found, self.confidence, self.words)


def weigh(song: Song, found: Found, compare: Compare) -> Weighed:
    """How well a recording fits, under that of its titles which fits best."""
    if found.recording.video:
        return Weighed(found, 0.0, "a video")
    tried = [(spelling, _score(song, found.recording, spelling, compare)) for spelling in translate.spellings(found)]
    spelling, score = max(tried, key=lambda one: _value(one[1]) * SHARES[one[0].where])
    if song.mbid == found.recording.id:
        return _given(found, score)
    return Weighed(found, _value(score) * SHARES[spelling.where], _words(spelling, score))


def _given(found: Found, score: Score) -> Weighed:
    """A recording whose ID is in the file: what it is called does not matter, who plays it does."""
    if any(reason.name == SAID_OF_ARTIST for reason in score.reasons):
        return Weighed(found, LEAST, f"the file has its ID, but {score.reasons[0].words}")
    return Weighed(found, max(GIVEN, score.value), "the file has its ID")


def _score(song: Song, recording: Recording, spelling: Spelling, compare: Compare) -> Score:
    """The matcher's opinion. What MusicBrainz says beside the title counts where it names a version."""
    if marks := translate.marks(recording):
        marked = compare(song, translate.track(song, recording, f"{spelling.text} ({marks})"))
        if any(reason.name.startswith(("version", "edit")) for reason in marked.reasons):
            return marked
    return compare(song, translate.track(song, recording, spelling.text))


def _value(score: Score) -> float:
    unread = any(reason.name in UNREAD for reason in score.reasons)
    return 0.0 if score.vetoed or unread or score.value < LEAST else score.value


def _words(spelling: Spelling, score: Score) -> str:
    """What speaks against it first, then what speaks for it."""
    against = [reason for reason in score.reasons if reason.veto or reason.effect < 0]
    in_favour = [reason for reason in reversed(score.reasons) if reason not in against]
    told = [reason.words for reason in (*against, *in_favour)]
    if spelling.where is not Where.TITLE:
        told.append(f"{spelling.text} is {spelling.where}")
    return "; ".join(told)
