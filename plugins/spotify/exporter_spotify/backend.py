"""Spotify through spotipy, unmodified. Only calls live here; what they say is put into our types by ``translate``."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, assert_never

import spotipy  # type: ignore[import-untyped]

from exporter import Account, Add, Connection, Create, Describe, Edit, Move, Moves, Query, Remote, Remove, Track
from exporter.errors import NotAllowed, NotFound, Rejected, ServiceError, UsageError
from exporter_spotify import translate
from exporter_spotify.auth import Tokens
from exporter_spotify.errors import AGAIN, nonsense, stop_at_quota, translated
from exporter_spotify.library import Library
from exporter_spotify.translate import Page

HITS = 10
"""Tracks in one search: the most that apps in development mode get (Web API changelog, February 2026)."""
PAGE = 50
"""Rows in one page of a playlist or of a list of playlists (the same)."""
TYPES = ("track", "episode")
"""Without "episode" Spotify shows episodes as tracks that are none."""


def connect(connection: Connection) -> Spotify:
    """The backend of one login. Asks Spotify nothing yet.

    Raises:
        UsageError: a setting of the target is wrong.
    """
    language = _setting(connection, "language", "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", 'such as "en" or "ja"') or "en"
    market = _setting(connection, "market", "[A-Z]{2}", 'such as "JP": a country in two capital letters')
    return Spotify(connection, Tokens(connection), language=language, market=market or None)


class Spotify:
    """The backend. ``language`` decides how artists are named; without one, Spotify guesses anew each time."""

    def __init__(
        self, connection: Connection, tokens: Tokens, *, language: str = "en", market: str | None = None
    ) -> None:
        """Hold one login; each thread gets a client of its own when it first asks."""
        self._connection = connection
        self._tokens = tokens
        self._language = language
        self._market = market
        self._threads = threading.local()
        self._account: Account | None = None
        self._library = Library()

    def account(self) -> Account:
        """Who we are, asked anew: this is how a login is checked."""
        about = "your account"
        found = translate.account(self._ask(about, lambda spotify: spotify.me()), self._tokens.expires)
        if found is None:
            raise nonsense(about)
        self._account = found
        return found

    def search(self, query: Query) -> Sequence[Track]:
        """Up to ten candidates, best first, by one request."""
        words = translate.query(query)
        if not words:
            raise Rejected("There is nothing to search for on Spotify.", hint="Give the song a title.")
        about = "this search"
        answer = self._ask(about, lambda spotify: spotify.search(words, limit=HITS, type="track", market=self._market))
        page = translate.hits(answer)
        if page is None:
            raise nonsense(about)
        found = [track for track in map(translate.track, page.rows) if track]
        if page.rows and not found:
            raise nonsense(about)  # nothing but null rows now and then: no answer, and never "not there"
        return found

    def track(self, track_id: str) -> Track | None:
        """One track under the ID asked for, even where Spotify plays another in its place."""
        if not translate.is_id(track_id):
            return None
        about = f"the track {track_id}"
        try:
            answer = self._ask(about, lambda spotify: spotify.track(track_id, market=self._market))
        except NotFound:
            return None
        if not translate.names_something(answer):
            raise nonsense(about)
        found = translate.track(answer)
        return replace(found, id=track_id) if found else None

    def playlists(self, name: str) -> Sequence[Remote]:
        """Own playlists of exactly this name, by one request for every fifty playlists in the library.

        One request alone where the library is still as it was in this run.
        """
        about = "your playlists"
        pages = partial(self._mine, about)
        first = pages(0)
        if not self._library.is_as_before(first):
            self._library.forget()
            self._library.take(self._all(first, about, pages))
        found = self._library.called(name)
        return [remote for remote, owner in found if owner == self._me()]  # who we are matters only for a name found

    def in_library(self, playlist_id: str) -> bool:
        """Whether the playlist is still in the library. A deleted one stays readable, so that ``read`` cannot tell."""
        about = f"the playlist {_checked(playlist_id)}"
        answer = self._ask(about, lambda spotify: spotify.current_user_saved_items([f"spotify:playlist:{playlist_id}"]))
        if not (isinstance(answer, list) and len(answer) == 1):
            raise nonsense(about)
        return answer[0] is True

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        """The playlist: one request, and one more for every fifty rows that did not come along.

        No market is sent: with one, Spotify may show other IDs than the playlist holds.
        """
        about = f"the playlist {_checked(playlist_id)}"
        answer = self._ask(about, lambda spotify: spotify.playlist(playlist_id, additional_types=TYPES))
        remote, first = translate.remote(answer), translate.first_page(answer)
        if remote is None:
            raise nonsense(about)
        if first is None:
            raise NotAllowed(f"Spotify shows the songs of {about} only to its owner and collaborators.")
        if remote.complete or (known_version and remote.version == known_version):
            return remote
        rows = self._all(first, about, partial(self._rows, playlist_id, about))
        return replace(remote, items=tuple(translate.item(row) for row in rows), complete=True)

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        """Make an empty playlist. Spotify may show it as public all the same."""
        about = f"the new playlist {name!r}"
        payload = {"name": name, "public": public}
        if words := translate.description(description):
            payload["description"] = words
        # Not current_user_playlist_create: it sends an empty description, which Spotify may refuse.
        answer = self._ask(about, lambda spotify: spotify._post("me/playlists", payload=payload))  # noqa: SLF001
        made = translate.remote(answer)
        if made is None:
            hint = "Run the same command again: it looks for it in your library first."
            raise ServiceError(f"Spotify did not say the ID of {about}.", hint=hint)
        self._library.add(answer)
        return made

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Carry out one edit by one request.

        Without a version: Spotify applies a change made for an older one to the newest all the same, and now and
        then fails because of it. Only reading back tells.
        """
        path = f"playlists/{_checked(playlist_id)}/items"
        match edit:
            case Add(position, ids):
                # Not playlist_add_items: it sends a bare list, which no reference mentions.
                payload = {"uris": _uris(ids), "position": position}
                self._change(playlist_id, lambda spotify: spotify._post(path, payload=payload))  # noqa: SLF001
            case Move(start, before, length):
                self._change(
                    playlist_id, lambda spotify: spotify.playlist_reorder_items(playlist_id, start, before, length)
                )
            case Remove(_, ids):
                uris = list(dict.fromkeys(_uris(ids)))
                self._change(
                    playlist_id, lambda spotify: spotify.playlist_remove_all_occurrences_of_items(playlist_id, uris)
                )
            case Describe(name, description):
                words = translate.description(description) or None
                self._library.forget()
                self._change(
                    playlist_id,
                    lambda spotify: spotify.playlist_change_details(playlist_id, name=name, description=words),
                )
            case Moves():
                raise ValueError("Spotify makes one move a request, as its limits say")
            case Create():
                raise TypeError("create() makes playlists")
            case _:
                assert_never(edit)

    def _change(self, playlist_id: str, call: Callable[[Any], object]) -> None:
        # What a successful change answers says nothing: read back.
        try:
            self._ask(f"the change to the playlist {playlist_id}", call)
        except NotFound:
            raise NotFound(f"Spotify does not have the playlist {playlist_id}, or one of the tracks.") from None

    def _ask(self, about: str, call: Callable[[Any], object]) -> object:
        """One request through this thread's client; whatever goes wrong leaves as one of our errors."""
        with translated(self._connection, about):
            return call(self._client())

    def _client(self) -> Any:
        client = getattr(self._threads, "client", None)
        if client is None:
            session = self._connection.session()
            session.hooks["response"].append(stop_at_quota)
            client = self._threads.client = spotipy.Spotify(
                auth_manager=self._tokens, requests_session=session, requests_timeout=None, language=self._language
            )
        return client

    def _me(self) -> str:
        """The account's ID, asked for once."""
        return (self._account or self.account()).id

    def _mine(self, about: str, offset: int) -> Page:
        return self._page(about, lambda spotify: spotify.current_user_playlists(limit=PAGE, offset=offset))

    def _rows(self, playlist_id: str, about: str, offset: int) -> Page:
        return self._page(
            about,
            lambda spotify: spotify.playlist_items(playlist_id, limit=PAGE, offset=offset, additional_types=TYPES),
        )

    def _page(self, about: str, call: Callable[[Any], object]) -> Page:
        page = translate.page(self._ask(about, call))
        if page is None:
            raise nonsense(about)
        return page

    def _all(self, first: Page, about: str, page_at: Callable[[int], Page]) -> list[object]:
        """Every row of a list, by offset: the address of the ``next`` page would get our token wherever it points."""
        rows = list(first.rows)
        while len(rows) < first.total:
            page = page_at(len(rows))
            if not page.rows or page.total != first.total:
                raise _changed(about)
            rows += page.rows
        if len(rows) > first.total:
            raise _changed(about)
        return rows


def _changed(about: str) -> ServiceError:
    return ServiceError(f"What Spotify said about {about} changed while it was read.", hint=AGAIN)


def _checked(playlist_id: str) -> str:
    if not translate.is_id(playlist_id):
        raise NotFound(f"Spotify has no playlist {_short(playlist_id)}: an ID is letters and digits, 22 of them.")
    return playlist_id


def _uris(ids: Sequence[str]) -> list[str]:
    for track_id in ids:
        if not track_id:
            raise Rejected(
                "Spotify keeps no ID for one of these rows (a local file, an episode, or a track it took away).",
                hint="Such rows can only be changed in the Spotify app.",
            )
        if not translate.is_id(track_id):
            raise Rejected(f"{_short(track_id)} is no Spotify track: an ID is letters and digits, 22 of them.")
    return [f"spotify:track:{track_id}" for track_id in ids]


def _short(text: str) -> str:
    return repr(text[:40])


def _setting(connection: Connection, name: str, pattern: str, meant: str) -> str:
    value = connection.settings.get(name, "")
    if value and not (isinstance(value, str) and re.fullmatch(pattern, value)):
        raise UsageError(f"The setting {name} is {value!r}, which Spotify does not know.", hint=f"Give one {meant}.")
    return str(value)
