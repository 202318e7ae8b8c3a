"""Says in plain words what the YAML parser stumbled over, and how to write it right.

The parser's own words differ between libyaml and PyYAML; the signs below are found in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from exporter.files.findings import LINE_BREAK, quoted

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

LINE = re.compile(r"\s*(?:- +)?(?P<key>[A-Za-z_]+: +)(?P<value>\S.*)|\s*- +(?P<entry>\S.*)")
"""One line of a file: ``key: value``, ``- key: value`` or ``- entry``."""
COMMENT = re.compile(r"\s+#.*")
FLOW_ENTRY = re.compile(r"[^,\[\]{}]+")
STRANGE_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Line breaks of YAML 1.1 that no editor shows as one."""
LONGEST_ADVICE = 200
"""Characters up to which a line is written out in an advice; beyond, nobody reads it."""
INDENT = "check the indentation: keys that belong together start in the same column"


class Explanation(NamedTuple):
    """Where it went wrong (an offset), what is there, and what to write instead."""

    offset: int
    message: str
    suggestion: str


class _Stumble(NamedTuple):
    """A usual mistake: the ``sign`` in the parser's words, our words, and our advice for the text at an offset.

    ``at_start`` places it where the broken thing begins, rather than where the parser gave up.
    """

    sign: str
    message: str
    advice: Callable[[str, int], str]
    at_start: bool = False


def explain(text: str, error: MarkedYAMLError) -> Explanation:
    """The parser's error in our words. Where it is none of the usual mistakes, the parser's own words stay."""
    mark = error.problem_mark or error.context_mark
    end = min(mark.index, len(text)) if mark else 0
    start = error.context_mark.index if error.context_mark else end
    words = f"{error.context or ''}: {error.problem or ''}"
    if text.startswith("\t", end):
        return Explanation(end, "a tab where only spaces may stand", "indent with spaces")
    column, line = _line(text, start)
    if strange := STRANGE_BREAKS.search(line):
        offset = start - column + strange.start()
        return Explanation(offset, "an invisible line separator", "remove it, or type a space instead")
    for stumble in STUMBLES:
        if re.search(stumble.sign, words):
            offset = start if stumble.at_start else end
            message = stumble.message.format(text[offset : offset + 1])
            return Explanation(offset, message, stumble.advice(text, offset))
    words = f"not valid YAML: {error.problem or error.context}"
    return Explanation(end, words, "look at the quotes and the indentation here")


def _line(text: str, offset: int) -> tuple[int, str]:
    """The line around an offset, and the column of the offset in it, from 0."""
    before = LINE_BREAK.split(text[:offset])[-1]
    after = LINE_BREAK.split(text[offset:], maxsplit=1)[0]
    return len(before), before + after


def _quote(text: str, offset: int) -> str:
    """The line around ``offset`` with its value in quotes; empty when the mistake is not in a value."""
    column, line = _line(text, offset)
    found = LINE.fullmatch(line) if len(line) <= LONGEST_ADVICE else None
    if found is None or column < max(found.start("value"), found.start("entry")):
        return ""
    value = COMMENT.sub("", found["value"] or found["entry"]).rstrip()
    if value[0] in "[{" and column > found.start("value") and value[-1] in "]}":
        entry = FLOW_ENTRY.match(line, column)
        return f"put it in quotes: {quoted(entry[0].strip())}" if entry else "put texts with special signs in quotes"
    return f"put it in quotes: {found['key'] or '- '}{quoted(_bare(value))}"


def _bare(value: str) -> str:
    """The value without the quotes that were meant to hold all of it."""
    closed = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if closed else value


def _quote_or_indent(text: str, offset: int) -> str:
    return _quote(text, offset) or INDENT


def _quote_it(text: str, offset: int) -> str:
    return _quote(text, offset) or "put the text in quotes"


def _say(advice: str) -> Callable[[str, int], str]:
    return lambda _text, _offset: advice


STUMBLES = (
    _Stumble(
        "escape|hexdecimal",
        "a backslash that means nothing here",
        _say(r"write \\ for a backslash, or use single quotes"),
    ),
    _Stumble(
        "scanning a quoted scalar",
        "the quote that opens here is never closed",
        _say("close it; inside '...' an apostrophe is written twice"),
        at_start=True,
    ),
    _Stumble("mapping values are not allowed", "a second ': ' in one value, or a key too far right", _quote_or_indent),
    _Stumble(
        "scanning a simple key",
        "a line that is neither `key: value` nor `- entry`",
        _say("is a ': ' or a quote missing?"),
        at_start=True,
    ),
    _Stumble("parsing a flow (sequence|mapping)", "the {!r} that opens here is not closed", _quote_it, at_start=True),
    _Stumble("parsing a flow node", "an entry is missing here", _say("remove the comma too many, or write the entry")),
    _Stumble(
        "cannot start any token|entries are not allowed|keys are not allowed|node content|tag handle"
        "|scanning an? (alias|anchor|block scalar|tag)|parsing a tag",
        "a value cannot begin with {!r}",
        _quote_it,
        at_start=True,
    ),
    _Stumble("expected (key|<block end>)", "this does not belong to what stands before it", _quote_or_indent),
    _Stumble("'-' indicator", "this does not belong to the list above", _say(INDENT)),
    _Stumble("directive|incompatible YAML", "a line cannot begin with '%'", _say("remove the line"), at_start=True),
    _Stumble("document start", "this does not belong to what stands before it", _say(INDENT)),
)
