"""The oddities of YouTube Music that can be switched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Gone = Literal["grey", "no_video", "no_row", "nothing", "deleted"]
"""How the row of a video looks that is gone.

``grey``: greyed out, with its two IDs; ``no_video``: without the video's; ``no_row``: without the row's; ``nothing``:
without both; ``deleted``: its title only says that the song was deleted.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Defaults are the service's normal behaviour in November 2026, as far as it is known.

    Throttling, server errors, lost and empty answers are the host's faults (``exporter.sandbox.faults``), not
    switches. Videos are named by their IDs.
    """

    signed_in: bool = True
    """Off: every login is dead. Reads go on as a guest's, with HTTP 200."""
    login_requests: int | None = None
    """After so many more requests with a good login every login is dead; counted from when any switch of the service
    was set last."""
    accounts: tuple[str, ...] = ("Sandbox",)
    """The accounts of the browser's login, by ``x-goog-authuser``. The first one is the sandbox's user."""
    brands: Mapping[str, str] = field(default_factory=dict, hash=False)
    """ID -> name of the brand accounts that ``onBehalfOfUser`` may name."""
    channel: bool = True
    """Off: the account has no channel, and so no handle."""
    visitor_data: bool = True
    """Off: the start page holds no visitor ID."""
    captcha: Literal["", "page", "redirect"] = ""
    """Every request meets Google's captcha, as from many data centres: as a page with 429, or by a redirect."""

    localised: bool = True
    """The language asked for changes titles and names of artists where the catalogue has them, not only labels."""
    mixed_titles: bool = False
    """Translated titles stand behind the original ones, as in "原題 - Translation" (seen since 2025)."""
    joined_artists: bool = False
    """Several artists are one name without a link."""
    corrections: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Query -> what is searched in its place unless ``ignore_spelling`` is asked for."""

    unavailable: tuple[str, ...] = ()
    """Videos that the account's country does not have: greyed out, and refused by every edit."""
    gone: Mapping[str, Gone] = field(default_factory=dict, hash=False)
    """Videos that were deleted or made private: not found, refused by every edit, their rows look as said."""
    refused: tuple[str, ...] = ()
    """Videos that are found like any other, and yet refused by every edit."""
    replaced: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Written video -> the video that is read back in its place, such as the song for the music video."""
    player_login: bool = False
    """The player wants a login, to prove that nobody is a bot."""

    settle_seconds: float = 1.0
    """For so long a playlist that was just made refuses edits with 409 (up to 20 s were measured)."""
    creations_a_day: int | None = None
    """Playlists that can be made in a day (UTC); about ten were reported, and no number is known for sure."""
    creation_refusal: Literal["panel", "429", "400"] = "panel"
    """How the next one is refused: with a panel and HTTP 200 (since July 2026), or with an error (before)."""
    short_ids: bool = False
    """New playlists get short IDs."""
    max_rows: int = 5000
    """Rows of a playlist at most."""
    actions_applied: int | None = None
    """Only so many actions of a request are applied, and the answer says that all went well."""
    row_missing: Literal["failed", "400", "409", "ignored"] = "failed"
    """What an edit meets that names a row which is not there: ``STATUS_FAILED`` with HTTP 200, an error, or success."""
    read_lag: float = 0.0
    """Seconds during which reads show a playlist as it was before a change (about 3 are usual)."""
    library_lag: float = 0.0
    """Seconds during which the library does not list a new playlist."""
    single_column: bool = False
    """Playlists come in the layout of one column that some accounts get."""
    track_count: Literal["number", "words", "none"] = "number"
    """How a playlist tells its length: in digits, in words when it is empty, or not at all."""
