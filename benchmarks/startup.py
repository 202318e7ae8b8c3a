"""How long ``exporter --help`` takes, beside importing click and pluggy alone, in one run.

uv run python benchmarks/startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
RIVAL = [sys.executable, "-c", "import click, pluggy"]
OURS = [str(Path(sys.executable).with_name("exporter")), "--help"]


def seconds(command: list[str]) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Take turns, so that a busy moment hits both."""
    pairs = [(seconds(OURS), seconds(RIVAL)) for _ in range(ROUNDS)]
    ours, rival = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"exporter --help        {ours * 1000:6.0f} ms")
    print(f"import click, pluggy   {rival * 1000:6.0f} ms")
    print(f"ratio                  {ours / rival:6.2f}   (at most 2)")


if __name__ == "__main__":
    main()
