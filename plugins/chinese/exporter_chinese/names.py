"""Takes Chinese names apart, and knows which characters sound otherwise as family names. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_OTHERWISE = {
    "乐樂": "yue", "仇": "qiu", "任": "ren", "区區": "ou", "单單": "shan", "召": "shao", "员員": "yun", "曾": "zeng",
    "朴": "piao", "查": "zha", "盖蓋": "ge", "缪繆": "miao", "翟": "zhai", "覃": "qin", "解": "xie",
}  # fmt: skip
_SOUNDS = {one: sound for forms, sound in _OTHERWISE.items() for one in forms}
_DOUBLE = """
上官|东方|東方|令狐|公孙|公孫|南宫|南宮|司徒|司马|司馬|夏侯|宇文|尉迟|尉遲|慕容|欧阳|歐陽|皇甫|诸葛|諸葛|长孙|長孫
""".strip()
_NAME = re.compile(
    f"(?P<family>{_DOUBLE})(?P<given>\\w{{1,2}})|(?P<one>[^\\W\\dA-Za-z])(?P<rest>[^\\W\\dA-Za-z]{{1,2}})"
)


class Name(NamedTuple):
    """A family name, how it sounds (empty: as the character does elsewhere), and a given name."""

    family: str
    sound: str
    given: str


def family_name(text: str) -> Name | None:
    """Two or three Han characters as a name, or up to four with a family name of two; none for any other text.

    >>> family_name("曾国城")
    Name(family='曾', sound='zeng', given='国城')
    """
    found = _NAME.fullmatch(text)
    if not found:
        return None
    family, given = found["family"] or found["one"], found["given"] or found["rest"]
    return Name(family, _SOUNDS.get(family, ""), given)
