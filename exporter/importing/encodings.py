"""Bytes of unknown origin as text. Pure.

Where no mark and no UTF-8 says what they are, every encoding is tried, and what somebody most likely wrote is taken.
What is nearly as likely otherwise is told as doubtful.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from math import inf
from typing import NamedTuple

from exporter.errors import UsageError
from exporter.importing.languages import languages

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before that of UTF-16, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
ESCAPED = ((b"\x1b$)C", "iso2022_kr", "ISO-2022-KR"), (b"\x1b$", "iso2022_jp_ext", "ISO-2022-JP"))
"""What is ASCII to look at, and turns into wide characters, and back, behind an escape."""
UTF_8 = "UTF-8"
NAMES = {
    "utf-8": UTF_8,  # with bytes in it that went wrong
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "cp949": "EUC-KR",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp866": "IBM866",
    "cp874": "Windows-874",
    "iso8859_5": "ISO-8859-5",
    "koi8_u": "KOI8-U",
    "mac_cyrillic": "Mac-Cyrillic",
    "mac_roman": "Macintosh",
}
SELDOM = {"mac_roman": 7, "mac_cyrillic": 7, "cp1253": 4, "utf-8": 3, "iso8859_5": 3, "cp866": 3}
"""How much less likely, as a logarithm, texts are in an encoding that few were ever written in."""
SURE = 7.0
"""By how much a text has to be likelier than any other, as a logarithm; benchmarks/encodings.py measures it."""
GIBBERISH = -9.0
"""Characters that are less likely than this, as a logarithm, are of no language that we know."""
FEW, TWO_BYTES = 8, "\u07ff"
"""So few letters, none of them of more than two bytes, may be UTF-8 by chance: a word or two of EUC are."""
LOOK, MOST_BYTES = 300, 6_000
"""Words that are looked at, and their bytes together."""
WORD = re.compile(rb"[^\x00-/:-?]+")
"""What stands between signs that are part of a character in no encoding of bytes; digits are, in GB 18030."""

BROKEN = re.compile("[\ufffd\ue000-\uf8ff]")
"""What stands where bytes could not be read: the replacement character, or one that is nobody's."""
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")
"""Characters that do something, but for those that end lines. Pictures, music and archives are full of them."""
MOST_CONTROLS = 0.05


class Decoded(NamedTuple):
    """A text and the encoding it had; whether that was a guess, and whether it may well be wrong."""

    text: str
    encoding: str
    guessed: bool = False
    doubtful: bool = False


class Guess(NamedTuple):
    """What a text would be in one encoding, and the logarithm of how likely somebody wrote that."""

    likelihood: float
    codec: str
    text: str


def is_text(text: str) -> bool:
    """Whether this is what people write: no null character in it, and hardly another that does something."""
    doing = sum(map(len, CONTROLS.findall(text)))
    return "\0" not in text and doing <= MOST_CONTROLS * len(text)


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text in ``data``: by its mark or escapes, as UTF-8, or else as what somebody most likely wrote.

    Raises:
        UsageError: it is not in the ``encoding`` that was named, or there is none of that name.
    """
    if encoding:
        return Decoded(_as_told(data, encoding), encoding)
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(codec, "replace"), name)
    for escape, codec, name in ESCAPED:
        if escape in data and data.isascii():
            return Decoded(data.decode(codec, "replace"), name, guessed=True)
    if b"\0" in data:
        return _wide(data)
    with suppress(UnicodeDecodeError):
        chance = _is_chance(text := data.decode(), data)
        return Decoded(text, UTF_8, guessed=chance, doubtful=chance)
    return _guess(data)


def _wide(data: bytes) -> Decoded:
    """A text of whose bytes some are nothing: UTF-16 without a mark, or no text."""
    shown = {codec: data[:MOST_BYTES].decode(codec, "replace") for codec in ("utf-16-le", "utf-16-be")}
    best = _likeliest(Guess(one.likelihood(text), codec, text) for codec, text in shown.items() for one in languages())
    if best.likelihood < GIBBERISH * len(best.text):
        return Decoded(data.decode("latin-1"), "Latin-1", guessed=True, doubtful=True)
    return Decoded(data.decode(best.codec, "replace"), "UTF-16", guessed=True)


def _is_chance(text: str, data: bytes) -> bool:
    """Whether a text that is UTF-8 may just as well be something older."""
    letters = [one for one in text if not one.isascii()]
    return 0 < len(letters) <= FEW and max(letters) <= TWO_BYTES and _guess(data).encoding != UTF_8


def _guess(data: bytes) -> Decoded:
    guesses = _guesses(_sample(data))
    best = _likeliest(guesses)
    second = max((one.likelihood for one in guesses if one.text != best.text), default=-inf)
    doubtful = best.likelihood - second < SURE or (best.codec != "utf-8" and bool(BROKEN.search(best.text)))
    return Decoded(data.decode(best.codec, "replace"), NAMES[best.codec], guessed=True, doubtful=doubtful)


def _likeliest(guesses: Iterable[Guess]) -> Guess:
    return max(guesses, key=lambda one: one.likelihood)


def _guesses(data: bytes) -> list[Guess]:
    return [
        Guess(language.likelihood(text) - SELDOM.get(codec, 0), codec, text)
        for language in languages()
        for codec in ("utf-8", *language.codecs)
        for text in [_shown(data, codec)]
    ]


def _shown(data: bytes, codec: str) -> str:
    """A sample in an encoding, without the letter that it may have been cut off in."""
    return codecs.getincrementaldecoder(codec)("replace").decode(data, len(data) < MOST_BYTES)


def _sample(data: bytes) -> bytes:
    """The first words that are not of ASCII alone, each once."""
    words = (found[0] for found in WORD.finditer(data) if not found[0].isascii())
    return b"\n".join(dict.fromkeys(islice(words, LOOK)))[:MOST_BYTES]


def _as_told(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        hint = "Some there are: utf-8, shift_jis, gb18030, big5, euc_kr, cp1251, cp1252."
        raise UsageError(f"There is no encoding called {encoding!r}.", hint=hint) from error
    except UnicodeDecodeError as error:
        byte = f"byte {error.start + 1} is 0x{data[error.start]:02x}"
        raise UsageError(f"The source is not {encoding}: its {byte}, which cannot stand there.") from error
    except UnicodeError as error:  # of the codecs that name no place, such as punycode
        raise UsageError(f"The source is not {encoding}.") from error
