"""What requests to the YouTube Data API cost of its two daily quotas.

https://developers.google.com/youtube/v3/determine_quota_cost (September 2026): 10,000 units a project for everything
but two methods, of which ``search.list`` has 100 calls of its own (since June 2026). A failed write may cost as much
as one that went through, nothing says; so it is booked as such.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from exporter import Quota
from exporter_ytmusic import DATA

READ, WRITE = 1, 50
"""Units for each page that is read and for each write, whatever it names or brings."""
ZONE = "America/Los_Angeles"
"""Where the day begins at midnight for every quota."""


def units(method: str, url: str) -> int:
    """The units of one request; searches, tokens and YouTube Music's own API cost none."""
    if not url.startswith(DATA + "/") or _is_search(url):
        return 0
    return READ if method in {"GET", "HEAD"} else WRITE


def searches(_method: str, url: str) -> int:
    """1 for a search of the Data API."""
    return int(url.startswith(DATA + "/") and _is_search(url))


def _is_search(url: str) -> bool:
    return urlsplit(url).path.endswith("/search")


QUOTAS = (
    Quota(name="units", per_day=10_000, price=units, edit=WRITE, zone=ZONE, owner="client_id"),
    Quota(name="searches", per_day=100, price=searches, zone=ZONE, owner="client_id"),
)
"""Each Google project's, and so each client ID's."""
