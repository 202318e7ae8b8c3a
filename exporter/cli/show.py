"""``exporter show``: one playlist and what was decided for its songs."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist, complete_target, one_for_each_backend, parse_targets


@click.command("show")
@click.argument("name", shell_complete=complete_playlist)
@click.option(
    "--on",
    "targets",
    multiple=True,
    metavar="TARGET",
    help="Only this target, such as spotify@sandbox; may be given once for each backend.",
    shell_complete=complete_target,
)
@pass_context
def show_command(context: Context, *, name: str, targets: tuple[str, ...]) -> int:
    """Show a playlist and what was decided for its songs.

    A row for each song, and side by side what is decided on every backend that the file names or the lock knows: the
    track, or why there is none. What a person chose is marked as a pin.
    """
    from exporter import lock
    from exporter.overview import screens
    from exporter.overview.states import backends, column
    from exporter.project import Target

    project = context.project()
    playlist = project.load(name)
    chosen = one_for_each_backend(parse_targets(targets)) or backends(
        playlist, lock.read(project.lock_path(playlist.slug, Target("")))
    )
    columns = [column(playlist, lock.read(project.lock_path(playlist.slug, one)), one) for one in chosen]
    context.show(screens.playlist(playlist, columns), screens.playlist_json(playlist, columns))
    return 0
