"""How many cases ran, and how they were survived, at the end of a test run; counted across all its processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

PROPERTY = "storm"
Entry = tuple[str, str, int]
"""Kind of trouble, ending, how many cases."""


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the counts, if there were any storms."""
    counts: dict[str, Counter[str]] = {}
    for kind, ending, cases in _entries(terminalreporter):
        counts.setdefault(kind, Counter())[ending] += cases
    if not counts:
        return
    total = sum(counts.values(), Counter[str]())
    terminalreporter.section(f"storm: {total.total()} cases")
    for kind, endings in (*counts.items(), ("all of them", total)):
        told = ", ".join(f"{cases} {ending}" for ending, cases in sorted(endings.items()))
        terminalreporter.write_line(f"{kind:<40} {endings.total():>5}: {told}")


def _entries(terminalreporter: Any) -> Iterator[Entry]:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            yield from (value for name, value in report.user_properties if name == PROPERTY)
