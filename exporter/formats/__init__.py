"""The playlist formats that come with exporter. Only the hook lives here; a format is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from exporter import Format, hookimpl


@hookimpl
def exporter_formats() -> list[Format]:
    """Articles, tables, players' playlists, lines and documents."""
    return [
        import_module("exporter.formats.article").ARTICLE,
        _format("csv", "comma-separated values", ".csv", module="table"),
        _format("tsv", "tab-separated values", ".tsv", ".tab", module="table", suffix="_tabs"),
        _format("m3u8", "M3U playlist in UTF-8", ".m3u8", ".m3u", module="m3u"),
        _format("pls", "PLS playlist", ".pls", module="pls"),
        _format("xspf", "XSPF (XML) playlist", ".xspf", module="xspf"),
        _format("jspf", "JSPF (JSON) playlist, with MusicBrainz' extension", ".jspf", ".json", module="jspf"),
        _format("json", "JSON with everything that is known", ".json", module="document"),
        _format("lines", "lines of Artist - Title", ".txt", module="lines"),
        _format("markdown", "Markdown page", ".md", module="markdown"),
    ]


def _format(name: str, label: str, *endings: str, module: str, suffix: str = "") -> Format:
    """A format whose module has ``read``, ``write`` and ``sniff``, the latter two perhaps with a suffix."""
    write, sniff = _late(module, f"write{suffix}"), _late(module, f"sniff{suffix}")
    return Format(name=name, label=label, endings=endings, read=_late(module, "read"), write=write, sniff=sniff)


def _late(module: str, name: str) -> Callable[..., Any]:
    """A function of a module here, which is imported when it is called."""

    def call(*arguments: object) -> Any:
        return getattr(import_module(f"exporter.formats.{module}"), name)(*arguments)

    return call
