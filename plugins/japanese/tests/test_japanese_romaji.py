"""The habits of writing Japanese in Latin letters, each beside another one that means the same."""

from __future__ import annotations

import pytest
from exporter_japanese.romaji import canonical, has_romaji, is_romaji, turned

SAME = {
    "Hepburn and Kunrei": ("Shinjitsu no Chikyuu", "Sinzitu no Tikyuu"),
    "Hepburn and Kunrei, with y": ("Shashin to Ocha to Joshi", "Syasin to Otya to Zyosi"),
    "j with y": ("Janpu", "Jyanpu"),
    "fu and hu": ("Fuyu", "Huyu"),
    "tsu and tu": ("Natsu", "Natu"),
    "long vowels: macrons and wapuro": ("Tōkyō Yūenchi", "Toukyou Yuuenchi"),
    "long vowels: circumflexes": ("Tôkyô", "Tokyo"),
    "long vowels: not written": ("Toukyou", "Tokyo"),
    "long vowels: doubled": ("Ookii Neesan", "Ōkī Nēsan"),
    "long vowels: oh": ("Ohno Satoh", "Ōno Satō"),
    "oh before a vowel is two syllables": ("Ohayou", "Ohayō"),
    "wo and o": ("Kanashimi wo Yasashisa ni", "Kanashimi o Yasashisa ni"),
    "ha and wa": ("Kimi ha Kirei", "Kimi wa Kirei"),
    "he and e": ("Sora he", "Sora e"),
    "づ": ("Kidzuku", "Kizuku"),
    "づ as du": ("Tsuduku", "Tsuzuku"),
    "n before p": ("Sempai", "Senpai"),
    "n before b and m": ("Tombo to Sammai", "Tonbo to Sanmai"),
    "n with an apostrophe": ("Ren'ai", "Ren’ai"),
    "n typed twice": ("Konnbann ha", "Konban wa"),
    "n typed thrice": ("Konnnichi", "Konnichi"),
    "small tsu before ch": ("Matcha", "Maccha"),
    "small tsu before j and f": ("Bajji to Suttafu", "Bazzi to Suttahu"),
    "spaces": ("Hoshi no Furu Machi", "hoshinofurumachi"),
    "hyphens": ("Rin-chan", "Rinchan"),
    "capitals in the middle": ("SekikomiGohan", "sekikomi gohan"),
    "v and b": ("Viran", "Biran"),
    "full width": ("Ｓａｋｕｒａ", "sakura"),
    "an l among Japanese": ("Izayoi Selene", "Izayoi Serene"),
    "foreign words in it": ("Zurui yo Magnetic today", "Zurui yo, MAGNETIC TODAY!"),
}

OTHER = [
    ("Kami", "Kamui"),
    ("Sakura", "Sakuran"),
    ("Kita", "Kitta"),
    ("Konya", "Konnya"),
    ("Kiku", "Kyuku"),
    ("Ame", "Yume"),
    ("Sora to Umi", "Sora to Yume"),
    ("Natsu no Magnetic", "Natsu no Magnet"),
]


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_two_habits_of_one_text_have_one_key(one: str, other: str) -> None:
    assert canonical(one).replace(" ", "") == canonical(other).replace(" ", "")


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_words_have_two_keys(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "word", ["sakura", "matcha", "senpai", "sempai", "kyou", "hon", "ohno", "tsuki", "hero", "jya"]
)
def test_what_kana_makes_is_romaji(word: str) -> None:
    assert is_romaji(word)


@pytest.mark.parametrize("word", ["street", "magnetic", "the", "nth", "lemon", "x", "n", "shh", "kk", "", "桜", "1"])
def test_what_no_kana_makes_is_not(word: str) -> None:
    assert not is_romaji(word)


def test_an_english_title_has_no_romaji() -> None:
    assert not has_romaji("Street Spirit")
    assert not has_romaji("Love")
    assert has_romaji("Sakura Street")


def test_an_l_that_stands_alone_is_not_taken_for_an_r() -> None:
    assert canonical("Luna") != canonical("Runa")


def test_a_name_of_two_words_is_read_in_either_order() -> None:
    assert turned("Kenshi Yonezu") == canonical("Yonezu Kenshi")
    assert turned("Yonezu") == turned("Kimi no Na") == ""


def test_particles_are_words_of_their_own_after_another() -> None:
    assert canonical("Ha") == "ha"
    assert canonical("Hana") == "hana"


def test_a_long_word_that_fails_at_its_end_takes_no_time() -> None:
    assert not is_romaji("nanaohho" * 5000 + "x")
