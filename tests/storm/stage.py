"""A project with one playlist, on services that a storm may come over."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from exporter import lock as locks
from exporter.app import Depth, Options, Result, run
from exporter.face import Silent
from exporter.project import Project, Target
from exporter.sandbox import Stored
from tests.storm import songs
from tests.storm.edits import Change
from tests.storm.services import Services, Way, small_plugins


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


class Aiming(Silent):
    """Hears how many writes there will be, before the first."""

    def __init__(self, aim: Callable[[int], None]) -> None:
        self._aim = aim

    def planned(self, result: Result) -> None:
        self._aim(len(result.plan.edits) if result.plan else 0)


class Stage:
    """The project, its state folder, and what the services hold."""

    def __init__(self, services: Services, root: Path, log: Log) -> None:
        self.services, self.root, self.log = services, root, log
        self._pushed: dict[object, Callable[[], None]] = {}

    def begin(self, way: Way) -> None:
        """As before the first push, by this way."""
        self.way, self.target = way, Target.parse(way.target)
        for folder in (self.root, self.state):
            shutil.rmtree(folder, ignore_errors=True)
        self.state.mkdir(parents=True)
        (self.root / "playlists").mkdir(parents=True)
        (self.root / "exporter.toml").write_text(way.settings, encoding="utf-8")
        self.services.begin(way.most)
        self.log.lines.clear()

    @property
    def state(self) -> Path:
        """The state folder."""
        return Path(os.environ["EXPORTER_STATE_DIR"])

    def write(self, word: str, description: str, *, keep_extras: bool = False) -> None:
        """Let the file say this."""
        text = songs.playlist_file(word, description, keep_extras=keep_extras)
        (self.root / "playlists" / "list.yaml").write_text(text, encoding="utf-8")

    def as_pushed_before(self, word: str, description: str, *, keep_extras: bool) -> None:
        """Everything as after a push of this. It is pushed once; later it is what came of that then."""
        before = (self.way, word, description, keep_extras)
        if before in self._pushed:
            self._pushed[before]()
            return
        self.write(word, description, keep_extras=keep_extras)
        must(self.push().error is None, "the push before the storm failed")
        self._pushed[before] = self.kept()

    def push(self, *, adopt: bool = False, aim: Callable[[int], None] = lambda _writes: None) -> Result:
        """One run; ``adopt``: a person says that the file decides alone. ``aim`` hears how often it will write."""
        self.log.note(f"push{' --adopt' if adopt else ''}, holding {self.rows or 'nothing'}")
        project, options = Project.find(self.root), Options(adopt=adopt, yes=adopt)
        face = Aiming(aim)
        (result,) = run(project, small_plugins(self.way.most), ["list"], [self.target], Depth.PUSH, face, options)
        if result.error:
            self.log.trouble(repr(result.error))
        else:
            self.log.note("done")
        return result

    @property
    def rows(self) -> str:
        """What the playlist holds, as a word; where it has parts, with a bar between them."""
        return "|".join(songs.spelled(row.track for row in one.rows) for one in self._playlists)

    @property
    def ours(self) -> str:
        """What it holds but for somebody else's songs."""
        return "".join(letter for letter in self.rows if letter in songs.OURS)

    @property
    def theirs(self) -> list[str]:
        """Somebody else's songs that it holds, sorted."""
        return sorted(letter for letter in self.rows if letter in songs.THEIRS)

    @property
    def fits(self) -> bool:
        """Whether no part is longer than a playlist may be here."""
        return all(len(one.rows) <= self.way.most for one in self._playlists)

    @property
    def some_part_is_empty(self) -> bool:
        """Whether a playlist has no rows."""
        return not all(one.rows for one in self._playlists)

    @property
    def _playlists(self) -> list[Stored]:
        """Every playlist of the service: the first one, and its parts in order."""
        return sorted(self.services.playlists(self.way), key=lambda one: one.name)

    def kept(self) -> Callable[[], None]:
        """Everything as it is now; call it to bring that back."""
        beside = Path(mkdtemp(dir=self.root.parent))
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
        """Exactly the wanted list, in one playlist or its parts, under the wanted names, and a lock that knows it.

        Raises:
            Wrong: it is not so.
        """
        must(self.ours == change.after, f"the list is {self.rows}")
        must(self.theirs == theirs, f"of somebody else's songs {theirs} there are {self.theirs}")
        used = [one for one in self._playlists if one.rows or one.name == songs.NAME]
        names = [songs.NAME, *(f"{songs.NAME} ({number})" for number in range(2, len(used) + 1))]
        must([one.name for one in used] == names, f"the playlists are called {[one.name for one in used]}")
        must(self.fits, f"parts are too long: {self.rows}")
        must(len(used) == 1 or self.way.in_parts, f"there are {len(used)} playlists")
        said = {one.description for one in used}
        must(said == {change.description}, f"the descriptions are {said}")
        lock = locks.read(Project.find(self.root).lock_path("list", self.target))
        home = lock.homes[str(self.target)]
        homes = [home.id, *(part.id for part in home.parts)]
        must(homes == [one.id for one in used], f"the lock names other playlists than {self.rows}")
        tracks = songs.spelled(sorted(entry.id for entry in lock.of(self.way.backend).values()))
        must(tracks == "".join(sorted(set(change.after))), f"the lock knows the tracks {tracks}")
