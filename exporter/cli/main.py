"""The ``exporter`` command: its options, its commands, and the one place where errors become exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from types import MappingProxyType

import click

from exporter.cli.context import Context, pass_context

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "init": "Start a project: a first playlist, settings, and jobs for GitHub.",
        "push": "Make playlists on a service equal to their files.",
        "sync": "Push every playlist to every target that its file names.",
        "plan": "Show what a push would change, and write nothing.",
        "resolve": "Decide which track each song is, and keep it in the lock.",
        "review": "Answer the open questions of a playlist, or of all of them.",
        "pin": "Say which track a song is.",
        "enrich": "Propose more facts for the songs of a playlist file.",
        "explain": "Search for a song again and show every candidate with its reasons.",
        "list": "List the playlists of this project.",
        "show": "Show a playlist and what was decided for its songs.",
        "check": "Check playlist files and locks, without network.",
        "diff": "Show what listeners see now against the file.",
        "restore": "Put a playlist on a service back as it was before a push.",
        "import": "Bring a playlist from anywhere into a playlist file.",
        "export": "Write a playlist in a format that other software reads.",
        "schema": "Print the JSON Schema of playlist files.",
        "open": "Open a pushed playlist in the browser, or a link that needs no account.",
        "login": "Log in to a service.",
        "logout": "End a login and forget it.",
        "doctor": "Check every login before any work: alive, as whom, until when.",
        "plugins": "List the installed plugins and whether they work.",
        "new-plugin": "Start a plugin: a distribution that works, to make your own.",
        "sandbox": "Local look-alikes of the services, to try things out.",
    }
)
"""Every command, in the order of the help, with its first line there. Its module is imported when it runs."""


GLOBAL = frozenset({"--json", "-v", "-vv", "--verbose", "-q", "--quiet"})
"""Switches that mean the same before and after the command."""


class Commands(click.Group):
    """A group whose commands are imported when they are used, so that ``--help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        word = cmd_name.replace("-", "_")
        module = f"{word}_" if iskeyword(word) else word
        command = getattr(import_module(f"exporter.cli.{module}"), f"{word}_command")
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - same
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; a misspelt one gets a suggestion."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from exporter.suggest import did_you_mean

            message = " ".join(filter(None, [error.message, did_you_mean(args[0], COMMANDS)]))
            raise click.UsageError(message, error.ctx) from error


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The project's folder. Otherwise this folder or the nearest one above it with playlists/ or exporter.toml.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
@click.option("-v", "--verbose", count=True, help="Say what is asked of the services, and show every song.")
@click.option("-q", "--quiet", is_flag=True, help="Only results and errors.")
@click.version_option(package_name="playlist-exporter", prog_name="exporter")
@pass_context
def cli(context: Context, *, project: Path | None, as_json: bool, verbose: int, quiet: bool) -> None:
    """Playlists as code: curated playlists as files, pushed to every streaming service."""
    context.start(project=project, as_json=as_json, verbose=verbose, quiet=quiet)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(args))


def _make_output_safe() -> None:
    """Let no output end a run: not a stream that is closed, nor one that knows too few characters."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the process ends
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _global_first(words: Sequence[str]) -> list[str]:
    """The words with the global switches in front: people write ``push x --to y --json``."""
    end = list(words).index("--") if "--" in words else len(words)
    switches = [word for word in words[:end] if word in GLOBAL]
    return [*switches, *(word for word in words[:end] if word not in GLOBAL), *words[end:]]


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line; its exit code.

    0 done, 1 failed, 2 usage or a bad file, 3 songs are left open (with --strict), 4 not logged in or not allowed,
    5 wait longer, 6 refused as unsafe, 130 interrupted.
    """
    _make_output_safe()
    words = _global_first(sys.argv[1:] if args is None else args)
    context = Context(as_json="--json" in words)  # for mistakes that are found before options are read
    try:
        code = cli.main(args=words, prog_name="exporter", standalone_mode=False, obj=context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        return context.usage(error)
    except (KeyboardInterrupt, click.Abort):
        return context.interrupted()
    except BrokenPipeError:
        return context.broken_pipe()
    except Exception as error:  # noqa: BLE001 - the last place that can tell an error in words
        return context.failed(error)
    return (code if isinstance(code, int) else 0) or context.unprinted
