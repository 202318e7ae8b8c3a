"""``exporter new-plugin``: a new plugin, as a whole distribution."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context

if TYPE_CHECKING:
    from exporter.plugins import Plugins


@click.command("new-plugin")
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(["backend", "format", "readings", "enricher"]),
    default="backend",
    show_default=True,
    help="What it brings: a service, a playlist format, readings of a language, or facts about songs.",
)
@click.option(
    "--into",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder to make; otherwise exporter-NAME, here.",
)
@pass_context
def new_plugin_command(context: Context, *, name: str, kind: str, folder: Path | None) -> int:
    """Start a plugin: a distribution that works, to make your own.

    NAME is what the backend, the format or the source is called, in small letters. Its tests pass as they are, against
    a look-alike of its own where it asks a service; README.md says what to change in which order. Nothing that is there
    is changed. docs/plugin-tutorial.md takes you by the hand.

    \b
    exporter new-plugin tidal
    exporter new-plugin winamp --kind format --into ~/src/winamp
    """
    import shlex

    from rich.text import Text

    from exporter.authoring.distribution import KINDS, Names, distribution, write
    from exporter.render import clean

    names = Names.of(name)
    _refuse_taken(context.plugins(), name)
    files = distribution(kind, names)
    into = folder or Path(names.distribution)
    write(into, files)
    if context.as_json:
        context.json({"folder": str(into.resolve()), "kind": kind, "made": list(files)})
        return 0
    context.print(Text.assemble((names.distribution, "bold"), f", {KINDS[kind]}, in {clean(str(into))}\n"))
    context.print(Text("\n".join(f"  made  {path}" for path in files)))
    context.print(Text("\nNext", "bold"))
    context.print(Text(f'  cd {shlex.quote(clean(str(into)))}\n  pip install --editable ".[dev]"\n  pytest', "cyan"))
    context.print(Text("README.md says what to change, and in which order."))
    return 0


def _refuse_taken(plugins: Plugins, name: str) -> None:
    """Two plugins of one name would both be broken, and two formats or sources of one name the later one."""
    from exporter.errors import UsageError

    formats, enrichers = (one.name for one in plugins.formats()), (one.name for one in plugins.enrichers())
    if name in {*plugins.names(), *formats, *enrichers}:
        hint = "Call yours otherwise, or uninstall that one. `exporter plugins` lists what is installed."
        raise UsageError(f"{name!r} is installed already.", hint=hint)
