"""The oddities of the YouTube Data API that can be switched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exporter_ytmusic.sandbox import library

SCOPE = "https://www.googleapis.com/auth/youtube"
"""The one scope that everything here can be done with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Defaults are the service's normal behaviour towards one person's own project, as recorded in 2026.

    Videos and playlists are named by their IDs. Throttling, server errors, lost and empty answers are the host's
    faults (``exporter.sandbox.faults``), not switches.
    """

    login_denied: bool = False
    """The user says no on the consent page."""
    testing: bool = False
    """The project's consent screen is in testing: refresh tokens live seven days, and their answers say so."""
    client_known: bool = True
    """Off: the token endpoint does not know the client's ID."""
    invalid_grant: Literal["", "revoked", "expired"] = ""
    """Every refresh token is dead, told in one of the two forms that were met: the second says just "Bad Request"."""

    token_expired: bool = False
    """Every access token has expired."""
    scopes: tuple[str, ...] = (SCOPE,)
    """What an access token may do that the sandbox did not give out itself."""
    api_enabled: bool = True
    """Off: the API is not enabled in the project."""
    channel: bool = True
    """Off: the account has no YouTube channel."""

    daily_units: int = 10_000
    """Units of a Pacific day for everything but searches."""
    daily_searches: int = 100
    """Searches of a Pacific day."""
    spent_units: int = 0
    """Units that somebody else has spent today from the same project."""
    spent_searches: int = 0
    """Searches likewise."""
    refused_price: Literal["full", "one"] = "full"
    """What a refused request costs: its price, or one unit. The documentation says only that it costs something; one
    real run of 176 inserts, one of them refused, cost as much as 177."""
    quota_reason: Literal["quotaExceeded", "rateLimitExceeded"] = "quotaExceeded"
    """How a spent quota is told: with 403, or in the newer shape, 429, which names the metric and its day."""
    creations_a_day: int | None = 10
    """New playlists of a Pacific day, beyond which the answer is 429 (undocumented, met in the field); None: any."""

    settle_seconds: float = 60.0
    """For so long the first insert into a new playlist and the first update of it are answered 409, and change nothing;
    the second ones go well at once."""
    aborted: float = 0.0
    """Share of all inserts and updates, 0 to 1, that are answered 409 and change nothing."""
    manual_order: bool = True
    """Off: playlists are sorted by another order than the manual one, and no row may be given a position."""
    duplicates: bool = True
    """Off: a video that is in the playlist already is refused with 409, as some clients report."""
    max_rows: int = library.MOST_ROWS
    """Rows of a playlist at most."""
    max_playlists: int = 10_000
    """Playlists of a channel at most; the service's own number is not known."""

    read_lag: float = 0.0
    """Seconds after a change during which reads show what was before it. The service promises none."""
    gone: tuple[str, ...] = ()
    """Deleted videos: their rows read "Deleted video"."""
    private: tuple[str, ...] = ()
    """Videos that somebody else made private: their rows read "Private video", and they cannot be inserted."""
    unavailable: tuple[str, ...] = ()
    """Videos that can be looked at, and not inserted."""
