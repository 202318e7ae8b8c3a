"""Every weight, ceiling, veto and threshold of the matcher, in one place. Nothing else in it is a number to tune."""

from __future__ import annotations

from typing import NamedTuple

ACCEPT = 0.80
"""From here on a track is clearly right."""
REVIEW = 0.50
"""From here on a track is worth a person's look."""
DOUBT = 0.79
"""The ceiling of a track with an open question: never accepted, whatever else agrees."""
MARGIN = 0.015
"""Candidates whose values differ by no more are equally good."""
OTHERS = 5
"""How many candidates a decision shows beside the chosen one."""

SAME_LENGTH = 2.0
"""Seconds by which one recording's length differs between services."""
CLOSE_LENGTH = 6.0
"""Seconds that the silence at the end explains: copies of one recording on several records differ so much."""
OFF_LENGTH = 15.0
"""Seconds after which it is doubtful that the recording is the same: the single and the album are nearer."""
TV_SIZE = (80.0, 100.0)
"""Seconds, least and most, of the cut of a song that a show is opened or closed with: 90, with or without silence."""
FAR_LENGTH, FAR_SHARE = 30.0, 0.15
"""Seconds, and share of the wanted length, after which both together say: another recording."""

LONGEST = 1000
"""Letters of the longest title, credit or other name that is read: services allow fewer, and long ones take hours."""

NEAR_TITLE = 88.0
NEAR_ARTIST = 85.0
"""Likeness of two folded names in percent (Indel distance) that is called nearly the same."""
NEAR_LETTERS = 6
"""Shorter names are never nearly the same: there one letter makes another word."""
NEAR_ARTIST_LETTERS = 7
"""The same for the names of artists, of which more differ by one letter."""
NEAR_SOUND_LETTERS = 5
"""The same for what artists' names are read as: a slip is looked for there between two scripts only."""
PHRASE_WORDS = 3
"""Words from which a subtitle that names no version is the rest of the title: nobody names a version so long."""
NEAR_GIVEN_NAME = 75.0
"""Likeness in percent of two given names after one family name: less is another member of the family."""
NEAR_FAMILY_NAME = 60.0
"""The same for what stands before one given name: a family name of several readings (菅田 is Suda or Sugata)."""
LONGER = 1.5
"""How many times as long as a name what stands for it may be."""
NEAR_READING, NEAR_READING_LETTERS = 90.0, 9
"""Likeness in percent and letters from which a reading is one slip away from another: 君 read as kun, not kimi."""
NEAR_CHARACTERS = 70.0
"""Likeness in percent of two names that sound the same and are written in different Han characters."""
PART_LETTERS, WHOLE_LETTERS = 4, 4
"""Letters of a name's word, and of a short name, that may stand for the name they begin or end."""
ON_ALBUM_LETTERS = {"cjk": 2, "latin": 5}
"""Letters of an artist's name from which an album's name that holds it speaks of the artist."""

COPIES, COPIES_SHARE = 3, 0.75
"""How many copies of one recording, and what share of all that fit, make it the one that everybody means."""


class Rule(NamedTuple):
    """What a piece of evidence does: it adds ``effect``, keeps the value under ``ceiling``, or rules out."""

    effect: float
    ceiling: float = 1.0
    veto: bool = False


RULES: dict[str, Rule] = {
    "title same": Rule(0.52),
    "title same, trimmed": Rule(0.50),
    "title in other letters": Rule(0.49),
    "title in two scripts": Rule(0.48),
    "title reads the same": Rule(0.47),
    "title with its rest": Rule(0.47),
    "title without subtitle": Rule(0.47),
    "title misspelt": Rule(0.44),
    "title reads almost the same": Rule(0.44),
    "title with subtitle": Rule(0.42, ceiling=DOUBT),
    "title with subtitle, length same": Rule(0.42),
    "title nearly the same": Rule(0.38, ceiling=DOUBT),
    "title nearly the same, length same": Rule(0.40),
    "title sounds the same": Rule(0.38, ceiling=DOUBT),
    "title with another subtitle": Rule(0.30, ceiling=DOUBT),
    "title other, code same": Rule(0.30),
    "title in another script": Rule(0.17, ceiling=DOUBT),
    "title other": Rule(-0.50, veto=True),
    "title empty": Rule(-0.50, veto=True),
    "name too long": Rule(-0.50, veto=True),
    "artist same": Rule(0.38),
    "artist among others": Rule(0.36),
    "artist reads the same": Rule(0.36),
    "artist on the album": Rule(0.34),
    "artist's family name": Rule(0.33),
    "artist reads almost the same": Rule(0.33),
    "artist misspelt": Rule(0.32),
    "artist in another script, record same": Rule(0.33),
    "artist behind another, record same": Rule(0.34),
    "artist in part, record same": Rule(0.34),
    "artist shared, record same": Rule(0.32),
    "artist not given, record same": Rule(0.33),
    "artist behind another": Rule(0.33, ceiling=DOUBT),
    "artist in part": Rule(0.32, ceiling=DOUBT),
    "artist shared": Rule(0.30, ceiling=DOUBT),
    "artist nearly the same": Rule(0.22, ceiling=DOUBT),
    "artist other, code same": Rule(0.20),
    "artist in the title": Rule(0.17, ceiling=DOUBT),
    "artist in another script": Rule(0.15, ceiling=DOUBT),
    "artist not given": Rule(0.05, ceiling=DOUBT),
    "artist not known": Rule(0.05, ceiling=DOUBT),
    "artist other, album same": Rule(0.12, ceiling=DOUBT),
    "artist other": Rule(-0.40, veto=True),
    "guest missing": Rule(-0.03),
    "version same": Rule(0.04),
    "edit not marked": Rule(-0.05),
    "version by its record": Rule(-0.10, ceiling=DOUBT),
    "version by its credit": Rule(-0.03),
    "version in question": Rule(-0.15, ceiling=DOUBT),
    "version missing": Rule(-0.15, ceiling=DOUBT),
    "version other": Rule(-0.40, veto=True),
    "edition other": Rule(-0.02),
    "length same": Rule(0.08),
    "length close": Rule(0.05),
    "length not known": Rule(-0.02),
    "length off": Rule(-0.08),
    "length of a TV size": Rule(-0.10, ceiling=DOUBT),
    "length doubtful": Rule(-0.15, ceiling=DOUBT),
    "length far off": Rule(-0.40, veto=True),
    "code same": Rule(0.20),
    "code other": Rule(-0.03),
    "album same": Rule(0.04),
    "soundtrack same": Rule(0.04),
    "show same": Rule(0.03),
    "year same": Rule(0.01),
    "record other": Rule(-0.03, ceiling=DOUBT),
    "a video": Rule(-0.02),
    "not playable": Rule(-0.03),
    "equally good": Rule(-0.10, ceiling=DOUBT),
}
"""Every rule by name, best of its kind first. The same title by the same artist makes 0.90 without any other fact."""

_NAMES = tuple(RULES)
SURE_TITLE = frozenset(_NAMES[: _NAMES.index("title with subtitle")])
SURE_ARTIST = frozenset(_NAMES[_NAMES.index("artist same") : _NAMES.index("artist in another script, record same")])
"""Rules that leave no question about the title, and about the artist."""

OTHER_TITLE = frozenset({"title other", "title empty", "name too long", "title in another script"})
"""Rules that say that a track is not even called like the song, as far as can be read."""


class Finding(NamedTuple):
    """A rule that applies, and why, for a person."""

    rule: str
    words: str


DOUBTS = frozenset(name for name, rule in RULES.items() if rule.veto or rule.ceiling <= DOUBT)
"""Rules that keep a track from being accepted."""
