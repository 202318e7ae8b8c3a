"""A file of answers for scripts, and what each answer means for the open questions. Pure.

A mapping in YAML or JSON, song to answer::

    7: 4iV5W9uYEdYUVa79Axb7Rh        # a link, or the ID of a track
    青い栞: 2                         # a candidate, as `exporter --json review` numbers them
    Last Train Home: none            # none of the candidates
    again: skip                      # leave it out on this service
    オレンジ: later

A song is given as for ``exporter pin``: its number, or words that fit it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from exporter.errors import FileError, Problem
from exporter.files import yaml_text
from exporter.files.findings import Finding, Lines, Placed, Value, shown, written
from exporter.files.native import BOM, problems_at

NONE, SKIP, LATER = "none", "skip", "later"
"""Answers that are no track."""
FORM = "answers are like `SONG: ID`, `SONG: 1`, `SONG: none`, `SONG: skip` or `SONG: later`"


class Given(NamedTuple):
    """One line of a file of answers."""

    song: str
    answer: str


def read(text: str, file: str) -> tuple[Given, ...]:
    """The answers in ``text``; ``file`` is only named in problems.

    Raises:
        FileError: the text is no file of answers; holds all problems at once.
    """
    body = text.removeprefix(BOM)
    reading = yaml_text.read(body)
    if reading.flaws or not reading.whole:
        raise FileError(list(_problems(body, file, reading.flaws)))
    if not isinstance(reading.data, dict):
        wrong = Finding((), f"expected answers, found {shown(reading.data)}", FORM)
        raise FileError(problems_at(text, file, [wrong]))
    findings = [Finding((song,), f"no answer: {shown(answer)}", FORM) for song, answer in _wrong(reading.data)]
    if findings:
        raise FileError(problems_at(text, file, findings))
    return tuple(Given(song, str(answer).strip()) for song, answer in reading.data.items())


def _wrong(data: dict[str, Value]) -> Iterator[tuple[str, Value]]:
    return ((song, answer) for song, answer in data.items() if not (isinstance(answer, str) and answer.strip()))


def _problems(text: str, file: str, found: Iterable[Placed]) -> Iterator[Problem]:
    lines = Lines(text)
    for offset, finding in sorted(found, key=lambda one: one.offset):
        yield Problem(file, *lines.place(offset), written(finding.path), finding.message, finding.suggestion)
