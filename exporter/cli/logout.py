"""``exporter logout``: end a login and forget it."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_target


@click.command("logout")
@click.argument("target", shell_complete=complete_target)
@pass_context
def logout_command(context: Context, *, target: str) -> int:
    """End a login and forget it.

    It ends at the service, where that can be done from here, and what is kept of it is deleted, in the state folder
    or the system's keyring. What stays is told: variables of the environment, and the service's own list of apps.
    """
    from exporter.access import entry, screens
    from exporter.project import Target

    done = entry.log_out(context.anywhere(), context.plugins(), Target.parse(target))
    context.show(screens.logged_out(done), screens.logged_out_json(done))
    return done.problem.exit_code if done.problem else 0
