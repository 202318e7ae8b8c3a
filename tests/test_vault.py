"""Where logins lie: a private file, or the system's keyring with a file that says so and holds no secret."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import keyring
import keyring.backend
import pytest
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from exporter import logins, vault
from exporter.backend import BackendInfo, Login
from exporter.errors import LoginError
from exporter.project import Target
from exporter.session import Connection
from exporter.vault import Kept

MINE, WORK = Target("example"), Target("example", "work")
TOKEN = Kept({"token": "the-secret"})


class InMemory(keyring.backend.KeyringBackend):
    """A keyring like the system's."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if (service, username) not in self.held:
            raise PasswordDeleteError("not there")
        del self.held[service, username]

    def _check(self) -> None:
        if self.locked:
            raise KeyringLocked("Failed to unlock the collection!")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before = keyring.get_keyring()
    mine = InMemory()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def text_of(target: Target = MINE) -> str:
    return vault.path_of(target).read_text()


# The file.


def test_a_login_lies_in_a_file_that_only_its_owner_can_read() -> None:
    vault.store(MINE, TOKEN)
    assert vault.load(MINE) == TOKEN
    assert stat.S_IMODE(vault.path_of(MINE).stat().st_mode) == 0o600
    assert not vault.in_keyring(MINE)


def test_what_was_erased_is_gone() -> None:
    vault.store(MINE, TOKEN)
    assert vault.erase(MINE)
    assert vault.load(MINE) == Kept()
    assert not vault.erase(MINE)


def test_every_target_with_a_login_is_listed(state: Path) -> None:
    vault.store(WORK, TOKEN)
    vault.store(MINE, TOKEN)
    (state / "logins" / "No Target.json").write_text("{}")
    assert vault.targets() == (MINE, WORK)


# The keyring.


def test_in_the_keyring_the_file_says_where_and_holds_no_secret(ring: InMemory) -> None:
    vault.store(MINE, Kept({"token": "the-secret"}, {"token": "a-digest"}), keyring=True)
    assert vault.load(MINE) == Kept({"token": "the-secret"}, {"token": "a-digest"})
    assert vault.in_keyring(MINE)
    assert "the-secret" not in text_of()
    assert "a-digest" not in text_of()
    ((service, entry),) = ring.held
    assert service == "exporter"
    assert entry.startswith("example ")


def test_what_comes_later_goes_to_the_same_place(ring: InMemory) -> None:
    vault.store(MINE, TOKEN, keyring=True)
    vault.store(MINE, Kept({"token": "newer"}))
    assert vault.load(MINE).secrets == {"token": "newer"}
    assert "newer" not in text_of()
    assert len(ring.held) == 1


def test_a_token_that_the_service_rotates_goes_to_the_keyring_too(ring: InMemory) -> None:
    info = BackendInfo(
        name="example",
        label="Example",
        connect=_connect,
        hosts={},
        login=Login(environment={"token": ("EXAMPLE_TOKEN",)}),
    )
    logins.keep(info, MINE, {"token": "first-token", "user": "me"}, anew=True, keyring=True)
    door = Connection(info, secrets=logins.secrets_of(info, MINE), keep=lambda new: logins.keep(info, MINE, new))
    door.keep({"token": "rotated-token"})
    assert logins.secrets_of(info, MINE) == {"token": "rotated-token", "user": "me"}
    assert "token" not in text_of()
    assert ring.held


def _connect(_: Connection) -> Any:
    raise NotImplementedError


def test_a_login_may_move_there_and_back(ring: InMemory) -> None:
    vault.store(MINE, TOKEN)
    vault.store(MINE, TOKEN, keyring=True)
    assert "the-secret" not in text_of()
    vault.store(MINE, TOKEN, keyring=False)
    assert vault.load(MINE) == TOKEN
    assert "the-secret" in text_of()
    assert not ring.held


def test_two_targets_and_two_state_folders_share_a_keyring(
    ring: InMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.store(MINE, TOKEN, keyring=True)
    vault.store(WORK, Kept({"token": "of work"}), keyring=True)
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(tmp_path / "another"))
    vault.store(MINE, Kept({"token": "of another"}), keyring=True)
    assert len(ring.held) == 3
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(tmp_path))
    assert (vault.load(MINE), vault.load(WORK).secrets) == (TOKEN, {"token": "of work"})


def test_erasing_takes_the_entry_along_also_when_somebody_did_before(ring: InMemory) -> None:
    vault.store(MINE, TOKEN, keyring=True)
    assert vault.erase(MINE)
    assert not ring.held
    vault.store(MINE, TOKEN, keyring=True)
    ring.held.clear()
    assert vault.erase(MINE)
    assert not vault.path_of(MINE).exists()


# What a keyring can have against us.


def test_a_locked_keyring_is_told_in_plain_words(ring: InMemory) -> None:
    vault.store(MINE, TOKEN, keyring=True)
    ring.locked = True
    with pytest.raises(LoginError, match="does not work for the login of example: Failed to unlock") as caught:
        vault.load(MINE)
    assert "--no-keyring" in caught.value.hint
    with pytest.raises(LoginError):
        vault.erase(MINE)
    assert vault.in_keyring(MINE), "what could not be erased is not forgotten"


def test_an_entry_that_somebody_deleted_is_told(ring: InMemory) -> None:
    vault.store(MINE, TOKEN, keyring=True)
    ring.held.clear()
    with pytest.raises(LoginError, match="not in the system's keyring any more") as caught:
        vault.load(MINE)
    assert caught.value.hint == "Log in: exporter login example"


@pytest.mark.parametrize("broken", [fail.Keyring, null.Keyring])
def test_a_keyring_that_keeps_nothing_is_found_out_and_the_old_login_stays(broken: type[Any], ring: InMemory) -> None:
    vault.store(MINE, TOKEN)
    keyring.set_keyring(broken())
    with pytest.raises(LoginError, match="keyring does not work"):
        vault.store(MINE, Kept({"token": "new"}), keyring=True)
    assert vault.load(MINE) == TOKEN
    assert not ring.held


def test_where_there_is_no_keyring_that_is_told_before_anybody_logs_in(ring: InMemory) -> None:
    vault.check_keyring(MINE)
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    with pytest.raises(LoginError, match="keyring does not work"):
        vault.check_keyring(MINE)
    assert not ring.held


def test_what_to_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(LoginError, match="is not installed") as caught:
        vault.store(MINE, TOKEN, keyring=True)
    assert caught.value.hint == 'pip install "playlist-exporter[keyring]"'


def test_without_the_wish_nothing_asks_for_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace())
    vault.store(MINE, TOKEN)
    assert vault.load(MINE) == TOKEN
    assert vault.erase(MINE)
