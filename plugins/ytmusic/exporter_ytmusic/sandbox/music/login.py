"""Who asks: the browser's login by cookie and ``SAPISIDHASH``, or a guest. A dead login is a guest's, silently."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exporter_ytmusic.sandbox.music.refused import refused
from exporter_ytmusic.sandbox.music.switches import Switches

COOKIE = "__Secure-3PAPISID"
HASH = re.compile(r"SAPISIDHASH ([0-9]+)_([0-9a-f]{40})")


@dataclass(frozen=True, slots=True)
class Caller:
    """An account: ``user`` is the owner that the store keeps its playlists under, empty for the sandbox's own user."""

    user: str
    name: str
    signed_in: bool = True

    def owns(self, owner: str) -> bool:
        """Whether a playlist of this owner is the caller's."""
        return self.signed_in and self.user == owner


GUEST = Caller("", "", signed_in=False)


class Logins:
    """Tells callers apart, and lets logins die when a switch says so."""

    def __init__(self, switches: Callable[[], Switches]) -> None:
        self._switches = switches
        self._counted_under = switches()
        self._requests = 0

    def caller(self, headers: Mapping[str, str], on_behalf_of: str) -> Caller:
        """Who sent a request with these headers."""
        authorization = headers.get("authorization", "")
        if authorization.lower().startswith("bearer "):
            # Since August 2025 every request with an OAuth token is answered so (ytmusicapi#813).
            raise refused(400)
        if not is_genuine(authorization, headers) or not self._is_alive():
            return GUEST
        return _account(headers.get("x-goog-authuser", "0"), on_behalf_of, self._switches())

    def _is_alive(self) -> bool:
        switches = self._switches()
        if switches is not self._counted_under:
            self._counted_under, self._requests = switches, 0
        self._requests += 1
        most = switches.login_requests
        return switches.signed_in and (most is None or self._requests <= most)


def is_genuine(authorization: str, headers: Mapping[str, str]) -> bool:
    """Whether the hash was made from time, cookie and origin, as a browser makes it. Any cookie is as good."""
    found = HASH.match(authorization)
    secret = _cookies(headers.get("cookie", "")).get(COOKIE, "")
    if found is None or not secret:
        return False
    origin = headers.get("origin") or headers.get("x-origin", "")
    made = hashlib.sha1(f"{found[1]} {secret} {origin}".encode(), usedforsecurity=False).hexdigest()
    return hmac.compare_digest(made, found[2])


def _cookies(header: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value.strip('"') for name, _, value in pairs}


def _account(index: str, on_behalf_of: str, switches: Switches) -> Caller:
    """The account that the browser has under ``index``, or the brand account that it acts for."""
    user = on_behalf_of or _user(int(index) if re.fullmatch("[0-9]{1,2}", index) else 0)
    known = names(switches)
    if user in known:
        return Caller(user, known[user])
    if on_behalf_of:
        raise refused(403)
    return GUEST


def names(switches: Switches) -> dict[str, str]:
    """The names of all accounts that may be logged in, by the owner that the store has for them."""
    return {**{_user(number): name for number, name in enumerate(switches.accounts)}, **switches.brands}


def _user(number: int) -> str:
    return f"account {number}" if number else ""
