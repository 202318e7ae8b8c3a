"""One playlist that goes to one target: what every step of the way has to know."""

from __future__ import annotations

from dataclasses import dataclass

from exporter.backend import Backend, BackendInfo
from exporter.face import Face, Options, command
from exporter.model import Playlist, TargetSettings
from exporter.project import Project, Target
from exporter.targets import Opened


@dataclass(frozen=True, slots=True)
class Job:
    """One playlist on one target, with whoever is told and what was allowed.

    ``keeps`` is False for a plan, which writes nothing, not even what it found out. ``verbatim`` says that name and
    description are the service's own words, and fit.
    """

    project: Project
    opened: Opened
    playlist: Playlist
    face: Face
    options: Options
    keeps: bool
    verbatim: bool = False

    @property
    def target(self) -> Target:
        """Where the playlist goes."""
        return self.opened.target

    @property
    def info(self) -> BackendInfo:
        """What the service can do, and its limits."""
        return self.opened.info

    @property
    def backend(self) -> Backend:
        """The service."""
        return self.opened.backend

    @property
    def settings(self) -> TargetSettings:
        """What the file says about the target."""
        return settings_for(self.playlist, self.target)

    def command(self, verb: str) -> str:
        """The whole command that does this again, to be copied: ``exporter push sad-anime --to spotify``."""
        return command(verb, self.playlist.slug, str(self.target))

    def way_on(self, words: str) -> str:
        """What to do next, with the whole commands for ``{plan}`` and ``{push}``."""
        return words.format(plan=self.command("plan"), push=self.command("push"))


def settings_for(playlist: Playlist, target: Target) -> TargetSettings:
    """What the file says about a target; a profile without words of its own has its backend's."""
    return playlist.targets.get(str(target)) or playlist.targets.get(target.backend) or TargetSettings()
