"""What an adopted playlist holds that its file does not, and how it gets into the file.

A track is a new song only when it is none of the file's already: neither one that has another track, nor one that is
still open, nor one of which the file says that it is not.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec

from exporter import lock as locks
from exporter.errors import Unsafe
from exporter.face import Extra, Face, Result
from exporter.files.edit import Source
from exporter.lock import Locked, fingerprint, song_keys, to_locked
from exporter.matching import judge
from exporter.matching.text import fold, split
from exporter.model import Decision, Item, Playlist, Remote, Song, Track, Verdict
from exporter.project import Project, Target

SHOWN = 20
"""Tracks that a question names before it counts the rest."""


def extras(
    remote: Remote, songs: Sequence[tuple[Song, Decision]], ours: frozenset[str], service: str
) -> tuple[Extra, ...]:
    """The rows of ``remote`` whose track is none of ``ours``, each with its place in the file."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for place, (_, decision) in enumerate(songs):
        if decision.track is not None:
            places[decision.track.id].append(place)
    titles = _by_title(song for song, _ in songs)
    found: list[Extra] = []
    place = 0
    for row, item in enumerate(remote.items):
        if places[item.id]:
            place = places[item.id].popleft() + 1
        elif item.id and item.id not in ours:
            found.append(Extra(row, item, place, _already(item, songs, titles, service)))
    return tuple(found)


def _by_title(songs: Iterable[Song]) -> Mapping[str, Sequence[int]]:
    titles: dict[str, list[int]] = defaultdict(list)
    for place, song in enumerate(songs):
        for title in (song.title, *song.aka):
            titles[fold(split(title).core)].append(place)
    return titles


def _already(
    item: Item, songs: Sequence[tuple[Song, Decision]], titles: Mapping[str, Sequence[int]], service: str
) -> int | None:
    """The song that a row already is, or of which the file says that it is not."""
    track = track_of(item, service)
    same_title = set(titles.get(fold(split(item.title).core), ()))
    for place, (song, decision) in enumerate(songs):
        if item.id in song.not_.get(service, ()):
            return place
        likely = place in same_title or decision.verdict is not Verdict.ACCEPT
        if likely and (_is_called(song, item) or judge(song, [track]).verdict is not Verdict.MISSING):
            return place
    return None


def _is_called(song: Song, item: Item) -> bool:
    """Whether a row has a song's name, whatever recording it is."""
    artists = set(map(fold, item.artists))
    return fold(item.title) == fold(song.title) and not artists.isdisjoint(map(fold, song.artists))


def track_of(item: Item, service: str) -> Track:
    """What a row shows, as a track."""
    return Track(
        service, item.id, item.title, item.artists, duration=item.duration, isrc=item.isrc, playable=item.playable
    )


def offer(project: Project, playlist: Playlist, result: Result, target: Target, face: Face) -> tuple[Extra, ...] | None:
    """Ask whether what the file does not have shall be added to it, and add it: what was added.

    None when there was nothing to ask about. After a question the remote may be another one than was planned for.

    Raises:
        Unsafe, FileError: the file changed meanwhile, or cannot be edited; nothing is written then.
    """
    new = [one for one in result.extras if one.is_new]
    if not new:
        return None
    path = project.path(playlist.slug)
    if not face.ask(_question(result, new, str(path))):
        return ()
    count = len(playlist.songs)
    if any(one.place < count for one in new):
        in_place = face.ask("Each behind the song that it stands behind on the playlist? (Otherwise at the end.)")
        new = new if in_place else [replace(one, place=count) for one in new]
    _add(project, playlist, target, new)
    return tuple(replace(one, added=True) for one in new)


def _question(result: Result, new: Sequence[Extra], file: str) -> str:
    rows = [f"  {one.row + 1:>4}  {' '.join(one.item.label.split())}" for one in new[:SHOWN]]
    rows += [f"  and {len(new) - SHOWN} more"] if len(new) > SHOWN else []
    nameless = sum(one.song is None and not one.item.title.strip() for one in result.extras)
    kept = result.plan is not None and all(one.item.id in result.plan.wanted for one in new)
    what, it, they = ("1 track", "it", "it stays") if len(new) == 1 else (f"{len(new)} tracks", "them", "they stay")
    otherwise = f"{they} there all the same" if kept else f"the push removes {it}"
    head = f"{result.name}: the playlist holds {what} that the file does not have:"
    rows += (
        [f"  and {nameless} {'row' if nameless == 1 else 'rows'} without a title, which no file can have"]
        if nameless
        else []
    )
    return "\n".join([head, *rows, f"Add {it} to {file}? (Otherwise {otherwise}.)"])


def _add(project: Project, playlist: Playlist, target: Target, new: Sequence[Extra]) -> None:
    """New songs into the file, and what they are into the lock, so that nothing is asked for them."""
    source = Source.read(project.path(playlist.slug))
    if source.playlist() != playlist:
        raise Unsafe(
            f"{source.path} was changed by somebody else since it was read; it is left as it is.",
            hint="Run the same command again: it reads the file anew.",
        )
    text = source.add_songs([(one.place, _song(one.item, target)) for one in new])
    songs = source.write(text).playlist().songs
    keys = song_keys(songs, target.backend)
    ordered = sorted(new, key=lambda one: one.place)  # as the file has them: those before shift those behind
    entries = [
        _entry(songs[one.place + before], keys[one.place + before], one.item, target)
        for before, one in enumerate(ordered)
    ]
    path = project.lock_path(playlist.slug, target)
    locks.write(path, locks.read(path).decide(target.backend, entries))


def _song(item: Item, target: Target) -> Song:
    """The new song, pinned. The sandbox's track IDs are made up; its own lock knows them, the file does not."""
    pins = {} if target.sandboxed else {target.backend: item.id}
    title = " ".join(item.title.split())
    return Song(title, tuple(" ".join(name.split()) for name in item.artists if name.strip()), ids=pins)


def _entry(song: Song, key: str, item: Item, target: Target) -> Locked:
    decision = Decision(Verdict.ACCEPT, track_of(item, target.backend), 1.0, how="pin")
    entry = to_locked(song, target.backend, decision, key)
    if not target.sandboxed:
        return entry
    return msgspec.structs.replace(entry, only_here=True, asked=fingerprint(song, target.backend))
