"""The shapes that values of a file can have: each reads a value, says what is wrong with it, and is a JSON Schema.

Rule and schema stand side by side in one small class, so they cannot drift apart. Editors see YAML's own types where
we see text as written (``year: 2011`` is a number to them), so a schema allows both; a JSON Schema keyword speaks
only about its own type, so ``pattern`` binds the text and ``minimum`` the number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Protocol

from exporter.files.findings import Finding, Path, Value, shown
from exporter.suggest import nearest

Report = Callable[[Finding], None]
Schema = dict[str, Any]

NOT_BLANK = r"\S"
BREAKS = re.compile("[\t\n\r\x85\u2028\u2029]+")


class Shape(Protocol):
    """What a value must look like."""

    def read(self, value: Value, path: Path, report: Report) -> Any:
        """The value as our data; None, and a report, when it is wrong."""

    def schema(self) -> Schema:
        """The same rule as a JSON Schema, its ``type`` a list."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text as written, without the space around it. On one line, unless ``lines`` keeps line breaks."""

    required: bool = False
    lines: bool = False

    def read(self, value: Value, path: Path, report: Report) -> str | None:
        """The text, folded to one line unless it may have several."""
        if value is not None and not isinstance(value, str):
            report(_wrong_kind("text", value, path))
            return None
        text = (value or "").strip() if self.lines else _one_line(value or "")
        if self.required and not text:
            report(Finding(path, "no text here", "write it, or remove it; text that begins with # needs quotes"))
            return None
        return text

    def schema(self) -> Schema:
        """Any scalar; one that is required holds something that can be seen."""
        kinds: Schema = {"type": ["string", "number", "boolean"]}
        return {**kinds, "pattern": NOT_BLANK} if self.required else kinds


@dataclass(frozen=True, slots=True)
class Formal:
    """Text that follows a ``pattern``: ``kind`` names it, ``example`` shows it, ``convert`` makes it our data.

    ``typed`` is the rule for those to whom YAML shows a number or a boolean. ``correct`` may know what was meant.
    """

    kind: str
    pattern: str
    example: str
    convert: Callable[[str], Any] = str
    typed: Mapping[str, Any] = field(default_factory=dict, hash=False)
    correct: Callable[[str], str] = lambda _text: ""

    def read(self, value: Value, path: Path, report: Report) -> Any:
        """What ``convert`` makes of a text that follows the pattern."""
        if not isinstance(value, str):
            report(_wrong_kind(self.kind, value, path, self.example))
            return None
        if not re.fullmatch(self.pattern, value):
            report(Finding(path, f"not {self.kind}: {shown(value)}", self.correct(value) or self.example))
            return None
        return self.convert(value)

    def schema(self) -> Schema:
        """The pattern for texts, ``typed`` for numbers and booleans."""
        types = ["string", self.typed["type"]] if self.typed else ["string"]
        return {**self.typed, "type": types, "pattern": f"^(?:{self.pattern})$"}


@dataclass(frozen=True, slots=True)
class OneOrMany:
    """One value, or a list of such values; a tuple either way."""

    item: Shape

    def read(self, value: Value, path: Path, report: Report) -> tuple[Any, ...]:
        """A tuple, also of a single value."""
        if isinstance(value, list):
            return tuple(self.item.read(one, (*path, index), report) for index, one in enumerate(value))
        return (self.item.read(value, path, report),)

    def schema(self) -> Schema:
        """The item's rule, and a list of such items."""
        item = self.item.schema()
        return {**item, "type": [*item["type"], "array"], "items": item}


@dataclass(frozen=True, slots=True)
class Rows:
    """A list, with every entry of one shape."""

    item: Shape

    def read(self, value: Value, path: Path, report: Report) -> tuple[Any, ...] | None:
        """A tuple of the entries; a wrong one is None."""
        if not isinstance(value, list):
            report(_wrong_kind("a list", value, path, "begin each entry with `- `; write [] for none"))
            return None
        return tuple(self.item.read(one, (*path, index), report) for index, one in enumerate(value))

    def schema(self) -> Schema:
        """A list of items."""
        return {"type": ["array"], "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class ByName:
    """A mapping from names, which follow a shape of their own, to values of one shape."""

    name: Formal
    item: Shape
    example: str

    def read(self, value: Value, path: Path, report: Report) -> dict[str, Any] | None:
        """The values by name."""
        if not isinstance(value, dict):
            report(_wrong_kind("a mapping", value, path, self.example))
            return None
        for name in value:
            self.name.read(name, (*path, name), lambda found: report(found._replace(on_key=True)))
        return {name: self.item.read(one, (*path, name), report) for name, one in value.items()}

    def schema(self) -> Schema:
        """An object with any keys of the right pattern."""
        names = {"pattern": self.name.schema()["pattern"]}
        return {"type": ["object"], "propertyNames": names, "additionalProperties": self.item.schema()}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: the attribute it fills, its shape, and what editors say ``about`` it.

    ``mistaken`` are words that people write when they mean this key.
    """

    attribute: str
    shape: Shape
    about: str
    required: bool = False
    mistaken: tuple[str, ...] = ()

    def schema(self) -> Schema:
        """The shape's schema with its description; a key that may be left out may also be left empty."""
        shape = self.shape.schema()
        types = shape["type"] if self.required else [*shape["type"], "null"]
        return {"description": self.about, **shape, "type": types}


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys. ``kind`` names it, ``make`` builds our data from the attributes that are given."""

    kind: str
    keys: Mapping[str, Key] = field(hash=False)
    make: Callable[..., Any]
    example: str

    def read(self, value: Value, path: Path, report: Report) -> Any:
        """What ``make`` builds; None when something needed is wrong or missing."""
        given = {} if value is None and not self.required else value
        if not isinstance(given, dict):
            report(_wrong_kind(self.kind, given, path, self.example))
            return None
        missing = self.required - given.keys()
        self._report_keys(given.keys() - self.keys.keys(), missing, path, report)
        found = {
            key.attribute: key.shape.read(one, (*path, name), report)
            for name, one in given.items()
            if (key := self.keys.get(name)) and (one is not None or key.required)
        }
        return None if missing or None in found.values() else self.make(**found)

    def schema(self) -> Schema:
        """An object with these keys and no others."""
        properties = {name: key.schema() for name, key in self.keys.items()}
        types = ["object"] if self.required else ["object", "null"]
        return {
            "type": types,
            "properties": properties,
            "required": sorted(self.required),
            "additionalProperties": False,
        }

    @property
    def required(self) -> frozenset[str]:
        """The keys that must be there; a record without any may be left empty."""
        return frozenset(name for name, key in self.keys.items() if key.required)

    def _report_keys(self, unknown: AbstractSet[str], missing: AbstractSet[str], path: Path, report: Report) -> None:
        """Unknown keys with what was meant, and missing ones unless an unknown key was meant for them."""
        meant = {name: self._meant(name) for name in unknown}
        for name, right in meant.items():
            hint = f'did you mean "{right}"?' if right else f"known keys: {', '.join(self.keys)}"
            report(Finding((*path, name), f"unknown key {shown(name)}", hint, on_key=True))
        for name in missing - set(meant.values()):
            report(Finding((*path, name), f"the key {shown(name)} is missing", self.example))

    def _meant(self, name: str) -> str:
        """The key that an unknown one stands for, or an empty string."""
        by_mistake = {word: right for right, key in self.keys.items() for word in key.mistaken}
        word = name.strip().lower()
        return by_mistake.get(word) or nearest(word, self.keys)


def _wrong_kind(expected: str, value: Value, path: Path, example: str = "") -> Finding:
    hint = ""
    if isinstance(value, dict):
        hint = "a ': ' or braces make a mapping; put text in quotes"
    elif isinstance(value, list):
        hint = "brackets or `- ` make a list; put text in quotes"
    return Finding(path, f"expected {expected}, found {shown(value)}", example or hint)


def _one_line(text: str) -> str:
    if not BREAKS.search(text):
        return text.strip()
    return " ".join(filter(None, (part.strip() for part in BREAKS.split(text))))
