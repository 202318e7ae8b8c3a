"""How kanji sound in given names, where a dictionary of words does not help. Pure."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice, product

_SOUNDS = {
    "ア": "亜有愛", "アイ": "愛藍", "アカ": "朱", "アキ": "明秋彰晶昭晃", "アヤ": "彩綾文絢", "アユ": "歩",
    "イ": "衣依伊唯", "エ": "恵絵江枝衣", "オ": "緒央生雄夫", "オト": "音", "カ": "花華香佳加歌夏", "カズ": "和一",
    "キ": "希樹輝貴紀喜暉生", "ク": "久玖", "ケイ": "圭慶恵", "ケン": "健賢謙玄", "コ": "子湖", "ゴ": "吾悟",
    "サ": "紗沙咲彩佐早", "サキ": "咲", "シ": "志士史師", "ジ": "司二次治", "ショウ": "翔将晶", "スケ": "介輔佑助",
    "タ": "太汰多", "タカ": "貴孝隆", "タケ": "武健", "チ": "千智知", "ト": "斗人都登翔", "トモ": "友智知",
    "ナ": "奈菜那名", "ナオ": "直尚", "ネ": "音", "ノ": "乃", "ノゾミ": "希", "ノリ": "紀典", "ハ": "羽葉",
    "ハナ": "花華", "ハル": "春晴陽遥", "ヒ": "陽日", "ヒト": "人仁", "ヒロ": "弘広裕大", "フ": "風", "ホ": "穂帆歩",
    "マ": "真麻茉", "マサ": "雅正将昌", "マナ": "愛", "ミ": "美実未海", "ミズ": "瑞", "ム": "夢", "メ": "芽",
    "モ": "萌", "ヤ": "也哉弥", "ユ": "由結優友", "ユイ": "結唯", "ユウ": "優悠祐裕佑夕", "ユキ": "幸雪之",
    "ヨ": "代世陽", "ヨシ": "義良由", "ラ": "良羅", "リ": "里理梨莉璃利", "リョウ": "涼良", "ル": "瑠留",
    "レイ": "玲", "ロウ": "郎朗", "ワ": "和羽",
}  # fmt: skip
_KANJI: defaultdict[str, list[str]] = defaultdict(list)
for _sound, _kanji in _SOUNDS.items():
    for _one in _kanji:
        _KANJI[_one].append(_sound)

LONGEST = 3
"""Kanji in a given name."""


def given_name(kanji: str, most: int) -> tuple[str, ...]:
    """What a given name may sound like, in katakana; nothing if one of its kanji is not known from names.

    >>> given_name("美羽", 2)
    ('ミハ', 'ミワ')
    """
    if not 0 < len(kanji) <= LONGEST:
        return ()
    return tuple(islice(map("".join, product(*(_KANJI.get(one, ()) for one in kanji))), most))
