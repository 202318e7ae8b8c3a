"""How the songs of a playlist fared. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from exporter.enriching.proposals import Proposal
from exporter.errors import ExporterError
from exporter.model import Song


class State(StrEnum):
    """What became of a song."""

    WRITTEN = "written"
    """Facts were added to the file."""
    OPEN = "open"
    """Facts are proposed, and nobody accepted them yet."""
    DECLINED = "declined"
    """A person did not want them."""
    COMPLETE = "complete"
    """The file says all that the source knows."""
    NOT_FOUND = "not found"
    """The source answered and does not know the song."""
    UNKNOWN = "unknown"
    """The source could not be asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One song, its place in the file (from 0), and what became of it."""

    number: int
    song: Song
    state: State
    proposal: Proposal | None = None
    error: ExporterError | None = None


@dataclass(frozen=True, slots=True)
class Enriched:
    """A run through a playlist: its songs in order, what the source is called, and how often it was asked for what."""

    playlist: str
    source: str
    outcomes: tuple[Outcome, ...]
    requests: Mapping[str, int] = field(hash=False)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many songs are in each state."""
        found = Counter(outcome.state for outcome in self.outcomes)
        return {str(state): found[state] for state in State}

    @property
    def errors(self) -> tuple[ExporterError, ...]:
        """Why songs could not be asked about or written, each reason once."""
        return tuple(dict.fromkeys(outcome.error for outcome in self.outcomes if outcome.error))
