"""``exporter open``: hear a playlist."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist, complete_target


@click.command("open")
@click.argument("name", shell_complete=complete_playlist)
@click.option(
    "--on",
    "target",
    required=True,
    metavar="TARGET",
    help="Where to hear it, such as spotify.",
    shell_complete=complete_target,
)
@click.option("--pushed", is_flag=True, help="Open the pushed playlist, also where links need no account.")
@click.option("--print", "only_print", is_flag=True, help="Print the link and open nothing.")
@pass_context
def open_command(context: Context, *, name: str, target: str, pushed: bool, only_print: bool) -> int:
    """Open a pushed playlist in the browser, or a link that needs no account.

    Where the service has such links (YouTube Music), they are made of the tracks that the lock holds. A long playlist
    takes several; the first is opened, and all are listed with the songs they play.
    """
    from exporter.loopback import open_browser
    from exporter.overview import screens
    from exporter.overview.links import addresses
    from exporter.project import Target

    chosen = Target.parse(target)
    found = addresses(context.project(), context.plugins(), name, chosen, pushed=pushed)
    first = found.links[0].url
    if first.startswith(("https://", "http://")) and not (only_print or context.as_json or chosen.sandboxed):
        open_browser(first)
    if context.as_json:
        context.json(screens.addresses_json(found))
        return 0
    for line in screens.addresses(found):
        click.echo(line)
    if words := screens.about(found):
        context.tell(words)
    return 0
