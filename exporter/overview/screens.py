"""A playlist's songs side by side, and where they can be heard, as text for a terminal and as JSON. Pure.

Text from files and services is untrusted: every piece of it goes through :func:`exporter.render.clean`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from exporter.model import Decision, Playlist, Verdict
from exporter.overview.states import Column, State
from exporter.render import MARKS, NAMED, clean, doubts, listing, plural

if TYPE_CHECKING:
    from exporter.overview.links import Addresses

NOT_ASKED = "not asked yet"
NO_DECISIONS = "No decisions yet: push it, or `exporter resolve` it. What the sandbox decided: --on BACKEND@sandbox."


def playlist(shown: Playlist, columns: Sequence[Column]) -> RenderableType:
    """A playlist's songs, a row for each, with their state on every target, a column for each."""
    title = Text.assemble((clean(shown.name), "bold"), f"  {plural(len(shown.songs), 'song')}")
    described = [Text(clean(shown.description), "dim")] if shown.description else []
    asked = any(state.decision for column in columns for state in column.states)
    hint = [] if asked else [Text(NO_DECISIONS, "dim")]
    return Group(title, *described, _songs(shown, columns), _targets(columns), *hint)


def _songs(shown: Playlist, columns: Sequence[Column]) -> Table:
    """With one target there is room for what the song is from, for the track's ID, and for days."""
    several = len(columns) > 1
    rows = listing("", "song", *(str(column.target) for column in columns))
    for number, song in enumerate(shown.songs, start=1):
        states = [_state(column.states[number - 1], brief=several) for column in columns]
        source = (f"\n{clean(song.from_)}", "dim") if song.from_ and not several else ""
        rows.add_row(Text(str(number), "dim"), Text.assemble(clean(song.label), source), *states)
    return rows


def _state(state: State, *, brief: bool) -> Text:
    """The mark, then the track or why there is none; a person's choice is marked as a pin."""
    pin = ("  pin", "cyan") if state.pinned else ""
    if state.decision is None:
        return Text.assemble(("· ", "dim"), (clean(state.pin) or NOT_ASKED, "dim"), pin)
    mark, style = MARKS[state.decision.verdict]
    words = _track(state.decision, brief=brief) if state.decision.track else Text(_why(state.decision, brief=brief))
    return Text.assemble((mark, style), " ", words, pin)


def _track(decision: Decision, *, brief: bool) -> Text:
    track = decision.track
    if track is None or not track.title:
        return Text(clean(track.id) if track else "")
    if brief:
        return Text(clean(track.title))
    return Text.assemble(clean(track.label), (f"  {clean(track.id)}", "dim"))


def _why(decision: Decision, *, brief: bool) -> str:
    words = "; ".join(clean(reason.words) for reason in doubts(decision))
    named = "left out" if decision.verdict is Verdict.SKIP else NAMED[decision.verdict]
    day = f" ({decision.on})" if decision.on and not brief else ""
    return f"{named}{day}{': ' + words if words else ''}"


def _targets(columns: Sequence[Column]) -> RenderableType:
    """Of every target how many songs are decided how, and where the playlist is."""
    rows = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        where = "\n".join(_where(column)) or "not pushed yet"
        rows.add_row(Text(str(column.target), "cyan"), ", ".join(_tally(column)), Text(where, "dim"))
    return rows


def _where(column: Column) -> Iterator[str]:
    """The playlist's address; for each part of a long one, with the numbers of its songs."""
    for place in column.places:
        songs = _numbers(place.songs) if len(column.places) > 1 else ""
        yield f"{songs}{clean(place.url or place.id)}"


def _numbers(songs: Sequence[int]) -> str:
    """Which songs an address plays, in a column of its own."""
    return f"songs {songs[0]}-{songs[-1]}  ".ljust(16) if songs else ""


def _tally(column: Column) -> Iterator[str]:
    counts = column.counts
    yield from (f"{counts[verdict]} {words}" for verdict, words in NAMED.items() if counts[verdict])
    if counts[None]:
        yield f"{counts[None]} {NOT_ASKED}"


def playlist_json(shown: Playlist, columns: Sequence[Column]) -> dict[str, object]:
    """A playlist's songs with the state of each on every backend; an empty state: not asked yet."""
    return {
        "playlist": shown.slug,
        "name": shown.name,
        "description": shown.description,
        "targets": [
            {
                "target": str(column.target),
                "playlist_id": column.home.id if column.home else "",
                "url": column.home.url if column.home else "",
                **({"parts": _parts_json(column)} if len(column.places) > 1 else {}),
            }
            for column in columns
        ],
        "songs": [
            {
                "title": song.title,
                "artists": list(song.artists),
                "from": song.from_,
                "on": {column.target.backend: _state_json(column.states[number]) for column in columns},
            }
            for number, song in enumerate(shown.songs)
        ],
    }


def _parts_json(column: Column) -> list[dict[str, object]]:
    return [{"playlist_id": one.id, "url": one.url, "songs": len(one.songs)} for one in column.places]


def _state_json(state: State) -> dict[str, object]:
    decision, pin = state.decision, {"pin": state.pin} if state.pin else {}
    if decision is None:
        return dict(pin)
    track = decision.track
    return {
        "verdict": str(decision.verdict),
        "id": track.id if track else "",
        "title": track.title if track else "",
        "artists": list(track.artists) if track else [],
        "score": round(decision.score, 3),
        "how": decision.how,
        "on": decision.on,
        "reasons": [reason.words for reason in decision.reasons],
        **pin,
    }


# Where it can be heard.


def addresses(found: Addresses) -> Iterator[str]:
    """A line for each link, with the numbers of the songs that it plays where there are several."""
    for one in found.links:
        songs = _numbers(one.songs) if len(found.links) > 1 else ""
        yield f"{songs}{clean(one.url)}"


def about(found: Addresses) -> str:
    """What to know of the links; empty where there is nothing to say."""
    lines = []
    if found.left_out:
        what = "Without 1 song, which has" if found.left_out == 1 else f"Without {found.left_out} songs, which have"
        lines.append(f"{what} no track there.")
    if found.target.sandboxed:
        plays = "The tracks are the sandbox's, and may play nowhere."
        lines.append(plays if found.anonymous else "It is in the sandbox; `exporter sandbox serve` shows it.")
    return "\n".join(lines)


def addresses_json(found: Addresses) -> dict[str, object]:
    """Every link with the numbers of the songs that it plays."""
    return {
        "playlist": found.playlist,
        "target": str(found.target),
        "anonymous": found.anonymous,
        "links": [{"url": one.url, "songs": list(one.songs)} for one in found.links],
        "left_out": found.left_out,
    }
