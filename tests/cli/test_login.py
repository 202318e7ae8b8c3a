"""Logging in and out: the way is chosen, the login proved, kept, shown, handed to a job, and forgotten again."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import termios
import time
from dataclasses import replace
from pathlib import Path

import pytest

from exporter import vault
from exporter.cli.terminal import Terminal
from exporter.errors import LoginError, Unreachable
from exporter.project import Target
from tests.conftest import Ended, Run, Workplace
from tests.radio import ME, Radio, plug

MINE, FAMILY = Target("radio"), Target("radio", "family")
HEADERS = "cookie: a=b\ntoken: token-of-me\n"


@pytest.fixture(autouse=True)
def radio(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Radio:  # noqa: ARG001 - its state folder
    for name in ("EXPORTER_RADIO_CLIENT_ID", "EXPORTER_RADIO_TOKEN", "EXPORTER_RADIO_TOKEN__FAMILY"):
        monkeypatch.delenv(name, raising=False)
    radio = Radio()
    plug(monkeypatch, radio.info)
    return radio


class Person:
    """Somebody at a terminal who answers, line by line."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def answers(self, *lines: str) -> None:
        keyboard = io.StringIO("".join(f"{line}\n" for line in lines))
        self._monkeypatch.setattr(keyboard, "isatty", lambda: True, raising=False)
        self._monkeypatch.setattr(sys, "stdin", keyboard)
        self._monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: keyboard.readline().rstrip("\n"))


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(monkeypatch)


def headers(workplace: Workplace, text: str = HEADERS) -> str:
    path = workplace.root / "headers.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def log_in(exporter: Run, workplace: Workplace, target: str = "radio", *more: str) -> Ended:
    return exporter(f"login {target} --method headers --from {headers(workplace)}", *more)


# The way.


def test_several_ways_are_offered_with_their_words(exporter: Run, person: Person) -> None:
    person.answers("7", "2", "token-of-me")
    ended = exporter("login radio --client-id my-app")
    assert ended.code == 0
    assert "  1  headers  paste what the browser sends; lasts hours" in ended.err
    assert "  2  code     type a code; lasts for ever" in ended.err
    assert "7 is none of them." in ended.err
    assert "Logging in by the app my-app." in ended.err
    assert vault.load(MINE).secrets["client_id"] == "my-app"
    assert "token-of-me" not in ended.err + ended.out


def test_a_way_may_be_chosen_by_its_name(exporter: Run, person: Person) -> None:
    person.answers("code", "token-of-me")
    assert exporter("login radio").code == 0


def test_where_nobody_can_be_asked_the_ways_are_named(exporter: Run) -> None:
    ended = exporter("login radio")
    assert ended.code == 4
    assert "--method headers or --method code" in ended.err


def test_a_way_that_is_not_there_is_a_mistake(exporter: Run) -> None:
    ended = exporter("login radio --method heders")
    assert ended.code == 2
    assert 'Did you mean "headers"?' in ended.err


def test_the_sandbox_needs_no_login(exporter: Run) -> None:
    for words in ("login radio@sandbox", "logout radio@sandbox", "login radio@sandbox --print-env"):
        assert exporter(words).code == 2


# What a login needs.


def test_what_is_to_be_pasted_may_come_from_a_file(exporter: Run, workplace: Workplace) -> None:
    ended = log_in(exporter, workplace)
    assert ended.out == "Logged in to Radio as Me on the air.\nIt is kept in the state folder.\n"
    assert vault.load(MINE).secrets == {"token": "token-of-me", "user": "Me"}
    assert vault.path_of(MINE).stat().st_mode & 0o777 == 0o600


def test_or_from_a_pipe(exporter: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HEADERS.encode())))
    assert exporter("login radio --method headers --from -").code == 0
    assert vault.load(MINE).secrets["token"] == "token-of-me"


def test_a_file_that_is_not_there_is_told(exporter: Run) -> None:
    ended = exporter("login radio --method headers --from nowhere.txt")
    assert ended.code == 2
    assert "nowhere.txt cannot be read: No such file or directory." in ended.err


def test_a_file_that_is_no_text_is_told(exporter: Run, workplace: Workplace) -> None:
    (workplace.root / "headers.txt").write_bytes(b"\xff\xfe")
    ended = exporter("login radio --method headers --from headers.txt")
    assert ended.code == 2
    assert "headers.txt is not UTF-8 text." in ended.err


def test_without_file_pipe_or_person_it_is_told_how_to_give_it(exporter: Run) -> None:
    ended = exporter("login radio --method headers")
    assert ended.code == 4
    assert "--from FILE" in ended.err
    assert exporter("login radio --method code").code == 4


def test_how_long_it_lives_and_by_which_way_is_shown(exporter: Run, radio: Radio, workplace: Workplace) -> None:
    radio.accounts["token-of-me"] = replace(ME, way="a code", expires="2027-05-21")
    assert "as Me on the air, by a code.\nIt lives until 2027-05-21." in log_in(exporter, workplace).out
    radio.accounts["token-of-me"] = replace(ME, lasts="until you publish the app, at most 7 days")
    assert "It lives until you publish the app, at most 7 days." in log_in(exporter, workplace).out
    document = log_in(exporter, workplace, "radio", "--json").json
    assert document["account"] == "Me on the air"
    assert (document["lasts"], document["kept"]) == ("until you publish the app, at most 7 days", "the state folder")


# A login that does not work.


def test_a_login_that_the_service_does_not_know_is_not_kept_and_the_old_one_stays(
    exporter: Run, workplace: Workplace
) -> None:
    log_in(exporter, workplace)
    headers(workplace, "token: of-nobody\n")
    ended = exporter("login radio --method headers --from headers.txt")
    assert ended.code == 4
    assert vault.load(MINE).secrets["token"] == "token-of-me"


def test_a_keyring_that_is_not_there_is_told_before_anybody_is_asked(
    exporter: Run, radio: Radio, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    ended = exporter(f"login radio --method headers --keyring --from {headers(workplace)}")
    assert ended.code == 4
    assert 'pip install "playlist-exporter[keyring]"' in ended.err
    assert (radio.proved, vault.targets()) == (0, ())


def test_profiles_stand_side_by_side(exporter: Run, radio: Radio, workplace: Workplace) -> None:
    radio.accounts["token-of-family"] = replace(ME, name="The family")
    log_in(exporter, workplace)
    headers(workplace, "token: token-of-family\n")
    ended = exporter("login radio@family --method headers --from headers.txt")
    assert "as The family" in ended.out
    assert [vault.load(target).secrets["token"] for target in (MINE, FAMILY)] == ["token-of-me", "token-of-family"]


def test_a_login_works_outside_a_project(
    exporter: Run, workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = headers(workplace)
    monkeypatch.chdir(tmp_path)
    assert exporter(f"login radio --method headers --from {text}").code == 0


# A job elsewhere.


def test_the_variables_of_a_login_are_printed_for_a_job_and_how_to_set_them(
    exporter: Run, radio: Radio, workplace: Workplace
) -> None:
    log_in(exporter, workplace, "radio@family")
    proved = radio.proved
    ended = exporter("login radio@family --print-env")
    assert ended.code == 0
    assert ended.out == "EXPORTER_RADIO_TOKEN__FAMILY=token-of-me\n"
    assert "These are secrets." in ended.err
    assert "gh secret set EXPORTER_RADIO_TOKEN__FAMILY" in ended.err
    assert "token-of-me" not in ended.err
    assert radio.proved == proved, "nobody logs in anew for that"


def test_without_a_login_it_logs_in_first(exporter: Run, person: Person) -> None:
    person.answers("code", "token-of-me")
    ended = exporter("login radio --client-id my-app --print-env")
    assert ended.out == "EXPORTER_RADIO_CLIENT_ID=my-app\nEXPORTER_RADIO_TOKEN=token-of-me\n"
    assert "Logged in to Radio" in ended.err


def test_a_shell_reads_the_variables_as_they_are(exporter: Run, radio: Radio, workplace: Workplace) -> None:
    token = 'it\'s $HOME; `rm` "all"'
    radio.accounts[token] = ME
    headers(workplace, f"token: {token}\n")
    exporter("login radio --method headers --from headers.txt")
    printed = exporter("login radio --print-env").out
    script = f'{printed}printf %s "$EXPORTER_RADIO_TOKEN"'
    assert subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout == token  # noqa: S603, S607 - the shell is the test


def test_the_variables_are_json_where_json_was_asked_for(exporter: Run, workplace: Workplace) -> None:
    log_in(exporter, workplace)
    document = exporter("--json login radio --print-env").json
    assert document == {"target": "radio", "variables": {"EXPORTER_RADIO_TOKEN": "token-of-me"}}


def test_what_was_printed_lets_a_job_in_that_has_nothing_else(
    exporter: Run, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(exporter, workplace)
    for name, value in exporter("--json login radio --print-env").json["variables"].items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("EXPORTER_STATE_DIR", str(workplace.state / "of-the-job"))
    assert exporter("doctor radio").code == 0


def test_a_login_from_the_environment_can_be_printed_too(exporter: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADIO_TOKEN", "token-of-me")
    assert exporter("login radio --print-env").out == "EXPORTER_RADIO_TOKEN=token-of-me\n"


def test_spotify_gives_a_job_the_day_of_consent_and_never_a_secret_that_does_not_fit(
    exporter: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = {"client_id": "app", "refresh_token": "token", "flow": "pkce", "consented": "2026-11-21", "user": "me"}
    vault.store(Target("spotify"), vault.Kept(login))
    monkeypatch.setenv("SPOTIPY_CLIENT_SECRET", "of the app")
    assert exporter("--json login spotify --print-env").json["variables"] == {
        "EXPORTER_SPOTIFY_CLIENT_ID": "app",
        "EXPORTER_SPOTIFY_REFRESH_TOKEN": "token",
        "EXPORTER_SPOTIFY_CONSENTED": "2026-11-21",
    }


# Logging out.


def test_logging_out_ends_the_login_at_the_service_and_here(exporter: Run, radio: Radio, workplace: Workplace) -> None:
    log_in(exporter, workplace)
    ended = exporter("logout radio")
    assert (ended.code, ended.out) == (0, "Logged out of radio: the login is deleted and ended at Radio.\n")
    assert radio.revoked == ["token-of-me"]
    assert not vault.path_of(MINE).exists()


def test_a_login_that_ends_elsewhere_only_is_not_called_ended(
    exporter: Run, radio: Radio, workplace: Workplace
) -> None:
    log_in(exporter, workplace)
    radio.revokes = False
    first, second = exporter("logout radio").out.splitlines()
    assert first == "Logged out of radio: the login is deleted."
    assert second.endswith("it can be ended at https://radio.example/apps.")


def test_without_a_login_that_is_said_and_fine(exporter: Run, radio: Radio) -> None:
    ended = exporter("logout radio")
    assert (ended.code, ended.out) == (0, "Nobody is logged in to Radio (radio).\n")
    assert not radio.revoked


def test_only_the_target_that_was_named_is_logged_out(exporter: Run, workplace: Workplace) -> None:
    log_in(exporter, workplace)
    log_in(exporter, workplace, "radio@family")
    exporter("logout radio@family")
    assert vault.targets() == (MINE,)


def test_what_stays_is_told(exporter: Run, radio: Radio, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    log_in(exporter, workplace)
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
    radio.fail_revoke = Unreachable("Radio cannot be reached.")
    ended = exporter("logout radio")
    assert ended.code == 1
    assert not vault.path_of(MINE).exists(), "here it ends in any case"
    assert "Radio could not be told that it ends: Radio cannot be reached." in ended.out
    assert "The environment still holds a login: EXPORTER_RADIO_TOKEN." in ended.out
    assert "it can be ended at https://radio.example/apps" in ended.out


def test_a_login_that_only_the_environment_holds_is_not_ended(
    exporter: Run, radio: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-a-job")
    document = exporter("--json logout radio").json
    assert (document["deleted"], document["revoked"]) == (False, False)
    assert document["environment"] == ["EXPORTER_RADIO_TOKEN"]
    assert not radio.revoked


def test_a_dead_or_damaged_login_can_be_forgotten(exporter: Run, radio: Radio, workplace: Workplace) -> None:
    log_in(exporter, workplace)
    radio.fail_revoke = LoginError("It is dead.")
    assert exporter("logout radio").code == 0
    log_in(exporter, workplace)
    vault.path_of(MINE).write_text("{")
    assert exporter("logout radio").code == 0
    assert vault.targets() == ()


# The terminal.

PASTE = """
import sys
from exporter.cli.terminal import Terminal
text = Terminal().paste("the headers")
print(len(text), text[-5:], file=sys.stderr)
"""


def test_what_is_pasted_may_be_long_and_is_not_shown() -> None:
    """A terminal that gathers lines cuts them after 4,096 characters, or 1,024."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", PASTE], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr
        assert process.stderr.readline() == b"Paste the headers and press Ctrl-D. It is not shown.\n"
        while termios.tcgetattr(theirs)[3] & termios.ICANON:
            time.sleep(0.01)
        for piece in (b"cookie: ", b"x" * 3000, b"x" * 3000, b"\nend: 1\n", b"\x04"):
            os.write(ours, piece)
        assert process.stderr.read() == b"Got 6,016 characters.\n6016 d: 1\n\n"
        process.wait()
    assert termios.tcgetattr(theirs)[3] & termios.ICANON, "the terminal is as it was"
    os.set_blocking(ours, False)
    with pytest.raises(BlockingIOError):
        os.read(ours, 1)  # nothing was shown
    os.close(ours)
    os.close(theirs)


def test_a_question_without_a_terminal_is_an_error_and_no_endless_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("an answer that is none\n"))
    with pytest.raises(LoginError, match="Nobody can be asked here: The code"):
        Terminal().ask("The code", secret=True)


def test_what_a_service_says_cannot_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().say("one\x1b[2J\ntwo")
    assert capsys.readouterr().err == "one\ufffd[2J\ntwo\n"


def test_json_of_a_logout(exporter: Run, workplace: Workplace) -> None:
    log_in(exporter, workplace)
    assert exporter("--json logout radio").json == {
        "target": "radio",
        "deleted": True,
        "revoked": True,
        "environment": [],
        "page": "https://radio.example/apps",
        "error": None,
    }
