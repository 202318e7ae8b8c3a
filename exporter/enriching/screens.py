"""Proposals and outcomes as text for a terminal and as JSON. Pure.

Text from files and services is untrusted: every piece of it goes through :func:`exporter.render.clean`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from exporter.enricher import Facts
from exporter.enriching.outcomes import Enriched, Outcome, State
from exporter.enriching.proposals import Proposal
from exporter.files.writing import clock
from exporter.render import clean, error_json, plural

if TYPE_CHECKING:
    from exporter.enriching.walk import Question

MARKS: Mapping[State, tuple[str, str]] = {
    State.WRITTEN: ("+", "green"),
    State.OPEN: ("?", "yellow"),
    State.DECLINED: ("-", "dim"),
    State.COMPLETE: ("✓", "green"),
    State.NOT_FOUND: ("✗", "red"),
    State.UNKNOWN: ("!", "magenta"),
}
SAID: Mapping[State, str] = {
    State.WRITTEN: "written",
    State.OPEN: "open",
    State.DECLINED: "declined",
    State.COMPLETE: "with nothing to add",
    State.NOT_FOUND: "not found",
    State.UNKNOWN: "could not be asked about",
}
KEYS = (("y", "yes"), ("t", "yes, with the original title"), ("n", "no, and not again"), ("s", "skip"), ("q", "quit"))
SANDBOX = "This is the sandbox: its IDs and codes are made up. Write them into a copy of your playlist, or not at all."
AROUND = 1
"""Lines of the file that are shown around a change."""


def proposal(question: Question) -> RenderableType:
    """A song with the recording that may be it, what speaks for that, and the diff of the file."""
    proposed = question.proposal
    head = Text.assemble((f"{question.number + 1:>3} ", "dim"), (clean(question.song.label), "bold"))
    told = [Text(clean(proposed.facts.words), "dim"), *map(_clash, proposed.clashes), *_rivals(proposed)]
    shown = [_recording(proposed.facts), *told, Text(""), *diff(question.before, question.after)]
    return Group(head, *(Padding(line, (0, 0, 0, 4)) for line in shown))


def _recording(facts: Facts) -> Text:
    """A recording on one line."""
    what = [f"{facts.title} - {', '.join(facts.artists)}" if facts.artists else facts.title]
    what += [clock(round(facts.duration))] if facts.duration else []
    what += [str(facts.year)] if facts.year else []
    sure = f"{facts.confidence:.2f} "
    return Text.assemble((sure, "bold"), clean(" · ".join(what)), ("  " + clean(facts.url), "dim"))


def _clash(words: str) -> Text:
    return Text(f"! {clean(words)}", "yellow")


def _rivals(proposed: Proposal) -> Iterator[Text]:
    """Recordings that fit as well, with the numbers to choose them by."""
    if proposed.rivals:
        yield Text("Others fit as well; only what all agree about is proposed. A number takes one of them:", "yellow")
        for number, facts in enumerate((proposed.facts, *proposed.rivals), start=1):
            yield Text.assemble((f"{number} ", "bold"), _recording(facts))


def diff(before: str, after: str) -> Iterator[Text]:
    """The lines that change, with those around them."""
    old, new = before.splitlines(), after.splitlines()
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        for tag, start, end, first, last in group:
            if tag == "equal":
                yield from (Text(f"  {clean(line)}", "dim") for line in old[start:end])
            else:
                yield from (Text(f"- {clean(line)}", "red") for line in old[start:end])
                yield from (Text(f"+ {clean(line)}", "green") for line in new[first:last])


def choices(proposed: Proposal) -> Text:
    """What may be answered."""
    keys = " · ".join(f"{key} {words}" for key, words in KEYS)
    return Text(f"{keys} · or which of {' '.join(proposed.gives)}", "dim")


def result(outcome: Outcome) -> RenderableType:
    """What became of a song that was shown just now."""
    mark, style = MARKS[outcome.state]
    told = clean(outcome.error.message) if outcome.error else SAID[outcome.state]
    if outcome.state is State.WRITTEN and outcome.proposal:
        told += f": {', '.join(outcome.proposal.gives)}"
    return Group(Text.assemble((f"    {mark} {told}", style)), Text(""))


def line(outcome: Outcome) -> Text:
    """A song on one line, with what became of it."""
    mark, style = MARKS[outcome.state]
    return Text.assemble(
        (f"{outcome.number + 1:>3} ", "dim"), (mark, style), " ", clean(outcome.song.label), _tail(outcome)
    )


def _tail(outcome: Outcome) -> tuple[str, str]:
    if outcome.error is not None:
        return f"  {clean(outcome.error.message)}", "magenta"
    if outcome.state is State.COMPLETE and outcome.proposal and outcome.proposal.clashes:
        return f"  {clean('; '.join(outcome.proposal.clashes))}", "yellow"
    return f"  {SAID[outcome.state]}", "dim"


def summary(run: Enriched) -> Text:
    """How many songs fared how, and what it cost."""
    told = [f"{count} {SAID[State(state)]}" for state, count in run.counts.items() if count]
    asked = sum(count for kind, count in run.requests.items() if kind != "retried")
    return Text(f"{plural(len(run.outcomes), 'song')}: {', '.join(told) or 'none'}. {plural(asked, 'request')}.")


def as_json(run: Enriched) -> dict[str, object]:
    """The whole run."""
    return {
        "playlist": run.playlist,
        "source": run.source,
        "counts": run.counts,
        "songs": [_outcome_json(outcome) for outcome in run.outcomes],
        "requests": dict(run.requests),
        "error": error_json(run.errors[0]) if run.errors else None,
    }


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    proposed = outcome.proposal
    found: dict[str, object] = {}
    if proposed:
        found = {
            "confidence": proposed.facts.confidence,
            "reason": proposed.facts.words,
            "url": proposed.facts.url,
            "adds": {key: words if isinstance(words, str) else list(words) for key, words in proposed.gives.items()},
            "clashes": list(proposed.clashes),
            "rivals": [rival.url for rival in proposed.rivals],
        }
    return {
        "song": outcome.number + 1,
        "title": outcome.song.title,
        "artists": list(outcome.song.artists),
        "state": str(outcome.state),
        **found,
    }
