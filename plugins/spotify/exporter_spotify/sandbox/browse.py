"""Search and single tracks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from exporter.sandbox import Page
from exporter_spotify.sandbox import render
from exporter_spotify.sandbox.call import SERVICE, USER, Call, unknown_id
from exporter_spotify.sandbox.refused import Refused

TYPES = ("album", "artist", "playlist", "track", "show", "episode", "audiobook")
LONGEST_QUERY = 250
"""Longer ones meet 404 (spotipy#845 saw it; the number is what most clients found)."""
BATCH = 50
NOTHING = Page((), 0)
FILTER = re.compile(r'(?<!\S)(album|artist|track|year|isrc|upc|genre|tag):("[^"]*"|(?:(?!\s+\w+:).)*)', re.IGNORECASE)
PUNCTUATION = re.compile(r"['’‘\"“”/-]")
YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


def view_of(call: Call) -> render.View:
    """How this caller sees things."""
    return render.View(
        base=call.base, user=USER, switches=call.switches, languages=call.languages(), market=call.market()
    )


def track(call: Call) -> render.Json:
    """GET /tracks/{id}."""
    view = view_of(call)
    entry = call.world.catalogue.get(SERVICE, call.path["id"])
    if entry is None:
        raise unknown_id(call.path["id"])
    return render.track(entry, view)


def tracks(call: Call) -> render.Json:
    """GET /tracks?ids=, which Development Mode lost in 2026."""
    view = view_of(call)
    ids = [one for one in call.query.get("ids", "").split(",") if one]
    if not ids:
        raise Refused(400, "Invalid base62 id")
    if len(ids) > BATCH:
        raise Refused(400, "Too many ids requested")
    entries = [call.world.catalogue.get(SERVICE, one) for one in ids]
    return {"tracks": [render.track(entry, view) if entry else None for entry in entries]}


def search(call: Call) -> render.Json:
    """GET /search. Only tracks are kept here: of every other type there is an empty page."""
    text = call.query.get("q", "")
    kinds = [one for one in call.query.get("type", "").split(",") if one]
    _check_search(text, kinds)
    usual, most = (5, 10) if call.switches.search_limits and not call.switches.legacy else (20, 50)
    limit, offset = call.number("limit", usual, 1, most), call.number("offset", 0, 0, 1000)
    view = view_of(call)
    found = {kind: _found(text, limit, offset, call, view) if kind == "track" else NOTHING for kind in kinds}
    return {
        f"{kind}s": render.page(
            _hits(hits, call, view),
            hits.total,
            limit=limit,
            offset=offset,
            address=f"{call.base}/search",
            query={**call.query, "type": kind},
        )
        for kind, hits in found.items()
    }


def _check_search(text: str, kinds: list[str]) -> None:
    if not text.strip():
        raise Refused(400, "No search query")
    if not kinds:
        raise Refused(400, "Missing parameter type")
    for kind in kinds:
        if kind not in TYPES:
            raise Refused(400, f"Bad search type field {kind}")
    if len(text) > LONGEST_QUERY:
        raise Refused(404, "Not found.")


def _found(text: str, limit: int, offset: int, call: Call, view: render.View) -> Page:
    question = understand(text)
    if not view.market or question.unanswerable or _trips(question, call):
        return NOTHING
    hits = call.world.catalogue.search(
        SERVICE,
        text=question.text,
        title=question.title,
        artist=question.artist,
        album=question.album,
        isrc=question.isrc,
        years=question.years,
        limit=limit,
        offset=offset,
    )
    there = tuple(entry for entry in hits.entries if entry.id not in call.switches.unavailable)
    return Page(there, hits.total - len(hits.entries) + len(there))


def _trips(question: Question, call: Call) -> bool:
    """Whether the question meets one of the search's weak spots."""
    if question.isrc and not call.switches.isrc_search:
        return True
    filters = (question.title, question.artist, question.album)
    return call.switches.punctuation_finds_nothing and any(PUNCTUATION.search(one) for one in filters)


def _hits(hits: Page, call: Call, view: render.View) -> list[render.Json | None]:
    shown: list[render.Json | None] = [render.track(entry, view) for entry in hits.entries]
    if call.switches.search_nulls and len(shown) > 1:
        shown[-1] = None
    return shown


@dataclass(frozen=True, slots=True)
class Question:
    """A query, understood. ``unanswerable``: its filters rule every track out."""

    text: str = ""
    title: str = ""
    artist: str = ""
    album: str = ""
    isrc: str = ""
    years: tuple[int, int] | None = None
    unanswerable: bool = False


NAMES = {"track": "title", "artist": "artist", "album": "album", "isrc": "isrc"}


def understand(text: str) -> Question:
    """Read field filters: a quoted value ends with its quote, a bare one where the next filter begins."""
    question = Question(text=" ".join(FILTER.sub(" ", text).split()))
    seen = set[str]()
    for name, value in FILTER.findall(text):
        question = _filtered(question, name.lower(), value.strip('" '), again=name.lower() in seen)
        seen.add(name.lower())
    return question


def _filtered(question: Question, name: str, value: str, *, again: bool) -> Question:
    if name == "year":
        years = YEARS.fullmatch(value)
        if years is None:
            return replace(question, unanswerable=True)
        return replace(question, years=(int(years[1]), int(years[2] or years[1])))
    # Several codes find nothing, joined by OR or not; upc and tags are for albums, genres are not kept here.
    if name not in NAMES or (name == "isrc" and again):
        return replace(question, unanswerable=True)
    changes: dict[str, Any] = {NAMES[name]: value.upper() if name == "isrc" else value}
    return replace(question, **changes)
