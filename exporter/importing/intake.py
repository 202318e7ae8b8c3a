"""One import from its source to its file: what the command line and the library do alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exporter.errors import ExporterError
from exporter.importing import keeping, sources
from exporter.importing.draft import Draft
from exporter.importing.keeping import Goal
from exporter.importing.sources import Source
from exporter.plugins import Plugins
from exporter.project import Project


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read, where it goes, and what would be written. ``pins``: the tracks that the source names, too."""

    source: Source
    goal: Goal
    draft: Draft
    pins: bool


def read(
    project: Project,
    plugins: Plugins,
    given: str,
    name: str = "",
    told: str = "",
    *,
    encoding: str = "",
    pins: bool = True,
    stdin: Callable[[int], bytes] = lambda _: b"",
) -> Intake:
    """The playlist that ``given`` names, on its way into the file called ``name``, or one that is called like it.

    The sandbox's IDs mean nothing elsewhere, and never become pins. Other arguments as :func:`sources.read`.

    Raises:
        ExporterError: there is no song in it; or as :func:`sources.read` and :func:`keeping.goal`.
    """
    source = sources.read(project, plugins, given, told, encoding=encoding, stdin=stdin)
    if not (source.listing.songs or source.listing.left):
        raise ExporterError(f"There is no song in {source.label}.", hint="Is it the right file, read as what it is?")
    goal = keeping.goal(project, source, name)
    return Intake(source, goal, keeping.draft(source.listing, goal), pins and not source.sandboxed)


def write(intake: Intake, *, dry: bool = False) -> None:
    """Write what is new; with ``dry`` only find out whether that can be done.

    Raises:
        ExporterError: as :func:`keeping.text_of` and :func:`keeping.keep`.
    """
    text = keeping.text_of(intake.draft, intake.goal, pins=intake.pins)
    if intake.draft.new and not dry:
        keeping.keep(text, intake.goal)
