"""``exporter explain``: why a song is what it is on a service."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist, complete_target


@click.command("explain")
@click.argument("name", shell_complete=complete_playlist)
@click.argument("song")
@click.option(
    "--on",
    "target",
    required=True,
    metavar="BACKEND",
    help="The service to search, such as spotify or spotify@sandbox.",
    shell_complete=complete_target,
)
@pass_context
def explain_command(context: Context, *, name: str, song: str, target: str) -> int:
    """Search for a song again and show every candidate with its reasons.

    SONG is its number in `exporter show NAME`, or words that fit it alone. What was asked, every candidate best first
    with what speaks for and against it, the verdict and why. Nothing is written.
    """
    from exporter import render
    from exporter.project import Target
    from exporter.reviewing import screens
    from exporter.reviewing.explanation import Explaining

    explaining = Explaining(context.project(), context.plugins(), name, song, Target.parse(target))
    if not (context.quiet or context.as_json):
        searches = render.plural(explaining.most, "search", "searches")
        click.echo(f"This costs at most {searches}.", err=True)
    explanation = explaining.explain()
    if context.as_json:
        context.json(screens.explained_json(explanation))
    else:
        context.print(screens.explained(explanation))
    return 0
