"""Differences, backups and what was put back, as text for a terminal and as JSON. Pure.

Text from files and services is untrusted: every piece of it goes through :func:`exporter.render.clean`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from exporter.face import command
from exporter.model import Item, Verdict
from exporter.remotes.difference import Row, Sort
from exporter.render import (
    NAMED,
    clean,
    edits_json,
    error_json,
    listing,
    local_time,
    parts_json,
    plan,
    plural,
    titles_of,
)

if TYPE_CHECKING:
    from exporter.remotes.looking import Difference, Looked
    from exporter.remotes.restoring import Kept, Restored

MARKS = {Sort.SAME: ("=", "dim"), Sort.MOVED: ("~", "yellow"), Sort.MISSING: ("+", "green"), Sort.EXTRA: ("-", "red")}
"""What a push would do: add, move or remove."""
NO_ROW_WORDS = "a row without a track (a local file, or one that is gone)"
NAMED_TRACKS = 10
"""Tracks that are named one by one before "and n more"."""


# A difference.


def difference(shown: Difference, *, whole: bool = False) -> Iterator[RenderableType]:
    """What listeners see against the file, the rows that differ (with ``whole`` all of them), and the sum."""
    yield _head(shown.known.playlist.name, str(shown.known.target), shown.remote.url)
    yield from _words(shown)
    if lines := [_row(shown, row) for row in shown.rows if whole or row.sort is not Sort.SAME or _is_dead(shown, row)]:
        yield Group(*lines)
    yield _sum(shown)


def _head(name: str, target: str, url: str) -> Text:
    link = "" if target.endswith("@sandbox") or not url else f"  {clean(url)}"
    return Text.assemble((clean(name), "bold"), " → ", (clean(target), "cyan"), (link, "dim"))


def _words(shown: Difference) -> Iterator[Text]:
    for what, there, file in shown.reworded:
        yield Text(f"  ~ {what}: {clean(there) or '(none)'}; the file says: {clean(file)}", "yellow")


def _row(shown: Difference, row: Row) -> Text:
    mark, style = MARKS[Sort.SAME if row.sort is Sort.EXTRA and shown.stays(row) else row.sort]
    number = "" if row.song is None else str(row.song + 1)
    words = "; ".join(_told(shown, row))
    line = Text.assemble((f"  {mark} {number:>4}  ", style), _label(shown, row), (f"  {words}", "dim"))
    line.no_wrap, line.overflow = False, "fold"
    return line


def _label(shown: Difference, row: Row) -> str:
    if row.song is not None:
        return clean(shown.known.playlist.songs[row.song].label)
    item = shown.remote.items[row.row or 0]
    return clean(item.label) or NO_ROW_WORDS


def _told(shown: Difference, row: Row) -> Iterator[str]:
    match row.sort:
        case Sort.MISSING:
            yield f"not there{_why(shown, row)}"
        case Sort.MOVED:
            yield f"there at {(row.row or 0) + 1}"
        case Sort.EXTRA:
            stays = ", and stays" if shown.stays(row) else ""
            yield f"there at {(row.row or 0) + 1}, not in the file{stays}"
        case Sort.SAME:
            pass
    if _is_dead(shown, row):
        yield "cannot be played there"


def _is_dead(shown: Difference, row: Row) -> bool:
    return row.row is not None and not shown.remote.items[row.row].playable


def _why(shown: Difference, row: Row) -> str:
    state = shown.known.states[row.song or 0]
    if state.decision is None:
        return ": pinned, not pushed yet" if state.pin else ": not decided yet"
    return "" if state.decision.verdict is Verdict.ACCEPT else f": {NAMED[state.decision.verdict]}"


def _sum(shown: Difference) -> Text:
    counts = shown.counts
    songs = sum(counts[sort] for sort in (Sort.SAME, Sort.MOVED, Sort.MISSING))
    split = f"in {len(shown.parts)} parts, " if len(shown.parts) > 1 else ""
    asked = f" ({split}{plural(shown.reads, 'read')})"
    if not shown.differs:
        return Text.assemble((f"As in the file: {plural(songs, 'song')}.", "bold green"), asked)
    parts = [
        f"{counts[Sort.SAME]} there in their place",
        *([f"{counts[Sort.MOVED]} elsewhere"] if counts[Sort.MOVED] else []),
        *([f"{counts[Sort.MISSING]} not there"] if counts[Sort.MISSING] else []),
    ]
    extra = f"; {plural(counts[Sort.EXTRA], 'row')} there not in the file" if counts[Sort.EXTRA] else ""
    return Text.assemble((f"{plural(songs, 'song')} in the file: {', '.join(parts)}{extra}.", "bold"), asked)


def looked_json(found: Iterable[Looked]) -> dict[str, object]:
    """A look at several targets."""
    return {
        "results": [
            {
                "target": str(one.target),
                **(difference_json(one.found) if one.found else {}),
                "error": error_json(one.error) if one.error else None,
            }
            for one in found
        ]
    }


def difference_json(shown: Difference) -> dict[str, object]:
    """A difference with all its rows; places count from 1."""
    return {
        "playlist": shown.known.playlist.slug,
        "playlist_id": shown.remote.id,
        "url": shown.remote.url,
        "differs": shown.differs,
        "name": {"file": shown.details[0].name, "there": shown.remote.name},
        "description": {"file": shown.details[0].description, "there": shown.remote.description},
        "reworded": list(dict.fromkeys(one.what for one in shown.reworded)),
        "parts": [
            {"playlist_id": part.id, "url": part.url, "name": part.name, "tracks": len(part.items)}
            for part in (shown.parts if len(shown.parts) > 1 else ())
        ],
        "counts": {str(sort): shown.counts[sort] for sort in Sort},
        "rows": [_row_json(shown, row) for row in shown.rows],
        "reads": shown.reads,
    }


def _row_json(shown: Difference, row: Row) -> dict[str, object]:
    item = shown.remote.items[row.row] if row.row is not None else None
    song = shown.known.playlist.songs[row.song] if row.song is not None else None
    state = shown.known.states[row.song] if row.song is not None else None
    decided = str(state.decision.verdict) if state and state.decision else ""
    return {
        "row": str(row.sort),
        "song": None if row.song is None else row.song + 1,
        "position": None if row.row is None else row.row + 1,
        "title": song.title if song else item.title if item else "",
        "artists": list(song.artists if song else item.artists if item else ()),
        "id": item.id if item else "",
        "playable": item.playable if item else None,
        **({"verdict": decided} if song else {}),
    }


# Backups.


def history(shown: Sequence[Kept], name: str, target: str) -> RenderableType:
    """Backups with the numbers that ``--at`` takes."""
    if not shown:
        return Text("No backups yet. One is made before every push that removes, moves or renames something.")
    table = listing("", "stood so until", "tracks", "name")
    for column in (0, 2):
        table.columns[column].justify = "right"
    for number, one in enumerate(shown, start=1):
        tracks = f"{len(one.remote.items):,}" if one.remote else ""
        split = f", in {one.parts} parts" if one.parts > 1 else ""
        about = Text(clean(one.remote.name) + split) if one.remote else Text(f"damaged: {one.backup.path}", "red")
        table.add_row(Text(str(number), "bold"), local_time(one.backup.moment), tracks, about)
    return Group(
        table, Text(f"`{command('restore', name, target)} --at NUMBER --dry-run` shows what it changes.", "dim")
    )


def history_json(shown: Sequence[Kept]) -> dict[str, object]:
    """Backups, the newest first; ``until`` is when the playlist stopped to be so."""
    return {
        "backups": [
            {
                "number": number,
                "until": one.backup.moment.isoformat(),
                "playlist_id": one.remote.id if one.remote else "",
                "name": one.remote.name if one.remote else "",
                "tracks": len(one.remote.items) if one.remote else None,
                "parts": one.parts,
                "file": str(one.backup.path),
            }
            for number, one in enumerate(shown, start=1)
        ]
    }


# What was put back.


def restored(shown: Restored) -> Iterator[RenderableType]:
    """What was put back, or would be, what could not be, and what becomes of it."""
    yield _head(shown.known.playlist.name, str(shown.known.target), shown.result.url)
    yield Text(f"As it stood until {local_time(shown.chosen.moment)}: {plural(len(shown.saved.items), 'row')}.")
    before = shown.result.before.items if shown.result.before else ()
    if (lines := plan(shown.result, titles_of((*before, *shown.saved.items)))) is not None:
        yield lines
    if shown.refused:
        yield Text(f"The service does not take them any more: {_listed(shown.refused)}.", "yellow")
    if shown.rowless:
        count = plural(len(shown.rowless), "row")
        yield Text(f"{count} without a track cannot be added again: {_listed(shown.rowless)}.", "yellow")
    yield Text(_ending(shown), "bold")
    if words := _then(shown):
        yield Text(words, "yellow")


def _listed(items: Sequence[Item]) -> str:
    more = f" and {len(items) - NAMED_TRACKS} more" if len(items) > NAMED_TRACKS else ""
    return ", ".join(clean(item.label) or "no name" for item in items[:NAMED_TRACKS]) + more


def _ending(shown: Restored) -> str:
    result = shown.result
    if not (result.edits or (result.plan and result.plan.edits)):
        return "Nothing to do: the playlist stands like that."
    if result.dry:
        return f"Restoring would take {plural(result.plan.requests if result.plan else 0, 'request')}."
    return f"Restored by {plural(len(result.edits), 'edit')}. What was there before is a backup, too."


def _then(shown: Restored) -> str:
    """What the next push does about it, and how it is kept."""
    if shown.then.stands:
        return ""
    look = f"`{shown.result.command('diff')}` shows where they differ"
    if shown.result.dry:
        look = "The file is not changed by this"
    if shown.stops:
        next_push = "the next push stops at tracks that the file does not have (exit code 6)"
        keep = f"`{shown.result.command('push')} --adopt` in a terminal offers to add them to the file"
    else:
        next_push = "the next push undoes this"
        keep = f"to keep it, bring the file back, too: git log -p playlists/{shown.known.playlist.slug}.yaml"
    return f"The file says otherwise: {next_push}. {look}; {keep}."


def restored_json(shown: Restored) -> dict[str, object]:
    """What was put back. ``edits`` are those that were sent, or for a dry run those that would be."""
    return {
        "playlist": shown.known.playlist.slug,
        "target": str(shown.known.target),
        "playlist_id": shown.result.playlist_id,
        "url": shown.result.url,
        **parts_json(shown.result),
        "until": shown.chosen.moment.isoformat(),
        "changed": bool(shown.result.edits),
        "edits": list(edits_json(shown.result)),
        "refused": [{"id": item.id, "title": item.title, "artists": list(item.artists)} for item in shown.refused],
        "rowless": [item.title for item in shown.rowless],
        "next_push": "stops" if shown.stops else "keeps" if shown.then.stands else "undoes",
        "requests": dict(shown.result.requests),
    }
