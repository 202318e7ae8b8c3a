"""``exporter import``: a playlist from anywhere into a playlist file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist

if TYPE_CHECKING:
    from exporter.importing.draft import Draft
    from exporter.importing.keeping import Goal
    from exporter.importing.sources import Source


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
    from exporter.errors import ExporterError
    from exporter.importing import keeping, screens, sources

    project = context.project()
    read = sources.read(project, context.plugins(), source, told, encoding=encoding, stdin=_stdin)
    if not (read.listing.songs or read.listing.left):
        raise ExporterError(f"There is no song in {read.label}.", hint="Is it the right file, read as what it is?")
    pins = pins and not read.sandboxed
    goal = keeping.goal(project, read, name)
    asks = _asks(context, source) and not (yes or dry_run)
    draft = _shown(context, read, keeping.draft(read.listing, goal), goal, pins=pins, asks=asks)
    if draft is None:
        context.tell("Nothing was written.")
        return 0
    keeping.text_of(draft, goal, pins=pins)  # what cannot be written is told by a dry run, too
    if draft.new and not dry_run:
        keeping.keep(draft, goal, pins=pins)
    context.show(screens.kept(draft, goal, dry=dry_run), screens.result_json(read, draft, goal, pins=pins, dry=dry_run))
    return 0


def _shown(context: Context, read: Source, draft: Draft, goal: Goal, *, pins: bool, asks: bool) -> Draft | None:
    """Show what was read, and let the curator change it where somebody is there; None when it is not to be written."""
    from exporter.importing import keeping, screens

    if asks or not (context.as_json or context.quiet):
        context.tell(screens.read(read, draft, goal, pins=pins, whole=context.verbose > 0))
    if asks:
        from exporter.cli.curation import Curation

        return Curation(context, draft, lambda changed: keeping.looked_up(changed, goal), pins=pins).hold()
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
