"""One song's decision in the light of what is decided for the other songs of its playlist."""

from __future__ import annotations

from exporter.lock import song_keys
from exporter.matching import compare
from exporter.matching.contest import settle_contests
from exporter.matching.resolve import Asking, known_decisions
from exporter.model import Decision, Playlist, Verdict

NOT_ASKED = Decision(Verdict.UNKNOWN)


def beside_the_others(playlist: Playlist, number: int, decision: Decision, asking: Asking) -> Decision:
    """``decision`` for the song at place ``number`` (from 0), or the question that it is once others have its track.

    ``asking`` tells what the lock remembers of the others.
    """
    keys = song_keys(playlist.songs, asking.info.name)
    known = known_decisions(dict(zip(keys, playlist.songs, strict=True)), asking) | {keys[number]: decision}
    decisions = [known.get(key, NOT_ASKED) for key in keys]
    return settle_contests(playlist.songs, decisions, compare, asking.today.isoformat())[number]
