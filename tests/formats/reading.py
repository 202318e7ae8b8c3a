"""The formats by name, and sheets of every kind for property tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from exporter import Listed, Listing, Playlist, Sheet, Song, Track
from exporter.formats import exporter_formats
from tests.songs import BLANK, IDS, WORDS, songs

FORMATS = {one.name: one for one in exporter_formats()}
READING = tuple(name for name, one in FORMATS.items() if one.read)
SERVICES = ("alpha", "beta")


def read(name: str, text: str, file: str = "source") -> Listing:
    reader = FORMATS[name].read
    assert reader is not None
    return reader(text, file)


def write(name: str, sheet: Sheet) -> str:
    writer = FORMATS[name].write
    assert writer is not None
    return writer(sheet)


def likeliest(text: str) -> str:
    """The format that a text looks most like."""
    return max(READING, key=lambda name: FORMATS[name].sniff(text))


def one(name: str, text: str) -> Listed:
    (found,) = read(name, text).songs
    return found


def track(service: str, track_id: str) -> Track:
    return Track(service, track_id, "T", ("A",), url=f"https://{service}.example/track/{track_id}")


def sheet_of(*songs: Song, **tracks: str) -> Sheet:
    """A sheet in which every song has the tracks that are given by service."""
    decided = {service: track(service, given) for service, given in tracks.items()}
    return Sheet(playlist=Playlist("night", "Night", songs), tracks=tuple(decided for _ in songs))


def decided() -> st.SearchStrategy[dict[str, Track]]:
    ids = st.dictionaries(st.sampled_from(SERVICES), IDS, max_size=2)
    return ids.map(lambda found: {service: track(service, found[service]) for service in sorted(found)})


def sheets(song: st.SearchStrategy[Song] | None = None) -> st.SearchStrategy[Sheet]:
    """Any sheet; the songs' own pins are those of other backends."""
    rows = st.lists(st.tuples(songs() if song is None else song, decided()), max_size=3)
    return st.builds(_sheet, WORDS, BLANK, rows)


def _sheet(name: str, description: str, rows: list[tuple[Song, dict[str, Track]]]) -> Sheet:
    # Lengths above three hours are taken for milliseconds where a document says no unit.
    kept = tuple(replace(song, duration=song.duration % 9_999 + 1 if song.duration else None) for song, _ in rows)
    return Sheet(playlist=Playlist("night", name, kept, description), tracks=tuple(found for _, found in rows))


def links(tracks: dict[str, Track]) -> tuple[str, ...]:
    return tuple(one.url for one in tracks.values())
