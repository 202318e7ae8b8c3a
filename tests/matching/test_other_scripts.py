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
