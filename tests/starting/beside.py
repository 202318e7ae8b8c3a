"""``exporter`` with one thing changed: the sandbox's locks lie beside the playlists, as those of services do.

So a job's commands can be run as they stand, up to the commit of the locks, against the sandbox.

    python -m tests.starting.beside SOCKET

imports everything once, and forks at every call that ``calling.py`` hands it through the socket: with the caller's
words, folder, environment and standard streams, and nothing else of it or of an earlier call.
"""

from __future__ import annotations

import json
import os
import select
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import exporter_spotify.backend  # noqa: F401 - what the calls import late is there already

import exporter.app  # noqa: F401 - same
from exporter.cli.main import run
from exporter.matching import compare
from exporter.model import Song, Track
from exporter.project import FOLDER, Project, Target

STREAMS = 3


def beside(self: Project, playlist: str, target: Target) -> Path:  # noqa: ARG001 - the method's own words
    return self.root / FOLDER / f"{playlist}.lock"


def main(address: str) -> None:
    """Answer every call with its exit code, until standard input ends."""
    Project.lock_path = beside  # type: ignore[method-assign]
    compare(Song("歌", ("歌手",)), Track("spotify", "id", "Uta", ("Kashu",)))  # the readings are there already, too
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while sys.stdin not in select.select([door, sys.stdin], [], [])[0]:
            with door.accept()[0] as caller:
                caller.sendall(str(answered(caller)).encode())


def answered(caller: socket.socket) -> int:
    """The exit code of a call."""
    text, streams, *_ = socket.recv_fds(caller, 1 << 16, STREAMS)
    while not text.endswith(b"\n"):
        text += caller.recv(1 << 16)
    child = os.fork()
    if not child:
        os._exit(called(streams, **json.loads(text)))
    for stream in streams:
        os.close(stream)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def called(streams: Sequence[int], words: Sequence[str], folder: str, environment: Mapping[str, str]) -> int:
    """Be the process that was called."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        os.dup2(streams[number], number)
        setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - it stays
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    code = run(words)
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    main(sys.argv[1])
