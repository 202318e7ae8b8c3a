"""Songs that are named within sentences: "with the songs A, B and C", "“A” by B", "A's “B” from the film C"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from exporter.formats.article.forms import quote, trimmed
from exporter.formats.article.told import NAME_RUN
from exporter.formats.article.vocabulary import SHOW
from exporter.formats.article.words import PAIRS, clean, is_asian, plain, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A song that a sentence names. ``sentence`` is as it stands there, ``sure`` in [0, 1]."""

    title: str
    artist: str = ""
    show: str = ""
    sentence: str = ""
    sure: float = 0.0


QUOTED = 0.65
"""How sure a title in quotes beside a word for songs is."""

BOUNDED = 0.55
"""How sure a title without quotes is that ends at a comma, an "and" or the end of the sentence."""

LOOSE = 0.35
"""How sure a title is whose end is a guess, or that nothing but its quotes makes one."""

_LONGEST_SENTENCE = 1200
_MOST_TITLES = 30
_MOST_WORDS = 10
_REACH = 90
"""How many characters after a word for songs their titles may begin."""

_WORDS = re.compile(r"\S+")
_OPENING = re.compile(f"[{''.join(PAIRS)}]")
_STOPS_TEXT = "by who whose"
_STOPS = frozenset(_STOPS_TEXT.split())
_OF_A_SONG = re.compile(r"[”\"」]\s+(?:from|of|in)\s+(?:the\s+)?(?:[a-z]+\s+)?$")

_CUE = re.compile(
    r"\b(?:songs?|tracks?|pieces?|tunes?|ballads?|music|osts?|soundtracks?|themes?|singles?|numbers?)\b", re.IGNORECASE
)
_DIRECT = re.compile(r"(?:songs?|tracks?|pieces?|tunes?|ballads?|music|singles?)", re.IGNORECASE)
_LINKS_TEXT = (
    "called named titled entitled like as including include includes included mainly especially notably namely "
    "particularly featuring features"
)
_LINKS = frozenset(_LINKS_TEXT.split())
_BEING_TEXT = "is are was were be"
_BEING = frozenset(_BEING_TEXT.split())
_CHOSEN = re.compile(r"\b(?:most|best|favou?rites?|first|another|one of|[a-z]{2,}est)\b", re.IGNORECASE)
_SMALL_TEXT = (
    "a an and at by de e et for from ga in into is it la le me mo my na ni no o of off on or our te the to up "
    "wa with wo x × ~ & - your"
)
_SMALL = frozenset(_SMALL_TEXT.split())
_NO_TITLES_TEXT = "i i've i'm it it's we they he she you this that these those there here but if when as in the"
_NO_TITLES = frozenset(_NO_TITLES_TEXT.split())
_GAP = re.compile(r"\s*(?:,\s*(?:and\s+|or\s+)?|;\s*|\s(?:and|or|&|as well as)\s)\s*(?=\S)")
_SEGMENT_END = re.compile(r",\s|;\s|\s(?:and|or|&|as well as)\s|\s[–—]\s|[.!?…]+[”\"’]?$")
_CONTEXT = re.compile(
    rf"\s+(?:of|from|in)\s+(?:the\s+)?(?:[a-z]+\s+)?{SHOW}\s+[“\"]?(?P<show>{NAME_RUN})|\s+from\s+(?P<bare>{NAME_RUN})|\s+by\s+(?:the\s+)?"
    rf"(?:[a-z-]+\s+)?(?P<artist>{NAME_RUN})|\s+(?P<series>{NAME_RUN})\s+(?:franchise|series)\b"
)
_NAMED_SHOW = re.compile(rf"\b(?i:{SHOW})\s+[“\"]?(?P<show>{NAME_RUN})")
_IS_SHOW = re.compile(rf"^(?P<show>{NAME_RUN})\s+(?:is|was)\s+an?\s+(?:[\w-]+\s+){{0,3}}{SHOW}\b")
_FRAGMENT = re.compile(rf"^(?P<show>{NAME_RUN})\s+with\s+(?:the\s+)?(?P<titles>[A-Z].*)$")
_APPOSITION = (
    r"(?:(?:(?:is|was)\s+)?an?\s+(?:(?!about\b|from\b|in\b|of\b|with\b)[\w-]+\s+){0,3}"
    r"(?:song|track|single|hit|ballad|tune)\s+)?"
)
_POSSESSOR = re.compile(
    rf"(?P<artist>{NAME_RUN})(?:['’]s|(?<=s)['’])\s+(?:(?:[a-z0-9-]+\s+){{0,3}}(?:songs?|tracks?|singles?|hits?|ballads?|numbers?|tunes?|classics?)\s+)?$"
)
_SINGER = re.compile(rf"(?P<artist>{NAME_RUN})\s+(?:sings?|sang)\s+(?:[a-z]+\s+)?$")
_BY_AFTER = re.compile(
    rf"\s*,?\s*{_APPOSITION}(?:performed\s+|sung\s+)?by\s+(?:the\s+)?(?:[a-z-]+\s+){{0,2}}(?P<artist>{NAME_RUN})"
)
_BY = re.compile(r"\s*,?\s*(?:performed\s+|sung\s+)?by\s")
_BEFORE_NAME = r"(?:^|[\s、。」』]|[にをではがともや](?=[^ぁ-ん]))"
_NAME, _TITLE = r"(?P<artist>[^\s、。「」『』（）にをでは]{1,30}?)", r"[「『](?P<title>[^「」『』]{1,80})[」』]"
_JAPANESE = tuple(
    map(
        re.compile,
        (
            rf"{_BEFORE_NAME}{_NAME}(?:さん)?の(?:名曲|楽曲|曲|代表曲|シングル|新曲|デビュー曲|ヒット曲)?「(?P<title>[^「」]{{1,80}})」",
            rf"{_BEFORE_NAME}{_NAME}(?:さん)?の{_TITLE}という(?:曲|歌|楽曲)",
            rf"{_BEFORE_NAME}{_NAME}(?:さん)?が(?:歌う|歌った|歌っている){_TITLE}",
            rf"(?:曲|歌)(?:は|が|、|として){_TITLE}（(?P<artist>[^（）]{{1,30}})）",
            rf"{_TITLE}（(?P<artist>[^（）]{{1,30}})）は[^。「」]{{0,30}}(?:曲|バラード)(?:です|だ|。)",
        ),
    )
)
_JAPANESE_CUE = re.compile(r"曲|歌|ソング|聴")
_NOBODY = re.compile(
    r"(?:彼女?|私|僕|俺|誰|自分|主人公|二人|みんな)(?:たち)?|[0-9年月日春夏秋冬朝昼夜恋愛]+|.*(?:映画|アニメ|ドラマ|番組|監督|[系著版])"
)
"""Who is no artist by these words, or what no name of one ends like."""
_PLAYED_ON = re.compile(
    r"(?:piano|harp|guitar|violin|cello|flute|orchestra|orchestral|acoustic|instrumental)", re.IGNORECASE
)


def named(paragraph: str) -> Iterator[Named]:
    """The songs that a paragraph names, in order; each title once."""
    show, about_songs = "", bool(_CUE.search(paragraph[:_LONGEST_SENTENCE]))
    seen: set[str] = set()
    for sentence in sentences(paragraph):
        text = clean(sentence)[:_LONGEST_SENTENCE]
        show_at, said = _show(text)
        for at, found in _in_sentence(text, about_songs=about_songs):
            if found.title.lower() not in seen:
                seen.add(found.title.lower())
                around = said if said and show_at < at else show
                yield replace(found, show=found.show or ("" if found.artist else around), sentence=sentence)
        show = said or show


def _show(sentence: str) -> tuple[int, str]:
    """The show a sentence is about, and where it says so; "a song from the anime X" is about no more than a song."""
    found = _NAMED_SHOW.search(sentence) or _IS_SHOW.search(sentence)
    if not found or _OF_A_SONG.search(sentence, 0, found.start()):
        return 0, ""
    return found.start(), found["show"].strip(" ,.;:")


def _in_sentence(text: str, *, about_songs: bool) -> Iterator[tuple[int, Named]]:
    """The songs of a sentence, each with its place."""
    cues = list(_CUE.finditer(text))
    lists = {start for cue in cues if (start := _start(text, cue)) >= 0}
    fragment = _FRAGMENT.match(text.rstrip(" .")) if about_songs and not cues else None
    if fragment:
        _, titles = _list(text, fragment.start("titles"))
        yield from ((fragment.start("titles"), replace(title, show=fragment["show"])) for title in titles)
        return
    if is_asian(text):
        yield from _japanese(text)
    read_to = 0
    for at in sorted(lists | {found.start() for found in _OPENING.finditer(text)}):
        if at < read_to:
            continue
        inner = quote(text, at)
        if at in lists:
            read_to, titles = _list(text, at)
            yield from ((at, title) for title in titles)
        elif inner:
            read_to = inner[1]
            if found := _in_quotes(text, at, inner, has_cue=bool(cues)):
                yield at, found


def _japanese(text: str) -> Iterator[tuple[int, Named]]:
    forms = _JAPANESE if _JAPANESE_CUE.search(text) else ()
    for found in sorted((found for form in forms for found in form.finditer(text)), key=lambda one: one.start("title")):
        if not _NOBODY.fullmatch(found["artist"]):
            yield found.start("title"), Named(title=found["title"], artist=found["artist"], sure=BOUNDED)


def _start(text: str, cue: re.Match[str]) -> int:
    """Where the titles begin that a word for songs announces; -1 where it announces none."""
    linked, at = bool(_DIRECT.fullmatch(cue[0])), cue.end()
    was_chosen = bool(_CHOSEN.search(text, 0, cue.start()))
    for word in _WORDS.finditer(text, at, at + _REACH):
        said = word[0]
        if said[0] in PAIRS or said[0].isupper() or said[0].isdigit():
            if said.strip(",.").lower() not in _NO_TITLES:
                return word.start() if linked else -1
            linked = False
        else:
            lower = said.rstrip(",:;").lower()
            if lower in _STOPS:
                return -1
            is_link = lower in _LINKS or (lower in _BEING and was_chosen)
            linked = is_link or (lower in {"the", "–", "—", ":"} and linked) or said.endswith(":")
    return -1


def _list(text: str, start: int) -> tuple[int, list[Named]]:
    """Where a list of titles ends, and its songs; what is said of the last (its show, its artist) is true of all."""
    found: list[Named] = []
    at, show, artist = start, "", ""
    while len(found) < _MOST_TITLES:
        title, end, sure = _title(text, at)
        if not title:
            break
        found.append(Named(title=title, sure=sure))
        at = end
        if context := _CONTEXT.match(text, at):
            show, artist = context["show"] or context["bare"] or context["series"] or "", context["artist"] or ""
            at = context.end()
            break
        gap = _GAP.match(text, at)
        if not gap or sure == LOOSE:
            break
        at = gap.end()
    if not artist and (possessor := _POSSESSOR.search(text, max(0, start - _REACH), start)):
        artist = possessor["artist"]
    return at, [replace(one, show=show.strip(" ,.;:"), artist=artist.strip(" ,.;:")) for one in found]


def _title(text: str, at: int) -> tuple[str, int, float]:
    """The title that begins at a place, where it ends, and how sure it is; empty where none begins there."""
    if inner := quote(text, at):
        return plain(trimmed(inner[0])), inner[1], QUOTED
    if not (text[at : at + 1].isupper() or text[at : at + 1].isdigit()):
        return "", at, 0.0
    stop = _SEGMENT_END.search(text, at)
    end = stop.start() if stop else len(text)
    if context := _CONTEXT.search(text, at, end):
        end = context.start()
    segment = text[at:end]
    opening = next((place for place, char in enumerate(segment) if char in PAIRS and char not in "’”"), -1)
    if opening > 0 and (inner := quote(text, at + opening)):
        return _with_player(segment[:opening], inner[0]), inner[1], QUOTED
    return _unquoted(text, at, end)


def _with_player(before: str, title: str) -> str:
    """A quoted title with the instrument that stands before it: Harp “Song” is "Song (Harp)"."""
    player = before.strip()
    return f"{plain(trimmed(title))} ({player})" if _PLAYED_ON.fullmatch(player) else plain(trimmed(title))


def _unquoted(text: str, at: int, end: int) -> tuple[str, int, float]:
    words = list(re.finditer(r"\S+", text[at:end]))
    known = next((count for count, word in enumerate(words) if not _of_title(word[0])), len(words))
    sure = BOUNDED
    if len(words) - known > 2:  # noqa: PLR2004 - "Believe me" may end in lower case, a sentence goes on longer
        while known and words[known - 1][0].lower() in _SMALL:
            known -= 1
        words, sure = words[:known], LOOSE
    if not words or len(words) > _MOST_WORDS:
        return "", at, 0.0
    finish = at + words[-1].end()
    title = plain(text[at:finish]).strip(' ,.;:“”"')
    if _CUE.fullmatch(title) or title.lower() in _NO_TITLES:
        return "", at, 0.0
    return title, finish, sure


def _of_title(word: str) -> bool:
    bare = word.strip("()[]“”\"',.!?~-")
    return not bare or not bare[0].isalpha() or bare[0].isupper() or bare.lower() in _SMALL or is_asian(bare)


def _in_quotes(text: str, at: int, inner: tuple[str, int], *, has_cue: bool) -> Named | None:
    """A title in quotes with its artist beside it, or in a sentence about songs."""
    title = plain(trimmed(inner[0]))
    if not title or title.count(" ") > _MOST_WORDS or (title[:1].islower() and not title.isupper() and " " in title):
        return None
    if after := _BY_AFTER.match(text, inner[1]):
        return Named(title=title, artist=after["artist"].strip(" ,.;:"), sure=QUOTED)
    before = _POSSESSOR.search(text, max(0, at - _REACH), at)
    if before and has_cue:
        return Named(title=title, artist=before["artist"].strip(" ,.;:"), sure=QUOTED)
    singer = _SINGER.search(text, max(0, at - _REACH), at)
    if singer and singer["artist"].lower() not in _NO_TITLES:
        return Named(title=title, artist=singer["artist"].strip(" ,.;:"), sure=QUOTED)
    return Named(title=title, sure=LOOSE) if has_cue or _BY.match(text, inner[1]) else None
