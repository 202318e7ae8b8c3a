"""What every backend promises, as tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice

import pytest

from exporter.backend import Backend, BackendInfo, Feature
from exporter.errors import NotFound
from exporter.model import Add, Describe, Edit, Move, Moves, Query, Remote, Remove, Song, apply_edit


@dataclass(frozen=True, slots=True)
class Service:
    """A service under test.

    ``connect`` opens a backend that is logged in; ``song`` is one that the service has; ``track_ids`` are at least
    ten different tracks that it has; ``writes`` counts the writing requests that reached the service so far.
    """

    info: BackendInfo
    connect: Callable[[], Backend]
    song: Song
    track_ids: Sequence[str]
    writes: Callable[[], int]


class BackendContract:
    """Every test is a promise of :class:`exporter.backend.Backend`. Give it a ``service`` fixture."""

    @pytest.fixture
    def service(self) -> Service | Iterator[Service]:
        """The service under test; a plugin's test class overrides this."""
        raise NotImplementedError("Override the fixture `service` (see exporter.testing).")

    @pytest.fixture
    def backend(self, service: Service) -> Backend:
        """A backend that is logged in."""
        return service.connect()

    @pytest.fixture
    def remote(self, backend: Backend) -> Remote:
        """An empty playlist."""
        return backend.create("Contract", "made by a test", public=False)

    def test_the_account_is_somebody(self, backend: Backend) -> None:
        """A login belongs to an account."""
        assert backend.account().id

    def test_a_search_finds_a_song_that_is_there(self, service: Service, backend: Backend) -> None:
        """A search by title and artist gives tracks of this service, the song among them."""
        found = backend.search(Query(title=service.song.title, artist=service.song.artists[0]))
        assert service.song.title in {track.title for track in found}
        assert all(track.service == service.info.name and track.id for track in found)

    def test_a_search_for_what_is_not_there_is_empty(self, backend: Backend) -> None:
        """Nothing found is an answer, not an error."""
        assert list(backend.search(Query(text="qzxj vwkq zzxq"))) == []

    def test_a_track_is_found_by_its_id(self, service: Service, backend: Backend) -> None:
        """A pin can be looked up."""
        track = backend.track(service.track_ids[0])
        assert track is not None
        assert track.id == service.track_ids[0]
        assert track.title

    def test_a_track_that_is_not_there_is_none(self, service: Service, backend: Backend) -> None:
        """An unknown ID is an answer, not an error."""
        assert backend.track(service.track_ids[0][::-1]) is None

    def test_a_new_playlist_is_empty_and_ours(self, backend: Backend, remote: Remote) -> None:
        """What create gives is what read gives."""
        read = backend.read(remote.id)
        assert (read.id, read.name, read.description, read.ids) == (remote.id, "Contract", "made by a test", ())

    def test_a_playlist_is_found_by_its_exact_name(self, backend: Backend, remote: Remote) -> None:
        """A longer name, or one in other letters, is another playlist."""
        assert [found.id for found in backend.playlists("Contract")] == [remote.id]
        assert list(backend.playlists("Contrac")) == []
        assert list(backend.playlists("contract")) == []

    def test_a_playlist_that_is_not_there_is_not_found(self, service: Service, backend: Backend) -> None:
        """Neither None nor an empty playlist."""
        with pytest.raises(NotFound):
            backend.read(service.track_ids[0])

    def test_a_new_playlist_is_in_the_library(self, service: Service, backend: Backend, remote: Remote) -> None:
        """And one that was never made is not."""
        assert backend.in_library(remote.id)
        assert not backend.in_library(service.track_ids[0][::-1])

    def test_order_is_kept(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Tracks stand as they were added."""
        ids = tuple(reversed(service.track_ids[:10]))
        _append(service, backend, remote, 0, ids)
        assert backend.read(remote.id).ids == ids

    def test_duplicates_are_kept(self, service: Service, backend: Backend, remote: Remote) -> None:
        """A track may stand twice, in one request (where it takes several) and by a later one."""
        first, second = service.track_ids[:2]
        _append(service, backend, remote, 0, (first, second, first))
        backend.apply(remote.id, Add(3, (second,)))
        assert backend.read(remote.id).ids == (first, second, first, second)

    @pytest.mark.parametrize("length", [1, 49, 50, 51, 99, 100, 101, 200, 251])
    def test_a_playlist_of_any_length_is_read_whole(
        self, service: Service, backend: Backend, remote: Remote, length: int
    ) -> None:
        """Every page is read, and no row twice."""
        ids = _fill(service, backend, remote, length)
        read = backend.read(remote.id)
        assert read.ids == ids
        assert read.complete

    def test_reading_and_searching_write_nothing(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Only create and apply write."""
        before = service.writes()
        backend.account()
        backend.in_library(remote.id)
        backend.search(Query(title=service.song.title))
        backend.track(service.track_ids[0])
        backend.playlists("Contract")
        backend.read(remote.id)
        assert service.writes() == before

    def test_every_edit_is_one_request(self, service: Service, backend: Backend, remote: Remote) -> None:
        """What a plan costs is what it takes."""
        _append(service, backend, remote, 0, service.track_ids[:1])  # a playlist may have to settle first
        before = service.writes()
        backend.apply(remote.id, Add(1, tuple(service.track_ids[: min(10, service.info.limits.add)])))
        assert service.writes() == before + 1

    def test_edits_do_what_they_say(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Each edit that the service can do leaves the list that :func:`exporter.model.apply_edit` gives."""
        rows = list(_fill(service, backend, remote, 8))
        for edit_of in _edits_for(service):
            edit = edit_of(rows)
            backend.apply(remote.id, edit)
            rows = apply_edit(rows, edit)
            assert list(backend.read(remote.id).ids) == rows, edit

    def test_name_and_description_can_be_changed(self, service: Service, backend: Backend, remote: Remote) -> None:
        """They come back as they were written, with the characters that need escaping."""
        if Feature.DESCRIBE not in service.info.features:
            pytest.skip("the service cannot")
        words = Describe("青い栞 & more", '"it\'s" / 悲しい & よい')
        backend.apply(remote.id, words)
        read = backend.read(remote.id)
        assert (read.name, read.description) == (words.name, words.description)

    def test_the_version_changes_with_the_playlist(self, service: Service, backend: Backend, remote: Remote) -> None:
        """A version that is still the same means that the playlist is."""
        if Feature.VERSIONS not in service.info.features:
            pytest.skip("the service has none")
        before = backend.read(remote.id).version
        backend.apply(remote.id, Add(0, (service.track_ids[0],)))
        after = backend.read(remote.id).version
        assert before
        assert after
        assert before != after
        assert backend.read(remote.id, known_version=after).version == after

    def test_a_backend_may_be_opened_twice(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Nothing is kept between two runs but what the service keeps."""
        backend.apply(remote.id, Add(0, (service.track_ids[0],)))
        assert service.connect().read(remote.id).ids == (service.track_ids[0],)


def _fill(service: Service, backend: Backend, remote: Remote, length: int) -> tuple[str, ...]:
    ids = tuple(islice(cycle(service.track_ids[:10]), length))
    _append(service, backend, remote, 0, ids)
    return ids


def _append(service: Service, backend: Backend, remote: Remote, rows: int, ids: Sequence[str]) -> None:
    """Add tracks behind the ``rows`` that are there, in as few requests as the service's limit allows."""
    step = service.info.limits.add
    for start in range(0, len(ids), step):
        backend.apply(remote.id, Add(rows + start, tuple(ids[start : start + step])))


def _edits_for(service: Service) -> Iterator[Callable[[Sequence[str]], Edit]]:
    """Edits that the service's features allow, each for the rows that the ones before it left; at first eight."""
    features, ninth, tenth = service.info.features, service.track_ids[8], service.track_ids[9]
    yield lambda rows: Add(len(rows), (ninth,))
    if Feature.ADD_ANYWHERE in features:
        for position in (0, 4):
            yield partial(_add, position, tenth)
            yield partial(_remove, (position,))
    if Feature.MOVE in features:
        yield lambda _: Move(0, 9, 1)
        yield lambda _: Move(8, 0, 1)
        yield lambda _: Move(2, 5, 1)
        yield lambda _: Move(4, 2, 1)
    if service.info.limits.move > 1:
        yield lambda _: Moves((Move(6, 1, 1), Move(2, 7, 1)))
    if Feature.MOVE_RANGE in features:
        yield lambda _: Move(1, 7, 3)
        yield lambda _: Move(4, 1, 3)
    if Feature.REMOVE_ROWS in features:
        yield lambda rows: Add(len(rows), (rows[0],))
        yield partial(_remove, (9,))
    yield partial(_remove, (2, 5, 8)[: service.info.limits.remove])


def _add(position: int, track: str, _rows: Sequence[str]) -> Edit:
    return Add(position, (track,))


def _remove(positions: tuple[int, ...], rows: Sequence[str]) -> Edit:
    return Remove(positions, tuple(rows[position] for position in positions))
