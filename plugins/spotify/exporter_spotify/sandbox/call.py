"""One request to the look-alike, with everything that its answer depends on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from exporter.sandbox import Stored, World
from exporter_spotify.sandbox.refused import Refused, not_found
from exporter_spotify.sandbox.switches import Switches
from exporter_spotify.sandbox.tokens import Token

SERVICE = "spotify"
USER = "sandbox"
"""The ID of the user whom every token belongs to. The store keeps own playlists under an empty owner."""
ID = re.compile(r"[0-9A-Za-z]{22}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request. ``base`` is the Web API's own address here (``http://127.0.0.1:1/spotify/v1``)."""

    world: World
    switches: Switches
    base: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    token: Token

    def json(self) -> Any:
        """The body as JSON, None when there is none."""
        if not self.body:
            return None
        try:
            return msgspec.json.decode(self.body)
        except msgspec.DecodeError as error:
            raise Refused(400, "Error parsing JSON.") from error

    def object(self) -> Mapping[str, Any]:
        """The body as a JSON object; anything else counts as an empty one."""
        body = self.json()
        return body if isinstance(body, dict) else {}

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        """A whole number of the query, refused with ``Invalid NAME`` outside its bounds."""
        text = self.query.get(name)
        if text is None:
            return default
        if not re.fullmatch(r"-?[0-9]{1,9}", text) or not lowest <= int(text) <= highest:
            raise Refused(400, f"Invalid {name}")
        return int(text)

    def need_scopes(self, *scopes: str) -> None:
        """Refuse unless the token has all of them."""
        if not self.has_scopes(scopes):
            raise Refused(403, "Insufficient client scope")

    def has_scopes(self, scopes: Iterable[str]) -> bool:
        """Whether the token has all of them."""
        return self.token.scopes is None or set(scopes) <= set(self.token.scopes)

    def market(self) -> str:
        """The country that content is chosen for: the account's, else the parameter's, else none."""
        asked = self.query.get("market", "")
        if asked and asked != "from_token" and not re.fullmatch(r"[A-Z]{2}", asked):
            raise Refused(400, "Invalid market code")
        return self.switches.country if self.token.user else asked

    def languages(self) -> tuple[str, ...]:
        """The languages asked for, likeliest first, without their regions."""
        if not self.switches.localised:
            return ()
        return languages(self.query.get("locale") or self.headers.get("accept-language", ""))

    def playlist(self) -> Stored:
        """The playlist that the path names, as it is now."""
        found = self.world.store.get(SERVICE, self.path["id"])
        if found is None:
            raise unknown_id(self.path["id"])
        return found


def unknown_id(text: str) -> Refused:
    """What an ID meets that nothing has."""
    return not_found() if ID.fullmatch(text) else Refused(400, "Invalid base62 id")


def languages(header: str) -> tuple[str, ...]:
    """The primary subtags of an ``Accept-Language`` header (RFC 9110 12.5.4) by weight; ``ja_JP`` works as well."""
    weighted = []
    for part in header.split(","):
        tag, _, parameters = part.partition(";")
        weight = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", parameters)
        language = re.split(r"[-_]", tag.strip().lower())[0]
        if language and language != "*":
            weighted.append((-float(weight[1]) if weight else -1.0, language))
    return tuple(dict.fromkeys(language for _, language in sorted(weighted, key=lambda one: one[0])))
