"""Pins a song to a track: finds the song, reads the link, looks the track up, and writes it down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from exporter.backend import Backend, BackendInfo
from exporter.errors import NotFound, UsageError
from exporter.files.playlist import ID
from exporter.matching import compare
from exporter.model import Playlist, Score, Song, Track
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.reviewing.desk import Desk
from exporter.reviewing.pick import pick
from exporter.targets import Targets

UNCHECKED = " --unchecked pins it without asking."


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pin and what it holds. ``score`` is None for a track that nobody looked up; ``changed``: it is news."""

    playlist: Playlist
    file: str
    target: Target
    label: str
    number: int
    song: Song
    track: Track
    score: Score | None
    changed: bool

    @property
    def skipped(self) -> bool:
        """Whether the file leaves the song out on this service all the same."""
        return self.target.backend in self.song.skip


def pin(
    project: Project, plugins: Plugins, name: str, words: str, target: Target, given: str, *, check: bool = True
) -> Pinned:
    """Make the track that ``given`` names (a link or an ID) the song that ``words`` mean.

    Raises:
        UsageError: no such song, ``given`` is no track, or the file refuses that track.
        NotFound: the service does not have the track. Not without ``check``, which asks it nothing.
        ExporterError: the service could not be asked; the file cannot be changed.
    """
    desk, info = Desk(project, name), plugins.backend(target.backend)
    numbers = pick(desk.playlist, words)
    if len({desk.key(target, [number]) for number in numbers}) > 1:
        raise _told_apart(desk, words, numbers)
    song = desk.playlist.songs[numbers[0]]
    track_id = id_in(given, info, song, desk)
    if check:
        with Targets(project, plugins) as targets:
            track = look_up(targets.open(target, as_guest=True).backend, info, track_id, target, UNCHECKED)
    else:
        track = Track(info.name, track_id, "", ())
    changed = desk.pin(target, numbers, track, known=check)
    score = compare(song, track) if check else None
    return Pinned(desk.playlist, str(desk.path), target, info.label, numbers[0] + 1, song, track, score, changed)


def _told_apart(desk: Desk, words: str, numbers: Sequence[int]) -> UsageError:
    named = ", ".join(str(number + 1) for number in numbers)
    return UsageError(
        f"{words!r} stands more than once in {desk.playlist.slug} ({named}), and the file says different things of it.",
        hint="Say the number of the one you mean.",
    )


def id_in(given: str, info: BackendInfo, song: Song, desk: Desk) -> str:
    """The ID of the track that a link, or the ID itself, names for a song.

    Raises:
        UsageError: it names no track of the service, or one that the file refuses.
    """
    found = info.track_id(given)
    if not found or not re.fullmatch(ID.pattern, found) or not found.isprintable():
        raise UsageError(
            f"{given!r} names no track on {info.label}.",
            hint="Copy the link of the song itself from the service, not that of an album or a playlist.",
        )
    if found in song.not_.get(info.name, ()):
        raise UsageError(
            f"{desk.path} says that {song.label} is not {found} (`not`).",
            hint="Take it out of `not` there first, if it is the right one after all.",
        )
    return found


def look_up(backend: Backend, info: BackendInfo, track_id: str, target: Target, way_on: str = "") -> Track:
    """The track of this ID; ``way_on`` is one more sentence of advice where there is none.

    Raises:
        NotFound: the service does not have it.
        ExporterError: the service could not be asked.
    """
    track = backend.track(track_id)
    if track is None:
        where = f"{info.label}'s look-alike in the sandbox" if target.sandboxed else info.label
        raise NotFound(
            f"There is no track {track_id} on {where}; nothing was pinned.",
            hint=f"Look whether the link still opens.{way_on}",
        )
    return track
