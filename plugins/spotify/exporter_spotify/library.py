"""The account's list of playlists, read whole once: afterwards its first page tells whether it is still the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exporter import Remote
from exporter_spotify import translate
from exporter_spotify.translate import Page


class Library:
    """The playlists as they were listed last, and those that we made since. Knows nothing at first."""

    def __init__(self) -> None:
        self._listed: dict[str, tuple[Remote, str]] = {}
        self._count: int | None = None

    def is_as_before(self, first: Page) -> bool:
        """Whether the list is the known one, by its first page: as long, and nothing new among the newest.

        Spotify lists new playlists first. So what somebody else makes meanwhile is seen, as is what came of a request
        whose answer was lost; what somebody else renames further down is not.
        """
        newest = _by_id(first.rows)
        if first.total != self._count or not newest.keys() <= self._listed.keys():
            return False
        self._listed |= newest
        return True

    def take(self, rows: Sequence[object]) -> None:
        """Know the whole list."""
        self._listed, self._count = _by_id(rows), len(rows)

    def add(self, made: object) -> None:
        """Know one more, which we made."""
        self._listed |= _by_id([made])
        self._count = None if self._count is None else self._count + 1

    def forget(self) -> None:
        """Know nothing any more: the next look reads the whole list."""
        self._count = None

    def called(self, name: str) -> list[tuple[Remote, str]]:
        """The playlists of a name, each with its owner."""
        return [(remote, owner) for remote, owner in self._listed.values() if remote.name == name]


def _by_id(rows: Iterable[object]) -> dict[str, tuple[Remote, str]]:
    found = ((translate.remote(row), translate.owner(row)) for row in rows)
    return {remote.id: (remote, owner) for remote, owner in found if remote}
