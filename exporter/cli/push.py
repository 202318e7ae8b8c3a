"""``exporter push``: make playlists on a service equal to their files."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import carry_out, playlists_and_targets, report_option


@click.command("push")
@playlists_and_targets
@click.option("--dry-run", is_flag=True, help="Show the plan and write nothing, like `exporter plan`.")
@click.option("--adopt", is_flag=True, help="Take over a playlist of the same name that is already there.")
@click.option("--yes", is_flag=True, help="Go on where a guard would ask: many removals, an emptied playlist.")
@report_option
@pass_context
def push_command(
    context: Context,
    *,
    names: tuple[str, ...],
    targets: tuple[str, ...],
    strict: bool,
    dry_run: bool,
    adopt: bool,
    yes: bool,
    report: Path | None,
) -> int:
    """Make playlists on a service equal to their files.

    Finds each song (the lock remembers what was decided), creates the playlist if it is not there yet, and sends the
    fewest edits that give it exactly the file's songs in order. A second push of an unchanged playlist writes nothing.

    \b
    exporter push sad-anime --to spotify@sandbox     try it, no account needed
    exporter push sad-anime want-to-cry --to spotify
    """
    from exporter.app import Depth, Options

    depth = Depth.PLAN if dry_run else Depth.PUSH
    return carry_out(context, names, targets, depth, Options(adopt=adopt, yes=yes), strict=strict, report=report)
