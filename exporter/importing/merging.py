"""Which songs of a source a file has already, and where the others go. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exporter.matching.text import fold, people
from exporter.model import Song


class Known:
    """The songs of a file, to look others up in: by track and ISRC, and by title and artist in any spelling it has."""

    def __init__(self, songs: Sequence[Song], decided: Sequence[Mapping[str, str]]) -> None:
        """``decided`` holds for each song the tracks that the lock knows, by backend."""
        self._songs = songs
        self._by_track: dict[tuple[str, str], int] = {}
        self._by_isrc: dict[str, int] = {}
        self._by_title: dict[str, list[int]] = defaultdict(list)
        for place, (song, tracks) in enumerate(zip(songs, decided, strict=True)):
            for track in (*song.ids.items(), *tracks.items()):
                self._by_track.setdefault(track, place)
            if song.isrc:
                self._by_isrc.setdefault(song.isrc, place)
            for title in dict.fromkeys(map(fold, (song.title, *song.aka))):
                self._by_title[title].append(place)

    def place(self, song: Song) -> int | None:
        """Where in the file a song stands already; None for a new one."""
        by_track = (self._by_track[track] for track in song.ids.items() if track in self._by_track)
        found = next(by_track, self._by_isrc.get(song.isrc) if song.isrc else None)
        return self._named(song) if found is None else found

    def _named(self, song: Song) -> int | None:
        titles = filter(None, map(fold, (song.title, *song.aka)))
        places = (place for title in titles for place in self._by_title.get(title, ()))
        return next((place for place in places if _is_same(self._songs[place], song)), None)


def _is_same(ours: Song, theirs: Song) -> bool:
    """Whether two songs of one title are the same: nobody's, or somebody's in common, in the same version."""
    if not _is_one_version(ours, theirs):
        return False
    one, other = _people(ours), _people(theirs)
    return not (one and other) or not one.isdisjoint(other)


def _is_one_version(one: Song, other: Song) -> bool:
    """Whether both name one version; some say it in the title alone."""
    versions = fold(one.version), fold(other.version)
    if all(versions) or not any(versions):
        return versions[0] == versions[1]
    silent = other if versions[0] else one
    return max(versions) in fold(silent.title)


def _people(song: Song) -> frozenset[str]:
    named = (person for credit in (*song.artists, *song.artist_aka) for person in people(credit))
    return frozenset(filter(None, map(fold, named)))


def places(already: Iterable[int | None], count: int) -> Iterator[int]:
    """For each row of a source where in a file of ``count`` songs a new one goes: before the song that stands there.

    Each goes behind the nearest song above it that the file has, the first ones before the first that it has; where it
    has none, all go to the end.
    """
    found = list(already)
    at = next((place for place in found if place is not None), count)
    for place in found:
        at = at if place is None else place + 1
        yield at
