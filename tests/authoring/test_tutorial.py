"""The tutorial's code is the code that is tested: of the template, or of the m3u plugin."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from exporter.authoring.distribution import Names, distribution

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "plugin-tutorial.md"


def code() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def plain(text: str) -> str:
    """Without indentation: a page shows a piece of a file from its own margin."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def sources() -> list[str]:
    """Every file that tests run."""
    made = distribution("backend", Names.of("night-radio")).values()
    m3u = (ROOT / "plugins" / "m3u" / "exporter_m3u").glob("*.py")
    return [plain(text) for text in (*made, *(path.read_text(encoding="utf-8") for path in m3u))]


@pytest.mark.parametrize("block", code(), ids=lambda block: textwrap.shorten(block, 40))
def test_every_piece_of_code_in_the_tutorial_is_one_that_is_tested(block: str) -> None:
    assert any(plain(block) in text for text in sources())


def test_the_tutorial_has_code_for_every_room() -> None:
    rooms = {
        path.rpartition("/")[2] for path in distribution("backend", Names.of("night-radio")) if "exporter_" in path
    }
    page = TUTORIAL.read_text(encoding="utf-8")
    assert len(code()) >= len(rooms)
    assert all(f"`{room}`" in page or f"/{room}`" in page for room in rooms if room.endswith(".py"))
