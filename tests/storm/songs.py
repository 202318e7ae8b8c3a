"""Playlists as words: every letter is a song, so that ``"abc"`` is a playlist of three.

Small letters are ours. Capital letters are songs that only somebody else puts into a playlist.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from string import ascii_lowercase

OURS = ascii_lowercase[:-2]
THEIRS = "YZ"
TITLES = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo "
    "Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu"
)
WORDS = dict(zip(OURS + THEIRS, TITLES.split(), strict=True))
NAME = "Spelled"
LENGTHS = {"spotify": 22, "ytmusic": 11}
"""Characters in an ID of each service."""


def track_id(service: str, letter: str) -> str:
    """The ID of a letter's track on a service."""
    return letter * (LENGTHS[service] - 4) + "song"


def spelled(ids: Iterable[str]) -> str:
    """The word that a list of track IDs is."""
    return "".join(one[0] for one in ids)


def catalogue() -> str:
    """What both services have, for the sandbox: a line of JSON for each letter and service."""
    return "".join(
        json.dumps(
            {
                "id": track_id(service, letter),
                "title": word,
                "artists": ["The Alphabet"],
                "album": "Spelling",
                "duration_ms": 180_000 + 1000 * number,
                "services": [service],
            }
        )
        + "\n"
        for service in LENGTHS
        for number, (letter, word) in enumerate(WORDS.items())
    )


def playlist_file(word: str, description: str, *, keep_extras: bool) -> str:
    """The playlist file of a word."""
    head = [f"name: {NAME}", f"description: {description}", "targets:"]
    head += [f"  {service}: {{keep_extras: {str(keep_extras).lower()}}}" for service in LENGTHS]
    songs = [f"  - title: {WORDS[letter]}\n    artist: The Alphabet" for letter in word]
    return "\n".join([*head, "songs:" if songs else "songs: []", *songs]) + "\n"
