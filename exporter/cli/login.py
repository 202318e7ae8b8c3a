"""``exporter login``: give a service's login to exporter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_target

if TYPE_CHECKING:
    from exporter.backend import BackendInfo
    from exporter.project import Target


@click.command("login")
@click.argument("target", shell_complete=complete_target)
@click.option("--method", metavar="NAME", default="", help="The way to log in, where a service has several.")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    help="Read what is to be pasted from a file, or from a pipe (-).",
)
@click.option("--client-id", metavar="ID", default="", help="The client ID of your own app at the service.")
@click.option(
    "--keyring/--no-keyring", default=None, help="Keep it in the system's keyring. Otherwise where the last one lies."
)
@click.option("--print-env", is_flag=True, help="Print the variables that give this login to a job elsewhere.")
@pass_context
def login_command(
    context: Context,
    *,
    target: str,
    method: str,
    source: str | None,
    client_id: str,
    keyring: bool | None,
    print_env: bool,
) -> int:
    """Log in to a service.

    TARGET is BACKEND or BACKEND@PROFILE, such as spotify or spotify@work. The login is kept in the state folder,
    readable by you alone, or in the system's keyring. docs/logins.md tells what each way to log in can do, and how
    long it lives.

    \b
    exporter login spotify --client-id ID
    exporter login spotify --print-env | gh secret set -f -
    """
    from exporter.access import entry, screens
    from exporter.cli.terminal import Terminal
    from exporter.project import Target

    chosen = Target.parse(target)
    info, project = context.plugins().backend(chosen.backend), context.anywhere()
    anew = bool(method or source or client_id or keyring is not None)
    if not print_env or anew or not entry.is_logged_in(info, chosen):
        wish = entry.Wish(method, client_id, keyring)
        done = entry.log_in(project, info, chosen, Terminal(source or ""), wish)
        if not print_env:
            context.show(screens.logged_in(done), screens.logged_in_json(done))
            return 0
        context.tell(screens.logged_in(done))
    return _print_variables(context, info, chosen)


def _print_variables(context: Context, info: BackendInfo, target: Target) -> int:
    """The variables on standard output, how to set them on standard error."""
    import shlex

    from exporter import logins
    from exporter.access import screens

    secrets = logins.secrets_of(info, target)
    variables = logins.variables(info, target, secrets)
    if context.as_json:
        context.json({"target": str(target), "variables": dict(variables)})
        return 0
    for name, value in variables.items():
        click.echo(f"{name}={shlex.quote(value)}")
    context.tell(screens.how_to_set(info.label, str(target), list(variables), info.login.caution(secrets)))
    return 0
