"""Searches for one song again and keeps everything that led to the verdict. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from exporter.clock import today
from exporter.lock import CONTESTED
from exporter.matching import judge
from exporter.matching.queries import queries
from exporter.matching.resolve import Asking, search
from exporter.model import Decision, Playlist, Query, Scored, Song
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.reviewing.desk import Desk
from exporter.reviewing.neighbours import beside_the_others
from exporter.reviewing.pick import pick
from exporter.reviewing.questions import ranked
from exporter.targets import Targets


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a search comes to its verdict: what was asked, with how many answers, and every candidate, best first.

    ``contest`` is why the song is in question all the same: another song of the playlist was given its track.
    """

    playlist: Playlist
    target: Target
    label: str
    number: int
    song: Song
    asked: tuple[tuple[Query, int], ...]
    candidates: tuple[Scored, ...]
    decision: Decision
    contest: str = ""

    @property
    def pin(self) -> str:
        """The track that the file pins, which stands above every search."""
        return self.song.ids.get(self.target.backend, "")

    @property
    def skipped(self) -> bool:
        """Whether the file leaves the song out on this service."""
        return self.target.backend in self.song.skip

    @property
    def refused(self) -> frozenset[str]:
        """IDs that the file says are not the song."""
        return frozenset(self.song.not_.get(self.target.backend, ()))


class Explaining:
    """One song on one target, about to be searched for. ``most`` is how many searches that may cost."""

    def __init__(self, project: Project, plugins: Plugins, name: str, words: str, target: Target) -> None:
        """Find the song.

        Raises:
            UsageError, FileError: a name, the file or the target is wrong, or no song is meant.
        """
        self._project, self._plugins, self._target = project, plugins, target
        self._desk = Desk(project, name)
        self._playlist = self._desk.playlist
        self._number = pick(self._playlist, words)[0]
        self._song = self._playlist.songs[self._number]
        self.info = plugins.backend(target.backend)
        self.most = len(queries(self._song, self.info.features))

    def explain(self) -> Explanation:
        """Search as a push would, pins and the lock left aside.

        Raises:
            ExporterError: the service could not be asked.
        """
        with Targets(self._project, self._plugins) as targets:
            backend = targets.open(self._target, as_guest=True).backend
            asking = Asking(backend, self.info, judge, self._desk.lock(self._target).of(self.info.name), today())
            found = search(self._song, asking)
        settled = beside_the_others(self._playlist, self._number, found.decision, asking)
        contest = next((reason.words for reason in settled.reasons if reason.name == CONTESTED), "")
        candidates = ranked(self._song, found.tracks, found.decision.track)
        return Explanation(
            self._playlist,
            self._target,
            self.info.label,
            self._number + 1,
            self._song,
            found.asked,
            candidates,
            found.decision,
            contest,
        )
