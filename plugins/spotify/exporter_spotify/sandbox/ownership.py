"""Who may do what with a playlist, and how it is read and changed."""

from __future__ import annotations

from collections.abc import Callable

from exporter.sandbox import Stored
from exporter_spotify.sandbox.call import SERVICE, Call, unknown_id
from exporter_spotify.sandbox.refused import Refused

READ_PRIVATE = "playlist-read-private"


def writable(call: Call, *, items: bool = True) -> Stored:
    """The playlist, for a caller whose token may change it."""
    playlist = ours(call, items=items)
    need_modify(call, playlist)
    return playlist


def ours(call: Call, *, items: bool) -> Stored:
    """The playlist, if it is our own, or if just its items are asked for and its owner lets us."""
    playlist = call.playlist()
    if playlist.owner and not (items and playlist.collaborative):
        raise Refused(403, "You cannot add tracks to a playlist you don't own." if items else "Forbidden")
    return playlist


def need_modify(call: Call, playlist: Stored) -> None:
    """Refuse a token that may not change such a playlist."""
    call.need_scopes(modify_scope(playlist))


def modify_scope(playlist: Stored) -> str:
    """The scope that a change needs: public and private playlists have one each."""
    return "playlist-modify-public" if playlist.public else "playlist-modify-private"


def shows_items(playlist: Stored, call: Call) -> bool:
    """Whether this caller may see what is in it."""
    mine_or_shared = not playlist.owner or playlist.collaborative
    return mine_or_shared or call.switches.foreign_items or call.switches.legacy


def as_read(playlist: Stored, call: Call) -> Stored:
    """The playlist as a replica has it that is some seconds behind."""
    if not call.switches.stale_read:
        return playlist
    at = call.world.clock() - call.switches.stale_read
    return call.world.store.get(SERVICE, playlist.id, at=at) or playlist


def changed(call: Call, edit: Callable[[Stored], Stored]) -> Stored:
    """The playlist that the path names after ``edit``; what ``edit`` refuses leaves it as it was."""
    remember = max(call.switches.snapshot_lag, call.switches.stale_read)
    try:
        return call.world.store.change(SERVICE, call.path["id"], edit, remember=remember)
    except KeyError as error:
        raise unknown_id(call.path["id"]) from error
