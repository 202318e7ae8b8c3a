"""Which request is answered by what, and what every request must bring."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from exporter.sandbox import World
from exporter_ytmusic.sandbox.music import account, browsing, player, searching, writing
from exporter_ytmusic.sandbox.music.call import Call
from exporter_ytmusic.sandbox.music.login import Caller, Logins
from exporter_ytmusic.sandbox.music.refused import Refused, refused
from exporter_ytmusic.sandbox.music.switches import Switches

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

Handler = Callable[[Call], Mapping[str, Any]]

API = "/youtubei/v1/"
HANDLERS: Mapping[str, Handler] = {
    "search": searching.search,
    "player": player.player,
    "browse": browsing.browse,
    "account/account_menu": account.account_menu,
    "playlist/create": writing.create,
    "playlist/delete": writing.delete,
    "browse/edit_playlist": writing.edit,
}
VISITOR = "CgtzYW5kYm94MTIzNCgB"
CAPTCHA = "https://www.google.com/sorry/index"
CAPTCHA_PAGE = (
    "<html><head><title>Sorry...</title></head><body>Our systems have detected unusual traffic from your computer "
    "network. Please try your request again later.</body></html>"
)


def app(world: World, switches: Callable[[], Switches]) -> ASGIApp:
    """The look-alike as an ASGI app, to be mounted under ``/ytmusic``."""
    logins = Logins(switches)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        body = await request.body()
        if switches().captcha:
            response = _captcha(switches())
        elif path.startswith(API):
            response = _api(request, path.removeprefix(API), body, world, switches(), logins)
        elif request.method == "GET" and path in {"", "/"}:
            response = HTMLResponse(_start_page(switches()))
        else:
            response = Response("Not found", status_code=404, media_type="text/plain")
        await response(scope, receive, send)

    return answer


def _api(request: Request, name: str, body: bytes, world: World, switches: Switches, logins: Logins) -> Response:
    try:
        handler = _handler(request.method, name)
        content = _json(body)
        client, user = _context(content)
        call = Call(
            world=world,
            switches=switches,
            caller=logins.caller(request.headers, _text(user, "onBehalfOfUser")),
            language=_text(client, "hl") or "en",
            query=request.query_params,
            body=content,
        )
        return JSONResponse({**_response_context(call.caller), **_answer(handler, call)})
    except Refused as refusal:
        return JSONResponse(refusal.body, refusal.status)


def _handler(method: str, name: str) -> Handler:
    if name not in HANDLERS:
        raise refused(404)
    if method != "POST":
        raise refused(405)
    return HANDLERS[name]


def _answer(handler: Handler, call: Call) -> Mapping[str, Any]:
    """What the handler says, also when it refuses with HTTP 200."""
    try:
        return handler(call)
    except Refused as refusal:
        if refusal.status != HTTPStatus.OK:
            raise
        return refusal.body


def _json(body: bytes) -> Mapping[str, Any]:
    """The body as a JSON object. ytmusicapi says ``content-encoding: gzip`` and sends it plain; the web client zips."""
    try:
        plain = gzip.decompress(body) if body.startswith(GZIP) else body
        content = msgspec.json.decode(plain)
    except (msgspec.DecodeError, UnicodeDecodeError, OSError, EOFError, zlib.error, RecursionError) as error:
        raise refused(400) from error
    if not isinstance(content, dict):
        raise refused(400)
    return content


GZIP = b"\x1f\x8b"


def _context(content: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Client and user of the context, without which nothing is answered."""
    context = content.get("context")
    client = context.get("client") if isinstance(context, dict) else None
    if not isinstance(client, dict) or not _text(client, "clientName") or not _text(client, "clientVersion"):
        raise refused(400)
    user = context.get("user") if isinstance(context, dict) else None
    return client, user if isinstance(user, dict) else {}


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _response_context(caller: Caller) -> Mapping[str, Any]:
    """What every answer begins with; ``logged_in`` is the only place where a dead login shows."""
    logged_in = [{"key": "logged_in", "value": "1" if caller.signed_in else "0"}]
    return {"responseContext": {"serviceTrackingParams": [{"service": "GFEEDBACK", "params": logged_in}]}}


def _start_page(switches: Switches) -> str:
    """The page that gives out the visitor's ID."""
    settings = {"INNERTUBE_CLIENT_NAME": "WEB_REMIX", "HL": "en", "VISITOR_DATA": VISITOR}
    script = f"<script>ytcfg.set({json.dumps(settings)});</script>" if switches.visitor_data else ""
    return f"<!doctype html><html><head><title>YouTube Music</title>{script}</head><body></body></html>"


def _captcha(switches: Switches) -> Response:
    if switches.captcha == "redirect":
        return RedirectResponse(CAPTCHA, status_code=302)
    return HTMLResponse(CAPTCHA_PAGE, status_code=429)
