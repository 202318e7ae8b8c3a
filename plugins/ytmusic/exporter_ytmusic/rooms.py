"""The two rooms of the backend: where songs are found, and where playlists are kept. There are two of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from exporter import Account, Edit, Query, Remote, Track


class Catalogue(Protocol):
    """Where songs are found. What each member promises is said at :class:`exporter.Backend`."""

    def search(self, query: Query) -> Sequence[Track]:
        """Candidates, best first."""

    def track(self, track_id: str) -> Track | None:
        """One track, or None when YouTube Music does not have it."""


class Library(Protocol):
    """One account's playlists. What each member promises is said at :class:`exporter.Backend`."""

    def account(self) -> Account:
        """Who we are, asked anew."""

    def playlists(self, name: str) -> Sequence[Remote]:
        """Own playlists of exactly this name."""

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        """The playlist with all its items."""

    def in_library(self, playlist_id: str) -> bool:
        """Whether the playlist is still in the account's library."""

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        """Make an empty playlist."""

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Carry out one edit."""
