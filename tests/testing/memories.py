"""A service in memory under test, with everything that a contract may ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from exporter.backend import Backend, BackendInfo, Feature, Limits
from exporter.model import Song, Track
from exporter.testing import HOSTILE, MemoryBackend, MemoryService, Service, memory_info

EVERYTHING = frozenset(Feature)
LIMITS = Limits(add=20, remove=10, move=10, playlist=205, name=80, description=120)
SECRET = "the-secret-token"


def track(number: int, title: str, artist: str, kind: str = "song") -> Track:
    isrc = f"QZMEM26{number:05}" if kind == "song" else ""
    return Track("memory", f"t{number:04}x", title, (artist,), duration=200.0, isrc=isrc, kind=kind)


SONGS = [track(number, f"Word{number}", f"Artist{number}") for number in range(12)]
VIDEOS = [track(100 + number, f"Word{number} Video", f"Artist{number}", "video") for number in range(12)]
STRANGE = [track(200 + number, title, "Stranger") for number, title in enumerate(HOSTILE.values())]

Make = Callable[[MemoryService, BackendInfo], Backend]


def under_test(make: Make = MemoryBackend, features: frozenset[Feature] = EVERYTHING) -> Service:
    """The service under test, whose backends ``make`` makes."""
    memory = MemoryService.of([*SONGS, *VIDEOS, *STRANGE])
    info = replace(memory_info(memory, features=features, limits=LIMITS), track_id=lambda text: text or None)
    return Service(
        info=info,
        connect=lambda: make(memory, info),
        song=Song("Word1", ("Artist1",), isrc=SONGS[1].isrc),
        track_ids=[one.id for one in SONGS],
        writes=lambda: memory.requests["write"],
        weather=memory.weather,
        hostile=STRANGE,
        secrets=lambda: {SECRET},
        sleep=lambda _: None,
    )
