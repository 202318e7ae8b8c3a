"""Only a marked version is one, in whatever language it is marked."""

from __future__ import annotations

import pytest

from exporter.matching.text import fold
from exporter.matching.titles import named
from exporter.matching.versions import versions, versions_of_record


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Song - Live at Budokan", "live"),
        ("花束 (ライブ)", "live"),
        ("Canção - Ao Vivo", "live"),
        ("Song (Acoustic)", "acoustic"),
        ("Song [Piano Ver.]", "piano"),
        ("Song (Orchestra Version)", "orchestra"),
        ("Song (Instrumental)", "instrumental"),
        ("Song -Inst.-", "instrumental"),
        ("Song (off vocal)", "instrumental"),
        ("Song off vocal", "instrumental"),
        ("紅蓮華 (オフボーカル)", "instrumental"),
        ("紅蓮華 カラオケ", "karaoke"),
        ("Song (In the Style of X)", "cover"),
        ("アイドル【歌ってみた】", "cover"),
        ("Song (Tribute to X)", "tribute"),
        ("Song (オルゴール)", "music box"),
        ("Song (X Remix)", "remix"),
        ("Song - Sped Up", "altered"),
        ("Song (8D Audio)", "altered"),
        ("紅蓮華 TV size", "tv size"),
        ("紅蓮華 -TVサイズ-", "tv size"),
        ("アイドル (English Ver.)", "language"),
        ("スパークル (movie ver.)", "movie"),
        ("Song - From THE FIRST TAKE", "the first take"),
        ("Song (Demo)", "demo"),
        ("Song - Radio Edit", "edit"),
        ("Song (Extended Mix)", "extended"),
        ("Song (Reprise)", "reprise"),
        ("Song Medley (Medley)", "medley"),
        ("secret base (10 years after Ver.)", "new recording"),
        ("Song (2023 ver.)", "new recording"),
        ("Song (Self Cover)", "self cover"),
        ("一番の宝物 (Yui ver.)", "yui"),
        ("노래 (라이브)", "live"),
        ("노래 (어쿠스틱 버전)", "acoustic"),
        ("노래 (노래방)", "karaoke"),
        ("노래 (영어 버전)", "language"),
        ("小幸運 (鋼琴版)", "piano"),
        ("小幸运 (钢琴版)", "piano"),
        ("小幸運 (演唱會現場)", "live"),
        ("小幸運 (伴奏)", "instrumental"),
        ("小幸運 (翻唱)", "cover"),
        ("小幸運 (粵語版)", "language"),
        ("Canción (En Vivo)", "live"),
        ("Canción (Versión Acústica)", "acoustic"),
        ("Canción (Versión en Inglés)", "language"),
        ("Canción (Maqueta)", "demo"),
        ("Lied (Akustikversion)", "acoustic"),
        ("Lied (Englische Version)", "language"),
        ("Lied (Spieluhr)", "music box"),
        ("Chanson (version acoustique)", "acoustic"),
        ("Chanson (en public)", "live"),
        ("Chanson (hommage)", "tribute"),
        ("Canção (Versão em Inglês)", "language"),
        ("Canção (Playback)", "instrumental"),
        ("Song (Nightcore)", "altered"),
        ("アイドル【弾いてみた】", "cover"),
        ("アイドル (ピアノVer.)", "piano"),
        ("Song (String Quartet Tribute)", "tribute"),
    ],
)
def test_a_marked_version_is_recognised(title: str, kind: str) -> None:
    assert kind in named(title).versions


@pytest.mark.parametrize(
    "title",
    [
        "Live Forever",
        "Piano Man",
        "Remember",
        "Cover Me",
        "Olive (Original)",
        "Song - 2011 Remaster",
        "Song - Remastered",
        "Song (Album Version)",
        "Song (Official Video)",
        'Feel It - From The Original Series "Invincible"',
        "カルマ (TVアニメ「テイルズ」オープニングテーマ)",
        "インストール",
        "Long Live",
        "Romance Never",
    ],
)
def test_words_of_a_name_are_no_version(title: str) -> None:
    assert named(title).versions == frozenset()


def test_a_self_cover_is_no_cover() -> None:
    assert versions("Self Cover") == {"self cover"}


@pytest.mark.parametrize(
    ("record", "kind"),
    [("Karaoke Hits Vol. 3", "karaoke"), ("J-POP オルゴール名曲集", "music box"), ("Live at Wembley", "live")],
)
def test_a_record_tells_by_its_whole_name(record: str, kind: str) -> None:
    assert kind in versions_of_record(record)


@pytest.mark.parametrize("record", ["London Symphony Orchestra", "Live Forever", "Piano Man"])
def test_a_record_of_such_a_name_tells_nothing(record: str) -> None:
    assert versions_of_record(record) == frozenset()


def test_a_title_is_read_without_its_trimmings() -> None:
    read = named("紅蓮華 (feat. Someone) - TV Size")
    assert (read.name, read.versions, read.features) == (fold("紅蓮華"), frozenset({"tv size"}), ("Someone",))
