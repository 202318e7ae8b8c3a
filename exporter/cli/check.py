"""``exporter check``: playlist files and locks without network, and with ``--links`` the tracks on the services."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from exporter.cli.context import Context, pass_context
from exporter.cli.options import complete_playlist, complete_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter.backend import BackendInfo
    from exporter.errors import Problem
    from exporter.files.findings import Finding, Path
    from exporter.health.links import Checked
    from exporter.model import Playlist, Song
    from exporter.plugins import Plugins
    from exporter.project import Project

logger = logging.getLogger("exporter")


OPEN = 3


@click.command("check")
@click.argument("names", nargs=-1, metavar="[NAME…]", shell_complete=complete_playlist)
@click.option("--links", is_flag=True, help="Ask the services whether every decided track is still there.")
@click.option(
    "--on",
    "target",
    metavar="TARGET",
    help="With --links: only there. Otherwise on every backend that has decisions and can be asked.",
    shell_complete=complete_target,
)
@click.option("--write", is_flag=True, help="With --links: put what takes a dead track's place into the lock.")
@click.option("--strict", is_flag=True, help="With --links: end with 3 when a track needs a person or was not asked.")
@click.option("--yes", is_flag=True, help="With --links: believe deaths at once, of more than 30 % too.")
@pass_context
def check_command(
    context: Context,
    *,
    names: tuple[str, ...],
    links: bool,
    target: str | None,
    write: bool,
    strict: bool,
    yes: bool,
) -> int:
    """Check playlist files and locks, without network.

    Every problem of every file is told at once, with line, column and what was meant.

    With --links every track in the locks is asked for, each once: is it still there, can it still be played, is it
    still the same recording. For a dead one another is searched for; --write puts it into the lock, for review in git,
    accepted only where it fits the file and is the recording that was there. Pins are told, and never replaced.
    """
    from exporter import render
    from exporter.errors import FileError, UsageError

    if (target or write or strict or yes) and not links:
        raise UsageError("--on, --write, --strict and --yes go with --links.")
    project, plugins = context.project(), context.plugins()
    chosen = names or project.playlists()
    problems = [problem for name in chosen for problem in _problems(project, name, plugins)]
    ignored = [] if names else tell_ignored(project)
    _tell_unknown_targets(project, plugins)
    if problems and not context.as_json:
        raise FileError(problems)
    checked = () if problems or not links else _check_links(context, chosen, target, write=write, yes=yes)
    if context.as_json:
        from exporter.health import screens

        found = [render.problem_json(problem) for problem in problems]
        more = {"links": screens.checked_json(checked)} if links else {}
        context.json({"checked": len(chosen), "problems": found, "ignored": ignored, **more})
        return FileError.exit_code if problems else _links_code(checked, strict=strict)
    context.print(render.checked(len(chosen)))
    return _show_links(context, checked, write=write, strict=strict) if links else 0


def _tell_unknown_targets(project: Project, plugins: Plugins) -> None:
    """Warn of settings in exporter.toml for what is neither installed nor a target of any file."""
    from exporter.errors import ExporterError
    from exporter.suggest import did_you_mean

    if not project.settings:
        return
    known = {*plugins.names(), *(one.name for one in plugins.enrichers())}
    for name in project.playlists():
        with suppress(ExporterError):  # a wrong file is told by itself
            known.update(target.partition("@")[0] for target in project.load(name).targets)
    for target in project.settings:
        backend = target.partition("@")[0]
        if backend not in known:
            guess = did_you_mean(backend, sorted(known))
            told = "exporter.toml: [targets.%s] is for nothing that is installed or that a file names. %s"
            logger.warning("%s", (told % (target, guess)).rstrip())


def _check_links(
    context: Context, names: Sequence[str], target: str | None, *, write: bool, yes: bool
) -> tuple[Checked, ...]:
    from exporter.health.links import check_links
    from exporter.project import Target

    def told(label: str, count: int) -> None:
        if not (context.quiet or context.as_json):
            context.tell(f"Asking {label} for {count:,} {'track' if count == 1 else 'tracks'}.")

    on = Target.parse(target) if target else None
    return check_links(context.project(), context.plugins(), names, on, write=write, yes=yes, told=told)


def _show_links(context: Context, checked: Sequence[Checked], *, write: bool, strict: bool) -> int:
    from exporter import render
    from exporter.health import screens

    for part in screens.checked(checked, write=write):
        context.print(part)
    for one in checked:
        if one.error is not None:
            context.tell(render.error(one.error))
    return _links_code(checked, strict=strict)


def _links_code(checked: Sequence[Checked], *, strict: bool) -> int:
    from exporter.health.condition import UNSURE

    if errors := [one.error for one in checked if one.error is not None]:
        return errors[0].exit_code
    links = [link for one in checked for link in one.links]
    left = any(link.needs_a_person or link.condition in UNSURE for link in links)
    return OPEN if strict and left else 0


def tell_ignored(project: Project) -> list[str]:
    """Warn of files that look like playlists and are none by their names; their paths."""
    ignored = [str(path) for path in project.ignored()]
    for path in ignored:
        logger.warning("%s is no playlist by its name, and is ignored. Rename it so that it ends in .yaml.", path)
    return ignored


def _problems(project: Project, name: str, plugins: Plugins) -> list[Problem]:
    from exporter import lock
    from exporter.errors import FileError, LockError, Problem
    from exporter.files.edit import Source
    from exporter.files.native import problems_at
    from exporter.project import Target

    path = project.path(name)
    found: list[Problem] = []
    try:
        source = Source.read(path)
        found += problems_at(source.text, str(path), _findings(source.playlist(), plugins))
    except FileError as error:
        found += error.problems
    lock_path = project.lock_path(path.stem, Target(""))
    try:
        lock.read(lock_path)
    except LockError as error:
        found.append(Problem(str(lock_path), error.line, error.column, "", error.told, error.hint))
    return found


def _findings(playlist: Playlist, plugins: Plugins) -> Iterator[Finding]:
    """What the file alone cannot tell: which services there are, and what their IDs look like."""
    yield from _misspelt(playlist, plugins.names())
    yield from _no_ids(playlist, plugins)


def _misspelt(playlist: Playlist, services: Sequence[str]) -> Iterator[Finding]:
    """Names of services that are not installed and look like one that is: a pin under such a name would be lost."""
    from exporter.files.findings import Finding
    from exporter.suggest import nearest

    named: list[tuple[Path, str, bool]] = [
        (("targets", name), name.partition("@")[0], True) for name in playlist.targets
    ]
    for number, song in enumerate(playlist.songs):
        named += [(("songs", number, key, name), name, True) for key, _, name in _ids_of(song)]
        named += [(("songs", number, "skip"), name, False) for name in song.skip]
    for where, name, on_key in dict.fromkeys(named):
        meant = "" if name in services else nearest(name, services)
        if meant:
            yield Finding(where, f"no service is called {name!r}", f'did you mean "{meant}"?', on_key)


def _no_ids(playlist: Playlist, plugins: Plugins) -> Iterator[Finding]:
    """Pins and refused tracks that are links, or no IDs at all: no track would ever be found by them."""
    from exporter.files.findings import Finding, shown

    infos = {info.name: info for info in _backends(playlist, plugins)}
    for number, song in enumerate(playlist.songs):
        for key, given, name in _ids_of(song):
            read = infos[name].track_id(given) if name in infos else given
            if read != given:
                hint = f"write the ID alone: {read}" if read else "copy the link of the song, and use `exporter pin`"
                message = f"not the ID of a track on {infos[name].label}: {shown(given)}"
                yield Finding(("songs", number, key, name), message, hint)


def _ids_of(song: Song) -> Iterator[tuple[str, str, str]]:
    """Each pin and each refused track: the key it stands under, its ID, and the service."""
    yield from (("ids", track, name) for name, track in song.ids.items())
    yield from (("not", track, name) for name, tracks in song.not_.items() for track in tracks)


def _backends(playlist: Playlist, plugins: Plugins) -> Iterator[BackendInfo]:
    """The backends that the songs name, as far as they are installed and work: a broken one is told elsewhere."""
    from exporter.errors import PluginError

    for name in sorted({name for song in playlist.songs for _, _, name in _ids_of(song)} & set(plugins.names())):
        with suppress(PluginError):
            yield plugins.backend(name)
