"""A run over all playlists on one screen: a line for each playlist that is news, totals at the end. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from rich.padding import Padding
from rich.text import Text

from exporter.errors import Deferred, ExporterError, Interrupted
from exporter.face import Forecast, Result, Round
from exporter.model import Verdict
from exporter.render import clean, plural, short, spent
from exporter.reports import words

NAMED = 6
"""Playlists named before "and n more"."""


def forecast(run: Forecast) -> Iterator[Text]:
    """What a run is about to do, and what it may take; nothing where there is nothing to do."""
    if not run.playlists:
        return
    least = [
        plural(count, one, many)
        for count, one, many in (
            (run.searches, "search", "searches"),
            (run.reads, "read", "reads"),
            (run.writes, "write", "writes"),
        )
        if count
    ]
    where = f"{plural(run.playlists, 'playlist')} on {', '.join(map(clean, run.targets)) or 'no target'}"
    takes = plural(run.searches + run.reads + run.writes, "request")
    units = f", {run.units:,} units" if run.units else ""
    yield Text(f"{where}: at least {takes} ({', '.join(least)}){units}." if least else f"{where}.")
    yield Text(f"Budget: {run.budget}." if run.budget else "Budget: none, so whatever it takes.")
    if run.searches:
        yield Text(
            "Not known yet: how many songs take more than one search, and which are found and written.",
            "dim",
        )
    if run.unread:
        yield Text("Not known yet: what some playlists hold now; this machine has not read them before.", "dim")
    if run.waiting:
        yield Text(f"{plural(run.waiting, 'playlist')} deferred before {'goes' if run.waiting == 1 else 'go'} first.")


def line(result: Result, *, everything: bool = False) -> Text | None:
    """A playlist's line (None: it is no news, or the totals tell): what changed, what is open, what it took."""
    heading = " → ".join(filter(None, [short(result.name or result.playlist), clean(result.target)]))
    if result.error is not None:
        return _stopped(heading, result, result.error)
    news = result.changed or result.asked
    if not (news or everything):
        return None
    same = "as wanted" if result.playlist_id else "nothing to push"
    parts = [words.changes(result) or same, *filter(None, [words.open_songs(result)])]
    mark = ("? ", "yellow") if result.counts[Verdict.REVIEW] else ("✓ ", "green")
    return Text.assemble(mark, heading, f": {'; '.join(parts)}", (f" ({spent(result)})", "dim"))


def _stopped(heading: str, result: Result, error: ExporterError) -> Text | None:
    """The line of a playlist that is not done: what was done of it, and why no more (None: the totals tell)."""
    if isinstance(error, Interrupted) or (type(error) is Deferred and not error.cause):
        return None
    told = [words.changes(result), clean(words.problem(result, error))]
    mark = ("! ", "magenta") if type(error) is Deferred else ("✗ ", "red")
    return Text.assemble(mark, heading, ": ", ". ".join(filter(None, told)))


def hint(error: ExporterError) -> Padding:
    """What to do next, below the line of a playlist."""
    return Padding(Text("\n".join(map(clean, error.hint.splitlines())), "dim"), (0, 0, 0, 2), expand=False)


def totals(whole: Round) -> Iterator[Text]:
    """How the whole run went."""
    heaps = words.sort(whole.results)
    took = f"{words.request_words(words.requests(whole.results))}, {words.duration(whole.seconds)}"
    yield Text.assemble((f"{words.tally(whole)}.", "bold"), f" {_first_up(took)}.")
    review = [result for result in whole.results if result.counts[Verdict.REVIEW]]
    missing = sum(result.counts[Verdict.MISSING] for result in whole.results)
    for result in whole.results:
        if result.found:
            found = words.some([clean(song.label) for song in result.found], NAMED)
            yield Text(f"Found at last: {found} ({clean(result.name)} → {clean(result.target)}).", "green")
    if missing:
        yield Text(f"{plural(missing, 'song')} not there; {'it is' if missing == 1 else 'they are'} asked about again.")
    for target, _, stopped in words.alike((*heaps.failed, *heaps.overdue, *heaps.unasked)):
        if len(stopped) > 1:
            yield Text(f"Not done on {clean(target)}: {words.names(stopped, NAMED)}, all for that one reason.", "red")
    if review:
        yield Text(f"In review: {words.names(review, NAMED)}; `exporter review` asks.", "yellow")
    for target in dict.fromkeys(result.target for result in heaps.deferred):
        late = [result for result in heaps.deferred if result.target == target]
        first = "goes first" if len(late) == 1 else "go first"
        yield Text(f"Deferred on {clean(target)}: {words.names(late, NAMED)}; {first} in the next run.", "yellow")
    for standing, end in words.ending(whole):
        yield Text(f"{_first_up(end)}; `exporter login {clean(standing.target)}` renews it.", "yellow")
    if not heaps.interrupted:
        needed = words.needs(whole)
        yield Text(f"A person is needed: {needed}." if needed else "Nothing needed a person.", "bold")


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
