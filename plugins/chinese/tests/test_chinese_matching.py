"""The plugin and the core together, alone and beside the Japanese one."""

from __future__ import annotations

from functools import partial

import pytest

from exporter import Song, Track, Verdict
from exporter.matching.score import judge
from exporter.plugins import Plugins


def reader(*names: str) -> Plugins:
    plugins = Plugins()
    for name in names:
        plugins.load(name)
    return plugins


@pytest.fixture(params=[("chinese",), ("chinese", "japanese")], ids=" and ".join)
def plugins(request: pytest.FixtureRequest) -> Plugins:
    return reader(*request.param)


@pytest.mark.parametrize(
    ("song", "track"),
    [
        (Song("我的歌声里", ("曲婉婷",)), Track("service", "1", "我的歌聲裡", ("Wanting",))),
        (Song("Tong Hua", ("Guang Liang",)), Track("service", "1", "童話", ("光良",))),
        (Song("大鱼", ("周深",)), Track("service", "1", "Da Yu", ("Shen Zhou",))),
    ],
)
def test_a_song_is_found_in_the_other_script(song: Song, track: Track, plugins: Plugins) -> None:
    assert judge(song, [track]).verdict is not Verdict.ACCEPT
    assert partial(judge, readings=plugins.readings)(song, [track]).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    "song",
    [
        Song("Tong Hua", ("周深",)),
        Song("Tian Kong", ("光良",)),
        Song("童話", ("Zhou Shen",)),
    ],
)
def test_another_song_is_not(song: Song, plugins: Plugins) -> None:
    track = Track("service", "1", "童話", ("光良",))
    assert partial(judge, readings=plugins.readings)(song, [track]).verdict is not Verdict.ACCEPT


def test_japanese_keeps_its_own_readings_beside_it() -> None:
    japanese, both = reader("japanese"), reader("chinese", "japanese")
    for text in ("君の知らない物語", "千本桜", "Kanashimi wo"):
        assert both.readings(text) == japanese.readings(text)
    assert set(both.readings("紅蓮華")) > set(japanese.readings("紅蓮華"))


def test_two_artists_of_the_family_name_are_a_question(plugins: Plugins) -> None:
    song = Song("吻別", ("張學友",))
    right = Track("service", "1", "吻別", ("Jacky Cheung",), duration=302)
    copy = Track("service", "2", "吻別", ("Cheung Jacky",), album="Best", duration=303)
    other = Track("service", "3", "吻別", ("A-Mei Chang",), duration=300)
    ask = partial(judge, readings=plugins.readings)
    assert ask(song, [right, copy]).track == right
    assert ask(song, [right, other]).verdict is Verdict.REVIEW
    assert ask(Song("吻別", ("Jacky Cheung",)), [right, other]).track == right
