"""What the look-alike services have, and how it is found.

A catalogue is a file of JSON lines, one entry each. It is put into an SQLite file once, and opened from there ever
after; the file's name carries a hash of the content, so a changed catalogue is a new file. Which services there are
is the catalogue's business: their names are data here.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from exporter.errors import FileError, Problem
from exporter.sandbox.entries import Entry, parse
from exporter.sandbox.words import indexed, phrases

__all__ = ["Catalogue", "Entry", "Page"]

_Wanted = Mapping[str, Sequence[Sequence[str]]]
"""What must be found, as phrases, by column; the empty column is all of them."""
_Filters = Mapping[str, tuple[str | int, ...]]
"""SQL conditions with the values they compare with."""

LAYOUT = 1
"""Raised whenever tables or indexed words change, so that files built by an older exporter are not opened."""
REACH = 1000
"""The most matches a search can tell of: services let nobody page further than about that."""
ENOUGH = 50
"""With fewer full matches than this, entries that match only some of the words fill up to it."""
LONGEST = 48
"""Words of a question, and pairs of one run, that are looked at; more say nothing new."""
LONGEST_TEXT = 1000
"""Characters of a question that are looked at."""

_BEST_FIRST = "bm25(words, 8.0, 5.0, 1.0) - 0.06 * entry.popularity, entry.number"
"""Title before artist before album. Full popularity weighs about as much as one rare word in the title."""

_TABLES = """
CREATE TABLE entry (number INTEGER PRIMARY KEY, isrc TEXT, year INTEGER, kind TEXT, popularity INTEGER, line BLOB);
CREATE INDEX entry_isrc ON entry (isrc) WHERE isrc <> '';
CREATE TABLE served (id TEXT, service TEXT, number INTEGER REFERENCES entry, PRIMARY KEY (id, service)) WITHOUT ROWID;
CREATE INDEX served_number ON served (number, service);
CREATE VIRTUAL TABLE words USING fts5(title, artist, album, content='', tokenize='ascii');
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the matches, best first, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


class Catalogue:
    """An open catalogue. Any number of threads may ask it at once."""

    def __init__(self, built: Path) -> None:
        """Open the SQLite file that :meth:`open` built."""
        address = f"{built.resolve().as_uri()}?mode=ro&immutable=1"
        self._tables = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    @classmethod
    def open(cls, source: Path | None, folder: Path) -> Catalogue:
        """The catalogue in the file ``source``, or the one that comes with exporter; built in ``folder`` if new.

        Raises:
            FileError: ``source`` cannot be read, or some of its lines are wrong; lists all of them.
        """
        content = _content(source)
        fingerprint = hashlib.sha256(content).hexdigest()[:16]
        built = folder / f"catalogue-{LAYOUT}-{fingerprint}.sqlite"
        if not built.exists():
            _build(parse(str(source or "catalogue.jsonl"), content), built)
        return cls(built)

    def search(  # noqa: PLR0913 - the fields that services let one search by
        self,
        service: str,
        *,
        text: str = "",
        title: str = "",
        artist: str = "",
        album: str = "",
        isrc: str = "",
        years: tuple[int, int] | None = None,
        kind: str = "",
        limit: int = 10,
        offset: int = 0,
    ) -> Page:
        """What ``service`` has for a question, best first.

        ``title``, ``artist`` and ``album`` must all match in their field, ``isrc`` exactly; ``years`` are the first
        and the last. ``text`` matches anywhere: entries with all of its words come first, and where those are few,
        entries with some of them follow. A question without any word or filter has no answer.
        """
        asked = {"": text, "title": title, "artist": artist, "album": album}
        wanted = {column: phrases(words[:LONGEST_TEXT]) for column, words in asked.items() if words.strip()}
        filters = _filters(service, isrc, years, kind)
        if not all(wanted.values()) or not (wanted or len(filters) > 1):
            return Page((), 0)
        found = self._numbers(_all_of(wanted), filters)
        if text.strip() and len(found) < ENOUGH:
            found = list(dict.fromkeys([*found, *self._numbers(_some_of(wanted), filters)]))[:ENOUGH]
        start = max(offset, 0)
        return Page(self._entries(found[start : start + max(limit, 0)]), len(found))

    def get(self, service: str, id: str) -> Entry | None:  # noqa: A002 - services call it so
        """The entry that ``service`` has under ``id``."""
        query = "SELECT number FROM served WHERE id = ? AND service IN (?, '')"
        rows = self._rows(query, [_storable(id), _storable(service)])
        return next(iter(self._entries([number for (number,) in rows])), None)

    def entries(self) -> Iterator[Entry]:
        """Every entry, of whatever service, in order."""
        for (line,) in self._rows("SELECT line FROM entry ORDER BY number", []):
            yield msgspec.json.decode(line, type=Entry)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._tables.close()

    def _numbers(self, match: str, filters: _Filters) -> list[int]:
        """The numbers of the entries that match, best first, at most :data:`REACH`."""
        tables, order = "entry JOIN served USING (number)", "entry.popularity DESC, entry.number"
        if match:
            filters = {"words MATCH ?": (match,), **filters}
            tables, order = "words JOIN entry ON number = words.rowid JOIN served USING (number)", _BEST_FIRST
        values = [value for given in filters.values() for value in given]
        query = f"SELECT number FROM {tables} WHERE {' AND '.join(filters)} ORDER BY {order} LIMIT {REACH}"  # noqa: S608
        return [number for (number,) in self._rows(query, values)]

    def _entries(self, numbers: Sequence[int]) -> tuple[Entry, ...]:
        marks = ", ".join("?" * len(numbers))
        rows = self._rows(f"SELECT number, line FROM entry WHERE number IN ({marks})", numbers)  # noqa: S608
        lines = dict(rows)
        return tuple(msgspec.json.decode(lines[number], type=Entry) for number in numbers)

    def _rows(self, query: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._tables.execute(query, tuple(values)).fetchall()


def _all_of(wanted: _Wanted) -> str:
    """The FTS5 expression of everything asked for."""
    return " AND ".join(_within(column, found, " AND ") for column, found in wanted.items())


def _some_of(wanted: _Wanted) -> str:
    """The same, content with any word of the free text; a run of Japanese counts by its pairs."""
    words = [[word] for phrase in wanted[""] for word in phrase]
    fields = [_within(column, found, " AND ") for column, found in wanted.items() if column]
    return " AND ".join([_within("", words, " OR "), *fields])


def _within(column: str, found: Sequence[Sequence[str]], joiner: str) -> str:
    expression = joiner.join(f'"{" ".join(phrase[:LONGEST])}"' for phrase in found[:LONGEST])
    return f"{{{column}}} : ({expression})" if column else f"({expression})"


def _filters(service: str, isrc: str, years: tuple[int, int] | None, kind: str) -> _Filters:
    """SQL conditions with their values; the first one, the service, is always there."""
    filters: dict[str, tuple[str | int, ...]] = {"served.service IN (?, '')": (_storable(service),)}
    if isrc.strip():
        code = "".join(letter for letter in _storable(isrc).upper() if letter.isalnum())
        filters["entry.isrc <> '' AND entry.isrc = ?"] = (code,)
    if years:
        filters["entry.year BETWEEN ? AND ?"] = tuple(max(0, min(year, 9999)) for year in years)
    if kind:
        filters["entry.kind = ?"] = (_storable(kind),)
    return filters


def _storable(text: str) -> str:
    """Text that UTF-8 can hold: half a surrogate pair may arrive in a question, and is in no catalogue."""
    return text.encode("utf-8", "replace").decode()


def _content(source: Path | None) -> bytes:
    if source is None:
        return resources.files("exporter.sandbox").joinpath("catalogue.jsonl").read_bytes()
    try:
        return source.read_bytes()
    except OSError as error:
        raise FileError([Problem(str(source), 0, 0, "", f"cannot be read: {error.strerror}")]) from error


def _build(entries: Sequence[Entry], built: Path) -> None:
    """Write the tables beside their place and put them there in one step, so that nobody ever opens half of them."""
    built.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=built.parent, prefix=built.stem, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        with closing(sqlite3.connect(part)) as tables:
            _fill(tables, entries)
        part.replace(built)
    finally:
        part.unlink(missing_ok=True)


def _fill(tables: sqlite3.Connection, entries: Sequence[Entry]) -> None:
    tables.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
    with tables:
        for number, entry in enumerate(entries):
            facts = (number, entry.isrc, entry.year, entry.kind, entry.popularity, msgspec.json.encode(entry))
            tables.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", facts)
            served = [(entry.id, service, number) for service in entry.services or ("",)]
            tables.executemany("INSERT INTO served VALUES (?, ?, ?)", served)
            tables.execute(
                "INSERT INTO words (rowid, title, artist, album) VALUES (?, ?, ?, ?)", (number, *_words(entry))
            )
        tables.execute("INSERT INTO words (words) VALUES ('optimize')")


def _words(entry: Entry) -> Iterable[str]:
    """What each column of the index holds: the words of the field in all its languages."""
    names = [name for credit in (entry.artists, *entry.artist_names.values()) for name in credit]
    for texts in ([entry.title, *entry.titles.values()], names, [entry.album]):
        yield " ".join(word for text in dict.fromkeys(texts) for word in indexed(text))
