"""Mine as a playlist format of exporter. Only the hooks live here."""

from __future__ import annotations

from exporter import Format, hookimpl

from exporter_mine.listing import read, sniff, write


@hookimpl
def exporter_formats() -> list[Format]:
    """What ``exporter import`` reads and ``exporter export --as mine`` writes."""
    return [
        Format(
            name="mine",
            label="Mine",
            endings=(".mine",),
            read=read,
            write=write,
            sniff=sniff,
        )
    ]
