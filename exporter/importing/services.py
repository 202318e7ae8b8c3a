"""Playlists of a service, as sources of an import."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.backend import BackendInfo
from exporter.errors import NotAllowed, UsageError
from exporter.exchange import Listed, Listing, Passage
from exporter.model import Item, Remote, Song
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.targets import Targets

OTHERS = "Export it with another tool (docs/import.md names some), or copy it to a playlist of your own."


def fetch(project: Project, plugins: Plugins, target: Target, playlist_id: str) -> Remote:
    """The whole playlist as the service has it now.

    Raises:
        LoginError: nobody is logged in.
        NotAllowed: the service does not show it.
        ExporterError: it could not be asked, or has no such playlist.
    """
    with Targets(project, plugins) as targets:
        opened = targets.open(target)
        targets.prove(target)
        try:
            return opened.backend.read(playlist_id)
        except NotAllowed as error:
            raise NotAllowed(error.message, hint=error.hint or OTHERS) from error


def named(given: str, infos: Sequence[BackendInfo], target: Target | None) -> tuple[Target, str]:
    """The target and the ID of the playlist there.

    Raises:
        UsageError: it is no playlist of that service, or of none that a plugin knows.
    """
    if target is not None:
        (info,) = (one for one in infos if one.name == target.backend)
        if found := info.playlist_id(given):
            return target, found
        raise UsageError(f"{given!r} is no playlist of {info.label}.", hint="Copy the link of the playlist there.")
    for info in infos:
        found = info.playlist_id(given)
        if found and found != given.strip():
            return Target(info.name), found
    for info in infos:
        if (track := info.track_id(given)) and track != given.strip():
            raise UsageError(f"{given} is a song on {info.label}, not a playlist.", hint="Copy the playlist's link.")
    names = ", ".join(info.label for info in infos) or "none"
    hint = f"Links of playlists are read on: {names}. Save anything else as a file, and import that."
    raise UsageError(f"No service that exporter knows has a playlist at {given}.", hint=hint)


def listing_of(remote: Remote, service: str) -> Listing:
    """A service's playlist as a listing, each song with its track as an ID."""
    found = [_listed(item, number, service) for number, item in enumerate(remote.items, start=1)]
    return Listing(
        songs=tuple(one for one in found if isinstance(one, Listed)),
        name=remote.name,
        description=remote.description,
        left=tuple(one for one in found if isinstance(one, Passage)),
    )


def _listed(item: Item, number: int, service: str) -> Listed | Passage:
    if not item.title:
        return Passage(line=number, text=item.id or f"row {number}", why="the service shows no title for it any more")
    ids = {service: item.id} if item.id else {}
    song = Song(item.title, item.artists, duration=item.duration, isrc=item.isrc, ids=ids)
    doubts = [] if item.id else ["a file of its owner, not in the catalogue"]
    doubts += [] if item.playable else ["cannot be played there now"]
    return Listed(song=song, line=number, text=item.label, doubts=tuple(doubts))
