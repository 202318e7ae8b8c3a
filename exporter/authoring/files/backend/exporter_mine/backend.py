"""The calls. Every request goes through the connection's session, which paces, retries, counts, and hides secrets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from exporter import Account, Add, Connection, Describe, Edit, Move, Query, Remote, Remove, Track
from exporter.errors import LoginError, NotAllowed, NotFound, Rejected, ServiceError
from exporter.session import json_of

from exporter_mine import API, translate
from exporter_mine.auth import headers

HITS = 20
REFUSALS = {401: LoginError, 403: NotAllowed, 404: NotFound}


class MineBackend:
    """One account at the service."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def account(self) -> Account:
        """Who is logged in: a request that a stranger gets no answer to."""
        me = self._ask("GET", "me")
        if not (isinstance(me, dict) and me.get("id")):
            raise self._strange("who is logged in")
        return Account(id=str(me["id"]), name=str(me.get("name") or me["id"]))

    def search(self, query: Query) -> Sequence[Track]:
        """Candidates, best first."""
        words = query.text or f"{query.title} {query.artist}"
        asked = {"isrc": query.isrc} if query.isrc else {"q": translate.words(words)}
        if not any(asked.values()):
            return []
        return translate.tracks(self._ask("GET", "search", params={**asked, "limit": HITS}))

    def track(self, track_id: str) -> Track | None:
        """One track."""
        try:
            return translate.track(self._ask("GET", _path("tracks", track_id)))
        except NotFound:
            return None

    def playlists(self, name: str) -> Sequence[Remote]:
        """Own playlists of exactly this name."""
        found = map(translate.remote, self._pages("me/playlists", "playlists"))
        return [remote for remote in found if remote and remote.name == name]

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        """The playlist with its rows; without them when it is still as it was."""
        remote = self._remote(playlist_id)
        if known_version and remote.version == known_version:
            return replace(remote, complete=False)
        items = tuple(map(translate.item, self._pages(_path("playlists", playlist_id, "tracks"), "tracks")))
        return replace(remote, items=items, total=len(items))

    def in_library(self, playlist_id: str) -> bool:
        """Whether it is there; a service that shows deleted playlists needs another question here."""
        try:
            self._remote(playlist_id)
        except NotFound:
            return False
        return True

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        """A new, empty playlist."""
        made = translate.remote(
            self._ask("POST", "playlists", json={"name": name, "description": description, "public": public})
        )
        if made is None:
            raise self._strange("the new playlist")
        return made

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """One edit, one request."""
        match edit:
            case Add(position, ids):
                self._ask("POST", _path("playlists", playlist_id, "tracks"), json={"position": position, "ids": ids})
            case Remove(positions, ids):
                gone = {"positions": positions, "ids": ids}
                self._ask("DELETE", _path("playlists", playlist_id, "tracks"), json=gone)
            case Move(start, before, length):
                move = {"start": start, "before": before, "length": length}
                self._ask("POST", _path("playlists", playlist_id, "move"), json=move)
            case Describe(name, description):
                words = {"name": name, "description": description}
                self._ask("PUT", _path("playlists", playlist_id), json=words)
            case _:
                raise Rejected(f"{self._connection.info.label} knows no {type(edit).__name__}.")

    def _remote(self, playlist_id: str) -> Remote:
        remote = translate.remote(self._ask("GET", _path("playlists", playlist_id)))
        if remote is None:
            raise self._strange("a playlist")
        return remote

    def _pages(self, path: str, key: str) -> Iterator[object]:
        """The entries of every page."""
        offset: object = 0
        while isinstance(offset, int):
            page = self._ask("GET", path, params={"offset": offset})
            if not (isinstance(page, dict) and isinstance(page.get(key), list)):
                raise self._strange(key)
            yield from translate.entries(page, key)
            offset = page.get("next")

    def _ask(self, method: str, path: str, **request: Any) -> object:
        """One request; the JSON of its answer, or one of our errors."""
        session = self._connection.session()
        response = session.request(method, f"{API}/{path}", headers=headers(self._connection), **request)
        label = self._connection.info.label
        if response.status_code in REFUSALS:
            raise REFUSALS[response.status_code](f"{label} refused ({response.status_code}).")
        if response.status_code >= 500:
            raise ServiceError(f"{label} is in trouble ({response.status_code}).", hint="Run the same command again.")
        if not response.ok:
            raise Rejected(f"{label} will not take this ({response.status_code}).")
        return json_of(response, label)

    def _strange(self, what: str) -> ServiceError:
        return ServiceError(f"{self._connection.info.label} gave an answer without {what}.", hint="Run it again.")


def _path(what: str, known_id: str, more: str = "") -> str:
    """An address below the API. What is no ID is not sent: nothing is there."""
    if not translate.ID.fullmatch(known_id):
        raise NotFound(f"{known_id[:80]!r} is no ID.")
    return "/".join(filter(None, (what, known_id, more)))
