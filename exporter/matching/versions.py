"""Tells versions apart: live, karaoke, cover, TV size and their kin, in the words services use for them. Pure.

Only a *marked* version counts: in brackets, after a dash, or a closing "… ver." or "… size". So "Live Forever",
"Piano Man" and "Remember" are no versions of anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from exporter.matching.han import ONE_FORM
from exporter.matching.text import CACHE, fold, split


class Clash(Enum):
    """What it means when a track is another version than the wanted one."""

    FATAL = "another recording that nobody takes for the song"
    QUESTION = "another recording that somebody may want: a person decides"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of version: the words for a person, what a clash means, and the folded words that mark it."""

    words: str
    clash: Clash
    marks: re.Pattern[str]


def _marks(latin: str, other: str = "") -> re.Pattern[str]:
    """Whole words in Latin letters, or any of the ``other`` words, which are written without spaces."""
    whole = rf"(?<![a-z0-9])(?:{latin})(?![a-z])"
    return re.compile(f"{whole}|{other.translate(ONE_FORM)}" if other else whole)


def _fatal(words: str, latin: str, other: str = "") -> Kind:
    return Kind(words, Clash.FATAL, _marks(latin, other))


def _question(words: str, latin: str, other: str = "") -> Kind:
    return Kind(words, Clash.QUESTION, _marks(latin, other))


_LANGUAGES = (
    "english|japanese|korean|chinese|mandarin|cantonese|spanish|french|german|italian|thai|portuguese|indonesian"
    "|ingles[a]?|espanol[a]?|castellano|japones[a]?|coreano|frances[a]?|portugues[a]?|italian[oa]|deutsche?"
    "|englische?|japanische?|spanische?|franzosische?|anglaise?|francaise?|japonaise?|espagnole?|allemande?"
)

KINDS: dict[str, Kind] = {
    "live": _fatal(
        "a live recording",
        "live|live ?version|in concert|concert|unplugged|en vivo|en directo|ao vivo|dal vivo|en concert|en public"
        "|en direct|konzert|mtv unplugged",
        "ライブ|ライヴ|라이브|콘서트|現場|演唱會|音樂會",
    ),
    "acoustic": _fatal(
        "an acoustic version",
        "acoustic|acustic[oa]|acoustique|akustik(?:version)?|akustisch|stripped",
        "アコースティック|アコギ|弾き語り|어쿠스틱|不插電",
    ),
    "piano": _fatal("a piano version", "piano|klavier(?:version)?", "ピアノ|피아노|鋼琴"),
    "orchestra": _fatal(
        "an orchestral version",
        "orchestra|orchestral|orquesta|orquestal|orquestra|orchester(?:version)?|orchestrale|symphonic|philharmonic"
        "|strings|string quartet|big band|brass band",
        "オーケストラ|ストリングス|弦楽|吹奏楽|오케스트라|管弦樂|交響",
    ),
    "a cappella": _fatal("an a cappella version", "a cappella|acapella|acappella|a capela", "アカペラ|아카펠라|無伴奏"),
    "instrumental": _fatal(
        "an instrumental version",
        "instrumental(?:e|version)?|inst|off vocals?|without vocals?|no vocals?|w o (?:vocals?|chorus)|minus one"
        "|backing track|playback",
        "インスト(?!ール)|オフボーカル|オフヴォーカル|ボーカルなし|歌なし|伴奏|純音樂|純演奏|반주|인스트|연주곡",
    ),
    "karaoke": _fatal("a karaoke version", "karaoke(?:version)?|sing along", "カラオケ|노래방|가라오케|卡拉ok"),
    "cover": _fatal(
        "a cover",
        "covers?|covered|cover(?:song|version)|in the style of|made famous by"
        "|(?:performed|recorded|played|sung|originally) by"
        "|al estilo de|im stil von|version de|as made popular by",
        "カバー|カヴァー|歌ってみた|演奏してみた|叩いてみた|弾いてみた|커버|翻唱",
    ),
    "tribute": _fatal("a tribute", "tribute|tributo|homenaje|homenagem|hommage", "トリビュート|致敬|트리뷰트|헌정"),
    "music box": _fatal(
        "a music box or lullaby version",
        "music box|lullaby|lullabies|8 ?bit|chiptune|caja de musica|caixinha de musica|boite a musique|spieluhr|lo ?fi",
        "オルゴール|8ビット|子守唄|오르골|뮤직박스|音樂盒|八音盒",
    ),
    "remix": _fatal(
        "a remix",
        "remix(?:es|ed)?|rmx|mashup|bootleg|vip(?: mix)?|club mix|dub|flip|rework|refix|re ?edit|remezcla|dj ver",
        "リミックス|리믹스|混音|dj版",
    ),
    "altered": _fatal(
        "a sped up, slowed or otherwise altered version",
        "sped up|speed up|spedup|slowed(?: down)?|chopped|nightcore|daycore|reverb|8d(?: audio)?|16d|pitched"
        "|bass boosted|acelerad[oa]|ralentizad[oa]",
        "加速|降速|減速|倍速|スロー版",
    ),
    "tv size": _fatal(
        "a TV size version",
        "tv ?(?:size|edit|ver|version|mix|cut|サイズ)|anime (?:size|ver|version)"
        "|short (?:ver|version|edit|size|mix)|version (?:corta|curta|courte|tv)|versao curta|kurzversion",
        "tvサイズ|テレビサイズ|アニメサイズ|アニメver|ショートver|ショートサイズ|tv版|動畫版|短版",
    ),
    "language": _fatal(
        "a version in another language",
        f"{_LANGUAGES}|version francaise|en espanol|em portugues|en ingles|em ingles|auf deutsch|en francais",
        "英語|日本語|韓国語|中国語|國語|粵語|中文|英文|日文|韓文|日語|韓語|台語|영어|일본어|한국어|중국어",
    ),
    "medley": _fatal(
        "a medley", "medley|megamix|mixtape|dj mix|non stop|popurri|potpourri", "メドレー|메들리|串燒|組曲"
    ),
    "talk": _fatal(
        "talk about the song, or a piece of it",
        "commentary|interview|tutorial|how to play|voice memo|voice note|reaction|teaser|trailer|preview|spoken",
        "予告|ティザー|解説|티저|預告",
    ),
    "the first take": _question("a THE FIRST TAKE recording", "the first take|first take", "ザ ?ファースト ?テイク"),
    "session": _question("a session recording", "sessions?|recorded at|bbc|npr|tiny desk", "セッション|세션"),
    "demo": _question(
        "a demo",
        "demo(?:s|version)?|rough mix|outtake|alternate|alternative|alt|take [0-9]+|maqueta|maquette",
        "デモ|데모|試聽|樣帶",
    ),
    "movie": _question(
        "a version made for a film",
        "(?:movie|film|cinema|theater|theatrical|theatre) (?:ver|version|edit|size|mix)"
        "|version (?:pelicula|filme|film)|filmversion",
        "劇場版|映画ver|映画版|電影版|영화 ?버전|극장판",
    ),
    "edit": _question(
        "a shortened edit", "edit|cut|radio (?:mix|version|ver)|radio ?edit|radioversion|edicion|version radio"
    ),
    "extended": _question(
        "an extended version",
        "extended|12 ?inch|long (?:ver|version)|1 hour|loop|extendid[ao]|estendida|longue|langversion",
        "ロングver|1時間|耐久|加長",
    ),
    "reprise": _question(
        "a reprise or interlude", "reprise|interlude|intro|outro|skit|prelude", "リプライズ|リプリーズ"
    ),
    "self cover": _question("a self cover", "self cover", "セルフカバー|セルフカヴァー"),
    "new recording": _question(
        "a new recording",
        "re ?record(?:ed|ing)?|re ?recorded version|[a-z]+s version|[0-9]+ years after.*|anniversary (?:ver|version)"
        "|(?:(?:19|20)[0-9]{2}|new) ?(?:ver|version|mix|recording)|nueva version|nova versao|neuaufnahme|neue version",
        "再録|再錄|リアレンジ|新録|新版|重唱|重新錄製|재녹음",
    ),
}
"""Every kind of version we know, by name."""

_HARMLESS = frozenset(
    re.findall(
        r"\S+",
        """
        remaster remastered remasterizado remasterizada remasterise digital digitally album single
        original full studio standard main explicit clean regular mono stereo lp ep version ver
        versao mix size edition deluxe the anniversary bonus track official music video videos mv pv
        m v audio lyric lyrics hd hq 4k visualizer visualiser opening ending op ed theme song songs
        tv anime animation drama movie film ost soundtrack insert 7 inch pt
        """,
    )
)
"""Words of a part that tells nothing about the recording: a remaster, an edition, a video's trimmings, its use."""

_HARMLESS_START = re.compile(
    r"(?:(?:taken|music|as featured|featured|original|main|love) )?(?:theme song |theme |song )?(?:from|of|for|aus|de) "
)
_HARMLESS_ANYWHERE = re.compile(
    r"(?<![a-z])from(?![a-z])|remaster|edition$|soundtrack|(?:main|opening|ending|insert) (?:theme|song)$"
    r"|(?<![a-z])ost(?![a-z])|リマスター|オリジナル|シングル|アルバム|フルver|フルサイズ|公式|原版|テーマ"
    r"|主題歌|主題曲|片头曲|片尾曲|插曲|挿入歌|劇中歌|オープニング|エンディング".translate(ONE_FORM)
)
EDITIONS = re.compile(r"(?<![a-z])(?:remaster|single|album|mono|stereo|radio|clean|deluxe)|リマスター")
_VERSION = re.compile(
    r"(?<![a-z])(?:ver|version|versao|edit|size|arrange|mix|take)(?![a-z])"
    r"|バージョン|ヴァージョン|サイズ|アレンジ|버전|版$"
)
_UNMARKED = ("karaoke", "tribute", "music box", "cover", "instrumental", "altered", "tv size", "the first take")
"""Kinds that a whole album or artist name tells without brackets: "Karaoke Hits", "オルゴール名曲集"."""

_LIVE_ALBUM = re.compile(
    r"(?<![a-z])live (?:at|in|from|on|tour|album|best|act|version|edition|collection|selection|[0-9]+)(?![a-z])"
    r"|^live$|(?<![a-z])(?:unplugged|in concert)(?![a-z])|(?<! )ライ[ブヴ]|演唱會".translate(ONE_FORM)
)


@lru_cache(CACHE)
def versions(*texts: str) -> frozenset[str]:
    """The versions that marked texts name: keys of :data:`KINDS`, or an unknown "… ver." in its own words.

    >>> sorted(versions("Live at 武道館", "2011 Remaster"))
    ['live']
    >>> versions("Yui ver.")
    frozenset({'yui'})
    """
    return frozenset(name for text in texts for name in read_part(fold(text)) or ())


@lru_cache(CACHE)
def wanted_version(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a curator's ``version:`` asks for, and its details; words we do not know count as they are."""
    folded = fold(text)
    known = read_part(folded) if folded else frozenset()
    return (frozenset({_unknown(folded)}) if known is None else known), (details_of(folded) if known else frozenset())


@lru_cache(CACHE)
def versions_of_record(name: str) -> frozenset[str]:
    """The versions that the name of an album or artist tells, in its parts or as a whole."""
    whole = fold(name)
    told = frozenset(kind for kind in _UNMARKED if KINDS[kind].marks.search(whole))
    live = frozenset({"live"}) if _LIVE_ALBUM.search(whole) else frozenset()
    remixed = frozenset({"remix"}) if _REMIXES.search(whole) else frozenset()
    return told | live | remixed | (versions(*split(name).parts) & KINDS.keys())


def clash(version: str) -> Clash:
    """What it means that one side is this version and the other is not."""
    return KINDS[version].clash if version in KINDS else Clash.QUESTION


def words(version: str) -> str:
    """The version, for a person."""
    return KINDS[version].words if version in KINDS else f"the “{version}” version"


def read_part(part: str) -> frozenset[str] | None:
    """The versions a folded part names; none when it tells nothing; None when it is a subtitle."""
    known = frozenset(name for name, kind in KINDS.items() if kind.marks.search(part))
    if _HARMLESS_START.match(part):
        # Where a song comes from tells nothing of the recording, unless a version is told along with it.
        known = frozenset(name for name in known if _tells(KINDS[name], part))
        if not known:
            return frozenset()
    if known:
        return _narrowed(known)
    if _is_harmless(part) and not _NUMBERED.search(part):
        return frozenset()
    return frozenset({_unknown(part)}) if _VERSION.search(part) or _ARRANGED.fullmatch(part) else None


def versions_with(guest: str) -> frozenset[str]:
    """The versions that a guest is: "with strings" is one, with an orchestra of some name is a guest."""
    name = fold(guest)
    return frozenset(kind for kind, about in KINDS.items() if about.marks.fullmatch(name))


_NUMBERED = re.compile(r"(?<![a-z])(?:ver|version|take|mix) ?(?:[2-9]|(?:19|20)[0-9]{2})(?![0-9])")
_REMIXES = re.compile(r"(?<![a-z])(?:remixes|remixed)(?![a-z])|リミックス集")
_FROM_LIVE = re.compile(r"^from live(?![a-z])|(?<![a-z])live (?:at|in|from|on)(?![a-z])")


def _tells(kind: Kind, part: str) -> bool:
    """Whether "from ..." ends in the words of a version, or says that it was live: a show's own name tells nothing."""
    tail = " ".join(part.split()[-2:])
    return bool(kind.marks.search(tail)) or (kind is KINDS["live"] and bool(_FROM_LIVE.search(part)))


# Names of arrangements that make no kind of their own: each is a question, never the same recording.
_ARRANGED = re.compile(
    r"(?:the |a |an )?(?:lo ?fi|bossa(?: nova)?|guitar|harp|violin|cello|flute|sax(?:ophone)?|strings?|string quartet"
    r"|edm"
    r"|trance|techno|house|dance|disco|jazz|swing|rock|metal|punk|chill(?:out)?|lounge|ambient|trap|hip ?hop|reggae"
    r"|slow(?:er)?|fast(?:er)?|short(?:er)?|long(?:er)?|rearranged?|arranged?|reimagined|reworked|self remake|remake"
    r"|redux|another|alternate|alternative|unplugged|band|duet|solo|no vocals?|without vocals?|winter|summer|spring"
    r"|autumn|christmas|xmas|night|day|full band)"
    r"(?:[ -](?:ver|version|mix|edit|style|arrange|arrangement|take|session|remake|nova|band|with .+))*"
)


def _unknown(part: str) -> str:
    """A version we have no word for, in its own: ``yui ver`` and ``yui`` are one."""
    return " ".join(_VERSION.sub(" ", part).split()) or part


_SAID_BY_NAME = frozenset({"language", "new recording"})
"""Kinds whose own words tell one of them from another: English from Japanese, 2019 from 2023."""

_FILLER = frozenset({"a", "at", "by", "de", "du", "en", "from", "in", "of", "on", "the", "tour", "with"})


def details_of(part: str) -> frozenset[str]:
    """What tells a version from another of its kind: whose remix, live where, in which language."""
    for name, kind in KINDS.items():
        if name not in _SAID_BY_NAME:
            part = kind.marks.sub(" ", part)
    return frozenset(_VERSION.sub(" ", part).split()) - _HARMLESS - _FILLER


def same_of_its_kind(ours: frozenset[str], theirs: frozenset[str], kinds: frozenset[str]) -> bool:
    """Whether the details of two versions, which are of the same ``kinds``, agree.

    A remix, a language and a new recording are told by name; elsewhere one side may simply say less.
    """
    if kinds & (_SAID_BY_NAME | {"remix"}):
        return ours == theirs
    return ours <= theirs or theirs <= ours


def _narrowed(known: frozenset[str]) -> frozenset[str]:
    """Without the kinds that another one already says: a self cover is no cover, a remix may be an edit too."""
    if "self cover" in known:
        known -= {"cover"}
    return known - {"edit", "extended"} or known


def _is_harmless(part: str) -> bool:
    told = {word for word in part.split() if not word.isdigit()}
    return bool(_HARMLESS_ANYWHERE.search(part)) or (bool(told) and told <= _HARMLESS)
