"""What an article is called and what it is about, for the playlist's name and description."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.formats.article.blocks import Block, Kind, Page
from exporter.formats.article.words import clean, plain, sentences

LONGEST_NAME = 100
LONGEST_DESCRIPTION = 300
"""Characters; the shortest that a service takes for a playlist's name and description."""

_PART = re.compile(
    r"\s*[(\[（【]\s*(?:\d+\s*[–—~〜-]\s*\d+|part\s*\d+|page\s*\d+|\d+/\d+)\s*[)\]）】]\s*$", re.IGNORECASE
)
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—-]{1,40}$")
_ABOUT = re.compile(
    r"\b(?:in this (?:article|post|list)|here,? (?:are|is|we|i)|selection of|this list"
    r"|(?:we|i)(?:['’]ve| have| will|['’]ll)? (?:\w+ )?"
    r"(?:introduce|put together|gathered|selected|picked|collected|chosen|compiled|list(?:ed)?|round(?:ed)? up))\b"
    r"|紹介|まとめ|厳選",
    re.IGNORECASE,
)


def heading(page: Page, lead: Sequence[Block]) -> Block | None:
    """The block that is the article's heading: its first one, else the last line above its songs that may be one.

    ``lead`` are the blocks above the songs. None where the page says its title itself, or nothing looks like one.
    """
    headings = [block for block in lead if block.kind is Kind.HEADING]
    first = next((block for block in headings if block.level == 1), None)
    if first or page.title:
        return first
    if lead and _may_head(lead[0]):
        return lead[0]
    return next(iter(headings), None) or next((block for block in reversed(lead) if _may_head(block)), None)


def name(page: Page, block: Block | None) -> str:
    """The article's heading as a name for a playlist, else the title of its page; may be empty."""
    return _bare(block.text) if block else _without_site(_bare(page.title))


def _may_head(block: Block) -> bool:
    return block.kind in {Kind.LINE, Kind.HEADING} and not block.is_prose and len(block.text) <= LONGEST_NAME + 40


def _bare(heading: str) -> str:
    """A heading without "(51–60)" after it."""
    return plain(_PART.sub("", heading))[: LONGEST_NAME + 40].strip()


def _without_site(title: str) -> str:
    shorter = _SITE.sub("", title)
    return shorter if len(shorter) > len(title) / 2 else title


def description(page: Page, lead: Sequence[Block]) -> str:
    """What the page or the lead says the article is about, in whole sentences; may be empty."""
    if page.description:
        return _cut(sentences(plain(page.description)))
    told = [sentence for block in lead if block.is_prose for sentence in sentences(clean(block.text))]
    start = next((at for at, sentence in enumerate(told) if _ABOUT.search(sentence)), 0)
    return _cut([plain(sentence) for sentence in told[start : start + 3]])


def _cut(told: Sequence[str]) -> str:
    """As many whole sentences as a description may have characters."""
    text = ""
    for sentence in told:
        longer = f"{text} {sentence}".strip()
        if len(longer) > LONGEST_DESCRIPTION:
            break
        text = longer
    return text or (told[0][: LONGEST_DESCRIPTION - 1].rsplit(None, 1)[0] + "…" if told else "")
