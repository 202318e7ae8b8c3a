"""The doctor: before any work, is every login alive, as whom, until when, what is left, and what to do next."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exporter import vault
from exporter.errors import NotAllowed, Unreachable, WaitLonger
from exporter.project import Target
from tests.conftest import Run, Workplace
from tests.radio import ME, UNITS, Radio, plug, songs

TOKEN = "EXPORTER_RADIO_TOKEN"
NEEDS_RADIO = songs("a", head="targets:\n  radio: {}\n")


def in_days(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


@pytest.fixture
def radio(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Radio:  # noqa: ARG001 - its state folder
    for name in list(os.environ):
        if name.startswith(("EXPORTER_SPOTIFY", "SPOTIPY", "EXPORTER_RADIO", "EXPORTER_YTMUSIC")):
            monkeypatch.delenv(name)
    radio = Radio()
    plug(monkeypatch, radio.info)
    return radio


@pytest.fixture
def plugged(radio: Radio, monkeypatch: pytest.MonkeyPatch) -> Radio:
    """A radio that somebody is logged in to. What is changed of it afterwards counts when it is plugged in again."""
    monkeypatch.setenv(TOKEN, "token-of-me")
    return radio


def only(ended: Any) -> Any:
    (target,) = ended.json["targets"]
    return target


# Alive.


def test_a_login_that_is_alive_is_shown_with_its_account_and_where_it_comes_from(exporter: Run, plugged: Radio) -> None:
    ended = exporter("doctor radio")
    assert ended.code == 0
    assert "✓  radio  Radio: logged in as Me on the air" in ended.out
    assert "login from the environment" in ended.out
    assert plugged.proved == 1
    assert not plugged.service.requests, "nothing else is asked, and nothing written"


def test_until_when_it_lives_and_by_which_way_is_shown(exporter: Run, plugged: Radio) -> None:
    plugged.accounts["token-of-me"] = replace(ME, way="a code", expires=in_days(180))
    ended = exporter("doctor radio")
    assert "as Me on the air, by a code" in ended.out
    assert f"lives until {in_days(180)} (180 days left)" in ended.out
    target = only(exporter("--json doctor radio"))
    assert (target["login"], target["days"], target["way"], target["next"]) == ("alive", 180, "a code", "")


@pytest.mark.parametrize(("days", "warned"), [(14, False), (13, True), (1, True), (0, True)])
def test_two_weeks_before_its_end_it_is_time_to_log_in_again(
    exporter: Run, plugged: Radio, days: int, *, warned: bool
) -> None:
    plugged.accounts["token-of-me"] = replace(ME, expires=in_days(days))
    ended = exporter("doctor radio")
    assert ended.code == 0
    assert ("→ exporter login radio, before it ends" in ended.out) is warned
    assert ended.out.startswith("!" if warned else "✓")


def test_where_no_date_is_known_the_service_has_words(exporter: Run, plugged: Radio) -> None:
    plugged.accounts["token-of-me"] = replace(ME, lasts="until you publish the app, at most 7 days")
    assert "lives until you publish the app, at most 7 days\n" in exporter("doctor radio").out
    assert only(exporter("--json doctor radio"))["days"] is None


def test_what_is_left_of_a_quota_is_shown(exporter: Run, plugged: Radio, monkeypatch: pytest.MonkeyPatch) -> None:
    plugged.quotas = (replace(UNITS, name="shares", per_day=10_000),)
    plug(monkeypatch, plugged.info)
    assert "10,000 of 10,000 shares are left until " in exporter("doctor radio").out
    (quota,) = only(exporter("--json doctor radio"))["quota"]
    assert (quota["quota"], quota["left"], quota["per_day"]) == ("shares", 10_000, 10_000)
    assert datetime.fromisoformat(quota["resets"]) > datetime.now(UTC)


def test_what_the_question_itself_cost_is_counted_also_when_it_is_refused(
    exporter: Run, plugged: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged.quotas, plugged.asking, plugged.broken = (UNITS,), "POST", WaitLonger("Nothing is left.", seconds=100)
    plug(monkeypatch, plugged.info)
    (quota,) = only(exporter("--json doctor radio"))["quota"]
    assert (quota["left"], quota["per_day"]) == (90, 100)


def test_the_version_of_the_client_library_is_shown(
    exporter: Run, plugged: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged.library = "click"
    plug(monkeypatch, plugged.info)
    assert only(exporter("--json doctor radio"))["library"].startswith("click 8")
    assert exporter("--json doctor spotify").json["targets"][0]["library"].startswith("spotipy 2")


def test_the_sandbox_is_always_alive(exporter: Run, radio: Radio) -> None:
    assert radio.name
    ended = exporter("doctor spotify@sandbox")
    assert ended.code == 0
    assert "login from the sandbox" in ended.out


# Dead or missing.


def test_a_dead_login_that_was_named_is_4_and_says_what_to_do(exporter: Run, plugged: Radio) -> None:
    plugged.accounts.clear()
    ended = exporter("doctor radio")
    assert ended.code == 4
    assert "✗  radio  The radio does not know you any more." in ended.out
    assert "→ Log in again: exporter login radio" in ended.out, "in one line"
    target = only(exporter("--json doctor radio"))
    assert (target["login"], target["account"], target["error"]["exit_code"]) == ("dead", "", 4)


def test_a_missing_login_that_was_named_is_4(exporter: Run, radio: Radio) -> None:
    ended = exporter("doctor radio")
    assert ended.code == 4
    assert "→ exporter login radio" in ended.out
    assert only(exporter("--json doctor radio"))["login"] == "missing"
    assert radio.proved == 0


def test_a_damaged_login_is_told_with_the_way_out(exporter: Run, radio: Radio) -> None:
    assert radio.name
    vault.store(Target("radio"), vault.Kept({"token": "token-of-me"}))
    vault.path_of(Target("radio")).write_text("{")
    ended = exporter("doctor radio")
    assert ended.code == 4
    assert "is damaged" in " ".join(ended.out.split())
    assert only(exporter("--json doctor radio"))["login"] == "dead"


def test_an_account_that_is_not_allowed_is_4(exporter: Run, plugged: Radio) -> None:
    plugged.broken = NotAllowed("You are not on the list.", hint="Ask the app's owner.")
    assert exporter("doctor radio").code == 4


# Everything else that stands in the way.


def test_a_service_that_wants_us_to_wait_is_5(exporter: Run, plugged: Radio) -> None:
    plugged.broken = WaitLonger("Radio has had enough.", seconds=100, hint="Run it again at noon.")
    ended = exporter("doctor radio")
    assert ended.code == 5
    assert "→ Run it again at noon." in ended.out
    assert only(exporter("--json doctor radio"))["login"] == "unknown"


def test_a_service_that_cannot_be_reached_is_1(exporter: Run, plugged: Radio) -> None:
    plugged.broken = Unreachable("Radio cannot be reached.")
    assert exporter("doctor radio").code == 1


def test_a_client_library_that_is_not_there_is_a_broken_plugin(
    exporter: Run, plugged: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged.library = "no-such-library"
    plug(monkeypatch, plugged.info)
    ended = exporter("doctor radio")
    assert ended.code == 1
    assert "no-such-library, which speaks to Radio, is not installed." in ended.out
    assert 'pip install "playlist-exporter[radio]"' in ended.out


def test_one_that_cannot_be_imported_is_no_crash(
    exporter: Run, plugged: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(_: object) -> Any:
        raise ModuleNotFoundError("No module named 'tuner'")

    plug(monkeypatch, replace(plugged.info, connect=connect))
    for words in ("doctor radio", "push list --to radio"):
        ended = exporter(words) if words.startswith("doctor") else _push(exporter)
        assert ended.code == 1
        assert "No module named 'tuner'" in ended.out + ended.err
        assert "Traceback" not in ended.err


def _push(exporter: Run) -> Any:
    Path("playlists/list.yaml").write_text(songs("a"))
    return exporter("push list --to radio")


def test_a_broken_plugin_is_1_and_the_others_are_looked_at(workplace: Workplace, tmp_path: Path) -> None:
    info = tmp_path / "site" / "exporter_broken-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: exporter-broken\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[exporter]\nbroken = exporter_broken\n")
    (tmp_path / "site" / "exporter_broken.py").write_text("import a_module_that_is_not_there\n")
    command = [sys.executable, "-c", "from exporter.cli.main import main; main()", "doctor", "broken", "spotify"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(  # noqa: S603 - ourselves
        command, env=environment, capture_output=True, text=True, check=False, cwd=workplace.root
    )
    assert done.returncode == 4, "spotify has no login"
    assert "a_module_that_is_not_there" in done.stdout
    assert "exporter login spotify" in done.stdout
    assert "Traceback" not in done.stderr


# Which targets.


def test_without_names_it_is_about_every_login_and_every_target_in_the_files(
    exporter: Run, workplace: Workplace, plugged: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace.write("list", songs("a", head="targets:\n  radio@family: {}\n  radio: {}\n"))
    (workplace.root / "exporter.toml").write_text('[targets."radio@car"]\npatience = 1\n')
    vault.store(Target("radio", "kitchen"), vault.Kept({"token": "token-of-me"}))
    monkeypatch.setenv(f"{TOKEN}__FAMILY", "token-of-me")
    targets = {one["target"]: one for one in exporter("--json doctor").json["targets"]}
    assert list(targets) == ["radio", "radio@family", "radio@car", "radio@kitchen"]
    assert [one["asked"] for one in targets.values()] == [True, True, False, False]
    assert plugged.proved == 3


def test_a_login_that_a_playlist_needs_is_4_when_it_is_missing(
    exporter: Run, workplace: Workplace, radio: Radio
) -> None:
    assert radio.name
    workplace.write("list", NEEDS_RADIO)
    assert exporter("doctor").code == 4


def test_one_that_nobody_needs_is_shown_and_no_failure(
    exporter: Run, workplace: Workplace, plugged: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace.write("list", NEEDS_RADIO)
    monkeypatch.setenv(f"{TOKEN}__OLD", "dead")
    ended = exporter("doctor")
    assert ended.code == 0
    assert "radio@old" in ended.out
    assert plugged.proved == 2


def test_a_playlist_may_name_a_service_that_is_not_installed(
    exporter: Run, workplace: Workplace, plugged: Radio
) -> None:
    workplace.write("list", songs("a", head="targets:\n  gramophone: {}\n  radio: {}\n"))
    ended = exporter("doctor")
    assert ended.code == 1
    assert "There is no plugin for gramophone." in ended.out
    assert plugged.proved == 1


def test_a_misspelt_target_is_a_mistake(exporter: Run, radio: Radio) -> None:
    ended = exporter("doctor radoi")
    assert ended.code == 2
    assert 'Did you mean "radio"?' in ended.err
    assert not radio.proved


def test_a_wrong_setting_is_told(exporter: Run, workplace: Workplace, plugged: Radio) -> None:
    workplace.write("list", "name: 1")
    assert exporter("doctor").code == 2
    assert exporter("doctor radio").code == 0, "what was named needs no playlist"
    assert plugged.proved == 1


def test_with_nothing_to_look_at_the_way_in_is_told(exporter: Run, radio: Radio) -> None:
    ended = exporter("doctor")
    assert ended.code == 0
    assert "Log in: exporter login TARGET" in ended.out
    assert exporter("--json doctor").json == {"targets": []}
    assert not radio.proved


def test_it_works_outside_a_project(
    exporter: Run, plugged: Radio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [one["target"] for one in exporter("--json doctor").json["targets"]] == ["radio"]
    assert plugged.proved == 1


def test_no_secret_is_shown(exporter: Run, plugged: Radio) -> None:
    plugged.accounts.clear()
    for words in ("doctor radio", "-vv doctor radio", "--json doctor"):
        ended = exporter(words)
        assert "token-of-me" not in ended.out + ended.err
