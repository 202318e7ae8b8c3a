"""A text is read in the encoding it has; a guess is told as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import UsageError
from exporter.importing.encodings import Decoded, decode, is_text

SONG = "title,artist\n夜に駆ける,YOASOBI\n"


@pytest.mark.parametrize(
    ("codec", "named", "guessed"),
    [
        *(
            ("utf-8", "UTF-8", False),
            ("utf-8-sig", "UTF-8", False),
            ("utf-16", "UTF-16", False),
            ("utf-32", "UTF-32", False),
        ),
        *(("shift_jis", "Shift_JIS", True), ("cp932", "Shift_JIS", True), ("euc_jp", "EUC-JP", True)),
    ],
)
def test_what_japanese_text_usually_is_is_read(codec: str, named: str, *, guessed: bool) -> None:
    assert decode(SONG.encode(codec)) == Decoded(SONG, named, guessed)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_what_is_nothing(codec: str) -> None:
    assert decode("title,artist\nLemon,A\n".encode(codec)) == Decoded("title,artist\nLemon,A\n", "UTF-16", guessed=True)


def test_old_playlists_of_players_are_western_european() -> None:
    assert decode("Björk - Jóga".encode("latin-1")) == Decoded("Björk - Jóga", "Windows-1252", guessed=True)
    assert decode(b"\x81\xe9") == Decoded("\x81é", "Latin-1", guessed=True)  # no character of Windows-1252


def test_japanese_without_kana_is_read_where_it_is_nothing_else() -> None:
    assert decode("野間久美子 - 百合".encode("cp932")) == Decoded("野間久美子 - 百合", "Shift_JIS", guessed=True)


def test_what_is_full_of_controls_is_no_text() -> None:
    assert is_text("Björk - Jóga\r\n\tYui - \x1b[1mAgain\f\n")
    assert is_text("")
    assert not is_text(decode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR").text)
    assert not is_text(decode(bytes(range(1, 256))).text)


def test_a_person_may_say_what_it_is() -> None:
    assert decode("Ж".encode("koi8-r"), "koi8-r") == Decoded("Ж", "koi8-r")
    assert decode(SONG.encode("utf-8-sig"), "utf-8").text == SONG
    with pytest.raises(UsageError, match=r"^The source is not ascii: its byte 14 is 0xe5, which cannot stand there\.$"):
        decode(SONG.encode(), "ascii")
    with pytest.raises(UsageError, match="There is no encoding called 'klingon'"):
        decode(b"x", "klingon")
    with pytest.raises(UsageError, match=r"^The source is not punycode\.$"):
        decode(b"1. Lemon - Kenshi Yonezu", "punycode")


@given(st.binary(max_size=60))
def test_any_bytes_are_some_text(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode()) == Decoded(text.removeprefix("\ufeff"), "UTF-8")
