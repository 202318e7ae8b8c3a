"""What cells and values say of a song: names, lengths, years. Pure, and total: what makes no sense is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from exporter import Listed, Passage, Song
from exporter.formats.columns import Column

NO_ARTIST = 0.4
"""How sure a title without an artist or a show is a song: not enough to be taken unasked."""
SEPARATOR = re.compile(r"(?<!\\);")
COMMA = re.compile(r"(?<!\\),(?:\s|$)")
ESCAPED = re.compile(r"\\([,;])")
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:\.\d+)?)")
NUMBER = re.compile(r"\d{1,12}(?:\.\d+)?")
ISO = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d+)?)S)?")
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
MILLISECONDS = 10_000
"""A bare number above this is milliseconds: no song lasts three hours."""
NO_SONG = {"album": "an album, not a song", "artist": "an artist, not a song"}
"""What a column called type says of rows that are no songs."""
EPISODE = re.compile(r"[:/]episode[:/]")


def listed(cells: Iterable[tuple[Column, str]], line: int, text: str, sure: float = 1.0) -> Listed | Passage | None:
    """The song that a row of a table or an object of a document tells of; why it is none; None for an empty one."""
    said: dict[str, tuple[Column, str]] = {}
    links, ids = list[str](), dict[str, str]()
    for column, cell in cells:
        value = cell.strip()
        if value and column.field == "link":
            links.append(value)
        elif value and column.field == "id":
            ids.setdefault(column.service, value)
        elif value:
            said.setdefault(column.field, (column, value))
    if not (said or links or ids):
        return None
    if why := _no_song({field: value for field, (_, value) in said.items()}, links):
        return Passage(line=line, text=text, why=why)
    return as_sure(_song(said, ids), line, text, tuple(links), sure)


def as_sure(song: Song, line: int, text: str, links: tuple[str, ...] = (), sure: float = 1.0, *why: str) -> Listed:
    """A song as a source has it; ``why`` it is no surer than that.

    Without an artist or a show that it is known from it is not taken unasked.
    """
    if song.artists or song.from_:
        return Listed(song=song, line=line, text=text, sure=sure, doubts=why, links=links)
    return Listed(song=song, line=line, text=text, sure=min(sure, NO_ARTIST), doubts=("no artist", *why), links=links)


def _no_song(said: dict[str, str], links: Sequence[str]) -> str:
    if "title" not in said:
        return "no title"
    if any(map(EPISODE.search, links)):
        return "an episode of a podcast, not a song"
    return NO_SONG.get(said.get("type", "").casefold(), "")


def _song(said: dict[str, tuple[Column, str]], ids: dict[str, str]) -> Song:
    def words(field: str) -> str:
        return said[field][1] if field in said else ""

    length = said.get("duration")
    credits_ = said.get("artists") or said.get("artist")
    return Song(
        words("title"),
        names(credits_[1], many=credits_[0].many) if credits_ else (),
        aka=names(words("aka")),
        artist_aka=names(words("artist_aka")),
        from_=words("from"),
        album=words("album"),
        year=year(words("year")),
        duration=seconds(length[1], length[0].unit) if length else None,
        isrc=words("isrc"),
        mbid=words("mbid"),
        version=words("version"),
        ids=ids,
        note=words("note"),
    )


def names(cell: str, *, many: bool = False) -> tuple[str, ...]:
    r"""The names in a cell, separated by semicolons; ``many``: or by commas, those of a name written ``\,``."""
    parts = SEPARATOR.split(cell)
    if len(parts) == 1 and (many or "\\," in cell):
        parts = COMMA.split(cell)
    found = (ESCAPED.sub(r"\1", part).strip() for part in parts)
    return tuple(dict.fromkeys(filter(None, found)))


def cell_of(several: Iterable[str]) -> str:
    """Names as one cell, which :func:`names` reads as they were."""
    return "; ".join(name.replace(";", "\\;") for name in several)


def seconds(text: str, unit: float = 0.0) -> float | None:
    """A length in seconds, from ``5:31``, ``1:05:31``, ``PT5M31S``, or a number of a ``unit`` (0: its size tells)."""
    value = text.strip()
    if found := CLOCK.fullmatch(value):
        hours, minutes, rest = found.groups()
        total = int(hours or 0) * 3600 + int(minutes) * 60 + float(rest)
    elif found := NUMBER.fullmatch(value):
        number = float(value)
        total = round(number * (unit or (0.001 if number >= MILLISECONDS else 1.0)), 3)
    elif (found := ISO.fullmatch(value)) and any(found.groups()):
        hours, minutes, rest = found.groups()
        total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest or 0)
    else:
        return None
    return total or None


def year(text: str) -> int | None:
    """The first year in a date."""
    found = YEAR.search(text)
    return int(found[0]) if found else None
