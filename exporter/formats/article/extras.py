"""What stands beside a title or a name: the show it is from, a year, words of a video site. For short lines."""

from __future__ import annotations

import re

_NOISE = re.compile(
    r"\s*[(\[（【]\s*(?:the\s+)?(?:official\s*)?(?:music\s+|lyrics?\s+|live\s+)?(?:video|audio|mv|m/v|pv|visuali[sz]er|clip|lyrics?"
    r"|hd|hq|4k|full(?:\s+(?:song|version|ver\.?))?|eng(?:lish)?\s+sub(?:s|bed|titles)?|歌詞(?:付き)?|公式|フル|new!?)"
    r"(?:\s+(?:hd|hq|4k|with\s+lyrics|video|audio))?\s*[)\]）】]"
    r"|\s+[-|]\s+youtube$|\s*-\s*m[vu]sic\s+clip\s*-$|\s*/?\s*the first take$"
    r"|\s+(?:official\s+(?:music\s+)?(?:video|audio)|music\s+video|mv)$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"[(\[（【]\s*(?:as\s+heard\s+)?(?:from|off|in|anime|game|film|movie|drama|show|series|tv)\b\s*:?\s*"
    r"(?:(?:the\s+)?(?:tv|anime|video|film|movie|game|drama|show|series|soundtrack(?:\s+of)?)\s+){0,2}(?P<show>[^()\[\]（）【】]+?)\s*[)\]）】]\s*$"
    r"|\s,?(?<!\w)from\s+(?:the\s+)?(?:tv\s+)?(?:anime|game|film|movie|drama|show|series)\s+(?P<bare>\S.*)$",
    re.IGNORECASE,
)
_USED_IN = re.compile(
    r"[(\[（【]\s*(?:(?:tv|アニメ|ドラマ|映画|ゲーム|劇場版)\s*)*(?P<show>[^()\[\]（）【】]*?[^\s()\[\]（）【】])\s*"
    r"(?:の)?(?:\b(?:OST|soundtrack|openings?|endings?|theme(?:\s+song)?|insert\s+song|OP|ED)\b\s?\d{0,2}(?:\s+theme)?"
    r"|主題歌|挿入歌|オープニング(?:テーマ)?|エンディング(?:テーマ)?|より)\s*[)\]）】]\s*$",
    re.IGNORECASE,
)
_ORIGIN = re.compile(r"(?P<name>\S.*?),?\s+from\s+(?P<show>\S.*)", re.IGNORECASE)
_YEAR = re.compile(r"\s*[(\[（,]\s*(?P<year>(?:19[2-9]|20[0-4])\d)\s*[)\]）]?\s*$")
_LAST_BRACKET = re.compile(r"\s*[(\[（](?P<inner>[^()\[\]（）]{2,})[)\]）]\s*$")
_OF_THE_CREDIT = re.compile(
    r"(?:feat|ft|with|cv|vo|vocals?|starring|prod|band|singer|rapper|group|jp|uk|us|aus|[a-z])\b\.?|&|×", re.IGNORECASE
)
_OF_THE_TITLE = re.compile(
    r"\b(?:ver(?:s|sion)?|mix|remix|edit|live|reprise|acoustic|instrumental|orchestral|piano|slow|size|tv|cover|remaster(?:ed)?"
    r"|part|pt|theme|opening|ending|op|ed|suite|demo|karaoke)\b\.?",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\s+(?:OST|O\.S\.T\.?|original\s+(?:sound\s?track|score)|sound\s?track|score|BGM)\W*$", re.IGNORECASE
)


def without_noise(text: str) -> str:
    """``text`` without what a video site writes beside a song: (Official Video), [MV], HD."""
    bare = _NOISE.sub("", text).strip()
    return bare or text


def take_show(text: str) -> tuple[str, str]:
    """``text`` without the show that it names in words (``from``, ``opening``, ``OST``), and the show or nothing."""
    if found := _FROM.search(text) or _USED_IN.search(text):
        show = (found.groupdict().get("show") or found.groupdict().get("bare") or "").strip(" 『』「」“”\"'")
        return text[: found.start()].strip(), without_kind(show)
    return text, ""


def take_origin(name: str) -> tuple[str, str]:
    """A name without "from …" after it, and what it is said to be from; some names have it in them (TK from …)."""
    found = _ORIGIN.fullmatch(name)
    return (found["name"].strip(" ,"), found["show"]) if found else (name, "")


def take_year(text: str) -> tuple[str, int | None]:
    """``text`` without the year that stands in brackets at its end, and the year."""
    found = _YEAR.search(text)
    return (text[: found.start()].strip(), int(found["year"])) if found and found.start() else (text, None)


def take_bracket(name: str) -> tuple[str, str]:
    """A name without what stands in brackets after it, unless that is part of the credit (feat., CV); and that."""
    found = _LAST_BRACKET.search(name)
    if not found or not found.start() or _OF_THE_CREDIT.match(found["inner"].strip()):
        return name, ""
    return name[: found.start()].strip(), found["inner"].strip()


def is_version(text: str) -> bool:
    """Whether words in brackets say which version of a song it is."""
    return bool(_OF_THE_TITLE.search(text))


def without_kind(name: str) -> str:
    """The name of a show without "OST" or "soundtrack" after it."""
    return _KIND.sub("", name).strip() or name


def names_a_soundtrack(name: str) -> bool:
    """Whether a name calls itself a soundtrack."""
    return bool(_KIND.search(name))
