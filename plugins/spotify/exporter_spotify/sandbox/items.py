"""What is in a playlist: its rows, read page by page, and the writes that change them."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from typing import Any

from exporter.sandbox import Row, Stored
from exporter_spotify.sandbox import edits, render
from exporter_spotify.sandbox.browse import view_of
from exporter_spotify.sandbox.call import SERVICE, USER, Call
from exporter_spotify.sandbox.fields import chosen
from exporter_spotify.sandbox.ownership import READ_PRIVATE, as_read, changed, shows_items, writable
from exporter_spotify.sandbox.refused import Refused, forbidden

PER_WRITE = 100
PER_READ = 50
SNAPSHOT_BYTES = 24


def show(call: Call) -> render.Json:
    """GET /playlists/{id}/items: only for those who may write there."""
    call.need_scopes(READ_PRIVATE)
    playlist = as_read(call.playlist(), call)
    if not shows_items(playlist, call):
        raise forbidden()
    limit = call.number("limit", 20, 1, 100 if call.switches.legacy else PER_READ)
    offset = call.number("offset", 0, 0, 1_000_000)
    page: render.Json = chosen(items_page(playlist, limit, offset, call), call.query.get("fields", ""))
    return page


def add(call: Call) -> render.Json:
    """POST /playlists/{id}/items."""
    writable(call)
    tracks = _tracks(_uris_to_add(call), call)
    position = _position(call)
    now, most = call.world.clock(), call.switches.max_items
    return _snapshot(changed(call, lambda one: edits.add(one, tracks, position, now=now, most=most)))


def update(call: Call) -> render.Json:
    """PUT /playlists/{id}/items: replace all of them, or move some."""
    writable(call)
    body = call.object()
    asked = call.query.get("uris")
    uris = body.get("uris") if asked is None else _split(asked)
    if "range_start" not in body and "insert_before" not in body:
        if not isinstance(uris, list):
            raise Refused(400, "No uris provided")
        tracks, now = _tracks(uris, call), call.world.clock()
        return _snapshot(changed(call, lambda one: edits.swap_all(one, tracks, now=now)))
    if uris is not None:
        raise Refused(400, "Replace and reorder cannot be combined.")
    _check_snapshot(body, call)
    start, before = _whole(body, "range_start"), _whole(body, "insert_before")
    length = _whole({"range_length": 1, **body}, "range_length")
    return _snapshot(changed(call, lambda one: edits.reorder(one, start, before, length)))


def remove(call: Call) -> render.Json:
    """DELETE /playlists/{id}/items: every row of the tracks; positions have no say since 2024."""
    writable(call)
    body = call.object()
    wanted = body.get("items", body.get("tracks") if call.switches.legacy else None)
    if not isinstance(wanted, list) or not wanted:
        raise Refused(400, "No uris provided")
    _check_snapshot(body, call)
    tracks = _tracks([one.get("uri") if isinstance(one, dict) else None for one in wanted], call, known=False)
    return _snapshot(changed(call, lambda one: edits.remove(one, set(tracks))))


def items_page(playlist: Stored, limit: int, offset: int, call: Call) -> render.Json:
    """One page of rows. The page after an embedded one, which is longer, keeps to the limit of this endpoint."""
    view = view_of(call)
    rows = playlist.rows[offset : offset + limit]
    page = render.page(
        [_item(row, playlist, call, view) for row in rows],
        len(playlist.rows),
        limit=limit,
        offset=offset,
        address=f"{call.base}/playlists/{playlist.id}/items",
        query={name: value for name, value in call.query.items() if name in {"market", "fields", "additional_types"}},
    )
    if limit > PER_READ and page["next"] and not call.switches.legacy:
        page["next"] = page["next"].replace(f"limit={limit}", f"limit={PER_READ}")
    return page


def _item(row: Row, playlist: Stored, call: Call, view: render.View) -> render.Json:
    shown = call.switches.relinked.get(row.track, row.track)
    entry = None if row.track in call.switches.gone else call.world.catalogue.get(SERVICE, shown)
    return render.item(row, entry, playlist.owner or USER, view)


def _snapshot(playlist: Stored) -> render.Json:
    return {"snapshot_id": render.snapshot_id(playlist)}


def _uris_to_add(call: Call) -> Sequence[object]:
    """URIs of the query, which count for more, or of the body; spotipy sends a bare array, which no page describes."""
    asked = call.query.get("uris")
    body = call.json()
    if asked is not None:
        uris: object = _split(asked)
    elif isinstance(body, list) and call.switches.bare_array:
        uris = body
    else:
        uris = body.get("uris") if isinstance(body, dict) else None
    if not isinstance(uris, list) or not uris:
        raise Refused(400, "No uris provided")
    return uris


def _split(uris: str) -> list[str]:
    return [one.strip() for one in uris.split(",") if one.strip()]


def _position(call: Call) -> int | None:
    if "position" in call.query:
        return call.number("position", 0, 0, 1_000_000)
    body = call.json()
    if not isinstance(body, dict) or body.get("position") is None:
        return None
    return _whole(body, "position")


def _whole(body: Mapping[str, Any], name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused(400, f"Invalid {name}")
    return value


def _tracks(uris: Sequence[object], call: Call, *, known: bool = True) -> list[str]:
    """The tracks that URIs name. Unless ``known`` is False, the service must have them.

    Local files keep their whole URI: they can be removed, and never be added.
    """
    if len(uris) > PER_WRITE:
        raise Refused(400, "You can add a maximum of 100 tracks per request.")
    tracks = [_track(uri, local=not known) for uri in uris]
    if set(tracks) & set(call.switches.poison):
        raise Refused(502, "Error while loading resource")
    if known and any(call.world.catalogue.get(SERVICE, track) is None for track in set(tracks)):
        raise Refused(400, "Payload contains a non-existing ID")
    return tracks


def _track(uri: object, *, local: bool) -> str:
    if local and isinstance(uri, str) and uri.startswith(render.LOCAL):
        return uri
    found = re.fullmatch(r"spotify:(?:track|episode):(.+)", uri) if isinstance(uri, str) else None
    if found is None:
        raise Refused(400, f"JSON body contains an invalid track uri: {uri}")
    return found[1]


def _check_snapshot(body: Mapping[str, Any], call: Call) -> None:
    """Refuse a snapshot ID that is none. An old one is fine: changes are made to the newest version anyway."""
    snapshot = body.get("snapshot_id")
    if snapshot is None:
        return
    if call.switches.snapshot_refused:
        raise Refused(400, "Invalid base62 id")
    try:
        length = len(b64decode(snapshot, validate=True))
    except (NotBase64, TypeError, ValueError):
        length = 0
    if length != SNAPSHOT_BYTES:
        raise Refused(400, "Invalid snapshot_id")
