"""What became of locked tracks, as text for a terminal and as JSON. Pure.

Text from files and services is untrusted: every piece of it goes through :func:`exporter.render.clean`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from exporter.health.condition import Condition
from exporter.model import Decision, Scored, Track, Verdict
from exporter.render import clean, error_json, plural

if TYPE_CHECKING:
    from exporter.health.links import Checked, Link

MARKS: Mapping[Condition, tuple[str, str]] = {
    Condition.FINE: ("✓", "green"),
    Condition.GONE: ("✗", "red"),
    Condition.UNPLAYABLE: ("✗", "yellow"),
    Condition.CHANGED: ("?", "yellow"),
    Condition.DOUBTED: ("!", "magenta"),
    Condition.UNKNOWN: ("!", "magenta"),
}
TOLD: Mapping[Condition, str] = {
    Condition.FINE: "fine",
    Condition.GONE: "gone",
    Condition.UNPLAYABLE: "not playable",
    Condition.CHANGED: "changed",
    Condition.DOUBTED: "perhaps gone",
    Condition.UNKNOWN: "could not be asked",
}
SHOWN = 3
"""Candidates of a proposal that are named."""


def checked(found: Iterable[Checked], *, write: bool) -> Iterator[RenderableType]:
    """Target by target the tracks that are not fine, what could take their place, and the sum."""
    empty = True
    for one in found:
        empty = False
        yield from _target(one, write=write)
    if empty:
        yield Text("No song of these playlists has a track yet: there is nothing to check.")


def _target(one: Checked, *, write: bool) -> Iterator[RenderableType]:
    told = [link for link in one.links if link.condition is not Condition.FINE]
    if one.error is not None:  # what stopped the asking is told once, not for each track
        told = [link for link in told if link.condition is not Condition.UNKNOWN]
    slug = ""
    for link in told:
        if link.playlist.slug != slug:
            slug = link.playlist.slug
            yield Text.assemble((clean(link.playlist.name), "bold"), " → ", (str(link.target), "cyan"))
        yield Group(*_link(link, write=write))
    yield _sum(one)


def _link(link: Link, *, write: bool) -> Iterator[Text]:
    mark, style = MARKS[link.condition]
    yield Text.assemble((f"  {mark} {link.number + 1:>4}  ", style), clean(link.song.label), f": {_what(link)}")
    for line in _way_on(link, write=write):
        yield Text(f"          {line}", "dim")


def _what(link: Link) -> str:
    match link.condition:
        case Condition.FINE:
            return "fine"
        case Condition.GONE:
            return f"its track {clean(link.entry.id)} is gone from {clean(link.label)}"
        case Condition.UNPLAYABLE:
            return f"its track cannot be played on {clean(link.label)} in this market now"
        case Condition.CHANGED:
            now = _named(link.now) if link.now else ""
            return f"its track was {clean(_was(link))} and is now {now}"
        case Condition.DOUBTED:
            return f"{clean(link.label)} does not have its track {clean(link.entry.id)} today"
        case Condition.UNKNOWN:
            return f"could not be asked: {clean(link.why)}"


def _was(link: Link) -> str:
    artists = ", ".join(link.entry.artists)
    return f"{link.entry.title} - {artists}" if artists else link.entry.title


def _named(track: Track) -> str:
    return clean(" ".join(filter(None, [track.label, track.url])))


def _way_on(link: Link, *, write: bool) -> Iterator[str]:
    """What could take the track's place, and what to do about it."""
    command = f"exporter pin {link.playlist.slug} {link.number + 1} URL --on {link.target}"
    proposal = link.proposal
    if link.condition is Condition.UNKNOWN:
        return
    if link.condition is Condition.DOUBTED:
        yield "that may pass: it counts as gone when another day says the same (--yes believes it now)"
        return
    if link.pinned:
        yield f"a person chose it, so nothing takes its place by itself: {command}"
    elif proposal is None:
        yield f"nothing could be searched for: {clean(link.why)}" if link.why else "nothing was searched for"
    elif proposal.verdict is Verdict.ACCEPT and proposal.track is not None:
        if proposal.track.id == link.entry.id:
            yield f"it still is what the file means{_written(link, write=write)}"
        else:
            yield f"in its place: {clean(proposal.track.label)}{_written(link, write=write)}"
            yield f"  {clean(proposal.track.url or proposal.track.id)}"
    elif proposal.verdict is Verdict.MISSING:
        yield f"nothing fits in its place{_written(link, write=write)}"
    else:
        yield f"a question, because none is clearly the same recording{_written(link, write=write)}"
        yield from (f"  {_named(one.track)}" for one in proposal.others[:SHOWN])
        yield f"  {command}"


def _written(link: Link, *, write: bool) -> str:
    if link.written:
        return f" (written to {link.playlist.slug}.lock)"
    if link.condition is Condition.UNPLAYABLE and link.proposal and link.proposal.verdict is not Verdict.ACCEPT:
        return " (the lock keeps the track: it may be playable again)"
    return "" if write else " (--write puts it into the lock)"


def _sum(one: Checked) -> Text:
    counts = one.counts
    parts = [f"{counts[condition]:,} {words}" for condition, words in TOLD.items() if counts[condition]]
    asked = ", ".join(
        plural(count, kind, many)
        for kind, many in (("read", "reads"), ("search", "searches"))
        if (count := one.requests.get(kind, 0))
    )
    words = f"{plural(sum(counts.values()), 'track')} on {clean(str(one.target))}: {', '.join(parts)}"
    return Text.assemble((f"{words}.", "bold"), f" ({asked})" if asked else "")


def checked_json(found: Iterable[Checked]) -> list[dict[str, object]]:
    """What became of every locked track, target by target; numbers count from 1."""
    return [
        {
            "target": str(one.target),
            "counts": {str(condition): one.counts[condition] for condition in Condition},
            "links": [_link_json(link) for link in one.links],
            "requests": dict(one.requests),
            "error": error_json(one.error) if one.error else None,
        }
        for one in found
    ]


def _link_json(link: Link) -> dict[str, object]:
    return {
        "playlist": link.playlist.slug,
        "number": link.number + 1,
        "title": link.song.title,
        "artists": list(link.song.artists),
        "id": link.entry.id,
        "condition": str(link.condition),
        "pinned": link.pinned,
        "why": link.why,
        "now": _track_json(link.now) if link.now and link.condition is Condition.CHANGED else None,
        "proposal": _proposal_json(link.proposal) if link.proposal else None,
        "written": link.written,
    }


def _proposal_json(proposal: Decision) -> dict[str, object]:
    others: Iterable[Scored] = proposal.others
    return {
        "verdict": str(proposal.verdict),
        "track": _track_json(proposal.track) if proposal.track else None,
        "candidates": [{**_track_json(one.track), "score": one.score.value} for one in others],
    }


def _track_json(track: Track) -> dict[str, object]:
    return {
        "id": track.id,
        "title": track.title,
        "artists": list(track.artists),
        "duration": track.duration,
        "isrc": track.isrc,
        "url": track.url,
    }
