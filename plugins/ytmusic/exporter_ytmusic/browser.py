"""One account's playlists through ytmusicapi, with a browser's login."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar, assert_never

from exporter import Account, Add, Connection, Create, Describe, Edit, Item, Move, Remote, Remove
from exporter.errors import LoginError, NotAllowed, NotFound, Rejected, ServiceError, WaitLonger
from exporter_ytmusic import answers, translate
from exporter_ytmusic.answers import Json
from exporter_ytmusic.clients import Clients, SignedIn
from exporter_ytmusic.errors import AGAIN, OTHER_ACCOUNT, Conflict, logged_out, no_more_playlists, nonsense, translated
from exporter_ytmusic.moves import Step, steps
from exporter_ytmusic.rows import Rows

logger = logging.getLogger("exporter.ytmusic")

T = TypeVar("T")
Order = tuple[str, ...]
"""The IDs of a playlist's rows, in order."""
SETTLING = (1.0, 2.0, 4.0, 8.0, 10.0)
"""Seconds to wait, one after the other, while a playlist that was just made refuses edits: up to 20 s were measured."""
ACTIONS = 50
"""Actions in one request at most: 101 were seen to pass, and nothing promises that more of them do."""


class BrowserLibrary:
    """The account's playlists, whose rows have IDs that edits name. Those are kept as they are after each edit.

    YouTube Music does not say when a login has died, it answers as to a guest: an own playlist is somebody else's then,
    and the library is empty. Every answer is looked at for that, and the account is asked for before the first read
    and before a playlist is made.
    """

    def __init__(self, connection: Connection, clients: Clients | None = None) -> None:
        """Ask nothing yet. ``clients`` are those that somebody else uses as well."""
        self._connection = connection
        self._clients = clients or Clients(connection)
        self._account: Account | None = None
        self._rows = Rows()
        self._orders: dict[str, list[Order]] = {}
        self._unsettled: set[str] = set()
        self._written: dict[str, str] = {}
        self._one_by_one = False

    def account(self) -> Account:
        """Who we are, asked anew: a guest cannot answer."""
        about = "your account"
        answer = self._ask(about, lambda client: client.send("account/account_menu", {}))
        found = answers.account(answer)
        if found is None:
            raise logged_out() if answers.is_menu(answer) else nonsense(about)
        self._account = found
        return found

    def playlists(self, name: str) -> Sequence[Remote]:
        """Own playlists of exactly this name, by one request for every 25 playlists in the library."""
        mine = (translate.listed(tile) for tile in self._library())
        return [remote for remote in mine if remote and remote.name == name]

    def in_library(self, playlist_id: str) -> bool:
        """Whether the playlist is still in the library.

        An own one is for as long as it can be read, which takes one request; the library lists new ones late. One of
        somebody else's is when the library lists it.
        """
        try:
            answer = self._playlist(playlist_id, whole=False)
        except NotFound:
            return False
        return translate.is_owned(answer) or playlist_id in map(translate.identity, self._library())

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:  # noqa: ARG002 - there are no versions
        """The playlist, by one request for every hundred rows.

        A row that we wrote in this run has the ID that we wrote, also where YouTube shows another (a song for its
        video, for one).
        """
        answer = self._playlist(playlist_id)
        found = translate.remote(answer, playlist_id)
        self._note(playlist_id, found.items)
        return replace(found, items=tuple(map(self._as_written, found.items)))

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        """Make an empty playlist. ``<`` and ``>`` in its name and description become small ones (see ``translate``).

        Raises:
            WaitLonger: the account has made enough playlists for now.
        """
        about = f"the new playlist {name!r}"
        title, words = translate.taken(name), translate.taken(description)
        self.account()
        try:
            made = self._ask(
                about, lambda client: client.create_playlist(title, words, "PUBLIC" if public else "PRIVATE")
            )
        except WaitLonger as error:
            raise no_more_playlists() if error.seconds is None else error from None
        if not (isinstance(made, str) and translate.is_playlist_id(made)):
            hint = "If it is in your library now, push with --adopt to take it over."
            raise ServiceError(f"YouTube Music did not say the ID of {about}.", hint=hint)
        self._note(made, ())
        self._unsettled.add(made)
        return translate.remote({"title": name, "description": description}, made)

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Carry out one edit by one request; a playlist that was just made is asked again until it takes edits.

        A move of many rows takes a request for every fifty of them, and one for every row once YouTube Music was seen
        to carry out only a part of one.
        """
        match edit:
            case Describe(name, description):
                self._describe(_checked(playlist_id), translate.taken(name), translate.taken(description))
            case Add() | Move() | Remove():
                self._apply_to_rows(_checked(playlist_id), edit)
            case Create():
                raise TypeError("create() makes playlists")
            case _:
                assert_never(edit)

    def _describe(self, playlist_id: str, name: str, description: str) -> None:
        # Not edit_playlist: it cannot clear a description.
        actions = [
            {"action": "ACTION_SET_PLAYLIST_NAME", "playlistName": name},
            {"action": "ACTION_SET_PLAYLIST_DESCRIPTION", "playlistDescription": description},
        ]
        if not answers.succeeded(self._change(playlist_id, lambda client: _send(client, playlist_id, actions))):
            raise Rejected(f"YouTube Music did not take name and description of the playlist {playlist_id}.")

    def _apply_to_rows(self, playlist_id: str, edit: Add | Move | Remove) -> None:
        """Carry out an edit of rows, and keep how they are after it; when it fails, nobody knows that."""
        rows, orders = self._known(playlist_id), self._orders.pop(playlist_id, [])
        self._rows.forget(playlist_id)
        made = self._edited(playlist_id, edit, rows)
        self._rows.keep(playlist_id, rows)
        self._rows.edited(playlist_id, edit, made)
        self._orders[playlist_id] = [*orders, _order(self._known(playlist_id))]

    def _edited(self, playlist_id: str, edit: Add | Move | Remove, rows: Sequence[Item]) -> Sequence[Item]:
        """Carry out an edit of these rows; the rows that it made."""
        if not _fits(edit, len(rows)):
            raise _changed(playlist_id)
        match edit:
            case Add():
                return self._added(playlist_id, edit.ids)
            case Remove():
                self._remove(playlist_id, [rows[position] for position in edit.positions])
            case Move():
                self._move(playlist_id, steps(rows, edit))
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
        self._change_rows(playlist_id, lambda client: client.remove_playlist_items(playlist_id, videos))

    def _move(self, playlist_id: str, found: Sequence[Step] | None) -> None:
        if found is None:
            raise _fixed(playlist_id)
        # Not edit_playlist: it moves one row in a request.
        size = 1 if self._one_by_one else ACTIONS
        for start in range(0, len(found), size):
            actions = [_move_before(*step) for step in found[start : start + size]]
            self._change_rows(playlist_id, partial(_send, playlist_id=playlist_id, actions=actions))

    def _change_rows(self, playlist_id: str, call: Callable[[SignedIn], object]) -> None:
        """Change rows that are there, as far as we know: a refusal says that they are not any more."""
        try:
            answer = self._change(playlist_id, call)
        except Rejected:
            raise _changed(playlist_id) from None
        if not answers.succeeded(answer):
            raise _changed(playlist_id)

    def _change(self, playlist_id: str, call: Callable[[SignedIn], object]) -> Json:
        """Send one edit, again where nothing was changed because the playlist has not settled; the whole answer."""
        about = f"the change to the playlist {playlist_id}"
        waits = iter(SETTLING)
        while True:
            try:
                self._ask(about, call)
            except LoginError:
                self.account()  # when the login lives, it is the playlist that is not ours
                raise NotAllowed(f"YouTube Music refuses {about}.", hint=OTHER_ACCOUNT) from None
            except (Conflict, Rejected) as error:
                may_pass = isinstance(error, Conflict) or playlist_id in self._unsettled
                seconds = next(waits, None) if may_pass else None
                if seconds is None:
                    self._unsettled.discard(playlist_id)
                    raise
                self._connection.sleep(seconds)
            else:
                self._unsettled.discard(playlist_id)
                return self._client.answer

    def _known(self, playlist_id: str) -> Sequence[Item]:
        """The rows as they are after the last edit, read where nobody knows."""
        rows = self._rows.of(playlist_id)
        if rows is None:
            self.read(playlist_id)
            rows = self._rows.of(playlist_id) or ()
        return tuple(rows)

    def _note(self, playlist_id: str, rows: Sequence[Item]) -> None:
        """Keep rows that were read. An order that was never ours tells of a move that was not made whole."""
        seen, orders = _order(rows), self._orders.get(playlist_id, [])
        if orders and {*seen} == {*orders[-1]} and seen not in orders and not self._one_by_one:
            logger.info("YouTube Music did not make a move as it was told; rows are moved one by one from now on")
            self._one_by_one = True
        self._rows.keep(playlist_id, rows)
        self._orders[playlist_id] = [seen]

    def _as_written(self, item: Item) -> Item:
        return replace(item, id=self._written.get(item.row, item.id))

    def _playlist(self, playlist_id: str, *, whole: bool = True) -> object:
        """A playlist as ytmusicapi gives it, or only its first page."""
        about = f"the playlist {_checked(playlist_id)}"
        self._prove()
        try:
            answer = self._ask(about, lambda client: client.get_playlist(playlist_id, limit=None if whole else 0))
        except NotFound:
            self.account()  # for a guest there may be no private playlist
            raise
        except ServiceError:
            if words := answers.message(self._client.answer):
                raise NotAllowed(f"YouTube Music says of {about} only: {words}", hint=OTHER_ACCOUNT) from None
            raise
        if whole and answers.is_cut_off(self._client.answer):
            raise ServiceError(f"YouTube Music broke off in the middle of {about}.", hint=AGAIN)
        if not translate.is_owned(answer):
            self.account()  # a guest's own playlists look like somebody else's
        return answer

    def _library(self) -> Sequence[object]:
        """The playlists that the library lists, own ones and others."""
        about = "your library"
        self._prove()
        found = self._ask(about, lambda client: client.get_library_playlists(limit=None))
        if answers.is_library_cut_off(self._client.answer):
            raise ServiceError("YouTube Music broke off in the middle of your library.", hint=AGAIN)
        return found

    def _prove(self) -> None:
        """Make sure that somebody is logged in."""
        if self._account is None:
            self.account()

    def _ask(self, about: str, call: Callable[[SignedIn], T]) -> T:
        with translated(self._connection, about):
            return call(self._client)

    @property
    def _client(self) -> SignedIn:
        return self._clients.signed_in()


def _send(client: SignedIn, playlist_id: str, actions: Sequence[Json]) -> Json:
    return client.send("browse/edit_playlist", {"playlistId": playlist_id, "actions": list(actions)})


def _move_before(row: Item, before: Item) -> Json:
    return {"action": "ACTION_MOVE_VIDEO_BEFORE", "setVideoId": row.row, "movedSetVideoIdSuccessor": before.row}


def _order(rows: Sequence[Item]) -> Order:
    return tuple(row.row for row in rows)


def _fits(edit: Add | Move | Remove, count: int) -> bool:
    """Whether an edit names rows that are there, and adds at the end."""
    match edit:
        case Add(position, _):
            return position == count
        case Remove(positions, _):
            return all(0 <= position < count for position in positions)
        case Move(start, before, length):
            return 0 <= start < start + length <= count and 0 <= before <= count


def _checked(playlist_id: str) -> str:
    if not translate.is_playlist_id(playlist_id):
        raise NotFound(f"YouTube Music has no playlist {playlist_id[:40]!r}: that is no ID.")
    return playlist_id


def _changed(playlist_id: str) -> ServiceError:
    return ServiceError(
        f"The playlist {playlist_id} on YouTube Music is not as it was a moment ago; an edit did not fit.", hint=AGAIN
    )


def _fixed(playlist_id: str) -> NotAllowed:
    return NotAllowed(
        f"Some rows of the playlist {playlist_id} cannot be moved or removed: YouTube Music gives them no ID.",
        hint="They are of videos that are gone, or the playlist is somebody else's. Remove them in YouTube Music.",
    )
