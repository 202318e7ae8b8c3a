"""Goes through the songs of a playlist: asks the source, has somebody decide, writes what was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Protocol

from exporter.asking import STOPS
from exporter.enricher import Facts
from exporter.enriching.desk import Desk
from exporter.enriching.outcomes import Outcome, State
from exporter.enriching.proposals import Proposal, propose
from exporter.enriching.sources import Source
from exporter.errors import ExporterError, FileError, ServiceError
from exporter.model import Song
from exporter.project import Target

IN_A_ROW = 3
"""Songs that a source fails at one after the other before it is left alone: each costs several attempts."""


@dataclass(frozen=True, slots=True)
class Question:
    """A proposal for a song that somebody has to decide about. ``before`` and ``after`` are the texts of the file."""

    number: int
    song: Song
    found: Sequence[Facts]
    proposal: Proposal
    before: str
    after: str

    def if_sure(self, threshold: float) -> Proposal | State:
        """The proposal, if it is sure enough; it is left open else."""
        return self.proposal if self.proposal.facts.confidence >= threshold else State.OPEN


class Decider(Protocol):
    """Who decides: a person, a threshold, or nobody."""

    def begin(self, target: Target) -> None:
        """The source is ready, and is about to be asked."""

    def asking(self, number: int, song: Song) -> None:
        """The source is about to be asked about a song."""

    def decide(self, question: Question) -> Proposal | State:
        """What is to be written, or what becomes of the song if nothing is. Raises Enough to end the walk."""

    def done(self, outcome: Outcome) -> None:
        """A song is done."""


class Threshold:
    """Takes what is sure enough, without a word; nothing where there is no threshold."""

    def __init__(self, threshold: float | None) -> None:
        """``threshold`` in [0, 1]."""
        self._threshold = inf if threshold is None else threshold

    def begin(self, target: Target) -> None:
        """Say nothing."""

    def asking(self, number: int, song: Song) -> None:
        """Say nothing."""

    def decide(self, question: Question) -> Proposal | State:
        """The proposal, if it is sure enough."""
        return question.if_sure(self._threshold)

    def done(self, outcome: Outcome) -> None:
        """Say nothing."""


class Enough(Exception):  # noqa: N818 - no error
    """Somebody has had enough; what was done is kept."""


class Walk:
    """One walk through a playlist. Every answer is written as it is given."""

    def __init__(self, desk: Desk, source: Source, decider: Decider, *, original: bool = False) -> None:
        """Ask nothing yet. With ``original`` original titles become the titles."""
        self._desk, self._source, self._decider, self._original = desk, source, decider, original
        self._stopped: ExporterError | None = None
        self._failed = 0

    def through(self, numbers: Iterable[int], *, again: bool = False) -> Iterator[Outcome]:
        """Each song, by its place from 0, with what became of it; ``again`` also those that were declined before.

        After an error that concerns every question, or several in a row, nothing more is asked; the rest is unknown.

        Raises:
            Unsafe: somebody changed the file meanwhile.
        """
        for number in numbers:
            try:
                outcome = self._one(number, again=again)
            except Enough:
                return
            self._decider.done(outcome)
            yield outcome

    def _one(self, number: int, *, again: bool) -> Outcome:
        song = self._desk.playlist.songs[number]
        plain = Outcome(number, song, State.UNKNOWN)
        try:
            found = self._asked(number, song)
        except ExporterError as error:
            return replace(plain, error=error)
        proposal = propose(song, found, original=self._original)
        if proposal is None:
            return replace(plain, state=State.NOT_FOUND)
        plain = replace(plain, proposal=proposal)
        if not proposal.gives:
            return replace(plain, state=State.COMPLETE)
        if self._desk.is_declined(song, proposal.facts) and not again:
            return replace(plain, state=State.DECLINED)
        return self._decided(plain, found, proposal)

    def _asked(self, number: int, song: Song) -> Sequence[Facts]:
        """What the source says. Raises the error that stopped it before, or stops it now."""
        if self._stopped:
            raise self._stopped
        self._decider.asking(number, song)
        try:
            found = self._source.facts(song)
        except STOPS as error:
            self._stopped = error
            raise
        except ServiceError as error:
            self._failed += 1
            self._stopped = error if self._failed == IN_A_ROW else None
            raise
        self._failed = 0
        return found

    def _decided(self, plain: Outcome, found: Sequence[Facts], proposal: Proposal) -> Outcome:
        try:
            after = self._desk.with_facts(plain.number, proposal)
            question = Question(plain.number, plain.song, found, proposal, self._desk.text, after)
            decision = self._decider.decide(question)
            if isinstance(decision, Proposal):
                self._desk.write(plain.number, decision)
                return replace(plain, state=State.WRITTEN, proposal=decision)
        except FileError as error:
            return replace(plain, state=State.OPEN, error=error)
        if decision is State.DECLINED:
            self._desk.decline(plain.song, proposal.facts)
        return replace(plain, state=decision)
