"""Writes the list of promises in docs/contract.md anew, from the table that the contracts test by.

uv run python docs/make_contract.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exporter.testing import PROMISES, Promise

PAGE = Path(__file__).resolve().parent / "contract.md"
MARK = "<!-- What follows is made by docs/make_contract.py. -->\n"
HEADINGS = {
    "backend": "What a backend promises",
    "format": "What a playlist format promises",
    "readings": "What readings promise",
    "enricher": "What an enricher promises",
}


def page(text: str) -> str:
    """The page, with its list as the table has it now."""
    return text.partition(MARK)[0] + MARK + "".join(_list())


def _list() -> Iterator[str]:
    for kind, heading in HEADINGS.items():
        yield f"\n## {heading}\n"
        yield from (_entry(promise) for promise in PROMISES.values() if promise.kind == kind)


def _entry(promise: Promise) -> str:
    return f"\n### {promise.name}\n\n{promise.sentence}\n\n*Why:* {promise.why} (`{promise.where}`)\n"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
