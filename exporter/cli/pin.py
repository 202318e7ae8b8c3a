"""``exporter pin``: say which track a song is."""

from __future__ import annotations

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist, complete_target


@click.command("pin")
@click.argument("name", shell_complete=complete_playlist)
@click.argument("song")
@click.argument("track", metavar="URL-or-ID")
@click.option(
    "--on",
    "target",
    required=True,
    metavar="BACKEND",
    help="The service, such as spotify; BACKEND@PROFILE uses another login to look the track up.",
    shell_complete=complete_target,
)
@click.option("--unchecked", is_flag=True, help="Pin it without asking the service whether it is there.")
@pass_context
def pin_command(context: Context, *, name: str, song: str, track: str, target: str, unchecked: bool) -> int:
    """Say which track a song is.

    SONG is its number in `exporter show NAME`, or words that fit it alone. The pin is written into the playlist's
    file, where it stands above everything a search finds; comments and order stay as they are.

    \b
    exporter pin sad-anime 12 --on spotify https://open.spotify.com/track/434YBNY61Y9sqBSp7OINBa
    """
    from exporter.project import Target
    from exporter.reviewing import screens
    from exporter.reviewing.pins import pin

    pinned = pin(context.project(), context.plugins(), name, song, Target.parse(target), track, check=not unchecked)
    if context.as_json:
        context.json(screens.pinned_json(pinned))
    else:
        context.print(screens.pinned(pinned))
    return 0
