"""A service under test, and the fixtures that every part of the backend contract stands on."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from exporter.backend import Backend, BackendInfo, Feature
from exporter.model import Add, Remote, Song, Track
from exporter.testing.telling import promised


@dataclass(frozen=True, slots=True)
class Service:
    """A service under test.

    ``connect`` opens a backend that is logged in; ``song`` is one that the service has (with its ISRC, where there is
    ``Feature.ISRC_SEARCH``); ``track_ids`` are at least ten different tracks that it has; ``writes`` counts the
    writing requests that reached the service so far.

    The rest is optional; promises that need what is missing are skipped, and say so. ``weather`` lets requests fail
    from then on by a SPEC of :mod:`exporter.sandbox.faults` such as ``"500=1,only=search"``, and an empty one lets them
    pass again. ``hostile`` are tracks with titles that are hard to bear. ``secrets`` gives the texts that must show
    nowhere. ``sleep`` lets time pass for the service.
    """

    info: BackendInfo
    connect: Callable[[], Backend]
    song: Song
    track_ids: Sequence[str]
    writes: Callable[[], int]
    weather: Callable[[str], None] | None = None
    hostile: Sequence[Track] = ()
    secrets: Callable[[], Collection[str]] | None = None
    sleep: Callable[[float], None] = time.sleep

    def needs(self, feature: Feature) -> None:
        """Skip the test unless the backend says that it has ``feature``."""
        if feature not in self.info.features:
            pytest.skip(f"{self.info.label} does not claim {feature.name}.")

    @contextmanager
    def under(self, spec: str) -> Iterator[None]:
        """Bad weather for a while; skips the test where nobody can make it."""
        weather = self.weather or pytest.skip(
            "Nothing can be made to fail: give Service.weather a function that takes a SPEC of exporter.sandbox.faults "
            "(the fixture `sandboxed` does)."
        )
        weather(spec)
        try:
            yield
        finally:
            weather("")


class Bench:
    """The fixtures of a contract. A plugin's test class overrides ``service``."""

    @pytest.fixture
    def service(self) -> Service | Iterator[Service]:
        """The service under test."""
        raise NotImplementedError("Override the fixture `service` (see exporter.testing).")

    @pytest.fixture
    def backend(self, service: Service) -> Backend:
        """A backend that is logged in."""
        return service.connect()

    @pytest.fixture
    def remote(self, backend: Backend) -> Remote:
        """An empty playlist."""
        with promised("create"):
            return backend.create("Contract", "made by a test", public=False)


def append(service: Service, backend: Backend, playlist_id: str, rows: int, ids: Sequence[str]) -> None:
    """Add tracks behind the ``rows`` that are there, in as few requests as the service's limit allows."""
    step = service.info.limits.add
    for start in range(0, len(ids), step):
        backend.apply(playlist_id, Add(rows + start, tuple(ids[start : start + step])))


def settled(service: Service, backend: Backend, remote: Remote, count: int = 1) -> list[str]:
    """The rows of a playlist with ``count`` tracks, which takes edits at once (a new one may have to settle first)."""
    ids = [service.track_ids[number % 10] for number in range(count)]
    append(service, backend, remote.id, 0, ids)
    return ids
