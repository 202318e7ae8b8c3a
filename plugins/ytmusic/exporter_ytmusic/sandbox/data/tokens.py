"""Codes and tokens that carry their own meaning, so that the sandbox need not remember them.

Any other text is taken for a token of the sandbox's user: no secret protects a sandbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

import msgspec

from exporter_ytmusic.sandbox.data.ids import unwrap, wrap

Kind = Literal["code", "refresh", "access"]

ACCESS_SECONDS = 3599
"""Life of an access token."""
CODE_SECONDS = 600
"""Life of a code."""
TESTING_SECONDS = 7 * 24 * 3600
"""Life of a refresh token that was given while the consent screen was in testing; publishing it later does not help."""
IDLE_SECONDS = 183 * 24 * 3600
"""A refresh token that nobody used for six months is dead."""
MARKS = {"code": "4/0A", "refresh": "1//0", "access": "ya29."}
"""How each kind begins; note the slashes, which must be quoted in addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What was granted.

    ``grant`` is the same for all tokens of one consent, ``scopes`` None stands for what the switches say. ``expires``
    and ``dies`` (the end of the whole grant) are seconds since the epoch, infinite ones None. ``challenge``,
    ``method`` and ``redirect`` bind a code to the login it came from.
    """

    kind: Kind
    grant: str
    client: str = ""
    scopes: tuple[str, ...] | None = None
    expires: float | None = None
    dies: float | None = None
    offline: bool = False
    challenge: str = ""
    method: str = ""
    redirect: str = ""


def write(token: Token) -> str:
    """The token as text."""
    return MARKS[token.kind] + wrap(msgspec.json.encode(token).decode())


def read(text: str, kind: Kind) -> Token | None:
    """The token that :func:`write` wrote; None for any other text."""
    if not text.startswith(MARKS[kind]):
        return None
    try:
        token = msgspec.json.decode(unwrap(text.removeprefix(MARKS[kind])), type=Token)
    except msgspec.DecodeError:
        return None
    return token if token.kind == kind else None


def taken(text: str, kind: Kind) -> Token:
    """The token in the text, or what any other text is taken for."""
    return read(text, kind) or Token(kind=kind, grant=sha256(text.encode()).hexdigest()[:16])
