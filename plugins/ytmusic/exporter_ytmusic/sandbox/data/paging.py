"""Pages: how many rows, from where, and the tokens that lead to the next ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from exporter.sandbox import digits
from exporter_ytmusic.sandbox.data.call import Call
from exporter_ytmusic.sandbox.data.ids import unwrap, wrap
from exporter_ytmusic.sandbox.data.refused import Refused

T = TypeVar("T")

USUAL = 5
MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A stretch of rows. ``limit`` is how many there may be, the tokens are empty where nothing follows."""

    rows: Sequence[T]
    limit: int
    total: int
    next: str = ""
    previous: str = ""

    def envelope(self, kind: str, items: Sequence[Any]) -> dict[str, Any]:
        """The answer with these items."""
        tokens = {"nextPageToken": self.next, "prevPageToken": self.previous}
        return {
            "kind": kind,
            **{name: token for name, token in tokens.items() if token},
            "items": list(items),
            "pageInfo": {"totalResults": self.total, "resultsPerPage": self.limit},
        }


def cut(rows: Sequence[T], call: Call, of: str, name: Callable[[T], str]) -> Page[T]:
    """The page that a request asks for.

    ``of`` says what is listed: a token of another list is refused. ``name`` gives a row's ID: a token holds on to the
    row that it leads to, wherever that has moved in the meantime.
    """
    limit = min(call.whole("maxResults", USUAL), MOST)
    start = _start(rows, call.text("pageToken"), of, name)
    end = start + limit

    def token(at: int) -> str:
        return wrap(msgspec.json.encode((_list_key(of), name(rows[at]) if at < len(rows) else "", at)).decode())

    return Page(
        rows=rows[start:end],
        limit=limit,
        total=len(rows),
        next=token(end) if end < len(rows) or not limit else "",
        previous=token(max(start - limit, 0)) if start else "",
    )


def everything(rows: Sequence[T]) -> Page[T]:
    """All rows on one page, as for a list of IDs."""
    return Page(rows=rows, limit=len(rows), total=len(rows))


def _start(rows: Sequence[T], token: str, of: str, name: Callable[[T], str]) -> int:
    if not token:
        return 0
    try:
        key, row, at = msgspec.json.decode(unwrap(token), type=tuple[str, str, int])
    except msgspec.DecodeError:
        key, row, at = "", "", 0
    if key != _list_key(of) or at < 0:
        message = "The request specifies an invalid page token."
        where = ("pageToken", "parameter")
        raise Refused(400, "invalidPageToken", message, domain="youtube.parameter", where=where)
    names = [name(one) for one in rows] if row else []
    return names.index(row) if row in names else min(at, len(rows))


def _list_key(of: str) -> str:
    return digits(of, length=8)
