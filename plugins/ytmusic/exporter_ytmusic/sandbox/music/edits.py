"""What an edit does to a playlist: pure functions from one stored playlist to the next.

An edit is a list of actions, applied in order; the first one that is refused undoes all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from exporter.sandbox import Row, Stored
from exporter_ytmusic.sandbox.library import LONGEST_DESCRIPTION, LONGEST_TITLE, with_privacy
from exporter_ytmusic.sandbox.music.refused import failed, precondition, refused
from exporter_ytmusic.sandbox.music.switches import Switches
from exporter_ytmusic.sandbox.music.tracks import Json, text


class _Action(msgspec.Struct, frozen=True, rename="camel", tag_field="action"):
    """One of the actions that :data:`Action` lists, under the names that the service gives its parts."""


class AddVideo(_Action, frozen=True, tag="ACTION_ADD_VIDEO"):
    """Add a video. Nothing in its place asks only for the results of the other additions."""

    added_video_id: str | None
    dedupe_option: str = ""


class AddPlaylist(_Action, frozen=True, tag="ACTION_ADD_PLAYLIST"):
    """Add all videos of another playlist, whether they are there already or not."""

    added_full_list_id: str


class RemoveVideo(_Action, frozen=True, tag="ACTION_REMOVE_VIDEO"):
    """Remove a row. Only the row's ID counts."""

    set_video_id: str
    removed_video_id: str | None = None


class MoveVideo(_Action, frozen=True, tag="ACTION_MOVE_VIDEO_BEFORE"):
    """Move a row before another one, or without one to the end."""

    set_video_id: str
    moved_set_video_id_successor: str | None = None


class SetName(_Action, frozen=True, tag="ACTION_SET_PLAYLIST_NAME"):
    """Change the title."""

    playlist_name: str


class SetDescription(_Action, frozen=True, tag="ACTION_SET_PLAYLIST_DESCRIPTION"):
    """Change the description."""

    playlist_description: str


class SetPrivacy(_Action, frozen=True, tag="ACTION_SET_PLAYLIST_PRIVACY"):
    """Change who may see it."""

    playlist_privacy: Literal["PRIVATE", "UNLISTED", "PUBLIC"]


class SetAddToTop(_Action, frozen=True, tag="ACTION_SET_ADD_TO_TOP"):
    """Let additions go to the top from now on, or to the end again."""

    add_to_top: Literal["true", "false"]


class SetOrder(_Action, frozen=True, tag="ACTION_SET_PLAYLIST_VIDEO_ORDER"):
    """Change the order that rows are shown in; 0 is the one they were put in."""

    playlist_video_order: int


Action = (
    AddVideo | AddPlaylist | RemoveVideo | MoveVideo | SetName | SetDescription | SetPrivacy | SetAddToTop | SetOrder
)


@dataclass(frozen=True, slots=True)
class Step:
    """An action with the rows that it adds."""

    action: Action
    rows: tuple[Row, ...] = ()


def applied(playlist: Stored, steps: Sequence[Step], switches: Switches) -> Stored:
    """The playlist after all steps."""
    for step in steps:
        playlist = _after(playlist, step, switches)
    return playlist


def _after(playlist: Stored, step: Step, switches: Switches) -> Stored:  # noqa: PLR0911 - one for each action
    match step.action:
        case AddVideo(dedupe_option=option):
            return _with_video(playlist, step.rows, switches, repeat=option == "DEDUPE_OPTION_SKIP")
        case AddPlaylist():
            return with_rows(playlist, step.rows, switches)
        case RemoveVideo(set_video_id=row):
            return _without(playlist, row, switches)
        case MoveVideo(set_video_id=row, moved_set_video_id_successor=successor):
            return _moved(playlist, row, successor, switches)
        case SetName(playlist_name=name):
            return replace(playlist, name=checked_title(name))
        case SetDescription(playlist_description=description):
            return replace(playlist, description=checked_description(description))
        case SetPrivacy(playlist_privacy=privacy):
            return with_privacy(playlist, privacy.lower())
        case SetAddToTop(add_to_top=value):
            return replace(playlist, extra={**playlist.extra, "add_to_top": value})
        case SetOrder(playlist_video_order=order):
            return replace(playlist, extra={**playlist.extra, "order": str(order)})


def checked_title(title: str) -> str:
    """The title, unless the service refuses it."""
    if not title.strip() or len(title) > LONGEST_TITLE or "<" in title or ">" in title:
        raise refused(400)
    return title


def checked_description(description: str) -> str:
    """The description, unless the service refuses it."""
    if len(description) > LONGEST_DESCRIPTION:
        raise refused(400)
    return description


def with_rows(playlist: Stored, rows: tuple[Row, ...], switches: Switches) -> Stored:
    """The playlist with new rows at its end; one by one at the top when it is set so, which turns their order."""
    at_top = playlist.extra.get("add_to_top") == "true"
    together = (*reversed(rows), *playlist.rows) if at_top else (*playlist.rows, *rows)
    if len(together) > switches.max_rows:
        raise refused(400, "Maximum playlist size exceeded.")
    return replace(playlist, rows=together)


def _with_video(playlist: Stored, rows: tuple[Row, ...], switches: Switches, *, repeat: bool) -> Stored:
    there = {row.track for row in playlist.rows}
    if not repeat and any(row.track in there for row in rows):
        raise failed(DUPLICATES)
    return with_rows(playlist, rows, switches)


DUPLICATES: Json = {
    "confirmDialogEndpoint": {
        "content": {
            "confirmDialogRenderer": {
                "title": text("Duplicates"),
                "dialogMessages": [text("One or more of these songs are already in your playlist")],
            }
        }
    }
}


def _without(playlist: Stored, row_id: str, switches: Switches) -> Stored:
    if _position(playlist, row_id, switches) is None:
        return playlist
    return replace(playlist, rows=tuple(row for row in playlist.rows if row.id != row_id))


def _moved(playlist: Stored, row_id: str, successor: str | None, switches: Switches) -> Stored:
    start = _position(playlist, row_id, switches)
    if start is None or row_id == successor:
        return playlist
    others = playlist.rows[:start] + playlist.rows[start + 1 :]
    end = len(others) if successor is None else _position(replace(playlist, rows=others), successor, switches)
    if end is None:
        return playlist
    return replace(playlist, rows=(*others[:end], playlist.rows[start], *others[end:]))


def _position(playlist: Stored, row_id: str, switches: Switches) -> int | None:
    """Where the row stands. One that is not there is refused as the switch says; None: the action is passed over."""
    for position, row in enumerate(playlist.rows):
        if row.id == row_id:
            return position
    match switches.row_missing:
        case "ignored":
            return None
        case "failed":
            raise failed()
        case "400":
            raise precondition()
        case "409":
            raise refused(409)
