"""Arguments and options that several commands share, and how a run ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exporter.cli.context import Context

if TYPE_CHECKING:
    from exporter.app import Depth, Options, Result
    from exporter.project import Target

OPEN_SONGS = 3
Command = TypeVar("Command", bound=Callable[..., Any])


def playlists_and_targets(command: Command) -> Command:
    """``NAME… --to TARGET``, with completion of both."""
    names = click.argument("names", nargs=-1, required=True, metavar="NAME…", shell_complete=complete_playlist)
    to = click.option(
        "--to",
        "targets",
        multiple=True,
        required=True,
        metavar="TARGET",
        help="BACKEND or BACKEND@PROFILE; may be given several times. @sandbox is the local look-alike.",
        shell_complete=complete_target,
    )
    strict = click.option("--strict", is_flag=True, help="End with 3 when songs are in review, missing or unknown.")
    return names(to(strict(command)))


def parse_targets(texts: Sequence[str]) -> tuple[Target, ...]:
    """The targets that were named, without doubles."""
    from exporter.project import Target

    return tuple(dict.fromkeys(Target.parse(text) for text in texts))


def carry_out(
    context: Context, names: Sequence[str], texts: Sequence[str], depth: Depth, options: Options, *, strict: bool
) -> int:
    """Run playlists on targets, show how it went, and give the exit code."""
    from exporter import render
    from exporter.app import run
    from exporter.cli.screen import Screen

    targets = parse_targets(texts)
    with Screen(context, depth, several=len(names) * len(targets) > 1) as screen:
        results = run(
            context.project(), context.plugins(), tuple(dict.fromkeys(names)), targets, depth, screen, options
        )
    if context.as_json:
        context.json(render.results_json(results))
    return exit_code(results, strict=strict)


def exit_code(results: Sequence[Result], *, strict: bool) -> int:
    """The code of the first error; with ``strict`` 3 when a song is left open; else 0."""
    codes = [result.error.exit_code for result in results if result.error]
    if codes:
        return codes[0]
    left_open = any(result.counts[verdict] for result in results for verdict in ("review", "missing", "unknown"))
    return OPEN_SONGS if strict and left_open else 0


def complete_playlist(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The project's playlists that begin so, for the shell."""
    from exporter.project import Project

    return [name for name in Project.find().playlists() if name.startswith(incomplete)]


def complete_target(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The targets that begin so, for the shell."""
    from exporter.plugins import Plugins

    names = [target for name in Plugins().names() for target in (name, f"{name}@sandbox")]
    return [name for name in names if name.startswith(incomplete)]
