"""What every command shares: the global options, the screen, and how errors are told."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from exporter.plugins import Plugins
    from exporter.project import Project

FAILED, USAGE, INTERRUPTED = 1, 2, 130
WHOLE = {
    "diff": "Give a playlist: exporter diff sad-anime",
    "restore": "Give a playlist and where it is: exporter restore sad-anime --to spotify",
}
"""What a whole command looks like, for those whose words are easily forgotten."""
CUT_OFF = "Interrupted. What was done is kept; run the same command again to go on."


class Context:
    """The global options of one call. Results go to standard output, everything else to standard error."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self.quiet = False
        self.verbose = 0
        self.unprinted = 0
        self._project: Path | None = None
        self._err: Console | None = None
        self._plugins: Plugins | None = None

    def start(self, *, project: Path | None, as_json: bool, verbose: int, quiet: bool) -> None:
        """Take the options over and open the log."""
        self._project, self.as_json, self.verbose, self.quiet = project, as_json, verbose, quiet
        level = {0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG)
        logger = logging.getLogger("exporter")
        logger.setLevel(logging.ERROR if quiet else level)
        logger.propagate = False
        logger.handlers = [_Stderr(self)]

    def project(self) -> Project:
        """The project to work in."""
        from exporter.project import Project

        return Project.find(self._project, lambda name: self.plugins().settings(name))

    def folder(self) -> Path:
        """The folder that --project names, else the working directory; a project or not."""
        return self._project or Path.cwd()

    def anywhere(self) -> Project:
        """The project to work in; outside of any the working directory, as a project without a word."""
        from exporter.errors import UsageError
        from exporter.project import Project, state_folder

        try:
            return self.project()
        except UsageError:
            return Project(Path.cwd(), state_folder())

    def plugins(self) -> Plugins:
        """The installed plugins, none loaded yet."""
        if self._plugins is None:
            from exporter.plugins import Plugins

            self._plugins = Plugins()
        return self._plugins

    def out(self) -> Console:
        """Standard output."""
        return _console(sys.stdout)

    def err(self) -> Console:
        """Standard error: one console, so that what is told meanwhile goes above a progress line, not into it."""
        if self._err is None or self._err.file is not sys.stderr:
            self._err = _console(sys.stderr)
        return self._err

    def print(self, thing: RenderableType) -> None:
        """Print a result for a person; where nobody looks, without the blanks that fill up lines."""
        console = self.out()
        if console.is_terminal:
            self._put(lambda: console.print(thing))
            return
        with console.capture() as captured:
            console.print(thing)
        self._put(lambda: click.echo("\n".join(line.rstrip() for line in captured.get().splitlines())))

    def _put(self, write: Callable[[], None]) -> None:
        """Write to standard output; where that takes no more, say so once and go on with the work in hand."""
        try:
            write()
        except BrokenPipeError:
            self.unprinted = self.broken_pipe()
        except OSError as error:
            self.unprinted = self._unprintable(error)

    def show(self, thing: RenderableType, document: Mapping[str, object]) -> None:
        """A result: the JSON document where that was asked for, else what a person reads."""
        if self.as_json:
            self.json(document)
        else:
            self.print(thing)

    def tell(self, thing: RenderableType) -> None:
        """Something beside the result, on standard error; where that is gone, nobody is left to tell."""
        with suppress(OSError):
            self.err().print(thing)

    def confirm(self, question: str) -> bool:
        """Ask on the terminal, each line of the question made harmless; where there is none, the answer is no."""
        if self.as_json or not (sys.stdin.isatty() and self.err().is_terminal):
            return False
        from exporter.render import clean

        return click.confirm("\n".join(map(clean, question.splitlines())), default=False, err=True)

    def json(self, document: Mapping[str, object]) -> None:
        """Print the one JSON document."""
        self._put(lambda: click.echo(json.dumps(document, ensure_ascii=False, indent=2)))

    def failed(self, error: Exception) -> int:
        """Tell an error; its exit code. What is no ExporterError is a bug and keeps its traceback."""
        from exporter.errors import ExporterError, FileError, from_system

        if isinstance(error, OSError):
            if error.filename is None:
                return self._unprintable(error)
            error = from_system(error)
        if not isinstance(error, ExporterError):
            return self._bug(error)
        from exporter import render

        if self.as_json:
            self.json({"error": render.error_json(error)})
        if isinstance(error, FileError):
            self.err().print(render.problems(error.problems))
        if not self.as_json:
            self.err().print(render.error(error))
        return error.exit_code

    def usage(self, error: click.ClickException) -> int:
        """Tell what is wrong with the command line."""
        if isinstance(error, click.MissingParameter) and error.ctx and error.ctx.info_name in WHOLE:
            error = click.UsageError(f"{error.format_message()} {WHOLE[error.ctx.info_name]}", error.ctx)
        if self.as_json:
            self.json(
                {"error": {"kind": "UsageError", "message": error.format_message(), "hint": "", "exit_code": USAGE}}
            )
        else:
            error.show()
        return USAGE

    def interrupted(self) -> int:
        """Ctrl-C: what was decided and written so far is kept."""
        if self.as_json:
            self.json({"error": {"kind": "Interrupted", "message": CUT_OFF, "hint": "", "exit_code": INTERRUPTED}})
        self.tell_interrupted()
        return INTERRUPTED

    def tell_interrupted(self) -> None:
        """Say that the run was cut off."""
        if not self.as_json:
            click.echo(f"\n{CUT_OFF}", err=True)

    def tell_unwritten(self, report: Path, error: OSError) -> None:
        """Say that the report is not there, beside results that stand."""
        from exporter import render
        from exporter.errors import ExporterError

        told = f"The report could not be written to {report}: {error.strerror or error}."
        self.tell(render.error(ExporterError(told, hint="All else was done, and is kept.")))

    def _unprintable(self, error: OSError) -> int:
        """Standard output takes no more (a full disk behind ``> file``); what was done is done."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        with suppress(OSError):
            click.echo(f"Error: the output could not be written: {error.strerror or error}.", err=True)
        return FAILED

    def broken_pipe(self) -> int:
        """The reader of our output went away (``exporter show x | head``)."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED

    def trace(self, trace: str) -> None:
        """Show where a bug came from."""
        click.echo(trace, err=True)
        click.echo("This is a bug in exporter. Please report it with the lines above.", err=True)

    def _bug(self, error: Exception) -> int:
        if self.as_json:
            self.json({"error": {"kind": "Bug", "message": str(error), "hint": "", "exit_code": FAILED}})
        import traceback

        self.trace("".join(traceback.format_exception(error)))
        return FAILED


pass_context = click.make_pass_decorator(Context)


class _Stderr(logging.Handler):
    """Log lines for a person: plain text, made harmless, on standard error."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def emit(self, record: logging.LogRecord) -> None:
        from exporter import render

        self._context.tell(render.log_line(record.levelname, record.getMessage()))


def _console(stream: object) -> Console:
    """A rich console that colours only a terminal and heeds NO_COLOR; wide lines stay whole where nobody looks."""
    from typing import IO, cast

    from rich.console import Console

    file = cast("IO[str]", stream)
    width = None if file.isatty() or "COLUMNS" in os.environ else 120
    return Console(file=file, width=width, highlight=False, emoji=False, markup=False, soft_wrap=False)
