"""What a service adapter promises. ``exporter.testing.BackendContract`` checks every sentence of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from exporter.model import Edit, Query, Remote, Track
    from exporter.sandbox import World
    from exporter.session import Connection


class Feature(StrEnum):
    """What a service can do beyond the minimum of search, read, create, add and remove."""

    ISRC_SEARCH = "isrc_search"
    """A ``Query.isrc`` finds recordings by their code."""
    ADD_ANYWHERE = "add_anywhere"
    """Tracks can be added at a position, not only at the end."""
    MOVE = "move"
    """Rows can be moved."""
    MOVE_RANGE = "move_range"
    """Several neighbouring rows can be moved by one request."""
    REMOVE_ROWS = "remove_rows"
    """One of several rows that hold the same track can be removed; without it all of them go."""
    DESCRIBE = "describe"
    """Name and description can be changed after the playlist was made."""
    VERSIONS = "versions"
    """``Remote.version`` changes whenever the playlist does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The service's own limits, in items, characters and requests."""

    add: int = 100
    """tracks in one adding request"""
    remove: int = 100
    """tracks in one removing request"""
    playlist: int = 10_000
    """rows in one playlist"""
    name: int = 100
    """characters in a playlist's name"""
    description: int = 300
    """characters in its description"""
    per_second: float = 5.0
    """requests a second that the service bears for long"""
    workers: int = 4
    """searches under way at once"""


class Kind(StrEnum):
    """What a request is for. Only writes are never sent twice."""

    SEARCH = "search"
    READ = "read"
    WRITE = "write"
    AUTH = "auth"


def kind_by_method(method: str, url: str) -> Kind:  # noqa: ARG001 - the signature of BackendInfo.kind_of
    """The plain rule for a REST service: GET reads, everything else writes."""
    return Kind.READ if method in {"GET", "HEAD"} else Kind.WRITE


def id_as_given(text: str) -> str | None:
    """The plain rule for a service without links of its own: what a person gives is the ID."""
    return text.strip() or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who is logged in, as the service shows it, and until when (ISO date, empty when unknown)."""

    id: str
    name: str
    expires: str = ""


class Backend(Protocol):
    """One service, logged in. Called from several threads when searching, from one when writing.

    Everything that goes wrong leaves as one of :mod:`exporter.errors`; an empty answer always means that the
    service answered and has nothing.
    """

    def account(self) -> Account:
        """Who we are. Raises LoginError when nobody is logged in."""

    def search(self, query: Query) -> Sequence[Track]:
        """Candidates, best first. Empty means the service has none; could not ask is an error."""

    def track(self, track_id: str) -> Track | None:
        """One track, or None when the service does not have it."""

    def playlists(self, name: str) -> Sequence[Remote]:
        """Own playlists of exactly this name, without their items."""

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        """The playlist with all its items in order, duplicates kept.

        May stop after the first page (``complete=False``) when the version is still ``known_version``.
        Raises NotFound when it is not there.
        """

    def in_library(self, playlist_id: str) -> bool:
        """Whether the playlist is still in the account's library: some services show deleted ones for ever."""

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        """Make an empty playlist. One request."""

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Carry out one edit by one request, never sent twice. Never called with ``Create``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What a user has to give for one service.

    ``environment`` maps each secret's key to the variables that may hold it, best first; ``public`` names the keys
    that are no secrets (a client ID, a date) and need not be masked. ``sandbox`` is what its look-alike takes.
    ``interactive`` walks a person through a login (it says things through its second argument) and returns what to
    keep; ``hint`` is a sentence that says how to log in.
    """

    environment: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    public: frozenset[str] = frozenset()
    sandbox: Mapping[str, str] = field(default_factory=dict)
    interactive: Callable[[Connection, Callable[[str], None]], Mapping[str, str]] | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendInfo:
    """A backend as its plugin registers it. Nothing here needs a login or the network.

    ``hosts`` maps each address the client library speaks to (``https://api.example.com/v1``) to the path where the
    sandbox keeps its look-alike (``/example/v1``); requests to any other host are refused. ``connect`` opens the
    backend. ``track_id`` reads the track's ID in what a person copies from the service, a link or the ID itself; None
    when it names no track. ``sandbox`` makes the look-alike, when the plugin brings one: an ASGI app for each mount
    path.
    """

    name: str
    label: str
    connect: Callable[[Connection], Backend]
    hosts: Mapping[str, str]
    features: frozenset[Feature] = frozenset()
    limits: Limits = Limits()
    kind_of: Callable[[str, str], Kind] = kind_by_method
    track_id: Callable[[str], str | None] = id_as_given
    login: Login = Login()
    sandbox: Callable[[World], Mapping[str, ASGIApp]] | None = None
