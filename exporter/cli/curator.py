"""Who decides in ``exporter enrich``: a person at the terminal, a threshold, or nobody."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, ExitStack

import click

from exporter.cli.context import Context
from exporter.enriching import screens
from exporter.enriching.answers import QUIT, understood
from exporter.enriching.outcomes import Outcome, State
from exporter.enriching.proposals import Proposal
from exporter.enriching.walk import Enough, Question
from exporter.model import Song
from exporter.project import Target
from exporter.render import clean

PROMPT = "Write this? "


class Nobody(AbstractContextManager["Nobody"]):
    """Shows everything and accepts nothing. With --json nothing is shown."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._status = ExitStack()
        self._shown: int | None = None

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""
        self._status.close()

    def begin(self, target: Target) -> None:
        """Say that a look-alike's facts are made up."""
        if target.sandboxed and not self._context.quiet:
            self._context.tell(screens.SANDBOX)

    def asking(self, number: int, song: Song) -> None:  # noqa: ARG002 - a Decider
        """Say which song is asked about, while it is."""
        err = self._context.err()
        if err.is_terminal and not (self._context.quiet or self._context.as_json):
            self._status.close()
            self._status.enter_context(err.status(f"Asking about {clean(song.label)}"))

    def decide(self, question: Question) -> Proposal | State:
        """Show what is proposed."""
        self._print(screens.proposal(question))
        self._shown = question.number
        return State.OPEN

    def done(self, outcome: Outcome) -> None:
        """One line for each song."""
        self._print(screens.result(outcome) if self._shown == outcome.number else screens.line(outcome))

    def _print(self, thing: object) -> None:
        self._status.close()
        if not self._context.as_json:
            self._context.print(thing)  # type: ignore[arg-type]


class Threshold(Nobody):
    """Accepts what is sure enough."""

    def __init__(self, context: Context, threshold: float) -> None:
        super().__init__(context)
        self._threshold = threshold

    def decide(self, question: Question) -> Proposal | State:
        """The proposal, if it is sure enough."""
        super().decide(question)
        return question.if_sure(self._threshold)


class Curator(Nobody):
    """Asks a person about each song. Where nobody answers any more the rest is shown and stays open."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._gone = False

    def decide(self, question: Question) -> Proposal | State:
        """What the person says."""
        decision: Proposal | State | None = super().decide(question)
        while not self._gone:
            self._print(screens.choices(question.proposal))
            decision = self._answer(question)
            if decision is not None:
                return decision
        return State.OPEN

    def _answer(self, question: Question) -> Proposal | State | None:
        line = self._read()
        if line.strip().lower() in QUIT:
            raise Enough
        decision = understood(line, question.song, question.found, question.proposal)
        if decision is None:
            click.echo(f"{clean(line.strip())} is no answer here.")
        return decision

    def _read(self) -> str:
        click.echo(PROMPT, nl=False)
        line = sys.stdin.readline()
        self._gone = not line
        if not sys.stdin.isatty():
            click.echo(clean(line.strip()))
        return line
