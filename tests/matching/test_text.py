"""Names are folded for comparing without leaving their script, and taken apart where services glue them."""

from __future__ import annotations

import pytest

from exporter.matching.han import family_names
from exporter.matching.text import Title, fold, is_nobody, loose, people, persons, script, split


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Hello", "HELLO", id="case"),
        pytest.param("ﾊﾛｰ", "ハロー", id="half-width kana"),
        pytest.param("Ｌｅｍｏｎ", "Lemon", id="full-width letters"),
        pytest.param("Sor María", "Sor Maria", id="Latin accents"),
        pytest.param("BOØWY", "boowy", id="letters that no accent is taken from"),
        pytest.param("日々", "日日", id="the repeat sign"),
        pytest.param("君がくれたもの〜", "君がくれたもの～", id="two wave dashes"),
        pytest.param("Don’t Stop", "Don't Stop", id="two apostrophes"),
        pytest.param("Don't Stop", "Dont Stop", id="no apostrophe"),
        pytest.param("Rock & Roll", "Rock and Roll", id="ampersand"),
        pytest.param("Story, Pt. 2", "story part 2", id="a part's short form"),
        pytest.param("A$AP", "ASAP", id="dollar for s"),
        pytest.param("P!nk", "Pink", id="an exclamation mark for i"),
        pytest.param("星空 凛", "星空凛", id="a space between Japanese words"),
        pytest.param("SPY×FAMILY", "SPY x FAMILY", id="the cross"),
        pytest.param("生まれた意味などなかった。", "生まれた意味などなかった", id="a full stop"),
        pytest.param("♥\ufe0f", "♥", id="a heart as picture and as text"),
        pytest.param("吻別", "吻别", id="traditional and simplified"),
        pytest.param("櫻", "桜", id="old and new Japanese forms"),
        pytest.param("氣", "気", id="a traditional form and a Japanese one"),
        pytest.param("Part II", "Part 2", id="Roman numerals"),
        pytest.param("Pt. One", "part 1", id="a part in words"),
        pytest.param("Ⅲ", "III", id="a numeral that is one character"),
        pytest.param("②", "2", id="a number in a circle"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("★", "♪", id="two symbols"),
        pytest.param("!!!", "???", id="two shouts"),
        pytest.param("7!!", "7", id="one digit with and without its marks"),
        pytest.param("紅蓮華", "宇多田ヒカル", id="two Japanese names"),
        pytest.param("아이유", "Молитва", id="two scripts"),
        pytest.param("कि", "का", id="vowels that are marks"),
        pytest.param("が", "か", id="voiced and unvoiced kana"),
    ],
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["紅蓮華", "아이유", "★", "!!!", "→", "'"])
def test_only_text_without_anything_visible_is_empty(text: str) -> None:
    assert fold(text)
    assert fold(" \u200b\t") == ""


@pytest.mark.parametrize(
    ("one", "other"), [("まふ まふ", "マフマフ"), ("The House", "House"), ("第一章", "第1章"), ("the the", "the")]
)
def test_the_loose_key_does_not_mind_kana_spaces_articles_or_kanji_numbers(one: str, other: str) -> None:
    assert loose(one) == loose(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("紅蓮華", "cjk"),
        ("ハロー World", "cjk"),
        ("Lemon", "latin"),
        ("아이유", "hangul"),
        ("1999", ""),
        ("Ø", "latin"),
    ],
)
def test_a_name_has_one_script(text: str, expected: str) -> None:
    assert script(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Lemon", Title("Lemon")),
        ("Gurenge (TV Size)", Title("Gurenge", ("TV Size",))),
        ("絶対彼女 feat.道重さゆみ", Title("絶対彼女", (), ("道重さゆみ",))),
        ("Ric Flair Drip (& Metro Boomin)", Title("Ric Flair Drip", (), ("Metro Boomin",))),
        ("Song (prod. by Someone)", Title("Song", (), ("Someone",))),
        ("Song - feat. A - Remastered 2011", Title("Song", ("Remastered 2011",), ("A",))),
        ("ソリクン -Japanese ver.-", Title("ソリクン", ("Japanese ver.",))),
        (
            "secret base 〜君がくれたもの〜 (10 years after Ver.)",
            Title("secret base", ("10 years after Ver.", "君がくれたもの")),
        ),
        ("革命道中 - On The Way", Title("革命道中", ("On The Way",))),
        ("(I Can't Get No) Satisfaction", Title("Satisfaction", ("I Can't Get No",))),
        ("（）", Title("()")),
        ("~hello~", Title("~hello~")),
        ("Feat. X", Title("Feat. X")),
        ("アイドル 【English Ver.】", Title("アイドル", ("English Ver.",))),
    ],
)
def test_a_title_is_taken_apart(title: str, expected: Title) -> None:
    assert split(title) == expected


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("本間芽衣子(CV.茅野愛衣)", {"本間芽衣子", "茅野愛衣"}),
        ("星空 凛 (CV: 飯田里穂)、西木野真姫 (CV: Pile)", {"星空 凛", "飯田里穂", "西木野真姫", "Pile"}),
        ("CHiCO with HoneyWorks", {"CHiCO with HoneyWorks", "CHiCO", "HoneyWorks"}),
        ("Simon & Garfunkel", {"Simon & Garfunkel"}),
        ("Eve × suis from ヨルシカ", {"Eve", "suis", "ヨルシカ"}),
        ("Clayton feat. Romário", {"Clayton", "Romário"}),
        ("Ray Parker, Jr.", {"Ray Parker, Jr."}),
        ("SawanoHiroyuki[nZk]", {"SawanoHiroyuki", "nZk"}),
        ("Ado - Topic", {"Ado"}),
        ("YOASOBIVEVO", {"YOASOBI"}),
        ("Official髭男dism", {"Official髭男dism"}),
    ],
)
def test_a_credit_gives_its_names(credit: str, names: set[str]) -> None:
    assert names <= set(people(credit))


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ("五月天MAYDAY feat. 陳綺貞", (("五月天MAYDAY", "五月天", "MAYDAY"), ("陳綺貞",))),
        ("F.I.R. 飛兒樂團", (("F.I.R. 飛兒樂團", "F.I.R.", "飛兒樂團"),)),
        ("本間芽衣子(CV.茅野愛衣)", (("本間芽衣子", "茅野愛衣"),)),
        ("湊 貴大(流星P)", (("湊 貴大", "流星P"),)),
        ("RADWIMPS ft.十明", (("RADWIMPS",), ("十明",))),
        ("X (feat. Y)", (("X",), ("Y",))),
        ("初音ミク・巡音ルカ", (("初音ミク",), ("巡音ルカ",))),
        ("レディー・ガガ", (("レディー・ガガ",),)),
        ("田馥甄《我的少女時代》", (("田馥甄",),)),
        ("Official髭男dism", (("Official髭男dism",),)),
        ("Ado Official YouTube Channel", (("Ado",),)),
    ],
)
def test_a_credit_tells_who_goes_by_several_names(credit: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert persons(credit) == expected


@pytest.mark.parametrize("credit", ["Various Artists", "V.A.", "群星", "オムニバス"])
def test_some_credits_name_nobody(credit: str) -> None:
    assert is_nobody(credit)


@pytest.mark.parametrize(
    ("name", "latin"), [("張惠妹", "chang"), ("张惠妹", "zhang"), ("盧廣仲", "lu"), ("歐陽娜娜", "ouyang")]
)
def test_a_chinese_family_name_has_many_spellings(name: str, latin: str) -> None:
    assert latin in family_names(name)


@pytest.mark.parametrize("name", ["五月天", "まふまふ", "Jay Chou", ""])
def test_other_names_have_no_chinese_family_name(name: str) -> None:
    assert family_names(name) == frozenset()


def test_a_channel_suffix_is_no_part_of_the_name() -> None:
    assert people("Ado - Topic") == ("Ado",)


def test_what_nobody_sees_hides_no_part() -> None:
    assert split("Lemon -Instrumental-\u200b") == split("Lemon -Instrumental-")
    assert split("\u202eLemon (\u200bLive)") == split("Lemon (Live)")
