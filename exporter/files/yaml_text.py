"""YAML text to plain data, keeping every scalar as written, and the places of what is wrong.

Reads the events of the YAML parser (libyaml's where it is there) instead of building YAML nodes: that is several
times faster, sees duplicate keys, and meets anchors, aliases and tags before anything is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from exporter.files import syntax
from exporter.files.findings import LINE_BREAK, Finding, Path, Placed, Value, quoted, shown

MAX_DEPTH = 16
"""Lists and mappings inside each other; a playlist needs four."""

FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What YAML 1.1 calls not printable (section 5.1): control characters, lone surrogates, U+FFFE and U+FFFF."""

Places = dict[Path, tuple[int, int]]
"""For each path the offsets of its key and of its value; an entry of a list has no key, both are the same."""


class Reading(NamedTuple):
    """What a text says. ``flaws`` are what is wrong as YAML; ``whole`` is False when reading stopped there."""

    data: Value
    flaws: tuple[Placed, ...]
    whole: bool


def read(text: str) -> Reading:
    """The data in ``text``. Never raises on any text."""
    reader = _Reader(text)
    try:
        data = reader.document()
    except _Stop:
        return Reading(None, tuple(reader.flaws), whole=False)
    except yaml.MarkedYAMLError as error:
        flaw = syntax.explain(text, error)
    # ReaderError is no MarkedYAMLError, and without libyaml a bad character or escape shows as a plain ValueError
    except (yaml.YAMLError, ValueError, OverflowError):
        flaw = _forbidden_character(text)
    else:
        return Reading(data, tuple(reader.flaws), whole=True)
    reader.flaw(*flaw)
    return Reading(None, tuple(reader.flaws), whole=False)


def place(text: str, findings: Iterable[Finding]) -> Iterator[Placed]:
    """Each finding with its offset in a text that :func:`read` could read whole.

    A second reading, because good files need no places and keeping them costs time.
    """
    findings = tuple(findings)
    places: Places = {}
    if findings:
        _Reader(text, places).document()
    for finding in findings:
        yield Placed(_offset(finding, places), finding)


def _offset(finding: Finding, places: Places) -> int:
    """Where the finding stands, or, for a key that is missing, the mapping that misses it."""
    path = finding.path
    if path in places:
        key, value = places[path]
        return key if finding.on_key else value
    while path and path not in places:
        path = path[:-1]
    return places[path][1]


class _Stop(Exception):  # noqa: N818 - not an error of ours: the flaw is written down, reading ends here
    """Reading cannot go on."""


class _Reader:
    """One walk over the events of one text. ``places`` is filled when given."""

    def __init__(self, text: str, places: Places | None = None) -> None:
        self.flaws: list[Placed] = []
        self._text = text
        self._path: list[str | int] = []
        self._places = places
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        # PyYAML's events are not typed
        self._next: Callable[[], Any] = iter(yaml.parse(text, Loader=loader)).__next__

    def document(self) -> Value:
        self._next()  # the start of the stream
        start = self._next()
        if type(start) is StreamEndEvent:
            self.flaw(0, "the file is empty", "a playlist needs `name:` and `songs:`")
            raise _Stop
        first = self._next()
        self._note(first, first)
        data = self._value(first)
        self._next()  # the end of the document
        after = self._next()
        if type(after) is DocumentStartEvent:
            self.flaw(_at(after), "a second document starts here", "keep one playlist in a file, without `---`")
        return data

    def flaw(self, offset: int, message: str, suggestion: str = "") -> None:
        """Write down what is wrong at ``offset``."""
        self.flaws.append(Placed(offset, Finding(tuple(self._path), message, suggestion)))

    def _value(self, event: Any) -> Value:
        if type(event) is AliasEvent:
            return self._alias(event)
        if event.anchor or event.tag:
            self._decorated(event)
        if type(event) is ScalarEvent:
            return self._scalar(event)
        if len(self._path) >= MAX_DEPTH:
            self.flaw(_at(event), f"nested more than {MAX_DEPTH} levels deep", "a playlist needs four")
            raise _Stop
        return self._list() if type(event) is SequenceStartEvent else self._mapping()

    def _scalar(self, event: Any) -> str | None:
        text: str = event.value
        if event.style == '"' and (found := FORBIDDEN.search(text)):
            message = f"the text holds the control character {_code_point(found[0])}"
            self.flaw(_at(event), message, "remove it; only \\t and \\n make sense here")
        return text if text or event.style in ('"', "'") else None

    def _list(self) -> list[Value]:
        found: list[Value] = []
        self._path.append(0)
        while type(event := self._next()) is not SequenceEndEvent:
            self._path[-1] = len(found)
            self._note(event, event)
            found.append(self._value(event))
        self._path.pop()
        return found

    def _mapping(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while type(key := self._next()) is not MappingEndEvent:
            name = self._key(key)
            self._path.append(name)
            event = self._next()
            if name in found:
                message = f"the key {shown(name)} is already given above"
                self.flaw(_at(key), message, "keep one of the two")
                self._value(event)
            else:
                self._note(key, event)
                found[name] = self._value(event)
            self._path.pop()
        return found

    def _key(self, event: Any) -> str:
        """The name of a key. What cannot be one is written down, and named after its place."""
        if type(event) is AliasEvent:
            return self._alias(event)
        if type(event) is ScalarEvent:
            self._check_key(event)
            return str(event.value)
        self.flaw(_at(event), "a key must be plain text", "if it is meant as text, put the whole value in quotes")
        self._path.append("?")
        self._value(event)
        self._path.pop()
        return f"<key at {_at(event)}>"

    def _check_key(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._decorated(event)
        elif event.value == "<<":
            self.flaw(_at(event), "merge keys (<<) are not used here", "write the keys out")

    def _alias(self, event: Any) -> str:
        name = f"*{event.anchor}"
        meant = f"write the value out; if it is text, put it in quotes: {quoted(name)}"
        self.flaw(_at(event), f"{shown(name)} is a YAML alias, which is not used here", meant)
        return name

    def _decorated(self, event: Any) -> None:
        """An anchor or a tag before a value: nearly always text that begins with ``&`` or ``!``."""
        offset = _at(event)
        kind = "anchor" if event.anchor else "tag"
        whole = self._text[offset : event.end_mark.index].strip()
        mark = whole.split(maxsplit=1)[0]
        is_text = type(event) is ScalarEvent and not LINE_BREAK.search(whole)
        meant = f"if it is text, put it in quotes: {quoted(whole)}" if is_text else "remove it"
        self.flaw(offset, f"{shown(mark)} is a YAML {kind}, which is not used here", meant)

    def _note(self, key: Any, value: Any) -> None:
        if self._places is not None:
            self._places[tuple(self._path)] = (_at(key), _at(value))


def _at(event: Any) -> int:
    """Where an event begins in the text."""
    offset: int = event.start_mark.index
    return offset


def _forbidden_character(text: str) -> syntax.Explanation:
    found = FORBIDDEN.search(text)
    if found is None:
        message = "not valid YAML: an escape that names no character"
        return syntax.Explanation(0, message, "check the \\x, \\u and \\U escapes")
    message = f"the control character {_code_point(found[0])} cannot stand in a file"
    return syntax.Explanation(found.start(), message, "remove it; is this a text file?")


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"
