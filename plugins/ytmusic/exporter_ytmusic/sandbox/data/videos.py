"""Videos: look up by ID, and search."""

from __future__ import annotations

from exporter.sandbox import Entry
from exporter_ytmusic.sandbox import library
from exporter_ytmusic.sandbox.data import paging, render
from exporter_ytmusic.sandbox.data.call import Call
from exporter_ytmusic.sandbox.data.refused import missing_parameter

REACH = 500
"""Hits that a search can page through."""
MILLION = 1_000_000
"""``totalResults`` of a search is an estimate, and this its largest value."""


def show(call: Call) -> render.Json:
    """GET /videos: what is not there for everybody is left out."""
    parts, wanted = call.parts(), call.ids()
    if not wanted:
        raise missing_parameter("No filter selected. Expected one of: chart, id, myRating")
    page = paging.everything([found for one in wanted if (found := call.video(one))])
    return page.envelope("youtube#videoListResponse", [render.shown(render.video(one), parts) for one in page.rows])


def search(call: Call) -> render.Json:
    """GET /search: videos only. Topics, categories and orders are taken and have no say."""
    parts = call.parts()
    page = paging.cut(_hits(call), call, f"search {call.text('q')}", lambda one: one.id)
    answer = page.envelope("youtube#searchListResponse", [render.shown(render.found(one), parts) for one in page.rows])
    estimate = min(page.total * page.total * 100, MILLION)
    return {**answer, "regionCode": "US", "pageInfo": {**answer["pageInfo"], "totalResults": estimate}}


def _hits(call: Call) -> list[Entry]:
    kinds = call.all("type")
    if kinds and "video" not in kinds:
        return []
    found = call.world.catalogue.search(library.SERVICE, text=call.text("q"), limit=REACH).entries
    return [one for one in found if call.video(one.id)]
