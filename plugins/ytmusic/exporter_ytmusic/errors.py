"""What YouTube Music and ytmusicapi say when something goes wrong, as our errors. The one place where that is decided.

Timeouts, lost connections and 429 never get here: the session turns them into our errors itself.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

import requests
from ytmusicapi.exceptions import YTMusicGatedError, YTMusicServerError, YTMusicUserError

from exporter import Connection
from exporter.errors import ExporterError, LoginError, NotAllowed, NotFound, Rejected, ServiceError, WaitLonger
from exporter_ytmusic import LOG_IN

AGAIN = "This usually passes; run the same command again."
SHORT = 100
"""Characters up to which the service's own words are a message and not somebody's error page."""
HOUR = 3600.0
"""Seconds to stay away after a refusal to make playlists: an hour or more was seen, and trying on is a risk."""

FULL = "maximum playlist size"
TOO_MANY = "too many playlists"


class Conflict(ServiceError):  # noqa: N818 - names say what happened, as in exporter.errors
    """Refused with 409: nothing was changed, and the same request may pass in some seconds."""


@contextmanager
def translated(connection: Connection, about: str) -> Iterator[None]:
    """Turn what ytmusicapi raises into our errors. Ours, from the session and the login, pass as they are.

    Causes are dropped on purpose: ytmusicapi puts whole answers into its messages.
    """
    try:
        yield
    except YTMusicGatedError:
        raise no_more_playlists() from None
    except YTMusicServerError as error:
        raise refusal(*_status_and_words(connection, str(error)), about) from None
    except YTMusicUserError as error:
        raise Rejected(f"YouTube Music cannot take {about}: {_clean(connection, str(error))}") from None
    except (json.JSONDecodeError, requests.RequestException) as error:
        if isinstance(error, json.JSONDecodeError) and not _from_ytmusicapi(error):
            raise
        raise no_answer(about) from None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        if not _from_ytmusicapi(error):
            raise
        raise nonsense(about) from None


def refusal(status: int, words: str, about: str) -> ExporterError:
    """The error for an answer of this HTTP status; ``words`` are the service's own, already clean."""
    if TOO_MANY in words.lower():
        return no_more_playlists()
    if FULL in words.lower():
        # Not Rejected: that would blame the songs, and push would try them one by one.
        message = f"There is no room left in {about.removeprefix('the change to ')}: it holds all that YouTube takes."
        return NotAllowed(message, hint="5,000 rows is the limit. Split the playlist into two files.")
    return _by_status(status, f" ({words})" if words else "", about)


def _by_status(status: int, said: str, about: str) -> ExporterError:
    failed = ServiceError(f"YouTube Music failed ({status or 'without a number'}) at {about}.", hint=AGAIN)
    errors = {
        HTTPStatus.UNAUTHORIZED: logged_out(),
        HTTPStatus.FORBIDDEN: NotAllowed(f"YouTube Music refuses {about}{said}.", hint=OTHER_ACCOUNT),
        HTTPStatus.NOT_FOUND: NotFound(f"YouTube Music does not have {about}."),
        HTTPStatus.CONFLICT: Conflict(f"YouTube Music is not ready for {about}{said}.", hint=AGAIN),
    }
    if status in errors:
        return errors[HTTPStatus(status)]
    refused = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return Rejected(f"YouTube Music did not take {about}, {status}{said}.") if refused else failed


OTHER_ACCOUNT = "Is it this account's? A browser can hold several; see `authuser` and `user` in docs/logins.md."


def logged_out() -> LoginError:
    """The error for a browser's login that is none any more. YouTube Music does not say so: it treats us as a guest."""
    return LoginError(
        "The browser's login to YouTube Music has died: YouTube Music takes us for a guest.",
        hint="Such logins live for hours, less when the browser goes on using them. Run `exporter login ytmusic` "
        "again, from a private window that is then closed without logging out; or log in through the YouTube Data "
        "API, which lasts for months.",
    )


def no_cookie(reason: str) -> LoginError:
    """The error for a cookie that cannot be a login."""
    return LoginError(f"The cookie is no login to YouTube Music: {reason}.", hint=LOG_IN)


def nobody(secrets: Mapping[str, str]) -> LoginError:
    """The error for a login that has nothing to write with. A job may have been given only a part of Google's."""
    message = "Nobody is logged in to YouTube Music with a browser's login."
    if secrets.get("client_secret") and not secrets.get("refresh_token"):
        message = "The Google login to YouTube Music is not whole: the refresh token is missing."
    return LoginError(message, hint=LOG_IN)


def no_more_playlists() -> WaitLonger:
    """The error for the refusal to make playlists, which takes many shapes (a dialog, 400, 429)."""
    return WaitLonger(
        "YouTube Music makes no more playlists for this account for now: it allows about ten a day.",
        seconds=HOUR,
        hint="Wait an hour at least, better a day, since accounts were closed for making many. Playlists that are "
        "there already can still be pushed to.",
    )


def no_answer(about: str) -> ServiceError:
    """The error for something that is no JSON: a captcha, a proxy's page, nothing at all."""
    message = f"YouTube Music sent a page in place of an answer about {about}."
    return ServiceError(message, hint="It may be a captcha, as on machines in data centres. " + AGAIN)


def nonsense(about: str) -> ServiceError:
    """The error for an answer that says success and makes no sense, or is laid out in a way ytmusicapi cannot read."""
    return ServiceError(
        f"YouTube Music's answer about {about} is laid out in an unknown way.",
        hint="Run the same command again. If this stays, update the plugin; writing and searching through the "
        "YouTube Data API does not depend on it.",
    )


def _status_and_words(connection: Connection, message: str) -> tuple[int, str]:
    """The HTTP status and the service's own words, both of which ytmusicapi gives in one text only."""
    first, _, words = message.partition("\n")
    status = re.search(r"HTTP (\d{3})", first)
    return int(status[1]) if status else 0, _clean(connection, words)


def _clean(connection: Connection, words: str) -> str:
    """The service's own message, when it is one and short."""
    line = " ".join(words.split()).rstrip(".")
    usable = "<" not in line and len(line) <= SHORT and line.isprintable()
    return connection.redact(line) if usable else ""


def _from_ytmusicapi(error: Exception) -> bool:
    """Whether an error arose in ytmusicapi, or under it, and not in code of ours that only calls it."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(str(frame.f_globals.get("__name__", "")).startswith("ytmusicapi") for frame in frames)
