"""Progress lines in a terminal: they come and go, and nothing that was told goes with them."""

from __future__ import annotations

import io
import re
import sys
import threading
from typing import TYPE_CHECKING

from exporter.cli.main import run
from exporter.errors import ExporterError, LoginError
from tests.conftest import Workplace
from tests.radio import Radio, plug, songs

if TYPE_CHECKING:
    import pytest

TOKEN = re.compile(r"\x1b\[(\??\d*(?:;\d+)*)([A-Za-z])|(\r)|(\n)|([^\x1b\r\n]+)")
SOON = 10.0


class Terminal(io.StringIO):
    """As much of a terminal as progress lines need: it goes up, and erases lines."""

    def isatty(self) -> bool:
        return True

    @property
    def lines(self) -> list[str]:
        rows, at, column = [""], 0, 0
        for count, letter, back, down, text in TOKEN.findall(self.getvalue()):
            if text:
                rows[at] = rows[at][:column].ljust(column) + text + rows[at][column + len(text) :]
                column += len(text)
            elif back:
                column = 0
            elif down:
                at, column = at + 1, 0
                rows += [""] * (at == len(rows))
            elif letter == "A":
                at = max(0, at - int(count or 1))
            elif letter == "K":
                rows[at] = ""
        return [row.rstrip() for row in rows]


def test_what_was_told_stays_on_the_screen_while_another_target_is_at_work(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    radio, *others = Radio(), Radio("other"), Radio("third")
    told = threading.Event()
    plug(monkeypatch, *(one.info for one in (radio, *others)))
    for name in ("RADIO_TOKEN", "RADIO_CLIENT_ID"):
        monkeypatch.setenv(f"EXPORTER_{name}", "token-of-me")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")

    class Late(list[ExporterError | None]):
        """These services answer when all else was told."""

        def pop(self, _: object = 0) -> None:
            assert told.wait(SOON)
            raise LoginError("The login died.", hint="Log in again:\nexporter login other")

    class Watched(Terminal):
        def write(self, text: str) -> int:
            if "Four → radio" in text:
                told.set()
            return super().write(text)

    for one in others:
        one.service.fail_search = Late([None])
    for name in ("one", "two", "three", "four"):
        workplace.write(name, songs("abc", head="targets:\n  radio: {}\n").replace("List", name.title()))
    workplace.write("zoo", songs("abc", head="targets:\n  other: {}\n  third: {}\n").replace("List", "Zoo"))
    workplace.write("zoom", songs("abc", head="targets:\n  third: {}\n").replace("List", "Zoom"))
    terminal = Watched()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run(["sync"]) == 4
    lines = [line.partition(" (")[0] for line in terminal.lines if line]
    assert [line for line in lines if line.startswith("✓")] == [
        "✓ Four → radio: created with 3 tracks",
        "✓ One → radio: created with 3 tracks",
        "✓ Three → radio: created with 3 tracks",
        "✓ Two → radio: created with 3 tracks",
    ]
    assert lines[-1] == "A person is needed: 2 playlists failed."
    first = lines.index("✗ Zoo → other: The login died.")
    assert lines[first + 1 : first + 3] == ["  Log in again:", "  exporter login other"]
