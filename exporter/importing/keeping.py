"""Writes an import into a playlist file: a new one whole, or what is new into one that is there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from exporter import lock as locks
from exporter.errors import Unsafe, UsageError
from exporter.exchange import Listing
from exporter.files import parse
from exporter.files.edit import Source as File
from exporter.files.writing import new_file
from exporter.importing.draft import Draft, recognised
from exporter.importing.draft import draft as first_draft
from exporter.importing.merging import Known, places
from exporter.importing.sources import Source
from exporter.importing.tidy import line
from exporter.model import Playlist, Song
from exporter.overview.states import backends, column
from exporter.project import FOLDER, Project, Target, seen_from_here
from exporter.store import write_atomic

LONGEST = 60
"""Characters of a file's name at most: systems allow 255 bytes, and three bytes are usual for one of Japanese."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The file that an import goes to. ``file`` is None for one that is not there yet; ``name`` is the playlist's."""

    slug: str
    path: Path
    known: Known
    name: str = ""
    file: File | None = None
    count: int = 0

    @property
    def exists(self) -> bool:
        """Whether songs are added to a file that is there."""
        return self.file is not None


def goal(project: Project, source: Source, name: str = "") -> Goal:
    """The file called ``name``, or one that is called like the source.

    Raises:
        UsageError: the name is none, or nobody named the file and one of that name is there.
        FileError, LockError: the file that is there is wrong, or its lock is.
    """
    slug = _named(name) if name else slug_of(source.listing.name or source.name)
    if slug not in project.playlists():
        path = project.root / FOLDER / f"{slug}.yaml"
        title = source.listing.name or (_title(slug) if name else line(source.name) or _title(slug))
        return Goal(slug, seen_from_here(path), Known((), ()), title)
    path = project.path(slug)
    if not name:
        hint = f"--as {slug} adds what is new to it; --as NAME makes another playlist."
        raise UsageError(f"{path} is there already.", hint=hint)
    file = File.read(path)
    playlist = file.playlist()
    known = Known(playlist.songs, _decided(project, playlist, source))
    return Goal(slug, path, known, playlist.name, file, len(playlist.songs))


def _named(name: str) -> str:
    slug = Path(name).stem if name.endswith(".yaml") else name
    if not slug or slug.startswith((".", "-")) or not slug.isprintable() or re.search(r"[/\\]", slug):
        hint = "A name is like sad-anime: no slashes, and no hyphen or dot to begin with."
        raise UsageError(f"{name!r} is no name for a playlist.", hint=hint)
    return slug


def slug_of(name: str) -> str:
    """A name for a file: small letters and hyphens, in any script, not too long for any system."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold())
    return "-".join(words)[:LONGEST].strip("-") or "imported"


def _decided(project: Project, playlist: Playlist, source: Source) -> Sequence[dict[str, str]]:
    """For each song the tracks that the lock knows, so that what was pushed is known again, however it is called."""
    ordinary = locks.read(project.lock_path(playlist.slug, Target("")))
    columns = [column(playlist, ordinary, target) for target in backends(playlist, ordinary)]
    if source.target and source.target.sandboxed:
        lock = locks.read(project.lock_path(playlist.slug, source.target))
        columns = [column(playlist, lock, source.target)]
    return [
        {
            one.target.backend: state.decision.track.id
            for one in columns
            if (state := one.states[place]).decision and state.decision.track
        }
        for place in range(len(playlist.songs))
    ]


def draft(listing: Listing, goal: Goal) -> Draft:
    """The first draft: what the reader is sure of and the file does not have is taken."""
    return first_draft(listing, [goal.known.place(one.song) for one in listing.songs])


def looked_up(draft: Draft, goal: Goal) -> Draft:
    """The draft with what the file has already, after songs were mended."""
    return recognised(draft, [goal.known.place(row.song) for row in draft.rows])


def text_of(draft: Draft, goal: Goal, *, pins: bool) -> str:
    """The file's text with the new songs.

    Raises:
        FileError: the file is written in a way that songs cannot be added to safely.
    """
    songs = [row.song if pins else replace(row.song, ids={}) for row in draft.new]
    if goal.file is None:
        text = new_file(Playlist(goal.slug, goal.name, tuple(songs), draft.description))
        parse(text, str(goal.path), goal.slug)
        return text
    at = places((row.already for row in draft.rows), goal.count)
    spots = [place for row, place in zip(draft.rows, at, strict=True) if row.is_new]
    return goal.file.add_songs(list[tuple[int, Song]](zip(spots, songs, strict=True)))


def _title(slug: str) -> str:
    words = slug.replace("-", " ").replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}" or slug


def keep(text: str, goal: Goal) -> None:
    """Write the file's new text, whole or not at all.

    Raises:
        Unsafe: somebody else wrote it meanwhile.
        OSError: the disk is full, the folder read-only ...
    """
    if goal.file is not None:
        goal.file.write(text)
        return
    if goal.path.exists():
        message = f"{goal.path} was made by somebody else meanwhile; it is left as it is."
        raise Unsafe(message, hint=f"--as {goal.slug} adds what is new to it.")
    write_atomic(goal.path, text)
