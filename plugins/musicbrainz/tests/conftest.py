"""MusicBrainz' look-alike with a small catalogue of its own, and enrichers that ask it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from exporter_musicbrainz import exporter_enrichers
from exporter_musicbrainz.enricher import MusicBrainz, connect

from exporter import Connection
from exporter.answers import Answers
from exporter.sandbox import running

AGENT = {"User-Agent": "test/1.0 ( test@example.org )"}


def entry(id: str, title: str, artist: str, seconds: float = 240, **more: Any) -> str:  # noqa: A002 - the catalogue's word
    """A line of the catalogue; ``ja`` is what the artist is called in Japan."""
    names = {"artist_names": {"ja": [more.pop("ja")]}} if "ja" in more else {}
    fields = {"id": id, "title": title, "artists": [artist], "duration_ms": round(seconds * 1000), "year": 2001}
    return json.dumps({**fields, "services": ["anywhere"], **names, **more}, ensure_ascii=False)


RAIN = {"en": "The Last Rain", "ja-Latn": "Saigo no Ame"}
CATALOGUE = (
    entry(
        "rain", "最後の雨", "Yasushi Nakanishi", 299, ja="中西保志", isrc="JPM471232681", album="Mr. Blue", titles=RAIN
    ),
    entry("cover", "最後の雨", "Kiyoshi Cover", 280, ja="カバー清"),
    entry("live", "最後の雨 (Live at 日本武道館)", "Yasushi Nakanishi", 320, ja="中西保志", isrc="JPM471232682"),
    entry("karaoke", "最後の雨 (カラオケ)", "歌っちゃ王", 299),
    entry("window", "窓", "Yasushi Nakanishi", 250, ja="中西保志", isrc="JPM471232683"),
    entry("story", "君の知らない物語", "supercell", 340, isrc="JPA320592244"),
    entry("promise", "約束", "supercell", 240, isrc="JPA320592245", titles={"ja-Latn": "Yakusoku no Uta"}),
    entry("twin1", "Twins", "The Pair", 200, isrc="USAAA0000001"),
    entry("twin2", "Twins", "The Pair", 201, isrc="USAAA0000002"),
    entry("odd", 'AND/OR: "Why?" (no)', "C++ & [Friends]", 180),
    entry("clip", "A Clip", "supercell", 100, kind="video"),
)


@dataclass
class LookAlike:
    """The running look-alike, seen from outside."""

    url: str
    answers: Path
    slept: list[float] = field(default_factory=list)

    def get(self, path: str, **query: Any) -> requests.Response:
        headers = query.pop("headers", AGENT)
        return requests.get(f"{self.url}/musicbrainz/ws/2/{path}", {"fmt": "json", **query}, headers=headers, timeout=9)

    def find(self, kind: str, query: str, **more: Any) -> list[Any]:
        found: list[Any] = self.get(kind, query=query, **more).json()[f"{kind}s"]
        return found

    def switch(self, **switches: object) -> None:
        self.post("/_sandbox/switches", {"musicbrainz": switches})

    def faults(self, spec: str) -> None:
        self.post("/_sandbox/faults", {"faults": spec})

    def post(self, path: str, body: object) -> None:
        requests.post(f"{self.url}{path}", json=body, timeout=9).raise_for_status()

    def connection(self, *, patience: float = 60.0, **settings: object) -> Connection:
        """A connection that keeps its answers on disk, beside those of the others."""
        return Connection(
            exporter_enrichers()[0],
            settings=settings,
            sandbox_url=self.url,
            answers=Answers(self.answers),
            patience=patience,
            sleep=self.slept.append,
        )


@pytest.fixture
def lookalike(tmp_path: Path) -> Iterator[LookAlike]:
    catalogue = tmp_path / "catalogue.jsonl"
    catalogue.write_text("\n".join(CATALOGUE), encoding="utf-8")
    with running(exporter_enrichers(), state=tmp_path / "state", catalogue=catalogue) as url:
        yield LookAlike(url, tmp_path / "answers")


@pytest.fixture
def musicbrainz(lookalike: LookAlike) -> Callable[[], tuple[MusicBrainz, Connection]]:
    """An enricher as a new run would have it, and its connection."""

    def made() -> tuple[MusicBrainz, Connection]:
        connection = lookalike.connection()
        return connect(connection), connection

    return made
