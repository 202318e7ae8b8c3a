"""Everything that can go wrong in a way a user can meet.

    ExporterError                1  something failed
    ├── UsageError               2  a wrong command line, an unknown playlist, target or backend
    ├── FileError                2  files are wrong: all problems at once, with line and column
    ├── LockError                2  a lock cannot be read, or is newer than this program
    ├── PluginError              1  a plugin is broken or keeps no contract
    ├── LoginError               4  not logged in, or the login died
    ├── NotAllowed               4  logged in, but the service refuses
    ├── ServiceError             1  the service failed or answered nonsense
    │   ├── Unreachable          1  no connection, or no answer in time
    │   ├── NotFound             1  the thing asked for is not there
    │   └── Rejected             1  the service will not take what we sent
    ├── WaitLonger               5  the service told us to wait longer than we may
    │   └── Deferred             5  left for the next run: the budget or the service has no room for it now
    │       └── Overdue          1  left for the next run for days: somebody should look
    ├── Unsafe                   6  a guard refused
    ├── Interrupted            130  somebody ended the run
    └── Bug                      1  a mistake of this program

Every error says what happened, where, and in ``hint`` what to do next. The number is the exit code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ExporterError(Exception):
    """Something failed that a user can understand and act on."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep ``message`` (what happened, where) and ``hint`` (what to do next)."""
        super().__init__(message)
        self.message = message
        self.hint = hint


def from_system(error: OSError) -> ExporterError:
    """What the system refused (a full disk, a folder that may not be written to), as an error of ours."""
    where = f" ({error.filename})" if error.filename else ""
    return ExporterError(
        f"The system refused: {error.strerror or error}{where}.",
        hint="Check that the disk has room and that the folder may be written to, and run the same command again.",
    )


class UsageError(ExporterError):
    """The command line, a name or a setting is wrong."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where (``path`` is ``songs[3].isrc``), what, and what was meant."""

    file: str
    line: int
    column: int
    path: str
    message: str
    suggestion: str = ""


class FileError(ExporterError):
    """Files that cannot be used as they are; ``problems`` lists everything that is wrong with them."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep all ``problems``; the message counts them."""
        count = len(problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} found")
        self.problems = tuple(problems)


class LockError(ExporterError):
    """A lock cannot be read, or was written by a newer exporter.

    ``told`` is the message without the place, which is ``file``, ``line`` and ``column`` (from 1).
    """

    exit_code = 2

    def __init__(self, file: str, told: str, *, line: int = 0, column: int = 1, hint: str = "") -> None:
        """Keep the place; a ``line`` of 0 says that it is about the whole file."""
        place = f":{line}:{column}" if line else ""
        super().__init__(f"{file}{place}: {told}", hint=hint)
        self.told, self.line, self.column = told, max(line, 1), column


class PluginError(ExporterError):
    """A plugin is not installed, is broken, or does not do what it promised."""


class LoginError(ExporterError):
    """Nobody is logged in, or the login has died."""

    exit_code = 4


class NotAllowed(ExporterError):
    """The service knows who we are and refuses all the same."""

    exit_code = 4


class ServiceError(ExporterError):
    """The service failed, or answered with something that makes no sense."""


class Unreachable(ServiceError):
    """No connection, or no answer in time. A write may or may not have been applied."""


class NotFound(ServiceError):
    """The playlist or track asked for is not there."""


class Rejected(ServiceError):
    """The service will not take what we sent, and sending it again will not help."""


class WaitLonger(ExporterError):
    """The service told us to come back later than we are allowed to wait. Nothing is lost.

    ``seconds`` is how long from now, None when the service did not say.
    """

    exit_code = 5

    def __init__(self, message: str, *, seconds: float | None = None, hint: str = "") -> None:
        """Keep how long to wait beside the message."""
        super().__init__(message, hint=hint)
        self.seconds = seconds


class Deferred(WaitLonger):
    """Left for the next run: the budget or the service has no room for it now, or another run is at it.

    Nothing is lost. ``cause`` is the error that passes by itself, where one stands in the way.
    """

    def __init__(
        self, message: str, *, seconds: float | None = None, hint: str = "", cause: ExporterError | None = None
    ) -> None:
        """Keep the cause beside the message."""
        super().__init__(message, seconds=seconds, hint=hint)
        self.cause = cause


class Overdue(Deferred):
    """Left for the next run again, and that for days: what should pass by itself does not, so that somebody looks."""

    exit_code = 1


class Unsafe(ExporterError):
    """A guard refused to go on."""

    exit_code = 6


class Interrupted(ExporterError):
    """Somebody ended the run before this was done."""

    exit_code = 130


class Bug(ExporterError):
    """A mistake of this program or of a plugin; what was raised is the cause. ``trace`` says where that was."""

    def __init__(self, message: str, *, hint: str = "", trace: str = "") -> None:
        """Keep the ``trace`` beside the message; neither has secrets in it."""
        super().__init__(message, hint=hint)
        self.trace = trace


def one_line(error: BaseException) -> str:
    """What somebody else's code raised, in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def passes(error: ExporterError | None) -> bool:
    """Whether the same may go well another time with nobody's help.

    A service that failed for the moment is asked again; what it will not take or have is for a person.
    """
    if isinstance(error, Overdue):
        return False
    return isinstance(error, Unreachable | WaitLonger) or type(error) is ServiceError
