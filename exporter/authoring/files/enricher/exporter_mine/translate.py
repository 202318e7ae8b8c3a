"""The source's JSON as facts, with how likely they are. Pure and total."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter import Facts, Song, Track
from exporter.matching import compare


def facts(data: object, song: Song) -> Facts | None:
    """One recording; None for what is none. The core's own comparison says how likely it is the song."""
    if not (isinstance(data, Mapping) and isinstance(data.get("title"), str) and data["title"]):
        return None
    artists = data.get("artists")
    names = tuple(one for one in artists if isinstance(one, str)) if isinstance(artists, list) else ()
    milliseconds, year = data.get("duration_ms"), data.get("year")
    duration = milliseconds / 1000 if isinstance(milliseconds, int | float) and milliseconds > 0 else None
    code = _text(data, "isrc")
    track = Track("mine", _text(data, "id"), data["title"], names, duration=duration, isrc=code)
    score = compare(song, track)
    return Facts(
        title=track.title,
        artists=names,
        album=_text(data, "album"),
        year=year if isinstance(year, int) else None,
        duration=duration,
        isrc=track.isrc,
        confidence=max(0.0, min(1.0, score.value)),
        words="; ".join(reason.words for reason in score.reasons[:2]) or "title and artist agree",
        url=f"https://mine.example/recording/{track.id}",
    )


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
