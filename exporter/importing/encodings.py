"""Bytes of unknown origin as text. Pure."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import NamedTuple

from exporter.errors import UsageError
from exporter.files.native import JAPANESE_ENCODINGS, KANA

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before that of UTF-16, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
HALF = 0.3
"""Where so many of every second byte are nothing, a text is UTF-16 without a mark: half of all in one of English."""

CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")
"""Characters that do something, but for those that end lines. Pictures, music and archives are full of them."""
MOST_CONTROLS = 0.05


class Decoded(NamedTuple):
    """A text, the encoding it had, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool = False


def is_text(text: str) -> bool:
    """Whether this is what people write: no null character in it, and hardly another that does something."""
    doing = sum(map(len, CONTROLS.findall(text)))
    return "\0" not in text and doing <= MOST_CONTROLS * len(text)


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text in ``data``: by its mark, as UTF-8, as what Japanese text usually is, and else as Western European.

    Raises:
        UsageError: it is not in the ``encoding`` that was named, or there is none of that name.
    """
    if encoding:
        return Decoded(_as_told(data, encoding), encoding)
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(codec, "replace"), name)
    if wide := _wide(data):
        return Decoded(data.decode(wide, "replace"), "UTF-16", guessed=True)
    with suppress(UnicodeDecodeError):
        return Decoded(data.decode(), "UTF-8")
    return _guess(data)


def _guess(data: bytes) -> Decoded:
    """What a text that is not UTF-8 may be: Japanese where it has kana, or where it is nothing else."""
    for codec, name in JAPANESE_ENCODINGS.items():
        with suppress(UnicodeDecodeError):
            if KANA.search(text := data.decode(codec)):
                return Decoded(text, name, guessed=True)
    for codec, name in {"cp1252": "Windows-1252", **JAPANESE_ENCODINGS}.items():
        with suppress(UnicodeDecodeError):
            return Decoded(data.decode(codec), name, guessed=True)
    return Decoded(data.decode("latin-1"), "Latin-1", guessed=True)


def _wide(data: bytes) -> str:
    """The codec of a UTF-16 text without a mark, told by the bytes that are nothing."""
    for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[first::2]
        if half and half.count(0) > HALF * len(half):
            return codec
    return ""


def _as_told(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        hint = "Some there are: utf-8, shift_jis, cp1252."
        raise UsageError(f"There is no encoding called {encoding!r}.", hint=hint) from error
    except UnicodeDecodeError as error:
        byte = f"byte {error.start + 1} is 0x{data[error.start]:02x}"
        raise UsageError(f"The source is not {encoding}: its {byte}, which cannot stand there.") from error
    except UnicodeError as error:  # of the codecs that name no place, such as punycode
        raise UsageError(f"The source is not {encoding}.") from error
