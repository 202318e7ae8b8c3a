"""What happened in a run, in plain words and numbers, for whichever page tells it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exporter.errors import Deferred, ExporterError, FileError, Interrupted, LoginError, Overdue, passes
from exporter.face import SOON, Result, Round, Standing
from exporter.model import Add, Create, Describe, Edit, Move, Moves, Remove, Verdict
from exporter.render import clean, plural

KINDS = {
    "search": ("search", "searches"),
    "read": ("read", "reads"),
    "write": ("write", "writes"),
    "auth": ("request for a token", "requests for tokens"),
}
"""The kinds of requests, one and many."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """The results of a run by what they mean for a person; each result stands in one of these.

    ``failed`` need somebody, and so do the ``overdue``, which were deferred for days; ``locked_out`` could not be
    planned where nobody is logged in; ``unasked`` could not be reached and are tried again; ``deferred`` wait for the
    next run; ``interrupted`` were left off; ``changed`` and ``same`` are done.
    """

    failed: tuple[Result, ...]
    overdue: tuple[Result, ...]
    locked_out: tuple[Result, ...]
    unasked: tuple[Result, ...]
    deferred: tuple[Result, ...]
    interrupted: tuple[Result, ...]
    changed: tuple[Result, ...]
    same: tuple[Result, ...]


def sort(results: Iterable[Result]) -> Sorted:
    """The results by what they mean for a person."""
    heaps: dict[str, list[Result]] = {name: [] for name in Sorted.__dataclass_fields__}
    for result in results:
        heaps[_heap(result)].append(result)
    return Sorted(**{name: tuple(heap) for name, heap in heaps.items()})


def _heap(result: Result) -> str:
    error = result.error
    if error is None:
        return "changed" if result.changed or (result.dry and result.plan and result.plan.edits) else "same"
    if isinstance(error, Overdue):
        return "overdue"
    if isinstance(error, Deferred):
        return "deferred"
    if isinstance(error, Interrupted):
        return "interrupted"
    if isinstance(error, LoginError) and result.dry:
        return "locked_out"
    return "unasked" if passes(error) else "failed"


def changes(result: Result) -> str:
    """``created with 50 tracks`` or ``3 added, 1 removed, 2 moved``; empty when nothing changed."""
    edits = edits_of(result)
    added, removed = _tracks(edits, Add), _tracks(edits, Remove)
    moved = sum(map(_rows_moved, edits)) + (added & removed).total()
    counts = {
        "added": (added - removed).total(),
        "removed": (removed - added).total(),
        "moved": moved,
    }
    parts = [f"{count:,} {what}" for what, count in counts.items() if count]
    if result.created or any(isinstance(edit, Create) for edit in edits):
        return f"{'would be ' if result.dry else ''}created with {plural(added.total(), 'track')}"
    parts += ["described anew"] if any(isinstance(edit, Describe) for edit in edits) else []
    return ", ".join(parts) or ("brought in line" if result.changed else "")


def edits_of(result: Result) -> Sequence[Edit]:
    """The edits that were sent, or for a plan those that would be."""
    return result.plan.edits if result.dry and result.plan else result.edits


def _rows_moved(edit: Edit) -> int:
    moves = edit.moves if isinstance(edit, Moves) else (edit,)
    return sum(move.length for move in moves if isinstance(move, Move))


def _tracks(edits: Iterable[Edit], kind: type[Add | Remove]) -> Counter[str]:
    return Counter(track for edit in edits if isinstance(edit, kind) for track in edit.ids)


def open_songs(result: Result) -> str:
    """``2 songs in review, 1 missing``; empty when every song has its track."""
    counts = result.counts
    words = {Verdict.REVIEW: "in review", Verdict.MISSING: "missing", Verdict.UNKNOWN: "not asked about"}
    parts = [f"{counts[verdict]:,} {what}" for verdict, what in words.items() if counts[verdict]]
    return f"{', '.join(parts)}" if parts else ""


def in_review(results: Iterable[Result]) -> int:
    """The questions that a person has to answer."""
    return sum(result.counts[Verdict.REVIEW] for result in results)


def tally(whole: Round) -> str:
    """``200 playlists on 2 targets: 12 changed, 388 as wanted, 2 failed``."""
    heaps = sort(whole.results)
    words = {
        "to be changed" if whole.dry else "changed": heaps.changed,
        "as wanted": heaps.same,
        "failed": heaps.failed,
        "waiting for days": heaps.overdue,
        "without a login here": heaps.locked_out,
        "could not be asked about": heaps.unasked,
        "deferred": heaps.deferred,
        "interrupted": heaps.interrupted,
    }
    parts = [f"{len(heap):,} {what}" for what, heap in words.items() if heap]
    playlists = len({result.playlist for result in whole.results})
    targets = len({result.target for result in whole.results if result.target})
    return f"{plural(playlists, 'playlist')} on {plural(targets, 'target')}: {', '.join(parts) or 'nothing to do'}"


def needs(whole: Round) -> str:
    """What needs a person, in words; empty when nothing does."""
    heaps, questions = sort(whole.results), in_review(whole.results)
    failed, overdue = (len({result.playlist for result in heap}) for heap in (heaps.failed, heaps.overdue))
    refused = sum(result.refusal is not None for result in whole.results)
    parts = [f"{plural(failed, 'playlist')} failed"] if failed else []
    parts += [f"{plural(overdue, 'playlist')} {'waits' if overdue == 1 else 'wait'} for days"] if overdue else []
    parts += [f"a push of {plural(refused, 'playlist')} would be refused"] if refused else []
    parts += [f"{plural(questions, 'song')} {'is' if questions == 1 else 'are'} in review"] if questions else []
    return " and ".join(parts)


def requests(results: Iterable[Result]) -> Mapping[str, int]:
    """How many requests of each kind were sent."""
    found: Counter[str] = Counter()
    for result in results:
        found.update({kind: result.requests.get(kind, 0) for kind in KINDS})
    return found


def request_words(counts: Mapping[str, int]) -> str:
    """``1 search, 200 reads``; ``no request`` when there was none."""
    parts = [plural(counts[kind], *named) for kind, named in KINDS.items() if counts.get(kind)]
    return ", ".join(parts) or "no request"


def duration(seconds: float) -> str:
    """``3.2 s``, ``4 min 10 s``, ``2 h 5 min``."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, left = divmod(minutes, 60)
    return f"{hours} h {left} min" if hours else f"{minutes} min {rest} s"


def alike(results: Iterable[Result]) -> Iterator[tuple[str, ExporterError, tuple[Result, ...]]]:
    """Results with the same error on the same target together: each target, the error, and who has it.

    Errors that list problems are not the same, though they be as many.
    """
    heaps: dict[tuple[str, object], list[Result]] = {}
    for result in results:
        if result.error is not None:
            why = result.error.problems if isinstance(result.error, FileError) else result.error.message
            heaps.setdefault((result.target, why), []).append(result)
    for (target, _), heap in heaps.items():
        error = heap[0].error
        if error is not None:
            yield target, error, tuple(heap)


def names(results: Sequence[Result], most: int) -> str:
    """``a, b, c and 7 more``, by the playlists' short names, each once."""
    return some(list(dict.fromkeys(clean(result.playlist) for result in results)), most)


def some(things: Sequence[str], most: int) -> str:
    """``a, b, c and 7 more``."""
    shown = ", ".join(things[:most])
    return f"{shown} and {len(things) - most:,} more" if len(things) > most else shown


def ending(whole: Round) -> Iterator[tuple[Standing, str]]:
    """The logins that end soon, each with when: ``the Radio login ends in 4 days, on 2026-11-25``."""
    for one in whole.standings:
        days = (one.expires - whole.began.date()).days if one.expires else SOON
        if days < SOON:
            when = f"ends in {plural(days, 'day')}" if days > 0 else "was due to end"
            yield one, f"the {clean(one.label)} login {when}, on {one.expires}"


def problem(result: Result, error: ExporterError) -> str:
    """What went wrong, for a line that begins with the playlist's name: without that name once more."""
    return error.message.removeprefix(f"{result.name}: ") if result.name else error.message
