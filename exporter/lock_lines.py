"""Reads a lock line by line: as it was written, and as git left it where two branches met.

``merge=union`` keeps the lines of both branches. So commas may lack or stand twice, lines may stand twice, out of
order, or even in another service's section, when one branch began that section where the other added a line. Each
line says all that it means, its service too, and is read for itself; sections and commas are for other readers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from exporter.errors import LockError
from exporter.locked import Home, Locked, one_decision, one_home, what_is_wrong_with
from exporter.suggest import nearest

KEY = re.compile(r'("(?:[^"\\]|\\.)*")\s*:\s*(.*)')
"""``"key": value``, as a line begins that is no decision."""
ROOMS = ("targets", "decisions")
MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
BLANKS = " \t\r"
Entry = TypeVar("Entry", Locked, Home)


class Strange(Exception):  # noqa: N818 - no error yet: the text may be a lock in another layout
    """A line that no lock of ours has: its number and column (from 1), and what is wrong with it."""

    def __init__(self, line: int, told: str, column: int = 1) -> None:
        """Keep the place and the words."""
        super().__init__(told)
        self.line, self.column, self.told = line, column, told


class Line(NamedTuple):
    """A decision or a home, with its service or target, and the number of its line (0: nobody knows)."""

    number: int
    key: str
    value: Locked | Home


def marked(text: str) -> int:
    """The number of the first line that a merge conflict left; 0 when there is none."""
    lines = enumerate(text.split("\n"), start=1)
    return next((number for number, line in lines if line.startswith(MARKS)), 0)


def parsed(text: str, *, newer: bool) -> Iterator[Line]:
    """The lines that say something. What a ``newer`` lock says beyond this exporter's knowledge is left out.

    Raises:
        Strange: a line is none of a lock's.
    """
    sections: set[str] = set()
    nameless = 0
    for number, line in enumerate(text.split("\n"), start=1):
        said = line.strip(BLANKS).rstrip(f"{BLANKS},")
        if said.startswith('{"') and number > 1:
            service, entry = _decision(_value(said, number, line), number, newer=newer)
            nameless = nameless or (0 if service else number)
            yield Line(number, service or next(iter(sections), ""), entry)
        elif found := KEY.fullmatch(said):
            key = str(_value(found[1], number, line))
            if found[2] == "[":
                sections.add(key)
            elif found[2] == "{":
                _known(key, ROOMS, number, newer=newer)
            elif found[2] not in {"{}", "[]"} and (key != "version" or found[2].startswith("{")):
                yield Line(number, key, _converted(_value(found[2], number, line), Home, number, newer=newer))
        elif said not in {"", "{", "}", "]"}:
            raise Strange(number, "nothing of a lock")
        if nameless and len(sections) != 1:
            raise Strange(nameless, "it does not say which service it is about; an older exporter wrote it")
    if not text.rstrip().endswith("\n}"):
        raise Strange(len(text.rstrip().split("\n")), "it ends too early")


def from_json(text: str, *, newer: bool) -> Iterator[Line]:
    """What a lock in any layout says.

    Raises:
        json.JSONDecodeError: it is no JSON.
        Strange: it is no lock.
    """
    try:
        plain = json.loads(text, object_pairs_hook=_without_doubles)
        msgspec.json.decode(text)  # refuses numbers and characters that are none
    except (msgspec.DecodeError, RecursionError) as error:
        raise Strange(0, str(error)) from error
    document = _object(plain, "the lock")
    for key in document:
        _known(key, ("version", *ROOMS), newer=newer)
    for target, home in _object(document.get("targets", {}), "`targets`").items():
        yield Line(0, target, _converted(home, Home, newer=newer))
    for service, entries in _object(document.get("decisions", {}), "`decisions`").items():
        if not isinstance(entries, list):
            raise Strange(0, f"the decisions for {service} are no list")
        for entry in entries:
            named, decided = _decision(entry, newer=newer)
            yield Line(0, named or service, decided)


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise Strange(0, f"{twice!r} stands twice where it can mean one thing only")
    return found


def _object(plain: object, what: str) -> dict[str, object]:
    if not isinstance(plain, dict):
        raise Strange(0, f"{what} is no object")
    return plain


def _known(key: str, known: Sequence[str], number: int = 0, *, newer: bool) -> None:
    """Refuse a key that this exporter does not know, which only a ``newer`` lock may have."""
    if key not in known and not newer:
        meant = nearest(key, known)
        raise Strange(number, f"unknown key {key!r}{f', which may mean {meant!r}' if meant else ''}")


def _value(text: str, number: int, line: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        column = 1
        try:
            json.loads(text)  # its errors name the column, msgspec's do not
        except json.JSONDecodeError as place:
            column = line.index(text) + place.colno
            raise Strange(number, place.msg, column) from error
        except RecursionError:
            pass
        raise Strange(number, str(error), column) from error


def _decision(plain: object, number: int = 0, *, newer: bool) -> tuple[str, Locked]:
    """One decision and the service that it is about; that is empty where an older exporter wrote it."""
    service = plain.pop("service", "") if isinstance(plain, dict) else ""
    if not isinstance(service, str):
        raise Strange(number, f"{service!r} is no service")
    return service, _converted(plain, Locked, number, newer=newer)


def _converted(plain: object, kind: type[Entry], number: int = 0, *, newer: bool) -> Entry:
    known = kind.__struct_fields__
    if newer and isinstance(plain, dict):
        plain = {key: value for key, value in plain.items() if key in known}
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError as error:
        for key in plain if isinstance(plain, dict) else ():
            _known(key, known, number, newer=newer)
        raise Strange(number, str(error)) from error


class Gathered:
    """Lines by what they are about. Lines that say the same are one; others must not be about the same thing."""

    def __init__(self, name: str) -> None:
        """``name`` is the lock's, for errors."""
        self._name = name
        self._decisions: dict[str, dict[str, tuple[int, Locked]]] = {}
        self._homes: dict[str, tuple[int, Home]] = {}

    def decisions(self) -> dict[str, dict[str, Locked]]:
        """The decisions by service and song."""
        return {
            service: {song: entry for song, (_, entry) in found.items()} for service, found in self._decisions.items()
        }

    def homes(self) -> dict[str, Home]:
        """The homes by target."""
        return {target: home for target, (_, home) in self._homes.items()}

    def decide(self, service: str, number: int, entry: Locked) -> None:
        """Take a decision in.

        Raises:
            LockError: another line decides the song differently.
        """
        found = self._decisions.setdefault(service, {})
        if entry.song not in found:
            found[entry.song] = (number, entry)
            return
        before, known = found[entry.song]
        both = one_decision(known, entry)
        if both is None:
            told = f"it holds two different decisions for {entry.song!r} on {service}{_and(before)}."
            hint = what_is_wrong_with((before, known), (number, entry))
            raise LockError(self._name, told, line=number, hint=hint)
        found[entry.song] = (before, both)

    def settle(self, target: str, number: int, home: Home) -> None:
        """Take a home in.

        Raises:
            LockError: another line says that the target has the playlist elsewhere.
        """
        before, known = self._homes.get(target, (number, home))
        both = one_home(known, home)
        if both is None:
            told = f"it holds two different playlists for {target}{_and(before)}."
            named = " and ".join(dict.fromkeys(one.url or one.id for one in (known, home)))
            hint = f"Look at {named}: keep the line of the one that listeners have, and remove the other line."
            raise LockError(self._name, told, line=number, hint=hint)
        self._homes[target] = (before, both)


def _and(line: int) -> str:
    return f", the other in line {line}" if line else ""
