"""Draws docs/architecture.svg, the picture of who imports whom, from the imports themselves.

uv run python docs/make_architecture.py

Rows are the layers that tests/test_imports.py enforces. An arrow is left out where others lead to the same module
anyway, and where it leads to the two lowest rows, which everybody uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import exporter
from tests.test_imports import CORE, LAYERS, PURE, Import, imports, named

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "architecture.svg"
PLUGINS = sorted((ROOT / "plugins").glob("*/exporter_*/**/*.py"))
EVERYBODYS = set().union(*LAYERS[:2])
EFFECTS = {
    "network": {"http", "requests", "socket", "socketserver", "starlette", "uvicorn"},
    "disk": {"filelock", "keyring", "sqlite3", "tempfile"},
    "screen": {"click", "termios", "webbrowser"},
    "programs": {"subprocess"},
}
"""What a module touches of the world, by the libraries that it imports itself."""

HIGH, APART, LINE = 38, 70, 16
GAP, LANE, LETTER = 24, 14, 7.4
SWEEPS = 60

Graph = Mapping[str, frozenset[str]]


class Spot(NamedTuple):
    """A box, or a lane (``lane``) in which the arrows to a module pass a row in between."""

    name: str
    row: int
    lane: bool = False


@dataclass(frozen=True)
class Box:
    """What stands in the box of a module: ``pure`` is the share of its files that touch nothing."""

    name: str
    below: str
    pure: float
    plugged: bool = False

    @property
    def width(self) -> float:
        """Room for the longer of its two lines."""
        return max(len(self.name) * LETTER, len(self.below) * LETTER * 0.8) + 20


# What the imports say.


@cache
def imported(path: Path) -> tuple[Import, ...]:
    """What a file imports."""
    return tuple(imports(path))


def unit(path: Path) -> str:
    """The module of ``exporter`` that a file belongs to: ``sync`` for exporter/sync/plan.py."""
    return path.relative_to(ROOT / "exporter").parts[0].removesuffix(".py")


def all_imports() -> Graph:
    """The modules of ours that each module of ours imports when it runs."""
    found: dict[str, set[str]] = {name: set() for layer in LAYERS for name in layer}
    for path in CORE:
        if unit(path) in found:
            targets = {one.target for one in imported(path) if not one.typing}
            found[unit(path)] |= {target.split(".")[1] for target in targets if target.startswith("exporter.")}
    return {name: frozenset(targets - {name}) for name, targets in found.items()}


def reached(graph: Graph, start: str) -> set[str]:
    """All that ``start`` needs, itself apart."""
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph[name]
    return found


def thinned(graph: Graph) -> Graph:
    """The graph without the arrows that say nothing new."""
    behind = {name: reached(graph, name) for name in graph}
    return {
        name: frozenset(
            target
            for target in targets - EVERYBODYS
            if not any(target in behind[other] for other in targets - {target})
        )
        for name, targets in graph.items()
    }


def plugged() -> set[str]:
    """The modules of ours whose names plugins import."""
    homes = {name: home for home, names in exporter._HOMES.items() for name in names}  # noqa: SLF001 - our own table
    found = (one for path in PLUGINS for one in imports(path) if one.module.partition(".")[0] == "exporter")
    return {(homes[one.name] if one.module == "exporter" else one.module).split(".")[1] for one in found}


def boxes() -> dict[str, Box]:
    """Every module with what it touches."""
    uses = plugged()
    return {name: _box(name, [path for path in CORE if unit(path) == name], uses) for name in all_imports()}


def _box(name: str, files: Sequence[Path], uses: set[str]) -> Box:
    libraries = {one.module.partition(".")[0] for path in files for one in imported(path) if not one.typing}
    touched = [effect for effect, of_it in EFFECTS.items() if libraries & of_it]
    told = [path for path in files if path.name != "__init__.py" or len(files) == 1]
    pure = sum(named(path) in PURE for path in told) / len(told)
    return Box(name, ", ".join(touched), pure, name in uses)


# Where everything stands: rows are given; the order within them and the places follow the arrows.


def steps(graph: Graph) -> tuple[list[list[Spot]], set[tuple[Spot, Spot]]]:
    """The rows from the bottom up with their lanes, and every piece of an arrow from one row to the next below it."""
    row_of = {name: row for row, layer in enumerate(LAYERS) for name in layer}
    pieces: set[tuple[Spot, Spot]] = set()
    for name, targets in graph.items():
        for target in targets:
            way = [Spot(target, row, lane=True) for row in range(row_of[name] - 1, row_of[target], -1)]
            spots = [Spot(name, row_of[name]), *way, Spot(target, row_of[target])]
            pieces |= set(pairwise(spots))
    rows = [[Spot(name, row) for name in sorted(layer)] for row, layer in enumerate(LAYERS)]
    for spot in sorted({spot for piece in pieces for spot in piece if spot.lane}):
        rows[spot.row].append(spot)
    return rows, pieces


def neighbours(pieces: set[tuple[Spot, Spot]]) -> dict[Spot, list[Spot]]:
    """Whom each spot is joined to."""
    found: dict[Spot, list[Spot]] = {}
    for one, other in sorted(pieces):
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def places(rows: list[list[Spot]], pieces: set[tuple[Spot, Spot]], width: Callable[[Spot], float]) -> dict[Spot, float]:
    """Each spot's middle: near the spots that it is joined to, in an order in which few arrows cross."""
    joined = neighbours(pieces)
    at = {spot: float(index) * 90 for row in rows for index, spot in enumerate(row)}
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            wish = {spot: _mean([at[other] for other in joined.get(spot, [spot])]) for spot in row}
            if sweep < SWEEPS // 2:
                row.sort(key=lambda spot: (wish[spot], spot))
            at.update(_spread(row, [wish[spot] for spot in row], width))
    left = min(at[spot] - width(spot) / 2 for spot in at)
    return {spot: middle - left for spot, middle in at.items()}


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _spread(row: Sequence[Spot], wishes: Sequence[float], width: Callable[[Spot], float]) -> dict[Spot, float]:
    """Places in order, side by side without touching, as near to the wishes as that allows (isotonic regression)."""
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + (width(left) + width(right)) / 2 + (LANE if left.lane and right.lane else GAP))
    blocks: list[list[float]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        blocks.append([wish - offset])
        while len(blocks) > 1 and _mean(blocks[-2]) >= _mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    settled = [_mean(block) for block in blocks for _ in block]
    return {spot: place + offset for spot, place, offset in zip(row, settled, offsets, strict=True)}


# The drawing.

STYLE = """\
  .ground { fill: #ffffff } .row { fill: #f4f5f7 }
  .box { fill: #ffffff; stroke: #5f6b7a; stroke-width: 1.2 } .pure { fill: #d9f2df } .partly { fill: #eff9f0 }
  .arrow { fill: none; stroke: #8a95a3; stroke-width: 1.1 } .head { fill: #8a95a3 }
  text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1c2733 } .small { font-size: 10.5px; fill: #a03c00 }
  .note { font-size: 12px; fill: #46525f } .plug { fill: #2456c4 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #15191f } .row { fill: #1c222a }
    .box { fill: #15191f; stroke: #8d99a8 } .pure { fill: #1d4a2b } .partly { fill: #1a2f22 }
    .arrow { stroke: #6e7a89 } .head { fill: #6e7a89 }
    text { fill: #e6ebf1 } .small { fill: #ffab70 } .note { fill: #b4bfcb } .plug { fill: #8fb4ff }
  }"""
HEAD = """\
<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path class="head" d="M0 0.5 8 4 0 7.5z"/></marker>"""
MARGIN, NOTES = 24, 120
LEFT = "and those to a module that other arrows lead to anyway."


def picture() -> str:
    """The whole drawing, as SVG."""
    graph, box = thinned(all_imports()), boxes()
    rows, pieces = steps(graph)

    def width(spot: Spot) -> float:
        return 2.0 if spot.lane else box[spot.name].width

    at = {spot: place + MARGIN for spot, place in places(rows, pieces, width).items()}
    wide = max(at[spot] + width(spot) / 2 for spot in at) + MARGIN
    high = len(rows) * APART + NOTES + MARGIN
    top = {row: MARGIN / 2 + (len(rows) - 1 - row) * APART for row in range(len(rows))}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" role="img">',
        f"<title>Who imports whom</title>\n<style>\n{STYLE}\n</style>",
        HEAD,
        f'<rect class="ground" width="{wide:.0f}" height="{high:.0f}" rx="8"/>',
        *(
            f'<rect class="row" x="8" y="{y - 6:.0f}" width="{wide - 16:.0f}" height="{HIGH + 12}" rx="6"/>'
            for y in top.values()
        ),
        *(_arrow(piece, at, top) for piece in sorted(pieces)),
        *(_lane(spot, at, top) for row in rows for spot in row if spot.lane),
        *(_drawn(box[spot.name], at[spot], top[spot.row]) for row in rows for spot in row if not spot.lane),
        *_notes(len(rows) * APART + MARGIN / 2 + 8),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _arrow(piece: tuple[Spot, Spot], at: Mapping[Spot, float], top: Mapping[int, float]) -> str:
    above, below = piece
    x, y, to_x, to_y = at[above], top[above.row] + HIGH, at[below], top[below.row]
    head = "" if below.lane else ' marker-end="url(#head)"'
    bend = (y + to_y) / 2
    curve = f"C{x:.0f} {bend:.0f} {to_x:.0f} {bend:.0f} {to_x:.0f} {to_y:.0f}"
    return f'<path class="arrow" d="M{x:.0f} {y:.0f}{curve}"{head}/>'


def _lane(spot: Spot, at: Mapping[Spot, float], top: Mapping[int, float]) -> str:
    return f'<path class="arrow" d="M{at[spot]:.0f} {top[spot.row]:.0f}v{HIGH}"/>'


def _drawn(box: Box, middle: float, top: float) -> str:
    kind = "box pure" if box.pure == 1 else "box partly" if box.pure else "box"
    left = middle - box.width / 2
    lines = [
        f'<rect class="{kind}" x="{left:.0f}" y="{top:.0f}" width="{box.width:.0f}" height="{HIGH}" rx="5"/>',
        _words(box.name, middle, top + (LINE if box.below else 23)),
    ]
    if box.below:
        lines.append(_words(box.below, middle, top + 2 * LINE - 1, ' class="small"'))
    if box.plugged:
        lines.append(f'<circle class="plug" cx="{left + box.width - 6:.0f}" cy="{top + 6:.0f}" r="3.2"/>')
    return "".join(lines)


def _words(text: str, x: float, y: float, kind: str = "") -> str:
    return f'<text{kind} x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(text)}</text>'


def _notes(y: float) -> Iterator[str]:
    names = sorted({path.relative_to(ROOT / "plugins").parts[0] for path in PLUGINS})
    words = (
        ("box pure", "pure: reads no file, clock, network or screen"),
        ("box partly", "pure in part"),
        ("plug", f"what plugins import ({', '.join(names)})"),
    )
    for number, (kind, told) in enumerate(words):
        line = y + 22 * number
        if kind == "plug":
            yield f'<circle class="plug" cx="{MARGIN + 10}" cy="{line + 6:.0f}" r="4"/>'
        else:
            yield f'<rect class="{kind}" x="{MARGIN}" y="{line:.0f}" width="20" height="13" rx="3"/>'
        yield f'<text class="note" x="{MARGIN + 30}" y="{line + 11:.0f}">{escape(told)}</text>'
    for number, told in enumerate(("Left out: arrows to the two lowest rows, which everybody uses,", LEFT), len(words)):
        yield f'<text class="note" x="{MARGIN}" y="{y + 22 * number + 11:.0f}">{told}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
