"""What files and this machine's memory tell of a playlist on a target, and the playlist as the service has it.

A playlist that is longer than the service allows has several parts there; they are read and compared as one.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from exporter import lock as locks
from exporter.errors import NotFound, UsageError
from exporter.face import command
from exporter.job import settings_for
from exporter.lock import Home, Lock
from exporter.model import Playlist, Remote, TargetSettings, Track
from exporter.overview.states import State, column
from exporter.place import details_for, part_suffix
from exporter.project import Project, Target
from exporter.sync.memory import Memory, as_ours, recall
from exporter.sync.plan import Details
from exporter.sync.push import NO_TRACK, Want, recognise_all
from exporter.targets import Opened

logger = logging.getLogger("exporter")


@dataclass(frozen=True, slots=True)
class Known:
    """One playlist on one target where it was pushed to.

    ``states`` are those of its songs, in order, ``memories`` what this machine remembers of each part.
    """

    playlist: Playlist
    target: Target
    lock: Lock
    home: Home
    states: tuple[State, ...]
    settings: TargetSettings
    memories: tuple[Memory, ...]
    backups: Path

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks that the file means, as far as it is decided."""
        return tuple(state.decision.track for state in self.states if state.decision and state.decision.track)

    @property
    def ours(self) -> frozenset[str]:
        """Every track that we may have put there."""
        return self.lock.tracks(self.target.backend, str(self.target))

    def want(self, opened: Opened) -> Want:
        """What a push that asks nothing would give the playlist."""
        refused = (track for song in self.playlist.songs for track in song.not_.get(self.target.backend, ()))
        ours = self.ours.union(track.id for track in self.tracks)
        details = self.details(opened, 1)
        return Want(self.tracks, details, ours, self.settings.keep_extras, self.ours.union(refused))

    def details(self, opened: Opened, number: int) -> Details:
        """Name and description that a push would give the part of that number."""
        return details_for(self.playlist, opened.info, self.settings, part_suffix(number))

    def read(self, opened: Opened) -> tuple[Remote, ...]:
        """All of a playlist, part by part, with our IDs where the service shows others for them.

        Of a later part that is not there any more, nothing is there.

        Raises:
            NotFound: the playlist, or its first part, is not there any more.
        """
        later = [self._later(opened, number, part.id) for number, part in enumerate(self.home.parts, start=2)]
        return (as_ours(opened.backend.read(self.home.id), self.memories[0]), *later)

    def _later(self, opened: Opened, number: int, playlist_id: str) -> Remote:
        try:
            return as_ours(opened.backend.read(playlist_id), self.memories[number - 1])
        except NotFound:
            details = self.details(opened, number)
            logger.warning("%s: this part is not on %s any more.", details.name, opened.info.label)
            return Remote("", details.name, description=details.description)

    def recognised(self, parts: Sequence[Remote], want: Want) -> Remote:
        """All parts as one, with the IDs that are wanted where they hold the same recordings under others."""
        written = {memory.id: memory.written for memory in self.memories}
        return whole(recognise_all([(part, written.get(part.id, ())) for part in parts], want))

    def strangers(self, remote: Remote) -> Sequence[str]:
        """The tracks there that neither the file nor the lock knows; a push stops at them."""
        ours = self.ours.union(track.id for track in self.tracks)
        return [item.id for item in remote.items if item.id != NO_TRACK and item.id not in ours]


def whole(parts: Sequence[Remote]) -> Remote:
    """The first of a playlist's parts with the rows of all."""
    return replace(parts[0], items=tuple(item for part in parts for item in part.items))


def known(project: Project, name: str, target: Target) -> Known:
    """What is known of the playlist called ``name`` on a target.

    Raises:
        UsageError: there is no such playlist, or it was never pushed there.
        FileError, LockError: its file or its lock is wrong.
    """
    playlist = project.load(name)
    lock = locks.read(project.lock_path(playlist.slug, target))
    found = column(playlist, lock, target)
    if found.home is None:
        raise UsageError(
            f"{playlist.slug} has not been pushed to {target} yet.",
            hint=f"Push it first: {command('push', playlist.slug, str(target))}",
        )
    parts = range(1, 2 + len(found.home.parts))
    return Known(
        playlist,
        target,
        lock,
        found.home,
        found.states,
        settings_for(playlist, target),
        tuple(recall(project.memory_path(playlist.slug, target, part)) for part in parts),
        project.backup_folder(playlist.slug, target),
    )
