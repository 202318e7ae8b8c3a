"""HTML as tags and text, in time that grows with its length whatever it holds.

The standard library's parser goes over what is never closed again and again (CVE-2025-6069: five megabytes of ``<!--``
take it hours), and a saved page comes from anywhere. What is no proper tag is text, as in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exporter.formats.article.words import decoded

_WINDOW = 4000
"""How long a tag may be; what has no end by then is text."""

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})((?:[^<>"']|"[^"]*"|'[^']*')*+)>""")
_NO_FACTS: dict[str, str] = {}
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))|\s([a-z]{1,20})(?=\s|$)""")
_READ_AS_TEXT = ("iframe", "noembed", "noframes", "noscript", "script", "style", "template", "textarea", "xmp")
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _READ_AS_TEXT}
_TOLD = {"class", "content", "hidden", "id", "name", "property", "title"}


@dataclass(slots=True)
class Tag:
    """An opening or closing tag; ``facts`` are the attributes that are looked at."""

    name: str
    closes: bool
    facts: Mapping[str, str]


@dataclass(slots=True)
class Text:
    """A piece of text between tags, references resolved, that begins on ``line`` (from 1)."""

    words: str
    line: int


def tokens(text: str) -> Iterator[Tag | Text]:
    """The tags and texts of a page in order, without comments, declarations and the insides of scripts and styles."""
    at, line, counted = 0, 1, 0
    for start, end, tag in _marks(text):
        if start > at:
            line, counted = line + text.count("\n", counted, at), at
            yield Text(decoded(text[at:start]), line)
        if tag:
            yield tag
        at = end
    if at < len(text):
        yield Text(decoded(text[at:]), line + text.count("\n", counted, at))


def _marks(text: str) -> Iterator[tuple[int, int, Tag | None]]:
    """What is no text: where it starts and ends, and the tag if it is one."""
    ends = _Ends(text)
    at = text.find("<")
    while at >= 0:
        end = at + 1
        if found := _TAG.match(text, at, at + _WINDOW):
            tag = Tag(found[2].lower(), bool(found[1]), _facts(found[3]))
            yield at, (end := found.end()), tag
            if tag.name in _ENDS and not tag.closes:
                yield end, (end := ends.of_element(tag.name, end)), None
        elif text.startswith(("<!", "<?"), at):
            end = ends.of_remark(at)
            yield at, end, None
        at = text.find("<", end)


def _facts(attributes: str) -> dict[str, str]:
    if "=" not in attributes and "hidden" not in attributes:
        return _NO_FACTS
    found = ((one[1] or one[5], one[2] or one[3] or one[4] or "") for one in _ATTRIBUTE.finditer(attributes))
    return {name.lower(): decoded(value) for name, value in found if name.lower() in _TOLD}


class _Ends:
    """Finds where things end. What was not found once is not looked for again: it is not there further on either."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.absent: set[str] = set()

    def of_remark(self, at: int) -> int:
        """Where a comment or declaration ends; one without an end takes the rest, as in a browser."""
        if self.text.startswith("<!--", at):
            return self._after("-->", at + 4)
        return self._after(">", at)

    def of_element(self, name: str, at: int) -> int:
        """Where the closing tag of an element begins whose inside is not read."""
        found = None if name in self.absent else _ENDS[name].search(self.text, at)
        if not found:
            self.absent.add(name)
        return found.start() if found else len(self.text)

    def _after(self, mark: str, at: int) -> int:
        found = -1 if mark in self.absent else self.text.find(mark, at)
        if found < 0:
            self.absent.add(mark)
        return found + len(mark) if found >= 0 else len(self.text)
