"""``exporter.matching`` binds the readings of whatever language plugins are installed."""

from __future__ import annotations

from exporter.matching import compare, judge
from exporter.model import Song, Track, Verdict


def test_the_two_doors_work_with_whatever_plugins_are_installed() -> None:
    song, track = Song("Lemon", ("米津玄師",)), Track("service", "1", "Lemon", ("米津玄師",))
    assert judge(song, [track]).verdict is Verdict.ACCEPT
    assert compare(song, track).value == judge(song, [track]).score
