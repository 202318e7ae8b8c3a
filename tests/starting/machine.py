"""A machine that runs the jobs of a workflow, or the steps of the action: as GitHub does, as far as ours need it.

Commands run as they stand, in the shell and with the variables that GitHub gives them. Of the actions that they use,
checking out and keeping a cache are done here; setting up Python, and the step that installs exporter, are left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ACTION = ROOT / "action.yml"
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
NAME = re.compile(r"\b(?:github|inputs|secrets)\.[A-Za-z_.]+")
SHELL = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
LEFT_OUT = {"Install"}
Before = Mapping[str, Callable[[], None]]
"""What happens elsewhere before a step, by its name."""
BOT = {"user.name": "somebody", "user.email": "somebody@example.org", "commit.gpgsign": "false"}

NIGHT = {"github.event_name": "schedule", "github.ref_name": "main"}
"""A night's event: it says nothing of the repository."""
MERGE = {"github.event_name": "push", "github.ref_name": "main", "github.event.repository.default_branch": "main"}
PULL = {
    "github.event_name": "pull_request",
    "github.ref_name": "7/merge",
    "github.event.repository.default_branch": "main",
    "github.event.pull_request.head.repo.full_name": "owner/songs",
    "github.event.pull_request.number": "7",
}
FORK = {**PULL, "github.event.pull_request.head.repo.full_name": "stranger/songs"}


def load(path: Path) -> Any:
    """A workflow or an action; YAML takes the key ``on`` for a truth."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in document.items()}


def git(folder: Path, *words: str) -> str:
    settings = [word for pair in BOT.items() for word in ("-c", "=".join(pair))]
    done = subprocess.run(  # noqa: S603 - our own words
        ["git", "-C", str(folder), *settings, *words],  # noqa: S607 - the git that is there
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout.strip()


@dataclass
class Ran:
    """How a job went: the steps that ran, what they said, and the one that failed, if any."""

    steps: list[str] = field(default_factory=list)
    output: str = ""
    failed: str = ""

    def __bool__(self) -> bool:
        """Whether it went well."""
        return not self.failed


@dataclass
class Machine:
    """A machine with a bare ``origin``. Each job finds an empty workspace.

    ``exporter`` is the socket of the one that it has installed (``beside.py``).
    """

    root: Path
    exporter: str
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("bin", "temp", "cache", "home"):
            (self.root / name).mkdir(parents=True)
        self._command("exporter", f'exec "{sys.executable}" -I -S "{HERE / "calling.py"}" "{self.exporter}" "$@"')
        self._command("gh", f'exec "{sys.executable}" "{HERE / "github.py"}" "$@"')
        self._command("sleep", "exit 0")
        self.comments.write_text("[]", encoding="utf-8")
        self.summary.touch()

    @property
    def origin(self) -> Path:
        return self.root / "origin.git"

    @property
    def workspace(self) -> Path:
        return self.root / "songs"

    @property
    def comments(self) -> Path:
        return self.root / "comments.json"

    @property
    def summary(self) -> Path:
        return self.root / "summary.md"

    def publish(self, project: Path) -> None:
        """Make a project the first commit of ``origin``."""
        git(project, "init", "--quiet", "--initial-branch=main")
        git(project, "add", "--all")
        git(project, "commit", "--quiet", "--message", "Playlists")
        git(self.root, "clone", "--quiet", "--bare", str(project), str(self.origin))

    def change(self, files: Mapping[str, str], branch: str = "main") -> None:
        """Let somebody push a commit that writes ``files``; a branch other than main becomes pull request 7."""
        clone = self.root / "somebody"
        shutil.rmtree(clone, ignore_errors=True)
        git(self.root, "clone", "--quiet", str(self.origin), str(clone))
        git(clone, "switch", "--quiet", *(["main"] if branch == "main" else ["--force-create", branch]))
        for path, text in files.items():
            (clone / path).write_text(text, encoding="utf-8")
        git(clone, "add", "--all")
        git(clone, "commit", "--quiet", "--message", f"Change {', '.join(files)}")
        git(clone, "push", "--quiet", "--force", "origin", branch)
        if branch != "main":
            git(clone, "switch", "--quiet", "--detach", "origin/main")
            git(clone, "merge", "--quiet", "--no-ff", "--message", "Merge", branch)
            git(clone, "push", "--quiet", "--force", "origin", "HEAD:refs/pull/7/merge")

    def workflow(self, name: str, event: Mapping[str, str], before: Before | None = None) -> Ran:
        """Run the jobs of a workflow of ``origin``, one after another, until one fails."""
        path = self.root / "workflow.yml"
        path.write_text(git(self.origin, "show", f"main:.github/workflows/{name}"), encoding="utf-8")
        document, ran = load(path), Ran()
        for job in document["jobs"].values():
            if ran and self._holds(job.get("if", "always()"), event, {}):
                self._steps(job["steps"], event, {}, before or {}, ran)
        return ran

    def action(self, event: Mapping[str, str], before: Before | None = None) -> Ran:
        """Run the steps of the action, with the inputs that it has by itself."""
        document, ran = load(ACTION), Ran()
        inputs = {f"inputs.{name}": self._filled(one["default"], event, {}) for name, one in document["inputs"].items()}
        self._steps(document["runs"]["steps"], event, inputs, before or {}, ran)
        return ran

    def _steps(
        self,
        steps: Iterable[Mapping[str, Any]],
        event: Mapping[str, str],
        inputs: Mapping[str, str],
        before: Before,
        ran: Ran,
    ) -> None:
        shutil.rmtree(self.workspace, ignore_errors=True)
        self.workspace.mkdir()
        kept: list[str] = []
        for step in steps:
            name, condition = step.get("name", step.get("uses", "")), step.get("if", "success()")
            if (ran.failed and "always()" not in condition) or not self._holds(condition, event, inputs):
                continue
            before.get(name, lambda: None)()
            ran.steps.append(name)
            if "uses" in step:
                kept += self._use(step, event)
            elif name not in LEFT_OUT:
                self._run(step, event, inputs, ran)
        for path in kept if ran else ():
            self._copy(self.workspace / path, self.root / "cache" / path)

    def _use(self, step: Mapping[str, Any], event: Mapping[str, str]) -> list[str]:
        """Do what an action does; the paths that it keeps for the next night."""
        given = step.get("with", {})
        match step["uses"].partition("@")[0]:
            case "actions/checkout":
                self._check_out(int(given.get("fetch-depth", 1)), event)
            case "actions/cache":
                paths: list[str] = given["path"].split()
                for path in paths:
                    self._copy(self.root / "cache" / path, self.workspace / path)
                return paths
        return []

    def _check_out(self, depth: int, event: Mapping[str, str]) -> None:
        source = f"file://{self.origin}"
        git(self.root, "clone", "--quiet", f"--depth={depth}", "--branch=main", source, str(self.workspace))
        if event["github.event_name"] == "pull_request":
            git(self.workspace, "fetch", "--quiet", f"--depth={depth}", "origin", "refs/pull/7/merge")
            git(self.workspace, "switch", "--quiet", "--detach", "FETCH_HEAD")

    def _run(self, step: Mapping[str, Any], event: Mapping[str, str], inputs: Mapping[str, str], ran: Ran) -> None:
        given = {name: self._filled(value, event, inputs) for name, value in step.get("env", {}).items()}
        done = subprocess.run(  # noqa: S603 - the commands that are to be tested
            [*SHELL, step["run"]],
            cwd=self.workspace,
            env={**self._variables(event), **given},
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        ran.output += done.stdout
        if done.returncode:
            ran.failed = step["name"]

    def _variables(self, event: Mapping[str, str]) -> dict[str, str]:
        return {
            "PATH": f"{self.root / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.root / "home"),
            "GITHUB_REPOSITORY": "owner/songs",
            "GITHUB_EVENT_NAME": event["github.event_name"],
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.root / "temp"),
            "GH_COMMENTS": str(self.comments),
            **self.environment,
        }

    def _filled(self, text: str, event: Mapping[str, str], inputs: Mapping[str, str]) -> str:
        """The text with each expression replaced by what it stands for."""
        return EXPRESSION.sub(lambda found: self._value(found[1], event, inputs), str(text))

    def _value(self, name: str, event: Mapping[str, str], inputs: Mapping[str, str]) -> str:
        """What a name of the contexts stands for; as at GitHub, what an event does not say is empty."""
        always = {
            "github.repository": "owner/songs",
            "github.token": "token-of-the-job",
            "github.workspace": str(self.workspace),
            "github.action_path": str(ROOT),
        }
        secrets = {f"secrets.{key}": value for key, value in self.secrets.items()}
        return {**always, **event, **inputs, **secrets}.get(name, "")

    def _holds(self, condition: str, event: Mapping[str, str], inputs: Mapping[str, str]) -> bool:
        words = re.sub(r"(?:always|success)\(\)", "True", condition).replace("&&", "and").replace("||", "or")
        words = NAME.sub(lambda found: repr(self._value(found[0], event, inputs)), words)
        return bool(eval(words, {"__builtins__": {}}))  # noqa: S307 - the conditions of our own files

    def _command(self, name: str, script: str) -> None:
        path = self.root / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        if source.exists():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)
