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


@pytest.mark.parametrize(
    ("wanted", "found", "is_the_song"),
    [
        pytest.param("打上花火", "打ち上げ花火", True, id="kana between the kanji"),
        pytest.param("優しい人", "やさしい人", True, id="a kanji in kana"),
        pytest.param("桜", "さくら", True, id="all of it in kana"),
        pytest.param("小さな恋の歌", "小さな恋の唄", True, id="one of many characters"),
        pytest.param("雨", "飴", False, id="another word of the same sound"),
        pytest.param("風", "風邪", False, id="a word that begins with it"),
        pytest.param("一番の宝物", "1番の宝物", True, id="a number in figures"),
        pytest.param("10年", "じゅうねん", True, id="a number written out"),
        pytest.param("第一章", "第二章", False, id="the next chapter"),
        pytest.param("第1話", "第2話", False, id="the next one"),
        pytest.param("果てしない物語 第一章", "Hateshinai Monogatari Dai Ni Shou", False, id="in Latin letters"),
        pytest.param("果てしない物語 第一章", "Hateshinai Monogatari Dai Isshou", True, id="the chapter itself"),
        pytest.param("花火大会", "花火大会 II", False, id="a sequel"),
        pytest.param("花火大会", "花火大会 2", False, id="in figures"),
        pytest.param("花火大会 II", "花火大会 2", True, id="one sequel"),
    ],
)
def test_what_sounds_alike_is_not_always_one_song(wanted: str, found: str, *, is_the_song: bool) -> None:
    for song, track in ((wanted, found), (found, wanted)):
        decision = judge(Song(song, ("Kai",)), [Track("service", "1", track, ("Kai",))])
        assert (decision.verdict is Verdict.ACCEPT) is is_the_song


@pytest.mark.parametrize(
    ("wanted", "found", "is_the_artist"),
    [
        pytest.param("中島みゆき", "Miyuki Nakajima", True, id="as it is read"),
        pytest.param("中島みゆき", "Miyuki Nakashima", True, id="the family name read otherwise"),
        pytest.param("菅田将暉", "Masaki Suda", True, id="the given name tells"),
        pytest.param("中島みゆき", "Mika Nakashima", False, id="another one of the family name"),
        pytest.param("鈴木雅之", "Masako Suzuki", False, id="who begins alike"),
        pytest.param("小林明子", "Sachiko Kobayashi", False, id="who ends alike"),
        pytest.param("菅野よう子", "菅野祐悟", False, id="in the same script"),
        pytest.param("山田健司", "山田賢治", False, id="of one sound, in other characters"),
        pytest.param("渡邊美里", "渡辺美里", True, id="an old form of a character"),
    ],
)
def test_a_family_name_makes_no_artist(wanted: str, found: str, *, is_the_artist: bool) -> None:
    for song, track in ((wanted, found), (found, wanted)):
        decision = judge(Song("Lemon", (song,)), [Track("service", "1", "Lemon", (track,))])
        assert (decision.verdict is Verdict.ACCEPT) is is_the_artist
