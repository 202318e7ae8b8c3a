"""A music folder for trying things out: files with tags and without sound, of what the sandbox's services have."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from exporter_m3u.names import file_name

RATE, SAMPLES_A_BLOCK, BITS = 44_100, 4096, 16
STREAMINFO, COMMENTS, LAST = 0, 4, 0x80


def scratch(folder: Path) -> Mapping[str, object]:
    """The settings of a music folder in ``folder``; it is made when it is not there."""
    music, ready = folder / "Music", folder / "ready"
    if not ready.exists():
        for path, content in _songs():
            (music / path).parent.mkdir(parents=True, exist_ok=True)
            (music / path).write_bytes(content)
        ready.touch()
    return {"music": str(music), "playlists": str(folder / "Playlists")}


def silent_flac(tags: Mapping[str, Sequence[str]], seconds: float) -> bytes:
    """A FLAC file of that length (seconds) with these tags, and no sound in it (RFC 9639, sections 8.2 and 8.6)."""
    samples = round(seconds * RATE)
    stream = struct.pack(">HH6x", SAMPLES_A_BLOCK, SAMPLES_A_BLOCK)
    stream += (RATE << 44 | (BITS - 1) << 36 | samples).to_bytes(8, "big") + bytes(16)
    fields = [f"{name}={value}".encode() for name, values in tags.items() for value in values]
    comments = struct.pack("<II", 0, len(fields)) + b"".join(struct.pack("<I", len(one)) + one for one in fields)
    return b"fLaC" + _block(STREAMINFO, stream) + _block(COMMENTS | LAST, comments)


def _block(kind: int, content: bytes) -> bytes:
    return struct.pack(">I", kind << 24 | len(content)) + content


def _songs() -> Iterator[tuple[Path, bytes]]:
    """A file for each song of the sandbox's catalogue, by its path."""
    for line in files("exporter.sandbox").joinpath("catalogue.jsonl").read_bytes().splitlines():
        entry = json.loads(line)
        if entry.get("kind", "song") == "song":
            path = Path(file_name(entry["artists"][0]), f"{file_name(entry['title'])}.flac")
            tags = {"TITLE": [entry["title"]], "ARTIST": entry["artists"]}
            facts = {"ALBUM": entry.get("album"), "DATE": entry.get("year"), "ISRC": entry.get("isrc")}
            tags |= {name: [str(fact)] for name, fact in facts.items() if fact}
            yield path, silent_flac(tags, entry.get("duration_ms", 0) / 1000)
