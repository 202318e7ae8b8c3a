"""``exporter import``: a playlist from anywhere into a playlist file."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist

if TYPE_CHECKING:
    from exporter.importing.draft import Draft
    from exporter.importing.intake import Intake


@click.command("import")
@click.argument("source", metavar="SOURCE")
@click.option(
    "--as",
    "name",
    default="",
    metavar="NAME",
    shell_complete=complete_playlist,
    help="The playlist's file. To one that is there, only what is new is added.",
)
@click.option(
    "--from",
    "told",
    default="",
    metavar="FORMAT",
    help="What SOURCE is: a format, or the target that it is a playlist of. Otherwise that is found out.",
)
@click.option("--encoding", default="", metavar="NAME", help="How the text is encoded, where the guess is wrong.")
@click.option("--pins/--no-pins", default=True, help="Whether tracks that SOURCE names become pins. They do.")
@click.option("--yes", is_flag=True, help="Ask nothing: take what is sure, and tell what was left out.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@pass_context
def import_command(
    context: Context,
    *,
    source: str,
    name: str,
    told: str,
    encoding: str,
    pins: bool,
    yes: bool,
    dry_run: bool,
) -> int:
    """Bring a playlist from anywhere into a playlist file.

    SOURCE is a file, - for standard input, or the link of a playlist on a service. Shows what was read and how sure;
    you drop and mend, then it is written. Without a terminal, as with --yes, what is sure is taken.

    \b
    exporter import songs.csv --as road-trip
    exporter import https://open.spotify.com/playlist/ID --as sad-anime
    exporter import PLAYLIST-ID --from spotify@work
    pbpaste | exporter import - --as from-an-article
    """
    from exporter.importing import intake, screens

    read = intake.read(
        context.project(), context.plugins(), source, name, told, encoding=encoding, pins=pins, stdin=_stdin
    )
    draft = _shown(context, read, asks=_asks(context, source) and not (yes or dry_run))
    if draft is None:
        context.tell("Nothing was written.")
        return 0
    chosen = replace(read, draft=draft)
    intake.write(chosen, dry=dry_run)
    context.show(screens.kept(chosen, dry=dry_run), screens.result_json(chosen, dry=dry_run))
    return 0


def _shown(context: Context, read: Intake, *, asks: bool) -> Draft | None:
    """Show what was read, and let the curator change it where somebody is there; None when it is not to be written."""
    from exporter.importing import keeping, screens

    if asks or not (context.as_json or context.quiet):
        context.tell(screens.read(read, whole=context.verbose > 0))
    draft = read.draft
    if asks:
        from exporter.cli.curation import Curation

        return Curation(context, draft, lambda changed: keeping.looked_up(changed, read.goal), pins=read.pins).hold()
    if not context.as_json:
        if words := screens.left_out(draft):
            context.tell(words)
        if context.verbose and draft.left:
            context.tell(screens.left(draft.left))
    return draft


def _asks(context: Context, source: str) -> bool:
    """Whether somebody can be asked: with --json, or while the source is read from there, nobody can."""
    from exporter.importing.sources import STDIN

    return not context.as_json and source != STDIN and sys.stdin.isatty() and context.err().is_terminal


def _stdin(size: int) -> bytes:
    return sys.stdin.buffer.read(size)
