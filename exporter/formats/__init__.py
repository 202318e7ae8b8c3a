"""The playlist formats that come with exporter. Only the hook lives here; a format is imported when it is used."""

from __future__ import annotations

from exporter import Format, hookimpl


@hookimpl
def exporter_formats() -> list[Format]:
    """Articles."""
    from exporter.formats.article import ARTICLE  # noqa: PLC0415 - listing the plugins needs none of it

    return [ARTICLE]
