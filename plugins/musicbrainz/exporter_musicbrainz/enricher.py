"""Asks MusicBrainz about a song, by one way after the other, until it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from exporter import Connection, Facts, Song
from exporter.matching import compare
from exporter_musicbrainz import queries, shapes, translate
from exporter_musicbrainz.service import Service
from exporter_musicbrainz.translate import Found, Spelling, Where
from exporter_musicbrainz.weigh import LEAST, Weighed, weigh

CLEAR = 0.8
"""From here on no other way is tried: the matcher accepts at as much."""
MARGIN = 0.05
"""How near to the best a recording has to be to get a closer look."""
LOOKS = 3
"""Recordings that get one at most; each costs a second."""
NAMES = 3
"""Names of a song's artists that are looked for, until one is known."""
NAMESAKES = 2
"""Artists of one name that are looked through."""

Way = Callable[[Song], Iterable[Found]]


def connect(connection: Connection) -> MusicBrainz:
    """MusicBrainz, ready to be asked. It needs no login.

    Raises:
        UsageError: nobody is named whom MusicBrainz could write to.
    """
    return MusicBrainz(Service(connection))


class MusicBrainz:
    """The enricher."""

    def __init__(self, service: Service) -> None:
        """Ask nothing yet."""
        self._service = service

    def facts(self, song: Song) -> Sequence[Facts]:
        """Recordings that may be the song, likeliest first."""
        looked = [self._look(song, one.found) for one in _near(self._candidates(song))]
        return tuple(one.facts(song) for one in _ranked(looked))

    def _candidates(self, song: Song) -> list[Weighed]:
        """What all ways found that were needed, likeliest first."""
        seen: dict[str, Found] = {}
        ranked: list[Weighed] = []
        for way in self._ways(song):
            for found in way(song):
                known = seen.get(found.recording.id, found)
                seen[found.recording.id] = known.together(found)
            ranked = _ranked(weigh(song, found, compare) for found in seen.values())
            if ranked and ranked[0].confidence >= CLEAR:
                break
        return ranked

    def _look(self, song: Song, found: Found) -> Weighed:
        """The recording again, with all that is known of it."""
        whole = self._service.recording(found.recording.id)
        return weigh(song, Found(whole, found.elsewhere) if whole else found, compare)

    # The ways, surest and cheapest first.

    def _ways(self, song: Song) -> Iterator[Way]:
        if song.mbid:
            yield self._by_id
        if song.isrc:
            yield self._by_code
        yield self._by_names
        if song.artists:
            artists = self._artists(song)
            if artists:
                yield lambda song: self._by_titles(song, artists)
                yield lambda _: self._by_translations(artists)
                yield lambda _: self._by_readings(artists)

    def _by_id(self, song: Song) -> Iterator[Found]:
        recording = self._service.recording(song.mbid)
        if recording:
            yield Found(recording)

    def _by_code(self, song: Song) -> Iterator[Found]:
        return map(Found, self._service.with_isrc(song.isrc))

    def _by_names(self, song: Song) -> Iterator[Found]:
        """As everything is written in the file."""
        return self._searched(song, queries.by_names(song))

    def _by_titles(self, song: Song, artists: Sequence[str]) -> Iterator[Found]:
        """The titles as they are written, by an artist under any of his names."""
        return self._searched(song, queries.by_artists(song, artists))

    def _searched(self, song: Song, query: str) -> Iterator[Found]:
        """What a search finds. It does not show the other titles of a recording by which it may have been found."""
        hits = [Found(recording) for recording in self._service.search(query)]
        yield from hits
        if not any(weigh(song, hit, compare).confidence >= CLEAR for hit in hits):
            for hit in [hit for hit in hits if _may_be_called(song, hit)][:LOOKS]:
                if whole := self._service.recording(hit.recording.id):
                    yield Found(whole)

    def _by_translations(self, artists: Iterable[str]) -> Iterator[Found]:
        """Titles in Latin letters or in English, from records that somebody translated."""
        for arid in artists:
            yield from translate.on_records(self._service.pseudo_releases_of(arid))

    def _by_readings(self, artists: Iterable[str]) -> Iterator[Found]:
        """All songs of the artist, for a title may be read like one of them."""
        for arid in artists:
            yield from map(Found, self._service.recordings_of(arid))

    def _artists(self, song: Song) -> list[str]:
        """The IDs of the artists who have one of the song's names, by any spelling, best first."""
        for name in (*song.artists, *song.artist_aka)[:NAMES]:
            found = self._service.artists(queries.artist(name))
            if same := [artist.id for artist in found if _is_called(artist, name)]:
                return same[:NAMESAKES]
        return []


def _may_be_called(song: Song, found: Found) -> bool:
    """Whether a recording would be the song, were it called so, and does not show that it is."""
    called = found.called([Spelling(song.title, Where.ALIAS)])
    return weigh(song, found, compare).confidence < LEAST <= weigh(song, called, compare).confidence


def _is_called(artist: shapes.Artist, name: str) -> bool:
    known = translate.names(shapes.Credit(artist.name, artist))
    return translate.key(name) in map(translate.key, known)


def _ranked(weighed: Iterable[Weighed]) -> list[Weighed]:
    """The candidates, best first; of those that are equal the earlier recording."""
    candidates = [one for one in weighed if one.confidence >= LEAST]
    return sorted(candidates, key=lambda one: (-one.confidence, one.found.recording.first_release_date or "9999"))


def _near(ranked: Sequence[Weighed]) -> Sequence[Weighed]:
    return [one for one in ranked if one.confidence >= ranked[0].confidence - MARGIN][:LOOKS]
