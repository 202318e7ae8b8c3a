"""What the YouTube Data API says when something goes wrong, as our errors. The one place where that is decided.

The reason in the body decides, then the status: 403 alone has six meanings. Timeouts, lost connections and 429 that
pass in seconds never get here: the session turns them into our errors itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import requests

from exporter import Connection
from exporter.errors import ExporterError, LoginError, NotAllowed, NotFound, Rejected, ServiceError, WaitLonger
from exporter.session import wait_longer

LABEL = "YouTube"
AGAIN = "This usually passes; run the same command again."
LOG_IN = "Run `exporter login ytmusic --method google`."
CONSOLE = "https://console.cloud.google.com/apis/library/youtube.googleapis.com"
SHORT = 200
"""Characters of the service's own words that are shown."""
DAY = 24 * 3600.0

SPENT = frozenset({"quotaExceeded", "dailyLimitExceeded"})
"""Reasons that say that a daily quota is used up."""
BUSY = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "concurrentLimitExceeded"})
"""Reasons that say: not so fast."""
THERE_ALREADY = frozenset({"videoAlreadyInPlaylist", "duplicate"})
"""Reasons that some clients met for a video that is in the list; most lists take one twice."""
NO_CHANNEL = "youtubeSignupRequired"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is none: its HTTP status, Google's ``reason`` and ``words`` for a person, without markup."""

    status: int
    reason: str = ""
    words: str = ""

    @property
    def is_for_today(self) -> bool:
        """Whether a daily quota is spent; since 2026 some are told by 429 and by their words alone."""
        return self.reason in SPENT or (self.status in (403, 429) and "per day" in self.words)

    @property
    def passes(self) -> bool:
        """Whether nothing was changed and the same may go through in seconds.

        409 is Google's ``ABORTED``: a new list's first edits get it, and one in some hundred others.
        """
        aborted = self.status == HTTPStatus.CONFLICT and self.reason not in THERE_ALREADY
        return aborted or (self.status == HTTPStatus.FORBIDDEN and self.reason in BUSY)


def refusal(response: requests.Response) -> Refusal:
    """What an answer says in Google's envelope; a proxy's page has only its status."""
    try:
        body = response.json()
    except (requests.exceptions.JSONDecodeError, RecursionError):
        body = None
    error = _object(_object(body).get("error"))
    errors = error.get("errors")
    first = _object(errors[0]) if isinstance(errors, list) and errors else {}
    return Refusal(response.status_code, _name(first.get("reason")), plain(error.get("message")))


def plain(message: object) -> str:
    """A message in one line of plain characters: the service puts HTML into some."""
    text = html.unescape(re.sub("<[^<>]*>", "", message)) if isinstance(message, str) else ""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:SHORT]


_MOVED_ON = (
    ServiceError,
    "The playlist is not as it was when it was read: a row or its place is gone.",
    "Run the same command again; it plans anew.",
)
SAYINGS: Mapping[str, tuple[type[ExporterError], str, str]] = {
    "playlistItemNotFound": _MOVED_ON,
    "invalidPlaylistItemPosition": _MOVED_ON,
    "invalidSnippet": _MOVED_ON,  # what moving a deleted row is answered with
    "playlistNotFound": (
        NotFound,
        "YouTube does not have this playlist, or does not show it to this account.",
        "Look with `exporter doctor` who is logged in; if it was deleted, push again to make it anew.",
    ),
    NO_CHANNEL: (
        LoginError,
        "This Google account has no YouTube channel yet, and only a channel has playlists.",
        "Make one at https://www.youtube.com/create_channel, then run the same command again.",
    ),
    "insufficientPermissions": (
        NotAllowed,
        "The Google login does not cover playlists.",
        f"{LOG_IN} Then leave the permission for YouTube ticked.",
    ),
    "accessNotConfigured": (
        NotAllowed,
        "The YouTube Data API is not switched on in the Google project of this client ID.",
        f"Switch on the YouTube Data API v3 at {CONSOLE}, wait some minutes and run the same command again.",
    ),
    "manualSortRequired": (
        NotAllowed,
        "YouTube sorts this playlist by itself, so that no song can be given its place.",
        "Open the playlist on youtube.com, set its order to manual (Sort: Manual), and run the same command again.",
    ),
    "playlistContainsMaximumNumberOfVideos": (
        NotAllowed,
        "The playlist is full: YouTube takes no more videos into it (5,000 are the limit).",
        "Remove songs from it, or split the playlist file in two.",
    ),
    "maxPlaylistExceeded": (
        Rejected,
        "This channel has as many playlists as YouTube allows.",
        "Delete playlists that nobody needs any more, then run the same command again.",
    ),
    "invalidPlaylistSnippet": (
        Rejected,
        "YouTube does not take this name or description.",
        "A name has at most 150 characters, a description 5,000, and neither may hold a < before a >.",
    ),
    "playlistOperationUnsupported": (
        NotAllowed,
        "YouTube lets no program change this list (Watch Later, History, Uploads).",
        "Push to a playlist of your own.",
    ),
}
"""Reasons that mean one thing wherever they turn up: the error, its words, what to do."""

OF_A_TRACK = {
    "videoNotFound": "YouTube does not have it any more",
    "failedPrecondition": "it is private, or cannot be played",
    **dict.fromkeys(THERE_ALREADY, "the list takes no video twice"),
}
"""Why a video does not get into a list."""


def error_of(said: Refusal, connection: Connection, about: str) -> ExporterError:
    """The error for a refusal; ``about`` names what was asked for."""
    if said.reason in SAYINGS:
        return _saying(said.reason)
    if why := OF_A_TRACK.get(said.reason):
        return Rejected(f"YouTube does not take {about}: {why}.")
    if said.passes:
        return _busy(said, about)
    words = connection.redact(said.words or said.reason)
    return _by_status(said, about, f" ({said.status}{': ' + words if words else ''})")


def _by_status(said: Refusal, about: str, shown: str) -> ExporterError:
    match said.status:
        case HTTPStatus.UNAUTHORIZED:
            return LoginError("Google does not accept the login any more.", hint=LOG_IN)
        case HTTPStatus.FORBIDDEN:
            return NotAllowed(
                f"YouTube refuses {about}{shown}.",
                hint="Only a playlist's owner may change it: look with `exporter doctor` who is logged in.",
            )
        case HTTPStatus.NOT_FOUND:
            return NotFound(f"YouTube does not have {about}.")
        case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return ServiceError(f"YouTube failed ({status}) at {about}.", hint=AGAIN)
        case _ if said.reason == "badRequest":  # a place behind the list's end, for one: no fault of the video's
            return ServiceError(f"YouTube did not take {about}{shown}.", hint=AGAIN)
        case _:
            return Rejected(f"YouTube did not take {about}{shown}.")


def _busy(said: Refusal, about: str) -> ExporterError:
    if said.reason in BUSY:
        return wait_longer(LABEL, None)
    return ServiceError(f"YouTube broke off {about} ({said.status}) and changed nothing.", hint=AGAIN)


def too_many_playlists() -> WaitLonger:
    """The error for the limit on new playlists, which is no quota and stands in no documentation."""
    return WaitLonger(
        "YouTube lets this account make no more playlists today (about ten a day, however they are made).",
        seconds=DAY,
        hint="Run the same command again tomorrow; nothing is lost. Playlists that are there can be pushed to.",
    )


def no_channel() -> ExporterError:
    """The error for a Google account that has no playlists because it has no channel."""
    return _saying(NO_CHANNEL)


def moved_on() -> ExporterError:
    """The error for a row that is not there any more."""
    return _saying("invalidSnippet")


def nonsense(about: str) -> ServiceError:
    """The error for an answer that says success and makes no sense (a proxy's page, a piece missing)."""
    return ServiceError(f"YouTube answered nonsense about {about}.", hint=AGAIN)


def _saying(reason: str) -> ExporterError:
    kind, message, hint = SAYINGS[reason]
    return kind(message, hint=hint)


def _name(value: object) -> str:
    return value if isinstance(value, str) and re.fullmatch("[A-Za-z_]{1,60}", value) else ""


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
