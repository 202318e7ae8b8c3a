"""Writes: make, edit and delete playlists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

from exporter.sandbox import Row, Stored
from exporter_ytmusic.sandbox import library
from exporter_ytmusic.sandbox.library import SERVICE, made_now, new_playlist_id, new_row, with_privacy
from exporter_ytmusic.sandbox.music import edits
from exporter_ytmusic.sandbox.music.call import Call
from exporter_ytmusic.sandbox.music.edits import Action, AddPlaylist, AddVideo, Step
from exporter_ytmusic.sandbox.music.refused import Refused, error, precondition, refused
from exporter_ytmusic.sandbox.music.tracks import Json


class Creation(msgspec.Struct, frozen=True, rename="camel"):
    """The body of ``playlist/create``."""

    title: str
    description: str = ""
    privacy_status: Literal["PRIVATE", "UNLISTED", "PUBLIC"] = "PRIVATE"
    video_ids: tuple[str, ...] = ()
    source_playlist_id: str = ""


class Edit(msgspec.Struct, frozen=True, rename="camel"):
    """The body of ``browse/edit_playlist``."""

    playlist_id: str
    actions: tuple[Action, ...] = ()


def create(call: Call) -> Json:
    """POST playlist/create. Titles may repeat."""
    call.need_login()
    asked = call.body_as(Creation)
    title, description = edits.checked_title(asked.title), edits.checked_description(asked.description)
    copied = _tracks_of(asked.source_playlist_id, call) if asked.source_playlist_id else ()
    _check_videos(asked.video_ids, call)
    _count_creation(call)
    empty = Stored(
        service=SERVICE,
        id=new_playlist_id(call.world, short=call.switches.short_ids),
        name=title,
        description=description,
        owner=call.caller.user,
    )
    rows = tuple(new_row(call.world, video) for video in (*copied, *asked.video_ids))
    playlist = edits.with_rows(with_privacy(empty, asked.privacy_status.lower()), rows, call.switches)
    return {"playlistId": call.world.store.add(made_now(call.world, playlist)).id}


def edit(call: Call) -> Json:
    """POST browse/edit_playlist."""
    call.need_login()
    asked = call.body_as(Edit)
    call.writable(asked.playlist_id)
    actions = asked.actions
    _check_videos([one.added_video_id for one in actions if isinstance(one, AddVideo) and one.added_video_id], call)
    steps = [Step(action, _new_rows(action, call)) for action in actions[: call.switches.actions_applied]]
    _changed(asked.playlist_id, steps, call)
    added = [row for step in steps for row in step.rows]
    if not any(isinstance(action, AddVideo) for action in actions):
        return {"status": "STATUS_SUCCEEDED"}
    return {"status": "STATUS_SUCCEEDED", "playlistEditResults": [_result(row) for row in added]}


def delete(call: Call) -> Json:
    """POST playlist/delete."""
    call.need_login()
    found = call.world.store.get(SERVICE, call.text("playlistId"))
    if found is None:
        raise refused(404)
    if not call.owns(found):
        raise refused(403)
    library.delete(call.world, found.id)
    return {"command": {"handlePlaylistDeletionCommand": {"playlistId": found.id}}}


def _check_videos(video_ids: Sequence[str], call: Call) -> None:
    """Refuse the whole request for one video that cannot be added."""
    switches = call.switches
    dead = {*switches.unavailable, *switches.gone, *switches.refused}
    for video in dict.fromkeys(video_ids):
        if video in dead or call.world.catalogue.get(SERVICE, video) is None:
            raise precondition()


def _count_creation(call: Call) -> None:
    """Refuse when enough playlists were made today."""
    store, most = call.world.store, call.switches.creations_a_day
    day = f"created {datetime.fromtimestamp(call.world.clock(), UTC):%Y-%m-%d} {call.caller.user}"
    made = int(store.note(SERVICE, day) or 0)
    if most is not None and made >= most:
        raise _too_many(call)
    store.write_note(SERVICE, day, str(made + 1))


def _too_many(call: Call) -> Refused:
    if call.switches.creation_refusal == "panel":
        panel = {"showEngagementPanelEndpoint": {"identifier": {"tag": "PAfeature_enablement"}}}
        return Refused(200, {"actions": [panel]})
    status = int(call.switches.creation_refusal)
    return Refused(status, error(status, TOO_MANY, reason="RATE_LIMIT_EXCEEDED" if status == BUSY else ""))


BUSY = 429
TOO_MANY = "You are creating too many playlists. Please wait a while before creating further playlists."


def _new_rows(action: Action, call: Call) -> tuple[Row, ...]:
    """The rows that an action adds. They are made before the change, which is one transaction of its own."""
    match action:
        case AddVideo(added_video_id=str(video)):
            return (new_row(call.world, video),)
        case AddPlaylist(added_full_list_id=source):
            return tuple(new_row(call.world, video) for video in _tracks_of(source, call))
        case _:
            return ()


def _tracks_of(playlist_id: str, call: Call) -> tuple[str, ...]:
    source = call.readable(playlist_id.removeprefix("VL"))
    if source is None:
        raise refused(403)
    return tuple(row.track for row in source.rows)


def _changed(playlist_id: str, steps: Sequence[Step], call: Call) -> Stored:
    try:
        return call.world.store.change(
            SERVICE,
            playlist_id,
            lambda playlist: edits.applied(playlist, steps, call.switches),
            remember=call.switches.read_lag,
        )
    except KeyError as error:
        raise refused(404) from error


def _result(row: Row) -> Json:
    return {"playlistEditVideoAddedResultData": {"videoId": row.track, "setVideoId": row.id}}
