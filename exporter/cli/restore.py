"""``exporter restore``: put a playlist back as it was before a push."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist, complete_target


@click.command("restore")
@click.argument("name", shell_complete=complete_playlist)
@click.option(
    "--to",
    "target",
    required=True,
    metavar="TARGET",
    help="Where the playlist is, such as spotify.",
    shell_complete=complete_target,
)
@click.option(
    "--at",
    "when",
    default="",
    metavar="WHEN",
    help='A number from --list, a time ("2026-11-21 18:30"), or how long ago ("2 hours ago"). '
    "Otherwise as it was before the last push that took something away.",
)
@click.option("--list", "only_list", is_flag=True, help="List the backups on this machine and ask nothing.")
@click.option("--dry-run", is_flag=True, help="Show the plan and write nothing.")
@click.option("--yes", is_flag=True, help="Go on where a guard would ask: many removals, tracks that others added.")
@pass_context
def restore_command(
    context: Context, *, name: str, target: str, when: str, only_list: bool, dry_run: bool, yes: bool
) -> int:
    """Put a playlist on a service back as it was before a push.

    Tracks, order, name and description come from a backup on this machine; one is made before every push that
    removes, moves or renames something, and before every restore. Only the playlist on the service changes: the file
    stays as it is, and you are told what the next push will make of that.

    \b
    exporter restore sad-anime --to spotify --list
    exporter restore sad-anime --to spotify --at "2 hours ago" --dry-run
    """
    from exporter.project import Target
    from exporter.remotes import screens
    from exporter.remotes.restoring import history, restore

    on = Target.parse(target)
    if only_list:
        kept = history(context.project(), name, on)
        context.show(screens.history(kept, name, target), screens.history_json(kept))
        return 0
    restored = restore(context.project(), context.plugins(), name, on, when, dry=dry_run, yes=yes, ask=context.confirm)
    if context.as_json:
        context.json(screens.restored_json(restored))
        return 0
    for part in screens.restored(restored):
        context.print(part)
    return 0
