"""Articles: plain text, Markdown or HTML in which somebody writes about songs.

A text becomes blocks (:mod:`lines`, :mod:`markup`), what could be a song in them is found (:mod:`finding`, with
:mod:`forms`, :mod:`labels`, :mod:`glued` and :mod:`prose`), and judged by what the rest of the article looks like
(:mod:`judging`, :mod:`votes`, :mod:`told`). All of it is pure and takes time in proportion to the text.
"""

from __future__ import annotations

from exporter import Format, Listing


def _read(text: str, source: str) -> Listing:
    from exporter.formats.article.reading import read  # noqa: PLC0415 - listing the formats needs none of it

    return read(text, source)


def sniff(text: str) -> float:
    """How likely a text is an article: a page of HTML for sure, prose rather, anything else a little."""
    from exporter.formats.article import markup  # noqa: PLC0415 - as above
    from exporter.formats.article.words import is_prose  # noqa: PLC0415 - as above

    beginning = text[:20_000]
    if "\0" in beginning:
        return 0.0
    if markup.is_page(beginning):
        return 0.9
    return 0.6 if any(map(is_prose, (line.strip() for line in beginning.split("\n")))) else 0.1


ARTICLE = Format(
    name="article",
    label="Article (text, Markdown or HTML)",
    endings=(".html", ".htm", ".xhtml", ".txt", ".md"),
    read=_read,
    sniff=sniff,
)
