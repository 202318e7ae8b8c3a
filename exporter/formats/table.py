"""CSV and TSV: tables with a header in any spelling, or none.

Reads the exports of Exportify (its eight languages, both sites of that name), TuneMyMusic and Soundiiz, and what people
make in spreadsheets. Written tables hold title, artist, album, year, length in whole seconds, ISRC, MBID, other titles
and names, show and version, and for every backend the ID and the address of its track. The note stays at home: tables
are made for other services. They cannot hold the playlist's description, refused tracks and left-out services, nor a
backslash before a comma or semicolon in a name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from exporter import Listed, Listing, Passage, Sheet, Song
from exporter.errors import FileError, Problem
from exporter.formats.columns import Column, column
from exporter.formats.facts import cell_of, listed
from exporter.formats.guessing import guess

BOM = "\ufeff"
"""Written before CSV, as the services' own exports do: without it spreadsheets garble what is not English."""
DELIMITERS = (",", ";", "\t", "|")
LOOK = 20
"""Rows that are looked at to find out how a table is laid out."""
NAMED, GUESSED = 0.95, 0.3
"""How likely a text is a table: with a header that we know, or with columns alone."""
SEP = re.compile("sep=(.)\r?\n")
"""How some programs tell a spreadsheet the delimiter."""
FORMULA = re.compile(r"'*[=+@-].*[(|!]")
"""What a spreadsheet would take for a formula and carry out."""
COLUMNS = ("title", "artist", "album", "year", "duration", "isrc", "mbid", "aka", "artist aka", "from", "version")
NO_HEADER = "no header: which column is what is a guess"
ELSEWHERE = 0.4
"""How sure it is that a song of another playlist in the same table is meant: it is shown, and not taken unasked."""


class Row(NamedTuple):
    """A row and the line where it begins."""

    line: int
    cells: Sequence[str]


class Layout(NamedTuple):
    """How a table is laid out: what separates cells, and what its columns hold; ``named`` by a header, else guessed."""

    delimiter: str
    columns: Sequence[Column | None]
    named: bool

    @property
    def fields(self) -> frozenset[str]:
        """What is known of the columns."""
        return frozenset(one.field for one in self.columns if one)


def sniff(text: str) -> float:
    """How likely this is a table, separated by anything but tabs."""
    return _likely(text, tabs=False)


def sniff_tabs(text: str) -> float:
    """How likely this is a table separated by tabs."""
    return _likely(text, tabs=True)


def _likely(text: str, *, tabs: bool) -> float:
    try:
        layout = _layout(text[:50_000])
    except csv.Error:
        return 0.0
    if layout is None or (layout.delimiter == "\t") is not tabs:
        return 0.0
    return NAMED if layout.named else GUESSED


def read(text: str, file: str) -> Listing:
    """The rows of a table as songs.

    Raises:
        FileError: there is no table, or no column with titles.
    """
    try:
        layout = _layout(text)
        rows = list(_rows(text, layout.delimiter)) if layout else []
    except csv.Error as error:
        raise FileError([Problem(file, 1, 1, "", f"not a table: {error}", "is this a CSV file?")]) from error
    if layout is None or "title" not in layout.fields:
        message = "no column holds titles"
        raise FileError([Problem(file, 1, 1, "", message, "begin the table with a line such as: title,artist")])
    return _listing(rows[1:] if layout.named else rows, layout)


def _listing(rows: Sequence[Row], layout: Layout) -> Listing:
    first = next(filter(None, (_list_of(row, layout) for row in rows)), "")
    read = [(one, _list_of(row, layout)) for row in rows if (one := _read(row, layout)) is not None]
    return Listing(
        songs=tuple(_of_list(one, of, first) for one, of in read if isinstance(one, Listed)),
        left=tuple(one for one, _ in read if isinstance(one, Passage)),
        name=first,
    )


def _list_of(row: Row, layout: Layout) -> str:
    """The playlist that a row belongs to, where the table holds several."""
    return next((cell.strip() for known, cell in _cells(row, layout) if known.field == "playlist"), "")


def _of_list(one: Listed, of: str, first: str) -> Listed:
    """A song of the table's first playlist is taken; one of another playlist only when somebody says so."""
    if of in {"", first}:
        return one
    return replace(one, sure=min(one.sure, ELSEWHERE), doubts=(*one.doubts, f"of another playlist, “{of}”"))


def _read(row: Row, layout: Layout) -> Listed | Passage | None:
    shown = f"{layout.delimiter} ".join(filter(None, row.cells))
    if layout.named:
        return listed(_cells(row, layout), row.line, shown)
    found = listed(_cells(row, layout), row.line, shown, sure=0.6)
    if isinstance(found, Listed):
        return replace(found, doubts=(*found.doubts, NO_HEADER))
    return found


def _cells(row: Row, layout: Layout) -> Iterator[tuple[Column, str]]:
    # A row may have fewer cells than the table has columns, or more.
    return ((known, _unguarded(cell)) for known, cell in zip(layout.columns, row.cells, strict=False) if known)


def _layout(text: str) -> Layout | None:
    """The likeliest layout: the one whose header we know best, else the one with the most even columns."""
    told = SEP.match(text.removeprefix(BOM))
    found = [one for delimiter in (told[1] if told else DELIMITERS) if (one := _laid_out(text, delimiter))]
    return max(found, key=lambda one: (one.named, len(list(filter(None, one.columns)))), default=None)


def _laid_out(text: str, delimiter: str) -> Layout | None:
    rows = [row for row, _ in zip(_rows(text, delimiter), range(LOOK), strict=False)]
    if not rows:
        return None
    header = tuple(map(column, (cell.strip() for cell in rows[0].cells)))
    if len(header) > 1 and any(one and one.field == "title" for one in header):
        return Layout(delimiter, header, named=True)
    widths = {len(row.cells) for row in rows}
    if len(widths) == 1 and widths != {1}:
        return Layout(delimiter, guess([row.cells for row in rows]), named=False)
    return None


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """The rows that are not empty."""
    body, line = _body(text)
    before = line - 1
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, skipinitialspace=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Row(line, cells)
        line = before + reader.line_num + 1


def _body(text: str) -> tuple[str, int]:
    """The table itself, and the line where it begins."""
    bare = text.removeprefix(BOM)
    told = SEP.match(bare)
    return (bare[told.end() :], 2) if told else (bare, 1)


# Writing.


def write(sheet: Sheet) -> str:
    """A sheet as CSV (RFC 4180, but for the byte order mark)."""
    return BOM + _table(sheet, ",")


def write_tabs(sheet: Sheet) -> str:
    """A sheet as TSV."""
    return _table(sheet, "\t")


def _table(sheet: Sheet, delimiter: str) -> str:
    services = sorted({name for tracks in sheet.tracks for name in tracks})
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([*COLUMNS, *(f"{name} {what}" for name in services for what in ("id", "url"))])
    for song, tracks in zip(sheet.playlist.songs, sheet.tracks, strict=True):
        where = [(tracks[name].id, tracks[name].url) if name in tracks else ("", "") for name in services]
        writer.writerow(map(_guarded, [*_facts(song), *(cell for pair in where for cell in pair)]))
    return text.getvalue()


def _facts(song: Song) -> tuple[str, ...]:
    return (
        song.title,
        cell_of(song.artists),
        song.album,
        str(song.year or ""),
        _clock(song.duration),
        song.isrc,
        song.mbid,
        cell_of(song.aka),
        cell_of(song.artist_aka),
        song.from_,
        song.version,
    )


def _clock(length: float | None) -> str:
    return f"{round(length) // 60}:{round(length) % 60:02}" if length else ""


def _guarded(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
