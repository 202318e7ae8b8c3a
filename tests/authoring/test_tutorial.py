"""The code of the pages for plugin authors is code that is tested: of the templates, or of the m3u plugin."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from exporter import hookspecs
from exporter.authoring.distribution import KINDS, Names, distribution

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL, HOOKS, EVENTS = (ROOT / "docs" / name for name in ("plugin-tutorial.md", "hooks.md", "events.md"))


def code(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def plain(text: str) -> str:
    """Without indentation: a page shows a piece of a file from its own margin."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def sources() -> list[str]:
    """Every file that tests run."""
    made = [text for kind in KINDS for text in distribution(kind, Names.of("night-radio")).values()]
    m3u = (ROOT / "plugins" / "m3u" / "exporter_m3u").glob("*.py")
    return [plain(text) for text in (*made, *(path.read_text(encoding="utf-8") for path in m3u))]


@pytest.mark.parametrize("block", [*code(TUTORIAL), *code(HOOKS)], ids=lambda block: textwrap.shorten(block, 40))
def test_every_piece_of_code_for_plugin_authors_is_one_that_is_tested(block: str) -> None:
    assert any(plain(block) in text for text in sources())


@pytest.mark.parametrize("hook", [name for name in vars(hookspecs) if name.startswith("exporter_")])
def test_every_hook_has_an_example(hook: str) -> None:
    """Those of docs/events.md are run by tests/docs."""
    assert any(f"@hookimpl\ndef {hook}(" in block for block in (*code(HOOKS), *code(EVENTS)))


def test_the_tutorial_has_code_for_every_room() -> None:
    rooms = {
        path.rpartition("/")[2] for path in distribution("backend", Names.of("night-radio")) if "exporter_" in path
    }
    page = TUTORIAL.read_text(encoding="utf-8")
    assert len(code(TUTORIAL)) >= len(rooms)
    assert all(f"`{room}`" in page or f"/{room}`" in page for room in rooms if room.endswith(".py"))
