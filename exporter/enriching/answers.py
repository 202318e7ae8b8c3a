"""What a curator's answer to a proposal means. Pure.

y            yes, write it
t            yes, and make the original title the title
n            no, and do not propose it again
s            skip it for now, as does an empty line
2            one of several recordings that fit equally well
aka isrc     only what stands under these keys
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exporter.enricher import Facts
from exporter.enriching.outcomes import State
from exporter.enriching.proposals import Proposal, propose
from exporter.model import Song

YES, TITLE, QUIT = frozenset({"y", "yes"}), frozenset({"t", "title"}), frozenset({"q", "quit"})
NOTHING: Mapping[str, State] = {
    "": State.OPEN,
    "s": State.OPEN,
    "skip": State.OPEN,
    "n": State.DECLINED,
    "no": State.DECLINED,
}
"""Answers by which nothing is written."""


def understood(line: str, song: Song, found: Sequence[Facts], proposal: Proposal) -> Proposal | State | None:
    """What is to be written, or what becomes of the song; None when the line is no answer."""
    words = line.lower().replace(",", " ").split()
    word = " ".join(words)
    if word in NOTHING:
        return NOTHING[word]
    if word in YES:
        return proposal
    if word in TITLE:
        return propose(song, found, original=True)
    recordings = (proposal.facts, *proposal.rivals)
    if word.isdecimal() and 1 <= int(word) <= len(recordings):
        return propose(song, [recordings[int(word) - 1]])
    return proposal.only(words) if set(words) <= set(proposal.gives) else None
