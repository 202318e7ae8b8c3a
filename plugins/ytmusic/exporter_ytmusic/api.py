"""Requests to the YouTube Data API: with the token, priced, refused in our words. One after the other, never batched.

Parallel and batched inserts into one playlist lose rows (google/google-api-javascript-client#284, 2017; never mended).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

import requests

from exporter import Connection
from exporter.errors import LoginError, ServiceError
from exporter.session import json_of, retry_after, wait_longer
from exporter_ytmusic import DATA
from exporter_ytmusic.google import Tokens
from exporter_ytmusic.refusals import (
    AGAIN,
    LABEL,
    LOG_IN,
    NO_CHANNEL,
    Refusal,
    error_of,
    nonsense,
    refusal,
    too_many_playlists,
)
from exporter_ytmusic.videos import Json, Page, page

PAGE = 50
"""The most that one page holds; each page costs one unit."""
READ_WAITS = (1.0, 2.0, 4.0)
"""Seconds before a read is sent again that was refused as too fast."""
EDIT_WAITS = (1.0, 2.0, 4.0, 8.0, 10.0)
"""Seconds before an edit is sent again that was answered 409 and so changed nothing. A list that was made just now
answers its first edits so; for how long, nobody measured, and 25 seconds are what the longest of others' retries take.
Each time costs the edit's price again."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. ``path`` is a resource (``playlists``); ``about`` names in an error what was asked for."""

    method: str
    path: str
    about: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Json | None = None


class Api:
    """The API for one login."""

    def __init__(self, connection: Connection) -> None:
        """Ask nothing yet."""
        self._connection = connection
        self._tokens = Tokens(connection)

    def get(self, path: str, about: str, **params: str) -> object:
        """The answer to a read."""
        return self.send(Ask("GET", path, about, params), waits=READ_WAITS)

    def pages(self, path: str, about: str, **params: str) -> Iterator[Page]:
        """Every page of a list, each asked for when the one before it was looked at.

        Raises:
            ServiceError: a page is none, or leads back to one before it.
        """
        tokens = {""}
        more: dict[str, str] = {}
        while True:
            found = page(self.get(path, about, maxResults=str(PAGE), **params, **more))
            if found is None or (found.next and found.next in tokens):
                raise nonsense(about)
            yield found
            if not found.next:
                return
            tokens.add(found.next)
            more = {"pageToken": found.next}

    def send(self, ask: Ask, *, waits: Sequence[float] = ()) -> object:
        """The JSON of an answer, None where there is none to have.

        What is refused for the moment is sent again after each of the ``waits`` (seconds), since then it certainly
        changed nothing. What got lost or failed never is, if it writes.

        Raises:
            ExporterError: any of ours.
        """
        left = iter(waits)
        while not (response := self._authorised(ask)).ok:
            said = refusal(response)
            seconds = next(left, None) if said.passes else None
            if seconds is None:
                raise error_of(said, self._connection, ask.about)
            self._connection.sleep(seconds)
        return None if response.status_code == HTTPStatus.NO_CONTENT else json_of(response, LABEL)

    def _authorised(self, ask: Ask) -> requests.Response:
        """The answer, with a token that is taken: a 401 changed nothing, so that a write may be sent again."""
        token = self._tokens.access()
        response = self._sent(ask, token)
        if _refuses_token(response):
            response = self._sent(ask, self._tokens.access(refused=token))
            if _refuses_token(response):
                raise LoginError("Google renews the login, and YouTube does not accept it.", hint=LOG_IN)
        return response

    def _sent(self, ask: Ask, token: str) -> requests.Response:
        try:
            return self._connection.session().request(
                ask.method,
                f"{DATA}/{ask.path}",
                params=ask.params,
                json=ask.body,
                headers={"Authorization": f"Bearer {token}"},
                hooks={"response": partial(stop_for_today, self._connection)},
            )
        except requests.RequestException as error:  # what the session does not know; its text may hold addresses
            raise ServiceError(f"YouTube's answer cannot be used ({type(error).__name__}).", hint=AGAIN) from None


def _refuses_token(response: requests.Response) -> bool:
    return response.status_code == HTTPStatus.UNAUTHORIZED and refusal(response).reason != NO_CHANNEL


def stop_for_today(connection: Connection, response: requests.Response, **_: object) -> None:
    """Raise WaitLonger where the day is over: asking again in seconds only spends more.

    A response hook of ``requests``, because only the body tells such a 403 or 429 from one that passes.

    Raises:
        WaitLonger: a quota is spent, or the account made as many playlists as it may.
    """
    if response.status_code not in (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS):
        return
    said, path = refusal(response), (response.request.path_url or "").partition("?")[0]
    if said.is_for_today:
        raise _used_up(connection, "searches" if path.endswith("/search") else "units", said)
    makes = response.request.method == "POST" and path.endswith("/playlists")
    throttled = response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    if makes and throttled and retry_after(response) is None and "per minute" not in said.words:
        raise too_many_playlists()


def _used_up(connection: Connection, quota: str, said: Refusal) -> Exception:
    """The error for a spent quota; a connection that is not yet fitted to its login keeps no books of it."""
    if any(known.name == quota for known in connection.info.quotas):
        return connection.used_up(quota)
    return wait_longer(LABEL, None, f"has no {quota} left for today ({said.status})")
