"""Playlists: list, make, describe, delete. What is in them is in ``items``."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import replace

from exporter.sandbox import Stored
from exporter_ytmusic.sandbox import library
from exporter_ytmusic.sandbox.data import paging, refused, render, settling
from exporter_ytmusic.sandbox.data.body import Body
from exporter_ytmusic.sandbox.data.call import Call, visible
from exporter_ytmusic.sandbox.data.paging import Page
from exporter_ytmusic.sandbox.data.quota import Ledger
from exporter_ytmusic.sandbox.data.refused import Refused, bad_value, missing_parameter

DOMAIN = "youtube.playlist"
UNLISTED = 2
"""How many more playlists ``totalResults`` counts than there are to see."""
MARKUP = re.compile("<.*>", re.DOTALL)
BLANKS = " \n"


def show(call: Call) -> render.Json:
    """GET /playlists: our own, a channel's public ones, or some by ID; unknown IDs are left out."""
    parts = call.parts()
    page = _page(call)
    items = [render.shown(render.playlist(one), parts) for one in page.rows]
    return page.envelope("youtube#playlistListResponse", items)


def _page(call: Call) -> Page[Stored]:
    channel = call.text("channelId")
    if wanted := call.ids():
        return paging.everything([found for one in wanted if (found := call.seen(one))])
    if call.flag("mine"):
        page = paging.cut(_listed(call, mine=True), call, "mine", lambda one: one.id)
        return replace(page, total=page.total + UNLISTED)
    if channel:
        of_channel = [one for one in _listed(call, mine=False) if library.channel_id(one.owner) == channel]
        return paging.cut(of_channel, call, channel, lambda one: one.id)
    raise missing_parameter("No filter selected. Expected one of: channelId, id, mine")


def _listed(call: Call, *, mine: bool) -> list[Stored]:
    """Playlists as lists show them, the newest first: a new one appears when its lag has passed."""
    young = call.world.clock() - call.switches.read_lag
    every = (one for one in call.world.store.all(library.SERVICE) if one.created < young or not call.switches.read_lag)
    wanted = (one for one in every if (not one.owner if mine else library.privacy(one) == "public"))
    return [call.seen(one.id) or one for one in wanted]


def insert(call: Call) -> render.Json:
    """POST /playlists: a new empty one, public unless the body says otherwise. Names may repeat."""
    parts, body = call.parts(), call.body()
    _need_title(body, parts if "snippet" in parts else ["snippet"])
    new = _described(Stored(service=library.SERVICE, id="", name="", public=True), body, parts)
    ledger = Ledger(world=call.world, switches=call.switches)
    ledger.check("playlists", 1)
    if sum(not one.owner for one in call.world.store.all(library.SERVICE)) >= call.switches.max_playlists:
        message = "The playlist cannot be created because the channel already has the maximum number of playlists."
        raise Refused(400, "maxPlaylistExceeded", message, domain=DOMAIN)
    ledger.book("playlists", 1)
    new = library.made_now(call.world, replace(new, id=library.new_playlist_id(call.world)))
    stored = call.world.store.add(new)
    return render.shown(render.playlist(stored), parts)


def update(call: Call) -> render.Json:
    """PUT /playlists: each part that is named is written as a whole.

    A playlist that was deleted can be updated too, and the answer looks as if it were still there.
    """
    parts, body = call.parts(), call.body()
    one = body.text("id")
    if not one:
        raise Refused(400, "playlistIdRequired", "Required", domain=DOMAIN, where=("body.id", "other"))
    if library.was_deleted(call.world, one):
        _need_title(body, parts)
        ghost = Stored(service=library.SERVICE, id=one, name="", public=True, created=call.world.clock())
        return render.shown(render.playlist(_described(ghost, body, parts)), parts)
    present = _writable(call, one)
    _need_title(body, parts)
    settling.refuse_first(call, "update", present)
    edit = functools.partial(_described, body=body, parts=parts)
    stored = call.world.store.change(library.SERVICE, one, edit, remember=call.switches.read_lag)
    return render.shown(render.playlist(stored), parts)


def remove(call: Call) -> None:
    """DELETE /playlists: with its rows."""
    one = call.text("id")
    if not one:
        raise missing_parameter("Missing required parameter: id", "id")
    _writable(call, one)
    library.delete(call.world, one)


def _writable(call: Call, playlist_id: str) -> Stored:
    """The playlist, if it is ours to change."""
    stored = call.world.store.get(library.SERVICE, playlist_id)
    if stored is None or not visible(stored):
        raise refused.playlist_not_found("id", DOMAIN)
    if stored.owner:
        message = (
            "The playlist identified with the request's <code>id</code> parameter does not support the request or the "
            "request is not properly authorized."
        )
        raise Refused(403, "playlistForbidden", message, domain=DOMAIN, where=("id", "parameter"))
    return stored


def _need_title(body: Body, parts: Collection[str]) -> None:
    if "snippet" in parts and not body.text("snippet.title").strip(BLANKS):
        message = "The request must specify a playlist title."
        raise Refused(400, "playlistTitleRequired", message, domain=DOMAIN, where=("body.snippet.title", "other"))


def _described(stored: Stored, body: Body, parts: Collection[str]) -> Stored:
    """The playlist with the parts of the body: what is left out of a part is gone."""
    if "snippet" in parts:
        title, description = (body.text(f"snippet.{name}").strip(BLANKS) for name in ("title", "description"))
        if not (_fits(title, library.LONGEST_TITLE) and _fits(description, library.LONGEST_DESCRIPTION)):
            message = "The request provides an invalid playlist snippet."
            raise Refused(400, "invalidPlaylistSnippet", message, domain=DOMAIN, where=("body.snippet", "other"))
        stored = replace(stored, name=title, description=description)
    if "status" in parts:
        stored = library.with_privacy(stored, _privacy(body))
    return stored


def _fits(text: str, longest: int) -> bool:
    return len(text) <= longest and not MARKUP.search(text)


def _privacy(body: Body) -> str:
    wanted = body.text("status.privacyStatus") or "public"
    if wanted not in library.PRIVACIES:
        raise bad_value("resource.status.privacy_status", wanted)
    return wanted
