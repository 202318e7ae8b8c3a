"""What a service has: the account, searches, tracks, and what asking must not do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from exporter.backend import Backend, Feature, id_as_given
from exporter.model import Query, Remote, Track
from exporter.testing.service import Bench, Service
from exporter.testing.telling import broken, expect, promised, shown
from exporter.testing.texts import HOSTILE, UNSAYABLE

NONSENSE = "qzxj vwkq zzxq"
THREADS = 8


class Finding(Bench):
    """Promises about what a service has."""

    @promised("account")
    def test_the_account_is_somebody(self, backend: Backend) -> None:
        """A login belongs to an account."""
        account = backend.account()
        if not account.id:
            broken(f"account() gave {shown(account)}, without an ID")

    @promised("search-finds")
    def test_a_search_finds_a_song_that_is_there(self, service: Service, backend: Backend) -> None:
        """By title and artist, and by plain text."""
        song = service.song
        for query in (
            Query(title=song.title, artist=song.artists[0]),
            Query(text=f"{song.title} {song.artists[0]}"),
        ):
            _holds(song.title, backend.search(query), query)

    @promised("search-tracks")
    def test_what_a_search_gives_are_tracks_of_this_service(self, service: Service, backend: Backend) -> None:
        """Each with an ID and a title."""
        for track in backend.search(Query(title=service.song.title, artist=service.song.artists[0])):
            if not (track.service == service.info.name and track.id and track.title):
                broken(f"a search gave {shown(track)}")

    @promised("search-empty")
    def test_a_search_for_what_is_not_there_is_empty(self, backend: Backend) -> None:
        """Nothing found is an answer, not an error."""
        for query in (Query(text=NONSENSE), Query(title=NONSENSE, artist=NONSENSE)):
            expect(f"the answer to {_said(query)}", list(backend.search(query)), [])

    @promised("search-isrc")
    def test_a_recording_is_found_by_its_isrc(self, service: Service, backend: Backend) -> None:
        """The first question of every search, where there is the feature."""
        service.needs(Feature.ISRC_SEARCH)
        if not service.song.isrc:
            pytest.skip("Nothing to ask for: give Service.song its ISRC.")
        _holds(service.song.title, backend.search(Query(isrc=service.song.isrc)), Query(isrc=service.song.isrc))

    @promised("search-videos")
    def test_a_search_for_videos_gives_videos(self, service: Service, backend: Backend) -> None:
        """And no songs."""
        service.needs(Feature.VIDEO_SEARCH)
        query = Query(title=service.song.title, artist=service.song.artists[0], kind="video")
        kinds = {track.kind for track in backend.search(query)}
        if kinds - {"video"}:
            broken(f"a search for videos gave tracks of the kinds {shown(sorted(kinds))}")

    @promised("track-found")
    def test_a_track_is_found_by_its_id(self, service: Service, backend: Backend) -> None:
        """A pin can be looked up."""
        for track_id in service.track_ids[:3]:
            track = backend.track(track_id)
            if track is None or track.id != track_id or not track.title:
                broken(f"track({track_id!r}) gave {shown(track)}")

    @promised("track-none")
    def test_a_track_that_is_not_there_is_none(self, service: Service, backend: Backend) -> None:
        """An unknown ID is an answer, not an error."""
        unknown = stranger(service)
        expect(f"track({unknown!r}), which the service does not have,", backend.track(unknown), None)

    @promised("links")
    def test_ids_are_read_in_what_a_person_copies(self, service: Service, backend: Backend) -> None:
        """Links and bare IDs; anything else is no ID, and no error."""
        info = service.info
        for track_id in service.track_ids[:3]:
            track = backend.track(track_id)
            expect(f"the ID in {track_id!r}", info.track_id(track_id), track_id)
            if track is not None and track.url.startswith("http"):
                expect(f"the ID in {track.url!r}", info.track_id(track.url), track_id)
        for text in (*HOSTILE.values(), *UNSAYABLE.values()):
            info.track_id(text)
            info.playlist_id(text)

    @promised("links")
    def test_ids_are_read_in_links_to_playlists(self, service: Service, remote: Remote) -> None:
        """As they are in those to tracks."""
        expect(f"the ID in {remote.id!r}", service.info.playlist_id(remote.id), remote.id)
        if service.info.playlist_id is not id_as_given and remote.url.startswith("http"):
            expect(f"the ID in {remote.url!r}", service.info.playlist_id(remote.url), remote.id)

    @promised("reads-write-nothing")
    def test_asking_writes_nothing(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Only create and apply write."""
        for name, ask in asks(service, backend, remote.id).items():
            before = service.writes()
            ask()
            expect(f"the number of writing requests of {name}()", service.writes() - before, 0)

    @promised("threads")
    def test_threads_get_their_own_answers(self, service: Service, backend: Backend) -> None:
        """The same that one thread gets, one question after the other."""
        tracks = [track for track in map(backend.track, service.track_ids[:6]) if track]
        queries = [Query(title=track.title, artist="".join(track.artists[:1])) for track in tracks]
        alone = [_ids(backend.search(query)) for query in queries]
        with ThreadPoolExecutor(THREADS) as pool:
            searched = list(pool.map(lambda query: _ids(backend.search(query)), queries * 3))
            looked_up = list(pool.map(backend.track, [track.id for track in tracks] * 3))
        for query, found, wanted in zip(queries * 3, searched, alone * 3, strict=True):
            expect(f"the answer to {_said(query)}, asked by one of {THREADS} threads,", found, wanted)
        for found_track, track in zip(looked_up, tracks * 3, strict=True):
            expect(f"track({track.id!r}), asked by one of {THREADS} threads,", found_track, track)


def asks(service: Service, backend: Backend, playlist_id: str) -> Mapping[str, Callable[[], object]]:
    """Everything that can be asked, by the name of the method."""
    song = service.song
    return {
        "account": backend.account,
        "search": lambda: backend.search(Query(title=song.title, artist=song.artists[0])),
        "track": lambda: backend.track(service.track_ids[0]),
        "playlists": lambda: backend.playlists("Contract"),
        "in_library": lambda: backend.in_library(playlist_id),
        "read": lambda: backend.read(playlist_id),
    }


def stranger(service: Service) -> str:
    """An ID that looks like a track's, and is none: no two are the other way round."""
    known = set(service.track_ids)
    return next(turned for track_id in service.track_ids if (turned := track_id[::-1]) not in known)


def _holds(title: str, found: Sequence[Track], query: Query) -> None:
    if title not in {track.title for track in found}:
        broken(f"{_said(query)} gave {shown([track.title for track in found])}, and not {title!r}")


def _said(query: Query) -> str:
    """A query as one would write it: what is not asked for is left out."""
    asked = {"title": query.title, "artist": query.artist, "text": query.text, "isrc": query.isrc}
    return f"search({', '.join(f'{name}={value!r}' for name, value in asked.items() if value)})"


def _ids(tracks: Sequence[Track]) -> list[str]:
    return [track.id for track in tracks]
