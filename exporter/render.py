"""Plans, decisions and results as text for a terminal and as JSON. Pure: data in, rich renderables or plain data out.

Text from files and services is untrusted: every piece of it goes through :func:`clean`, and never through markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exporter.errors import ExporterError, Problem
from exporter.model import (
    Add,
    Create,
    Decision,
    Describe,
    Edit,
    Item,
    Move,
    Moves,
    Plan,
    Playlist,
    Reason,
    Remove,
    Song,
    Verdict,
    apply_edit,
)

if TYPE_CHECKING:
    from datetime import datetime

    from exporter.face import Part, Result
    from exporter.plugins import Brought, Found
    from exporter.quota import Price

MARKS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.ACCEPT: ("✓", "green"),
    Verdict.REVIEW: ("?", "yellow"),
    Verdict.MISSING: ("✗", "red"),
    Verdict.UNKNOWN: ("!", "magenta"),
    Verdict.SKIP: ("-", "dim"),
}
NAMED = {
    Verdict.ACCEPT: "accepted",
    Verdict.REVIEW: "in review",
    Verdict.MISSING: "missing",
    Verdict.UNKNOWN: "unknown",
    Verdict.SKIP: "skipped",
}
MOST_SONGS = 200
"""Longer playlists show only the songs that are left out, unless everything is asked for (-v)."""
ROWS_SHOWN = 6
"""Tracks of one edit that are named before "and n more" says the rest."""
EXTRAS_SHOWN = 30
"""Rows of an adopted playlist that are named before "and n more" says the rest."""
NAME = 80
"""Characters of a playlist's name that a screen shows."""
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """``text`` as one harmless line: control and direction characters become ``�``, line breaks a space."""

    def harmless(char: str) -> str:
        if char in "\n\r\t\u2028\u2029":
            return " "
        return "\ufffd" if char in BIDI or unicodedata.category(char) in {"Cc", "Cs", "Co"} else char

    return text if text.isascii() and text.isprintable() else "".join(map(harmless, text))


def short(name: str) -> str:
    """A playlist's name as it stands in one line of a screen."""
    whole = clean(name)
    return whole if len(whole) <= NAME else f"{whole[: NAME - 1]}…"


def plural(count: int, one: str, many: str = "") -> str:
    """``1 song``, ``2 songs``, ``1,000 songs``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def local_time(moment: datetime) -> str:
    """A moment on this machine's clock, to the minute, with the name of its time zone."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M %Z}"


# Results of a run.


def report(result: Result, *, brief: bool = False, whole: bool = False) -> Iterator[RenderableType]:
    """How one playlist fared on one target: decisions, plan and outcome. An error is told elsewhere.

    Songs that were accepted are listed when the service was asked about songs, or with ``whole``.
    """
    way = (f" by {clean(result.way)}", "dim") if result.way else ""
    yield Text.assemble((short(result.name or result.playlist), "bold"), " → ", (clean(result.target), "cyan"), way)
    if result.songs and not brief:
        # What could not be asked has one reason, which the error tells; a line for each song would bury the rest.
        numbered = ((number, *pair) for number, pair in enumerate(result.songs, start=1))
        songs = [row for row in numbered if not (result.error and row[2].verdict is Verdict.UNKNOWN)]
        yield tally(result.counts)
        everything = whole or (result.asked and len(result.songs) <= MOST_SONGS)
        yield from _present(
            decisions(songs, all_of_them=everything), found_at_last(result), plan(result), extras(result)
        )
        yield from (price(one, result) for one in result.prices)
    yield from _present(halfway(result) if result.error else outcome(result))


def _present(*parts: RenderableType | None) -> Iterator[RenderableType]:
    return (part for part in parts if part is not None)


def tally(counts: Mapping[str, int]) -> Text:
    """How many songs there are and what became of them."""
    parts = [f"{counts[verdict]} {words}" for verdict, words in NAMED.items() if counts[verdict]]
    return Text(f"{plural(counts['total'], 'song')}: {', '.join(parts) or 'nothing decided'}")


def decisions(songs: Iterable[tuple[int, Song, Decision]], *, all_of_them: bool) -> RenderableType | None:
    """A table of decisions; without ``all_of_them`` only of the songs that are left out (None: there are none)."""
    rows = [
        (number, song, decision)
        for number, song, decision in songs
        if all_of_them or decision.verdict not in {Verdict.ACCEPT, Verdict.SKIP}
    ]
    if not rows:
        return None
    table = listing("", "", "song", "on the service")
    for number, song, decision in rows:
        mark, style = MARKS[decision.verdict]
        table.add_row(Text(str(number), "dim"), Text(mark, style), Text(clean(song.label)), answer(decision))
    return table


def found_at_last(result: Result) -> RenderableType | None:
    """The songs that were missing until now (None: there are none)."""
    lines = [Text(f"found at last: {clean(song.label)}", "green") for song in result.found]
    return Group(*lines) if lines else None


def doubts(decision: Decision) -> tuple[Reason, ...]:
    """The one or two reasons that matter most: those that speak against, where any does."""
    spoken = tuple(reason for reason in decision.reasons if reason.veto or reason.effect < 0)
    return (spoken or decision.reasons)[:2]


def answer(decision: Decision) -> RenderableType:
    """What the service has for a song, and why it was decided so."""
    why = "; ".join(clean(reason.words) for reason in doubts(decision))
    if decision.verdict is Verdict.ACCEPT and decision.track is not None:
        note = decision.how if decision.how in {"pin", "isrc"} else f"{decision.score:.2f}"
        label = clean(decision.track.label) if decision.track.title else decision.track.id
        return Text.assemble(label, "  ", (note, "dim"))
    if decision.verdict is Verdict.MISSING and decision.others:
        against = f" ({why.partition(': ')[0]})" if why else ""
        why = f"the nearest is {clean(decision.others[0].track.label)}{against}"
    lines = [Text(f"{NAMED[decision.verdict]}{': ' + why if why else ''}", MARKS[decision.verdict][1])]
    if decision.verdict is Verdict.REVIEW:
        lines += [
            Text.assemble("  ", clean(one.track.label), ("  " + one.track.id, "dim")) for one in decision.others[:3]
        ]
    return Group(*lines)


def plan(result: Result, titles: Mapping[str, str] | None = None) -> RenderableType | None:
    """The plan as a diff: what is added, removed and moved, by position (None: there is nothing to change).

    ``titles`` are those of tracks, by ID; without them those that the result itself knows.
    """
    named = _titles(result) if titles is None else titles
    lines = [line for name, planned, rows in _plans(result) for line in _plan_lines(name, planned, rows, named)]
    for line in lines:
        line.no_wrap, line.overflow = True, "ellipsis"
    return Padding(Group(*lines), (0, 0, 1, 2)) if lines else None


def extras(result: Result) -> RenderableType | None:
    """What an adopted playlist holds that the file does not, and what becomes of it (None: there is nothing)."""
    if not result.extras:
        return None
    wanted = frozenset(result.plan.wanted if result.plan else ())
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    for one in result.extras[:EXTRAS_SHOWN]:
        becomes = "added to the file" if one.added else "stays" if one.item.id in wanted else "goes"
        known = f", the file has it as song {one.song + 1}" if one.song is not None else ""
        table.add_row(Text(str(one.row + 1), "dim"), Text(clean(one.item.label)), Text(f"{becomes}{known}", "dim"))
    below: list[RenderableType] = []
    if (more := len(result.extras) - EXTRAS_SHOWN) > 0:
        below.append(Text(f"  and {more:,} more", "dim"))
    if result.dry and any(one.is_new for one in result.extras):
        push = f"`{clean(result.command('push'))} --adopt`"
        below.append(Text(f"{push} in a terminal offers to add the new ones to the file.", "dim"))
    return Group(Text("What the playlist held beside the file:"), table, *below)


def _plans(result: Result) -> Iterator[tuple[str, Plan, Sequence[str]]]:
    """The plan, or those of all parts, each with the part's name and the tracks of the rows that it was made for."""
    rows = result.before.ids if result.before else ()
    if not result.parts and result.plan:
        yield "", result.plan, rows
    for part in result.parts:
        if part.plan:
            yield part.name, part.plan, rows[: part.plan.before]
            rows = rows[part.plan.before :]


def _plan_lines(name: str, planned: Plan, rows: Sequence[str], titles: Mapping[str, str]) -> list[Text]:
    lines: list[Text] = []
    for edit in planned.edits:
        lines += _edit_lines(edit, rows, titles)
        rows = _after(rows, edit)
    return [Text(clean(name), "bold"), *lines] if name and lines else lines


def _after(rows: Sequence[str], edit: Edit) -> Sequence[str]:
    """The rows after an edit; none where they were others than those that it was made for."""
    try:
        return apply_edit(rows, edit)
    except IndexError:
        return ()


def halfway(result: Result) -> RenderableType | None:
    """How far a push came that an error stopped (None: there was nothing to do yet)."""
    planned = result.plan.edits if result.plan and not result.dry else ()
    if not result.edits:
        if not planned:
            return None
        unsure = "None of it is known to have gone through; the next push looks again."
        return Text(unsure if result.requests.get("write") else "Nothing was written.")
    left = max(0, len(planned) - len(result.edits))
    rest = f"{plural(left, 'edit')} of the plan {'is' if left == 1 else 'are'} left, which the next push does"
    return Text(f"{plural(len(result.edits), 'edit')} went through; {rest if left else 'the next push looks again'}.")


def price(one: Price, result: Result) -> Text:
    """What the plan costs of a quota and, where that is more than is left, how far it gets today."""
    cost, left = f"{one.cost:,} {clean(one.quota)}", f"{one.left:,} of {one.per_day:,}"
    if result.error:
        words = f"The whole of it costs {cost}; {left} were left before."
    else:
        words = f"Costs {cost}; {left} are left today." if result.dry else f"Cost {cost}; {left} were left before."
    count = len(result.plan.edits) if result.plan else 0
    if one.fit >= count:
        return Text(words)
    then = f"run the same command again after {local_time(one.resets)} for the rest"
    some = f"the first {one.fit:,} fit today" if one.fit else "none fits today"
    return Text.assemble(words, "\n", (f"Of {plural(count, 'edit')} {some}; {then}.", "yellow"))


def outcome(result: Result) -> Text:
    """How it ended, in one line, with the link."""
    if result.error is not None:
        return Text.assemble(("failed", "red"), f": {clean(result.error.message)}")
    accepted = plural(result.counts["accept"], "track") + _in_parts(result)
    if result.dry:
        requests = plural(result.plan.requests if result.plan else 0, "request")
        words = (
            f"A push would take {requests}." if result.plan and result.plan.edits else "A push would change nothing."
        )
        return Text.assemble((words, "bold"), *_unasked(result), *_link(result))
    if result.plan is None:
        return Text(f"Decided: {accepted} accepted.", "bold")
    if result.created:
        words = f"Created with {accepted}"
    elif result.changed:
        words = f"Updated by {plural(len(result.edits), 'request')}: {accepted}"
    elif result.plan.edits:
        words = f"Nothing was changed: {accepted}"
    elif result.playlist_id:
        words = f"Nothing to do: {accepted}, as wanted"
    else:
        words = "Nothing to push: no song was accepted"
    style = "bold green" if result.changed else "bold"
    return Text.assemble((words, style), f" ({spent(result)})", *_unasked(result), *_link(result))


def _unasked(result: Result) -> list[tuple[str, str]]:
    """What becomes of the songs that could not be asked about, where no error tells."""
    count = result.counts[Verdict.UNKNOWN]
    if not count:
        return []
    again = f"the next {'run' if result.dry else 'push'} asks again"
    words = f"{plural(count, 'song')} could not be asked about; {again}."
    return [(f"\n{words}", MARKS[Verdict.UNKNOWN][1])]


def _in_parts(result: Result) -> str:
    count = sum(not part.spare for part in result.parts)
    return f" in {count} parts" if count > 1 else ""


def spent(result: Result) -> str:
    """Requests by kind, and the time."""
    kinds = [plural(count, kind, _MANY[kind]) for kind in _MANY if (count := result.requests.get(kind, 0))]
    return ", ".join([*kinds, f"{result.seconds:.1f} s"])


_MANY = {"search": "searches", "read": "reads", "write": "writes"}


def _link(result: Result) -> list[str]:
    if result.parts:
        return [f"\n{line}" for line in _part_lines(result)]
    if not result.url:
        return []
    if _is_served(result, result.url):
        return ["\nIt is in the sandbox; `exporter sandbox serve` shows it."]
    return [f"\n{clean(result.url)}"]


def _is_served(result: Result, url: str) -> bool:
    """Whether an address is one of the sandbox's server, which answers only while somebody runs it."""
    return result.target.endswith("@sandbox") and "://" in url


def _part_lines(result: Result) -> Iterator[str]:
    """Where each part is, and what becomes of those that are not needed any more."""
    shown = not any(_is_served(result, part.url) for part in result.parts)
    for part in result.parts:
        url = f"  {clean(part.url)}" if part.url and shown else ""
        if not part.spare:
            yield f"{clean(part.name)}: {plural(part.songs, 'song')}{url}"
        elif result.dry:
            yield f"{clean(part.name)}: a part that is not needed any more; a push empties it.{url}"
        else:
            yield f"{clean(part.name)}: a part that is not needed any more. Keep it for later, or delete it.{url}"
    if not shown:
        yield "They are in the sandbox; `exporter sandbox serve` shows them."


def titles_of(items: Iterable[Item]) -> dict[str, str]:
    """The titles that rows show, by the IDs of their tracks."""
    return {item.id: clean(item.label) for item in items if item.title}


def _titles(result: Result) -> dict[str, str]:
    titles = titles_of(result.before.items if result.before else ())
    for song, decision in result.songs:
        if decision.track is not None:
            titles[decision.track.id] = clean(decision.track.label if decision.track.title else song.label)
    return titles


def _edit_lines(edit: Edit, before: Sequence[str], titles: Mapping[str, str]) -> list[Text]:
    match edit:
        case Create(name, _, public):
            return [Text(f"+ a new {'public' if public else 'private'} playlist: {clean(name)}", "green")]
        case Describe(name, description):
            return [Text(f"~ name and description: {clean(name)} - {clean(description)}", "yellow")]
        case Add(position, ids):
            rows = [f"+ {position + row:>4}  {titles.get(track, track)}" for row, track in enumerate(ids, start=1)]
            return _few(rows, "green")
        case Remove(positions, ids):
            pairs = zip(positions, ids, strict=True)
            return _few([f"- {position + 1:>4}  {titles.get(track, track)}" for position, track in pairs], "red")
        case Move():
            return _few(_move_lines((edit,), before, titles), "yellow")
        case Moves(moves):
            return _few(_move_lines(moves, before, titles), "yellow")


def _move_lines(moves: Sequence[Move], rows: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    """Moves one after another: from where, to where, and what moves."""
    lines: list[str] = []
    for move in moves:
        start, before, length = move.start, move.before, move.length
        to = before + 1 if before <= start else before - length + 1
        place = f"{start + 1:>4}" if length == 1 else f"{start + 1:>4}-{start + length}"
        more = f" and {length - 1} more" if length > 1 else ""
        what = "".join(f": {titles.get(track, track)}{more}" for track in rows[start : start + 1])
        lines.append(f"~ {place}  {'moves' if length == 1 else 'move'} to {to}{what}")
        rows = _after(rows, move)
    return lines


def _few(rows: list[str], style: str) -> list[Text]:
    shown = (
        rows
        if len(rows) <= ROWS_SHOWN + 1
        else [*rows[:ROWS_SHOWN], f"{rows[0][0]}       and {len(rows) - ROWS_SHOWN} more"]
    )
    return [Text(row, style) for row in shown]


# Playlists, plugins, files.


def playlists(found: Sequence[Playlist]) -> RenderableType:
    """The playlists of a project."""
    if not found:
        return Text(
            "No playlists yet. A playlist is a file playlists/NAME.yaml; docs/playlists.md shows how to write one."
        )
    table = listing("playlist", "name", "songs", "targets")
    table.columns[2].justify = "right"
    for one in found:
        targets = ", ".join(one.targets) or "-"
        table.add_row(Text(one.slug, "bold"), clean(one.name), f"{len(one.songs):,}", clean(targets))
    return table


def plugins(found: Sequence[Found]) -> RenderableType:
    """What is installed, and whether it works."""
    if not found:
        return Text('No plugin is installed. Install one: pip install "playlist-exporter[all]"')
    table = listing("plugin", "from", "brings", "")
    for one in found:
        brings = ", ".join(_brings(one.brought))
        state = Text(f"broken: {clean(one.problem)}", "red") if one.problem else Text("works", "green")
        table.add_row(
            Text(clean(one.name), "bold"), clean(f"{one.distribution} {one.version}".strip()), clean(brings), state
        )
    return table


def _brings(brought: Brought) -> Iterator[str]:
    yield from (f"backend {info.name} ({info.label})" for info in brought.backends)
    yield from (f"enricher {info.name} ({info.label})" for info in brought.enrichers)
    if brought.formats:
        yield f"{'formats' if brought.formats[1:] else 'format'} {', '.join(info.name for info in brought.formats)}"
    if brought.readings:
        yield "readings"


def checked(count: int) -> Text:
    """Everything is right."""
    return Text(f"{plural(count, 'playlist')} checked, nothing wrong.")


def problems(found: Iterable[Problem]) -> RenderableType:
    """Every problem as ``file:line:column: path: what is wrong``, with what was meant below it."""
    lines = []
    for one in found:
        where = f"{one.file}:{one.line}:{one.column}: "
        path = f"{clean(one.path)}: " if one.path else ""
        lines.append(Text.assemble((clean(where), "bold"), path, clean(one.message)))
        if one.suggestion:
            lines.append(Text(f"    {clean(one.suggestion)}", "cyan"))
    return Group(*lines)


def error(told: ExporterError) -> Text:
    """What happened, and what to do next."""
    hint = "".join(f"\n{clean(line)}" for line in told.hint.splitlines())
    return Text.assemble(("Error: ", "bold red"), clean(told.message), hint)


def log_line(level: str, message: str) -> Text:
    """A line of the log: warnings by name, the rest dimmed."""
    if level in {"WARNING", "ERROR", "CRITICAL"}:
        return Text.assemble((f"{level.capitalize()}: ", "yellow"), clean(message))
    return Text(clean(message), "dim")


def listing(*columns: str) -> Table:
    """An empty table with these heads, one line below them; long cells go on in further lines."""
    table = Table(box=box.SIMPLE_HEAD, show_header=any(columns), pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


# JSON.


def results_json(results: Iterable[Result]) -> dict[str, object]:
    """The document of ``push``, ``plan`` and ``sync``."""
    return {"results": [result_json(result) for result in results]}


def result_json(result: Result) -> dict[str, object]:
    """One playlist on one target; ``edits`` are those that were sent, or for a plan those that would be.

    Of a playlist in several parts each edit names its ``part``.
    """
    return {
        "playlist": result.playlist,
        "target": result.target,
        "playlist_id": result.playlist_id,
        "url": result.url,
        **parts_json(result),
        "created": result.created,
        "changed": result.changed,
        "songs": result.counts,
        "edits": list(edits_json(result)),
        "requests": dict(result.requests),
        **({"quota": [price_json(one) for one in result.prices]} if result.prices else {}),
        "seconds": round(result.seconds, 3),
        "decisions": [decision_json(song, decision) for song, decision in result.songs],
        "extras": [
            {
                "row": one.row + 1,
                "id": one.item.id,
                "title": one.item.title,
                "artists": list(one.item.artists),
                "song": None if one.song is None else one.song + 1,
                "added": one.added,
            }
            for one in result.extras
        ],
        "found": [{"title": song.title, "artists": list(song.artists)} for song in result.found],
        "error": error_json(result.error) if result.error else None,
    }


def part_json(part: Part) -> dict[str, object]:
    """One part of a playlist that is longer than the service allows."""
    return {"name": part.name, "playlist_id": part.playlist_id, "url": part.url, "songs": part.songs}


def parts_json(result: Result) -> dict[str, object]:
    """The parts of a playlist that has several; nothing for one that has not."""
    parts = [part for part in result.parts if not part.spare]
    return {"parts": [part_json(part) for part in parts]} if len(parts) > 1 else {}


def edits_json(result: Result) -> Iterator[dict[str, object]]:
    """The edits that were sent, or for a plan those that would be, each with its ``part`` where there are several."""
    planned = result.plan.edits if result.plan else ()
    if not result.parts:
        yield from map(edit_json, planned if result.dry else result.edits)
    for part in result.parts:
        edits = (part.plan.edits if part.plan else ()) if result.dry else part.edits
        yield from ({**edit_json(edit), "part": part.name} for edit in edits)


def price_json(one: Price) -> dict[str, object]:
    """What a plan costs of a quota; ``fit`` is how many of its edits are paid by what is left."""
    return {
        "quota": one.quota,
        "cost": one.cost,
        "left": one.left,
        "per_day": one.per_day,
        "resets": one.resets.isoformat(),
        "fit": one.fit,
    }


def edit_json(edit: Edit) -> dict[str, object]:
    """An edit by its kind and fields, positions from 0."""
    match edit:
        case Create(name, description, public):
            return {"edit": "create", "name": name, "description": description, "public": public}
        case Describe(name, description):
            return {"edit": "describe", "name": name, "description": description}
        case Add(position, ids):
            return {"edit": "add", "position": position, "ids": list(ids)}
        case Move(start, before, length):
            return {"edit": "move", "start": start, "before": before, "length": length}
        case Moves(moves):
            return {"edit": "moves", "moves": [edit_json(move) for move in moves]}
        case Remove(positions, ids):
            return {"edit": "remove", "positions": list(positions), "ids": list(ids)}


def decision_json(song: Song, decision: Decision) -> dict[str, object]:
    """What was decided for one song."""
    return {
        "title": song.title,
        "artists": list(song.artists),
        "verdict": str(decision.verdict),
        "id": decision.track.id if decision.track and decision.verdict is Verdict.ACCEPT else "",
        "score": round(decision.score, 3),
        "how": decision.how,
        "reasons": [reason.words for reason in decision.reasons],
        "others": [
            {"id": one.track.id, "title": one.track.title, "artists": list(one.track.artists), "url": one.track.url}
            for one in decision.others
        ],
    }


def error_json(told: ExporterError) -> dict[str, object]:
    """An error with its kind, its exit code and what to do next."""
    document: dict[str, object] = {
        "kind": type(told).__name__,
        "message": told.message,
        "hint": told.hint,
        "exit_code": told.exit_code,
    }
    seconds = getattr(told, "seconds", None)
    found = getattr(told, "problems", ())
    return (
        document
        | ({"retry_after": round(seconds)} if seconds is not None else {})
        | ({"problems": [problem_json(one) for one in found]} if found else {})
    )


def problem_json(one: Problem) -> dict[str, object]:
    """One problem of a file."""
    return {
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "path": one.path,
        "message": one.message,
        "suggestion": one.suggestion,
    }


def playlists_json(found: Iterable[Playlist], wrong: Iterable[Problem]) -> dict[str, object]:
    """The playlists of a project."""
    return {
        "playlists": [
            {"playlist": one.slug, "name": one.name, "songs": len(one.songs), "targets": list(one.targets)}
            for one in found
        ],
        "problems": [problem_json(one) for one in wrong],
    }


def plugins_json(found: Iterable[Found]) -> dict[str, object]:
    """What is installed, and whether it works."""
    return {
        "plugins": [
            {
                "name": one.name,
                "distribution": one.distribution,
                "version": one.version,
                "backends": [info.name for info in one.backends],
                "enrichers": [info.name for info in one.brought.enrichers],
                "formats": [info.name for info in one.brought.formats],
                "readings": one.brought.readings,
                "problem": one.problem,
            }
            for one in found
        ]
    }
