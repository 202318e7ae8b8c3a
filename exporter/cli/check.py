"""``exporter check``: playlist files and locks, without network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import _complete_playlist

if TYPE_CHECKING:
    from exporter.errors import Problem
    from exporter.project import Project


@click.command("check")
@click.argument("names", nargs=-1, metavar="[NAME…]", shell_complete=_complete_playlist)
@pass_context
def check_command(context: Context, *, names: tuple[str, ...]) -> int:
    """Check playlist files and locks, without network.

    Every problem of every file is told at once, with line, column and what was meant.
    """
    from exporter import render
    from exporter.errors import FileError

    project = context.project()
    chosen = names or project.playlists()
    problems = [problem for name in chosen for problem in _problems(project, name)]
    if context.as_json:
        context.json({"checked": len(chosen), "problems": [render.problem_json(problem) for problem in problems]})
        return FileError.exit_code if problems else 0
    if problems:
        raise FileError(problems)
    context.print(render.checked(len(chosen)))
    return 0


def _problems(project: Project, name: str) -> list[Problem]:
    from exporter import lock
    from exporter.errors import FileError, LockError, Problem
    from exporter.project import Target

    path = project.path(name)
    found: list[Problem] = []
    try:
        project.load(name)
    except FileError as error:
        found += error.problems
    lock_path = project.lock_path(path.stem, Target(""))
    try:
        lock.read(lock_path)
    except LockError as error:
        found.append(Problem(str(lock_path), 1, 1, "", error.message, error.hint))
    return found
