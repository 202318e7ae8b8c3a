"""A text is read in the encoding it has; a guess is told as one."""

from __future__ import annotations

from pathlib import Path

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
    assert decode("Björk - Jóga\nSigur Rós - Hoppípolla".encode("latin-1"))[1:] == ("Windows-1252", True, False)
    assert decode("Beyoncé".encode("mac_roman")).doubtful


def test_what_carries_its_encoding_in_escapes_is_read() -> None:
    assert decode(SONG.encode("iso2022_jp")) == Decoded(SONG, "ISO-2022-JP", guessed=True)
    assert "\ufffd" in decode(SONG.encode("iso2022_jp")[:-15]).text
    assert decode("아이유 - 밤편지".encode("iso2022_kr")) == Decoded("아이유 - 밤편지", "ISO-2022-KR", guessed=True)


# Playlists of people. benchmarks/encodings.py measures many more.

ENCODED = {
    "japanese": ("shift_jis", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le"),
    "simplified": ("gbk", "gb18030", "utf-16-be"),
    "traditional": ("big5", "gbk"),
    "korean": ("euc_kr", "utf-16-le"),
    "russian": ("cp1251", "koi8_r", "iso8859_5", "cp866", "utf-16-le"),
    "ukrainian": ("cp1251", "koi8_u"),
    "western": ("cp1252", "utf-16-le"),
    "polish": ("cp1250",),
    "czech": ("cp1250",),
    "turkish": ("cp1254",),
    "greek": ("cp1253",),
}
EVERY = [(language, codec) for language, codecs in ENCODED.items() for codec in codecs]


def playlists(language: str, size: int) -> list[str]:
    """Playlists of so many songs, cut from one list; without the wave that Shift_JIS has two of."""
    path = Path(__file__).parent.parent / "data" / "languages" / f"{language}.txt"
    songs = path.read_text(encoding="utf-8").replace("〜", "").splitlines()
    return ["\n".join(songs[start : start + size]) + "\n" for start in range(0, len(songs) - size + 1, size)]


@pytest.mark.parametrize(("language", "codec"), EVERY)
def test_a_playlist_of_ten_songs_is_read_and_one_of_twenty_is_sure(language: str, codec: str) -> None:
    for text in playlists(language, 10):
        assert decode(text.encode(codec, "ignore")).text == text.encode(codec, "ignore").decode(codec)
    assert not any(decode(text.encode(codec, "ignore")).doubtful for text in playlists(language, 20))


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize(("language", "codec"), EVERY)
def test_of_a_short_one_nothing_wrong_is_told_for_sure(language: str, codec: str, size: int) -> None:
    for text in playlists(language, size):
        written = text.encode(codec, "ignore")
        found = decode(written)
        assert found.doubtful or found.text == written.decode(codec)


def test_kanji_alone_may_be_of_several_languages() -> None:
    assert decode("野間久美子 - 百合".encode("cp932")) == Decoded("野間久美子 - 百合", "Shift_JIS", guessed=True)
    assert decode("野間久美子 - 百合".encode("euc_jp")).doubtful


def test_a_word_of_something_older_may_be_utf_8_by_chance() -> None:
    by_chance = "Hikaru Utada - 道".encode("euc_jp")
    assert decode(by_chance) == Decoded(by_chance.decode(), "UTF-8", guessed=True, doubtful=True)
    assert not decode("Édith Piaf".encode()).guessed
    assert not decode("Кино".encode()).guessed


@pytest.mark.parametrize("codec", ["cp932", "euc_jp"])
def test_a_long_text_without_a_blank_is_read_by_its_beginning(codec: str) -> None:
    text = "夜に駆ける、という曲を聴きました。" * 100_000
    assert decode(text.encode(codec))[2:] == (True, False)
    assert decode(text.encode(codec)).text == text


def test_one_broken_byte_leaves_the_rest_as_it_is() -> None:
    whole = SONG * 3
    broken = whole.encode()[:-5] + b"\xff" + whole.encode()[-5:]
    assert decode(broken) == Decoded(whole[:-5] + "\ufffd" + whole[-5:], "UTF-8", guessed=True)
    assert decode(whole.encode("cp932")[:-5] + b"\xff\n").doubtful


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
    assert decode(text.encode())[:2] == (text.removeprefix("\ufeff"), "UTF-8")
