"""Which request is answered by what, and what every request must bring."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from exporter.sandbox import World
from exporter_musicbrainz.sandbox import lucene, render
from exporter_musicbrainz.sandbox.library import Artist, Library, Recording
from exporter_musicbrainz.sandbox.switches import Switches

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

Thing = TypeVar("Thing")
Query = Mapping[str, str]
JSON = dict[str, Any]

HELP = "For usage, please see: https://musicbrainz.org/development/mmd"
TOO_FAST = (
    "Your requests are exceeding the allowable rate limit. "
    "Please see https://wiki.musicbrainz.org/XMLWebService for more information."
)
NO_AGENT = "Please identify your application by a User-Agent with a way to contact you."
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
ANONYMOUS = re.compile(r"(python-requests|python-urllib|java|curl|$)", re.IGNORECASE)
"""Agents that name a library and no application."""
INCLUDES = frozenset(
    {"aliases", "artist-credits", "artists", "isrcs", "media", "recordings", "release-groups", "releases", "work-rels"}
)
LIMIT, MOST = 25, 100


class Refused(Exception):  # noqa: N818 - what the service says
    """MusicBrainz refuses, with this status and these words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


def error(words: str) -> JSON:
    """The body of every refusal."""
    return {"error": words, "help": HELP}


class Limiter:
    """Refuses everything while there are too many requests; those that are refused count."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked: deque[float] = deque()

    def check(self, switches: Switches) -> None:
        """Let a request pass, or not."""
        now = self._clock()
        self._asked.append(now)
        while self._asked[0] <= now - 1:
            self._asked.popleft()
        if switches.silent or (switches.per_second and len(self._asked) > switches.per_second):
            raise Refused(503, TOO_FAST)


def app(world: World, switches: Callable[[], Switches]) -> ASGIApp:
    """The look-alike as an ASGI app, to be mounted under ``/musicbrainz``."""
    library = cache(lambda: Library(world.catalogue.entries()))
    limiter = Limiter(world.clock)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", "")).rstrip("/")
        try:
            limiter.check(switches())
            content = _content(request, path, library())
        except Refused as refused:
            await JSONResponse(error(refused.words), refused.status)(scope, receive, send)
            return
        await _written(request, content)(scope, receive, send)

    return answer


def _written(request: Request, content: JSON) -> Response:
    """The answer in the form that was asked for; without a word MusicBrainz writes XML."""
    if request.query_params.get("fmt") == "json" or "application/json" in request.headers.get("accept", ""):
        return JSONResponse(content)
    return Response("<metadata/>", media_type="application/xml")


def _content(request: Request, path: str, library: Library) -> JSON:
    if ANONYMOUS.match(request.headers.get("user-agent", "")):
        raise Refused(403, NO_AGENT)
    if request.method != "GET":
        raise Refused(405, "Method not allowed")
    entity, _, key = path.removeprefix("/ws/2/").partition("/")
    inc = frozenset(filter(None, re.split(r"[+ ]", request.query_params.get("inc", ""))))
    if wrong := sorted(inc - INCLUDES):
        raise Refused(400, f"{wrong[0]} is not a valid inc parameter for the {entity} resource.")
    query = request.query_params
    match entity, bool(key), _asked_by(query):
        case "recording", True, _:
            return render.recording(_of_id(key, library.recordings), inc)
        case "isrc", True, _:
            return _with_code(key, library, inc)
        case "recording", False, "query":
            return _searched(query, "recordings", _recordings(library), render.hit)
        case "artist", False, "query":
            return _searched(query, "artists", _artists(library), render.artist)
        case "recording", False, "artist":
            return _recordings_of(query, library, inc)
        case "release", False, "artist":
            return _pseudo_releases_of(query, library)
        case _:
            raise Refused(404, "Not Found")


def _asked_by(query: Query) -> str:
    return next((name for name in ("query", "artist") if name in query), "")


def _of_id(key: str, things: Mapping[str, Thing]) -> Thing:
    if not UUID.fullmatch(key):
        raise Refused(400, "Invalid mbid.")
    if key not in things:
        raise Refused(404, "Not Found")
    return things[key]


def _with_code(code: str, library: Library, inc: frozenset[str]) -> JSON:
    if not ISRC.fullmatch(code):
        raise Refused(400, "Invalid isrc.")
    found = [one for one in library.recordings.values() if one.isrc == code]
    if not found:
        raise Refused(404, "Not Found")
    return {"isrc": code, "recordings": [render.recording(one, inc) for one in found]}


def _searched(
    query: Query, name: str, index: Iterable[tuple[Thing, lucene.Document]], show: Callable[[Thing, int], JSON]
) -> JSON:
    try:
        rank = lucene.parse(query["query"])
    except lucene.NotUnderstood:
        raise Refused(400, "Unable to search: the query could not be parsed.") from None
    ranked = [(thing, rank(document)) for thing, document in index]
    found = sorted(((thing, value) for thing, value in ranked if value), key=lambda one: -one[1])
    best = found[0][1] if found else 1.0
    page, offset = _page(query, found)
    hits = [show(thing, round(100 * value / best)) for thing, value in page]
    return {"created": datetime.now(UTC).isoformat(), "count": len(found), "offset": offset, name: hits}


def _page(query: Query, things: Sequence[Thing]) -> tuple[Sequence[Thing], int]:
    try:
        limit, offset = int(query.get("limit", LIMIT)), int(query.get("offset", 0))
    except ValueError:
        raise Refused(400, "Invalid limit or offset.") from None
    offset = max(offset, 0)
    return things[offset : offset + min(max(limit, 1), MOST)], offset


def _recordings(library: Library) -> Iterator[tuple[Recording, lucene.Document]]:
    for one in library.recordings.values():
        names = [artist.name for artist in one.artists]
        yield (
            one,
            {
                "": [one.title],
                "recording": [one.title],
                "alias": list(one.aliases.values()),
                "artist": [" ".join(names)],
                "artistname": names,
                "creditname": names,
                "arid": [artist.id for artist in one.artists],
                "isrc": [one.isrc],
                "rid": [one.id],
                "video": ["false"],
                "release": [release.title for release in one.releases],
            },
        )


def _artists(library: Library) -> Iterator[tuple[Artist, lucene.Document]]:
    for one in library.artists.values():
        aliases = list(one.aliases.values())
        fields = {"artist": [one.name], "sortname": [one.sort_name], "alias": aliases, "arid": [one.id]}
        yield one, {"": [one.name, one.sort_name, *aliases], **fields}


def _recordings_of(query: Query, library: Library, inc: frozenset[str]) -> JSON:
    artist = _of_id(query["artist"], library.artists)
    theirs = [one for one in library.recordings.values() if artist in one.artists]
    page, offset = _page(query, theirs)
    shown = [render.recording(one, inc) for one in page]
    return {"recording-count": len(theirs), "recording-offset": offset, "recordings": shown}


def _pseudo_releases_of(query: Query, library: Library) -> JSON:
    artist = _of_id(query["artist"], library.artists)
    if query.get("status") != "pseudo-release":
        raise Refused(404, "Not Found")  # only these are looked for
    theirs = [one for one in library.recordings.values() if artist in one.artists]
    found = [render.pseudo_release(release, one) for one in theirs for release in one.releases if release.pseudo]
    page, offset = _page(query, found)
    return {"release-count": len(found), "release-offset": offset, "releases": page}
