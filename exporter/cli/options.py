"""Arguments and options that several commands share, and how a run ends."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exporter.cli.context import FAILED, INTERRUPTED, Context

if TYPE_CHECKING:
    from exporter.app import Depth, Options, Result, Round
    from exporter.nightly.selection import Selection
    from exporter.project import Target

logger = logging.getLogger("exporter")

OPEN_SONGS, LATER = 3, 5
OURS = frozenset({".yaml", ".yml", ".lock", ".toml"})
"""How the names of files end that a project consists of."""
SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable that names the file of a job's summary in GitHub Actions."""
IN_FILE, IN_SUMMARY = "`--report FILE` writes all of it.", "The job's summary has more of it."
"""Where the rest of a page is to be read that was cut off in the summary, and in a comment."""
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
    return names(to(strict_option(command)))


def strict_option(command: Command) -> Command:
    """``--strict``."""
    return click.option("--strict", is_flag=True, help="End with 3 when songs are in review, missing or unknown.")(
        command
    )


def report_option(command: Command) -> Command:
    """``--report FILE``."""
    kind = click.Path(dir_okay=False, writable=True, path_type=Path)
    words = "Write a page of Markdown about it. In GitHub Actions it also becomes the job's summary."
    return click.option("--report", type=kind, metavar="FILE", callback=_harmless_report, help=words)(command)


def _harmless_report(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> Path | None:
    """The path of a report, unless a page would take the place of a playlist, a lock or settings there."""
    if path is not None and {path.suffix.lower(), path.resolve().suffix.lower()} & OURS:
        raise click.BadParameter(f"{str(path)!r} would be overwritten by the page; a report is FILE.md.")
    return path


def parse_targets(texts: Sequence[str]) -> tuple[Target, ...]:
    """The targets that were named, without doubles."""
    from exporter.project import Target

    return tuple(dict.fromkeys(Target.parse(text) for text in texts))


def one_for_each_backend(targets: Sequence[Target]) -> Sequence[Target]:
    """The targets, of which no two are of one backend.

    Raises:
        UsageError: two are.
    """
    from exporter.errors import UsageError

    if len({target.backend for target in targets}) < len(targets):
        raise UsageError("Several targets of one backend are named.", hint="Name one; they share their decisions.")
    return targets


def tell_untargeted(selection: Selection) -> None:
    """Warn of playlists that go nowhere."""
    if selection.untargeted:
        named = ", ".join(selection.untargeted)
        logger.warning("Pushed nowhere, since their files name no target: %s.", named)


def carry_out(
    context: Context,
    names: Sequence[str],
    texts: Sequence[str],
    depth: Depth,
    options: Options,
    *,
    strict: bool,
    report: Path | None = None,
) -> int:
    """Run playlists on targets, show how it went, and give the exit code."""
    from exporter import app
    from exporter.cli.screen import Screen

    targets = parse_targets(texts)
    with Screen(context, depth, several=len(names) * len(targets) > 1) as screen:
        whole = app.carry_out(
            context.project(), context.plugins(), tuple(dict.fromkeys(names)), targets, depth, screen, options
        )
    return conclude(context, whole, strict=strict, report=report, summary=bool(report) or depth is app.Depth.PUSH)


def conclude(context: Context, whole: Round, *, strict: bool, report: Path | None, summary: bool = True) -> int:
    """Print the document where it was asked for, write the pages, and give the exit code.

    The page of a plan is made to fit into a comment on a pull request.
    """
    from exporter import render
    from exporter.errors import Bug, Interrupted

    errors = [result.error for result in whole.results if result.error]
    if context.as_json:
        context.json({**render.results_json(whole.results), **_beside(whole)})
    for error in errors:
        if isinstance(error, Bug) and error.trace:
            context.trace(error.trace)
    if any(isinstance(error, Interrupted) for error in errors):
        context.tell_interrupted()
    written = _write_pages(context, whole, report, os.environ.get(SUMMARY, "") if summary else "")
    return exit_code(whole.results, strict=strict) or (0 if written else FAILED)


def _beside(whole: Round) -> dict[str, object]:
    """What a run knows besides: when its logins end, and which playlists are pushed nowhere; only what there is."""
    logins = [{"target": one.target, "expires": f"{one.expires}"} for one in whole.standings if one.expires]
    return {**({"logins": logins} if logins else {}), **({"untargeted": whole.untargeted} if whole.untargeted else {})}


def _write_pages(context: Context, whole: Round, report: Path | None, summary: str) -> bool:
    """Append the page to the job's summary, and write the report; whether there is the report that was asked for."""
    if not (report or summary):
        return True
    from exporter.reports import markdown
    from exporter.store import write_atomic

    page = markdown.page(whole)
    if summary:
        _append_to_summary(Path(summary), page)
    if report:
        try:
            write_atomic(report, markdown.within(page, markdown.COMMENT, IN_SUMMARY) if whole.dry else page)
        except OSError as error:
            context.tell_unwritten(report, error)
            return False
    return True


def _append_to_summary(path: Path, page: str) -> None:
    """Show the page on the job's own. Nobody asked for that, so that it fails no run."""
    from exporter.reports import markdown

    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(markdown.within(page, markdown.SUMMARY - file.tell(), IN_FILE))
    except OSError as error:
        reason = error.strerror or error
        logger.warning("The page is not in the job's summary, %s ($%s): %s.", path, SUMMARY, reason)


def exit_code(results: Sequence[Result], *, strict: bool) -> int:
    """The code of the first error, of those that do not pass by themselves if there is one.

    130 stands above all. With ``strict`` 3 when a song is left open; else 0.
    """
    codes = [result.error.exit_code for result in results if result.error]
    if codes:
        return of_several(codes)
    left_open = any(result.counts[verdict] for result in results for verdict in ("review", "missing", "unknown"))
    return OPEN_SONGS if strict and left_open else 0


def of_several(codes: Sequence[int]) -> int:
    """Of the codes of several errors the one to end with: the first that does not pass by itself. 130 is above all."""
    lasting = [code for code in codes if code != LATER]
    return INTERRUPTED if INTERRUPTED in codes else (lasting or codes)[0]


def complete_playlist(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The project's playlists that begin so, for the shell."""
    from exporter.project import Project

    return [name for name in Project.find().playlists() if name.startswith(incomplete)]


def complete_target(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The targets that begin so, for the shell."""
    from exporter.plugins import Plugins

    names = [target for name in Plugins().names() for target in (name, f"{name}@sandbox")]
    return [name for name in names if name.startswith(incomplete)]
