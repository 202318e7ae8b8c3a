"""The native format: bytes to text, text to data, data to a playlist; and every problem on the way, with its place."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from operator import attrgetter
from pathlib import Path

from exporter.errors import FileError, Problem
from exporter.files import playlist, yaml_text
from exporter.files.findings import Finding, Lines, Placed, written
from exporter.model import Playlist

MAX_BYTES = 20 * 2**20
"""A playlist of 10,000 songs with every key filled is about 6 MB; more than this is some other file."""

BOM = "\ufeff"
JAPANESE_ENCODINGS = {"euc_jp": "EUC-JP", "cp932": "Shift_JIS"}
"""What Japanese text that is not UTF-8 usually is. The stricter one comes first."""
KANA = re.compile("[ぁ-ヺ]")


def load(path: Path) -> Playlist:
    """The playlist in the file at ``path``; its slug is the file's name without the ending.

    Raises:
        FileError: the file cannot be read, or is not a playlist; holds all problems at once.
    """
    return parse(text_of(path), str(path), path.stem)


def text_of(path: Path) -> str:
    """The text of the file at ``path``, which encodes to the same bytes again.

    Raises:
        FileError: the file cannot be read, is not UTF-8, or is far too large.
    """
    file = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"cannot read the file: {error.strerror or error}"
        raise FileError([Problem(file, 1, 1, "", message, "is the name right, and may you read it?")]) from error
    return _decode(data, file)


def parse(text: str, file: str, slug: str) -> Playlist:
    """The playlist that ``text`` describes. ``file`` is only named in problems.

    Raises:
        FileError: the text is not a playlist; holds all problems at once, in the order of the text.
    """
    if len(text) > MAX_BYTES:
        raise FileError([_too_large(file)])
    text = text.removeprefix(BOM)
    reading = yaml_text.read(text)
    if not reading.whole:
        raise FileError(_problems(reading.flaws, text, file))
    findings: list[Finding] = []
    fields = playlist.FILE.read(reading.data, (), findings.append)
    if fields is None or findings or reading.flaws:
        raise FileError(_problems([*reading.flaws, *_news(text, findings, reading.flaws)], text, file))
    return Playlist(slug=slug, **fields)


def problems_at(text: str, file: str, findings: Iterable[Finding]) -> list[Problem]:
    """Findings about a text that could be read, each with its place, in the order of the text."""
    body = text.removeprefix(BOM)
    return _problems(yaml_text.place(body, findings), body, file)


def _news(text: str, findings: Iterable[Finding], flaws: Iterable[Placed]) -> Iterator[Placed]:
    """The findings with their places, without those that repeat what a flaw has said about the same key or value."""
    said = {flaw.offset: flaw.finding.path for flaw in flaws}
    for offset, finding in yaml_text.place(text, findings):
        if offset not in said or not (finding.on_key or finding.path == said[offset]):
            yield Placed(offset, finding)


def _problems(found: Iterable[Placed], text: str, file: str) -> list[Problem]:
    lines = Lines(text)
    return [
        Problem(file, *lines.place(offset), written(finding.path), finding.message, finding.suggestion)
        for offset, finding in sorted(found, key=attrgetter("offset"))
    ]


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise FileError([_too_large(file)])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix(BOM)
        line, column = Lines(before + "?").place(len(before))
        message = f"not UTF-8: the byte 0x{data[error.start]:02x} (byte {error.start + 1} of the file)"
        problem = Problem(file, line, column, "", message, f"save the file as UTF-8{_likely_encoding(data)}")
        raise FileError([problem]) from error


def _likely_encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "; it looks like UTF-16"
    for codec, name in JAPANESE_ENCODINGS.items():
        with suppress(UnicodeDecodeError):
            # without kana it is only a byte pair that could be a character
            if KANA.search(data.decode(codec)):
                return f"; it looks like {name}"
    return ""


def _too_large(file: str) -> Problem:
    message = f"the file is larger than {MAX_BYTES // 2**20} MB"
    return Problem(file, 1, 1, "", message, "is this a playlist? If so, split it in two")
