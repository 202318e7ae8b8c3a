"""Plain lines, "Artist - Title" each.

Numbers, bullets and quotes around them are passed over; a title in quotes may stand first. It can hold a title without
" - " in it and one credit of artists without any, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from exporter import Listed, Listing, Passage, Sheet, Song
from exporter.formats.facts import as_sure

BOM = "\ufeff"
DASH = re.compile(r"\s+(?:-{1,2}|[\u2010-\u2015\u2212\uff0d])\s+|\t+")
CLOSE = re.compile("[\u2012-\u2015]")
"""Dashes that separate without blanks around them; a hyphen does not."""
COUNT = re.compile(r"^(?:[#(]?\d{1,4}[.):\]]|[-*•·+–—])\s+")
QUOTES = {'"': '"', "“": "”", "„": "“", "「": "」", "『": "』", "«": "»"}
LONGEST = 200
"""Characters of a line that can be a song; longer ones are prose."""
SEPARATED, CLOSELY, TURNED = 1.0, 0.6, 0.6
"""How sure a line is a song: with a dash between blanks or one that touches the words; in a list that seems turned."""


def one_line(text: str) -> str:
    """A text without line breaks."""
    return " ".join(text.split())


def sniff(text: str) -> float:
    """How likely this is a list of songs: the share of its lines that look like one."""
    lines = [line for line in _lines(text[:20_000]) if line]
    alike = sum(len(line) <= LONGEST and bool(DASH.search(COUNT.sub("", line, count=1))) for line in lines)
    return 0.8 * alike / len(lines) if lines else 0.0


def read(text: str, file: str) -> Listing:  # noqa: ARG001 - any text is lines
    """Each line as a song; what looks like none is left out, and said."""
    found = [_read(line, number) for number, line in enumerate(_lines(text), start=1) if line]
    songs = [one for one in found if isinstance(one, Listed)]
    return Listing(
        songs=tuple(map(_doubted, songs) if _seem_turned(songs) else songs),
        left=tuple(one for one in found if isinstance(one, Passage)),
    )


def _seem_turned(songs: Sequence[Listed]) -> bool:
    """Whether what should be titles comes again and again, as artists do."""
    halves = [(one.song.title, one.song.artists) for one in songs if one.song.artists]
    return len({title for title, _ in halves}) < len({artists for _, artists in halves})


def _doubted(one: Listed) -> Listed:
    doubt = "title and artist may stand the other way round"
    return replace(one, sure=min(one.sure, TURNED), doubts=(*one.doubts, doubt)) if one.song.artists else one


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.removeprefix(BOM).splitlines())


def _read(line: str, number: int) -> Listed | Passage:
    if len(line) > LONGEST:
        return Passage(line=number, text=line, why="too long for a song")
    words = COUNT.sub("", line, count=1)
    if re.fullmatch(r"[a-z][a-z0-9+.-]+:\S+", words):
        return Passage(line=number, text=line, why="an address without a title")
    artist, title = split(words)
    if artist:
        return as_sure(Song(title, (artist,)), number, line, (), SEPARATED)
    if (found := CLOSE.search(words)) and words[: found.start()].strip() and words[found.end() :].strip():
        song = Song(words[found.end() :].strip(), (words[: found.start()].strip(),))
        return as_sure(song, number, line, (), CLOSELY, "a dash without blanks around it")
    return as_sure(Song(words, ()), number, line)


def split(words: str) -> tuple[str, str]:
    """Artist and title in "Artist - Title"; the artist is empty where there is no dash."""
    found = DASH.search(words)
    first, second = (words[: found.start()].strip(), words[found.end() :].strip()) if found else ("", words.strip())
    if not (first and second):
        return "", _unquoted(words.strip())
    return (second, _unquoted(first)) if _is_quoted(first) else (first, _unquoted(second))


def _is_quoted(words: str) -> bool:
    return len(words) > 2 and QUOTES.get(words[0]) == words[-1]  # noqa: PLR2004 - two quotes


def _unquoted(words: str) -> str:
    return words[1:-1].strip() if _is_quoted(words) else words


def write(sheet: Sheet) -> str:
    """A sheet as lines."""
    rows = [
        " - ".join(filter(None, [one_line(", ".join(song.artists)), one_line(song.title)]))
        for song in sheet.playlist.songs
    ]
    return "\n".join([*rows, ""])
