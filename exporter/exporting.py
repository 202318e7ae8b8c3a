"""A playlist with what was decided for it, as text of a format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from exporter import lock as locks
from exporter.errors import ExporterError, PluginError, UsageError, one_line
from exporter.exchange import Format, Sheet
from exporter.model import Playlist, Track
from exporter.overview.states import Column, State, backends, column
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.suggest import did_you_mean


def sheet(project: Project, name: str, targets: Sequence[Target] = ()) -> Sheet:
    """The playlist called ``name`` with its pins and decisions on these targets; without any, on all that it knows.

    Raises:
        UsageError: there is no such playlist.
        FileError, LockError: its file or its lock is wrong.
    """
    playlist = project.load(name)
    ordinary = locks.read(project.lock_path(playlist.slug, Target("")))
    columns = [
        column(playlist, locks.read(project.lock_path(playlist.slug, one)), one)
        for one in targets or backends(playlist, ordinary)
    ]
    return Sheet(
        playlist=playlist,
        tracks=tuple(_tracks(playlist, columns, place) for place in range(len(playlist.songs))),
        homes={str(one.target): one.home.url for one in columns if one.home and one.home.url},
    )


def _tracks(playlist: Playlist, columns: Sequence[Column], place: int) -> Mapping[str, Track]:
    """The track of a song on each backend; one that is only pinned and was never looked up has the song's names."""
    song = playlist.songs[place]
    found: dict[str, Track] = {}
    for one in columns:
        state: State = one.states[place]
        if state.decision and state.decision.track:
            found[one.target.backend] = state.decision.track
        elif state.pin and state.decision is None:
            found[one.target.backend] = Track(one.target.backend, state.pin, song.title, song.artists)
    return found


def format_for(plugins: Plugins, told: str, output: Path | None) -> Format:
    """The format that ``--as`` names, or else the one that the output's name ends like.

    Raises:
        UsageError: there is none, or it is only read.
    """
    formats = {one.name: one for one in plugins.formats()}
    writing = {name: one for name, one in formats.items() if one.write}
    if told in writing:
        return writing[told]
    names = ", ".join(writing)
    if told in formats:
        raise UsageError(f"The format {told!r} is only read, not written.", hint=f"Those written: {names}.")
    if told:
        raise UsageError(
            f"There is no format called {told!r}.", hint=did_you_mean(told, writing) or f"There are: {names}."
        )
    ending = output.suffix.casefold() if output else ""
    first = [one for one in writing.values() if one.endings[:1] == (ending,)]
    if len(first) == 1:
        return first[0]
    raise UsageError("Nothing tells the format to write.", hint=f"Name it: --as FORMAT, one of {names}.")


def written(chosen: Format, what: Sheet) -> str:
    """The text of a sheet.

    Raises:
        PluginError: the format fails at it.
    """
    if chosen.write is None:
        raise UsageError(f"The format {chosen.name!r} is only read, not written.")
    try:
        return chosen.write(what)
    except ExporterError:
        raise
    except Exception as error:
        message = f"The format {chosen.name!r} failed at writing {what.playlist.slug}: {one_line(error)}."
        raise PluginError(message, hint="Report it to its author.") from error
