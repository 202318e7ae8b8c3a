"""The JSON that a write brings, asked for by paths such as ``snippet.resourceId.videoId``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from exporter_ytmusic.sandbox.data.refused import Refused, bad_value

LARGEST = 2**32 - 1
"""Positions are unsigned numbers of 32 bits."""


@dataclass(frozen=True, slots=True)
class Body:
    """A resource as the client wrote it."""

    data: Mapping[str, Any]

    def get(self, path: str) -> Any:
        """What stands there; None for nothing, and for ``null``."""
        value: Any = self.data
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    def text(self, path: str) -> str:
        """The text that stands there; empty without any."""
        value = self.get(path)
        if value is not None and not isinstance(value, str):
            raise bad_value(f"resource.{path}", value)
        return value or ""

    def whole(self, path: str) -> int | None:
        """The whole number that stands there; digits in quotes are one too (as in protobuf's JSON)."""
        value = self.get(path)
        if value is None:
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < len(str(LARGEST)):
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
            raise bad_value(f"resource.{path}", value)
        if not 0 <= value <= LARGEST:
            raise bad_value(f"resource.{path}", value)
        return int(value)


def read(content: bytes) -> Body:
    """The body of a request.

    Raises:
        Refused: it is no JSON object.
    """
    try:
        data = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        data = None
    if not isinstance(data, dict):
        raise Refused(400, "parseError", "Parse Error", state="INVALID_ARGUMENT")
    return Body(data)
