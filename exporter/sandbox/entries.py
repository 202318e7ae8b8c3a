"""Entries of a catalogue and the lines they are written in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, get_type_hints

import msgspec

from exporter.errors import FileError, Problem
from exporter.suggest import did_you_mean

_Text = Annotated[str, msgspec.Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a catalogue. An empty ``services`` means all of them.

    ``duration_ms`` is in milliseconds, ``popularity`` from 0 to 100. ``titles`` and ``artist_names`` hold what a
    service shows to listeners of other languages, by language code.
    """

    id: _Text
    title: _Text
    artists: tuple[_Text, ...] = ()
    album: str = ""
    duration_ms: Annotated[int, msgspec.Meta(ge=0, le=86_400_000)] = 0
    year: Annotated[int, msgspec.Meta(ge=0, le=9999)] = 0
    isrc: Annotated[str, msgspec.Meta(pattern="^([A-Z]{2}[A-Z0-9]{3}[0-9]{7})?$")] = ""
    popularity: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    kind: Literal["song", "video"] = "song"
    services: tuple[_Text, ...] = ()
    titles: Mapping[str, _Text] = field(default_factory=dict, hash=False)
    artist_names: Mapping[str, tuple[_Text, ...]] = field(default_factory=dict, hash=False)


_TYPES = get_type_hints(Entry, include_extras=True)


def parse(file: str, content: bytes) -> list[Entry]:
    """The entries of a catalogue file called ``file``; empty lines are allowed.

    Raises:
        FileError: lists everything that is wrong, line by line.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    taken: dict[str, dict[str, int]] = {}
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = _entry(line)
            _claim(entry, number, taken)
        except _WrongLineError as error:
            problems += [
                Problem(file, number, wrong.column, wrong.key, wrong.message, wrong.hint) for wrong in error.all
            ]
        else:
            entries.append(entry)
    if problems:
        raise FileError(problems)
    return entries


@dataclass(frozen=True, slots=True)
class _Wrong:
    message: str
    key: str = ""
    column: int = 1
    hint: str = ""


class _WrongLineError(Exception):
    def __init__(self, *wrong: _Wrong) -> None:
        super().__init__(wrong)
        self.all = wrong


def _entry(line: bytes) -> Entry:
    try:
        text = line.decode()
        values = json.loads(text)
    except UnicodeDecodeError as error:
        raise _WrongLineError(_Wrong("is not UTF-8 text", column=error.start + 1)) from error
    except json.JSONDecodeError as error:
        raise _WrongLineError(_Wrong(f"is not JSON: {error.msg}", column=error.colno)) from error
    except (RecursionError, ValueError) as error:
        raise _WrongLineError(_Wrong(f"cannot be read as JSON: {error}")) from error
    if not isinstance(values, dict):
        raise _WrongLineError(_Wrong("must be a JSON object"))
    if wrong := [*_missing(values), *_unknown(values, text), *_unfit(values, text)]:
        raise _WrongLineError(*wrong)
    return msgspec.convert(values, Entry)


def _missing(values: Mapping[str, object]) -> Iterator[_Wrong]:
    for key in ("id", "title"):
        if key not in values:
            yield _Wrong("is missing", key)


def _unknown(values: Mapping[str, object], text: str) -> Iterator[_Wrong]:
    for key in values:
        if key not in _TYPES:
            yield _Wrong("is not a key of a catalogue entry", key, _column(key, text), did_you_mean(key, _TYPES))


def _unfit(values: Mapping[str, object], text: str) -> Iterator[_Wrong]:
    for key in values:
        if key in _TYPES and (message := _misfit(key, values[key])):
            yield _Wrong(message, key, _column(key, text))


def _misfit(key: str, value: object) -> str:
    """What is wrong with the value, or an empty string. Half a surrogate pair is no text that a service could send."""
    try:
        msgspec.convert(value, _TYPES[key])
        json.dumps(value, ensure_ascii=False).encode()
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        return str(error)
    return ""


def _column(key: str, text: str) -> int:
    return text.find(json.dumps(key, ensure_ascii=False)) + 1


def _claim(entry: Entry, number: int, taken: dict[str, dict[str, int]]) -> None:
    """Note that the entry's ID is taken on its services; no other entry there may have it."""
    holders = taken.setdefault(entry.id, {})
    mine = entry.services or ("",)
    for service, line in holders.items():
        if service in mine or "" in (service, *mine):
            raise _WrongLineError(_Wrong(f'"{entry.id}" is the ID of line {line} already', "id"))
    holders.update(dict.fromkeys(mine, number))
