"""Articles for tests, and what is read of them, in short."""

from __future__ import annotations

from exporter import Listed, Listing
from exporter.formats.article import ARTICLE

TOLD = (
    "It opens with a quiet piano and ends in a storm of strings that nobody would expect.\n"
    "I could listen to it every day of the year and never be tired of it."
)
"""Two sentences below a song that name nobody."""

Row = tuple[str, str, str]


def read(text: str) -> Listing:
    """What the reader makes of an article."""
    assert ARTICLE.read
    return ARTICLE.read(text, "article.txt")


def row(one: Listed) -> Row:
    """A song as title, artists and show."""
    return one.song.title, ", ".join(one.song.artists), one.song.from_


def taken(text: str) -> list[Row]:
    """The songs that would be imported unasked."""
    return [row(one) for one in read(text).songs if one.taken]


def offered(text: str) -> list[Row]:
    """The songs that are shown, but would not be imported unasked."""
    return [row(one) for one in read(text).songs if not one.taken]


def doubts(text: str) -> list[str]:
    """Everything that is doubted, song by song."""
    return [doubt for one in read(text).songs for doubt in one.doubts]


def told(*headings: str) -> str:
    """An article under a heading, with text below each of its lines."""
    return "Songs for a long night\n\n" + "\n\n".join(f"{heading}\n\n{TOLD}" for heading in headings)
