"""What is behind a ``browseId``: playlists, page by page, and the library."""

from __future__ import annotations

from exporter.sandbox import Entry, Row, Stored
from exporter_ytmusic.sandbox.library import SERVICE
from exporter_ytmusic.sandbox.music import pages, rows, tokens, tracks
from exporter_ytmusic.sandbox.music.call import Call
from exporter_ytmusic.sandbox.music.login import names
from exporter_ytmusic.sandbox.music.refused import refused
from exporter_ytmusic.sandbox.music.switches import Gone
from exporter_ytmusic.sandbox.music.tracks import Json, View, text

LIBRARY = "FEmusic_liked_playlists"
PER_PAGE = 100
TILES = 25
PRIVATE = "This playlist is private."
SIGN_IN = "Sign in to see your library"
NEWEST_FIRST, NEWEST_LAST = "1", "2"


def browse(call: Call) -> Json:
    """POST browse."""
    continuation = call.text("continuation")
    if continuation:
        return _next_rows(continuation, call)
    browse_id = call.text("browseId")
    if browse_id == LIBRARY:
        return _library(call)
    if browse_id.startswith("VL"):
        return _playlist(browse_id.removeprefix("VL"), call)
    raise refused(404 if browse_id else 400)


def _playlist(playlist_id: str, call: Call) -> Json:
    playlist = _automatic(playlist_id, call) if playlist_id in pages.AUTOMATIC else call.readable(playlist_id)
    if playlist is None:
        return pages.message(PRIVATE)
    items = _page(playlist, 0, call)
    seconds = sum(entry.duration_ms for row in playlist.rows if (entry := _entry(row, call))) / 1000
    owned = _may_edit(playlist, call)
    return pages.playlist_page(playlist, items, seconds, call.author(playlist), call.switches, owned=owned)


def _automatic(playlist_id: str, call: Call) -> Stored | None:
    """What the account liked or kept for later; there is nothing of the kind for a guest."""
    if not call.caller.signed_in:
        return None
    name, now = pages.AUTOMATIC[playlist_id], call.world.clock()
    empty = Stored(service=SERVICE, id=playlist_id, name=name, owner=call.caller.user, created=now)
    return call.world.store.get(SERVICE, playlist_id) or empty


def _may_edit(playlist: Stored, call: Call) -> bool:
    return call.owns(playlist) and playlist.id not in pages.AUTOMATIC


def _next_rows(continuation: str, call: Call) -> Json:
    place = tokens.read(continuation)
    playlist = call.readable(place.what)
    if playlist is None:
        raise refused(404)
    return pages.more_rows(_page(playlist, place.offset, call))


def _page(playlist: Stored, offset: int, call: Call) -> list[Json]:
    """A hundred rows, and where the next ones begin."""
    after = offset + PER_PAGE
    view = View(language=call.language, switches=call.switches)
    shown = [_row(row, playlist, call, view) for row in _in_order(playlist)[offset:after]]
    more = [rows.next_page(tokens.write(playlist.id, after))] if after < len(playlist.rows) else []
    return shown + more


def _in_order(playlist: Stored) -> list[Row]:
    """The rows in the order that the playlist is set to show them in."""
    order = playlist.extra.get("order", "")
    if order not in {NEWEST_FIRST, NEWEST_LAST}:
        return list(playlist.rows)
    return sorted(playlist.rows, key=lambda row: row.added, reverse=order == NEWEST_FIRST)


def _row(row: Row, playlist: Stored, call: Call, view: View) -> Json:
    entry, owned = _entry(row, call), _may_edit(playlist, call)
    how = _gone(row.track, entry, call)
    if how is None and entry is not None:
        return rows.listed(row, entry, playlist.id, view, owned=owned)
    return rows.gone(row, entry, how or "deleted", playlist.id, view, owned=owned)


def _entry(row: Row, call: Call) -> Entry | None:
    """The video that the row shows: sometimes another one than was written."""
    return call.world.catalogue.get(SERVICE, call.switches.replaced.get(row.track, row.track))


def _gone(video_id: str, entry: Entry | None, call: Call) -> Gone | None:
    if video_id in call.switches.gone:
        return call.switches.gone[video_id]
    return "deleted" if entry is None else "grey" if video_id in call.switches.unavailable else None


def _library(call: Call) -> Json:
    """The account's own playlists and the saved ones of others, the last changed first."""
    if not call.caller.signed_in:
        return pages.message(SIGN_IN)
    continuation = call.query.get("continuation") or call.query.get("ctoken", "")
    place = tokens.read(continuation) if continuation else tokens.Place(LIBRARY, 0)
    listed, after = _listed(call), place.offset + TILES
    tiles = [_tile(playlist, call) for playlist in listed[place.offset : after]]
    token = tokens.write(LIBRARY, after)
    more = {"continuations": [{"nextContinuationData": {"continuation": token}}]} if after < len(listed) else {}
    if continuation:
        return {"continuationContents": {"gridContinuation": {"items": tiles, **more}}}
    return pages.grid([NEW_PLAYLIST, *map(_automatic_tile, pages.AUTOMATIC), *tiles], more)


def _listed(call: Call) -> list[Stored]:
    young = call.world.clock() - call.switches.library_lag
    found = [
        playlist
        for playlist in call.world.store.all(SERVICE)
        if playlist.id not in pages.AUTOMATIC
        and playlist.created <= young
        and (call.owns(playlist) or _is_saved(playlist, call))
    ]
    return sorted(found, key=lambda playlist: -playlist.changed)


def _is_saved(playlist: Stored, call: Call) -> bool:
    """Whether it is a stranger's that the sandbox's user has saved; nobody else saves any."""
    return playlist.saved and not call.caller.user and playlist.owner not in names(call.switches)


NEW_PLAYLIST: Json = {"musicTwoRowItemRenderer": {"title": text("New playlist"), "subtitle": {}}}


def _automatic_tile(playlist_id: str) -> Json:
    return _two_rows(playlist_id, pages.AUTOMATIC[playlist_id], text("Auto playlist"), {})


def _tile(playlist: Stored, call: Call) -> Json:
    count = f"{len(playlist.rows)} track{'' if len(playlist.rows) == 1 else 's'}"
    editor = {"playlistEditorEndpoint": {"playlistId": playlist.id}}
    items = rows.menu(rows.navigation_item("Edit playlist", "EDIT", editor)) if call.owns(playlist) else {}
    return _two_rows(playlist.id, playlist.name, text(call.author(playlist), " • ", count), items)


def _two_rows(playlist_id: str, name: str, subtitle: Json, more: Json) -> Json:
    title = {"text": name, "navigationEndpoint": {"browseEndpoint": {"browseId": f"VL{playlist_id}"}}}
    pictures = {"thumbnailRenderer": tracks.thumbnails(playlist_id)}
    return {"musicTwoRowItemRenderer": {"title": text(title), "subtitle": subtitle, **pictures, **more}}
