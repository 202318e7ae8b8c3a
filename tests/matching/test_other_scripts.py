"""Another script needs a plugin with one hook, and nothing of the core: here Cyrillic, in a few lines."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import pytest

from exporter import hookimpl
from exporter.matching.score import judge
from exporter.model import Song, Track, Verdict
from exporter.plugins import Plugins

LETTERS = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdezijklmnoprstufye", strict=True))
SOUNDS = {**LETTERS, "ж": "zh", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ё": "o", "ю": "u", "я": "a"}
HABITS = {"yo": "o", "yu": "u", "ya": "a", "ia": "a", "iu": "u", "shch": "sh", "kh": "h", "y": "i", "j": "i"}


@hookimpl
def exporter_readings(text: str) -> list[str]:
    """One key for Cyrillic and for the habits of writing it in Latin letters; a stranger's text is not ours."""
    key = "".join(SOUNDS.get(letter, "" if letter in "ъь" else letter) for letter in text.lower())
    for habit, plain in HABITS.items():
        key = key.replace(habit, plain)
    return [key] if key.replace(" ", "").isascii() and key != text.lower() else []


RUSSIAN = Plugins(points=(), modules=[SimpleNamespace(exporter_readings=exporter_readings)])
judge_russian = partial(judge, readings=RUSSIAN.readings)


@pytest.mark.parametrize(
    ("song", "track"),
    [
        (Song("Zvezda po imeni Solntse", ("Kino",)), Track("s", "1", "Звезда по имени Солнце", ("Кино",))),
        (Song("Звезда по имени Солнце", ("Кино",)), Track("s", "1", "Zvezda Po Imeni Solntse", ("Kino",))),
        (Song("Peremen!", ("Viktor Tsoy",)), Track("s", "1", "Перемен", ("Виктор Цой",))),
        (Song("Ya hochu", ("Zemfira",)), Track("s", "1", "Ia Khochu", ("Земфира",))),
    ],
)
def test_a_song_in_cyrillic_is_found_by_latin_letters_in_any_habit(song: Song, track: Track) -> None:
    assert judge(song, [track]).verdict is not Verdict.ACCEPT
    assert judge_russian(song, [track]).verdict is Verdict.ACCEPT


def test_another_song_in_cyrillic_is_not() -> None:
    song = Song("Gruppa krovi", ("Kino",))
    assert judge_russian(song, [Track("s", "1", "Звезда по имени Солнце", ("Кино",))]).verdict is not Verdict.ACCEPT


def test_a_text_of_another_script_is_left_alone() -> None:
    assert RUSSIAN.readings("君の名は") == RUSSIAN.readings("Love") == ()


@hookimpl(specname="exporter_readings")
def outlines(text: str) -> list[str]:
    """Consonants, of which Greek spells some with two letters: an outline, coarse on purpose."""
    letters = str.maketrans("κλνρστ", "klnrst", "αειοωάίόaeiou ")
    return [f"={text.lower().translate(letters)}"]


GREEK = Plugins(points=(), modules=[SimpleNamespace(outlines=outlines)])
judge_greek = partial(judge, readings=GREEK.readings)


def test_an_outline_joins_two_scripts() -> None:
    assert judge_greek(Song("Kalinto", ("Kino",)), [Track("s", "1", "Καλίντο", ("Kino",))]).verdict is Verdict.ACCEPT
    assert judge_greek(Song("Kino", ("Kalinto",)), [Track("s", "1", "Kino", ("Καλίντο",))]).verdict is Verdict.ACCEPT


def test_an_outline_says_nothing_within_one_script() -> None:
    for ours, theirs in [("Kalinto", "Kulenti"), ("Καλίντο", "Κολιντα")]:
        assert judge_greek(Song(ours, ("Kino",)), [Track("s", "1", theirs, ("Kino",))]).verdict is not Verdict.ACCEPT
        assert judge_greek(Song("Kino", (ours,)), [Track("s", "1", "Kino", (theirs,))]).verdict is not Verdict.ACCEPT


def test_an_outline_that_is_nearly_the_same_says_nothing() -> None:
    song = Song("Kalinto Karoni Rasa", ("Kino",))
    assert judge_greek(song, [Track("s", "1", "Καλίντο Καρόνι Ρασ", ("Kino",))]).verdict is Verdict.ACCEPT
    assert judge_greek(song, [Track("s", "1", "Καλίντο Καρόνι Ρα", ("Kino",))]).verdict is not Verdict.ACCEPT
