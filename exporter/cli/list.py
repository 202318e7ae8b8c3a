"""``exporter list``: the playlists of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from exporter.cli.check import tell_ignored
from exporter.cli.context import Context, pass_context

if TYPE_CHECKING:
    from exporter.errors import Problem
    from exporter.model import Playlist


@click.command("list")
@pass_context
def list_command(context: Context) -> int:
    """List the playlists of this project.

    With their names, how many songs each has, and where it goes.
    """
    from exporter import render
    from exporter.errors import FileError

    project = context.project()
    tell_ignored(project)
    playlists: list[Playlist] = []
    problems: list[Problem] = []
    for name in project.playlists():
        try:
            playlists.append(project.load(name))
        except FileError as error:
            problems += error.problems
    if context.as_json:
        context.json(render.playlists_json(playlists, problems))
    elif playlists or not problems:
        context.print(render.playlists(playlists))
    if problems and not context.as_json:
        raise FileError(problems)
    return FileError.exit_code if problems else 0
