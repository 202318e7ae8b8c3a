"""``exporter plugins``: what is installed, and whether it works."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context


@click.command("plugins")
@pass_context
def plugins_command(context: Context) -> int:
    """List the installed plugins and whether they work.

    With what each brings, and for a broken one what is wrong and what to install.
    """
    from exporter import render

    found = context.plugins().all()
    if context.as_json:
        context.json(render.plugins_json(found))
    else:
        context.print(render.plugins(found))
    return 0
