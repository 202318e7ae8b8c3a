"""Which request is answered by what, what it costs, and what every request must bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from exporter.sandbox import World
from exporter_ytmusic.sandbox.data import channels, items, playlists, refused, settling, tokens, videos
from exporter_ytmusic.sandbox.data.accounts import Accounts, NotGranted, Nowhere, error
from exporter_ytmusic.sandbox.data.call import Call
from exporter_ytmusic.sandbox.data.fields import chosen
from exporter_ytmusic.sandbox.data.quota import SERVICE, Bucket, Ledger
from exporter_ytmusic.sandbox.data.refused import Refused, bad_parameter
from exporter_ytmusic.sandbox.data.render import tagged
from exporter_ytmusic.sandbox.data.switches import SCOPE, Switches
from exporter_ytmusic.sandbox.data.tokens import Token

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["ROUTES", "SERVICE", "app"]

WRITE_SCOPES = {SCOPE, f"{SCOPE}.force-ssl", f"{SCOPE}partner"}
READ_SCOPES = {*WRITE_SCOPES, f"{SCOPE}.readonly"}
COMMON = "$.xgafv access_token alt callback fields key oauth_token prettyPrint quotaUser uploadType upload_protocol"
OWNER = "onBehalfOfContentOwner"


@dataclass(frozen=True, slots=True)
class Route:
    """One method. ``price`` is in units of the ``bucket``, ``parts`` and ``parameters`` are what it knows."""

    method: str
    path: str
    handler: Callable[[Call], Any]
    price: int
    parts: str
    parameters: str
    bucket: Bucket = "units"

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"


PLAYLIST = "contentDetails id localizations player snippet status"
ITEM = "contentDetails id snippet status"
VIDEO = (
    "contentDetails fileDetails id liveStreamingDetails localizations paidProductPlacementDetails player "
    "processingDetails recordingDetails snippet statistics status suggestions topicDetails"
)
CHANNEL = (
    "auditDetails brandingSettings contentDetails contentOwnerDetails id localizations snippet statistics status "
    "topicDetails"
)
LIST = f"id maxResults pageToken part {OWNER}"
SEARCH = (
    f"channelId channelType eventType forContentOwner forDeveloper forMine location locationRadius maxResults {OWNER} "
    "order pageToken part publishedAfter publishedBefore q regionCode relevanceLanguage safeSearch topicId type "
    "videoCaption videoCategoryId videoDefinition videoDimension videoDuration videoEmbeddable videoLicense "
    "videoPaidProductPlacement videoSyndicated videoType"
)

ROUTES = (
    Route("GET", "/playlists", playlists.show, 1, PLAYLIST, f"{LIST} channelId hl mine {OWNER}Channel"),
    Route("POST", "/playlists", playlists.insert, 50, PLAYLIST, f"part {OWNER} {OWNER}Channel"),
    Route("PUT", "/playlists", playlists.update, 50, PLAYLIST, f"part {OWNER}"),
    Route("DELETE", "/playlists", playlists.remove, 50, "", f"id {OWNER}"),
    Route("GET", "/playlistItems", items.show, 1, ITEM, f"{LIST} playlistId videoId"),
    Route("POST", "/playlistItems", items.insert, 50, ITEM, f"part {OWNER}"),
    Route("PUT", "/playlistItems", items.update, 50, ITEM, f"part {OWNER}"),
    Route("DELETE", "/playlistItems", items.remove, 50, "", f"id {OWNER}"),
    Route(
        "GET",
        "/videos",
        videos.show,
        1,
        VIDEO,
        f"{LIST} chart hl locale maxHeight maxWidth myRating regionCode videoCategoryId",
    ),
    Route(
        "GET",
        "/channels",
        channels.show,
        1,
        CHANNEL,
        f"{LIST} categoryId forHandle forUsername hl managedByMe mine mySubscribers",
    ),
    Route("GET", "/search", videos.search, 1, "id snippet", SEARCH, bucket="searches"),
)
"""What a client of playlists needs of the API, with the prices of 2026-06-01."""


def app(world: World, switches: Callable[[], Switches]) -> ASGIApp:
    """The look-alike as an ASGI app, to be mounted under ``/youtube``."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", "")).rstrip("/")
        part, _, rest = path.removeprefix("/").partition("/")
        body = await request.body()
        accounts = Accounts(world=world, switches=switches())
        if part == "oauth":
            response = _accounts(request, f"/{rest}", body, accounts)
        elif part == "v3":
            response = _api(request, f"/{rest}", body, accounts)
        else:
            response = PlainTextResponse("Not Found", status_code=404)
        await response(scope, receive, send)

    return answer


def _api(request: Request, path: str, body: bytes, accounts: Accounts) -> Response:
    try:
        token = _token(request.headers.get("authorization", ""), accounts)
        content = _answered(_found(request.method, path), token, request, body, accounts)
    except Refused as no:
        headers = {"WWW-Authenticate": CHALLENGE} if no.reason == "authError" else None
        return JSONResponse(no.body(), no.status, headers)
    return Response(status_code=204) if content is None else JSONResponse(content)


CHALLENGE = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'


def _token(authorization: str, accounts: Accounts) -> Token:
    scheme, _, text = authorization.partition(" ")
    if not authorization:
        message = "The request is missing a valid API key."
        raise Refused(403, "forbidden", message, state="PERMISSION_DENIED")
    if scheme.lower() != "bearer" or not text.strip():
        raise refused.not_authenticated()
    token = tokens.taken(text.strip(), "access")
    expired = token.expires is not None and token.expires <= accounts.world.clock()
    if expired or accounts.switches.token_expired or accounts.revoked(token):
        raise refused.not_authenticated()
    return token


def _found(method: str, path: str) -> Route:
    for route in ROUTES:
        if (route.method, route.path) == (method, path):
            return route
    raise Refused(404, "notFound", "Requested entity was not found.", state="NOT_FOUND")


def _answered(route: Route, token: Token, request: Request, body: bytes, accounts: Accounts) -> Any:
    """The answer, booked."""
    switches = accounts.switches
    if not switches.api_enabled:
        raise refused.not_enabled()
    ledger = Ledger(world=accounts.world, switches=switches)
    ledger.check(route.bucket, route.price)
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    call = Call(
        world=accounts.world,
        switches=switches,
        query=query,
        content=body,
        known_parts=frozenset(route.parts.split()),
    )
    try:
        _check_call(call, route, token)
        content = route.handler(call)
        content = None if content is None else chosen(tagged(content), call.text("fields"))
    except Refused:
        ledger.book(route.bucket, 1 if switches.refused_price == "one" else route.price)
        raise
    ledger.book(route.bucket, route.price)
    return content


def _check_call(call: Call, route: Route, token: Token) -> None:
    """Refuse what has nothing to do with a method's own rules."""
    scopes = call.switches.scopes if token.scopes is None else token.scopes
    if not (WRITE_SCOPES if route.writes else READ_SCOPES) & set(scopes):
        raise refused.insufficient_scope()
    if not call.switches.channel and (route.writes or call.flag("mine")):
        raise refused.no_channel()
    known = {*COMMON.split(), *route.parameters.split()}
    for name in call.query:
        if name not in known:
            raise _unknown(name)
    if call.text("alt") not in ("", "json"):
        raise bad_parameter("alt", f"Invalid value '{call.text('alt')}'. Values must match the following: 'json'.")
    chosen({}, call.text("fields"))
    if route.method in {"POST", "PUT"}:
        settling.refuse_some(call)


def _unknown(name: str) -> Refused:
    message = (
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
    )
    return Refused(400, "badRequest", message, state="INVALID_ARGUMENT")


def _accounts(request: Request, path: str, body: bytes, accounts: Accounts) -> Response:
    try:
        match request.method, path:
            case "GET", "/v2/auth":
                return RedirectResponse(accounts.consent(request.query_params), status_code=302)
            case "POST", "/token":
                granted = accounts.token(body, request.headers.get("authorization", ""))
                return JSONResponse(granted, headers={"Cache-Control": "no-store"})
            case "POST", "/revoke":
                accounts.revoke(body, request.query_params)
                return JSONResponse({})
            case _:
                return PlainTextResponse("Not Found", status_code=404)
    except NotGranted as no:
        return JSONResponse(error(no.name, no.description), status_code=no.status)
    except Nowhere as no:
        return HTMLResponse(f"<h1>Access blocked</h1><p>Error 400: {escape(str(no))}</p>", status_code=400)


def refusal(path: str, status: int, reason: str) -> Mapping[str, object]:
    """How Google words a refusal that has nothing to do with what was asked."""
    if path.startswith("/oauth"):
        return error("internal_failure" if status >= 500 else "rate_limit_exceeded", f"Status {status}")  # noqa: PLR2004 - HTTP's server errors
    return refused.by_status(status, reason).body()
