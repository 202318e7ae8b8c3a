"""One account's playlists through ytmusicapi, with a browser's login."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from exporter import Account, Add, Connection, Create, Describe, Edit, Move, Moves, Remote, Remove
from exporter.errors import NotAllowed, NotFound, ServiceError, WaitLonger
from exporter_ytmusic import answers, translate
from exporter_ytmusic.clients import Clients
from exporter_ytmusic.door import Door
from exporter_ytmusic.edits import Edits
from exporter_ytmusic.errors import AGAIN, OTHER_ACCOUNT, no_more_playlists


class BrowserLibrary:
    """The account's playlists. Who is logged in is asked for before the first read, and before a playlist is made."""

    def __init__(self, connection: Connection, clients: Clients | None = None) -> None:
        """Ask nothing yet. ``clients`` are those that somebody else uses as well."""
        self._door = Door(connection, clients or Clients(connection))
        self._edits = Edits(self._door, self.read)
        self._seen_own: set[str] = set()

    def account(self) -> Account:
        """Who we are, asked anew."""
        return self._door.account()

    def playlists(self, name: str) -> Sequence[Remote]:
        """Own playlists of exactly this name, by one request for every 25 playlists in the library."""
        mine = (translate.listed(tile) for tile in self._library())
        return [remote for remote in mine if remote and remote.name == name]

    def in_library(self, playlist_id: str) -> bool:
        """Whether the playlist is still in the library.

        An own one is for as long as it can be read, which takes one request where it was not read just before; the
        library lists new ones late. One of somebody else's is when the library lists it.
        """
        if playlist_id in self._seen_own:
            self._seen_own.remove(playlist_id)  # true a moment ago, and nobody knows for how long
            return True
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
        if translate.is_owned(answer):
            self._seen_own.add(playlist_id)
        self._edits.note(playlist_id, found.items)
        return replace(found, items=tuple(map(self._edits.as_written, found.items)))

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        """Make an empty playlist. ``<`` and ``>`` in its name and description become small ones (see ``translate``).

        Raises:
            WaitLonger: the account has made enough playlists for now.
        """
        about = f"the new playlist {name!r}"
        title, words = translate.taken(name), translate.taken(description)
        self._door.account()
        try:
            made = self._door.ask(
                about, lambda client: client.create_playlist(title, words, "PUBLIC" if public else "PRIVATE")
            )
        except WaitLonger as error:
            raise no_more_playlists() if error.seconds is None else error from None
        if not (isinstance(made, str) and translate.is_playlist_id(made)):
            hint = "Run the same command again: it looks for it in your library first."
            raise ServiceError(f"YouTube Music did not say the ID of {about}.", hint=hint)
        self._edits.note_new(made)
        return translate.remote({"title": name, "description": description}, made)

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Carry out one edit by one request; a playlist that was just made is asked again until it takes edits.

        Moves of many rows take a request for every fifty of them, and one for every row once YouTube Music was seen to
        carry out only a part of one.
        """
        match edit:
            case Describe():
                self._edits.describe(_checked(playlist_id), edit)
            case Add() | Move() | Moves() | Remove():
                self._edits.change_rows(_checked(playlist_id), edit)
            case Create():
                raise TypeError("create() makes playlists")
            case _:
                assert_never(edit)

    def _playlist(self, playlist_id: str, *, whole: bool = True) -> object:
        """A playlist as ytmusicapi gives it, or only its first page."""
        about = f"the playlist {_checked(playlist_id)}"
        self._door.prove()
        try:
            answer = self._door.ask(about, lambda client: client.get_playlist(playlist_id, limit=None if whole else 0))
        except NotFound:
            self._door.account()  # for a guest there may be no private playlist
            raise
        except ServiceError:
            if words := answers.message(self._door.last):
                raise NotAllowed(f"YouTube Music says of {about} only: {words}", hint=OTHER_ACCOUNT) from None
            raise
        if whole and answers.is_cut_off(self._door.last):
            raise ServiceError(f"YouTube Music broke off in the middle of {about}.", hint=AGAIN)
        if not translate.is_owned(answer):
            self._door.account()  # a guest's own playlists look like somebody else's
        return answer

    def _library(self) -> Sequence[object]:
        """The playlists that the library lists, own ones and others."""
        about = "your library"
        self._door.prove()
        found = self._door.ask(about, lambda client: client.get_library_playlists(limit=None))
        if answers.is_library_cut_off(self._door.last):
            raise ServiceError("YouTube Music broke off in the middle of your library.", hint=AGAIN)
        return found


def _checked(playlist_id: str) -> str:
    if not translate.is_playlist_id(playlist_id):
        raise NotFound(f"YouTube Music has no playlist {playlist_id[:40]!r}: that is no ID.")
    return playlist_id
