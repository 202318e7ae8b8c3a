"""``exporter schema``: the JSON Schema of playlist files."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context


@click.command("schema")
@pass_context
def schema_command(context: Context) -> int:
    """Print the JSON Schema of playlist files.

    For editors that complete and check while you type.

    \b
    exporter schema > playlist.schema.json
    # then, as the first line of a playlist:
    # yaml-language-server: $schema=../playlist.schema.json
    """
    from exporter.files import schema

    context.json(schema())
    return 0
