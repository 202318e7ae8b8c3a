"""How Chinese is read, through the hook."""

from __future__ import annotations

import pytest
from exporter_chinese import exporter_readings
from exporter_chinese.readings import LONGEST, MOST
from hypothesis import given
from hypothesis import strategies as st

from exporter.matching.text import loose


def meet(chinese: str, latin: str) -> bool:
    return loose(latin) in set(map(loose, exporter_readings(chinese)))


@pytest.mark.parametrize(
    ("chinese", "latin"),
    [
        ("童話", "Tong Hua"),
        ("童话", "Tónghuà"),
        ("我的歌声里", "Wo De Ge Sheng Li"),
        ("音乐", "Yinyue"),
        ("快乐", "Kuaile"),
        ("西安", "Xi'an"),
        ("你好 Love", "Ni Hao Love"),
        ("吕建中", "Lü Jianzhong"),
        ("吕建中", "Lv Jianzhong"),
        ("吕建中", "Lyu Jianzhong"),
    ],
)
def test_characters_and_pinyin_meet(chinese: str, latin: str) -> None:
    assert meet(chinese, latin)


@pytest.mark.parametrize(
    ("chinese", "latin"),
    [
        ("周深", "Zhou Shen"),
        ("周深", "Shen Zhou"),
        ("曲婉婷", "Wanting Qu"),
        ("曾轶可", "Zeng Yike"),
        ("單依純", "Shan Yichun"),
        ("任贤齐", "Xianqi Ren"),
        ("歐陽娜娜", "Nana Ouyang"),
        ("上官婉儿", "Wan'er Shangguan"),
    ],
)
def test_a_name_has_its_family_name_first_or_last_with_the_sound_of_a_name(chinese: str, latin: str) -> None:
    assert meet(chinese, latin)


@pytest.mark.parametrize(("chinese", "latin"), [("童話", "Hong Hua"), ("我的歌声里", "Ge Sheng Li Wo De")])
def test_another_text_does_not(chinese: str, latin: str) -> None:
    assert not meet(chinese, latin)


@pytest.mark.parametrize(
    "text",
    ["", " ", "★", "2011", "Tong Hua", "君の名は", "桜坂", "日々", "心", "Звезда", "봄날", "ー", "春" * (LONGEST + 1)],
)
def test_what_is_not_chinese_has_no_reading(text: str) -> None:
    assert exporter_readings(text) == ()


@given(st.text() | st.text("吕女曾歐陽婉婷乐长行 aA1é々の", max_size=12))
def test_any_text_has_a_few_readings(text: str) -> None:
    readings = exporter_readings(text)
    assert len(readings) <= MOST
    assert len(set(readings)) == len(readings)
    assert all(readings)
    assert readings == exporter_readings(text)
