"""Google's accounts: consent, tokens for it, and their end."""

from __future__ import annotations

import binascii
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from exporter.sandbox import World
from exporter_ytmusic.sandbox.data import tokens
from exporter_ytmusic.sandbox.data.quota import SERVICE
from exporter_ytmusic.sandbox.data.switches import Switches
from exporter_ytmusic.sandbox.data.tokens import Token

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
SHORTEST_PROOF, LONGEST_PROOF = 43, 128
"""Characters of a proof's challenge and verifier (RFC 7636 4)."""
SCOPES = ("https://www.googleapis.com/auth/", "openid", "email", "profile")
"""How the names of scopes begin."""
REVOKED, BARE = "Token has been expired or revoked.", "Bad Request"
"""The two forms in which a dead refresh token is told."""


class NotGranted(Exception):  # noqa: N818 - an answer, not an error of ours
    """The token endpoint says no, in OAuth's own words (RFC 6749 5.2)."""

    def __init__(self, name: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.name = name
        self.description = description
        self.status = status


class Nowhere(Exception):  # noqa: N818 - same
    """The consent page cannot lead back; it shows an error to the person instead."""


def error(name: str, description: str) -> dict[str, str]:
    """The body of a refusal."""
    return {"error": name, "error_description": description}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The three endpoints."""

    world: World
    switches: Switches

    def consent(self, query: Mapping[str, str]) -> str:
        """Where the browser goes after a consent page that nobody has to click.

        Raises:
            Nowhere: the request is wrong.
        """
        redirect = query.get("redirect_uri", "")
        _check_consent(query)
        if self.switches.login_denied:
            answer = {"error": "access_denied"}
        else:
            answer = {"code": tokens.write(self._code(query)), "scope": " ".join(query["scope"].split())}
        state = {"state": query["state"]} if "state" in query else {}
        return f"{redirect}{'&' if urlsplit(redirect).query else '?'}{urlencode({**state, **answer})}"

    def _code(self, query: Mapping[str, str]) -> Token:
        client = query["client_id"]
        offline = query.get("access_type") == "offline"
        again = bool(self._note("consented", client)) and "consent" not in query.get("prompt", "").split()
        if offline:
            self._write_note("consented", client)
        return Token(
            kind="code",
            grant=self.world.new_id(SERVICE),
            client=client,
            scopes=tuple(query["scope"].split()),
            expires=self.world.clock() + tokens.CODE_SECONDS,
            offline=offline and not again,
            challenge=query.get("code_challenge", ""),
            method=query.get("code_challenge_method", "plain"),
            redirect=query["redirect_uri"],
        )

    def token(self, body: bytes, authorization: str) -> dict[str, Any]:
        """POST /token.

        Raises:
            NotGranted: the grant is no good.
        """
        form = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True))
        client = self._client(form, authorization)
        match form.get("grant_type", ""):
            case "authorization_code":
                return self._first(form, client)
            case "refresh_token":
                return self._again(form)
            case "":
                raise NotGranted("invalid_request", "Missing required parameter: grant_type")
            case other:
                raise NotGranted("unsupported_grant_type", f"Invalid grant_type: {other}")

    def _client(self, form: Mapping[str, str], authorization: str) -> str:
        """The client's ID, from the form or a Basic header; any secret is right here, but there must be one."""
        client, secret = _basic(authorization) or (form.get("client_id", ""), form.get("client_secret", ""))
        if not client:
            raise NotGranted("invalid_request", "Could not determine client ID from request.")
        if not self.switches.client_known:
            raise NotGranted("invalid_client", "The OAuth client was not found.", 401)
        if not secret:
            raise NotGranted("invalid_request", "client_secret is missing.")
        return client

    def _first(self, form: Mapping[str, str], client: str) -> dict[str, Any]:
        """Tokens for a code, once: to its client, with the proof that was announced."""
        code = self._redeemed(form, client)
        dies = self.world.clock() + tokens.TESTING_SECONDS if self.switches.testing else None
        answer = self._answer(code)
        if code.offline:
            grant = replace(code, kind="refresh", expires=None, challenge="", method="", redirect="", dies=dies)
            answer["refresh_token"] = tokens.write(grant)
            answer |= self._end(grant)
        return answer

    def _redeemed(self, form: Mapping[str, str], client: str) -> Token:
        if not form.get("code"):
            raise NotGranted("invalid_request", "Missing required parameter: code")
        code = tokens.read(form["code"], "code")
        if code is None:
            raise NotGranted("invalid_grant", "Malformed auth code.")
        if (code.expires or 0) < self.world.clock() or self._note("redeemed", code.grant):
            raise NotGranted("invalid_grant", BARE)
        if code.client != client:
            raise NotGranted("unauthorized_client", "Unauthorized", 401)
        if form.get("redirect_uri") != code.redirect:
            raise NotGranted("redirect_uri_mismatch", BARE)
        _check_proof(code, form.get("code_verifier", ""))
        self._write_note("redeemed", code.grant)
        return code

    def _again(self, form: Mapping[str, str]) -> dict[str, Any]:
        """A new access token for a refresh token, which stays the same."""
        if not form.get("refresh_token"):
            raise NotGranted("invalid_request", "Missing required parameter: refresh_token")
        token = self._known(tokens.taken(form["refresh_token"], "refresh"))
        now = self.world.clock()
        idle = now - float(self._note("used", token.grant) or now)
        dead = self.revoked(token) or idle > tokens.IDLE_SECONDS or (token.dies is not None and token.dies <= now)
        if dead or self.switches.invalid_grant:
            raise NotGranted("invalid_grant", BARE if self.switches.invalid_grant == "expired" else REVOKED)
        self._write_note("used", token.grant, str(now))
        return {**self._answer(token), **self._end(token)}

    def _known(self, token: Token) -> Token:
        """A token that the sandbox never gave out was made when it is seen first."""
        if token.client or not self.switches.testing:
            return token
        seen = float(self._note("seen", token.grant) or self.world.clock())
        self._write_note("seen", token.grant, str(seen))
        return replace(token, dies=seen + tokens.TESTING_SECONDS)

    def _answer(self, grant: Token) -> dict[str, Any]:
        expires = self.world.clock() + tokens.ACCESS_SECONDS
        access = Token(kind="access", grant=grant.grant, client=grant.client, scopes=grant.scopes, expires=expires)
        return {
            "access_token": tokens.write(access),
            "expires_in": tokens.ACCESS_SECONDS,
            "scope": " ".join(self.switches.scopes if grant.scopes is None else grant.scopes),
            "token_type": "Bearer",
        }

    def _end(self, grant: Token) -> dict[str, int]:
        """The hint that a refresh token's days are counted."""
        if grant.dies is None:
            return {}
        return {"refresh_token_expires_in": int(grant.dies - self.world.clock())}

    def revoke(self, body: bytes, query: Mapping[str, str]) -> None:
        """POST /revoke: the whole grant ends, whichever of its tokens is given.

        Raises:
            NotGranted: there is no such token any more.
        """
        text = dict(parse_qsl(body.decode("latin-1"))).get("token") or query.get("token", "")
        if not text:
            raise NotGranted("invalid_request", "Missing required parameter: token")
        token = tokens.read(text, "access") or tokens.taken(text, "refresh")
        if self.revoked(token):
            raise NotGranted("invalid_token", "Token expired or revoked")
        self._write_note("revoked", token.grant)
        self._write_note("consented", token.client, "")

    def revoked(self, token: Token) -> bool:
        """Whether the token's grant was revoked."""
        return bool(self._note("revoked", token.grant))

    def _note(self, what: str, of: str) -> str:
        return self.world.store.note(SERVICE, f"{what} {of}")

    def _write_note(self, what: str, of: str, value: str = "yes") -> None:
        self.world.store.write_note(SERVICE, f"{what} {of}", value)


def _check_consent(query: Mapping[str, str]) -> None:
    """Refuse a request that Google's page would show an error for."""
    if not query.get("client_id"):
        raise Nowhere("Missing required parameter: client_id")
    if not _leads_here(query.get("redirect_uri", "")):
        raise Nowhere("redirect_uri_mismatch")
    if query.get("response_type") != "code":
        raise Nowhere(f"Invalid response_type: {query.get('response_type', '')}")
    scopes = query.get("scope", "").split()
    if not scopes:
        raise Nowhere("Missing required parameter: scope")
    if not all(scope.startswith(SCOPES) for scope in scopes):
        raise Nowhere(f"invalid_scope: {query['scope']}")
    if query.get("access_type", "online") not in {"online", "offline"}:
        raise Nowhere(f"Invalid parameter value for access_type: {query['access_type']}")
    challenge = query.get("code_challenge")
    if challenge is not None and not SHORTEST_PROOF <= len(challenge) <= LONGEST_PROOF:
        raise Nowhere("Invalid code challenge.")
    if query.get("code_challenge_method", "plain") not in {"plain", "S256"}:
        raise Nowhere("Invalid code challenge method.")


def _leads_here(redirect: str) -> bool:
    """Whether the address is this machine's, as a desktop app's must be."""
    try:
        parts = urlsplit(redirect)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def _check_proof(code: Token, verifier: str) -> None:
    if not code.challenge:
        return
    if not verifier:
        raise NotGranted("invalid_grant", "Missing code verifier.")
    if code.challenge != (challenge(verifier) if code.method == "S256" else verifier):
        raise NotGranted("invalid_grant", "Invalid code verifier.")


def challenge(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _basic(authorization: str) -> tuple[str, str] | None:
    """ID and secret of a Basic header."""
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client, _, secret = b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return client, secret
