"""What was read, how sure, and what becomes of it, as text for a terminal and as JSON. Pure.

Text from sources is untrusted: every piece of it goes through :func:`exporter.render.clean`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from exporter.exchange import Passage
from exporter.importing.draft import Draft, Row
from exporter.importing.intake import Intake
from exporter.importing.keeping import Goal
from exporter.model import Song
from exporter.render import MOST_SONGS, clean, listing, plural

TAKEN, DOUBTFUL, DROPPED, ALREADY = ("✓", "green"), ("?", "yellow"), ("✗", "red"), ("=", "dim")
LONGEST = 100
"""Characters of a source's text that are shown at most."""


def read(intake: Intake, *, whole: bool = False) -> RenderableType:
    """What was read from where, and a row for each song of it; ``whole``: of a long playlist, too."""
    source, draft = intake.source, intake.draft
    way = f"from {source.how}" if source.target else f"as {source.how}"
    guessed = f", taken for {source.encoding} (--encoding NAME overrules that)" if source.guessed else ""
    head = Text.assemble((clean(source.label), "bold"), f": {plural(len(draft.rows), 'song')} read {way}{guessed}")
    shown: Collection[int] = range(1, len(draft.rows) + 1)
    note = []
    if len(draft.rows) > MOST_SONGS and not whole:
        doubtful = (number for number in shown if _is_doubtful(draft.rows[number - 1]))
        shown = set(sorted(doubtful, key=lambda number: draft.rows[number - 1].listed.sure)[:MOST_SONGS])
        note = [Text("Of so many songs only the most doubtful ones are shown; -v shows all.", "dim")]
    return Group(head, songs(draft, shown, pins=intake.pins), *note, Text(_into(draft, intake.goal)))


def songs(draft: Draft, numbers: Collection[int], *, pins: bool) -> RenderableType:
    """Songs by their numbers (from 1), each with whether it is taken, and what makes it doubtful."""
    rows = listing("", "", "song", "")
    rows.columns[0].justify = "right"
    for number, row in enumerate(draft.rows, start=1):
        if number in numbers:
            about = Text(_about(row, pins=pins), "dim")
            rows.add_row(Text(str(number), "dim"), Text(*_mark(row)), clean(row.song.label), about)
    return rows


def _is_doubtful(row: Row) -> bool:
    """Whether a person should look at a song: it is not taken, or nothing makes it quite sure."""
    return row.already is None and not (row.taken and row.listed.sure == 1)


def _mark(row: Row) -> tuple[str, str]:
    if row.already is not None:
        return ALREADY
    if row.taken:
        return TAKEN
    return DROPPED if row.listed.taken else DOUBTFUL


def _about(row: Row, *, pins: bool) -> str:
    """What to know of a row: why it is doubtful, what it says beside its name, or that the file has it."""
    if row.already is not None:
        return f"the file has it (song {row.already + 1})"
    told = "; ".join((*_facts(row.song, pins=pins), *map(clean, row.listed.doubts)))
    sure = f"{row.listed.sure:.0%} sure" if row.listed.sure < 1 else ""
    where = f"line {row.listed.line}" if row.listed.line and row.listed.sure < 1 else ""
    return "; ".join(filter(None, [sure, where, told]))


def _facts(song: Song, *, pins: bool) -> Iterator[str]:
    if song.from_:
        yield f"from {clean(song.from_)}"
    if pins:
        yield from (f"{clean(service)} {clean(track)}" for service, track in song.ids.items())
    if song.isrc:
        yield clean(song.isrc)


def _into(draft: Draft, goal: Goal) -> str:
    parts = [f"{plural(len(draft.new), 'song')} into {clean(str(goal.path))}"]
    parts += [f"{len(draft.known):,} that it has already"] if draft.known else []
    parts += [f"{len(draft.unsure):,} left out"] if draft.unsure else []
    parts += [f"{plural(len(draft.left), 'piece')} of text not read as a song"] if draft.left else []
    return ", ".join(parts) + "."


def left(passages: Sequence[Passage]) -> RenderableType:
    """What was not read as a song, and why."""
    rows = listing("", "line", "text", "")
    for number, one in enumerate(passages, start=1):
        words = one.text if len(one.text) <= LONGEST else one.text[:LONGEST] + "…"
        rows.add_row(Text(f"l{number}", "dim"), str(one.line or ""), clean(words), Text(clean(one.why), "dim"))
    return rows


def left_out(draft: Draft) -> str:
    """A sentence on what was not imported, for those who were not asked; empty when all was."""
    parts = []
    if draft.unsure:
        named = ", ".join(clean(row.song.label) for row in draft.unsure[:5])
        more = f" and {len(draft.unsure) - 5} more" if len(draft.unsure) > 5 else ""  # noqa: PLR2004 - names that fit
        parts.append(f"Left out, since nothing makes sure that they are songs: {named}{more}.")
    if draft.left:
        parts.append(f"Not read as songs: {plural(len(draft.left), 'piece')} of text (-v shows them).")
    return " ".join(parts)


def kept(intake: Intake, *, dry: bool) -> str:
    """What was done, in a sentence."""
    draft, goal = intake.draft, intake.goal
    count, path = plural(len(draft.new), "song"), clean(str(goal.path))
    if not draft.new:
        return (
            f"Nothing new for {path}: it has all of it." if draft.known else f"Nothing is taken; no {path} is written."
        )
    if dry:
        return f"{count} would be {'added to' if goal.exists else 'written to'} {path}."
    if goal.exists:
        return f"{count} added to {path}."
    return f"{path} written: {count}. Next: exporter check {clean(goal.slug)}"


def result_json(intake: Intake, *, dry: bool) -> dict[str, object]:
    """The whole import: what was read, how sure, and what became of it."""
    source, draft, goal = intake.source, intake.draft, intake.goal
    return {
        "source": source.label,
        "format": source.how,
        "encoding": source.encoding,
        "playlist": goal.slug,
        "file": str(goal.path),
        "created": not goal.exists and not dry and bool(draft.new),
        "added": 0 if dry else len(draft.new),
        "dry_run": dry,
        "songs": [_row_json(row, pins=intake.pins) for row in draft.rows],
        "left": [{"line": one.line, "text": one.text, "why": one.why} for one in draft.left],
    }


def _row_json(row: Row, *, pins: bool) -> dict[str, object]:
    song = row.song
    state = "known" if row.already is not None else "added" if row.taken else "left"
    return {
        "title": song.title,
        "artists": list(song.artists),
        "from": song.from_,
        "isrc": song.isrc,
        "ids": dict(song.ids) if pins else {},
        "line": row.listed.line,
        "text": row.listed.text,
        "sure": row.listed.sure,
        "doubts": list(row.listed.doubts),
        "state": state,
    }
