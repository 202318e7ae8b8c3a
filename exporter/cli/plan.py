"""``exporter plan``: what a push, or a whole sync, would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import (
    carry_out,
    complete_playlist,
    complete_target,
    conclude,
    parse_targets,
    report_option,
    strict_option,
    tell_untargeted,
)

if TYPE_CHECKING:
    from exporter.app import Options


@click.command("plan")
@click.argument("names", nargs=-1, metavar="[NAME…]", shell_complete=complete_playlist)
@click.option(
    "--to",
    "targets",
    multiple=True,
    metavar="TARGET",
    help="BACKEND or BACKEND@PROFILE; may be given several times. Otherwise every target that a playlist's file names.",
    shell_complete=complete_target,
)
@click.option("--changed-since", "since", metavar="REV", help="Only what differs from a revision of git.")
@click.option("--adopt", is_flag=True, help="Plan as if the playlist of the same name were taken over.")
@strict_option
@report_option
@pass_context
def plan_command(
    context: Context,
    *,
    names: tuple[str, ...],
    targets: tuple[str, ...],
    since: str | None,
    strict: bool,
    adopt: bool,
    report: Path | None,
) -> int:
    """Show what a push would change, and write nothing.

    Neither the service nor the lock is touched. Songs that no lock knows yet are searched for, so that the
    plan is the one a push would carry out. Without names it is the plan of `exporter sync`: every playlist,
    to every target that its file names.

    \b
    exporter plan sad-anime --to spotify
    exporter plan --changed-since origin/main --report plan.md     for a comment on a pull request
    """
    from exporter.app import Depth, Options

    options = Options(adopt=adopt)
    if names and targets and since is None:
        return carry_out(context, names, targets, Depth.PLAN, options, strict=strict, report=report)
    return _preview(context, names, targets, since, options, strict=strict, report=report)


def _preview(
    context: Context,
    names: tuple[str, ...],
    targets: tuple[str, ...],
    since: str | None,
    options: Options,
    *,
    strict: bool,
    report: Path | None,
) -> int:
    from exporter.app import Depth, preview
    from exporter.cli.screen import Screen
    from exporter.nightly.selection import select

    project = context.project()
    selection = select(project, names, parse_targets(targets), since)
    tell_untargeted(selection)
    if not (selection.errands or selection.broken or context.as_json or context.quiet):
        context.tell(f"Nothing that goes anywhere differs from {since}." if since else "There is no playlist here.")
    with Screen(context, Depth.PLAN, several=True) as screen:
        whole = preview(project, context.plugins(), selection, screen, options)
    return conclude(context, whole, strict=strict, report=report, summary=bool(report))
