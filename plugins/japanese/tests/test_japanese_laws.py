"""What holds for any text."""

from __future__ import annotations

from exporter_japanese import exporter_readings
from exporter_japanese.kana import katakana, spelled
from exporter_japanese.readings import MOST
from exporter_japanese.romaji import canonical, is_romaji
from hypothesis import assume, given
from hypothesis import strategies as st

KANA = st.text([chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30F5), 0x30FC)], max_size=12)
WRITTEN = st.text("君夜空愛花音日々東京知物語ラブっャァーんはへを4", max_size=12)
SYLLABLES = """
    a i u e o ka ki kyo ga gi sa shi si sho syo ji zi ja jya za ta chi ti cha tya tsu tu du dzu te to na ni nya n nn
    ha hi fu hu hyo ba pa pyu ma mi myo ya yu yo ra ri ryo wa wo oh ou oo mpa mbe tcha ccha kka ssho ttsu jja ppa
    va fa che ffu
""".split()  # noqa: SIM905 - seventy quoted strings are harder to read
ROMAJI = st.lists(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map("".join), min_size=1, max_size=5)
WORDS = st.lists(st.sampled_from(["love", "street", "sakura", "wo", "ha", "n", "2", "kaze"]) | st.text(max_size=5))


@given(st.text() | KANA | WRITTEN | WORDS.map(" ".join))
def test_any_text_has_a_few_readings(text: str) -> None:
    readings = exporter_readings(text)
    assert len(readings) <= MOST
    assert len(set(readings)) == len(readings)
    assert all(readings)
    assert readings == exporter_readings(text)


@given(st.text() | ROMAJI.map(" ".join) | WORDS.map(" ".join))
def test_a_key_is_its_own_key(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(ROMAJI)
def test_romaji_may_be_parted_anywhere(words: list[str]) -> None:
    assume(all(map(is_romaji, words)) and not {"ha", "he"} & set(words))
    assert canonical(" ".join(words)) == canonical("".join(words))


@given(KANA)
def test_kana_of_any_order_is_spelled(kana: str) -> None:
    assert spelled(katakana(kana)).isascii()
