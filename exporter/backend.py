"""What a service adapter promises. ``exporter.testing.BackendContract`` checks every sentence of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

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
    VIDEO_SEARCH = "video_search"
    """Videos are searched apart from songs: a ``Query`` whose ``kind`` is "video" finds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The service's own limits, in items, characters and requests."""

    add: int = 100
    """tracks in one adding request"""
    remove: int = 100
    """tracks in one removing request"""
    move: int = 1
    """rows that several moves in one request may move together; 1 where a request makes one move"""
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
    listed_after: float = 0.0
    """seconds until the account's list of playlists shows a new one"""
    pause: float = 0.0
    """seconds to wait at least when the service has had enough requests; each further time twice as long"""


class Kind(StrEnum):
    """What a request is for. Only writes are never sent twice."""

    SEARCH = "search"
    READ = "read"
    WRITE = "write"
    AUTH = "auth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What a service allows one of its apps in a day. No answer tells what is left, so that we keep the books.

    ``name`` is what is counted, in the plural; ``price`` gives what a request costs (method, address), 0 if nothing;
    ``edit`` is the price of one edit of a plan. A day begins at midnight in ``zone`` (a name of the IANA time zones).
    ``owner`` is the key of the secret that tells whose quota it is, such as the app's client ID.
    """

    name: str
    per_day: int
    price: Callable[[str, str], int]
    edit: int = 0
    zone: str = "UTC"
    owner: str = ""


def kind_by_method(method: str, url: str) -> Kind:  # noqa: ARG001 - the signature of BackendInfo.kind_of
    """The plain rule for a REST service: GET reads, everything else writes."""
    return Kind.READ if method in {"GET", "HEAD"} else Kind.WRITE


def id_as_given(text: str) -> str | None:
    """The plain rule for a service without links of its own: what a person gives is the ID."""
    return text.strip() or None


class Setting(NamedTuple):
    """What a setting's value in ``exporter.toml`` has to be: a test, and words for it ("a number of seconds")."""

    allows: Callable[[object], bool]
    words: str

    @classmethod
    def one_of(cls, *values: str) -> Setting:
        """One of some words."""
        return cls(lambda value: value in values, " or ".join(f'"{value}"' for value in values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who is logged in, as the service shows it, and until when (ISO date, empty when unknown).

    ``lasts`` says it in words where no date is known: "until you publish the app, at most 7 days". ``way`` names the
    way of logging in, where there are several.
    """

    id: str
    name: str
    expires: str = ""
    lasts: str = ""
    way: str = ""


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
        """Carry out one edit by one request, never sent twice.

        Never called with ``Create``, nor with what the features and limits rule out.
        """


class Dialogue(Protocol):
    """The person who logs in. What they answer stands in no process list and in no shell's history."""

    def say(self, text: str) -> None:
        """Tell something."""

    def ask(self, question: str, *, secret: bool = False) -> str:
        """One line; a secret is not shown while it is typed. Raises LoginError where nobody can be asked."""

    def paste(self, what: str) -> str:
        """Several lines, from the file that was named or pasted. Raises LoginError where nobody can be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to log in. ``words`` say to whom it suits; ``login`` walks a person through it, returns what to keep."""

    name: str
    words: str
    login: Callable[[Connection, Dialogue], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What a user has to give for one service.

    ``environment`` maps each secret's key to the variables that may hold it, best first; ``public`` names the keys
    that are no secrets (a client ID, a date), need not be masked, and hold for every profile without its own.
    ``sandbox`` is what its look-alike takes. ``methods`` are the ways for a person to log in, the usual one first;
    ``revoke`` ends a login at the service and tells whether it could; ``page`` is where its owner sees and ends the
    access of apps. ``unattended`` gives what a job without a person needs of a login's secrets, where that is not every
    one that has a variable; ``nightly`` names the keys that such a job has room for (none: all that have a variable);
    ``caution`` is what to know before a job gets it. ``expires`` gives the day (ISO) on which a login ends, where its
    secrets tell without asking anybody, else nothing. ``counted`` names the keys of what the service counts requests
    by, such as the app's client ID: logins that have the same there share one pace; without any, each login has its
    own. ``hint`` is a sentence that says how to log in.
    """

    environment: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    public: frozenset[str] = frozenset()
    sandbox: Mapping[str, str] = field(default_factory=dict)
    methods: tuple[Method, ...] = ()
    revoke: Callable[[Connection], bool] | None = None
    page: str = ""
    unattended: Callable[[Mapping[str, str]], Mapping[str, str]] | None = None
    nightly: tuple[str, ...] = ()
    caution: Callable[[Mapping[str, str]], str] = lambda _: ""
    expires: Callable[[Mapping[str, str]], str] = lambda _: ""
    counted: tuple[str, ...] = ()
    hint: str = ""

    @property
    def needed(self) -> bool:
        """Whether there is anything to log in with; where no secret has a place, nobody needs one."""
        return bool(self.environment or self.methods or self.sandbox)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInfo:
    """A service that is asked over the network, as its plugin registers it. Nothing here needs a login or the network.

    ``busy`` are the answers (HTTP statuses) by which the service says that it has had enough requests for now.
    ``hosts`` maps each address that is spoken to (``https://api.example.com/v1``) to the path where the sandbox keeps
    its look-alike (``/example/v1``); requests to any other host are refused. ``sandbox`` makes the look-alike, when the
    plugin brings one: an ASGI app for each mount path. ``library`` is the distribution of the client library, if any.
    ``settings`` are what ``[targets.NAME]`` in exporter.toml may say beside what the core knows; they are found in
    ``Connection.settings``.
    """

    name: str
    label: str
    hosts: Mapping[str, str]
    limits: Limits = Limits()
    busy: frozenset[int] = frozenset({429})
    quotas: tuple[Quota, ...] = ()
    kind_of: Callable[[str, str], Kind] = kind_by_method
    login: Login = Login()
    sandbox: Callable[[World], Mapping[str, ASGIApp]] | None = None
    library: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendInfo(ServiceInfo):
    """A backend as its plugin registers it.

    ``connect`` opens the backend. ``track_id`` reads the track's ID in what a person copies from the service, a link or
    the ID itself; None when it names no track; ``playlist_id`` does the same for playlists. ``fitted`` gives this
    backend as a login (its secrets) and the target's settings make it, where its features, limits or quotas follow from
    them.

    ``scratch`` is the sandbox of a backend that asks nobody over the network: it makes in a folder of ours what the
    backend works on, if it is not there yet, and gives the settings that name it.

    ``links`` makes links that play tracks without an account, each the next of them in order, as many as one holds.
    ``guests`` says that the service answers a guest as if nothing were wrong: then a login is proved before a playlist
    is read, and songs are searched for without one. ``forgetful`` says that it now and then answers as if it did not
    have a track which is there: then one counts as gone only when another day says the same. ``way`` is how a fitted
    backend writes, where there are several ways.
    """

    connect: Callable[[Connection], Backend]
    features: frozenset[Feature] = frozenset()
    track_id: Callable[[str], str | None] = id_as_given
    playlist_id: Callable[[str], str | None] = id_as_given
    fitted: Callable[[Mapping[str, str], Mapping[str, object]], BackendInfo] | None = None
    scratch: Callable[[Path], Mapping[str, object]] | None = None
    links: Callable[[Sequence[str]], Sequence[str]] | None = None
    guests: bool = False
    forgetful: bool = False
    way: str = ""

    def fit(self, secrets: Mapping[str, str], settings: Mapping[str, object]) -> BackendInfo:
        """This backend for one login and its settings.

        Raises:
            UsageError: a setting is wrong.
            LoginError: the login lacks what the settings ask for.
        """
        return self.fitted(secrets, settings) if self.fitted else self
