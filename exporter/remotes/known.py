"""What files and this machine's memory tell of a playlist on a target, and the playlist as the service has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exporter import lock as locks
from exporter.errors import UsageError
from exporter.job import settings_for
from exporter.lock import Home, Lock
from exporter.model import Playlist, Remote, TargetSettings, Track
from exporter.overview.states import State, column
from exporter.place import details_for
from exporter.project import Project, Target
from exporter.sync.memory import Memory, as_ours, recall
from exporter.sync.push import NO_TRACK, Want, recognise
from exporter.targets import Opened


@dataclass(frozen=True, slots=True)
class Known:
    """One playlist on one target where it was pushed to. ``states`` are those of its songs, in order."""

    playlist: Playlist
    target: Target
    lock: Lock
    home: Home
    states: tuple[State, ...]
    settings: TargetSettings
    memory: Memory
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
        details = details_for(self.playlist, opened.info, self.settings)
        ours = self.ours.union(track.id for track in self.tracks)
        return Want(self.tracks, details, ours, self.settings.keep_extras, self.ours.union(refused))

    def read(self, opened: Opened, playlist_id: str) -> Remote:
        """All of a playlist, with our IDs where the service shows others for them.

        Raises:
            NotFound: it is not there any more.
        """
        return as_ours(opened.backend.read(playlist_id), self.memory)

    def recognised(self, remote: Remote, want: Want) -> Remote:
        """The remote with the IDs that are wanted where it holds the same recordings under others."""
        written = self.memory.written if self.memory.id == remote.id else ()
        return recognise(remote, want, written)

    def strangers(self, remote: Remote) -> Sequence[str]:
        """The tracks there that neither the file nor the lock knows; a push stops at them."""
        ours = self.ours.union(track.id for track in self.tracks)
        return [item.id for item in remote.items if item.id != NO_TRACK and item.id not in ours]


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
            f"{playlist.slug} has not been pushed to {target} yet.", hint=f"exporter push {playlist.slug} --to {target}"
        )
    return Known(
        playlist,
        target,
        lock,
        found.home,
        found.states,
        settings_for(playlist, target),
        recall(project.memory_path(playlist.slug, target)),
        project.backup_folder(playlist.slug, target),
    )
