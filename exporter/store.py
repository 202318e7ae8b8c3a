"""Files that must survive a crash: written whole or not at all, and private where they hold secrets.

And the mark that keeps two runs on one machine apart.
"""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.errors import Deferred, ExporterError

if TYPE_CHECKING:
    from filelock import FileLock

logger = logging.getLogger("exporter")

PRIVATE = 0o600
SHARED = 0o666
SOON = 0.5
"""Seconds to wait for it without a word: most are done by then."""
TURN = 60.0
"""Seconds to wait for another run on this machine to end its work on the same playlist."""


def write_atomic(path: Path, text: str, *, mode: int | None = None) -> None:
    """Replace ``path`` by ``text`` in one step: a reader sees the old file or the new one, never a part.

    A link stays a link. Without ``mode`` a file keeps its own, and a new one gets what every new file gets.

    Raises:
        OSError: the disk is full, the folder read-only ...; the old file is untouched then.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    kept = _mode_of(path) if mode is None else mode
    try:
        with open(temporary, "x", encoding="utf-8", newline="", opener=partial(os.open, mode=kept or SHARED)) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if kept is not None:
            temporary.chmod(kept)
        temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(path.parent)  # of a full disk the system names no file, else one that nobody knows
        raise


def _mode_of(path: Path) -> int | None:
    """What a file may be used for by whom; None when there is none yet: the system decides then."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return None


@contextmanager
def alone(what: str, *paths: Path, go_on: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Nobody else on this machine is at ``what`` meanwhile. The system lifts the marks at ``paths`` when a run dies.

    Where a file system knows no such marks, the run goes on without them, and says so. ``go_on`` is called now and then
    while another run is waited for, and may raise to end that.

    Raises:
        Deferred: another run still is, after a minute.
        ExporterError: the marks cannot be made.
    """
    from filelock import FileLock  # noqa: PLC0415 - only runs that write need it

    with ExitStack() as marks:
        for path in paths:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                mark = FileLock(path)
                _take(mark, what, go_on)
            except OSError as error:
                raise ExporterError(
                    f"The state folder cannot be written to: {error.strerror or error} ({path.parent}).",
                    hint="Make room there, or name another one with EXPORTER_STATE_DIR.",
                ) from error
            except NotImplementedError:
                _say_unmarked(path.parent)
                break
            marks.callback(mark.release)
        yield


@cache
def _say_unmarked(folder: Path) -> None:
    """Once for a run over many playlists."""
    logger.warning("The file system of %s cannot keep two runs apart; start only one.", folder)


def _take(mark: FileLock, what: str, go_on: Callable[[], None]) -> None:
    if _got(mark, SOON):
        return
    logger.warning("Another exporter is at %s; waiting for it to end.", what)
    ends = time.monotonic() + TURN
    while not _got(mark, min(SOON, TURN)):
        go_on()
        if time.monotonic() >= ends:
            raise Deferred(
                f"Another exporter is still at {what} after {TURN:.0f} seconds.",
                hint="Nothing is lost: run the same command again when it has ended.",
            )


def _got(mark: FileLock, seconds: float) -> bool:
    """Whether the mark was to be had in so many seconds."""
    from filelock import Timeout  # noqa: PLC0415 - only runs that write need it

    try:
        mark.acquire(timeout=seconds)
    except Timeout:
        return False
    return True
