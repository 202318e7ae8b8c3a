"""Greek letters as Latin ones, to begin with. Pure: put your language's rules in their place."""

from __future__ import annotations

import re
from unicodedata import normalize

SINGLE = dict(zip("αβγδεζηικλμνξοπρσςτυω", "avgdeziiklmnxoprsstyo", strict=True))
LETTERS = {**SINGLE, "θ": "th", "φ": "f", "χ": "ch", "ψ": "ps"}
PAIRS = {"ου": "ou", "μπ": "b", "ντ": "d", "γγ": "ng", "γκ": "g"}
YOURS = re.compile("[α-ω]")


def latin(text: str) -> str:
    """The text with Latin letters; as it was where none of its letters is yours."""
    plain = re.sub("[\u0300-\u036f]", "", normalize("NFD", text.casefold()))
    if not YOURS.search(plain):
        return text
    for pair, letters in PAIRS.items():
        plain = plain.replace(pair, letters)
    return normalize("NFC", "".join(LETTERS.get(letter, letter) for letter in plain))
