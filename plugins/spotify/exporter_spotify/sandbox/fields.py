"""The ``fields`` parameter: ``name,items(total,items(item(id)))``, ``owner.id``, ``!items``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from exporter_spotify.sandbox.refused import Refused

PART = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_.]*|[(),!])")
LONGEST = 1000
"""Characters that are looked at."""
Filter = dict[str, Any]


def chosen(value: Any, fields: str) -> Any:
    """The parts of ``value`` that ``fields`` names; all of it without any."""
    if not fields.strip():
        return value
    parts = list(_parts(fields[:LONGEST]))
    wanted = _group(parts)
    if parts:
        raise Refused(400, "Invalid fields param")
    return _pick(value, wanted)


def _parts(fields: str) -> Iterator[str]:
    at = 0
    while at < len(fields.rstrip()):
        found = PART.match(fields, at)
        if found is None:
            raise Refused(400, "Invalid fields param")
        yield found[1]
        at = found.end()


def _group(parts: list[str]) -> Filter:
    """Read names up to the end or a closing bracket, which stays."""
    wanted: Filter = {}
    while parts and parts[0] != ")":
        part = parts.pop(0)
        if part == ",":
            continue
        exclude = part == "!"
        path = (parts.pop(0) if exclude and parts else part).split(".")
        below = _bracket(parts)
        for name in reversed(path[1:]):
            below = {name: below}
        wanted["!" * exclude + path[0]] = below
    return wanted


def _bracket(parts: list[str]) -> Filter | None:
    if not parts or parts[0] != "(":
        return None
    parts.pop(0)
    below = _group(parts)
    if not parts:
        raise Refused(400, "Invalid fields param")
    parts.pop(0)
    return below


def _pick(value: Any, wanted: Filter | None) -> Any:
    if wanted is None:
        return value
    if isinstance(value, list):
        return [_pick(one, wanted) for one in value]
    if not isinstance(value, Mapping):
        return value
    excluded = {name[1:] for name in wanted if name.startswith("!")}
    if excluded:
        return {name: one for name, one in value.items() if name not in excluded}
    return {name: _pick(value[name], below) for name, below in wanted.items() if name in value}
