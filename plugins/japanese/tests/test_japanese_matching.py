"""The plugin and the core together: songs written in one script, tracks in another."""

from __future__ import annotations

import pytest

from exporter import Song, Track, Verdict
from exporter.matching import judge

GURENGE = Track("service", "1", "紅蓮華", ("LiSA",), duration=238)


@pytest.mark.parametrize(
    ("song", "track"),
    [
        (
            Song("Kimi no Shiranai Monogatari", ("supercell",)),
            Track("service", "1", "君の知らない物語", ("supercell",)),
        ),
        (Song("君の知らない物語", ("supercell",)), Track("service", "1", "Kimi no Siranai Monogatari", ("supercell",))),
        (Song("Sekai wa Koi ni Ochiteiru", ("HoneyWorks",)), Track("s", "1", "世界は恋に落ちている", ("HoneyWorks",))),
        (Song("初音ミクの消失", ("初音ミク",)), Track("service", "1", "Hatsune Miku no Shoushitsu", ("Miku Hatsune",))),
        (Song("Sayonara Princess", ("Kai",)), Track("service", "1", "さよならプリンセス", ("Kai",))),
        (Song("コンセントレイト", ("Kai",)), Track("service", "1", "Concentrate", ("Kai",))),
        (Song("Zenryoku Riot", ("Kai",)), Track("service", "1", "全力ライオット", ("Kai",))),
        (Song("Sakura", ("ウォルピスカーター",)), Track("service", "1", "Sakura", ("Wolpis Carter",))),
        (Song("HIBANA―火花―", ("Kai",)), Track("service", "1", "HIBANA -Hibana-", ("Kai",))),
        (Song("Omoide wo Arigatou", ("Kai",)), Track("service", "1", "Omoide o Arigatō", ("Kai",))),
    ],
)
def test_a_song_is_found_in_the_other_script(song: Song, track: Track) -> None:
    assert judge(song, [track]).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    "song", [Song("Kimi no Na wa", ("LiSA",)), Song("Guren no Yumiya", ("LiSA",)), Song("Gurenge", ("Aimer",))]
)
def test_another_song_is_not(song: Song) -> None:
    assert judge(song, [GURENGE]).verdict is not Verdict.ACCEPT
