"""Which playlists go to which targets in a run over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exporter.crew import Errand
from exporter.errors import FileError, UsageError
from exporter.face import Result
from exporter.model import Playlist
from exporter.nightly.changes import changed_since
from exporter.project import Project, Target
from exporter.suggest import did_you_mean

NAME_ONE = "Name one in the playlist's file:\ntargets:\n  {}:"


@dataclass(frozen=True, slots=True)
class Selection:
    """The errands of a run, playlist by playlist, with what cannot be done.

    ``untargeted`` are playlists whose files name no target; ``broken`` are results for files that cannot be read.
    """

    errands: tuple[Errand, ...]
    untargeted: tuple[str, ...] = ()
    broken: tuple[Result, ...] = ()


def select(project: Project, only: Sequence[str], to: Sequence[Target], since: str | None = None) -> Selection:
    """Every playlist to every target that its file names.

    ``only`` names playlists, ``to`` targets; a sandbox there stands for its service, to try a run out. ``since`` is a
    revision of git: playlists that did not change since then are left out.

    Raises:
        UsageError: there is no such playlist, no playlist is for one of these targets, or git does not know.
    """
    names = sorted({project.path(name).stem for name in only}) or project.playlists()
    changed = changed_since(project, since) if since is not None else frozenset(names)
    playlists: list[Playlist] = []
    broken: list[Result] = []
    for name in (name for name in names if name in changed):
        try:
            playlists.append(project.load(name))
        except FileError as error:
            broken.append(Result(name, "", name, error=error))
    errands = tuple(Errand(playlist, target) for playlist in playlists for target in _targets(playlist, to))
    untargeted = tuple(playlist.slug for playlist in playlists if not playlist.targets)
    if not broken:
        _check_known(project, to, playlists)
    if playlists and not (errands or broken or since is not None):
        raise _none(to, untargeted)
    return Selection(errands, untargeted, tuple(broken))


def _targets(playlist: Playlist, to: Sequence[Target]) -> tuple[Target, ...]:
    named = tuple(map(Target.parse, playlist.targets))
    if not to:
        return named
    return tuple(target for target in to if target in named or (target.sandboxed and Target(target.backend) in named))


def _check_known(project: Project, to: Sequence[Target], loaded: Sequence[Playlist]) -> None:
    """A target that no file names is misspelt, though the others be right: told, or a night would pass it over."""
    seen = {playlist.slug: playlist for playlist in loaded}
    strange = [target for target in to if not any(_targets(playlist, [target]) for playlist in loaded)]
    if not strange:
        return
    try:
        everything = [seen.get(name) or project.load(name) for name in project.playlists()]
    except FileError:
        return  # what a broken file names cannot be told
    named = sorted({name for playlist in everything for name in playlist.targets})
    for target in strange:
        if named and not any(_targets(playlist, [target]) for playlist in everything):
            known = [*named, *(f"{Target.parse(name).backend}@sandbox" for name in named)]
            hint = [did_you_mean(str(target), known), f"The files name {', '.join(named)}."]
            raise UsageError(f"No playlist is for {target}.", hint=" ".join(filter(None, hint)))


def _none(to: Sequence[Target], untargeted: Sequence[str]) -> UsageError:
    if to and not untargeted:
        return UsageError(f"No playlist is for {', '.join(map(str, to))}.", hint=NAME_ONE.format(to[0].backend))
    return UsageError("No playlist names a target.", hint=NAME_ONE.format("SERVICE"))
