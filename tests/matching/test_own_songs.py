"""The songs of our playlists, each beside what a search for it returns, labelled by hand: order and verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exporter.matching.score import compare, judge
from exporter.model import Song, Track

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "benchmarks" / "data" / "matching.jsonl").read_text("utf-8").splitlines()
]


def read(row: dict[str, Any]) -> tuple[Song, list[Track]]:
    return Song(**{"artists": (), **row["song"]}), [Track("service", **track) for track in row["candidates"]]


def title(row: dict[str, Any]) -> str:
    return str(row["song"]["title"])


@pytest.mark.parametrize("row", ROWS, ids=title)
def test_the_verdict_is_the_one_a_person_gave(row: dict[str, Any]) -> None:
    song, tracks = read(row)
    decision = judge(song, tracks)
    assert decision.verdict.value == row["verdict"], decision.reasons
    assert decision.track is None or decision.track.id in row["right"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["right"]], ids=title)
def test_the_right_ones_stand_before_all_others(row: dict[str, Any]) -> None:
    song, tracks = read(row)
    scores = {track.id: compare(song, track) for track in tracks}
    standing = {number: (not score.vetoed, score.value) for number, score in scores.items()}
    worst_right = min(standing[number] for number in row["right"])
    assert all(place < worst_right for number, place in standing.items() if number not in row["right"])
