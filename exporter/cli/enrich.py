"""``exporter enrich``: more facts for the songs of a playlist file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist

if TYPE_CHECKING:
    from exporter.cli.curator import Nobody
    from exporter.enriching.desk import Desk
    from exporter.enriching.outcomes import Outcome

THRESHOLD = 0.9
"""The same title by the same artist, without any other fact."""


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
    default=THRESHOLD,
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
    from exporter.enriching import screens
    from exporter.enriching.desk import Desk
    from exporter.enriching.sources import opened
    from exporter.enriching.walk import Walk

    project = context.project()
    desk = Desk(project, name)
    numbers = _numbers(desk, songs)
    decider = _decider(context, yes=yes, dry_run=dry_run, threshold=threshold)
    with opened(project, context.plugins(), named, refresh=refresh) as source, decider:
        if source.target.sandboxed and not context.quiet:
            context.tell(screens.SANDBOX)
        walk = Walk(desk, source, decider, original=original_title and yes)
        outcomes = tuple(walk.through(numbers, again=bool(songs)))
    if context.as_json:
        context.json(screens.as_json(desk.playlist.slug, str(source.target), outcomes, source.requests))
    else:
        context.print(screens.summary(outcomes, source.requests))
    return _conclude(context, outcomes)


def _decider(context: Context, *, yes: bool, dry_run: bool, threshold: float) -> Nobody:
    from exporter.cli.curator import Curator, Nobody, Threshold

    if dry_run or (context.as_json and not yes):
        return Nobody(context)
    return Threshold(context, threshold) if yes else Curator(context)


def _numbers(desk: Desk, songs: Sequence[str]) -> list[int]:
    """The places of the songs that are meant, all of them if none is named."""
    from exporter.reviewing.pick import pick

    if not songs:
        return list(range(len(desk.playlist.songs)))
    return sorted({number for words in songs for number in pick(desk.playlist, words)})


def _conclude(context: Context, outcomes: Sequence[Outcome]) -> int:
    """Tell what could not be asked, once; the exit code."""
    from exporter import render

    errors = list(dict.fromkeys(outcome.error for outcome in outcomes if outcome.error))
    if not context.as_json:
        for error in errors:
            context.tell(render.error(error))
    return errors[0].exit_code if errors else 0
