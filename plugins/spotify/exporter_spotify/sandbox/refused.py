"""Refusals: every answer that is not 2xx starts as one of these."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """The answer is ``status`` with Spotify's error object around ``message``."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def not_found() -> Refused:
    """There is no such thing, or not for us."""
    return Refused(404, "Resource not found")


def forbidden() -> Refused:
    """The endpoint is closed to this app."""
    return Refused(403, "Forbidden")
