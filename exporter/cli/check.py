"""``exporter check``: playlist files and locks, without network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from exporter.errors import Problem
    from exporter.model import Playlist, Song
    from exporter.project import Project


@click.command("check")
@click.argument("names", nargs=-1, metavar="[NAME…]", shell_complete=complete_playlist)
@pass_context
def check_command(context: Context, *, names: tuple[str, ...]) -> int:
    """Check playlist files and locks, without network.

    Every problem of every file is told at once, with line, column and what was meant.
    """
    from exporter import render
    from exporter.errors import FileError

    project = context.project()
    chosen = names or project.playlists()
    services = context.plugins().names()
    problems = [problem for name in chosen for problem in _problems(project, name, services)]
    if context.as_json:
        context.json({"checked": len(chosen), "problems": [render.problem_json(problem) for problem in problems]})
        return FileError.exit_code if problems else 0
    if problems:
        raise FileError(problems)
    context.print(render.checked(len(chosen)))
    return 0


def _problems(project: Project, name: str, services: Sequence[str]) -> list[Problem]:
    from exporter import lock
    from exporter.errors import FileError, LockError, Problem
    from exporter.project import Target

    path = project.path(name)
    found: list[Problem] = []
    try:
        found += _misspelt(project.load(name), path, services)
    except FileError as error:
        found += error.problems
    lock_path = project.lock_path(path.stem, Target(""))
    try:
        lock.read(lock_path)
    except LockError as error:
        found.append(Problem(str(lock_path), 1, 1, "", error.message, error.hint))
    return found


def _misspelt(playlist: Playlist, path: Path, services: Sequence[str]) -> Iterator[Problem]:
    """Names of services that are not installed and look like one that is: a pin under such a name would be lost."""
    from exporter.errors import Problem
    from exporter.suggest import nearest

    named = [(f"targets.{name}", name.partition("@")[0]) for name in playlist.targets]
    for number, song in enumerate(playlist.songs):
        named += [(f"songs[{number}].{key}.{name}", name) for key in ("ids", "not") for name in _names_in(song, key)]
        named += [(f"songs[{number}].skip", name) for name in song.skip]
    for where, name in named:
        meant = "" if name in services else nearest(name, services)
        if meant:
            lines = path.read_text(encoding="utf-8").splitlines()
            line = next((number for number, text in enumerate(lines, start=1) if name in text), 1)
            yield Problem(str(path), line, 1, where, f"no service is called {name!r}", f'did you mean "{meant}"?')


def _names_in(song: Song, key: str) -> Iterable[str]:
    return song.ids if key == "ids" else song.not_
