"""What Spotify and spotipy say when something goes wrong, as our errors. The one place where that is decided.

Timeouts, lost connections and 429 never get here: the session turns them into our errors itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import requests
from spotipy.exceptions import SpotifyException  # type: ignore[import-untyped]

from exporter import Connection
from exporter.errors import ExporterError, LoginError, NotAllowed, NotFound, Rejected, ServiceError
from exporter.session import retry_after, wait_longer

AGAIN = "This usually passes; run the same command again."
LOG_IN = "Run `exporter login spotify`."
DASHBOARD = "https://developer.spotify.com/dashboard"
SHORT = 100
"""Characters up to which the service's own words are a message and not somebody's error page."""

REFUSALS = {
    "premium subscription required": (
        "The owner of this Spotify app has no Premium subscription, and Spotify answers no requests without one.",
        "Spotify takes apps in development mode only from Premium accounts. After subscribing it can take some hours.",
    ),
    "developer dashboard": (
        "This account is not on the list of users of this Spotify app.",
        f"The app's owner adds it under User Management at {DASHBOARD}; at most five accounts fit.",
    ),
    "client scope": (
        "The login does not cover this.",
        "Run `exporter login spotify` again and agree to everything it asks for.",
    ),
}
"""What a 403 means, by a part of its text (all seen in the field in 2026)."""


FULL = "size limit"
"""What a 403 says of a playlist that holds as much as it can."""


@contextmanager
def translated(connection: Connection, about: str) -> Iterator[None]:
    """Turn what spotipy raises into our errors. Ours, from the session and the login, pass as they are.

    Causes are dropped on purpose: spotipy's messages carry addresses and bodies as they came.
    """
    try:
        yield
    except SpotifyException as error:
        raise refusal(error.http_status, _words(connection, error.msg), about) from None
    except AttributeError as error:
        # spotipy takes "error" for an object; where it is a string, this is all that is left of the answer.
        answer = error.__context__
        if not isinstance(answer, requests.HTTPError) or answer.response is None:
            raise
        raise refusal(answer.response.status_code, "", about) from None
    except requests.RequestException as error:
        message = f"Spotify's answer about {about} cannot be used ({type(error).__name__})."
        raise ServiceError(message, hint=AGAIN) from None


def refusal(status: int, words: str, about: str) -> ExporterError:
    """The error for an answer of this HTTP status; ``words`` are the service's own, already clean."""
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return LoginError("Spotify does not accept the login any more.", hint=LOG_IN)
        case HTTPStatus.FORBIDDEN:
            return _forbidden(words, about)
        case HTTPStatus.NOT_FOUND:
            return NotFound(f"Spotify does not have {about}.")
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return ServiceError(f"Spotify failed ({status}) at {about}.", hint=AGAIN)
        case _:
            return Rejected(f"Spotify did not take {about} ({status}{': ' + words if words else ''}).")


def nonsense(about: str) -> ServiceError:
    """The error for an answer that says success and makes no sense (empty, a proxy's page, a piece missing)."""
    return ServiceError(f"Spotify answered nonsense about {about}.", hint=AGAIN)


def stop_at_quota(response: requests.Response, *_: object, **__: object) -> None:
    """Raise WaitLonger when the day's quota is used up: asking again soon only prolongs that.

    A response hook of ``requests``, because only the body tells this 429 from one that passes in seconds
    (Web API changelog, July 2026).
    """
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS and "QUOTA_EXCEEDED" in response.text:
        raise wait_longer("Spotify", retry_after(response), "has no requests left today for this app's owner")


def _forbidden(words: str, about: str) -> ExporterError:
    if FULL in words.lower():
        return ExporterError(
            f"Spotify takes no more songs for {about}: it is full.",
            hint="If somebody else added songs meanwhile, run the same command again: it plans anew.",
        )
    for part, (message, hint) in REFUSALS.items():
        if part in words.lower():
            return NotAllowed(message, hint=hint)
    return NotAllowed(
        f"Spotify refuses {about}{f' ({words})' if words else ''}.",
        hint="Only the owner and collaborators of a playlist may see its songs and change it; "
        "and since 2026 much is closed to apps in development mode.",
    )


def _words(connection: Connection, message: object) -> str:
    """The service's own message, which spotipy puts behind the address, when it is one and short."""
    words = " ".join(str(message).rpartition(":\n")[2].split())
    usable = words != "None" and "<" not in words and len(words) <= SHORT and words.isprintable()
    return connection.redact(words) if usable else ""
