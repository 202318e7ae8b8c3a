"""The walk through open questions in a terminal or over a pipe: shows one, reads an answer, carries it out."""

from __future__ import annotations

import io
import sys
import webbrowser
from collections.abc import Callable
from typing import TypeVar

import click

from exporter import render
from exporter.cli.context import Context
from exporter.errors import ExporterError, NotFound, Unsafe, UsageError
from exporter.model import Decision
from exporter.reviewing import screens
from exporter.reviewing.answers import LATER, NONE, SKIP
from exporter.reviewing.questions import Question, Review
from exporter.reviewing.script import Answered, give

Answer = TypeVar("Answer")
ANSWERS = {"n": NONE, "none": NONE, "k": SKIP, "skip": SKIP, "l": LATER, "later": LATER}
"""The keys of answers that name no track."""
PROMPT = "Your answer: "
LAST = "That was the last one. Enter ends, u takes the last answer back: "


class _Quit(Exception):  # noqa: N818 - the end of a dialogue is no error
    """The person has had enough, or the pipe is empty."""


class Dialogue:
    """One walk. Every answer is written as it is given, so that leaving at any moment loses nothing."""

    def __init__(self, context: Context, review: Review) -> None:
        self._context, self._review = context, review
        self._questions = list(review.questions())
        self._at = 0
        self._given: list[Answered] = []
        self._failed: ExporterError | None = None

    def hold(self) -> int:
        """Go through all questions; the exit code. A failed search is told, and the walk goes on."""
        _read_any_bytes()
        if any(question.target.sandboxed for question in self._questions):
            self._print(screens.SANDBOX, "")
        try:
            while self._at < len(self._questions) or self._takes_back():
                if self._at < len(self._questions):
                    self._ask(self._at)
        except _Quit:
            self._print("")
        left, passed_over = len(self._review.questions()), self._review.passed_over()
        self._print(screens.summary(self._given, left, self._review.places, missing=passed_over))
        return self._failed.exit_code if self._failed else 0

    # One question.

    def _ask(self, at: int) -> None:
        """Show the question and take answers until it is left."""
        question = self._ready(self._questions[at])
        if question is None:
            return
        while self._at == at:
            question = self._answered(question, self._read(PROMPT))

    def _ready(self, question: Question) -> Question | None:
        """The question with its candidates, shown; None when it settled itself."""
        ready = self._try(lambda: self._review.ready(question)) or question
        if isinstance(ready, Decision):
            self._print(screens.settled(question, ready.verdict, ready.track), "")
            del self._questions[self._at]
            return None
        self._show(ready)
        return ready

    def _show(self, question: Question) -> None:
        self._print(screens.question(question, self._at + 1, len(self._questions)), screens.choices(question))

    def _answered(self, question: Question, line: str) -> Question:
        """Carry out one answer; the question as it is now."""
        word, _, rest = line.strip().partition(" ")
        key, rest = word.lower(), rest.strip()
        tracks = [one.track for one in question.candidates]
        if key.isdecimal() and 1 <= int(key) <= len(tracks):
            self._give(Answered(question, "pin", tracks[int(key) - 1]))
        elif key in ANSWERS:
            self._give(Answered(question, ANSWERS[key]))
        elif key in {"s", "search"}:
            return self._search(question, rest or self._read("Search for: ").strip())
        elif key in {"p", "pin"} or ":" in key:
            self._pin(question, line.strip() if ":" in key else rest or self._read("Link or ID: ").strip())
        elif key in {"o", "open"}:
            self._open(question, rest or "1")
        elif key in {"u", "undo"}:
            self._undo()
        elif key in {"q", "quit"}:
            raise _Quit
        elif key:
            self._print(f"{render.clean(line.strip())} is no answer here.", screens.choices(question))
        return question

    def _give(self, answered: Answered) -> None:
        give(self._review, answered)
        self._given.append(answered)
        self._at += 1
        self._print(screens.answered(answered, str(self._review.desk(answered.question).path)), "")

    def _search(self, question: Question, words: str) -> Question:
        found = self._try(lambda: self._review.search(question, words)) if words else None
        if found is None:
            return question
        if not found.candidates:
            self._print(f"Nothing was found for {render.clean(words)}.")
            return question
        self._show(found)
        return found

    def _pin(self, question: Question, given: str) -> None:
        """Take a track that no search proposed, by its link or ID."""
        track = self._try(lambda: self._review.named(question, given)) if given else None
        if track is not None:
            self._give(Answered(question, "pin", track))

    def _open(self, question: Question, number: str) -> None:
        urls = [one.track.url for one in question.candidates]
        url = urls[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= len(urls) else ""
        if question.target.sandboxed:
            self._print("The sandbox's tracks are made up: there is no page to open.")
        elif not url.startswith(("https://", "http://")):
            self._print("There is no link to open.")
        elif not webbrowser.open(url):
            self._print(f"No browser could be started. The link: {render.clean(url)}")

    def _undo(self) -> None:
        """Take the last answer back and go to its question."""
        if not self._given:
            self._print("There is nothing to undo.")
            return
        last = self._given[-1]
        if last.answer != "later":
            self._review.undo()
        self._given.pop()
        self._at -= 1
        self._print(f"Taken back: {render.clean(last.question.song.label)} is open again.", "")

    def _takes_back(self) -> bool:
        """Whether, after the last question, the last answer is taken back."""
        if self._given and self._read(LAST).strip().lower() in {"u", "undo"}:
            self._undo()
            return True
        return False

    # The terminal.

    def _try(self, ask: Callable[[], Answer]) -> Answer | None:
        """What the service answers; None, and words on the screen, when it could not be asked."""
        try:
            return ask()
        except Unsafe:
            raise
        except ExporterError as error:
            if not isinstance(error, UsageError | NotFound):  # those are slips of the keyboard
                self._failed = self._failed or error
            self._context.err().print(render.error(error))
            return None

    def _read(self, prompt: str) -> str:
        click.echo(prompt, nl=False)
        line = sys.stdin.readline()
        if not line:
            raise _Quit
        if not sys.stdin.isatty():
            click.echo(render.clean(line.strip()))  # as a terminal would have shown it
        return line

    def _print(self, *things: object) -> None:
        for thing in things:
            self._context.print(thing)  # type: ignore[arg-type]


def _read_any_bytes() -> None:
    """Take whatever a pipe sends for text."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
