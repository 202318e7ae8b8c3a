"""``exporter login``: give a service's login to exporter."""

from __future__ import annotations

import sys

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_target


@click.command("login")
@click.argument("target", shell_complete=complete_target)
@click.option("--client-id", metavar="ID", help="The client ID of your own app at the service, where one is needed.")
@pass_context
def login_command(context: Context, *, target: str, client_id: str | None) -> int:
    """Log in to a service.

    TARGET is BACKEND or BACKEND@PROFILE, such as spotify or spotify@work. The login is kept in
    the state folder, readable by you alone.
    """
    from exporter import logins
    from exporter.errors import UsageError
    from exporter.project import Target
    from exporter.session import Connection

    chosen = Target.parse(target)
    if chosen.sandboxed:
        raise UsageError("The sandbox needs no login.", hint=f"exporter push NAME --to {chosen}")
    info = context.plugins().backend(chosen.backend)
    if not info.login.methods:
        raise UsageError(f"{info.label} has no interactive login.", hint=info.login.hint)
    given = {**logins.secrets_of(info, chosen), **({"client_id": client_id} if client_id else {})}
    settings = context.settings(chosen)
    connection = Connection(info, secrets=given, settings=settings)
    secrets = info.login.methods[0].login(connection, _Terminal())
    logins.keep(info, chosen, secrets, anew=True)
    connection.secrets.update(secrets)
    account = info.connect(connection).account()
    if context.as_json:
        context.json({"target": str(chosen), "account": account.name, "expires": account.expires})
    else:
        until = f" The login lives until {account.expires}." if account.expires else ""
        click.echo(f"Logged in to {info.label} as {account.name}.{until}")
    return 0


class _Terminal:
    """The person at the terminal."""

    def say(self, text: str) -> None:
        click.echo(text, err=True)

    def ask(self, question: str, *, secret: bool = False) -> str:
        answer: str = click.prompt(question, default="", show_default=False, hide_input=secret, err=True)
        return answer

    def paste(self, what: str) -> str:
        click.echo(f"Paste {what}, then press Ctrl-D on a line of its own.", err=True)
        return sys.stdin.read()
