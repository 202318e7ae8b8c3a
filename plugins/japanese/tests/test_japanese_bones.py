"""Foreign words in kana and as they are spelled abroad: the consonants that both share."""

from __future__ import annotations

import pytest
from exporter_japanese import exporter_readings
from exporter_japanese.bones import bones_of_kana, bones_of_latin
from exporter_japanese.kana import katakana
from hypothesis import given
from hypothesis import strategies as st

SAME = {
    "vowels, l and r": ("ブランコ", "Blanco"),
    "c as s and as k": ("コンセントレイト", "Concentrate"),
    "an r that only lengthens": ("スターライトパレード", "Starlight Parade"),
    "v and b": ("リヴァーバレイト", "Reverberate"),
    "th": ("ジミーサムピー", "Jimmy Thumb P"),
    "ph, and a silent h": ("フォトグラファー", "Photographer"),
    "x": ("エクスペリメント", "Experiment"),
    "j, dg and soft g": ("ブリッジストーン", "Bridgestone"),
    "sion and tion": ("デコレーション", "Decoration"),
    "ti and di": ("テディベアーズ", "Teddy Bears"),
    "silent letters": ("ナイトクラブ", "Knightclub"),
    "doubled letters": ("アンハッピーリフレイン", "Unhappy Refrain"),
    "a vowel in front": ("エイリアンエイリアン", "Alien Alien"),
    "a name": ("ウォルピスカーター", "Wolpis Carter"),
}
OTHER = [
    ("スーパースター", "Supersonic"),
    ("ブランコ", "Franco"),
    ("アンハッピーエンディング", "Happy Endings"),
    ("デコレーション2", "Decoration 3"),
]


@pytest.mark.parametrize(("kana", "latin"), SAME.values(), ids=SAME)
def test_kana_and_spelling_have_one_outline(kana: str, latin: str) -> None:
    assert bones_of_kana(kana) == bones_of_latin(latin) != ""


@pytest.mark.parametrize(("kana", "latin"), OTHER)
def test_two_words_have_two(kana: str, latin: str) -> None:
    assert bones_of_kana(kana) != bones_of_latin(latin)


@pytest.mark.parametrize("latin", ["Love", "Glass", "Kanashimi wo Yasashisa ni", "Звезда по имени", "★", ""])
def test_romaji_and_what_has_few_consonants_has_none(latin: str) -> None:
    assert bones_of_latin(latin) == ""


def test_a_title_that_is_half_japanese_has_one() -> None:
    assert set(exporter_readings("全力ライオット")) & set(exporter_readings("Zenryoku Riot")) == {"=snrkrt"}


def test_only_katakana_may_hide_a_foreign_word() -> None:
    assert not any(key.startswith("=") for key in exporter_readings("悲しみをやさしさに"))


@given(st.text())
def test_an_outline_is_of_ascii_letters_and_digits(text: str) -> None:
    for key in (bones_of_latin(text), bones_of_kana(katakana(text))):
        assert not key or (key.startswith("=") and key[1:].isascii() and key[1:].isalnum())
