"""The user, and what is in the library."""

from __future__ import annotations

import re
from dataclasses import replace

from exporter_spotify.sandbox import render
from exporter_spotify.sandbox.browse import view_of
from exporter_spotify.sandbox.call import SERVICE, Call
from exporter_spotify.sandbox.refused import Refused, not_found

MOST = 40
URI = re.compile(r"spotify:(track|album|episode|show|audiobook|user|playlist):([0-9A-Za-z]+)")
MODIFY = ("user-library-modify", "user-follow-modify", "playlist-modify-public")
READ = ("user-library-read", "user-follow-read", "playlist-read-private")
"""The reference lists three scopes each and does not say which is for what; the sandbox wants all of them."""


def me(call: Call) -> render.Json:
    """GET /me."""
    return render.me(view_of(call))


def save(call: Call) -> None:
    """PUT /me/library."""
    _keep(call, saved=True)


def forget(call: Call) -> None:
    """DELETE /me/library. For a playlist this is what apps call deleting it; by its ID it stays readable."""
    _keep(call, saved=False)


def contains(call: Call) -> list[bool]:
    """GET /me/library/contains."""
    call.need_scopes(*READ)
    return [_is_saved(kind, one, call) for kind, one in _uris(call)]


def _keep(call: Call, *, saved: bool) -> None:
    call.need_scopes(*MODIFY)
    wanted = _uris(call)
    for kind, one in wanted:
        if kind == "playlist" and call.world.store.get(SERVICE, one) is None:
            raise not_found()
    for kind, one in wanted:
        if kind == "playlist":
            call.world.store.change(SERVICE, one, lambda playlist: replace(playlist, saved=saved))
        else:
            call.world.store.write_note(SERVICE, f"saved {kind} {one}", "yes" if saved else "")


def _is_saved(kind: str, one: str, call: Call) -> bool:
    if kind != "playlist":
        return bool(call.world.store.note(SERVICE, f"saved {kind} {one}"))
    playlist = call.world.store.get(SERVICE, one)
    return playlist is not None and playlist.saved


def _uris(call: Call) -> list[tuple[str, str]]:
    uris = [uri.strip() for uri in call.query.get("uris", "").split(",") if uri.strip()]
    if not uris:
        raise Refused(400, "Missing required field: uris")
    if len(uris) > MOST:
        raise Refused(400, f"Maximum {MOST} uris per request")
    found = [URI.fullmatch(uri) for uri in uris]
    if not all(found):
        raise Refused(400, "Invalid uri")
    return [(one[1], one[2]) for one in found if one]
