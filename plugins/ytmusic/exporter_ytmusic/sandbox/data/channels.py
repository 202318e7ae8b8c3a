"""Channels: the user's own."""

from __future__ import annotations

from exporter_ytmusic.sandbox import library
from exporter_ytmusic.sandbox.data import paging, render
from exporter_ytmusic.sandbox.data.call import Call
from exporter_ytmusic.sandbox.data.refused import missing_parameter


def show(call: Call) -> render.Json:
    """GET /channels: by ID, or our own. Without any hit the answer has no ``items`` at all."""
    parts, wanted = call.parts(), call.ids()
    own = library.channel_id("")
    if not wanted and not call.flag("mine"):
        raise missing_parameter("No filter selected. Expected one of: forUsername, id, managedByMe, mine")
    there = own in wanted or not wanted
    page = paging.everything([render.shown(render.own_channel(), parts)] if there else [])
    answer = page.envelope("youtube#channelListResponse", page.rows)
    return answer if there else {name: value for name, value in answer.items() if name != "items"}
