"""Where logins lie: a file of the state folder that only its owner can read, or the system's keyring.

A login in the keyring leaves a file that says so and holds no secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import msgspec

from exporter.errors import LoginError
from exporter.project import TARGET, Target, state_folder
from exporter.store import PRIVATE, write_atomic

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "exporter"
"""What the keyring shows beside our entries."""


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """A login as it is kept; ``replaced`` are digests of what the environment held in place of newer secrets."""

    secrets: Mapping[str, str] = {}
    replaced: Mapping[str, str] = {}


class _File(Kept, frozen=True, omit_defaults=True):
    """A login's file. With ``keyring``, the name of the entry there that holds all the rest."""

    keyring: str = ""


class DamagedError(LoginError):
    """What is kept of a login cannot be read."""


def path_of(target: Target) -> Path:
    """The file of a target's login."""
    return state_folder() / "logins" / f"{target}.json"


def targets() -> tuple[Target, ...]:
    """Every target that has a login here, in order."""
    names = sorted(path.stem for path in path_of(Target("any")).parent.glob("*.json"))
    return tuple(Target.parse(name) for name in names if TARGET.fullmatch(name))


def load(target: Target) -> Kept:
    """The login of a target; an empty one when there is none.

    Raises:
        DamagedError: it cannot be read.
        LoginError: the keyring does not give it.
    """
    try:
        file = _read(target)
        return _from_keyring(target, file.keyring) if file.keyring else Kept(file.secrets, file.replaced)
    except msgspec.DecodeError as error:
        hint = f"Log in again: exporter login {target}"
        raise DamagedError(f"The login kept in {path_of(target)} is damaged.", hint=hint) from error


def in_keyring(target: Target) -> bool:
    """Whether a target's login lies in the system's keyring."""
    return bool(_entry(target))


def check_keyring(target: Target) -> None:
    """Find out whether a target's login could lie in the system's keyring, before anybody logs in.

    Raises:
        LoginError: it could not.
    """
    with _keyring(target) as keyring:
        keyring.get_password(SERVICE, str(target))


def store(target: Target, kept: Kept, *, keyring: bool | None = None) -> None:
    """Keep a login: in the system's keyring or in the file, as asked, else where the last one was.

    Raises:
        LoginError: the keyring does not take it. What was kept before is untouched then.
    """
    old = _entry(target)
    if keyring if keyring is not None else old:
        new = old or f"{target} {token_hex(4)}"  # several state folders share one keyring
        _to_keyring(target, new, kept)
        _write(target, _File(keyring=new))
        return
    _write(target, _File(kept.secrets, kept.replaced))
    if old:
        _drop(target, old)


def erase(target: Target) -> bool:
    """Forget a login; whether there was one.

    Raises:
        LoginError: the keyring does not let it go.
    """
    if not path_of(target).exists():
        return False
    if entry := _entry(target):
        _drop(target, entry)
    path_of(target).unlink()
    return True


# The file.


def _read(target: Target) -> _File:
    try:
        return msgspec.json.decode(path_of(target).read_bytes(), type=_File)
    except FileNotFoundError:
        return _File()


def _write(target: Target, file: _File) -> None:
    write_atomic(path_of(target), msgspec.json.encode(file).decode(), mode=PRIVATE)


def _entry(target: Target) -> str:
    """The name of a target's entry in the keyring; empty when its login lies in the file."""
    with suppress(msgspec.DecodeError):
        return _read(target).keyring
    return ""


# The keyring.


def _from_keyring(target: Target, entry: str) -> Kept:
    with _keyring(target) as keyring:
        text = keyring.get_password(SERVICE, entry)
    if text is None:
        raise LoginError(
            f"The login of {target} is not in the system's keyring any more.", hint=f"Log in: exporter login {target}"
        )
    return msgspec.json.decode(text, type=Kept)


def _to_keyring(target: Target, entry: str, kept: Kept) -> None:
    text = msgspec.json.encode(kept).decode()
    with _keyring(target) as keyring:
        keyring.set_password(SERVICE, entry, text)
        held = keyring.get_password(SERVICE, entry)
    if held != text:
        raise _refused(target, "it did not keep what it was given")


def _drop(target: Target, entry: str) -> None:
    with _keyring(target) as keyring:
        from keyring.errors import PasswordDeleteError  # noqa: PLC0415 - as below

        with suppress(PasswordDeleteError):  # somebody did it already
            keyring.delete_password(SERVICE, entry)


@contextmanager
def _keyring(target: Target) -> Iterator[KeyringBackend]:
    """The system's keyring; whatever it says against us, in our words."""
    try:
        import keyring  # noqa: PLC0415 - few people want it, and it is not installed unless asked for
        from keyring.errors import KeyringError  # noqa: PLC0415 - same
    except ImportError as error:
        raise LoginError(
            f"The login of {target} is to be in the system's keyring, and what talks to it is not installed.",
            hint='pip install "playlist-exporter[keyring]"',
        ) from error
    try:
        yield keyring.get_keyring()
    except (KeyringError, OSError, RuntimeError) as error:
        raise _refused(target, str(error)) from error


def _refused(target: Target, why: str) -> LoginError:
    return LoginError(
        f"The system's keyring does not work for the login of {target}: {' '.join(why.split()).rstrip('.')}.",
        hint=f"Unlock it and run the same command again, or keep the login in a file: exporter login {target} "
        "--no-keyring",
    )
