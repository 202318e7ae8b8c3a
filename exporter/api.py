"""exporter as a library, for notebooks, bots and scripts of one's own.

::

    import exporter

    project = exporter.open_project("my-playlists")
    result = project.playlist("sad-anime").push(to="spotify@sandbox")
    print(result.url, result.counts["accept"])

What the command line does, without a screen: nothing is printed, nobody is asked, and what a guard refuses is an error
unless ``yes=True`` allows it. Errors are those of :mod:`exporter.errors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exporter import app
from exporter.enricher import SURE_ENOUGH
from exporter.enriching.outcomes import Enriched
from exporter.enriching.run import enrich
from exporter.enriching.walk import Threshold
from exporter.errors import UsageError
from exporter.exporting import format_for, sheet, written
from exporter.face import Depth, NightFace, Options, Result, Round, Silent
from exporter.importing import intake
from exporter.importing.draft import Draft
from exporter.lock import Lock
from exporter.lock import read as read_lock
from exporter.model import Playlist
from exporter.nightly.budget import Budget
from exporter.nightly.selection import select
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.remotes.looking import Difference, look
from exporter.remotes.restoring import Restored, restore
from exporter.reports import markdown

Several = str | Iterable[str]


@dataclass(frozen=True, slots=True)
class OpenPlaylist:
    """One playlist of a project, by its ``name``: the file's, without the ending. Reads the file when it is asked."""

    name: str
    _project: OpenProject = field(repr=False)

    def read(self) -> Playlist:
        """The file as it is now.

        Raises:
            FileError: it is wrong; every problem is in it.
        """
        return self._project.project.load(self.name)

    def lock(self, target: str = "") -> Lock:
        """What was decided so far: the lock beside the file; the sandbox's for ``spotify@sandbox`` and the like."""
        return read_lock(self._project.project.lock_path(self.name, Target.parse(target) if target else Target("")))

    def resolve(self, to: str, *, check: bool = True, face: NightFace | None = None) -> Result:
        """Decide every song and keep that in the lock. Arguments and errors as :meth:`push`."""
        return self._run(to, Depth.RESOLVE, Options(), check=check, face=face)

    def plan(self, to: str, *, adopt: bool = False, check: bool = True, face: NightFace | None = None) -> Result:
        """What a push would do, in ``result.plan``; nothing is written. Arguments and errors as :meth:`push`."""
        return self._run(to, Depth.PLAN, Options(adopt=adopt), check=check, face=face)

    def push(
        self, to: str, *, adopt: bool = False, yes: bool = False, check: bool = True, face: NightFace | None = None
    ) -> Result:
        """Make the playlist on the target ``to`` equal to its file.

        ``adopt`` takes over a playlist of the same name that is there already, ``yes`` goes on where a guard would ask.
        Without ``check`` what went wrong is not raised but told by ``result.error``, beside all that was done.

        Raises:
            ExporterError: what went wrong; each error of the tree says what to do next.
        """
        return self._run(to, Depth.PUSH, Options(adopt=adopt, yes=yes), check=check, face=face)

    def diff(self, to: str) -> Difference:
        """What listeners see now against the file. Reads only.

        Raises:
            ExporterError: it was never pushed there, or the service could not be asked.
        """
        (looked,) = look(self._project.project, self._project.plugins, self.name, [Target.parse(to)])
        if looked.found is None:
            raise looked.error or UsageError(f"{self.name} is not on {to}.")
        return looked.found

    def restore(self, to: str, *, at: str = "", yes: bool = False, dry: bool = False) -> Restored:
        """Put the playlist on ``to`` back as it was before the last push, or ``at`` what ``restore --at`` takes.

        Raises:
            ExporterError: there is no such backup, a guard refused, or the service failed.
        """
        return restore(self._project.project, self._project.plugins, self.name, Target.parse(to), at, dry=dry, yes=yes)

    def enrich(
        self,
        *,
        songs: Several = (),
        from_: str = "",
        threshold: float = SURE_ENOUGH,
        original_title: bool = False,
        refresh: bool = False,
        check: bool = True,
        dry: bool = False,
    ) -> Enriched:
        """Write into the file what a source such as MusicBrainz knows, as ``exporter enrich --yes`` does.

        Taken is what the source is at least as sure of as ``threshold``, in [0, 1]; each song's ``proposal`` tells the
        rest, and with ``dry`` all. ``songs`` are numbers or words of titles, all if none is named; ``from_`` names the
        source, such as "musicbrainz@sandbox". Without ``check`` what went wrong is not raised but in ``errors``.

        Raises:
            UsageError: there is no such song or source, or a setting that the source needs is missing.
            FileError: the file is wrong.
            Unsafe: somebody changed the file meanwhile.
            ExporterError: the source could not be asked about a song; what was accepted before is written.
        """
        found = enrich(
            self._project.project,
            self._project.plugins,
            self.name,
            Threshold(None if dry else threshold),
            songs=_several(songs),
            named=from_,
            original=original_title,
            refresh=refresh,
        )
        if check and found.errors:
            raise found.errors[0]
        return found

    def export(self, *, as_: str, on: Several = ()) -> str:
        """The playlist as text of the format ``as_``, such as "csv", with every ID and link that is known. Asks nobody.

        ``on`` names targets, one of each backend, whose tracks are taken; otherwise all are.

        Raises:
            UsageError: there is no such format, or it is only read.
            FileError, LockError: the file or its lock is wrong.
        """
        chosen = format_for(self._project.plugins, as_, None)
        return written(chosen, sheet(self._project.project, self.name, [Target.parse(one) for one in _several(on)]))

    def _run(self, to: str, depth: Depth, options: Options, *, check: bool, face: NightFace | None) -> Result:
        project, plugins = self._project.project, self._project.plugins
        (result,) = app.run(project, plugins, [self.name], [Target.parse(to)], depth, face or Silent(), options)
        if check and result.error:
            raise result.error
        return result


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A folder with playlists, ready to work with."""

    project: Project = field(repr=False)
    plugins: Plugins = field(repr=False)

    def __repr__(self) -> str:
        """Which project it is."""
        return f"OpenProject({str(self.root)!r})"

    @property
    def root(self) -> Path:
        """The folder."""
        return self.project.root

    def playlists(self) -> tuple[OpenPlaylist, ...]:
        """Every playlist, by name."""
        return tuple(OpenPlaylist(name, self) for name in self.project.playlists())

    def playlist(self, name: str) -> OpenPlaylist:
        """The playlist called ``name``: the name of its file without the ending.

        Raises:
            UsageError: there is none.
        """
        return OpenPlaylist(self.project.path(name).stem, self)

    def import_(
        self,
        source: str | Path,
        *,
        as_: str,
        from_: str = "",
        encoding: str = "",
        pins: bool = True,
        dry: bool = False,
    ) -> Draft:
        """Bring a playlist into the file called ``as_``: what its reader is sure of, as ``exporter import --yes`` does.

        ``source`` is a file or the link of a playlist, ``from_`` what it is where nothing tells, ``encoding`` that of
        its text where the guess is wrong; without ``pins`` the tracks that it names are not kept. What is ``new`` of
        the draft was written, unless ``dry``; a person may look at what is ``unsure`` and ``left``.

        Raises:
            UsageError: there is no such file, format, encoding or service, or nothing tells what the source is.
            FileError, LockError: the source is not of its format, or the file that is there is wrong.
            Unsafe: somebody else wrote the file meanwhile.
            ExporterError: there is no song in it, or the service could not be asked or refuses to show the playlist.
        """
        read = intake.read(self.project, self.plugins, str(source), as_, from_, encoding=encoding, pins=pins)
        intake.write(read, dry=dry)
        return read.draft

    def sync(
        self,
        *,
        only: Several = (),
        to: Several = (),
        changed_since: str | None = None,
        budget: Mapping[str, float] | None = None,
        yes: bool = False,
        face: NightFace | None = None,
    ) -> Round:
        """Push every playlist to every target that its file names, as ``exporter sync`` does.

        ``only`` names playlists, ``to`` targets, ``changed_since`` a revision of git; ``budget`` is what the run may
        take of ``requests``, ``minutes`` and ``units``. One playlist's failure stops no other: see each
        ``result.error``.

        Raises:
            UsageError: a name, a target, the revision or the budget is wrong; nothing has been done then.
        """
        allowed = Budget.parse([f"{kind}={number}" for kind, number in (budget or {}).items()])
        selection = select(self.project, _several(only), [Target.parse(one) for one in _several(to)], changed_since)
        return app.sync(self.project, self.plugins, selection, face or Silent(), Options(yes=yes), allowed)


def open_project(path: str | Path | None = None) -> OpenProject:
    """The project in the folder ``path``, or in the working directory or a folder above it.

    Raises:
        UsageError: there is none.
        FileError: its exporter.toml is wrong.
    """
    plugins = Plugins()
    return OpenProject(Project.find(Path(path) if path is not None else None, plugins.settings), plugins)


def report(run: Round) -> str:
    """A run as a page of Markdown, the one that ``exporter sync --report`` writes."""
    return markdown.page(run)


def _several(names: Several) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
