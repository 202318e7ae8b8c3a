"""A project that ``exporter init`` made, at home in a repository that jobs work for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.conftest import Run, Sandbox
from tests.starting.machine import Before, Machine, Ran, git

PLAYLIST = "playlists/first-playlist.yaml"


@dataclass
class Repository:
    """The repository of a new project whose playlist goes to the sandbox, and the jobs that work for it.

    ``jobs`` says which do: those of the workflows that init writes, or the action's.
    """

    machine: Machine
    sandbox: Sandbox
    jobs: str

    def pull_request(self, event: Mapping[str, str]) -> Ran:
        return self._job("playlists-check.yml", event, None)

    def sync(self, event: Mapping[str, str], before: Before | None = None) -> Ran:
        return self._job("playlists-sync.yml", event, before)

    def _job(self, workflow: str, event: Mapping[str, str], before: Before | None) -> Ran:
        if self.jobs == "action":
            return self.machine.action(event, before)
        return self.machine.workflow(workflow, event, before)

    def read(self, path: str) -> str:
        """A file as ``origin`` has it."""
        return git(self.machine.origin, "show", f"main:{path}") + "\n"

    @property
    def head(self) -> str:
        return git(self.machine.origin, "rev-parse", "main")

    @property
    def comments(self) -> list[Any]:
        found: list[Any] = json.loads(self.machine.comments.read_text(encoding="utf-8"))
        return found

    def songs(self, *more: Mapping[str, str], without: int = 0) -> str:
        """The first playlist with songs added, or its last ones left out."""
        blocks = self.read(PLAYLIST).split("\n  - title: ")
        added = [f"{song['title']}\n    artist: {song['artist']}\n" for song in more]
        return "\n  - title: ".join([*blocks[: len(blocks) - without], *added])


@pytest.fixture(scope="session")
def installed() -> Iterator[str]:
    """The socket of an ``exporter`` that jobs may call."""
    with TemporaryDirectory() as folder:  # a short path: that of a socket has a hundred characters at most
        command = [sys.executable, "-m", "tests.starting.beside", f"{folder}/socket"]
        root = Path(__file__).parents[2]
        with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
            assert server.stdout
            assert server.stdout.readline() == "ready\n"
            yield f"{folder}/socket"
            server.communicate()


@pytest.fixture
def repository(
    request: pytest.FixtureRequest, exporter: Run, sandbox: Sandbox, installed: str, tmp_path: Path
) -> Repository:
    project = tmp_path / "new"
    assert exporter("init", str(project)).code == 0
    playlist = project / PLAYLIST
    playlist.write_text(playlist.read_text(encoding="utf-8").replace("  spotify:", "  spotify@sandbox:"), "utf-8")
    machine = Machine(tmp_path / "machine", installed, {"EXPORTER_SANDBOX_URL": os.environ["EXPORTER_SANDBOX_URL"]})
    machine.publish(project)
    return Repository(machine, sandbox, getattr(request, "param", "workflows"))
