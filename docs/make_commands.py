"""Writes docs/commands.md, the reference of the command line, from the commands themselves.

uv run python docs/make_commands.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from exporter.cli.main import cli

PAGE = Path(__file__).resolve().parent / "commands.md"
WIDTH = 100
HEAD = """\
# Commands

What `exporter COMMAND --help` says, for every command. This page is made by `docs/make_commands.py`.

`--json`, `-v` and `-q` may stand before the command or behind it. Results go to standard output, progress and warnings
to standard error; how a command ended is told by its [exit code](errors.md).
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_entry(name, command) for name, command in commands(cli, "exporter"))


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command with its full name, then those below it, in the order of the help."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for below in command.list_commands(context):
            if found := command.get_command(context, below):
                yield from commands(found, f"{name} {below}")


def _entry(name: str, command: click.Command) -> str:
    context = click.Context(
        command, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH, help_option_names=["-h", "--help"]
    )
    return f"\n## {name}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
