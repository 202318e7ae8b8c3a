"""Secrets of a target: from the environment, or from a file of the state folder that only its owner can read.

The environment wins, so that a CI job needs no file. When a service replaces a refresh token that came from the
environment, the new one is kept in the file with a digest of the one it replaces: as long as the environment still
holds that old token, the file is the newer of the two.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from exporter.backend import BackendInfo
from exporter.errors import LoginError
from exporter.project import Target, state_folder
from exporter.store import PRIVATE, write_atomic


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """A login as its file has it; ``replaced`` are digests of what the environment held in place of newer secrets."""

    secrets: dict[str, str] = {}
    replaced: dict[str, str] = {}

    def is_another(self, given: Mapping[str, str]) -> bool:
        """Whether the environment holds another login than this one, or a newer state of it."""
        return any(self.secrets.get(key, value) != value for key, value in self.fresh(given).items())

    def fresh(self, given: Mapping[str, str]) -> dict[str, str]:
        """What of the environment has not been replaced since."""
        return {key: value for key, value in given.items() if self.replaced.get(key) != _digest(value)}


def path_of(target: Target) -> Path:
    """The file that holds a target's secrets."""
    return state_folder() / "logins" / f"{target}.json"


def secrets_of(info: BackendInfo, target: Target) -> dict[str, str]:
    """Everything known of a target's login; empty when nobody ever logged in.

    Raises:
        LoginError: the file is damaged.
    """
    if target.sandboxed:
        given = from_environment(info, target)
        return {**info.login.sandbox, **{key: given[key] for key in info.login.public & given.keys()}}
    try:
        kept = _kept(target)
    except msgspec.DecodeError as error:
        hint = f"Delete that file and log in again: exporter login {target}"
        raise LoginError(f"The login kept in {path_of(target)} is damaged.", hint=hint) from error
    given = from_environment(info, target)
    for key, value in given.items():
        if not (value.isascii() and value.isprintable()):
            names = " or ".join(info.login.environment[key])
            raise LoginError(f"What {names} holds cannot be right: it has characters that no login has.")
    return given if kept.is_another(given) else {**kept.secrets, **kept.fresh(given)}


def from_environment(info: BackendInfo, target: Target) -> dict[str, str]:
    """What the environment says. A profile's variables carry its name: ``..._TOKEN__WORK`` for ``@work``.

    What is no secret holds for every profile that has no word of its own.
    """
    found = {}
    for key, variables in info.login.environment.items():
        suffixes = (target.variable_suffix, *([""] if key in info.login.public else []))
        values = (os.environ.get(name + suffix, "").strip() for suffix in suffixes for name in variables)
        if value := next(filter(None, values), ""):
            found[key] = value
    return found


def keep(info: BackendInfo, target: Target, secrets: Mapping[str, str], *, anew: bool = False) -> None:
    """Store secrets of a target: those that replace older ones, or all of a login that was made ``anew``."""
    if target.sandboxed:
        return
    given = from_environment(info, target)
    try:
        kept = _kept(target)
    except msgspec.DecodeError:
        kept = Kept()
    if anew or kept.is_another(given):
        kept = Kept()  # secrets of two logins would not fit together
    replaced = {key: _digest(given[key]) for key, value in secrets.items() if given.get(key, value) != value}
    new = Kept({**kept.secrets, **secrets}, {**kept.replaced, **replaced})
    write_atomic(path_of(target), msgspec.json.encode(new).decode(), mode=PRIVATE)


def _kept(target: Target) -> Kept:
    try:
        return msgspec.json.decode(path_of(target).read_bytes(), type=Kept)
    except FileNotFoundError:
        return Kept()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
