"""``exporter review``: answer open questions."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist, complete_target


@click.command("review")
@click.argument("name", required=False, shell_complete=complete_playlist)
@click.option(
    "--on",
    "target",
    metavar="TARGET",
    help="Only for this target. Otherwise every target in the files that is logged in.",
    shell_complete=complete_target,
)
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take the answers from a file, SONG: ANSWER in YAML or JSON (see docs/review.md).",
)
@click.option("--missing", is_flag=True, help="Go through the songs that are missing on a service, too.")
@pass_context
def review_command(
    context: Context, *, name: str | None, target: str | None, answers: Path | None, missing: bool
) -> int:
    """Answer the open questions of a playlist, or of all of them.

    Shows each song in review with its candidates, and what speaks for and against each. A choice becomes a pin in the
    playlist's file, and the next push uses it. Every answer is kept at once; comments and order of the file stay.
    With --json the open questions are listed and nothing is asked.
    """
    from exporter.cli.dialogue import Dialogue
    from exporter.model import Decision
    from exporter.project import Target
    from exporter.reviewing import screens
    from exporter.reviewing.questions import Review
    from exporter.reviewing.script import answer_all

    project = context.project()
    names = (name,) if name else project.playlists()
    on = Target.parse(target) if target else None
    with Review(project, context.plugins(), names, on, missing=missing) as review:
        if answers:
            given = answer_all(review, answers)
            left = review.questions()
            if not context.as_json:
                for one in given:
                    context.print(screens.answered(one, str(review.desk(one.question).path)))
                context.print(screens.summary(given, len(left), review.places, missing=review.passed_over()))
        elif context.as_json:
            given, left = (
                (),
                tuple(one for one in map(review.ready, review.questions()) if not isinstance(one, Decision)),
            )
        else:
            return Dialogue(context, review).hold()
        if context.as_json:
            context.json(screens.answers_json(given, left))
    return 0
