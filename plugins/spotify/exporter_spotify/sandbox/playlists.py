"""Playlists: make, list, show, describe, and their covers. What is in them is in ``items``."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from exporter.sandbox import Stored
from exporter_spotify.sandbox import render
from exporter_spotify.sandbox.browse import view_of
from exporter_spotify.sandbox.call import SERVICE, Call
from exporter_spotify.sandbox.fields import chosen
from exporter_spotify.sandbox.items import items_page
from exporter_spotify.sandbox.ownership import (
    READ_PRIVATE,
    as_read,
    changed,
    modify_scope,
    need_modify,
    ours,
    shows_items,
    writable,
)
from exporter_spotify.sandbox.refused import Refused

PER_PAGE = 50
EMBEDDED = 100
"""Items inside a playlist object."""
LONGEST_NAME = 200
"""Longer names were answered with 500 (web-api#456)."""
LONGEST_DESCRIPTION = 300
COVER_BYTES = 256 * 1024
JPEG = b"\xff\xd8\xff"
DETAILS = {"name": str, "description": str, "public": bool, "collaborative": bool}


def mine(call: Call) -> render.Json:
    """GET /me/playlists: the user's own and followed ones, the newest first."""
    call.need_scopes(READ_PRIVATE)
    limit, offset = call.number("limit", 20, 1, PER_PAGE), call.number("offset", 0, 0, 100_000)
    view = view_of(call)
    saved = [as_read(playlist, call) for playlist in call.world.store.all(SERVICE) if playlist.saved]
    return render.page(
        [render.simple_playlist(one, view) | _lagging(one, call) for one in saved[offset : offset + limit]],
        len(saved),
        limit=limit,
        offset=offset,
        address=f"{call.base}/me/playlists",
        query={},
    )


def create(call: Call) -> render.Json:
    """POST /me/playlists: a new empty one. Names may repeat."""
    body = call.object()
    name = body.get("name")
    if not isinstance(name, str) or not name.strip():
        raise Refused(400, "Missing required field: name")
    playlist = _described(Stored(service=SERVICE, id="", name=name, public=True), body, call)
    if playlist.collaborative and playlist.public:
        raise Refused(400, "Collaborative playlists can only be private.")
    need_modify(call, playlist)
    if sum(not one.owner for one in call.world.store.all(SERVICE)) >= call.switches.max_playlists:
        raise Refused(400, "Playlist limit reached.")
    stored = call.world.store.add(replace(playlist, id=call.world.new_id(SERVICE)))
    return _full(stored, call)


def show(call: Call) -> render.Json:
    """GET /playlists/{id}. Of others' playlists only what stands on the cover."""
    shown: render.Json = chosen(_full(as_read(call.playlist(), call), call), call.query.get("fields", ""))
    return shown


def change(call: Call) -> None:
    """PUT /playlists/{id}: name, description, flags; only the keys that are there."""
    writable(call, items=False)
    body = call.object()
    for name in ("name", "description"):
        if body.get(name) == "" and (name == "name" or call.switches.description_checked):
            raise Refused(400, f"Attribute {name} is empty")
    changed(call, lambda one: _described(one, body, call))


def upload_cover(call: Call) -> None:
    """PUT /playlists/{id}/images: base64 of a JPEG, in one line. A missing scope is 401 here."""
    playlist = ours(call, items=False)
    if not call.has_scopes(("ugc-image-upload", modify_scope(playlist))):
        raise Refused(401, "Unauthorized.")
    if len(call.body) > COVER_BYTES:
        raise Refused(413, "Image too large")
    try:
        image = b64decode(call.body, validate=True)
    except NotBase64 as error:
        raise Refused(400, "Invalid base64 encoded image") from error
    if not image.startswith(JPEG):
        raise Refused(400, "Image is not a JPEG")
    name = sha256(image).hexdigest()[:40]
    changed(call, lambda one: replace(one, extra={**one.extra, "image": name}))


def cover(call: Call) -> list[render.Json]:
    """GET /playlists/{id}/images."""
    return render.images(call.playlist()) or []


def follow(call: Call) -> None:
    """PUT /playlists/{id}/followers, which Development Mode lost in 2026."""
    changed(call, lambda one: replace(one, saved=True))


def unfollow(call: Call) -> None:
    """DELETE /playlists/{id}/followers, likewise. It is how playlists are deleted; by ID they stay readable."""
    changed(call, lambda one: replace(one, saved=False))


def _full(playlist: Stored, call: Call) -> render.Json:
    shown = items_page(playlist, EMBEDDED, 0, call) if shows_items(playlist, call) else None
    return render.full_playlist(playlist, shown, view_of(call)) | _lagging(playlist, call)


def _lagging(playlist: Stored, call: Call) -> render.Json:
    """The snapshot ID of some seconds ago, where reads still show that."""
    if not call.switches.snapshot_lag:
        return {}
    at = call.world.clock() - call.switches.snapshot_lag
    return {"snapshot_id": render.snapshot_id(call.world.store.get(SERVICE, playlist.id, at=at) or playlist)}


def _described(playlist: Stored, body: Mapping[str, Any], call: Call) -> Stored:
    """The playlist with what the body says about it; what is of the wrong type counts as not said."""
    said = {name: body[name] for name, kind in DETAILS.items() if isinstance(body.get(name), kind)}
    if len(said.get("name", "")) > LONGEST_NAME:
        raise Refused(500, "Server error.")
    description = said.get("description", "")
    if call.switches.description_checked and ("\n" in description or len(description) > LONGEST_DESCRIPTION):
        raise Refused(400, "Invalid description")
    return replace(playlist, **said)
