"""Runs in processes of their own, which can be killed: everything is imported once, and every run is a fork.

    python -m tests.storm.nursery

takes orders from standard input, one JSON object a line (``root``, ``target``, ``environment``), and answers each with
the process's ID and, when it has ended, its exit code; of what was killed that is the negative signal.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import exporter_ytmusic.browser
import exporter_ytmusic.data  # noqa: F401 - same

from exporter.app import Depth, Options, run
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.session import Connection
from tests.storm.face import Quiet
from tests.storm.services import small_plugins

HASTE = 100
"""How many times faster these runs wait than others."""


class Nursery:
    """The process that forks. It has one child at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.storm.nursery"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def start(self, root: Path, target: str, **environment: str) -> int:
        """Begin a push; the process's ID."""
        order = {"root": str(root), "target": target, "environment": environment}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._number()

    def wait(self) -> int:
        """The exit code of the push that was begun last."""
        return self._number()

    def _number(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())


def main() -> None:
    """Fork a run for every order."""
    plugins = small_plugins()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os._exit(_pushed(plugins, **json.loads(line)))
        _say(child)
        _say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _pushed(plugins: Plugins, root: str, target: str, environment: Mapping[str, str]) -> int:
    os.environ.update(environment)
    logging.disable()  # what it warns of is told by how it ends
    setattr(Connection, "sleep", lambda _connection, seconds: time.sleep(seconds / HASTE))  # noqa: B010 - a method
    project, to = Project.find(Path(root)), Target.parse(target)
    (result,) = run(project, plugins, ["list"], [to], Depth.PUSH, Quiet(), Options())
    return result.error.exit_code if result.error else 0


if __name__ == "__main__":
    main()
