"""What a run tells and asks: its results, and the face that hears of them (a terminal, a bot, a test)."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Protocol

from exporter.errors import ExporterError
from exporter.model import Decision, Edit, Item, Plan, Playlist, Remote, Song, Verdict
from exporter.project import Target
from exporter.quota import Balance, Price

SOON = 14
"""Days before the end of a login from which on it is time to log in again."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def command(verb: str, playlist: str, target: str) -> str:
    """What does something with a playlist on a target, quoted for a shell."""
    return f"exporter {verb} {shlex.quote(playlist)} --to {shlex.quote(target)}"


class Depth(Enum):
    """How far a run goes: decide only, plan without writing anything, or push."""

    RESOLVE = "resolve"
    PLAN = "plan"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Options:
    """What the user allowed: ``adopt`` an existing playlist, ``yes`` to what a guard refuses."""

    adopt: bool = False
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """A row of an adopted playlist whose track the file does not have.

    ``row`` is its place there, ``place`` the one in the file before which it belongs, ``song`` the place of the song
    that it already is, as another track (all from 0). ``added`` says that the file has it now.
    """

    row: int
    item: Item
    place: int
    song: int | None = None
    added: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it can be added to the file: no song there is meant by it, and its title is known."""
        return self.song is None and bool(self.item.title.strip())


@dataclass(frozen=True, slots=True)
class Part:
    """How one part of a playlist fared that is, or was, longer than the service allows.

    ``songs`` is how many it shall hold, ``edits`` are those that were sent to it. A ``spare`` one is not needed any
    more: it is emptied, and called so.
    """

    name: str
    playlist_id: str = ""
    url: str = ""
    songs: int = 0
    plan: Plan | None = None
    edits: tuple[Edit, ...] = ()
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """How one playlist fared on one target.

    ``songs`` pairs every song of the file with its decision; ``asked`` says that the service was asked about some,
    ``answered`` that it told of one, and ``found`` are those that were missing until now. ``dry`` marks a plan, of
    which nothing is written; ``way`` is how the backend writes, where there are several ways. ``prices`` are what the
    plan costs of the service's quotas. ``extras`` are the rows of an adopted playlist that the file lacks. ``parts``
    are there when the playlist has, or had, several; ``playlist_id`` and ``url`` are the first one's, and ``plan``,
    ``edits`` and ``before`` are those of all parts, one after another. ``refusal`` is the guard that a push would meet,
    which a plan tells beforehand.
    """

    playlist: str
    target: str
    name: str = ""
    playlist_id: str = ""
    url: str = ""
    created: bool = False
    changed: bool = False
    songs: tuple[tuple[Song, Decision], ...] = ()
    found: tuple[Song, ...] = ()
    plan: Plan | None = None
    edits: tuple[Edit, ...] = ()
    prices: tuple[Price, ...] = ()
    before: Remote | None = None
    extras: tuple[Extra, ...] = ()
    parts: tuple[Part, ...] = ()
    requests: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    dry: bool = False
    asked: bool = False
    answered: bool = False
    error: ExporterError | None = None
    way: str = ""
    refusal: ExporterError | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many songs got each decision, and how many there are."""
        found = Counter(decision.verdict for _, decision in self.songs)
        return {"total": len(self.songs), **{str(verdict): found[verdict] for verdict in Verdict}}

    def command(self, verb: str) -> str:
        """The whole command that does this with it, to be copied: ``exporter push sad-anime --to spotify``."""
        return command(verb, self.playlist, self.target)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a target's login without asking anybody.

    ``expires`` is the day it ends (None: nobody knows); ``quotas`` what the books say is left of each quota.
    """

    target: str
    label: str
    expires: date | None = None
    quotas: tuple[Balance, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """How a run over playlists and targets went.

    ``untargeted`` are playlists whose files name no target. ``began`` is a moment in UTC, ``seconds`` the whole time.
    ``dry`` says that it was a plan, of which nothing is written.
    """

    results: tuple[Result, ...]
    standings: tuple[Standing, ...] = ()
    untargeted: tuple[str, ...] = ()
    began: datetime = NEVER
    seconds: float = 0.0
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run is about to do: how many playlists, on which targets, and what that takes at least.

    ``budget`` says in words what it may take, if that is limited; ``waiting`` how many playlists were deferred before
    and go first. ``unread`` says that of some playlists only reading them tells what is to be written.
    """

    playlists: int
    targets: tuple[str, ...]
    searches: int
    reads: int
    writes: int
    units: int
    budget: str = ""
    waiting: int = 0
    unread: bool = False


class Face(Protocol):
    """Who hears what goes on."""

    def searching(self, playlist: Playlist, target: Target, total: int) -> None:
        """A playlist's songs are about to be decided."""

    def decided(self, song: Song, decision: Decision) -> None:
        """One song has been decided."""

    def planned(self, result: Result) -> None:
        """The plan is made, nothing is written yet."""

    def written(self, edit: Edit) -> None:
        """One edit has been applied."""

    def finished(self, result: Result) -> None:
        """One playlist is done on one target."""

    def ask(self, question: str) -> bool:
        """Whether to go on in spite of a guard; False where nobody can be asked."""


class NightFace(Face, Protocol):
    """Who hears what goes on in a run over all playlists."""

    def forecast(self, forecast: Forecast) -> None:
        """The run is about to begin."""


class Silent:
    """A face that shows nothing and says no to every question. Override what you want to hear of."""

    def forecast(self, forecast: Forecast) -> None:
        """A run over many playlists is about to begin."""

    def searching(self, playlist: Playlist, target: Target, total: int) -> None:
        """A playlist's songs are about to be decided."""

    def decided(self, song: Song, decision: Decision) -> None:
        """One song has been decided."""

    def planned(self, result: Result) -> None:
        """The plan is made, nothing is written yet."""

    def written(self, edit: Edit) -> None:
        """One edit has been applied."""

    def finished(self, result: Result) -> None:
        """One playlist is done on one target."""

    def ask(self, question: str) -> bool:  # noqa: ARG002 - a face that asks somebody needs it
        """Whether to go on in spite of a guard."""
        return False
