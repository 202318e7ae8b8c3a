"""The commands that look: list, show, check, schema, plugins, help; and how mistakes are told."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from exporter.cli.main import COMMANDS
from tests.conftest import Run, Sandbox, Workplace


def test_list_names_every_playlist_with_its_songs_and_targets(exporter: Run, workplace: Workplace) -> None:
    workplace.write("one")
    workplace.write("two", "name: Two\ntargets:\n  spotify: {}\nsongs: []\n")
    ended = exporter("--json list")
    assert ended.code == 0
    assert ended.json["playlists"] == [
        {"playlist": "one", "name": "Two Songs", "songs": 2, "targets": []},
        {"playlist": "two", "name": "Two", "songs": 0, "targets": ["spotify"]},
    ]
    assert "Two Songs" in exporter("list").out


def test_list_shows_the_good_playlists_and_tells_what_is_wrong_with_the_others(
    exporter: Run, workplace: Workplace
) -> None:
    workplace.write("good")
    workplace.write("bad", "name: 1\nsongs: none\n")
    ended = exporter("list")
    assert ended.code == 2
    assert "Two Songs" in ended.out
    assert "bad.yaml:2:8: songs" in ended.err
    assert exporter("--json list").json["problems"][0]["line"] == 2


def test_show_says_what_was_decided(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    workplace.write("one")
    assert "No decisions yet" in exporter("show one").out
    exporter("push one --to spotify@sandbox")
    assert "434YBNY61Y9sqBSp7OINBa" in exporter("show one --on spotify@sandbox").out
    songs = exporter("--json show one --on spotify@sandbox").json["songs"]
    assert songs[0]["on"]["spotify"]["verdict"] == "accept"
    assert "No decisions yet" in exporter("show one").out, "the sandbox's decisions stay out of the project's lock"
    assert sandbox.playlists()


def test_check_finds_every_problem_of_files_and_locks(exporter: Run, workplace: Workplace) -> None:
    workplace.write("good")
    assert exporter("check").out == "1 playlist checked, nothing wrong.\n"
    workplace.write("bad", "name: Bad\nsongs:\n  - titel: x\n    duration: long\n")
    (workplace.root / "playlists/good.lock").write_text("{\n<<<<<<< ours\n")
    ended = exporter("check")
    assert ended.code == 2
    assert 'did you mean "title"?' in ended.err
    for place in ("bad.yaml:3:5: songs[0].titel", "bad.yaml:4:15: songs[0].duration", "good.lock:2"):
        assert place in ended.err
    document = exporter("--json check").json
    assert document["checked"] == 2
    assert {problem["path"] for problem in document["problems"]} >= {"songs[0].titel", "songs[0].duration"}


def test_check_finds_a_pin_under_the_name_of_a_service_that_is_misspelt(exporter: Run, workplace: Workplace) -> None:
    workplace.write("one", "name: One\nsongs:\n  - title: x\n    ids:\n      spotfy: abc\n    skip: ytmusic\n")
    ended = exporter("check")
    assert ended.code == 2
    assert "one.yaml:5:7: songs[0].ids.spotfy" in ended.err
    assert 'did you mean "spotify"?' in ended.err
    assert "ytmusic" not in ended.err


LINKED = """\
name: One
songs:
  - title: x   # spotify: https://open.spotify.com/track/434YBNY61Y9sqBSp7OINBa is another
    ids: {spotify: "https://open.spotify.com/track/434YBNY61Y9sqBSp7OINBa?si=1"}
  - title: y
    not:
      spotify: [3fCO1n6l7yekcNRDRkoJJ4, "spotify:track:434YBNY61Y9sqBSp7OINBa"]
  - title: z
    ids:
      spotify: https://open.spotify.com/album/434YBNY61Y9sqBSp7OINBa
      elsewhere: any
"""


def test_check_finds_a_link_where_an_id_belongs_and_says_which_id_it_is(exporter: Run, workplace: Workplace) -> None:
    workplace.write("one", LINKED)
    problems = exporter("--json check").json["problems"]
    assert [(one["line"], one["column"], one["path"]) for one in problems] == [
        (4, 20, "songs[0].ids.spotify"),
        (7, 16, "songs[1].not.spotify"),
        (10, 16, "songs[2].ids.spotify"),
    ]
    assert [one["suggestion"] for one in problems] == [
        "write the ID alone: 434YBNY61Y9sqBSp7OINBa",
        "write the ID alone: 434YBNY61Y9sqBSp7OINBa",
        "copy the link of the song, and use `exporter pin`",
    ]
    assert exporter("check").code == 2


def test_a_link_where_an_id_belongs_is_never_pushed_and_is_a_question(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.write("one", LINKED)
    first, _, third = exporter("--json push one --to spotify@sandbox").result["decisions"]
    assert (first["verdict"], third["verdict"]) == ("review", "review")
    assert first["reasons"][0].endswith("write the ID alone in the file: 434YBNY61Y9sqBSp7OINBa")
    assert not sandbox.playlists()


def test_a_playlist_whose_name_ends_otherwise_is_told_of(exporter: Run, workplace: Workplace) -> None:
    workplace.write("one")
    (workplace.root / "playlists" / "two.yml").write_text("name: Two\nsongs: []\n")
    for command in ("check", "list"):
        ended = exporter(command)
        assert ended.code == 0
        assert "playlists/two.yml is no playlist by its name, and is ignored." in ended.err
    assert exporter("--json check").json["ignored"] == ["playlists/two.yml"]
    assert exporter("check one").err == ""


@pytest.mark.parametrize(
    ("text", "line", "column", "told"),
    [
        ('{\n  "version": "1.0",\n  "targets": oops\n}', 3, 14, "the lock is damaged"),
        (
            '{\n"version": "1.0", "decisions": {"x": [\n{"song": "A", "verdict": "perhaps"}\n]}}',
            3,
            1,
            "this is no lock",
        ),
        ("[]", 1, 1, "this is no lock"),
    ],
)
def test_check_names_the_line_of_a_lock_that_is_wrong(
    exporter: Run, workplace: Workplace, text: str, line: int, column: int, told: str
) -> None:
    workplace.write("one")
    (workplace.root / "playlists/one.lock").write_text(text)
    (problem,) = exporter("--json check").json["problems"]
    assert problem["file"].endswith("playlists/one.lock")
    assert (problem["line"], problem["column"]) == (line, column)
    assert problem["message"].startswith(told)
    assert "Restore it from git" in problem["suggestion"]


def test_check_of_one_playlist_leaves_the_others_alone(exporter: Run, workplace: Workplace) -> None:
    workplace.write("good")
    workplace.write("bad", "name: 1")
    assert exporter("check good").code == 0
    assert exporter("check bad").code == 2


def test_the_schema_accepts_a_playlist_and_refuses_a_misspelt_key(exporter: Run, workplace: Workplace) -> None:
    schema = json.loads(exporter("schema").out)
    good = yaml.safe_load(workplace.write("one").read_text(encoding="utf-8"))
    jsonschema.validate(good, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**good, "titel": "x"}, schema)


def test_plugins_names_what_works(exporter: Run) -> None:
    plugins = {plugin["name"]: plugin for plugin in exporter("--json plugins").json["plugins"]}
    assert (plugins["spotify"]["backends"], plugins["spotify"]["problem"]) == (["spotify"], "")
    assert (plugins["japanese"]["backends"], plugins["japanese"]["problem"]) == ([], "")
    assert "works" in exporter("plugins").out


def test_a_broken_plugin_is_shown_with_its_reason_and_never_stops_another(
    workplace: Workplace, tmp_path: Path, sandbox: Sandbox
) -> None:
    info = tmp_path / "site" / "exporter_broken-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: exporter-broken\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[exporter]\nbroken = exporter_broken\n")
    (tmp_path / "site" / "exporter_broken.py").write_text("import a_module_that_is_not_there\n")
    workplace.write("one")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "EXPORTER_SANDBOX_URL": sandbox.url}

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from exporter.cli.main import main; main()", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves

    shown = call("plugins")
    assert shown.returncode == 0
    assert "broken: No module named 'a_module_that_is_not_there'" in " ".join(shown.stdout.split())
    assert "spotify" in shown.stdout
    assert call("push", "one", "--to", "spotify@sandbox").returncode == 0
    asked_for = call("push", "one", "--to", "broken")
    assert asked_for.returncode == 1
    assert "is broken" in asked_for.stderr
    assert "Traceback" not in asked_for.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(exporter: Run, command: str) -> None:
    ended = exporter(f"{command} --help")
    assert ended.code == 0
    assert len(ended.out.splitlines()) > 4


def test_the_help_lists_every_command_with_the_words_of_its_own_help(exporter: Run) -> None:
    ended = exporter("--help")
    for command in COMMANDS:
        assert f"  {command} " in ended.out
        assert COMMANDS[command] in " ".join(exporter(f"{command} --help").out.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("pusch", 'Did you mean "push"?'),
        ("push", "Missing argument"),
        ("push one", "Missing option '--to'"),
        ("push onne --to spotify@sandbox", 'Did you mean "one"?'),
        ("push one --to spotfy", 'Did you mean "spotify"?'),
        ("push one --to a/b", "BACKEND@PROFILE"),
        ("push ../one --to spotify@sandbox", "There is no playlist"),
        ("--project /nowhere list", "does not exist"),
    ],
)
def test_a_mistake_on_the_command_line_is_2_and_says_what_was_meant(
    exporter: Run, workplace: Workplace, words: str, said: str
) -> None:
    workplace.write("one")
    ended = exporter(words)
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_outside_a_project_the_way_in_is_told(exporter: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ended = exporter("list")
    assert ended.code == 2
    assert "--project DIR" in ended.err


def test_global_switches_may_stand_behind_the_command(exporter: Run, workplace: Workplace) -> None:
    workplace.write("one")
    assert exporter("list --json").json == exporter("--json list").json


def test_errors_are_json_where_json_was_asked_for(exporter: Run, workplace: Workplace) -> None:
    workplace.write("bad", "songs: 1")
    error = exporter("--json push bad --to spotify@sandbox").json["error"]
    assert (error["kind"], error["exit_code"]) == ("FileError", 2)
    assert error["problems"]
    assert exporter("--json pusch").json["error"]["exit_code"] == 2


def test_colours_are_for_terminals_and_no_color_is_heeded(workplace: Workplace) -> None:
    workplace.write("one")
    plain = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm-256color"}
    assert "\x1b[" in _on_a_terminal(plain)
    assert "\x1b[3" not in _on_a_terminal({**plain, "NO_COLOR": "1"})


def _on_a_terminal(environment: dict[str, str]) -> str:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from exporter.cli.main import main; main()", "plugins"]
    with subprocess.Popen(command, env=environment, stdout=theirs, stderr=theirs, stdin=theirs) as process:  # noqa: S603 - ourselves
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:
            pass  # the terminal is gone when the process has ended
        process.wait()
    os.close(ours)
    return shown.decode()
