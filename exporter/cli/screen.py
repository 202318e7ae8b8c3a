"""The terminal as a face of a run: a progress line while searching, then decisions, plan and outcome."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import TYPE_CHECKING, Self

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from exporter import render
from exporter.app import Depth, Result

if TYPE_CHECKING:
    from exporter.cli.context import Context
    from exporter.errors import ExporterError
    from exporter.model import Decision, Edit, Playlist, Song
    from exporter.project import Target


class Screen:
    """Shows a run to a person. Everything but results goes to standard error; with ``--json`` nothing is shown."""

    def __init__(self, context: Context, depth: Depth, *, several: bool) -> None:
        self._context, self._depth, self._several = context, depth, several
        self._silent = context.as_json
        self._told: list[ExporterError] = []
        self._err = context.err()
        self._tasks: dict[str, TaskID] = {}
        self._at: dict[int, str] = {}
        self._progress = self._new_progress()

    def _new_progress(self) -> Progress:
        visible = self._err.is_terminal and not self._context.quiet and not self._silent
        return Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._err,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not visible,
        )

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Without progress lines meanwhile. They come back as new ones: the old would erase what was printed."""
        self._progress.stop()
        try:
            yield
        finally:
            before, self._progress = self._progress, self._new_progress()
            for key, task_id in self._tasks.items():
                (old,) = (task for task in before.tasks if task.id == task_id)
                self._tasks[key] = self._progress.add_task(
                    old.description, total=old.total, completed=int(old.completed)
                )
                self._progress.tasks[-1].start_time = old.start_time
            self._progress.start()

    def __enter__(self) -> Self:
        """Start the progress line."""
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""
        self._progress.stop()

    def searching(self, playlist: Playlist, target: Target, total: int) -> None:
        """A playlist's songs are about to be decided."""
        self._at[get_ident()] = key = f"{playlist.slug} → {target}"
        self._show(key, f"{render.short(playlist.name)} → {target}: finding songs", total)

    def decided(self, song: Song, decision: Decision) -> None:  # noqa: ARG002 - a Face
        """One song has been decided."""
        self._step()

    def planned(self, result: Result) -> None:
        """The plan is made."""
        if self._depth is Depth.PUSH and result.plan is not None:
            key = f"{result.playlist} → {result.target}"
            self._show(key, f"{render.short(result.name)} → {result.target}: writing", len(result.plan.edits))

    def written(self, edit: Edit) -> None:  # noqa: ARG002 - a Face
        """One edit has been applied."""
        self._step()

    def finished(self, result: Result) -> None:
        """Show how one playlist fared on one target."""
        self._clear(f"{result.playlist} → {result.target}")
        with self._aside():
            if not self._silent:
                self._report(result)

    def ask(self, question: str) -> bool:
        """Ask on the terminal; where there is none, the answer is no."""
        with self._aside():
            try:
                return self._context.confirm(question)
            except click.Abort:
                raise KeyboardInterrupt from None  # so that it ends what other threads are at, too

    def _report(self, result: Result) -> None:
        if result.error is not None and any(result.error is told for told in self._told):
            told = f"{render.short(result.name or result.playlist)} → {result.target}: not done, for the same reason."
            self._context.print(told)
            return
        for part in render.report(result, brief=self._context.quiet, whole=self._context.verbose > 0):
            self._context.print(part)
        if result.error is not None:
            self._told.append(result.error)
            self._context.tell(render.error(result.error))
        if self._several:
            self._context.print("")

    def _show(self, key: str, description: str, total: int) -> None:
        self._clear(key)
        self._tasks[key] = self._progress.add_task(description, total=total)

    def _clear(self, key: str) -> None:
        if key in self._tasks:
            self._progress.remove_task(self._tasks.pop(key))

    def _step(self) -> None:
        """One step further with what this thread is at: each target has a thread of its own."""
        task = self._tasks.get(self._at.get(get_ident(), ""))
        if task is not None:
            self._progress.advance(task)
