"""Where a playlist can be heard: at the place it was pushed to, or by links that play its tracks without an account."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exporter import lock as locks
from exporter.errors import NotFound, UsageError
from exporter.overview.states import Column, column
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.targets import Targets


@dataclass(frozen=True, slots=True)
class Link:
    """An address that plays some songs of a playlist, by their numbers in it (from 1; empty where nobody knows)."""

    url: str
    songs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Links to a playlist on a target; ``left_out`` counts the songs that have no track there."""

    playlist: str
    target: Target
    links: tuple[Link, ...]
    anonymous: bool = False
    left_out: int = 0


def addresses(project: Project, plugins: Plugins, name: str, target: Target, *, pushed: bool = False) -> Addresses:
    """Links that need no account; where the service has none, or with ``pushed``, the pushed playlist's address.

    Raises:
        UsageError: there is no such playlist or backend, or nothing to open there.
        ExporterError: the service had to be asked for the address and did not give it.
    """
    info, playlist = plugins.backend(target.backend), project.load(name)
    found = column(playlist, locks.read(project.lock_path(playlist.slug, target)), target)
    if info.links is None or pushed:
        if found.home is None:
            hint = f"exporter push {playlist.slug} --to {target}"
            raise UsageError(f"{playlist.slug} has not been pushed to {target} yet.", hint=hint)
        decided = {number for number, _ in _decided(found)}
        links = tuple(
            Link(
                one.url or _asked(project, plugins, target, one.id),
                tuple(song for song in one.songs if song in decided),
            )
            for one in found.places
        )
        held = sum(len(link.songs) for link in links)
        return Addresses(playlist.slug, target, links, left_out=len(found.states) - held)
    links = _play_links(info.links, found)
    if not links:
        raise UsageError(
            f"No song of {playlist.slug} is decided on {info.label} yet.",
            hint=f"exporter resolve {playlist.slug} --to {target}",
        )
    played = sum(len(link.songs) for link in links)
    return Addresses(playlist.slug, target, links, anonymous=True, left_out=len(found.states) - played)


def _asked(project: Project, plugins: Plugins, target: Target, playlist_id: str) -> str:
    with Targets(project, plugins) as targets:
        opened = targets.open(target)
        url = opened.backend.read(playlist_id).url
    if not url:
        raise NotFound(f"{opened.info.label} names no address of the playlist {playlist_id}.")
    return url


def _decided(found: Column) -> list[tuple[int, str]]:
    """The songs that have a track, by their numbers, with its ID."""
    return [
        (number, state.decision.track.id)
        for number, state in enumerate(found.states, start=1)
        if state.decision and state.decision.track
    ]


def _play_links(make: Callable[[Sequence[str]], Sequence[str]], found: Column) -> tuple[Link, ...]:
    """Each link with the songs that it plays, which follow from how many tracks take how many links."""
    decided = _decided(found)
    tracks = [track for _, track in decided]

    def held(links: int) -> int:
        """How many of the tracks so many links hold."""
        return bisect_right(range(len(tracks) + 1), links, key=lambda count: len(make(tracks[:count]))) - 1

    numbers = [number for number, _ in decided]
    return tuple(Link(url, tuple(numbers[held(before) : held(before + 1)])) for before, url in enumerate(make(tracks)))
