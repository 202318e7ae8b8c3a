"""What can be switched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switches:
    """Oddities of MusicBrainz."""

    per_second: float = 0.0
    """Requests in any one second above which all are refused with 503 until there are fewer; the service's own limit is
    1. 0: any number, as the sandbox bears any pace."""
    silent: bool = False
    """Every request is refused with 503, as on an address that many share."""
