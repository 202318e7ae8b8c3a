"""What every look-alike stands in: catalogue, store, clock, switches, and a source of new IDs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from exporter.errors import UsageError
from exporter.suggest import did_you_mean

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from exporter.sandbox.catalogue import Catalogue
    from exporter.sandbox.store import Store

T = TypeVar("T")
Refusal = Callable[[str, int, str], Mapping[str, object]]
"""How a service words a refusal: ``(path, status, reason) -> JSON``. ``path`` is the request's, below the mount."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def plain_refusal(path: str, status: int, reason: str) -> Mapping[str, object]:  # noqa: ARG001 - a Refusal
    """A refusal as many services word it."""
    error = {"code": status, "message": f"Refused by the sandbox: {status}"}
    return {"error": {**error, "reason": reason} if reason else error}


@dataclass(frozen=True, slots=True)
class LookAlike:
    """An ASGI app with the words in which its service refuses; the host uses them for faults and the rate limit."""

    app: ASGIApp
    refusal: Refusal = plain_refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does."""
        await self.app(scope, receive, send)


class Switches:
    """The services' oddities that can be switched: one frozen dataclass per service, defaults = normal behaviour."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def define(self, service: str, kind: type[T]) -> Callable[[], T]:
        """Add a service's switches, all at their defaults; gives the door to their present values."""
        self._values[service] = kind()
        return lambda: cast(T, self._values[service])

    def set(self, changes: Mapping[str, Mapping[str, object]]) -> None:
        """Change switches, ``{service: {switch: value}}``: all of them, or none when one is wrong.

        Raises:
            UsageError: no such service or switch, or a value of the wrong type.
        """
        changed = {service: self._changed(service, values) for service, values in changes.items()}
        self._values.update(changed)

    def reset(self) -> None:
        """Everything back to the defaults."""
        self._values = {service: type(value)() for service, value in self._values.items()}

    def as_data(self) -> dict[str, dict[str, object]]:
        """All switches of all services."""
        return {service: asdict(value) for service, value in self._values.items()}

    def _changed(self, service: str, values: Mapping[str, object]) -> object:
        if service not in self._values:
            raise UsageError(f"The sandbox has no service {service!r}.", hint=did_you_mean(service, self._values))
        value = self._values[service]
        known = {one.name for one in fields(value)}
        for name in values:
            if name not in known:
                hint = did_you_mean(name, known) or f"There are: {', '.join(sorted(known))}."
                raise UsageError(f"{service} has no switch {name!r}.", hint=hint)
        try:
            return msgspec.convert({**asdict(value), **values}, type(value))
        except msgspec.ValidationError as error:
            raise UsageError(f"A switch of {service} has a wrong value: {error}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a look-alike may use. ``clock`` gives seconds since the epoch; everything new is made from ``seed``."""

    catalogue: Catalogue
    store: Store
    clock: Callable[[], float] = time.time
    switches: Switches = field(default_factory=Switches)
    seed: int = 0

    def new_id(self, service: str, *, length: int = 22, alphabet: str = ALPHABET) -> str:
        """An ID that this store never gave before, repeatable by the seed. 22 base-62 digits as they are."""
        return digits(f"{self.seed}:{service}:{self.store.number(service)}", length=length, alphabet=alphabet)


def digits(text: str, *, length: int = 22, alphabet: str = ALPHABET) -> str:
    """Digits that look random and are always the same for the same text: made-up IDs of artists, albums, rows."""
    number = int.from_bytes(sha256(text.encode()).digest())
    found = ""
    while len(found) < length:
        number, digit = divmod(number, len(alphabet))
        found += alphabet[digit]
    return found
