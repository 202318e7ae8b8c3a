"""The accounts service: consent, and tokens for it."""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from exporter.sandbox import World
from exporter_spotify.sandbox import tokens
from exporter_spotify.sandbox.call import SERVICE
from exporter_spotify.sandbox.switches import Switches
from exporter_spotify.sandbox.tokens import Token

LOOPBACK = {"127.0.0.1", "::1"}
CODE_SECONDS = 600


class NotGranted(Exception):  # noqa: N818 - an answer, not an error of ours
    """The token endpoint says no, in OAuth's own words (RFC 6749 5.2)."""

    def __init__(self, name: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.name = name
        self.description = description
        self.status = status


def error(name: str, description: str) -> dict[str, str]:
    """The body of a refusal."""
    return {"error": name, "error_description": description}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The service's two endpoints."""

    world: World
    switches: Switches

    def authorize(self, query: Mapping[str, str]) -> str:
        """Where the browser goes after a consent page that nobody has to click.

        Raises:
            NotGranted: there is nowhere to go.
        """
        redirect = query.get("redirect_uri", "")
        if not _leads_here(redirect):
            raise NotGranted("invalid_request", "INVALID_CLIENT: Insecure redirect URI")
        if not query.get("client_id"):
            raise NotGranted("invalid_request", "INVALID_CLIENT: Invalid client")
        answer = {"state": query["state"]} if "state" in query else {}
        if self.switches.login_denied:
            answer["error"] = "access_denied"
        elif query.get("response_type") != "code":
            answer["error"] = "unsupported_response_type"
        elif query.get("code_challenge") and query.get("code_challenge_method") != "S256":
            answer["error"] = "invalid_request"
        else:
            answer["code"] = tokens.write(self._code(query, redirect))
        return f"{redirect}{'&' if urlsplit(redirect).query else '?'}{urlencode(answer)}"

    def _code(self, query: Mapping[str, str], redirect: str) -> Token:
        now = self.world.clock()
        return Token(
            kind="code",
            scopes=tuple(query.get("scope", "").split()),
            consent=now,
            expires=now + CODE_SECONDS,
            number=self.world.store.number(SERVICE),
            challenge=query.get("code_challenge", ""),
            client=query["client_id"],
            redirect=redirect,
        )

    def token(self, body: bytes, authorization: str) -> dict[str, Any]:
        """POST /api/token.

        Raises:
            NotGranted: the grant is no good.
        """
        form = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True))
        basic = _basic_client(authorization)
        client = basic or form.get("client_id", "")
        if not client:
            raise NotGranted("invalid_client", "Invalid client")
        match form.get("grant_type"):
            case "authorization_code":
                return self._first(form, client, secret=bool(basic))
            case "refresh_token":
                return self._again(form)
            case "client_credentials" if basic:
                return self._answer(Token(kind="access", user=False, scopes=()))
            case "client_credentials":
                raise NotGranted("invalid_client", "Invalid client secret")
            case _:
                raise NotGranted("unsupported_grant_type", "grant_type parameter is missing or unknown")

    def _first(self, form: Mapping[str, str], client: str, *, secret: bool) -> dict[str, Any]:
        """Tokens for a code, once: to its client, with the proof that a code without a secret needs (RFC 7636)."""
        text = form.get("code", "")
        code = tokens.read(text, "code")
        used = f"used {sha256(text.encode()).hexdigest()}"
        now = self.world.clock()
        if code is None or code.client != client or code.expires < now or self.world.store.note(SERVICE, used):
            raise NotGranted("invalid_grant", "Invalid authorization code")
        if form.get("redirect_uri") != code.redirect:
            raise NotGranted("invalid_grant", "Invalid redirect URI")
        if not code.challenge and not secret:
            raise NotGranted("invalid_client", "Invalid client")
        if code.challenge and code.challenge != challenge(form.get("code_verifier", "")):
            raise NotGranted("invalid_grant", "code_verifier was incorrect")
        self.world.store.write_note(SERVICE, used, "yes")
        return {**self._answer(code), "refresh_token": tokens.write(replace(code, kind="refresh", challenge=""))}

    def _again(self, form: Mapping[str, str]) -> dict[str, Any]:
        """A new access token for a refresh token. One that the sandbox never gave out is as good as any."""
        text = form.get("refresh_token", "")
        if not text:
            raise NotGranted("invalid_request", "refresh_token must be supplied")
        token = tokens.read(text, "refresh") or Token(kind="refresh", consent=self.world.clock())
        dead = f"dead {sha256(text.encode()).hexdigest()}"
        if self.switches.invalid_grant == "revoked" or self.world.store.note(SERVICE, dead):
            raise NotGranted("invalid_grant", "Refresh token revoked")
        if self.switches.invalid_grant or token.consent + tokens.CONSENT_SECONDS < self.world.clock():
            raise NotGranted("invalid_grant", "Refresh token expired")
        answer = self._answer(token)
        if self.switches.refresh_answer == "same":
            answer["refresh_token"] = text
        if self.switches.refresh_answer == "rotate":
            self.world.store.write_note(SERVICE, dead, "yes")
            answer["refresh_token"] = tokens.write(replace(token, number=self.world.store.number(SERVICE)))
        return answer

    def _answer(self, grant: Token) -> dict[str, Any]:
        expires = self.world.clock() + tokens.ACCESS_SECONDS
        access = Token(kind="access", user=grant.user, scopes=grant.scopes, expires=expires)
        answer: dict[str, Any] = {
            "access_token": tokens.write(access),
            "token_type": "Bearer",
            "expires_in": tokens.ACCESS_SECONDS,
        }
        if grant.user and self.switches.scope_in_answer:
            answer["scope"] = " ".join(EVERY_SCOPE if grant.scopes is None else grant.scopes)
        return answer


EVERY_SCOPE = (
    "playlist-read-private",
    "playlist-read-collaborative",
    "playlist-modify-public",
    "playlist-modify-private",
    "user-library-read",
    "user-library-modify",
    "user-follow-read",
    "user-follow-modify",
    "ugc-image-upload",
)


def _leads_here(redirect: str) -> bool:
    """Whether the address is this machine's. Spotify takes https of anywhere, where a sandbox has no business."""
    try:
        parts = urlsplit(redirect)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def challenge(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _basic_client(authorization: str) -> str:
    """The client's ID in a Basic header, or nothing; any secret is right here."""
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        client, _, secret = b64decode(text, validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return ""
    return client if secret else ""
