"""``exporter sync``: every playlist to every target that its file names."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import (
    complete_playlist,
    complete_target,
    conclude,
    parse_targets,
    report_option,
    strict_option,
    tell_untargeted,
)


@click.command("sync")
@click.option("--only", "names", multiple=True, metavar="NAME", shell_complete=complete_playlist, help="This playlist.")
@click.option(
    "--to",
    "targets",
    multiple=True,
    metavar="TARGET",
    shell_complete=complete_target,
    help="This target, for the playlists that name it. BACKEND@sandbox tries out what a run would do at BACKEND.",
)
@click.option("--changed-since", "since", default=None, metavar="REV", help="Only what differs from a revision of git.")
@click.option(
    "--budget",
    "budgets",
    multiple=True,
    metavar="KIND=N",
    help="What the run may take: requests=N, minutes=N, units=N (of a quota). The rest goes first in the next run.",
)
@click.option("--yes", is_flag=True, help="Go on where a guard would ask: many removals, an emptied playlist.")
@strict_option
@report_option
@pass_context
def sync_command(
    context: Context,
    *,
    names: tuple[str, ...],
    targets: tuple[str, ...],
    since: str | None,
    budgets: tuple[str, ...],
    yes: bool,
    strict: bool,
    report: Path | None,
) -> int:
    """Push every playlist to every target that its file names.

    Targets are worked on side by side. One playlist's failure never stops another, and a dead login stops only its
    target. --only, --to, --budget may be given several times.

    \b
    exporter sync --budget requests=2000,minutes=40 --report report.md
    exporter sync --changed-since origin/main
    """
    from exporter.app import Options, sync
    from exporter.cli.calm import CalmScreen
    from exporter.nightly.budget import Budget
    from exporter.nightly.selection import select
    from exporter.reports import screens

    budget, project = Budget.parse(budgets), context.project()
    selection = select(project, names, parse_targets(targets), since)
    tell_untargeted(selection)
    with CalmScreen(context) as screen:
        whole = sync(project, context.plugins(), selection, screen, Options(yes=yes), budget)
    if not context.as_json:
        for line in screens.totals(whole):
            context.print(line)
    return conclude(context, whole, strict=strict, report=report)
