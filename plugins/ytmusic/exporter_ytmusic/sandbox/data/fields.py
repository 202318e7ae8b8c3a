"""The ``fields`` parameter: ``items(id,snippet/title),nextPageToken``, ``*``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exporter_ytmusic.sandbox.data.refused import Refused, bad_parameter

PART = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[*(),/]")
LONGEST = 1000
"""Characters that are looked at."""
DEEPEST = 10
"""Brackets inside brackets: no resource is deeper."""

Filter = dict[str, Any]
"""Names with what is wanted below them; an empty filter wants everything."""


def chosen(value: Any, fields: str) -> Any:
    """The parts of ``value`` that ``fields`` names; all of it without any."""
    text = "".join(fields.split())[:LONGEST]
    parts = PART.findall(text)
    if "".join(parts) != text:
        raise _invalid(fields)
    wanted = _group(parts, fields, DEEPEST) if parts else {}
    if parts:
        raise _invalid(fields)
    return _pick(value, wanted)


def _group(parts: list[str], fields: str, depth: int) -> Filter:
    """Read paths up to the end or a closing bracket, which stays."""
    wanted: Filter = {}
    while True:
        _path(parts, wanted, fields, depth)
        if not parts or parts[0] != ",":
            return wanted
        parts.pop(0)


def _path(parts: list[str], wanted: Filter, fields: str, depth: int) -> None:
    """Read ``name/name(…)`` into the filter."""
    while True:
        if not parts or parts[0] in "(),/" or not depth:
            raise _invalid(fields)
        wanted = wanted.setdefault(parts.pop(0), {})
        if not parts or parts[0] != "/":
            break
        parts.pop(0)
    if parts and parts[0] == "(":
        parts.pop(0)
        wanted.update(_group(parts, fields, depth - 1))
        if not parts or parts.pop(0) != ")":
            raise _invalid(fields)


def _pick(value: Any, wanted: Filter) -> Any:
    if not wanted:
        return value
    if isinstance(value, list):
        return [_pick(one, wanted) for one in value]
    if not isinstance(value, Mapping):
        return value
    return {
        name: _pick(one, wanted[name] if name in wanted else wanted["*"])
        for name, one in value.items()
        if name in wanted or "*" in wanted
    }


def _invalid(fields: str) -> Refused:
    return bad_parameter("fields", f"Invalid field selection {fields[:60]}")
