"""Search: songs, videos, or the mixed page without a filter. Nothing else is kept here: other filters find nothing."""

from __future__ import annotations

from typing import Literal
from urllib.parse import unquote

from exporter.sandbox import Entry, Page
from exporter_ytmusic.sandbox.library import SERVICE
from exporter_ytmusic.sandbox.music import rows, tokens, tracks
from exporter_ytmusic.sandbox.music.call import Call
from exporter_ytmusic.sandbox.music.refused import refused
from exporter_ytmusic.sandbox.music.tracks import Json, View, text

Filter = Literal["song", "video", "", "other"]
PER_PAGE = 20
PER_SHELF = 3
"""Rows of each shelf of the mixed page."""

PARAMS: dict[str, tuple[Filter, bool]] = {
    "": ("", False),
    "EhGKAQ4IARABGAEgASgAOAFAAUICCAE=": ("", True),
    "EgWKAQIIAWoMEA4QChADEAQQCRAF": ("song", False),
    "EgWKAQIIAUICCAFqDBAOEAoQAxAEEAkQBQ==": ("song", True),
    "EgWKAQIQAWoMEA4QChADEAQQCRAF": ("video", False),
    "EgWKAQIQAUICCAFqDBAOEAoQAxAEEAkQBQ==": ("video", True),
}
"""``params`` -> what is searched for, and whether the spelling is left alone."""
OTHERS = ("Eg", "ag")
"""What the params of all other filters and scopes begin with."""


def search(call: Call) -> Json:
    """POST search."""
    asked = call.text("query").strip()
    if not asked:
        raise refused(400)
    wanted, literal = _wanted(call.text("params"))
    searched = asked if literal else call.switches.corrections.get(asked, asked)
    view = View(language=call.language, switches=call.switches)
    continuation = call.query.get("continuation") or call.query.get("ctoken", "")
    if wanted in {"song", "video"}:
        if continuation:
            return {"continuationContents": {"musicShelfContinuation": _shelf(searched, wanted, continuation, call)}}
        shelf = _shelf(searched, wanted, "", call)
        title = view.words.songs if wanted == "song" else view.words.videos
        shelves = [{"musicShelfRenderer": {"title": text(title), **shelf}}] if shelf["contents"] else []
    else:
        shelves = _mixed(searched, call, view) if not wanted else []
    corrected = [_correction(asked, searched)] if searched != asked else []
    return _page([*corrected, *shelves] if shelves else [NOTHING_FOUND])


def _wanted(params: str) -> tuple[Filter, bool]:
    """What ``params`` asks for; ytmusicapi sends some of them with their percent signs."""
    known = PARAMS.get(unquote(params))
    if known is None and not params.startswith(OTHERS):
        raise refused(400)
    return known or ("other", False)


def _shelf(searched: str, wanted: Filter, continuation: str, call: Call) -> Json:
    """One page of hits, and where the next one begins."""
    place = tokens.read(continuation) if continuation else tokens.Place(wanted, 0)
    if place.what != wanted:
        raise refused(400)
    hits = _hits(searched, wanted, call, offset=place.offset)
    view = View(language=call.language, switches=call.switches)
    shelf: Json = {"contents": [rows.found(entry, view) for entry in _there(hits, call)]}
    after = place.offset + PER_PAGE
    if after < hits.total:
        shelf["continuations"] = [{"nextContinuationData": {"continuation": tokens.write(wanted, after)}}]
    return shelf


def _hits(searched: str, wanted: Filter, call: Call, *, offset: int = 0, limit: int = PER_PAGE) -> Page:
    return call.world.catalogue.search(SERVICE, text=searched, kind=wanted, limit=limit, offset=offset)


def _there(hits: Page, call: Call) -> list[Entry]:
    return [entry for entry in hits.entries if entry.id not in call.switches.gone]


def _mixed(searched: str, call: Call, view: View) -> list[Json]:
    """The page without a filter: the best hit on a card, then shelves of some songs and some videos."""
    best = _there(_hits(searched, "", call, limit=PER_SHELF), call)
    shelves = [_card(best[0], view)] if best else []
    kinds: tuple[tuple[Filter, str], ...] = (("song", view.words.songs), ("video", view.words.videos))
    for wanted, title in kinds:
        hits = _there(_hits(searched, wanted, call, limit=PER_SHELF), call)
        if hits:
            shown = [rows.found(entry, view, with_type=True) for entry in hits]
            shelves.append({"musicShelfRenderer": {"title": text(title), "contents": shown}})
    return shelves


def _card(entry: Entry, view: View) -> Json:
    kind = view.words.song if tracks.is_song(entry) else view.words.video
    length = [{"text": tracks.length(entry.duration_ms)}]
    subtitle = tracks.dotted([[{"text": kind}], tracks.artists(entry, view), tracks.album(entry), length])
    return {
        "musicCardShelfRenderer": {
            "header": {"musicCardShelfHeaderBasicRenderer": {"title": text("Top result")}},
            "thumbnail": tracks.thumbnails(entry.id),
            "title": text({"text": tracks.title(entry, view), "navigationEndpoint": tracks.watch(entry)}),
            "subtitle": {"runs": subtitle},
            "onTap": tracks.watch(entry),
        }
    }


def _correction(asked: str, searched: str) -> Json:
    """The line that says what was searched in place of what was asked for."""
    shown = {
        "showingResultsFor": text("Showing results for"),
        "correctedQuery": text(searched),
        "searchInsteadFor": text("Search instead for"),
        "originalQuery": text(asked),
    }
    return {"itemSectionRenderer": {"contents": [{"showingResultsForRenderer": shown}]}}


NOTHING_FOUND: Json = {
    "itemSectionRenderer": {"contents": [{"messageRenderer": {"text": text("No results found")}}]},
}


def _page(sections: list[Json]) -> Json:
    tab = {"tabRenderer": {"title": "YT Music", "content": {"sectionListRenderer": {"contents": sections}}}}
    return {"contents": {"tabbedSearchResultsRenderer": {"tabs": [tab]}}}
