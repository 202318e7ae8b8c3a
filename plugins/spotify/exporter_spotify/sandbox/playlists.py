"""Playlists: make, show, change, and their items."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from exporter.sandbox import Row, Stored
from exporter_spotify.sandbox import edits, render
from exporter_spotify.sandbox.browse import view_of
from exporter_spotify.sandbox.call import SERVICE, USER, Call, unknown_id
from exporter_spotify.sandbox.fields import chosen
from exporter_spotify.sandbox.refused import Refused, forbidden

PER_WRITE = 100
PER_READ = 50
EMBEDDED = 100
"""Items inside a playlist object; the next page follows the smaller limit of the items' own endpoint."""
LONGEST_NAME = 200
"""Longer names were answered with 500 (web-api#456)."""
LONGEST_DESCRIPTION = 300
COVER_BYTES = 256 * 1024
JPEG = b"\xff\xd8\xff"
READ_PRIVATE = "playlist-read-private"


def mine(call: Call) -> render.Json:
    """GET /me/playlists: the user's own and followed ones, the newest first."""
    call.need_scopes(READ_PRIVATE)
    limit, offset = call.number("limit", 20, 1, PER_READ), call.number("offset", 0, 0, 100_000)
    view = view_of(call)
    saved = [_as_read(playlist, call) for playlist in call.world.store.all(SERVICE) if playlist.saved]
    return render.page(
        [render.simple_playlist(playlist, view) for playlist in saved[offset : offset + limit]],
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
    _need_modify(call, playlist)
    if sum(not one.owner for one in call.world.store.all(SERVICE)) >= call.switches.max_playlists:
        raise Refused(400, "Playlist limit reached.")
    stored = call.world.store.add(replace(playlist, id=call.world.new_id(SERVICE)))
    return _full(stored, call)


def show(call: Call) -> render.Json:
    """GET /playlists/{id}. Of others' playlists only what stands on the cover."""
    shown: render.Json = chosen(_full(_as_read(call.playlist(), call), call), call.query.get("fields", ""))
    return shown


def change(call: Call) -> None:
    """PUT /playlists/{id}: name, description, flags; only the keys that are there."""
    _writable(call, items=False)
    body = call.object()
    for name in ("name", "description"):
        if body.get(name) == "" and (name == "name" or call.switches.description_checked):
            raise Refused(400, f"Attribute {name} is empty")
    _stored(call, lambda one: _described(one, body, call))


def items(call: Call) -> render.Json:
    """GET /playlists/{id}/items: only for those who may write there."""
    call.need_scopes(READ_PRIVATE)
    playlist = _as_read(call.playlist(), call)
    if not _shows_items(playlist, call):
        raise forbidden()
    limit = call.number("limit", 20, 1, 100 if call.switches.legacy else PER_READ)
    offset = call.number("offset", 0, 0, 1_000_000)
    page: render.Json = chosen(_items(playlist, limit, offset, call), call.query.get("fields", ""))
    return page


def add(call: Call) -> render.Json:
    """POST /playlists/{id}/items."""
    _writable(call)
    tracks = _tracks(_uris_to_add(call), call)
    position = _position(call)
    now, most = call.world.clock(), call.switches.max_items
    return _snapshot(_stored(call, lambda one: edits.add(one, tracks, position, now=now, most=most)))


def update(call: Call) -> render.Json:
    """PUT /playlists/{id}/items: replace all of them, or move some."""
    _writable(call)
    body = call.object()
    asked = call.query.get("uris")
    uris = body.get("uris") if asked is None else _split(asked)
    if "range_start" not in body and "insert_before" not in body:
        if not isinstance(uris, list):
            raise Refused(400, "No uris provided")
        tracks, now = _tracks(uris, call), call.world.clock()
        return _snapshot(_stored(call, lambda one: edits.swap_all(one, tracks, now=now)))
    if uris is not None:
        raise Refused(400, "Replace and reorder cannot be combined.")
    _check_snapshot(body, call)
    start, before = _whole(body, "range_start"), _whole(body, "insert_before")
    length = _whole({"range_length": 1, **body}, "range_length")
    return _snapshot(_stored(call, lambda one: edits.reorder(one, start, before, length)))


def remove(call: Call) -> render.Json:
    """DELETE /playlists/{id}/items: every row of the tracks; positions have no say since 2024."""
    _writable(call)
    body = call.object()
    wanted = body.get("items", body.get("tracks") if call.switches.legacy else None)
    if not isinstance(wanted, list) or not wanted:
        raise Refused(400, "No uris provided")
    _check_snapshot(body, call)
    tracks = _tracks([one.get("uri") if isinstance(one, dict) else None for one in wanted], call, known=False)
    return _snapshot(_stored(call, lambda one: edits.remove(one, set(tracks))))


def upload_cover(call: Call) -> None:
    """PUT /playlists/{id}/images: base64 of a JPEG, in one line. A missing scope is 401 here."""
    playlist = _ours(call, items=False)
    if not call.has_scopes(("ugc-image-upload", _modify_scope(playlist))):
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
    _stored(call, lambda one: replace(one, extra={**one.extra, "image": name}))


def cover(call: Call) -> list[render.Json]:
    """GET /playlists/{id}/images."""
    return render.images(call.playlist()) or []


def follow(call: Call) -> None:
    """PUT /playlists/{id}/followers, which Development Mode lost in 2026."""
    _stored(call, lambda one: replace(one, saved=True))


def unfollow(call: Call) -> None:
    """DELETE /playlists/{id}/followers, likewise. It is how playlists are deleted; by ID they stay readable."""
    _stored(call, lambda one: replace(one, saved=False))


def _full(playlist: Stored, call: Call) -> render.Json:
    shown = _items(playlist, EMBEDDED, 0, call) if _shows_items(playlist, call) else None
    return render.full_playlist(playlist, shown, view_of(call)) | _lagging(playlist, call)


def _items(playlist: Stored, limit: int, offset: int, call: Call) -> render.Json:
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


def _shows_items(playlist: Stored, call: Call) -> bool:
    mine_or_shared = not playlist.owner or playlist.collaborative
    return mine_or_shared or call.switches.foreign_items or call.switches.legacy


def _as_read(playlist: Stored, call: Call) -> Stored:
    """The playlist as a replica has it that is some seconds behind."""
    if not call.switches.stale_read:
        return playlist
    at = call.world.clock() - call.switches.stale_read
    return call.world.store.get(SERVICE, playlist.id, at=at) or playlist


def _lagging(playlist: Stored, call: Call) -> render.Json:
    """The snapshot ID of some seconds ago, where reads still show that."""
    if not call.switches.snapshot_lag:
        return {}
    at = call.world.clock() - call.switches.snapshot_lag
    return {"snapshot_id": render.snapshot_id(call.world.store.get(SERVICE, playlist.id, at=at) or playlist)}


def _writable(call: Call, *, items: bool = True) -> Stored:
    """The playlist, for a caller whose token may change it."""
    playlist = _ours(call, items=items)
    _need_modify(call, playlist)
    return playlist


def _ours(call: Call, *, items: bool) -> Stored:
    """The playlist, if it is our own, or if just its items are asked for and its owner lets us."""
    playlist = call.playlist()
    if playlist.owner and not (items and playlist.collaborative):
        raise Refused(403, "You cannot add tracks to a playlist you don't own." if items else "Forbidden")
    return playlist


def _modify_scope(playlist: Stored) -> str:
    return "playlist-modify-public" if playlist.public else "playlist-modify-private"


def _need_modify(call: Call, playlist: Stored) -> None:
    call.need_scopes(_modify_scope(playlist))


def _stored(call: Call, edit: Callable[[Stored], Stored]) -> Stored:
    remember = max(call.switches.snapshot_lag, call.switches.stale_read)
    try:
        return call.world.store.change(SERVICE, call.path["id"], edit, remember=remember)
    except KeyError as error:
        raise unknown_id(call.path["id"]) from error


def _snapshot(playlist: Stored) -> render.Json:
    return {"snapshot_id": render.snapshot_id(playlist)}


def _described(playlist: Stored, body: Mapping[str, Any], call: Call) -> Stored:
    """The playlist with what the body says about it; what is of the wrong type counts as not said."""
    said = {name: body[name] for name, kind in DETAILS.items() if isinstance(body.get(name), kind)}
    if len(said.get("name", "")) > LONGEST_NAME:
        raise Refused(500, "Server error.")
    description = said.get("description", "")
    if call.switches.description_checked and ("\n" in description or len(description) > LONGEST_DESCRIPTION):
        raise Refused(400, "Invalid description")
    return replace(playlist, **said)


DETAILS = {"name": str, "description": str, "public": bool, "collaborative": bool}


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


SNAPSHOT_BYTES = 24
