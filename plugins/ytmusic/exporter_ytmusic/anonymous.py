"""YouTube Music's catalogue through ytmusicapi, without a login."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from exporter import Connection, Query, Track
from exporter.errors import Rejected, ServiceError
from exporter_ytmusic import answers, translate
from exporter_ytmusic.clients import Client, Clients
from exporter_ytmusic.errors import nonsense, translated

T = TypeVar("T")
ONE_PAGE = 1
"""ytmusicapi takes whole pages, of about twenty hits, until it has as many: one page is one request."""


class Anonymous:
    """The catalogue as a guest sees it."""

    def __init__(self, connection: Connection, clients: Clients | None = None) -> None:
        """Ask nothing yet. ``clients`` are those that somebody else uses as well."""
        self._connection = connection
        self._clients = clients or Clients(connection)

    def search(self, query: Query) -> Sequence[Track]:
        """About twenty candidates, best first, by one request: songs, or videos with users' uploads last.

        YouTube shall not correct the spelling: a curator writes titles as they are, and what it would search in their
        place finds other songs.
        """
        words = translate.words(query)
        if not words:
            raise Rejected("There is nothing to search for on YouTube Music.", hint="Give the song a title.")
        about, videos = "this search", query.kind == "video"
        rows = self._ask(
            about,
            lambda client: client.search(
                words, filter="videos" if videos else "songs", limit=ONE_PAGE, ignore_spelling=True
            ),
        )
        answer = self._clients.guest().answer
        if not (any(map(translate.is_named, rows)) if rows else answers.says_nothing_found(answer)):
            raise nonsense(about)
        names = answers.first_names(answer)
        ranked = translate.official_first(rows) if videos else rows
        return [track for row in ranked if (track := translate.hit(row, names))]

    def track(self, track_id: str) -> Track | None:
        """One video by its ID, as the player shows it."""
        if not translate.is_id(track_id):
            return None
        about = f"the video {track_id}"
        answer = self._ask(about, lambda client: client.get_song(track_id))
        match translate.playability(answer):
            case "ERROR":
                return None
            case "LOGIN_REQUIRED":
                raise ServiceError(
                    f"YouTube Music wants a login before it shows {about}.",
                    hint="It does so on machines in data centres, and for some videos everywhere; try elsewhere.",
                )
        found = translate.song(answer, track_id)
        if found is None:
            raise nonsense(about)
        return found

    def _ask(self, about: str, call: Callable[[Client], T]) -> T:
        with translated(self._connection, about):
            return call(self._clients.guest())
