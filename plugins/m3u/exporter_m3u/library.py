"""The music folder: which files there are, what they say of themselves, and how they are searched.

Every file has to be opened for its tags, which takes long on a slow disk; so they are kept, by each file's size and
time of change.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from exporter import Query, Track
from exporter.errors import Unreachable
from exporter_m3u.files import replace_file
from exporter_m3u.names import is_numbered, named
from exporter_m3u.tags import ENDINGS, Tags, tags_of

BACKEND = "m3u"
LAYOUT = 1
"""Raised whenever what is kept changes its shape."""
HITS = 20
SHARE = 0.5
"""The part of a title's words that a candidate has to have; whether it is the song is decided elsewhere."""
PART = 0.6
"""What a word counts that is found inside of another: less than the word itself, and enough where all are."""
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class File:
    """One music file: where it lies, and the track that it is; all its ``text``, folded, and the ``words`` of that."""

    path: Path
    track: Track
    text: str
    words: frozenset[str]


class Library:
    """The files of a music folder as they were when it was opened."""

    def __init__(self, files: Sequence[File]) -> None:
        self._files = {file.track.id: file for file in files}

    @classmethod
    def open(cls, folder: Path, kept: Path | None) -> Library:
        """Look at every file; ``kept`` is where the tags are remembered.

        Raises:
            Unreachable: the folder is not there, as when a disk is not plugged in.
        """
        check_there(folder)
        paths = sorted(_music(folder))
        numbered = _numbered(paths)
        tags = _remembered(paths, kept)
        return cls([_file(path, folder, tags[path], numbered=path.parent in numbered) for path in paths])

    def file(self, track_id: str) -> File | None:
        """The file of a track."""
        return self._files.get(track_id)

    def search(self, query: Query) -> list[Track]:
        """Tracks that share words with what is asked for, those that share most first."""
        if query.isrc:
            return [file.track for file in self._files.values() if file.track.isrc == query.isrc]
        wanted, beside = _words(query.title or query.text), _words(query.artist)
        ranked = []
        for file in self._files.values():
            share = _share(wanted, file)
            if share >= SHARE:
                ranked.append((-share - _share(beside, file), len(file.words), file.track.id, file.track))
        return [track for *_, track in sorted(ranked, key=lambda one: one[:3])[:HITS]]


def check_there(folder: Path) -> None:
    """Refuse to take a folder that is not there for an empty one.

    Raises:
        Unreachable: it is not there, as when its disk is not plugged in.
    """
    if not folder.is_dir():
        raise Unreachable(
            f"The folder {folder} is not there.",
            hint="Plug its disk in, or name another one in exporter.toml, under [targets.m3u].",
        )


def id_of(path: Path, folder: Path) -> str | None:
    """The ID of a file: its path in the music folder, the same on systems that spell é in two ways; None outside."""
    try:
        return normalize("NFC", path.relative_to(folder).as_posix())
    except ValueError:
        return None


def _music(folder: Path) -> Iterator[Path]:
    """Every music file, those apart that no line of a playlist can name."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if path.suffix.lower() in ENDINGS and not name.startswith(".") and str(path).isprintable():
                yield path


def _numbered(paths: Sequence[Path]) -> set[Path]:
    names = defaultdict(list)
    for path in paths:
        names[path.parent].append(path.name)
    return {folder for folder, found in names.items() if is_numbered(found)}


def _file(path: Path, folder: Path, tags: Tags, *, numbered: bool) -> File:
    """The file as a track: its tags, and what its name says where they say nothing."""
    track_id = id_of(path, folder) or ""
    name = named(PurePosixPath(track_id), numbered=numbered)
    track = Track(
        BACKEND,
        track_id,
        tags.title or name.title,
        tags.artists or tuple(filter(None, [name.artist])),
        album=tags.album or name.album,
        year=tags.year,
        duration=tags.duration,
        isrc=tags.isrc,
        url=path.as_uri(),
    )
    text = _folded(f"{track.label} {track.album} {track_id}")
    return File(path, track, text, frozenset(WORD.findall(text)))


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _words(text: str) -> list[str]:
    return WORD.findall(_folded(text))


def _share(wanted: Sequence[str], file: File) -> float:
    """How much of what is wanted a file has, in [0, 1]. Scripts without blanks are searched inside of words, too."""
    found = (1.0 if word in file.words else PART * (word in file.text) for word in wanted)
    return sum(found) / len(wanted) if wanted else 0.0


def _remembered(paths: Sequence[Path], kept: Path | None) -> dict[Path, Tags]:
    """The tags of every file: those that are kept of files that did not change, and those that are read now."""
    before = _load(kept) if kept else {}
    after = {str(path): _read(path, before.get(str(path))) for path in paths}
    if kept and after != before:
        replace_file(kept, json.dumps({"layout": LAYOUT, "files": after}, ensure_ascii=False).encode())
    return {path: _tags(after[str(path)]) for path in paths}


def _load(kept: Path) -> Mapping[str, Mapping[str, object]]:
    """What is kept; nothing where that cannot be read, or is of another layout."""
    try:
        document = json.loads(kept.read_bytes())
        return dict(document["files"]) if document["layout"] == LAYOUT else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _read(path: Path, before: Mapping[str, object] | None) -> Mapping[str, object]:
    try:
        found = path.stat()
        size, changed = found.st_size, found.st_mtime_ns
    except OSError:  # gone meanwhile, or not ours to look at
        size, changed = -1, -1
    if before and (before["size"], before["changed"]) == (size, changed):
        return before
    return {"size": size, "changed": changed, "tags": asdict(tags_of(path))}


def _tags(kept: Mapping[str, object]) -> Tags:
    found = kept["tags"]
    return Tags(**{**found, "artists": tuple(found["artists"])}) if isinstance(found, dict) else Tags()
