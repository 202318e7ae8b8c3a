"""A project with one playlist, on services that a storm may come over."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from exporter import lock as locks
from exporter.app import Depth, Options, Result, run
from exporter.project import Project, Target
from tests.storm import songs
from tests.storm.edits import Change
from tests.storm.face import Quiet
from tests.storm.services import Services, Way


class Wrong(AssertionError):  # noqa: N818 - it says what the list is
    """Something that must be true is not."""


def must(true: bool, otherwise: str) -> None:  # noqa: FBT001 - it reads as a sentence
    """Say what is wrong, if something is.

    Raises:
        Wrong: something is.
    """
    if not true:
        raise Wrong(otherwise)


class Log(logging.Handler):
    """What was asked and said, line by line, and how often something of it was trouble."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.troubles = 0

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        self.lines.append(line)
        self.troubles += record.levelno >= logging.WARNING or (" -> " in line and " -> 2" not in line)

    def note(self, words: str) -> None:
        """Something that the story needs besides."""
        self.lines.append(f"-- {words}")

    def trouble(self, words: str) -> None:
        """Trouble that nobody else tells of."""
        self.note(words)
        self.troubles += 1


class Stage:
    """The project, its state folder, and what the services hold."""

    def __init__(self, services: Services, root: Path, log: Log) -> None:
        self.services, self.root, self.log = services, root, log

    def begin(self, way: Way) -> None:
        """As before the first push, by this way."""
        self.way, self.target = way, Target.parse(way.target)
        for folder in (self.root, self.state):
            shutil.rmtree(folder, ignore_errors=True)
        self.state.mkdir(parents=True)
        (self.root / "playlists").mkdir(parents=True)
        (self.root / "exporter.toml").write_text(way.settings, encoding="utf-8")
        self.services.begin()
        self.log.lines.clear()

    @property
    def state(self) -> Path:
        """The state folder."""
        return Path(os.environ["EXPORTER_STATE_DIR"])

    def write(self, word: str, description: str, *, keep_extras: bool = False) -> None:
        """Let the file say this."""
        text = songs.playlist_file(word, description, keep_extras=keep_extras)
        (self.root / "playlists" / "list.yaml").write_text(text, encoding="utf-8")

    def push(self, *, adopt: bool = False) -> Result:
        """One run."""
        self.log.note(f"push{' --adopt' if adopt else ''}, holding {self.rows or 'nothing'}")
        project, options = Project.find(self.root), Options(adopt=adopt)
        (result,) = run(project, self.services.plugins, ["list"], [self.target], Depth.PUSH, Quiet(), options)
        if result.error:
            self.log.trouble(repr(result.error))
        else:
            self.log.note("done")
        return result

    @property
    def rows(self) -> str:
        """What the playlist holds, as a word; of several playlists, which there should not be, one after the other."""
        return "|".join(songs.spelled(row.track for row in one.rows) for one in self.services.playlists(self.way))

    @property
    def ours(self) -> str:
        """What it holds but for somebody else's songs."""
        return "".join(letter for letter in self.rows if letter not in songs.THEIRS)

    @property
    def theirs(self) -> list[str]:
        """Somebody else's songs that it holds, sorted."""
        return sorted(letter for letter in self.rows if letter in songs.THEIRS)

    def kept(self) -> Callable[[], None]:
        """Everything as it is now; call it to bring that back."""
        beside = self.root.parent / "kept"
        shutil.rmtree(beside, ignore_errors=True)
        folders = {self.root: beside / "project", self.state: beside / "state"}
        for folder, copy in folders.items():
            shutil.copytree(folder, copy)
        services = self.services.kept()

        def bring_back() -> None:
            for folder, copy in folders.items():
                shutil.rmtree(folder)
                shutil.copytree(copy, folder)
            services()

        return bring_back

    def check(self, change: Change, theirs: list[str]) -> None:
        """Exactly the wanted list, in one playlist, under the wanted name, and a lock that knows it.

        Raises:
            Wrong: it is not so.
        """
        playlists = self.services.playlists(self.way)
        must(len(playlists) == 1, f"there are {len(playlists)} playlists")
        must(self.ours == change.after, f"the list is {self.rows}")
        must(self.theirs == theirs, f"of somebody else's songs {theirs} there are {self.theirs}")
        (playlist,) = playlists
        must(playlist.name == songs.NAME, f"the playlist is called {playlist.name}")
        must(playlist.description == change.description, f"the description is {playlist.description!r}")
        lock = locks.read(Project.find(self.root).lock_path("list", self.target))
        tracks = songs.spelled(sorted(entry.id for entry in lock.of(self.way.backend).values()))
        must(lock.homes[str(self.target)].id == playlist.id, "the lock names another playlist")
        must(tracks == "".join(sorted(set(change.after))), f"the lock knows the tracks {tracks}")
