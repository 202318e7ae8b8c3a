"""The ``fields`` parameter: ``name,items(total,items(item(id)))``, ``owner.id``, ``!items``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from exporter_spotify.sandbox.refused import Refused

TOKEN = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_.]*|[(),!])")
Filter = dict[str, Any]


def chosen(value: Any, fields: str) -> Any:  # noqa: ANN401 - JSON
    """The parts of ``value`` that ``fields`` names; all of it without any."""
    if not fields.strip():
        return value
    tokens = list(_tokens(fields))
    wanted = _group(tokens)
    if tokens:
        raise Refused(400, "Invalid fields param")
    return _pick(value, wanted)


def _tokens(fields: str) -> Iterator[str]:
    at = 0
    while at < len(fields.rstrip()):
        found = TOKEN.match(fields, at)
        if found is None:
            raise Refused(400, "Invalid fields param")
        yield found[1]
        at = found.end()


def _group(tokens: list[str]) -> Filter:
    """Read names up to the end or a closing bracket, which stays."""
    wanted: Filter = {}
    while tokens and tokens[0] != ")":
        token = tokens.pop(0)
        if token == ",":
            continue
        exclude = token == "!"
        path = (tokens.pop(0) if exclude and tokens else token).split(".")
        below = _bracket(tokens)
        for name in reversed(path[1:]):
            below = {name: below}
        wanted["!" * exclude + path[0]] = below
    return wanted


def _bracket(tokens: list[str]) -> Filter | None:
    if not tokens or tokens[0] != "(":
        return None
    tokens.pop(0)
    below = _group(tokens)
    if not tokens:
        raise Refused(400, "Invalid fields param")
    tokens.pop(0)
    return below


def _pick(value: Any, wanted: Filter | None) -> Any:  # noqa: ANN401 - JSON
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
