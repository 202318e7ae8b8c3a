"""The words by which the reader knows what an article is about, and what is no song. English first, some Japanese."""

from __future__ import annotations

import re

_SHOWS = "animes?|anime series|tv series|series|shows?|films?|movies?|video games?|games?|dramas?|manga|franchise"
SHOW = f"(?:{_SHOWS})".replace(" ", r"\s+")
"""A pattern for what songs are written for."""

SINGER = "(?:band|singer(?:-songwriter)?|artist|duo|trio|group|unit|rapper|vocalist|idol|composer|producer)"
"""A pattern for somebody who makes music."""

SINGS = "(?:voice|vocals?|singing|song|single|debut|lyrics|delivery|music|band|performance|falsetto)"
"""A pattern for what such people have."""


def _any(*words: str) -> str:
    return "|".join(words).replace(" ", r"\s+")


_HEADLINE_WORDS = _any(
    *(
        "songs",
        "tracks",
        "hits",
        "masterpieces",
        "anthems",
        "ballads",
        "tunes",
        "soundtracks",
        "playlists?",
        "rankings?",
    ),
    *(r"recommend\w*", "round-?up", "collection", "reasons", "things", "ways", "facts", "quiz", "guess the", "how to"),
    *("challenge", "introduction", "conclusion", "table of contents?", "faqs?", "read (?:more|also|next)", "see also"),
    *("final thoughts", "honou?rable mentions?", "where to", "what is", "best of", "reviews?", "interview", "news"),
    *(r"episode \d+", r"chapter \d+"),
)
HEADLINE = re.compile(
    rf"\b(?:{_HEADLINE_WORDS})\b|^(?:the\s+)?(?:top|best)\s+\d+|おすすめ|ランキング|まとめ|名曲|人気曲|一覧|\d+選|目次",
    re.IGNORECASE,
)
"""What a line says that is a heading, or a link to another article."""

_ASIDE_WORDS = _any(
    *(
        "read (?:more|also|next)",
        "see also",
        "related",
        "sources?",
        "photos?",
        "images?",
        "pictures?",
        "credits?",
        "via",
    ),
    *("listen(?: on| to)?", "watch(?: on| also)?", "share(?: on)?", "tags?", "categor(?:y|ies)", "posted", "published"),
    *("(?:last )?updated", "written", "author", "edited", "translated", r"advert\w*", "sponsored", "subscribe", "home"),
    *(
        "follow(?: us)?",
        "comments?",
        "copyright",
        "©",
        "all rights",
        "previous",
        "next",
        "buy(?: on)?",
        "stream(?: on)?",
    ),
    *("available on", "update", "note", "edit", "disclaimer", "spoilers?(?: alert| warning)?", "tl;dr", "ps"),
    *("release date", "label", "genres?", "length", "duration", "producers?", "lyrics", "tickets?", "venue", "rating"),
    *("関連(?:記事)?", "出典", "画像", "引用"),
)
ASIDE = re.compile(rf"(?:{_ASIDE_WORDS})\b\s*[:：|–—-]", re.IGNORECASE)
"""How a note beside an article begins."""

SOUNDTRACK = re.compile(r"\bosts?\b|\bsound\s?tracks?\b|\bbgms?\b|\bscores?\b|サントラ|劇伴", re.IGNORECASE)
"""Music that is named by what it was written for."""

FROM_SHOWS = re.compile(
    r"\b(?:from|in|of)\s+(?:(?:the|these|various|different|some)\s+)?(?:[a-z]+\s+)?"
    r"(?:animes?|games?|video\s?games?|films?|movies|series|shows|dramas)\b",
    re.IGNORECASE,
)
"""A line that leads to a list of shows."""

ABOUT_SHOWS = re.compile(
    r"\b(?:animes?|games?|films?|movies?|tv|dramas?|series)\b|アニメ|映画|ドラマ|ゲーム", re.IGNORECASE
)

_MUSIC_WORDS = _any(
    *(
        "songs?",
        "tracks?",
        r"music\w*",
        "tunes",
        "anthems",
        "ballads",
        "osts?",
        "soundtracks?",
        "playlists?",
        "openings?",
    ),
    *("endings?", "albums?", "singers?", "bands?", "covers"),
)
ABOUT_MUSIC = re.compile(rf"\b(?:{_MUSIC_WORDS})\b|曲|歌|ソング|うた", re.IGNORECASE)

SONGS_BY = re.compile(
    r"\b(?:songs|tracks|hits|ballads|singles|pieces)\s+(?:by|from)\s+(?P<artist>[^\W\d_a-z][^,;:()]{0,60})$"
)
"""A heading that says whose songs the article lists."""

ORDER_TOLD = re.compile(
    r"\b(?P<first>song|title|track|artist|singer|band)s?(?:\s+(?:name|title))?\s*[-–—/:]\s*"
    r"(?P<second>song|title|track|artist|singer|band|anime|show)",
    re.IGNORECASE,
)
"""A line that says how the others are written: "artist - title"."""

PERFORMERS = re.compile(
    r"\b(?:orchestra|ensemble|quartet|quintet|trio|choir|chorus|philharmonic|symphony|band)\b", re.IGNORECASE
)
"""Names of people who play together."""
