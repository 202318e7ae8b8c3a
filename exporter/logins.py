"""Secrets of a target: from the environment, or from where a login was kept (see ``vault``).

The environment wins, so that a CI job needs no file. When a service replaces a refresh token that came from the
environment, the new one is kept with a digest of the one it replaces: as long as the environment still holds that old
token, what is kept is the newer of the two.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping

from exporter import vault
from exporter.backend import BackendInfo
from exporter.errors import LoginError
from exporter.project import SANDBOX, TARGET, Target
from exporter.vault import DamagedError, Kept

Secrets = Mapping[str, str]


def secrets_of(info: BackendInfo, target: Target) -> dict[str, str]:
    """Everything known of a target's login; empty when nobody ever logged in.

    Raises:
        LoginError: what is kept is damaged, or the keyring does not give it.
    """
    given = from_environment(info, target)
    if target.sandboxed:
        return {**info.login.sandbox, **_public(info, given)}
    kept = vault.load(target)
    _check(info, given)
    return dict(given) if _is_another(info, kept, given) else _together(info, kept, given)


def kept_secrets(info: BackendInfo, target: Target) -> dict[str, str]:
    """The login that is kept, with what the environment adds to it; empty when none is.

    Raises as :func:`secrets_of`.
    """
    kept, given = vault.load(target), from_environment(info, target)
    if not kept.secrets or _is_another(info, kept, given):
        return dict(kept.secrets)
    return _together(info, kept, given)


def from_environment(info: BackendInfo, target: Target) -> dict[str, str]:
    """What the environment says. A profile's variables carry its name: ``..._TOKEN__WORK`` for ``@work``.

    What is no secret holds for every profile that has no word of its own.
    """
    for_all = _public(info, _variables(info, ""))
    return for_all | _variables(info, target.variable_suffix)


def is_login(info: BackendInfo, secrets: Secrets) -> bool:
    """Whether there is a secret among them, or none is needed; a client ID alone lets nobody in."""
    return bool(_secret(info, secrets)) or not info.login.needed


def before(info: BackendInfo, target: Target) -> dict[str, str]:
    """What is known when a person logs in anew: what was kept, however old, and above it the target's variables."""
    try:
        kept = vault.load(target).secrets
    except LoginError:
        kept = {}
    return {**from_environment(info, target), **kept, **_variables(info, target.variable_suffix)}


def keep(
    info: BackendInfo, target: Target, secrets: Secrets, *, anew: bool = False, keyring: bool | None = None
) -> None:
    """Store secrets of a target: those that replace older ones, or all of a login that was made ``anew``.

    They go where the last login lies, unless ``keyring`` says whether it is to be the system's keyring.

    Raises:
        LoginError: the keyring does not take them.
    """
    if not target.sandboxed:
        vault.store(target, _with(info, target, secrets, anew=anew), keyring=keyring)


def as_if_kept(info: BackendInfo, target: Target, secrets: Secrets) -> dict[str, str]:
    """What :func:`secrets_of` would give if ``secrets`` had been kept as a login made anew."""
    kept, given = _with(info, target, secrets, anew=True), from_environment(info, target)
    return _together(info, kept, given)


def variables(info: BackendInfo, target: Target, secrets: Secrets) -> dict[str, str]:
    """The environment variables that give this login to a job on another machine, by name."""
    needed = info.login.unattended(secrets) if info.login.unattended else secrets
    names = info.login.environment.items()
    return {first + target.variable_suffix: needed[key] for key, (first, *_) in names if needed.get(key)}


def variables_set(info: BackendInfo, target: Target) -> tuple[str, ...]:
    """The names of the environment variables that hold something of this target's login now."""
    names = (name + target.variable_suffix for variables in info.login.environment.values() for name in variables)
    return tuple(name for name in names if os.environ.get(name, "").strip())


def places(info: BackendInfo, target: Target) -> tuple[str, ...]:
    """Where a target's login comes from, in words. Raises as :func:`secrets_of`."""
    if target.sandboxed:
        return ("the sandbox",)
    if not info.login.needed:
        return ()
    kept, given = vault.load(target), from_environment(info, target)
    if not kept.secrets or _is_another(info, kept, given):
        return ("the environment",) if _secret(info, given) else ()
    return (place_of(target), *(("the environment",) if _secret(info, given) else ()))


def place_of(target: Target) -> str:
    """Where a target's login is kept, in words."""
    return "the system's keyring" if vault.in_keyring(target) else "the state folder"


def present(infos: Iterable[BackendInfo]) -> tuple[Target, ...]:
    """Every target of these backends that has a login, kept or in the environment."""
    known = {info.name: info for info in infos}
    kept = [target for target in vault.targets() if target.backend in known]
    given = [target for info in known.values() for target in _in_environment(info)]
    return tuple(sorted({*kept, *given}, key=str))


def _variables(info: BackendInfo, suffix: str) -> dict[str, str]:
    """What the variables with this end hold: of each key the first that says something."""
    found = {}
    for key, names in info.login.environment.items():
        values = (os.environ.get(name + suffix, "").strip() for name in names)
        if value := next(filter(None, values), ""):
            found[key] = value
    return found


def _in_environment(info: BackendInfo) -> Iterable[Target]:
    """The targets whose secrets the environment holds, by how the variables' names end."""
    secret = [name for key, names in info.login.environment.items() if key not in info.login.public for name in names]
    for variable in (name for name, value in os.environ.items() if value.strip()):
        name, _, end = variable.partition("__")
        profile = end.lower().replace("_", "-")
        text = f"{info.name}@{profile}" if profile else info.name
        if name in secret and TARGET.fullmatch(text) and profile != SANDBOX:
            yield Target.parse(text)


def _with(info: BackendInfo, target: Target, secrets: Secrets, *, anew: bool) -> Kept:
    """What is to be kept of a target from now on."""
    given = from_environment(info, target)
    try:
        kept = Kept() if anew else vault.load(target)
    except DamagedError:
        kept = Kept()
    if _is_another(info, kept, given):
        kept = Kept()  # secrets of two logins would not fit together
    replaced = {key: _digest(given[key]) for key, value in secrets.items() if given.get(key, value) != value}
    return Kept({**kept.secrets, **secrets}, {**kept.replaced, **replaced})


def _is_another(info: BackendInfo, kept: Kept, given: Secrets) -> bool:
    """Whether the environment holds another login than the one that is kept, or a newer state of it.

    What is no secret does not tell: it may be there for another profile.
    """
    fresh = _fresh(kept, given).items()
    return any(kept.secrets.get(key, value) != value for key, value in fresh if key not in info.login.public)


def _together(info: BackendInfo, kept: Kept, given: Secrets) -> dict[str, str]:
    return {**_public(info, given), **kept.secrets, **_fresh(kept, _secret(info, given))}


def _fresh(kept: Kept, given: Secrets) -> dict[str, str]:
    """What of the environment has not been replaced since."""
    return {key: value for key, value in given.items() if kept.replaced.get(key) != _digest(value)}


def _secret(info: BackendInfo, given: Secrets) -> dict[str, str]:
    return {key: value for key, value in given.items() if key not in info.login.public}


def _public(info: BackendInfo, given: Secrets) -> dict[str, str]:
    return {key: value for key, value in given.items() if key in info.login.public}


def _check(info: BackendInfo, given: Secrets) -> None:
    for key, value in given.items():
        if not (value.isascii() and value.isprintable()):
            names = " or ".join(info.login.environment[key])
            raise LoginError(f"What {names} holds cannot be right: it has characters that no login has.")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
