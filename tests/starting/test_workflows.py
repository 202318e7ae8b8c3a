"""What the workflows and the action are, by the rules of GitHub Actions: least rights, no secrets for strangers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml

from exporter.plugins import Plugins
from exporter.starting.kit import WORKFLOWS, kit
from tests.starting.machine import ACTION, EXPRESSION, load

MAJOR = re.compile(r"actions/(checkout|setup-python|cache)@v[0-9]+")
PULL, SYNC = f"{WORKFLOWS}playlists-check.yml", f"{WORKFLOWS}playlists-sync.yml"
HARMLESS = {
    "github.action_path",
    "github.event.pull_request.number",
    "github.event_name != 'pull_request'",
    "github.ref",
    "github.run_attempt",
    "github.run_id",
    "github.token",
    "github.workflow",
    "github.workspace",
    "inputs.budget",
    "inputs.plugins",
    "inputs.python-version",
    "inputs.token",
}
"""Expressions whose value no stranger chooses."""


@pytest.fixture(scope="module")
def workflows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("workflows")
    found = {}
    for path, text in kit(Plugins().all()).files().items():
        if path.startswith(WORKFLOWS):
            file = folder / Path(path).name
            file.write_text(text, encoding="utf-8")
            found[path] = load(file)
    return found


@pytest.fixture(scope="module")
def action() -> Any:
    return load(ACTION)


def steps(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every step of a workflow, or of an action."""
    for job in document.get("jobs", {"": document.get("runs")}).values():
        yield from job["steps"]


@pytest.fixture
def every(workflows: dict[str, Any], action: Any) -> list[Mapping[str, Any]]:
    return [step for document in (*workflows.values(), action) for step in steps(document)]


def scripts(document: Mapping[str, Any]) -> dict[str, str]:
    return {step["name"]: step["run"] for step in steps(document) if "run" in step}


def test_they_start_when_they_should_and_never_for_a_stranger_with_secrets(workflows: dict[str, Any]) -> None:
    assert workflows[PULL]["on"] == "pull_request"
    assert list(workflows[SYNC]["on"]) == ["push", "schedule", "workflow_dispatch"]
    assert workflows[SYNC]["on"]["push"] == {"paths": ["playlists/**", "exporter.toml"]}


def test_a_job_may_do_what_it_has_to_do_and_nothing_else(workflows: dict[str, Any]) -> None:
    assert {path: document["permissions"] for path, document in workflows.items()} == {PULL: {}, SYNC: {}}
    rights = {name: job["permissions"] for document in workflows.values() for name, job in document["jobs"].items()}
    assert rights == {
        "check": {"contents": "read"},
        "plan": {"contents": "read", "pull-requests": "write"},
        "sync": {"contents": "write"},
    }


def test_only_the_commands_that_speak_to_services_get_secrets(workflows: dict[str, Any], action: Any) -> None:
    told = {step.get("name") for document in workflows.values() for step in steps(document) if "secrets." in str(step)}
    assert told == {"Plan", "Sync"}
    assert "secrets." not in str(action)


def test_secrets_are_those_that_a_job_needs_and_never_a_browsers(workflows: dict[str, Any]) -> None:
    (sync,) = [step for step in steps(workflows[SYNC]) if step.get("name") == "Sync"]
    names = [name for name, value in sync["env"].items() if value == f"${{{{ secrets.{name} }}}}"]
    assert names == [
        "EXPORTER_SPOTIFY_CLIENT_ID",
        "EXPORTER_SPOTIFY_CLIENT_SECRET",
        "EXPORTER_SPOTIFY_REFRESH_TOKEN",
        "EXPORTER_SPOTIFY_CONSENTED",
        "EXPORTER_YTMUSIC_CLIENT_ID",
        "EXPORTER_YTMUSIC_CLIENT_SECRET",
        "EXPORTER_YTMUSIC_REFRESH_TOKEN",
    ]


def test_a_checkout_leaves_its_token_only_where_something_is_pushed(workflows: dict[str, Any]) -> None:
    checkouts = {
        path: [step.get("with", {}) for step in steps(document) if step.get("uses", "").startswith("actions/checkout")]
        for path, document in workflows.items()
    }
    assert [given["persist-credentials"] for given in checkouts[PULL]] == [False, False]
    assert checkouts[SYNC] == [{}]


def test_the_action_refuses_events_that_hand_secrets_to_strangers(action: Any) -> None:
    first = next(steps(action))
    assert first["if"] == "github.event_name == 'pull_request_target' || github.event_name == 'workflow_run'"
    assert first["run"].splitlines()[-1] == "exit 1"


def test_nothing_is_pasted_into_a_script(every: list[Mapping[str, Any]]) -> None:
    assert not [step["name"] for step in every if "${{" in step.get("run", "")]


def test_no_expression_has_a_value_that_a_stranger_chooses(workflows: dict[str, Any], action: Any) -> None:
    used = {found for one in (*workflows.values(), action) for found in EXPRESSION.findall(str(one))}
    assert {name for name in used if not name.startswith("secrets.")} == HARMLESS


def test_actions_are_githubs_own_at_a_major_version(every: list[Mapping[str, Any]]) -> None:
    used = [step["uses"] for step in every if "uses" in step]
    assert used
    assert all(MAJOR.fullmatch(name) for name in used)


def test_no_job_runs_for_ever_and_no_two_at_once(workflows: dict[str, Any]) -> None:
    assert all(job["timeout-minutes"] <= 60 for one in workflows.values() for job in one["jobs"].values())
    assert workflows[PULL]["concurrency"]["cancel-in-progress"] is True
    group = "playlists-${{ github.ref }}"  # of all that wait in one group, only the last is run
    assert workflows[SYNC]["concurrency"] == group


def test_what_is_kept_between_nights_holds_no_login(workflows: dict[str, Any], action: Any) -> None:
    caches = [step for one in (workflows[SYNC], action) for step in steps(one) if "cache@" in step.get("uses", "")]
    assert [step["with"]["path"].split() for step in caches] == [[".state/projects", ".state/quotas"]] * 2


def test_every_script_is_one_that_the_shell_understands(workflows: dict[str, Any], every: list[Any]) -> None:
    assert all(one["defaults"]["run"]["shell"] == "bash" for one in workflows.values())
    for step in every:
        if "run" in step:
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)  # noqa: S603, S607 - our own scripts


def test_the_action_does_what_the_workflows_do(workflows: dict[str, Any], action: Any) -> None:
    theirs, ours = {**scripts(workflows[PULL]), **scripts(workflows[SYNC])}, scripts(action)
    assert set(theirs) | {"Refuse to work for strangers"} == set(ours)
    same = {"Check the files", "Plan", "Comment", "Keep the decisions"}
    assert {name: theirs[name] for name in same} == {name: ours[name] for name in same}
    budget = action["inputs"]["budget"]["default"]
    assert theirs["Sync"] == ours["Sync"].replace('"$BUDGET"', budget)


def test_whatever_prints_titles_or_names_of_files_stops_commands_first(every: list[Mapping[str, Any]]) -> None:
    telling = [
        step["run"] for step in every if re.search(r"^(exporter|\s*git pull) ", step.get("run", ""), re.MULTILINE)
    ]
    assert len(telling) == 9
    for script in telling:
        assert script.startswith('exec 2>&1; token=$(< /proc/sys/kernel/random/uuid)\necho "::stop-commands::$token"')
        assert """\ntrap 'echo; echo "::$token::"' EXIT\n""" in script


def test_every_step_of_the_action_says_its_shell(action: Any) -> None:
    assert all(step.get("shell") == "bash" for step in steps(action) if "run" in step)
    assert all(value.get("default") for value in action["inputs"].values())


def test_the_page_about_it_uses_the_action_as_it_is(action: Any) -> None:
    page = (ACTION.parent / "docs" / "nightly.md").read_text(encoding="utf-8")
    (example,) = [text for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "OWNER/exporter@" in text]
    document = {"on" if key is True else key: value for key, value in yaml.safe_load(example).items()}
    (step,) = steps(document)
    assert step["uses"] == f"OWNER/exporter@v{version('playlist-exporter')}"
    assert set(step.get("with", {})) <= set(action["inputs"])
    assert set(document["on"]) == {"pull_request", "push", "schedule"}
    assert all(f"`{name}`" in page for name in action["inputs"])
