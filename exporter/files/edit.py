"""Writes a person's answers into a playlist file and leaves every other character as its author wrote it.

Pure, but for :class:`Source`. The YAML parser says where things stand; a change is one piece of text put in at one
place, so that comments, order, quotes, indentation and line ends stay. Every edit is read back: unless the new text
says exactly what was asked for and nothing else, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, cast

import yaml

from exporter.errors import FileError, Problem, Unsafe
from exporter.files import native, yaml_text
from exporter.files.findings import Lines, Value
from exporter.files.playlist import SONG
from exporter.files.writing import (
    INDENT,
    Words,
    Write,
    as_name,
    as_word,
    block,
    block_entry,
    entry,
    flow,
    flow_entry,
    in_style,
)
from exporter.model import Playlist, Song, names
from exporter.store import write_atomic

BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""Where a line ends for the YAML parser."""
LAST_BREAK = re.compile(rf"(?:{BREAK.pattern})\Z")

NAMES = frozenset({"title", "aka", "artist_aka"})
"""Keys whose words are titles and names, which need few quotes."""

Node: TypeAlias = Any  # PyYAML's nodes are not typed


@dataclass(frozen=True, slots=True)
class Source:
    """A playlist file as it was read."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> Source:
        """The file at ``path``.

        Raises:
            FileError: it cannot be read.
        """
        return cls(path, native.text_of(path))

    def playlist(self) -> Playlist:
        """The playlist in it.

        Raises:
            FileError: the text is not a playlist; holds all problems at once.
        """
        return native.parse(self.text, str(self.path), self.path.stem)

    def write(self, text: str) -> Source:
        """Replace the file's text, whole or not at all.

        Raises:
            Unsafe: the file is not what was read any more.
            OSError: the disk is full, the folder read-only ...; the old file is untouched then.
        """
        if text == self.text:
            return self
        try:
            same = self.path.read_bytes() == self.text.encode()
        except FileNotFoundError:
            same = False
        if not same:
            raise Unsafe(
                f"{self.path} was changed by somebody else since it was read; it is left as it is.",
                hint="Run the same command again: it reads the file anew. Earlier answers are kept.",
            )
        write_atomic(self.path, text)
        return replace(self, text=text)

    def pin(self, song: int, service: str, track: str) -> str:
        """The text with ``track`` as the pin of a song (counted from 0) on ``service``.

        Raises:
            FileError: the song is written in a way that cannot be changed safely.
        """

        def change(entry: dict[str, Any]) -> None:
            entry["ids"] = {**(entry.get("ids") or {}), service: track}

        return self._edited(song, change, lambda edit: edit.set("ids", service, track), {"ids": {service: track}})

    def refuse(self, song: int, service: str, track: str) -> str:
        """The text with ``track`` among those never to be proposed again. Raises as :meth:`pin`."""

        def change(entry: dict[str, Any]) -> None:
            refused = entry.get("not") or {}
            entry["not"] = {**refused, service: _with(refused.get(service), track)}

        return self._edited(song, change, lambda edit: edit.add(("not", service), track), {"not": {service: [track]}})

    def leave_out(self, song: int, service: str) -> str:
        """The text with ``service`` among those that a song is left out on. Raises as :meth:`pin`."""

        def change(entry: dict[str, Any]) -> None:
            entry["skip"] = _with(entry.get("skip"), service)

        return self._edited(song, change, lambda edit: edit.add(("skip",), service), {"skip": [service]})

    def add_facts(self, song: int, facts: Mapping[str, str | Sequence[str]]) -> str:
        """The text with more of what is known of a song (counted from 0), by the keys of the file.

        Several words join those that stand under their key; a single one takes the place of what stands there.

        Raises:
            FileError: the song is written in a way that cannot be changed safely.
        """
        source = self
        for key, words in facts.items():
            for word in names(words):
                text = source.set_fact(song, key, word) if isinstance(words, str) else source.add_name(song, key, word)
                source = replace(source, text=text)
        return source.text

    def set_fact(self, song: int, key: str, word: str) -> str:
        """The text with ``word`` under a key of a song, in place of what stands there. Raises as :meth:`pin`."""

        def change(entry: dict[str, Any]) -> None:
            entry[key] = word

        return self._edited(song, change, lambda edit: edit.put(key, word), {key: word})

    def add_name(self, song: int, key: str, name: str) -> str:
        """The text with one more name under a key of a song. Raises as :meth:`pin`."""

        def change(entry: dict[str, Any]) -> None:
            entry[key] = _with(entry.get(key), name)

        return self._edited(song, change, lambda edit: edit.add((key,), name), {key: [name]})

    def add_songs(self, new: Sequence[tuple[int, Song]]) -> str:
        """The text with more songs, each before the song that stands at its place now (from 0; their count: the end).

        Of a song everything is written that it says.

        Raises:
            FileError: the list of songs is written in a way that cannot be changed safely.
        """
        if not new:
            return self.text
        mark, body = self._body()
        before = cast("dict[str, Any]", yaml_text.read(body).data)
        old = before["songs"] or []
        by_place: dict[int, list[Song]] = {}
        for place, song in new:
            by_place.setdefault(place, []).append(song)
        songs: list[Any] = []
        for place in range(len(old) + 1):
            songs += [entry(song) for song in by_place.get(place, ())]
            songs += old[place : place + 1]
        after = _spliced(body, _NewSongs(body).splices(by_place))
        if not _says(after, {**before, "songs": songs}):
            message = "the songs are written in a way that more cannot be added safely"
            line, column = Lines(body).place(_NewSongs(body).start)
            by_hand = f"add them yourself: {flow_entry(new[0][1])}"
            raise FileError([Problem(str(self.path), line, column, "songs", message, by_hand)])
        return mark + after

    def _body(self) -> tuple[str, str]:
        """The byte order mark, if there is one, and the text behind it."""
        mark = native.BOM if self.text.startswith(native.BOM) else ""
        return mark, self.text.removeprefix(mark)

    def _edited(
        self,
        song: int,
        change: Callable[[dict[str, Any]], None],
        splice: Callable[[_Edit], _Splice],
        by_hand: Mapping[str, Words],
    ) -> str:
        """The text after one splice, if it says what ``change`` makes of the data, and nothing else."""
        mark, body = self._body()
        before = cast("dict[str, Any]", yaml_text.read(body).data)
        wanted = deepcopy(before)
        change(wanted["songs"][song])
        if wanted == before:
            return self.text
        edit = _Edit(body, song)
        after = _spliced(body, [splice(edit)])
        if not _says(after, wanted):
            raise self._by_hand(body, edit, by_hand)
        return mark + after

    def _by_hand(self, body: str, edit: _Edit, words: Mapping[str, Words]) -> FileError:
        place = Lines(body).place(edit.song.start_mark.index)
        message = "this song is written in a way that cannot be changed safely"
        lines = ", ".join(f"{key}: {flow(value)}" for key, value in words.items())
        return FileError(
            [Problem(str(self.path), *place, f"songs[{edit.number}]", message, f"add it yourself: {lines}")]
        )


class _Splice(NamedTuple):
    """The characters from ``start`` to ``end`` become ``new``."""

    start: int
    end: int
    new: str


def _spliced(text: str, splices: Iterable[_Splice]) -> str:
    """The text after all of them; their places are those in the text as it is."""
    for start, end, new in sorted(splices, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _says(text: str, wanted: Value) -> bool:
    """Whether a text says what was asked for, and nothing else."""
    reading = yaml_text.read(text)
    return not reading.flaws and _bare(reading.data) == _bare(wanted)


class _Laid:
    """One text with the places of its songs, and how its author lays them out."""

    def __init__(self, text: str) -> None:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        self.text = text
        self.root: Node = yaml.compose(text, Loader=loader)
        self.songs = _value(self.root, "songs")
        self.step = _step(self.songs.value)
        self.newline = found[0] if (found := BREAK.search(text)) else "\n"

    def _lines(self, after: int, lines: Iterable[str]) -> _Splice:
        """New lines below the one that ``after`` stands in."""
        end = found.start() if (found := BREAK.search(self.text, after)) else len(self.text)
        return _Splice(end, end, "".join(self.newline + line for line in lines))

    def _end(self, node: Node) -> int:
        """Where the text of a node ends; the parser's own mark may lie behind blank lines and comments."""
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            return self._end_of_block(start, end) if node.style in {"|", ">"} else end
        if node.flow_style:
            return cast("int", end)
        last = node.value[-1]
        return self._end(last[1] if isinstance(node, yaml.MappingNode) else last)

    def _end_of_block(self, start: int, end: int) -> int:
        """Where a block of lines ends. With ``+`` the blank lines below belong to it, all but the last line's end."""
        block = self.text[start:end]
        kept = "+" in BREAK.split(block, maxsplit=1)[0].partition("#")[0]
        return start + len(LAST_BREAK.sub("", block) if kept else block.rstrip())


class _NewSongs(_Laid):
    """Puts new songs between those that are there."""

    @property
    def start(self) -> int:
        """Where the list of songs begins."""
        return cast("int", self.songs.start_mark.index)

    def splices(self, by_place: Mapping[int, Sequence[Song]]) -> list[_Splice]:
        """One for each place; two for a list that was empty, whose brackets go."""
        if self.songs.value:
            return [self._at(place, songs) for place, songs in by_place.items()]
        (songs,) = by_place.values()
        end = self.songs.end_mark.index
        if self.root.flow_style:
            return [_Splice(self.start, end, f"[{', '.join(flow_entry(song) for song in songs)}]")]
        before = len(self.text[: self.start].rstrip(" "))
        column = self.root.start_mark.column + self.step
        lines = [line for song in songs for line in block_entry(song, column, INDENT, self.step)]
        return [_Splice(before, end, ""), self._lines(end, lines)]

    def _at(self, place: int, songs: Sequence[Song]) -> _Splice:
        there = self.songs.value
        if self.songs.flow_style:
            words = ", ".join(flow_entry(song) for song in songs)
            at = self._end(there[place - 1]) if place else self.start + 1
            return _Splice(at, at, f", {words}" if place else f"{words}, ")
        column = self.songs.start_mark.column
        blocks = [block_entry(song, column, there[0].start_mark.column - column, self.step) for song in songs]
        gap = [""] if self._is_spaced() else []
        if place:
            return self._lines(self._end(there[place - 1]), [line for block in blocks for line in (*gap, *block)])
        at = self.start - column
        lines = [line for block in blocks for line in (*block, *gap)]
        return _Splice(at, at, "".join(line + self.newline for line in lines))

    def _is_spaced(self) -> bool:
        """Whether the author leaves a line blank between the first two songs."""
        if len(self.songs.value) == 1:
            return False
        first, second = self.songs.value[:2]
        between = self.text[self._end(first) : second.start_mark.index]
        return any(not line.strip() for line in BREAK.split(between)[1:-1])


class _Edit(_Laid):
    """One text with the places of one song's keys."""

    def __init__(self, text: str, number: int) -> None:
        super().__init__(text)
        self.number, self.song = number, self.songs.value[number]

    def set(self, key: str, name: str, word: str) -> _Splice:
        """``word`` under ``key`` and ``name``, in place of what stands there."""
        named = _value(self.song, key)
        old = _value(named, name)
        if old is None:
            return self._add_named(key, name, word)
        return _Splice(old.start_mark.index, self._end(old), in_style(word, old.style))

    def put(self, key: str, word: str) -> _Splice:
        """``word`` under a key of the song, in place of what stands there."""
        old = _value(self.song, key)
        if old is None:
            return self._add_key(key, word)
        if _is_empty(old):
            return self._fill(old, self._key(key), word)
        new = in_style(word, old.style) if old.style in {"'", '"'} else _writer(key)(word)
        return _Splice(old.start_mark.index, self._end(old), new)

    def add(self, path: Sequence[str], word: str) -> _Splice:
        """``word`` as one more of the words at ``path``."""
        node = self.song
        for key in path:
            node = _value(node, key)
        if node is None and len(path) > 1:
            return self._add_named(path[0], path[1], [word])
        if node is None:
            return self._add_key(path[0], [word])
        if isinstance(node, yaml.SequenceNode):
            return self._add_item(node, word, _writer(path[0]))
        if _is_empty(node):
            return self._fill(node, self._key(path[0]), [word])
        write = _writer(path[0])
        old = self.text[node.start_mark.index : self._end(node)] if node.style in {"'", '"'} else write(node.value)
        return _Splice(node.start_mark.index, self._end(node), f"[{old}, {write(word)}]")

    def _add_named(self, key: str, name: str, words: Words) -> _Splice:
        """One more name with its words under a key of the song, which may not be there yet or be empty."""
        named = _value(self.song, key)
        value = cast("Words", {name: words})
        if named is None:
            return self._add_key(key, value)
        if _is_empty(named):
            return self._fill(named, self._key(key), value)
        return self._add_pair(named, name, words, named.value)

    def _add_key(self, key: str, words: Words) -> _Splice:
        """A new key of the song, behind those that come before it in a well-kept file."""
        order = list(SONG.keys)
        before = [pair for pair in self.song.value if order.index(pair[0].value) < order.index(key)]
        return self._add_pair(self.song, key, words, before)

    def _add_pair(self, mapping: Node, key: str, words: Words, behind: Sequence[tuple[Node, Node]]) -> _Splice:
        after = max((self._end(value) for _, value in behind), default=mapping.start_mark.index + 1)
        if mapping.flow_style:
            return _Splice(after, after, f"{', ' if behind else ''}{key}: {flow(words, _writer(key))}")
        return self._lines(after, block(key, words, mapping.start_mark.column, self.step, _writer(key)))

    def _add_item(self, sequence: Node, word: str, write: Write) -> _Splice:
        after = self._end(sequence.value[-1]) if sequence.value else sequence.start_mark.index + 1
        if sequence.flow_style:
            return _Splice(after, after, f"{', ' if sequence.value else ''}{write(word)}")
        return self._lines(after, [" " * sequence.start_mark.column + f"- {write(word)}"])

    def _fill(self, empty: Node, key: Node, words: Words) -> _Splice:
        """Words for a key that stands there without a value."""
        at = empty.start_mark.index
        if isinstance(words, Mapping) and not self.song.flow_style:
            column = self.song.start_mark.column + self.step
            return self._lines(at, [line for name in words for line in block(name, words[name], column, self.step)])
        end = key.end_mark.index
        colon = self.text.find(":", end, at)  # the parsers place an empty value at either side of the blanks behind it
        written = flow(words, _writer(key.value))
        if colon < 0:
            return _Splice(end, end, f": {written}")
        return _Splice(colon + 1, colon + 1, f" {written}")

    def _key(self, name: str) -> Node:
        return next(key for key, _ in self.song.value if key.value == name)


def _writer(key: str) -> Write:
    return as_name if key in NAMES else as_word


def _value(mapping: Node, key: str) -> Node:
    """The value of a key, None when it is not there."""
    if not isinstance(mapping, yaml.MappingNode):
        return None
    return next((value for name, value in mapping.value if name.value == key), None)


def _bare(data: Value) -> Value:
    """The data without the space around its texts, which no playlist keeps."""
    match data:
        case str():
            return data.strip()
        case list():
            return [_bare(one) for one in data]
        case dict():
            return {key: _bare(one) for key, one in data.items()}
        case None:
            return None


def _is_empty(node: Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.value and node.style not in {"'", '"'}


def _step(songs: Iterable[Node]) -> int:
    """How far the author indents what belongs to a key of a song."""
    for song in songs:
        for _, value in song.value:
            if isinstance(value, yaml.MappingNode) and not value.flow_style:
                return cast("int", value.start_mark.column - song.start_mark.column)
    return INDENT


def _with(words: str | Sequence[str] | None, word: str) -> str | list[str]:
    """The words with one more, in the shape that a file has them."""
    if words == word:
        return word
    many = [words] if isinstance(words, str) else list(words or ())
    return many if word in many else [*many, word]
