"""``exporter init``: a new project."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from exporter.cli.context import Context, pass_context


@click.command("init")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@pass_context
def init_command(context: Context, *, folder: Path | None) -> int:
    """Start a project: a first playlist, settings, and jobs for GitHub.

    DIR is made if it is not there; without it, it is this folder, a git repository or not. Nothing is asked, and no
    file that is there is changed. The jobs check pull requests, say in a comment what one would change, and push every
    playlist after each merge and every night.
    """
    from exporter.starting import screens
    from exporter.starting.kit import kit
    from exporter.starting.project import begin

    made_for = kit(context.plugins().all())
    begun = begin(folder or context.folder(), made_for)
    if context.as_json:
        context.json(screens.begun_json(begun))
        return 0
    elsewhere = begun.folder != Path.cwd().resolve()
    has_sandbox = find_spec("uvicorn") is not None
    for part in screens.begun(begun, made_for.services[0].name, elsewhere=elsewhere, has_sandbox=has_sandbox):
        context.print(part)
    return 0
