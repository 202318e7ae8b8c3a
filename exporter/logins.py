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

REPLACES = "replaces"


def path_of(target: Target) -> Path:
    """The file that holds a target's secrets."""
    return state_folder() / "logins" / f"{target}.json"


def secrets_of(info: BackendInfo, target: Target) -> dict[str, str]:
    """Everything known of a target's login; empty when nobody ever logged in."""
    if target.sandboxed:
        return dict(info.login.sandbox)
    stored = _stored(target)
    replaces = stored.pop(REPLACES, "")
    given = from_environment(info, target)
    fresh = {key: value for key, value in given.items() if not replaces or _digest(value) != replaces}
    another_login = any(stored.get(key, value) != value for key, value in fresh.items())
    return fresh if another_login else {**stored, **fresh}


def from_environment(info: BackendInfo, target: Target) -> dict[str, str]:
    """What the environment says. A profile's variables carry its name: ``..._TOKEN__WORK`` for ``@work``."""
    suffix = f"__{target.profile.upper().replace('-', '_')}" if target.profile else ""
    found = {}
    for key, variables in info.login.environment.items():
        value = next((value for name in variables if (value := os.environ.get(name + suffix, "").strip())), "")
        if value:
            found[key] = value
    return found


def keep(info: BackendInfo, target: Target, secrets: Mapping[str, str]) -> None:
    """Store secrets of a target: new ones of a login, or those that replace older ones."""
    if target.sandboxed:
        return
    stored = {**_stored(target), **secrets}
    given = from_environment(info, target)
    replaced = [given[key] for key in secrets if key in given and given[key] != secrets[key]]
    if replaced:
        stored[REPLACES] = _digest(replaced[0])
    write_atomic(path_of(target), msgspec.json.encode(stored).decode(), mode=PRIVATE)


def _stored(target: Target) -> dict[str, str]:
    path = path_of(target)
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except msgspec.DecodeError as error:
        hint = f"Log in again: exporter login {target}"
        raise LoginError(f"The login kept in {path} is damaged.", hint=hint) from error


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
