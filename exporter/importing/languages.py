"""How likely a text is what somebody wrote in a language: by its letters and what stands side by side. Pure.

A language is a few groups of letters and how much of its text each makes up: first those that lists of frequency begin
with, then, for scripts of thousands, the first and the second level of the national standards, which part usual
characters from rare ones. A text that was read in the wrong encoding has rare letters in orders that nobody writes:
small before capital, signs within words, Latin beside Cyrillic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import log

LETTER, SIGN, FOREIGN, BROKEN = log(1 / 33), log(1 / 200), log(1e-6), log(1e-8)
"""How likely each letter and sign of ASCII is, a letter of no group, and what does something or could not be read."""
ODD = log(1 / 400)
"""How much less likely a text is by two characters side by side that hardly ever stand so."""
SIGNS = "’“”‘–—…«»¡¿°´·€™®©№\xa0"
WIDE_SIGNS = "、。，！？「」『』・〜～（）：；《》“”…‘’·【】／ー＆　０１２３４５６７８９々〇〆★☆♪♥♡●○◎◇◆□■△▲▽▼※→←↑↓"
WITHIN = "¡-¿×÷ˇ˘˙˛˜˝‚„†‡‰‹›€™№─-▟√≈≤≥⌠⌡"
"""Signs that stand within no word, where other encodings have letters; apostrophes and dashes do."""
GLUED = "[\u2e80-\ud7af\uf900-\ufaff][a-z]"
"""A wide character with a small Latin letter behind it."""


@dataclass(frozen=True)
class Language:
    """``codecs`` are the encodings that its texts come in, ``groups`` the shares of its letters outside of ASCII.

    ``odd`` is a pattern of what stands side by side in no word of it.
    """

    codecs: tuple[str, ...]
    groups: Mapping[str, float]
    odd: str = GLUED

    @cached_property
    def _known(self) -> Mapping[str, float]:
        """The logarithm of how likely each letter is. One that is in several groups counts in the first."""
        known: dict[str, float] = {}
        for letters, share in self.groups.items():
            fresh = set(letters) - known.keys()
            known |= {letter: log(share / len(fresh)) for letter in fresh}
        return known

    @cached_property
    def _odd(self) -> re.Pattern[str]:
        return re.compile(f"(?={self.odd})")

    def likelihood(self, text: str) -> float:
        """The logarithm of how likely a text is."""
        known = self._known
        return sum(known.get(one) or _other(one) for one in text) + ODD * len(self._odd.findall(text))


def _other(one: str) -> float:
    if one == "\ufffd" or not (one.isprintable() or one in "\t\r\n"):
        return BROKEN
    if not one.isascii():
        return FOREIGN
    return LETTER if one.isalnum() or one in " \n,-.'" else SIGN


def _level(codec: str, first: int, last: int) -> str:
    """The characters of a national standard whose first bytes are these."""
    cells = (bytes((row, cell)) for row in range(first, last + 1) for cell in range(0x40, 0xFF))
    return "".join(one for cell in cells if not (one := cell.decode(codec, "ignore")).isascii())


def _characters(codecs: str, groups: Mapping[str, float], standard: str, levels: tuple[range, range]) -> Language:
    """A language of thousands of characters: some groups, and behind them the two levels of its standard."""
    usual, rare = (_level(standard, level.start, level.stop) for level in levels)
    rest = 0.93 - sum(groups.values())
    return Language(tuple(codecs.split()), {**groups, WIDE_SIGNS: 0.05, usual: rest, rare: 0.02})


def _alphabet(codecs: str, often: str, seldom: str, capital: str = "") -> Language:
    """A language whose alphabet is not the Latin one."""
    letters = often + seldom + capital
    odd = f"[A-Za-z][{letters}]|[{letters}][A-Za-z]|[{letters}][{WITHIN}][{letters}]"
    groups = {often: 0.65, seldom: 0.15, SIGNS: 0.05}
    if not capital:
        return Language(tuple(codecs.split()), groups, odd)
    return Language(tuple(codecs.split()), {**groups, capital: 0.15}, f"{odd}|[{often}{seldom}][{capital}]")


def _accents(codecs: str, often: str, seldom: str, capital: str) -> Language:
    """A language in Latin letters, some with accents."""
    small, every = f"a-z{often}{seldom}", f"A-Za-z{often}{seldom}{capital}"
    odd = f"[{often}{seldom}]{{2}}|[{small}][{capital}]|[A-Z{capital}][{capital}][{small}]|[{every}][{WITHIN}][{every}]"
    return Language(tuple(codecs.split()), {often: 0.7, seldom: 0.08, capital: 0.12, SIGNS: 0.1}, odd)


HIRAGANA, KATAKANA = ("".join(map(chr, range(first, first + 0x53))) for first in (0x3041, 0x30A1))
SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又"
    "关点正业外将两高间由问很最重并物手应战向头文体美相见被利什二等新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教"
    "儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感做接必场红爱梦风雨夜"
    "歌情泪伤花雪星夏秋春冬陈李刘林周黄吴徐孙张王"
)
TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家事成方多經麼去"
    "法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又"
    "關點正業外將兩高間由問很最重並物手應戰向頭文體美相見被利什二等新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教"
    "兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感做接必場紅愛夢風雨夜"
    "歌情淚傷花雪星夏秋春冬陳李劉林周黃吳徐孫張王"
)
SYLLABLES = (
    "이다는의가을에고지하를은기사로한나도어리자아그대서해인시과으들라스것게정있일보전수만주니거없너내여부우마랑날노래오늘안녕별밤람바봄"
    "비꽃길말걸까네요야처럼더때또면모든못와원장조제진김박최상선성소신영유재종준중철태현호희"
)


@cache
def languages() -> tuple[Language, ...]:
    """Japanese, Chinese, Korean, Cyrillic, Greek, Hebrew, Arabic, Thai, Western and Central European, and Turkish."""
    return (
        _characters("cp932 euc_jp", {HIRAGANA: 0.38, KATAKANA: 0.15}, "euc_jp", (range(0xB0, 0xCF), range(0xD0, 0xF4))),
        _characters("gb18030", {SIMPLIFIED: 0.35}, "gb2312", (range(0xB0, 0xD7), range(0xD8, 0xF7))),
        _characters("cp950 gb18030", {TRADITIONAL: 0.35}, "big5", (range(0xA4, 0xC6), range(0xC9, 0xF9))),
        _characters("cp949", {SYLLABLES: 0.45}, "euc_kr", (range(0xB0, 0xC8), range(0xCA, 0xFD))),
        _alphabet(
            "cp1251 koi8_u iso8859_5 cp866 mac_cyrillic cp932 euc_jp gb18030 cp949",
            "оеаинтсрвлкмдпуяыьгзбчйхжш",
            "юцщэфъёіїєґўјљњћђџ",
            "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁІЇЄҐ",
        ),
        _alphabet("cp1253", "αοιετνσηυρπκμλςγδόίάέή", "ωύώβθφχξζψϊϋΐΰ", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ"),
        _alphabet("cp1255", "יוהלאתרמבשנ", "עםדחקפגכטצסזןךףץ"),
        _alphabet("cp1256", "ايلمنورتبهةعدفسك", "قحجشصطخضغذثزظءآأؤإئىپچژگ"),
        _alphabet("cp874", "านรกอเงมลยวทดสตะปบคหแจพชขใไโผถซศธณษฟ", "ิีึืุูั็่้๊๋์ำฉฐญภฎฏฒฌฮฆฃฅๆฯฤฦๅ"),
        _accents("cp1252 mac_roman", "éèáíóúüöäñçàãåøêõôæß", "âîûùëïìòðþýÿœ", "ÉÁÍÓÚÜÖÄÑÇÀÃÅØÊÕÔÆÈÂÎÛÙËÏÌÒÐÞÝŒ"),
        _accents("cp1250", "ąęłóśżćáíéěščřžýůúöüőű", "ńźďňťäßôľĺŕăâîşţ", "ĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽÄÖÜŐŰ"),
        _accents("cp1254", "ıişğüöç", "âîû", "İŞĞÜÖÇ"),
    )
