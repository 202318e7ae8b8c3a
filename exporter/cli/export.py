"""``exporter export``: a playlist as a file for other software."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist, complete_target, one_for_each_backend, parse_targets


@click.command("export")
@click.argument("name", shell_complete=complete_playlist)
@click.option("--as", "told", default="", metavar="FORMAT", help="csv, json, jspf, m3u8, markdown, xspf ...")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write it there, not to standard output. Its ending names the format where --as does not.",
)
@click.option(
    "--on",
    "targets",
    multiple=True,
    metavar="TARGET",
    help="Only this target's tracks; may be given once for each backend.",
    shell_complete=complete_target,
)
@pass_context
def export_command(context: Context, *, name: str, told: str, output: Path | None, targets: tuple[str, ...]) -> int:
    """Write a playlist in a format that other software reads.

    With the ID and the address of every track that is pinned or decided, on all backends. Asks no service.
    `exporter plugins` lists the formats.

    \b
    exporter export sad-anime --as xspf > sad-anime.xspf
    exporter export sad-anime --output sad-anime.csv
    """
    from exporter.errors import UsageError
    from exporter.exporting import format_for, sheet, written
    from exporter.store import write_atomic

    if output and not output.parent.is_dir():
        raise UsageError(f"There is no folder {output.parent}.", hint="Make it first, or name another one.")
    chosen = format_for(context.plugins(), told, output)
    found = sheet(context.project(), name, one_for_each_backend(parse_targets(targets)))
    text = written(chosen, found)
    if output:
        write_atomic(output, text)
    total, linked = len(found.tracks), sum(any(track.url for track in one.values()) for one in found.tracks)
    if context.as_json:
        about = {"playlist": found.playlist.slug, "format": chosen.name, "songs": total, "linked": linked}
        context.json({**about, "file": str(output) if output else "", "text": "" if output else text})
        return 0
    if not output:
        sys.stdout.buffer.write(text.encode())  # UTF-8 and as it is, whatever the terminal is set to
    _tell(context, total, linked, output)
    return 0


def _tell(context: Context, total: int, linked: int, output: Path | None) -> None:
    from exporter.render import clean, plural

    if context.quiet:
        return
    where = f"{clean(str(output))} written: " if output else ""
    links = "each with a link" if linked == total else f"{linked} with a link"
    if output or linked < total:
        context.tell(f"{where}{plural(total, 'song')}, {links}.")
