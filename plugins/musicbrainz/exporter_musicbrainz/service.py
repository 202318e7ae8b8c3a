"""The calls: one method for each question. What was answered before is not asked again.

Only what was understood is kept, so that no fault is ever taken for an answer. What may be included in which answer is
from the server's own source (``Controller/WS/2``); a lookup shows 25 releases at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import metadata, version
from typing import Any, TypeVar

import msgspec
import requests

from exporter import Connection
from exporter.errors import NotAllowed, Rejected, ServiceError, UsageError
from exporter.session import json_of
from exporter_musicbrainz import API, shapes

DISTRIBUTION = "playlist-exporter"
PAGE = 100
"""Rows of a page at most (musicbrainz.org/doc/MusicBrainz_API)."""
PAGES = 3
"""Pages of an artist's recordings that are read at most; each costs a second."""
DETAILS = "artist-credits+aliases+isrcs+releases+release-groups+media"
Answer = TypeVar("Answer", bound=shapes.Shape)


class Service:
    """MusicBrainz behind one connection.

    Every method raises ServiceError, Unreachable, WaitLonger or NotAllowed when it could not ask.
    """

    def __init__(self, connection: Connection) -> None:
        """Say who is calling, as MusicBrainz wants it.

        Raises:
            UsageError: nobody is named whom MusicBrainz could write to.
        """
        self._connection = connection
        self._agent = user_agent(connection)

    def recording(self, mbid: str) -> shapes.Recording | None:
        """One recording with all its names, codes and releases."""
        return self._get(f"recording/{mbid}", shapes.Recording, inc=DETAILS)

    def with_isrc(self, code: str) -> tuple[shapes.Recording, ...]:
        """The recordings that have this code."""
        found = self._get(f"isrc/{code}", shapes.Recordings, inc="artist-credits+isrcs")
        return found.recordings if found else ()

    def search(self, query: str) -> tuple[shapes.Recording, ...]:
        """The first recordings that a search finds, best first."""
        found = self._get("recording", shapes.Recordings, query=query, limit=PAGE)
        return found.recordings if found else ()

    def artists(self, query: str) -> tuple[shapes.Artist, ...]:
        """The first artists that a search finds, best first."""
        found = self._get("artist", shapes.Artists, query=query, limit=10)
        return found.artists if found else ()

    def recordings_of(self, arid: str) -> Iterator[shapes.Recording]:
        """An artist's recordings, as many as a few pages hold."""
        for page in range(PAGES):
            inc = "artist-credits+isrcs"
            found = self._get("recording", shapes.Browsed, artist=arid, inc=inc, limit=PAGE, offset=page * PAGE)
            yield from found.recordings if found else ()
            if found is None or not found.recordings or (page + 1) * PAGE >= found.recording_count:
                return

    def pseudo_releases_of(self, arid: str) -> tuple[shapes.Release, ...]:
        """An artist's records with titles that somebody translated or transliterated."""
        inc = "recordings+artist-credits"
        found = self._get("release", shapes.Releases, artist=arid, status="pseudo-release", inc=inc, limit=PAGE)
        return found.releases if found else ()

    def _get(self, path: str, kind: type[Answer], **query: str | int) -> Answer | None:
        """The answer to one question; None when MusicBrainz says that there is no such thing."""
        question = requests.Request("GET", f"{API}/{path}", params={**query, "fmt": "json"}).prepare().url or ""
        known = self._connection.answers.recall(question)
        if known is not None:
            return _understood(known, kind)
        answer = self._ask(question)
        understood = _understood(answer, kind)
        self._connection.answers.keep(question, answer)
        return understood

    def _ask(self, question: str) -> Any:
        """What MusicBrainz says; an empty list for what it does not have."""
        headers = {"User-Agent": self._agent, "Accept": "application/json"}
        response = self._connection.session().get(question, headers=headers)
        status = response.status_code
        if status == requests.codes.ok:
            return json_of(response, "MusicBrainz")
        if status == requests.codes.not_found and "error" in _said(response):
            return []
        raise _refused(status, _said(response).get("error", ""))


def user_agent(connection: Connection) -> str:
    """``exporter/0.1.0 ( contact )``: anonymous callers are refused (MusicBrainz_API/Rate_Limiting, User-Agent).

    Raises:
        UsageError: nobody is named whom MusicBrainz could write to.
    """
    contact = str(connection.settings.get("contact", "")).strip() or _home_page()
    if connection.sandbox_url:
        contact = contact or "sandbox"
    if not contact or not contact.isascii() or not contact.isprintable():
        raise UsageError(
            "MusicBrainz wants to know who is asking: a mail address or web page of yours.",
            hint='Write into exporter.toml: [targets.musicbrainz] and below it contact = "you@example.org". '
            "It is sent to MusicBrainz and to nobody else.",
        )
    return f"exporter/{version(DISTRIBUTION)} ( {contact} )"


def _home_page() -> str:
    """The project's own page, if its distribution names one."""
    named = (line.partition(", ") for line in metadata(DISTRIBUTION).get_all("Project-URL") or ())
    return next((url for label, _, url in named if label.lower() == "homepage"), "")


def _understood(answer: Any, kind: type[Answer]) -> Answer | None:
    """An answer in its shape; None for what MusicBrainz does not have.

    Raises:
        ServiceError: it has another shape.
    """
    if answer == []:
        return None
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError as error:
        raise ServiceError(
            f"MusicBrainz answered in a way that is not understood: {error}.",
            hint="This usually passes; run the same command again. If it stays, a newer plugin may know.",
        ) from error


def _said(response: requests.Response) -> dict[str, str]:
    """What an answer that is no success says, if it is MusicBrainz' own."""
    try:
        body = response.json()
    except requests.exceptions.JSONDecodeError:
        return {}
    return {key: str(value) for key, value in body.items()} if isinstance(body, dict) else {}


def _refused(status: int, said: str) -> Exception:
    told = f"MusicBrainz answered {status}" + (f": {said}" if said else "") + "."
    if status in {requests.codes.unauthorized, requests.codes.forbidden}:
        return NotAllowed(told, hint="It turns away whom it does not know: is `contact` in exporter.toml yours?")
    if status == requests.codes.bad_request:
        return Rejected(told, hint="The question was not understood there. Please report it with the song's title.")
    return ServiceError(told, hint="This usually passes; run the same command again. Answers so far are kept.")
