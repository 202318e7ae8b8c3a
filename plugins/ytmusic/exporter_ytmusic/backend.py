"""YouTube Music as one backend of two rooms: which catalogue and which library, as login and settings say.

Nothing heavy is imported here: whoever writes and searches through the Data API never loads ytmusicapi.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from exporter import Account, Edit, Query, Remote, Track
from exporter.errors import LoginError, UsageError
from exporter_ytmusic import LOG_IN

if TYPE_CHECKING:
    from exporter import Connection
    from exporter_ytmusic.rooms import Catalogue, Library

Writer = Literal["browser", "data-api"]
Search = Literal["anonymous", "data-api"]


def connect(connection: Connection) -> YouTubeMusic:
    """The backend of one login. Asks nothing yet.

    Raises:
        UsageError: a setting of the target is wrong.
        LoginError: the login has nothing for the way to search that is asked for.
    """
    writer = writer_of(connection.secrets, connection.settings)
    search = search_of(connection.secrets, connection.settings)
    ways = {writer, search}
    catalogues: dict[str, Catalogue] = {}
    libraries: dict[str, Library] = {}
    if ways != {"data-api"}:
        from exporter_ytmusic.anonymous import Anonymous  # noqa: PLC0415 - ytmusicapi, which not everybody needs
        from exporter_ytmusic.browser import BrowserLibrary  # noqa: PLC0415 - same
        from exporter_ytmusic.clients import Clients  # noqa: PLC0415 - same

        clients = Clients(connection)
        catalogues["anonymous"] = Anonymous(connection, clients)
        libraries["browser"] = BrowserLibrary(connection, clients)
    if "data-api" in ways:
        from exporter_ytmusic.api import Api  # noqa: PLC0415 - same
        from exporter_ytmusic.data import DataCatalogue, DataLibrary  # noqa: PLC0415 - same

        api = Api(connection)  # one for both: one access token a run
        catalogues["data-api"] = DataCatalogue(connection, api)
        libraries["data-api"] = DataLibrary(connection, api)
    return YouTubeMusic(catalogues[search], libraries[writer])


def writer_of(secrets: Mapping[str, str], settings: Mapping[str, object]) -> Writer:
    """The way to write: what is asked for, else what the login has, the one that lives longer first.

    The login for it may be missing: searching needs none, and whoever writes is told.

    Raises:
        UsageError: there is no such way.
    """
    match secrets.get("writer") or settings.get("writer") or secrets.get("usual_writer") or _longest(secrets):
        case "browser":
            return "browser"
        case "data-api":
            return "data-api"
        case other:
            raise UsageError(
                f"There is no way to write to YouTube Music called {other!r}.",
                hint='Set writer to "browser" or "data-api", or leave it out (also EXPORTER_YTMUSIC_WRITER).',
            )


def search_of(secrets: Mapping[str, str], settings: Mapping[str, object]) -> Search:
    """The way to search: without a login, unless the Data API is asked for.

    Raises:
        UsageError: there is no such way.
        LoginError: the login has nothing for the Data API.
    """
    match secrets.get("search") or settings.get("search") or "anonymous":
        case "anonymous":
            return "anonymous"
        case "data-api":
            _check_google(secrets)
            return "data-api"
        case other:
            raise UsageError(
                f"There is no way to search YouTube Music called {other!r}.",
                hint='Set search to "data-api", or leave it out to search without a login (also '
                "EXPORTER_YTMUSIC_SEARCH).",
            )


def _longest(secrets: Mapping[str, str]) -> Writer:
    return "data-api" if secrets.get("refresh_token") else "browser"


def _check_google(secrets: Mapping[str, str]) -> None:
    lacking = [key for key in ("client_id", "refresh_token") if not secrets.get(key)]
    if lacking:
        missing = " and ".join(key.replace("_", " ") for key in lacking)
        raise LoginError(f"For searching through the YouTube Data API the login lacks the {missing}.", hint=LOG_IN)


class YouTubeMusic:
    """The backend: a catalogue and a library."""

    def __init__(self, catalogue: Catalogue, library: Library) -> None:
        """Put two rooms together."""
        self.catalogue, self.library = catalogue, library

    def account(self) -> Account:
        """Who we are."""
        return self.library.account()

    def search(self, query: Query) -> Sequence[Track]:
        """Candidates, best first."""
        return self.catalogue.search(query)

    def track(self, track_id: str) -> Track | None:
        """One track, or None when YouTube Music does not have it."""
        return self.catalogue.track(track_id)

    def playlists(self, name: str) -> Sequence[Remote]:
        """Own playlists of exactly this name."""
        return self.library.playlists(name)

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        """The playlist with all its items."""
        return self.library.read(playlist_id, known_version=known_version)

    def in_library(self, playlist_id: str) -> bool:
        """Whether the playlist is still in the account's library."""
        return self.library.in_library(playlist_id)

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        """Make an empty playlist."""
        return self.library.create(name, description, public=public)

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Carry out one edit."""
        self.library.apply(playlist_id, edit)
