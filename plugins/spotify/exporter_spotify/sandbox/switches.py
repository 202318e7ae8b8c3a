"""The oddities of Spotify that can be switched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Defaults are Spotify's normal behaviour towards a Development-Mode app since March 2026.

    Track IDs stand without ``spotify:track:``. Throttling, server errors, lost and empty answers are the host's
    faults (``exporter.sandbox.faults``), not switches.
    """

    legacy: bool = False
    """The API before 2026: removed endpoints answer, ``tracks`` and ``track`` stand beside ``items`` and ``item``."""
    owner_premium: bool = True
    """Off: the app's owner has no Premium subscription any more; every call is refused with 403."""
    registered: bool = True
    """Off: the user is not on the app's list; every call is refused with 403."""
    token_expired: bool = False
    """Every access token has expired."""

    search_limits: bool = True
    """Search gives 5 hits by default and 10 at most; off: 20 and 50, as before 2026."""
    punctuation_finds_nothing: bool = True
    """Field filters with quotes, apostrophes, slashes or hyphens inside find nothing."""
    isrc_search: bool = True
    """Off: one of the phases in which ``isrc:`` finds nothing."""
    search_nulls: bool = False
    """The last hit of each page of more than one is ``null``."""
    country: str = "US"
    """The account's country; it wins over ``market``."""
    unavailable: tuple[str, ...] = ()
    """Tracks that the account's country does not have."""
    playable_flag: bool = True
    """Off: ``is_playable`` is missing although a market applies."""
    localised: bool = True
    """``Accept-Language`` changes the names of artists."""
    localised_titles: bool = False
    """``Accept-Language`` changes titles as well."""

    relinked: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Written track -> the track that is read back in its place; nothing in the answer says so."""
    gone: tuple[str, ...] = ()
    """Tracks whose rows read ``"item": null``."""
    poison: tuple[str, ...] = ()
    """Tracks that make every write that holds them fail as a whole, with 502."""
    foreign_items: bool = False
    """Playlists of others show their items."""
    bare_array: bool = True
    """A bare JSON array as the body of an add is taken; off: 400, as for some days in February 2024."""
    snapshot_refused: bool = False
    """A write with a ``snapshot_id`` is refused with 400."""
    snapshot_lag: float = 0.0
    """Seconds during which reads show the snapshot ID of before a change."""
    stale_read: float = 0.0
    """Seconds during which reads show the whole playlist as it was before a change."""
    public_stuck: bool = False
    """Playlists are public whatever is asked."""
    description_escaped: bool = True
    """Descriptions are read back with HTML escapes."""
    description_checked: bool = True
    """Descriptions with a newline, over 300 characters, or empty in a change are refused."""
    max_items: int = 10_000
    """Rows of a playlist at most."""
    max_playlists: int = 11_000
    """Playlists of a user at most."""

    login_denied: bool = False
    """The user says no on the consent page."""
    refresh_answer: Literal["omit", "same", "rotate"] = "omit"
    """What the answer to a refresh has as ``refresh_token``: nothing, the same, or a new one (the old one dies)."""
    scope_in_answer: bool = True
    """Off: token answers have no ``scope``."""
    invalid_grant: Literal["", "revoked", "expired"] = ""
    """Every refresh token is dead."""
