"""The pages that people read, and the examples in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exporter.backend import ServiceInfo
from exporter.plugins import Plugins

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "plugins").glob("*/README.md")])

FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
SHELL = frozenset("|<>;$`*")


@dataclass(frozen=True)
class Block:
    """A code block: its page, its language, and its text without the indentation of a list."""

    page: str
    language: str
    text: str


@dataclass(frozen=True)
class Step:
    """One command of a shell example. ``plain`` says that it needs no shell."""

    page: str
    text: str

    @property
    def words(self) -> list[str]:
        return shlex.split(self.text)

    @property
    def plain(self) -> bool:
        return not SHELL & set(self.text) and self.words[0] == "exporter"


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> Iterator[Block]:
    """The code blocks of a page in these languages, in order."""
    for indent, language, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if language in languages:
            yield Block(name_of(page), language, re.sub(f"^{indent}", "", body, flags=re.MULTILINE))


def all_blocks(*languages: str) -> list[Block]:
    return [block for page in PAGES for block in blocks(page, *languages)]


def steps(block: Block) -> Iterator[Step]:
    """The commands of a shell example, those of one line apart."""
    for line in block.text.replace("\\\n", " ").splitlines():
        command = line.strip() if line.lstrip().startswith("git ") else _without_comment(line)
        for part in re.split(r"\s&&\s", command):
            if part:
                yield Step(block.page, part.strip().removeprefix("uv run ") if "exporter " in part else part.strip())


def _without_comment(line: str) -> str:
    return re.split(r"(?:^|\s)#", line)[0].strip()


def calls() -> list[Step]:
    """Every call of exporter in a shell example, without what a shell makes of it."""
    found = (step for block in all_blocks("sh") for step in steps(block))
    only = (Step(step.page, re.split(r"\s[>|<]\s", part)[0]) for step in found for part in _piped(step.text))
    return [step for step in only if step.text.startswith("exporter ")]


def _piped(text: str) -> list[str]:
    return [part.strip() for part in text.split(" | ")]


def with_sandbox() -> list[ServiceInfo]:
    """The services that have a look-alike."""
    return [info for one in Plugins().all() for info in (*one.backends, *one.brought.enrichers) if info.sandbox]
