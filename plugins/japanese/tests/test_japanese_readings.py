"""How Japanese is read, through the hook."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from exporter_japanese import exporter_readings
from exporter_japanese.names import given_name
from exporter_japanese.numerals import in_kanji

from exporter.matching.text import loose


def keys(text: str) -> set[str]:
    """All that the core compares a text by."""
    return {loose(key) for key in (text, *exporter_readings(text))}


def meet(one: str, other: str) -> bool:
    return not keys(one).isdisjoint(keys(other))


TITLES = [
    ("君の知らない物語", "Kimi no Shiranai Monogatari"),
    ("悲しみをやさしさに", "Kanashimi wo Yasashisa ni"),
    ("悲しみをやさしさに", "kanasimi o yasasisani"),
    ("夜空はなんでも知ってるの？", "Yozora wa Nandemo Shitteru no?"),
    ("さようならへさよなら！", "Sayounara e Sayonara!"),
    ("恋愛サーキュレーション", "Ren'ai Circulation"),
    ("恋愛サーキュレーション", "Renai Saakyureeshon"),
    ("うっせぇわ", "Usseewa"),
    ("こゝろ", "Kokoro"),
    ("みすゞ", "Misuzu"),
    ("愛♡スクリ～ム！", "Ai Scream"),
    ("東京", "Tōkyō"),
    ("ﾚﾓﾝ", "Lemon"),
    ("ファタール", "Fataaru"),
    ("ヴァイオレット", "Vaioretto"),
    ("続く", "Tsuduku"),
    ("気づいたら片想い", "Kidzuitara Kataomoi"),
]
LOANWORDS = [
    ("ラブ", "Love"),
    ("さよならプリンセス", "Sayonara Princess"),
    ("さよならプリンセス", "Sayonara Purinsesu"),
    ("永遠フレンズ", "Eien Friends"),
    ("永遠メモリーズ", "Eien Memories"),
    ("レディ・ステディ・ポジティブ", "Ready Steady Positive"),
    ("エゴロック", "Ego Rock"),
]
AMBIGUOUS = [
    ("炎", "Honoo"),
    ("炎", "Homura"),
    ("明日", "Asu"),
    ("明日", "Ashita"),
    ("夢花火", "Yume Hanabi"),
    ("4番目の光", "Yonbanme no Hikari"),
    ("13日", "13-nichi"),
]
NAMES = [
    ("初音ミク", "Hatsune Miku"),
    ("初音ミク", "Miku Hatsune"),
    ("星空 凛", "Rin Hoshizora"),
    ("内田彩", "Aya Uchida"),
    ("堀江晶太", "Shota Horie"),
    ("傘村トータ", "Tota Kasamura"),
    ("米津玄師", "Kenshi Yonezu"),
    ("中島美嘉", "Mika Nakashima"),
    ("西沢さんP", "NishizawasanP"),
]
APART = [
    ("君の知らない物語", "Kimi no Na wa"),
    ("夜空", "Yozakura"),
    ("プリンセス", "Prince"),
    ("初音ミク", "Hatsune Mika"),
    ("Sakura", "Sakuran"),
    ("Luna", "Runa"),
    ("Love", "Robe"),
]


@pytest.mark.parametrize(("japanese", "latin"), [*TITLES, *LOANWORDS, *AMBIGUOUS, *NAMES])
def test_both_spellings_meet_in_a_reading(japanese: str, latin: str) -> None:
    assert meet(japanese, latin)


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_titles_do_not(one: str, other: str) -> None:
    assert not meet(one, other)


def test_romaji_of_two_habits_meets_too() -> None:
    assert meet("Kanashimi wo Yasashisa ni", "Kanasimi o Yasasisani")
    assert meet("Tōta Kasamura", "Kasamura Tota")


def test_the_likeliest_reading_comes_first() -> None:
    assert exporter_readings("君の名は")[0] == "kiminonawa"
    assert exporter_readings("ラブレター")[0] == "rabureta"


def test_loanwords_are_taken_for_foreign_words_all_together() -> None:
    assert {"rabureta", "love letter"} <= set(exporter_readings("ラブレター"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "★",
        "2011",
        "Für Elise",
        "Звезда",
        "봄날",
        "爱你",
        "我们的歌",
        "!!!",
        "ー",
        "桜" * 400,
    ],
)
def test_what_is_not_japanese_has_no_reading(text: str) -> None:
    assert exporter_readings(text) == ()


@pytest.mark.parametrize("text", ["Street Spirit", "Ständchen"])
def test_what_is_foreign_has_no_sound_but_its_consonants(text: str) -> None:
    (outline,) = exporter_readings(text)
    assert outline.startswith("=")


def test_romaji_that_looks_like_its_key_has_no_other_spelling() -> None:
    assert exporter_readings("Sakura") == ()
    assert exporter_readings("Hoshi") == ("hosi",)


def test_a_word_with_a_character_that_nobody_reads_has_no_reading() -> None:
    assert exporter_readings("𠮷") == ()


def test_threads_read_the_same() -> None:
    texts = [f"{first}{second}" for first in "春夏秋冬朝昼夜空海山" for second in "花火物語音楽時計手紙"]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(exporter_readings, texts * 2))
    from exporter_japanese.readings import readings  # noqa: PLC0415 - what no cache remembers

    assert together == list(map(readings, texts)) * 2


def test_given_names_have_sounds_of_their_own() -> None:
    assert "ミウ" not in given_name("美羽", 5)
    assert given_name("美羽", 5) == ("ミハ", "ミワ")
    assert given_name("美龘", 5) == given_name("", 5) == given_name("美羽花音", 5) == ()


@pytest.mark.parametrize(
    ("digits", "kanji"),
    [("1", "一"), ("10", "十"), ("13", "十三"), ("21", "二十一"), ("100", "百"), ("1002", "千二"), ("2010", "二千十")],
)
def test_numbers_are_written_as_they_are_said(digits: str, kanji: str) -> None:
    assert in_kanji(digits) == kanji


@pytest.mark.parametrize(("digits", "kanji"), [("0", "〇"), ("007", "〇〇七"), ("12345", "一二三四五")])
def test_numbers_that_are_codes_are_written_digit_by_digit(digits: str, kanji: str) -> None:
    assert in_kanji(digits) == kanji
