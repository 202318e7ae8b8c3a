"""``exporter diff``: what listeners see now against the file."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist, complete_target, of_several, parse_targets

DIFFERS = 3


@click.command("diff")
@click.argument("name", shell_complete=complete_playlist)
@click.option(
    "--to",
    "targets",
    multiple=True,
    metavar="TARGET",
    help="Where to look; may be given several times. Otherwise everywhere it was pushed to.",
    shell_complete=complete_target,
)
@click.option("--strict", is_flag=True, help="End with 3 when something differs.")
@pass_context
def diff_command(context: Context, *, name: str, targets: tuple[str, ...], strict: bool) -> int:
    """Show what listeners see now against the file.

    Reads the playlist on the service, and changes nothing there or here. Rows are marked as a push would deal with
    them: + a song that is not there, - a row that the file does not have, ~ one that stands elsewhere. No song is
    searched for: one that is not decided yet is not there. With -v every row is shown.
    """
    from exporter import render
    from exporter.remotes import screens
    from exporter.remotes.looking import look

    looked = look(context.project(), context.plugins(), name, parse_targets(targets))
    if context.as_json:
        context.json(screens.looked_json(looked))
    for one in looked:
        if one.error and not context.as_json:
            context.tell(render.error(one.error))
        elif one.found and not context.as_json:
            for part in screens.difference(one.found, whole=context.verbose > 0):
                context.print(part)
    if failed := [one.error.exit_code for one in looked if one.error]:
        return of_several(failed)
    return DIFFERS if strict and any(one.found and one.found.differs for one in looked) else 0
