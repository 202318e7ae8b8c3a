"""Runs in processes of their own, which can be killed: everything is imported once, and every run is a fork.

    python -m tests.storm.nursery

takes orders from standard input, one JSON object a line (``root``, ``target``, ``most``, ``dies_at``, ``environment``),
and answers each with the process's ID and, when it has ended, its exit code; of what was killed that is the negative
signal.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self
from unittest import mock

import exporter_spotify.backend  # noqa: F401 - what the runs import late is there already
import exporter_ytmusic.browser
import exporter_ytmusic.data  # noqa: F401 - same

from exporter.app import Depth, Options, run
from exporter.face import Silent
from exporter.project import Project, Target
from exporter.session import Connection
from tests.storm.services import Way, small_plugins

HASTE = 1000
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

    def start(self, root: Path, way: Way, *, dies_at: int = 0, **environment: str) -> int:
        """Begin a push; the process's ID. It kills itself while it writes the file of number ``dies_at`` (from 1)."""
        order = {"root": str(root), "target": way.target, "most": way.most, "dies_at": dies_at}
        order["environment"] = environment
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
    for line in sys.stdin:
        order = json.loads(line)
        small_plugins(order["most"])  # found once, for all children
        child = os.fork()
        if not child:
            os._exit(_pushed(**order))
        _say(child)
        _say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _dying(dies_at: int) -> Callable[[object], None]:
    """In place of what every file goes through before it takes its name: nobody pulls the plug, but a kill may come."""
    left = count(dies_at - 1, -1)
    return lambda _handle: None if next(left) else os.kill(os.getpid(), signal.SIGKILL)


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _pushed(root: str, target: str, most: int, dies_at: int, environment: Mapping[str, str]) -> int:
    os.environ.update(environment)
    logging.disable()  # what it warns of is told by how it ends
    setattr(Connection, "sleep", lambda _connection, seconds: time.sleep(seconds / HASTE))  # noqa: B010 - a method
    project, to = Project.find(Path(root)), Target.parse(target)
    with mock.patch("exporter.store.os.fsync", _dying(dies_at)):
        (result,) = run(project, small_plugins(most), ["list"], [to], Depth.PUSH, Silent(), Options())
    return result.error.exit_code if result.error else 0


if __name__ == "__main__":
    main()
