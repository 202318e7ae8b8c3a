"""Secrets: the environment wins, a file keeps what a login or the service gave, and nobody else can read it."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporter import logins, vault
from exporter.backend import BackendInfo, Login
from exporter.errors import LoginError
from exporter.project import Target
from exporter.session import Connection


def connect(_: Connection) -> Any:
    raise NotImplementedError


INFO = BackendInfo(
    name="example",
    label="Example",
    connect=connect,
    hosts={},
    login=Login(
        environment={
            "client_id": ("EXAMPLE_ID", "OTHER_TOOL_ID"),
            "refresh_token": ("EXAMPLE_TOKEN",),
            "consented": ("EXAMPLE_CONSENTED",),
        },
        sandbox={"refresh_token": "sandbox-token"},
    ),
)
MINE, WORK, SANDBOX = Target("example"), Target("example", "at-work"), Target("example", "sandbox")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(tmp_path))
    return tmp_path


def secrets(target: Target = MINE) -> dict[str, str]:
    return logins.secrets_of(INFO, target)


def keep(target: Target = MINE, **new: str) -> None:
    logins.keep(INFO, target, new)


# The environment.


def test_a_backend_without_a_place_for_a_login_needs_none() -> None:
    free = BackendInfo(name="free", label="Free", connect=connect, hosts={})
    assert not free.login.needed
    assert logins.is_login(free, logins.secrets_of(free, Target("free")))
    assert logins.places(free, Target("free")) == ()


def test_nobody_is_logged_in_at_first() -> None:
    assert secrets() == {}


def test_a_login_may_come_from_the_environment_alone(monkeypatch: pytest.MonkeyPatch, state: Path) -> None:
    monkeypatch.setenv("EXAMPLE_TOKEN", " token\n")
    monkeypatch.setenv("OTHER_TOOL_ID", "id")
    assert secrets() == {"refresh_token": "token", "client_id": "id"}
    assert not list(state.iterdir())


def test_the_first_variable_that_says_something_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTHER_TOOL_ID", "second")
    monkeypatch.setenv("EXAMPLE_ID", "  ")
    assert secrets() == {"client_id": "second"}
    monkeypatch.setenv("EXAMPLE_ID", "first")
    assert secrets() == {"client_id": "first"}


def test_a_profiles_variables_carry_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TOKEN", "mine")
    monkeypatch.setenv("EXAMPLE_TOKEN__AT_WORK", "work")
    assert secrets(MINE) == {"refresh_token": "mine"}
    assert secrets(WORK) == {"refresh_token": "work"}
    assert secrets(Target("example", "other")) == {}


# The file.


def test_what_is_kept_is_there_the_next_time_for_this_target_alone() -> None:
    keep(client_id="id", refresh_token="token")
    assert secrets() == {"client_id": "id", "refresh_token": "token"}
    assert secrets(WORK) == {}


def test_only_its_owner_can_read_the_file() -> None:
    keep(refresh_token="token")
    assert stat.S_IMODE(vault.path_of(MINE).stat().st_mode) == 0o600


def test_the_environment_adds_to_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(refresh_token="token")
    monkeypatch.setenv("EXAMPLE_ID", "id")
    assert secrets() == {"client_id": "id", "refresh_token": "token"}


def test_another_login_in_the_environment_leaves_the_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(client_id="id", refresh_token="token", user="me")
    monkeypatch.setenv("EXAMPLE_TOKEN", "of somebody else")
    assert secrets() == {"refresh_token": "of somebody else"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"secrets": {"token": 5}}', "\udcff"])
def test_a_damaged_file_is_told_and_the_way_out_works(text: str) -> None:
    path = vault.path_of(MINE)
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(LoginError, match="is damaged") as caught:
        secrets()
    assert str(path) in caught.value.message
    assert "exporter login example" in caught.value.hint
    keep(refresh_token="new")
    assert secrets() == {"refresh_token": "new"}


# When the service replaces a secret.


def test_a_replaced_token_is_used_as_long_as_the_environment_holds_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TOKEN", "old")
    monkeypatch.setenv("EXAMPLE_ID", "id")
    keep(refresh_token="newer")
    assert secrets() == {"refresh_token": "newer", "client_id": "id"}
    keep(refresh_token="newest")
    assert secrets() == {"refresh_token": "newest", "client_id": "id"}


def test_a_new_token_in_the_environment_ends_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TOKEN", "old")
    keep(refresh_token="newer")
    monkeypatch.setenv("EXAMPLE_TOKEN", "fresh")
    assert secrets() == {"refresh_token": "fresh"}
    keep(refresh_token="fresher")
    assert secrets() == {"refresh_token": "fresher"}


def test_every_secret_that_is_replaced_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_CONSENTED", "2026-01-01")
    monkeypatch.setenv("EXAMPLE_TOKEN", "old")
    keep(consented="2026-11-21", refresh_token="newer")
    assert secrets() == {"consented": "2026-11-21", "refresh_token": "newer"}


def test_without_the_environment_the_file_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TOKEN", "old")
    keep(refresh_token="newer")
    monkeypatch.delenv("EXAMPLE_TOKEN")
    assert secrets() == {"refresh_token": "newer"}


def test_secrets_of_two_logins_are_never_mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(client_id="a", refresh_token="of a", user="A")
    monkeypatch.setenv("EXAMPLE_ID", "b")
    monkeypatch.setenv("EXAMPLE_TOKEN", "of b")
    keep(refresh_token="newer of b")
    assert secrets() == {"client_id": "b", "refresh_token": "newer of b"}


def test_what_was_replaced_is_not_kept_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TOKEN", "old-secret")
    keep(refresh_token="newer")
    assert "old-secret" not in vault.path_of(MINE).read_text()


# What is no secret.


def public(key: str = "client_id") -> BackendInfo:
    return replace(INFO, login=replace(INFO.login, public=frozenset({key})))


def test_what_is_no_secret_holds_for_every_profile_without_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_ID", "for all")
    monkeypatch.setenv("EXAMPLE_TOKEN__AT_WORK", "work")
    assert logins.secrets_of(public(), WORK) == {"client_id": "for all", "refresh_token": "work"}
    monkeypatch.setenv("EXAMPLE_ID__AT_WORK", "for work")
    assert logins.secrets_of(public(), WORK)["client_id"] == "for work"


def test_the_sandbox_hears_what_is_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_ID", "mine")
    monkeypatch.setenv("EXAMPLE_TOKEN", "real")
    assert logins.secrets_of(public(), SANDBOX) == {"refresh_token": "sandbox-token", "client_id": "mine"}


def test_another_profiles_app_does_not_make_a_kept_login_another(monkeypatch: pytest.MonkeyPatch) -> None:
    logins.keep(public(), WORK, {"client_id": "of work", "refresh_token": "token"}, anew=True)
    monkeypatch.setenv("EXAMPLE_ID", "of the other profile")
    assert logins.secrets_of(public(), WORK) == {"client_id": "of work", "refresh_token": "token"}
    logins.keep(public(), WORK, {"refresh_token": "newer"})
    assert logins.secrets_of(public(), WORK) == {"client_id": "of work", "refresh_token": "newer"}


def test_nobody_is_logged_in_by_what_is_no_secret() -> None:
    assert not logins.is_login(public(), {"client_id": "id"})
    assert logins.is_login(public(), {"client_id": "id", "refresh_token": "token"})


# Logging in anew.


def test_a_new_login_begins_with_what_is_known_and_the_targets_own_variables_win(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logins.keep(public(), WORK, {"client_id": "of work", "refresh_token": "dead"}, anew=True)
    monkeypatch.setenv("EXAMPLE_ID", "for all")
    assert logins.before(public(), WORK)["client_id"] == "of work"
    monkeypatch.setenv("EXAMPLE_ID__AT_WORK", "new")
    assert logins.before(public(), WORK) == {"client_id": "new", "refresh_token": "dead"}


def test_a_damaged_login_does_not_stop_a_new_one() -> None:
    vault.path_of(MINE).parent.mkdir()
    vault.path_of(MINE).write_text("{")
    assert logins.before(INFO, MINE) == {}


def test_a_new_login_is_judged_as_the_next_run_will_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TOKEN", "old")
    monkeypatch.setenv("EXAMPLE_CONSENTED", "2026-01-01")
    new = {"client_id": "id", "refresh_token": "new"}
    judged = logins.as_if_kept(INFO, MINE, new)
    assert secrets() == {"refresh_token": "old", "consented": "2026-01-01"}, "nothing is kept yet"
    logins.keep(INFO, MINE, new, anew=True)
    assert secrets() == judged == {**new, "consented": "2026-01-01"}


# A job elsewhere.


def test_a_job_elsewhere_gets_each_secret_under_its_first_variable_and_nothing_else() -> None:
    login = {"client_id": "id", "refresh_token": "token", "user": "me", "flow": "pkce", "consented": ""}
    assert logins.variables(INFO, MINE, login) == {"EXAMPLE_ID": "id", "EXAMPLE_TOKEN": "token"}
    assert logins.variables(INFO, WORK, login) == {"EXAMPLE_ID__AT_WORK": "id", "EXAMPLE_TOKEN__AT_WORK": "token"}


def test_the_backend_may_leave_out_what_a_job_does_not_need() -> None:
    info = replace(INFO, login=replace(INFO.login, unattended=lambda login: {"client_id": login["client_id"]}))
    assert logins.variables(info, MINE, {"client_id": "id", "refresh_token": "token"}) == {"EXAMPLE_ID": "id"}


def test_what_a_job_gets_is_the_login_there(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(WORK, client_id="id", refresh_token="token", consented="2026-11-21")
    given = logins.variables(INFO, WORK, secrets(WORK))
    vault.erase(WORK)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert secrets(WORK) == {"client_id": "id", "refresh_token": "token", "consented": "2026-11-21"}


# Which logins there are.


def test_every_target_with_a_login_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert logins.present([INFO]) == ()
    keep(Target("example", "family"), refresh_token="token")
    keep(Target("gone", ""), refresh_token="of a plugin that is not installed any more")
    monkeypatch.setenv("EXAMPLE_TOKEN", "token")
    monkeypatch.setenv("EXAMPLE_TOKEN__AT_WORK", "token")
    monkeypatch.setenv("EXAMPLE_TOKEN__SANDBOX", "no login")
    monkeypatch.setenv("EXAMPLE_TOKEN__EMPTY", "")
    assert list(map(str, logins.present([INFO]))) == ["example", "example@at-work", "example@family"]


def test_what_is_no_secret_is_no_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_ID", "id")
    assert logins.present([public()]) == ()


def test_where_a_login_comes_from_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def places() -> tuple[str, ...]:
        return logins.places(INFO, MINE)

    assert places() == ()
    keep(refresh_token="token")
    assert places() == ("the state folder",)
    monkeypatch.setenv("EXAMPLE_ID", "id")
    assert places() == ("the state folder", "the environment")
    monkeypatch.setenv("EXAMPLE_TOKEN", "of somebody else")
    assert places() == ("the environment",)
    assert logins.places(INFO, SANDBOX) == ("the sandbox",)


# The sandbox.


def test_the_sandbox_has_a_login_of_its_own_that_is_never_kept(monkeypatch: pytest.MonkeyPatch, state: Path) -> None:
    monkeypatch.setenv("EXAMPLE_TOKEN__SANDBOX", "real")
    monkeypatch.setenv("EXAMPLE_TOKEN", "real")
    keep(SANDBOX, refresh_token="rotated")
    assert secrets(SANDBOX) == {"refresh_token": "sandbox-token"}
    assert not list(state.iterdir())
