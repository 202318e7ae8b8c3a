"""What is in a playlist: its rows, one of them per write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exporter.sandbox import Row, Stored
from exporter_ytmusic.sandbox import library
from exporter_ytmusic.sandbox.data import edits, paging, refused, render, settling
from exporter_ytmusic.sandbox.data.body import Body
from exporter_ytmusic.sandbox.data.call import Call, visible
from exporter_ytmusic.sandbox.data.ids import item_id, read_item_id
from exporter_ytmusic.sandbox.data.paging import Page
from exporter_ytmusic.sandbox.data.refused import Refused, missing_parameter

DOMAIN = "youtube.playlistItem"
VIDEO = "youtube#video"
CLOSED = ("WL", "HL", "LL", "UU")
"""How the IDs of lists begin that are not for this API: Watch Later, history, likes, uploads."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and where it stands."""

    playlist: Stored
    row: Row
    position: int

    @property
    def id(self) -> str:
        """The item's ID."""
        return item_id(self.playlist.id, self.row.id)


def show(call: Call) -> render.Json:
    """GET /playlistItems: those of a playlist, or some by ID; unknown IDs are left out."""
    parts = call.parts()
    page = _page(call)
    items = [render.shown(_resource(one, call), parts) for one in page.rows]
    return page.envelope("youtube#playlistItemListResponse", items)


def _page(call: Call) -> Page[Placed]:
    playlist_id, video_id = call.text("playlistId"), call.text("videoId")
    if wanted := call.ids():
        return paging.everything([found for one in wanted if (found := _seen(one, call))])
    if not playlist_id:
        raise missing_parameter("No filter selected. Expected one of: id, playlistId")
    stored = call.seen(playlist_id)
    if stored is None:
        raise refused.playlist_not_found("playlistId")
    rows = [Placed(stored, row, at) for at, row in enumerate(stored.rows) if video_id in ("", row.track)]
    return paging.cut(rows, call, playlist_id, lambda one: one.row.id)


def _seen(one: str, call: Call) -> Placed | None:
    playlist_id, row_id = read_item_id(one)
    stored = call.seen(playlist_id)
    at = edits.find(stored, row_id) if stored else None
    return Placed(stored, stored.rows[at], at) if stored and at is not None else None


def insert(call: Call) -> render.Json:
    """POST /playlistItems: one video, which may be in the playlist already."""
    parts, body = call.parts(), call.body()
    one = _writable(call, _playlist_named(body))
    video_id = _video_named(body)
    settling.refuse_first(call, "insert", one)
    _check_video(video_id, one, call)
    position = _position(body, call)
    row = library.new_row(call.world, video_id)
    stored = _changed(call, one.id, lambda old: edits.insert(old, row, position, most=call.switches.max_rows))
    return render.shown(_resource(_placed(stored, row.id), call), parts)


def update(call: Call) -> render.Json:
    """PUT /playlistItems: move a row."""
    parts, body = call.parts(), call.body()
    if not body.text("id"):
        raise _required("playlistItemIdRequired", "id")
    playlist_id, row_id = read_item_id(body.text("id"))
    named, video_id = _playlist_named(body), _video_named(body, missing="invalidResourceType")
    one = call.world.store.get(library.SERVICE, playlist_id)
    at = edits.find(one, row_id) if one else None
    if one is None or at is None or named != one.id or video_id != one.rows[at].track:
        raise Refused(400, "invalidSnippet", "Invalid snippet.", domain=DOMAIN, where=("body.snippet", "other"))
    _writable(call, one.id)
    position = _position(body, call)
    stored = _changed(call, one.id, lambda old: edits.move(old, at, at if position is None else position))
    return render.shown(_resource(_placed(stored, row_id), call), parts)


def remove(call: Call) -> None:
    """DELETE /playlistItems: one row."""
    if not call.text("id"):
        raise missing_parameter("Missing required parameter: id", "id")
    playlist_id, row_id = read_item_id(call.text("id"))
    one = call.world.store.get(library.SERVICE, playlist_id)
    at = edits.find(one, row_id) if one else None
    if at is None:
        where = ("id", "parameter")
        raise Refused(404, "playlistItemNotFound", "Playlist item not found.", domain=DOMAIN, where=where)
    _writable(call, playlist_id)
    _changed(call, playlist_id, lambda old: edits.remove(old, at))


def _writable(call: Call, playlist_id: str) -> Stored:
    """The playlist, if its rows are ours to change."""
    if playlist_id.startswith(CLOSED):
        message = "The API does not support the ability to insert or change items of the specified playlist."
        raise Refused(400, "playlistOperationUnsupported", message, domain=DOMAIN)
    stored = call.world.store.get(library.SERVICE, playlist_id)
    if stored is None or not visible(stored):
        raise refused.playlist_not_found("playlistId")
    if stored.owner:
        message = "The request is not properly authorized to change the specified playlist's items."
        raise Refused(403, "playlistItemsNotAccessible", message, domain=DOMAIN)
    return stored


def _playlist_named(body: Body) -> str:
    if not body.text("snippet.playlistId"):
        raise _required("playlistIdRequired", "snippet.playlistId")
    return body.text("snippet.playlistId")


def _video_named(body: Body, missing: str = "resourceIdRequired") -> str:
    if body.get("snippet.resourceId") is None:
        raise _required(missing, "snippet.resourceId")
    if body.text("snippet.resourceId.kind") != VIDEO:
        message = "The type specified for the resource ID is not supported for this operation."
        where = ("body.snippet.resourceId.kind", "other")
        raise Refused(400, "invalidResourceType", message, domain=DOMAIN, where=where)
    return body.text("snippet.resourceId.videoId")


def _check_video(video_id: str, one: Stored, call: Call) -> None:
    """Refuse a video that cannot become a row."""
    if video_id in (*call.switches.private, *call.switches.unavailable):
        raise Refused(400, "failedPrecondition", "Precondition check failed.", state="FAILED_PRECONDITION")
    if call.video(video_id) is None:
        where = ("body.snippet.resourceId.videoId", "other")
        raise Refused(404, "videoNotFound", "Video not found.", domain=DOMAIN, where=where)
    if not call.switches.duplicates and any(row.track == video_id for row in one.rows):
        raise Refused(409, "videoAlreadyInPlaylist", "Video already in playlist.", domain=DOMAIN)


def _position(body: Body, call: Call) -> int | None:
    position = body.whole("snippet.position")
    if position is not None and not call.switches.manual_order:
        message = "Playlist sort type need to be MANUAL to support position."
        raise Refused(400, "manualSortRequired", message, domain=DOMAIN)
    return position


def _required(reason: str, path: str) -> Refused:
    return Refused(400, reason, "Required", domain=DOMAIN, where=(f"body.{path}", "other"))


def _changed(call: Call, playlist_id: str, edit: Callable[[Stored], Stored]) -> Stored:
    return call.world.store.change(library.SERVICE, playlist_id, edit, remember=call.switches.read_lag)


def _placed(stored: Stored, row_id: str) -> Placed:
    at = edits.find(stored, row_id)
    assert at is not None  # noqa: S101 - the write that just succeeded put it there
    return Placed(stored, stored.rows[at], at)


def _resource(one: Placed, call: Call) -> render.Json:
    video_id = one.row.track
    private = video_id in call.switches.private
    return render.item(one.playlist, one.row, one.position, call.video(video_id), private=private)
