"""Numbers as Japanese writes them out. Pure."""

from __future__ import annotations

_PLACES = ("", "十", "百", "千")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def in_kanji(digits: str) -> str:
    """A number as it is said; one of more than four digits, or with a zero in front, digit by digit.

    >>> in_kanji("13"), in_kanji("1002"), in_kanji("007")
    ('十三', '千二', '〇〇七')
    """
    if len(digits) > len(_PLACES) or digits.startswith("0"):
        return digits.translate(_DIGITS)
    places = zip(digits, reversed(_PLACES[: len(digits)]), strict=True)
    return "".join(_place(digit, place) for digit, place in places).translate(_DIGITS)


def _place(digit: str, place: str) -> str:
    if digit == "0":
        return ""
    return place if digit == "1" and place else digit + place
