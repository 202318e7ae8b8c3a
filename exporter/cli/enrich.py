"""``exporter enrich``: more facts for the songs of a playlist file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist
from exporter.enricher import SURE_ENOUGH

if TYPE_CHECKING:
    from exporter.cli.curator import Nobody


@click.command("enrich")
@click.argument("name", shell_complete=complete_playlist)
@click.option(
    "--song", "songs", multiple=True, metavar="SONG", help="Only this one: its number, or words of its title."
)
@click.option(
    "--from", "named", default="", metavar="SOURCE", help="Where to ask, such as musicbrainz or musicbrainz@sandbox."
)
@click.option("--yes", is_flag=True, help="Accept what is sure enough without asking.")
@click.option(
    "--threshold",
    default=SURE_ENOUGH,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="How sure is sure enough for --yes.",
)
@click.option("--original-title", is_flag=True, help="With --yes: make the original title the title.")
@click.option("--dry-run", is_flag=True, help="Show what is proposed, and write nothing.")
@click.option("--refresh", is_flag=True, help="Ask anew what was answered before.")
@pass_context
def enrich_command(  # noqa: PLR0913 - the command's options
    context: Context,
    *,
    name: str,
    songs: tuple[str, ...],
    named: str,
    yes: bool,
    threshold: float,
    original_title: bool,
    dry_run: bool,
    refresh: bool,
) -> int:
    """Propose more facts for the songs of a playlist file.

    Original titles, romaji and names of artists help to find songs on the services; lengths, ISRCs and recording IDs
    tell recordings apart. Each proposal is shown as a diff of the file, with how sure it is and why, and is written
    when you accept it. The title stays as you wrote it, what is there is not changed, comments and order stay.

    Answers of the source are kept for ninety days, so that a run which was cut off goes on where it stopped.
    """
    from exporter import render
    from exporter.enriching import screens
    from exporter.enriching.run import enrich

    with _decider(context, yes=yes, dry_run=dry_run, threshold=threshold) as decider:
        done = enrich(
            context.project(),
            context.plugins(),
            name,
            decider,
            songs=songs,
            named=named,
            original=original_title and yes,
            refresh=refresh,
        )
    context.show(screens.summary(done), screens.as_json(done))
    for error in () if context.as_json else done.errors:
        context.tell(render.error(error))
    return done.errors[0].exit_code if done.errors else 0


def _decider(context: Context, *, yes: bool, dry_run: bool, threshold: float) -> Nobody:
    from exporter.cli.curator import Curator, Nobody, Threshold

    if dry_run or (context.as_json and not yes):
        return Nobody(context)
    return Threshold(context, threshold) if yes else Curator(context)
