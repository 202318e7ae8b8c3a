"""How a playlist file is written: words, keys and songs as well-kept YAML. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from exporter.files.findings import quoted
from exporter.model import Playlist, Song

INDENT = 2
"""Blanks before what belongs to a key, in a file that shows no habit of its own."""
CLOSE = 2
"""Songs of so many lines at most stand close together in a new file; longer ones have a blank line between them."""

PLAIN = re.compile("[A-Za-z0-9][A-Za-z0-9_-]*")
NAME = re.compile(r"(?=.*[^\W\d_])\w[\w ・!.'()+/&-]*(?<! )")
"""A name that no YAML reader takes for anything else: it begins with a letter or a number, and is not all number."""
NO_NAMES = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])
"""Words that are no text for other YAML readers."""
NUMBER = re.compile("[0-9_]+|[0-9]+[eE][0-9]+|0[xob][0-9A-Fa-f_]+")
"""What other YAML readers would take for a number; it gets quotes."""
BREAKS = re.compile("[\n\r\x85\u2028\u2029]")
UNSEEN = {0x85: "\\x85", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What ends a line in YAML and not in JSON, as YAML escapes it."""
PARAGRAPH = re.compile("(?! )[^\t\r\x85\u2028\u2029]+")
"""Lines that can stand in a block as they are."""
MINUTE = 60


class Bare(str):
    """A number as a file has it, without quotes: its digits are all it says."""

    __slots__ = ()


Words: TypeAlias = "str | Sequence[str] | Mapping[str, str | Sequence[str]]"
"""What is written: a word, a list of words, or such by service."""
Write: TypeAlias = "Callable[[str], str]"


def entry(song: Song) -> dict[str, Words]:
    """The keys of a song with what stands under each, in the order of a well-kept file."""
    keys: dict[str, Words] = {
        "title": song.title,
        "artist": _one_or_many(song.artists),
        "aka": list(song.aka),
        "artist_aka": list(song.artist_aka),
        "from": song.from_,
        "album": song.album,
        "year": Bare(song.year or ""),
        "duration": clock(song.duration) if song.duration else "",
        "isrc": song.isrc,
        "mbid": song.mbid,
        "version": song.version,
        "ids": dict(song.ids),
        "not": {service: list(tracks) for service, tracks in song.not_.items()},
        "skip": list(song.skip),
        "note": song.note,
    }
    return {key: words for key, words in keys.items() if words or key == "title"}


def flow_entry(song: Song) -> str:
    """A song on one line."""
    return "{" + ", ".join(f"{key}: {flow(words)}" for key, words in entry(song).items()) + "}"


def block_entry(song: Song, column: int, indent: int, step: int) -> list[str]:
    """A song as lines, its dash in ``column``, its keys ``indent`` to the right of it, and theirs another ``step``."""
    lead, keys = " " * column, entry(song).items()
    first, *rest = [line for key, words in keys for line in block(key, words, indent, step, as_name)]
    return [f"{lead}-{first[1:]}", *(lead + line if line else "" for line in rest)]


def new_file(playlist: Playlist) -> str:
    """The text of a new playlist file."""
    songs = [block_entry(song, INDENT, INDENT, INDENT) for song in playlist.songs]
    gap = [""] if any(len(lines) > CLOSE for lines in songs) else []
    below = [line for lines in songs for line in (*gap, *lines)][len(gap) :]
    return "\n".join([*_head(playlist), *(["songs:", *below] if songs else ["songs: []"]), ""])


def _head(playlist: Playlist) -> Iterator[str]:
    yield from block("name", playlist.name, 0, INDENT, as_name)
    if playlist.description:
        yield from block("description", playlist.description, 0, INDENT, as_name)


def clock(seconds: float) -> str:
    """A length as people write it: ``5:31``, ``1:05:31``, ``0:05.25``."""
    whole, part = divmod(seconds, 1)
    minutes, rest = divmod(int(whole), MINUTE)
    hours, minutes = divmod(minutes, MINUTE) if minutes >= MINUTE else (0, minutes)
    front = f"{hours}:{minutes:02}" if hours else str(minutes)
    return f"{front}:{rest:02}{f'{part:.3f}'[1:].rstrip('0') if 0.0005 <= part < 0.9995 else ''}"  # noqa: PLR2004 - ms


def block(key: str, words: Words, column: int, step: int, write: Write | None = None) -> list[str]:
    """A key and its words as lines that begin at ``column``; ``write`` writes single words and those of a list."""
    lead = " " * column
    if isinstance(words, str):
        if BREAKS.search(words) and PARAGRAPH.fullmatch(words):
            inside = " " * (column + step)
            return [f"{lead}{key}: |-", *(inside + line if line else "" for line in words.split("\n"))]
        return [f"{lead}{key}: {_scalar(words, write or as_word)}"]
    if not isinstance(words, Mapping):
        return [f"{lead}{key}: {flow(words, write or as_word)}"]
    inner = [line for named in words for line in block(named, words[named], column + step, step)]
    return [f"{lead}{key}:", *inner]


def flow(words: Words, write: Write | None = None) -> str:
    """Words on one line; ``write`` writes a single one."""
    if isinstance(words, str):
        return _scalar(words, write or as_word)
    if isinstance(words, Mapping):
        return "{" + ", ".join(f"{named}: {flow(value, write)}" for named, value in words.items()) + "}"
    return "[" + ", ".join(_scalar(one, write or as_word) for one in words) + "]"


def as_name(text: str) -> str:
    """A title or name, in quotes only where they are needed."""
    return text if NAME.fullmatch(text) and text.lower() not in NO_NAMES else quoted(text)


def as_word(text: str) -> str:
    """A word, in quotes where a YAML reader might see something else in it."""
    return text if PLAIN.fullmatch(text) and not NUMBER.fullmatch(text) else quoted(text)


def in_style(text: str, style: str | None) -> str:
    """A word in the quotes that its author used."""
    if style == '"' and not set(text) & {'"', "\\"}:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'" if style == "'" else as_word(text)


def _scalar(text: str, write: Write) -> str:
    if isinstance(text, Bare):
        return str(text)
    if not BREAKS.search(text):
        return write(text)
    return json.dumps(text, ensure_ascii=False).translate(UNSEEN)  # a JSON string is one in YAML, too


def _one_or_many(names: Sequence[str]) -> Words:
    return names[0] if len(names) == 1 else list(names)
