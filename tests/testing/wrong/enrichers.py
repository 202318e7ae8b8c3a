"""A source of facts that keeps its promises, and what breaks each of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exporter.backend import Kind
from exporter.enricher import EnricherInfo, Facts
from exporter.errors import ServiceError
from exporter.model import Song
from exporter.testing import MemoryService, Source

KNOWN = Song("Paper Boats", ("The Contract",))
FACTS = [
    Facts(title="Paper Boats", artists=("The Contract",), confidence=0.9, words="title and artist agree"),
    Facts(title="Paper Boats (live)", artists=("The Contract",), confidence=0.4, words="a live recording"),
]
Answer = Callable[[MemoryService, Song], Sequence[Facts]]


def right(service: MemoryService, song: Song) -> Sequence[Facts]:
    service.meet(Kind.SEARCH)
    return FACTS if song.title == KNOWN.title else []


def _least_first(service: MemoryService, song: Song) -> Sequence[Facts]:
    return right(service, song)[::-1]


def _guessing(service: MemoryService, song: Song) -> Sequence[Facts]:
    return right(service, song) or [Facts(title=song.title, confidence=0.1, words="a guess")]


def _nothing(service: MemoryService, song: Song) -> Sequence[Facts]:
    try:
        return right(service, song)
    except ServiceError:
        return []


_count = itertools.count()


def _changing(service: MemoryService, song: Song) -> Sequence[Facts]:
    return right(service, song)[: 1 + next(_count) % 2]


def _pattern(service: MemoryService, song: Song) -> Sequence[Facts]:
    pattern = re.compile(song.title)
    return [one for one in right(service, song) if pattern.search(one.title)]


@dataclass(frozen=True)
class Enricher:
    service: MemoryService
    answer: Answer

    def facts(self, song: Song) -> Sequence[Facts]:
        return self.answer(self.service, song)


def source(answer: Answer = right) -> Source:
    service = MemoryService()

    def connect(_connection: object = None) -> Enricher:
        return Enricher(service, answer)

    info = EnricherInfo(name="facts", label="Facts", hosts={}, connect=connect)
    return Source(info=info, connect=connect, song=KNOWN, weather=service.weather)


@dataclass(frozen=True)
class Wrong:
    answer: Answer
    seen: str


WRONG = {
    "enricher-finds": Wrong(_least_first, "the order of confidences was [0.4, 0.9], and should have been [0.9, 0.4]"),
    "enricher-empty": Wrong(_guessing, "the answer for a song that nobody knows was [Facts("),
    "enricher-could-not-ask": Wrong(_nothing, "facts() gave [] while every request met '500=1'"),
    "enricher-same": Wrong(_changing, "the second answer was ["),
    "enricher-hostile": Wrong(_pattern, " was raised"),
}
