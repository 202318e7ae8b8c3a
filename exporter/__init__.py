"""Playlists as code: curated playlists as files in git, pushed to every streaming service.

These names are stable. Everything is imported on first use, so that ``import exporter`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.api import OpenPlaylist, OpenProject, open_project, report
    from exporter.backend import (
        Account,
        Backend,
        BackendInfo,
        Dialogue,
        Feature,
        Kind,
        Limits,
        Login,
        Method,
        Quota,
        ServiceInfo,
        Setting,
    )
    from exporter.enricher import Enricher, EnricherInfo, Facts
    from exporter.exchange import Format, Listed, Listing, Passage, Sheet
    from exporter.face import Result, Round, Silent
    from exporter.hookspecs import hookimpl
    from exporter.model import (
        Add,
        Create,
        Decision,
        Describe,
        Edit,
        Item,
        Move,
        Moves,
        Playlist,
        Query,
        Remote,
        Remove,
        Score,
        Song,
        Track,
        Verdict,
    )
    from exporter.session import Connection

__all__ = [
    "Account",
    "Add",
    "Backend",
    "BackendInfo",
    "Connection",
    "Create",
    "Decision",
    "Describe",
    "Dialogue",
    "Edit",
    "Enricher",
    "EnricherInfo",
    "Facts",
    "Feature",
    "Format",
    "Item",
    "Kind",
    "Limits",
    "Listed",
    "Listing",
    "Login",
    "Method",
    "Move",
    "Moves",
    "OpenPlaylist",
    "OpenProject",
    "Passage",
    "Playlist",
    "Query",
    "Quota",
    "Remote",
    "Remove",
    "Result",
    "Round",
    "Score",
    "ServiceInfo",
    "Setting",
    "Sheet",
    "Silent",
    "Song",
    "Track",
    "Verdict",
    "hookimpl",
    "open_project",
    "report",
]

_HOMES = {
    "exporter.api": ("OpenPlaylist", "OpenProject", "open_project", "report"),
    "exporter.backend": (
        "Account",
        "Backend",
        "BackendInfo",
        "Dialogue",
        "Feature",
        "Kind",
        "Limits",
        "Login",
        "Method",
        "Quota",
        "ServiceInfo",
        "Setting",
    ),
    "exporter.enricher": ("Enricher", "EnricherInfo", "Facts"),
    "exporter.exchange": ("Format", "Listed", "Listing", "Passage", "Sheet"),
    "exporter.face": ("Result", "Round", "Silent"),
    "exporter.hookspecs": ("hookimpl",),
    "exporter.model": (
        "Add",
        "Create",
        "Decision",
        "Describe",
        "Edit",
        "Item",
        "Move",
        "Moves",
        "Playlist",
        "Query",
        "Remote",
        "Remove",
        "Score",
        "Song",
        "Track",
        "Verdict",
    ),
    "exporter.session": ("Connection",),
}


def __getattr__(name: str) -> object:
    for home, members in _HOMES.items():
        if name in members:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'exporter' has no attribute {name!r}")
