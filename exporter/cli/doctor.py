"""``exporter doctor``: is every login alive."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_target, parse_targets


@click.command("doctor")
@click.argument("targets", nargs=-1, metavar="[TARGET…]", shell_complete=complete_target)
@pass_context
def doctor_command(context: Context, *, targets: tuple[str, ...]) -> int:
    """Check every login before any work: alive, as whom, until when.

    Without TARGET it is about every target that has a login, or is named in a playlist or in exporter.toml. For each:
    whether its plugin works, who is logged in and by which way, how long that lives, what is left of the service's
    quotas, and what to do next. Nothing is written to any service.

    Ends with 4 when a login is dead or missing that was named here or that a playlist needs, with 1 when a plugin is
    broken, with 5 when a service wants us to wait.
    """
    from exporter.access import screens
    from exporter.access.checkup import check_up, exit_code

    found = check_up(context.anywhere(), context.plugins(), parse_targets(targets))
    context.show(screens.checkups(found), screens.checkups_json(found))
    return exit_code(found)
