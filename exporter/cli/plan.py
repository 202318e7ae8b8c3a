"""``exporter plan``: what a push would change."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import carry_out, playlists_and_targets


@click.command("plan")
@playlists_and_targets
@click.option("--adopt", is_flag=True, help="Plan as if the playlist of the same name were taken over.")
@pass_context
def plan_command(
    context: Context, *, names: tuple[str, ...], targets: tuple[str, ...], strict: bool, adopt: bool
) -> int:
    """Show what a push would change, and write nothing.

    Neither the service nor the lock is touched. Songs that no lock knows yet are searched for, so that the
    plan is the one a push would carry out.
    """
    from exporter.app import Depth, Options

    return carry_out(context, names, targets, Depth.PLAN, Options(adopt=adopt), strict=strict)
