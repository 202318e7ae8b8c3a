"""Text that people and services write, and that has broken programs before. All of it is one song's title somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HOSTILE: Mapping[str, str] = MappingProxyType(
    {
        "control characters": "Bell \x07 and escape \x1b[31m red \x1b[0m",
        "a null character": "Null \x00 inside",
        "lines": "One\nTwo\r\nThree\u2028Four\tFive",
        "right to left": "Right \u202etfel ot\u202c left \u2066and\u2069 שלום",
        "markup": "Markup <script>alert(1)</script> & &amp; ]]> <!-- <b>",
        "quotes": "Quotes \"double\" 'single' `back` \\ \\n",
        "operators": "Operators title:x OR isrc:* -not (open NEAR/2 * ? %",
        "separators": "Separators, one; two | three - four – five / six",
        "a formula": "=SUM(1;2)+Formula",
        "a comment": "#EXTINF:-1,Comment",
        "a path": "../../Path/etc/passwd",
        "placeholders": "Placeholders %s {0} ${HOME} $(id) \\1",
        "marks on marks": "Marks Z" + "\u0301" * 200,
        "emoji": "Emoji 👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
        "nothing to read": "★ !!! ???",
        "10,000 characters": "Long " + "la " * 3331 + "la",
    }
)
"""Hostile text by what is hostile about it. Most hold a word that a search can find."""

UNSAYABLE: Mapping[str, str] = MappingProxyType(
    {
        "nothing": "",
        "blanks": " \t\u3000\u200b",
        "half a surrogate pair": "Half \ud83d",
    }
)
"""What no service and no file holds as a title, and what a function may be given all the same."""

SCRIPTS = (
    "青い栞 & more",
    "Ça va ? Über Smørrebrød",
    "Ночной поезд",
    "عمري كله",
    "부산에 가면",
    "葬送のフリーレン 👩🏽‍🎤",
)
"""Names in scripts of the world, each on one line and shorter than any service's limit."""
