"""``exporter show``: one playlist and what was decided for its songs."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist


@click.command("show")
@click.argument("name", shell_complete=complete_playlist)
@click.option("--on", "target", metavar="TARGET", help="Show the decisions for this target, such as spotify@sandbox.")
@pass_context
def show_command(context: Context, *, name: str, target: str | None) -> int:
    """Show a playlist and what was decided for its songs."""
    from exporter import lock, render
    from exporter.project import Target

    project = context.project()
    playlist = project.load(name)
    chosen = Target.parse(target) if target else Target("")
    kept = lock.read(project.lock_path(playlist.slug, chosen))
    services = (chosen.backend,) if target else tuple(sorted(kept.decisions))
    if context.as_json:
        context.json(render.playlist_json(playlist, kept, services))
    else:
        context.print(render.playlist(playlist, kept, services))
    return 0
