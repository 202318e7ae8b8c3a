"""``exporter resolve``: decide songs and keep the decisions in the lock."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import carry_out, playlists_and_targets


@click.command("resolve")
@playlists_and_targets
@pass_context
def resolve_command(context: Context, *, names: tuple[str, ...], targets: tuple[str, ...], strict: bool) -> int:
    """Decide which track each song is, and keep it in the lock.

    No playlist is touched.
    """
    from exporter.app import Depth, Options

    return carry_out(context, names, targets, Depth.RESOLVE, Options(), strict=strict)
