"""Codes and tokens that carry their own meaning, so that the sandbox need not remember them.

Any other text is taken for a token of the sandbox's user with every scope: no secret protects a sandbox.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Literal

import msgspec

ACCESS_SECONDS = 3600
"""Life of an access token, by the authorization guide."""
CONSENT_SECONDS = 183 * 24 * 3600
"""A refresh token dies six months after the consent, however often it is used (announced 2026-06-18)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What was granted. ``scopes`` None means all; ``user`` is False for an app's own token.

    ``consent`` and ``expires`` are seconds since the epoch. ``challenge``, ``client`` and ``redirect`` bind a code to
    the login it came from.
    """

    kind: Literal["code", "refresh", "access"]
    user: bool = True
    scopes: tuple[str, ...] | None = None
    consent: float = 0.0
    expires: float = float("inf")
    number: int = 0
    challenge: str = ""
    client: str = ""
    redirect: str = ""


def write(token: Token) -> str:
    """The token as text."""
    return urlsafe_b64encode(msgspec.json.encode(token)).decode().rstrip("=")


def read(text: str, kind: Literal["code", "refresh", "access"]) -> Token | None:
    """The token that :func:`write` wrote; None for any other text."""
    try:
        token = msgspec.json.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Token)
    except (msgspec.DecodeError, binascii.Error, UnicodeError, ValueError):
        return None
    return token if token.kind == kind else None
