"""Which request is answered by what, and what every request must bring."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from exporter.sandbox import World
from exporter_spotify.sandbox import browse, items, library, playlists, tokens
from exporter_spotify.sandbox.accounts import Accounts, NotGranted, error
from exporter_spotify.sandbox.call import SERVICE, Call
from exporter_spotify.sandbox.refused import Refused, forbidden
from exporter_spotify.sandbox.switches import Switches
from exporter_spotify.sandbox.tokens import Token

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["SERVICE", "app"]

Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint. ``personal`` ones need a user's token, not just an app's."""

    method: str
    path: str
    handler: Handler
    status: int = 200
    personal: bool = True


ROUTES = (
    Route("GET", "/search", browse.search, personal=False),
    Route("GET", "/tracks/{id}", browse.track, personal=False),
    Route("GET", "/me", library.me),
    Route("GET", "/me/playlists", playlists.mine),
    Route("POST", "/me/playlists", playlists.create, 201),
    Route("PUT", "/me/library", library.save),
    Route("DELETE", "/me/library", library.forget),
    Route("GET", "/me/library/contains", library.contains),
    Route("GET", "/playlists/{id}", playlists.show, personal=False),
    Route("PUT", "/playlists/{id}", playlists.change),
    Route("GET", "/playlists/{id}/items", items.show),
    Route("POST", "/playlists/{id}/items", items.add, 201),
    Route("PUT", "/playlists/{id}/items", items.update),
    Route("DELETE", "/playlists/{id}/items", items.remove),
    Route("GET", "/playlists/{id}/images", playlists.cover, personal=False),
    Route("PUT", "/playlists/{id}/images", playlists.upload_cover, 202),
)

LEGACY = (
    Route("GET", "/tracks", browse.tracks, personal=False),
    Route("GET", "/playlists/{id}/tracks", items.show),
    Route("POST", "/playlists/{id}/tracks", items.add, 201),
    Route("PUT", "/playlists/{id}/tracks", items.update),
    Route("DELETE", "/playlists/{id}/tracks", items.remove),
    Route("PUT", "/playlists/{id}/followers", playlists.follow),
    Route("DELETE", "/playlists/{id}/followers", playlists.unfollow),
    Route("POST", "/users/{user}/playlists", playlists.create, 201),
    Route("GET", "/users/{user}/playlists", playlists.mine),
)
"""What Development Mode lost in February 2026 and a playlist client used to call."""

REMOVED = re.compile(
    r"/(tracks|albums|artists|episodes|shows|audiobooks|chapters|markets)"
    r"|/artists/[^/]+/(top-tracks|related-artists)|/browse/.*|/recommendations.*|/audio-(features|analysis).*"
    r"|/users/[^/]+(/playlists)?|/playlists/[^/]+/(tracks|followers)(/contains)?"
    r"|/me/(tracks|albums|shows|episodes|audiobooks|following)(/contains)?"
)
"""Everything else that was lost, or closed to new apps in November 2024."""


def app(world: World, switches: Callable[[], Switches]) -> ASGIApp:
    """The look-alike as an ASGI app, to be mounted under ``/spotify``."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", "")).rstrip("/")
        service, _, rest = path.removeprefix("/").partition("/")
        body = await request.body()
        if service == "accounts":
            response = _accounts(request, f"/{rest}", body, Accounts(world=world, switches=switches()))
        elif service == "v1":
            response = _web_api(request, f"/{rest}", body, world, switches())
        else:
            response = _refusal(404, "Service not found")
        await response(scope, receive, send)

    return answer


def _web_api(request: Request, path: str, body: bytes, world: World, switches: Switches) -> Response:
    try:
        token = _token(request.headers.get("authorization", ""), world, switches)
        route, arguments = _found(request.method, path, token, switches)
        call = Call(
            world=world,
            switches=switches,
            base=f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}/v1",
            path=arguments,
            query=request.query_params,
            headers=request.headers,
            body=body,
            token=token,
        )
        content = route.handler(call)
    except Refused as refused:
        return _refusal(refused.status, refused.message)
    return Response(status_code=route.status) if content is None else JSONResponse(content, route.status)


def _token(authorization: str, world: World, switches: Switches) -> Token:
    scheme, _, text = authorization.partition(" ")
    if not authorization:
        raise Refused(401, "No token provided")
    if scheme.lower() != "bearer":
        raise Refused(400, "Only valid bearer authentication supported")
    if not text.strip():
        raise Refused(401, "Invalid access token")
    token = tokens.read(text.strip(), "access") or Token(kind="access")
    if switches.token_expired or token.expires <= world.clock():
        raise Refused(401, "The access token expired")
    if not switches.owner_premium:
        raise Refused(403, NO_PREMIUM)
    if not switches.registered and token.user:
        raise Refused(403, "User not registered in the Developer Dashboard")
    return token


NO_PREMIUM = (
    "Active premium subscription required for the owner of the app. When the subscription status changes, it can take "
    "a few hours before requests are allowed again."
)


def _found(method: str, path: str, token: Token, switches: Switches) -> tuple[Route, Mapping[str, str]]:
    routes = (*ROUTES, *LEGACY) if switches.legacy else ROUTES
    known = False
    for route in routes:
        arguments = re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route.path), path)
        if arguments is not None and route.method == method:
            if route.personal and not token.user:
                raise Refused(401, "Valid user authentication required")
            return route, arguments.groupdict()
        known = known or arguments is not None
    if REMOVED.fullmatch(path):
        raise forbidden()
    raise Refused(405, "Method not allowed") if known else Refused(404, "Service not found")


def _accounts(request: Request, path: str, body: bytes, accounts: Accounts) -> Response:
    try:
        match request.method, path:
            case "GET", "/authorize":
                return RedirectResponse(accounts.authorize(request.query_params), status_code=303)
            case "POST", "/api/token":
                granted = accounts.token(body, request.headers.get("authorization", ""))
                return JSONResponse(granted, headers={"Cache-Control": "no-store"})
            case _:
                return PlainTextResponse("Not found", status_code=404)
    except NotGranted as refused:
        return JSONResponse(error(refused.name, refused.description), status_code=refused.status)


def _refusal(status: int, message: str) -> Response:
    return JSONResponse({"error": {"status": status, "message": message}}, status_code=status)
