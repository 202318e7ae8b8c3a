"""The terminal as a face of a run over all playlists: one line for each target while it works, then what is news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter import render
from exporter.app import Depth
from exporter.cli.screen import Screen
from exporter.errors import Deferred, FileError, Interrupted, Overdue
from exporter.reports import screens

if TYPE_CHECKING:
    from exporter.cli.context import Context
    from exporter.errors import ExporterError
    from exporter.face import Forecast, Result


class CalmScreen(Screen):
    """Shows a run over many playlists on one screen: only what is news, and each error of a target once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, Depth.PUSH, several=True)

    def forecast(self, forecast: Forecast) -> None:
        """Say what is about to be done, and what that may take."""
        if not (self._silent or self._context.quiet):
            for line in screens.forecast(forecast):
                self._context.tell(line)

    def _report(self, result: Result) -> None:
        cause = result.error.cause if isinstance(result.error, Deferred) else result.error
        if cause is not None and any(cause is told for told in self._told):
            return  # its whole target is stopped by it
        line = screens.line(result, everything=self._context.verbose > 0)
        if line is not None and (result.error or not self._context.quiet):
            self._context.print(line)
        if cause is not None:
            self._told.append(cause)
        if result.error is not None and (
            isinstance(result.error, Overdue) or not isinstance(result.error, Deferred | Interrupted)
        ):
            self._explain(result.error)

    def _explain(self, error: ExporterError) -> None:
        """What to do next; the whole error where the line before it is not in sight."""
        if isinstance(error, FileError):
            self._context.tell(render.problems(error.problems))
        if not (self._err.is_terminal and self._context.out().is_terminal):
            self._context.tell(render.error(error))
        elif error.hint:
            self._context.tell(screens.hint(error))
