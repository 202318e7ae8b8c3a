"""Playlist files: the native YAML, everything that can be wrong with one, and its JSON Schema.

Three functions: :func:`load`, :func:`parse` and :func:`schema`. Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.files.native import load, parse
    from exporter.files.playlist import schema

__all__ = ["load", "parse", "schema"]

_HOMES = {"load": "exporter.files.native", "parse": "exporter.files.native", "schema": "exporter.files.playlist"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'exporter.files' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
