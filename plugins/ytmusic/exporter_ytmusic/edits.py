"""Edits of playlists with a browser's login, which name rows by their own IDs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from exporter import Add, Describe, Item, Move, Moves, Remove
from exporter.errors import LoginError, NotAllowed, Rejected, ServiceError
from exporter_ytmusic import answers, translate
from exporter_ytmusic.answers import Json
from exporter_ytmusic.clients import SignedIn
from exporter_ytmusic.door import Door
from exporter_ytmusic.errors import AGAIN, OTHER_ACCOUNT, Conflict
from exporter_ytmusic.moves import Step, every_step
from exporter_ytmusic.rows import Rows

logger = logging.getLogger("exporter.ytmusic")

Call = Callable[[SignedIn], object]
RowEdit = Add | Move | Moves | Remove
Order = tuple[str, ...]
"""The IDs of a playlist's rows, in order."""
SETTLING = (1.0, 2.0, 4.0, 8.0, 10.0)
"""Seconds to wait, one after the other, while a playlist that was just made refuses edits: up to 20 s were measured."""
ACTIONS = 50
"""Actions in one request at most: 101 were seen to pass, and nothing promises that more of them do."""


class Edits:
    """Carries out edits, and keeps how the rows are after each of them.

    ``read`` reads a playlist whose rows nobody knows, and notes them here.
    """

    def __init__(self, door: Door, read: Callable[[str], object]) -> None:
        """Know nothing yet."""
        self._door = door
        self._read = read
        self._rows = Rows()
        self._orders: dict[str, list[Order]] = {}
        self._unsettled: set[str] = set()
        self._written: dict[str, str] = {}
        self._one_by_one = False

    def note_new(self, playlist_id: str) -> None:
        """A playlist was made just now."""
        self.note(playlist_id, ())
        self._unsettled.add(playlist_id)

    def note(self, playlist_id: str, rows: Sequence[Item]) -> None:
        """Keep rows that were read. An order that was never ours tells of a move that was not made whole."""
        seen, orders = _order(rows), self._orders.get(playlist_id, [])
        if orders and {*seen} == {*orders[-1]} and seen not in orders and not self._one_by_one:
            logger.info("YouTube Music did not make a move as it was told; rows are moved one by one from now on")
            self._one_by_one = True
        self._rows.keep(playlist_id, rows)
        self._orders[playlist_id] = [seen]

    def as_written(self, row: Item) -> Item:
        """The row with the ID that we wrote, if that was in this run."""
        return replace(row, id=self._written.get(row.row, row.id))

    def describe(self, playlist_id: str, edit: Describe) -> None:
        """Set name and description."""
        # Not edit_playlist: it cannot clear a description.
        actions = [
            {"action": "ACTION_SET_PLAYLIST_NAME", "playlistName": translate.taken(edit.name)},
            {"action": "ACTION_SET_PLAYLIST_DESCRIPTION", "playlistDescription": translate.taken(edit.description)},
        ]
        if not answers.succeeded(self._change(playlist_id, partial(_send, playlist_id=playlist_id, actions=actions))):
            raise Rejected(f"YouTube Music did not take name and description of the playlist {playlist_id}.")

    def change_rows(self, playlist_id: str, edit: RowEdit) -> None:
        """Carry out an edit of rows, and keep how they are after it; when it fails, nobody knows that."""
        rows, orders = self._known(playlist_id), self._orders.pop(playlist_id, [])
        self._rows.forget(playlist_id)
        made = self._edited(playlist_id, edit, rows)
        self._rows.keep(playlist_id, rows)
        self._rows.edited(playlist_id, edit, made)
        self._orders[playlist_id] = [*orders, _order(self._known(playlist_id))]

    def _edited(self, playlist_id: str, edit: RowEdit, rows: Sequence[Item]) -> Sequence[Item]:
        """Carry out an edit of these rows; the rows that it made."""
        if not _fits(edit, len(rows)):
            raise _changed(playlist_id)
        match edit:
            case Add():
                return self._added(playlist_id, edit.ids)
            case Remove():
                self._remove(playlist_id, [rows[position] for position in edit.positions])
            case Move() | Moves():
                self._move(playlist_id, every_step(rows, _moves_of(edit)))
        return ()

    def _added(self, playlist_id: str, videos: Sequence[str]) -> Sequence[Item]:
        """Add videos at the end; the rows that were made."""
        for video in videos:
            if not translate.is_id(video):
                raise Rejected(f"{video[:40]!r} is no video on YouTube: an ID is eleven letters, digits, - and _.")
        # DEDUPE_OPTION_SKIP, which ytmusicapi sends for duplicates=True, skips the check, not the duplicates.
        answer = self._change(
            playlist_id, lambda client: client.add_playlist_items(playlist_id, list(videos), duplicates=True)
        )
        if not answers.succeeded(answer):
            raise Rejected(f"YouTube Music did not add the {len(videos)} songs to the playlist {playlist_id}.")
        made = answers.added(answer)
        if len(made) != len(videos):
            raise ServiceError(
                f"YouTube Music added {len(made)} of {len(videos)} songs to the playlist {playlist_id}, and called "
                "that a success.",
                hint=AGAIN,
            )
        self._written.update((row.row, video) for row, video in zip(made, videos, strict=True))
        return made

    def _remove(self, playlist_id: str, rows: Sequence[Item]) -> None:
        if not all(row.row for row in rows):
            raise _fixed(playlist_id)
        videos = [{"videoId": row.id or None, "setVideoId": row.row} for row in rows]
        self._change_there(playlist_id, lambda client: client.remove_playlist_items(playlist_id, videos))

    def _move(self, playlist_id: str, found: Sequence[Step] | None) -> None:
        if found is None:
            raise _fixed(playlist_id)
        # Not edit_playlist: it moves one row in a request.
        size = 1 if self._one_by_one else ACTIONS
        for start in range(0, len(found), size):
            actions = [_move_before(*step) for step in found[start : start + size]]
            self._change_there(playlist_id, partial(_send, playlist_id=playlist_id, actions=actions))

    def _change_there(self, playlist_id: str, call: Call) -> None:
        """Change rows that are there, as far as we know: a refusal says that they are not any more."""
        try:
            answer = self._change(playlist_id, call)
        except Rejected:
            raise _changed(playlist_id) from None
        if not answers.succeeded(answer):
            raise _changed(playlist_id)

    def _change(self, playlist_id: str, call: Call) -> Json:
        """Send one edit, again where nothing was changed because the playlist has not settled; the whole answer."""
        about = f"the change to the playlist {playlist_id}"
        waits = iter(SETTLING)
        while True:
            try:
                self._door.ask(about, call)
            except LoginError:
                self._door.account()  # when the login lives, it is the playlist that is not ours
                raise NotAllowed(f"YouTube Music refuses {about}.", hint=OTHER_ACCOUNT) from None
            except (Conflict, Rejected) as error:
                may_pass = isinstance(error, Conflict) or playlist_id in self._unsettled
                seconds = next(waits, None) if may_pass else None
                if seconds is None:
                    self._unsettled.discard(playlist_id)
                    raise
                self._door.sleep(seconds)
            else:
                self._unsettled.discard(playlist_id)
                return self._door.last

    def _known(self, playlist_id: str) -> Sequence[Item]:
        """The rows as they are after the last edit, read where nobody knows."""
        rows = self._rows.of(playlist_id)
        if rows is None:
            self._read(playlist_id)
            rows = self._rows.of(playlist_id) or ()
        return tuple(rows)


def _send(client: SignedIn, playlist_id: str, actions: Sequence[Json]) -> Json:
    return client.send("browse/edit_playlist", {"playlistId": playlist_id, "actions": list(actions)})


def _move_before(row: Item, before: Item) -> Json:
    return {"action": "ACTION_MOVE_VIDEO_BEFORE", "setVideoId": row.row, "movedSetVideoIdSuccessor": before.row}


def _order(rows: Sequence[Item]) -> Order:
    return tuple(row.row for row in rows)


def _moves_of(edit: Move | Moves) -> Sequence[Move]:
    return edit.moves if isinstance(edit, Moves) else (edit,)


def _fits(edit: RowEdit, count: int) -> bool:
    """Whether an edit names rows that are there, and adds at the end."""
    match edit:
        case Add(position, _):
            return position == count
        case Remove(positions, _):
            return all(0 <= position < count for position in positions)
        case Move(start, before, length):
            return 0 <= start < start + length <= count and 0 <= before <= count
        case Moves(moves):
            return all(_fits(move, count) for move in moves)


def _changed(playlist_id: str) -> ServiceError:
    return ServiceError(
        f"The playlist {playlist_id} on YouTube Music is not as it was a moment ago; an edit did not fit.", hint=AGAIN
    )


def _fixed(playlist_id: str) -> NotAllowed:
    return NotAllowed(
        f"Some rows of the playlist {playlist_id} cannot be moved or removed: YouTube Music gives them no ID.",
        hint="They are of videos that are gone, or the playlist is somebody else's. Remove them in YouTube Music.",
    )
