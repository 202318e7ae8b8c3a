"""JSON documents from anywhere: read with care, and asked for what may be there. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from exporter.errors import FileError, Problem

DEEP = "nested too deep"


def parsed(text: str, file: str) -> Any:
    """What a text says as JSON.

    Raises:
        FileError: it is none.
    """
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        problem = Problem(file, error.lineno, error.colno, "", f"not JSON: {error.msg}")
        raise FileError([problem]) from error
    except (RecursionError, ValueError) as error:  # the latter: a number of thousands of digits
        raise FileError([Problem(file, 1, 1, "", f"not JSON that makes sense: {DEEP}")]) from error


def load(text: str, file: str, key: str, example: str) -> dict[str, Any]:
    """The object under ``key`` in a document.

    Raises:
        FileError: it is no JSON, or has no such object.
    """
    document = parsed(text, file)
    found = document.get(key) if isinstance(document, dict) else None
    if not isinstance(found, dict):
        raise FileError([Problem(file, 1, 1, key, f"there is no {key!r} in it", example)])
    return found


def text_of(value: object) -> str:
    """A text or a number as text; anything else is none."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def strings(value: object) -> tuple[str, ...]:
    """The texts in a value that is one text or a list of them."""
    many = value if isinstance(value, list) else [value]
    return tuple(filter(None, map(text_of, many)))


def objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects in a value that is one object or a list of them."""
    many = value if isinstance(value, list) else [value]
    return (one for one in many if isinstance(one, dict))
