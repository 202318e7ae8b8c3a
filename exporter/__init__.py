"""Playlists as code: curated playlists as files in git, pushed to every streaming service.

These names are stable. Everything is imported on first use, so that ``import exporter`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    )
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
    "Feature",
    "Item",
    "Kind",
    "Limits",
    "Login",
    "Method",
    "Move",
    "Moves",
    "Playlist",
    "Query",
    "Quota",
    "Remote",
    "Remove",
    "Song",
    "Track",
    "Verdict",
    "hookimpl",
]

_HOMES = {
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
    ),
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
